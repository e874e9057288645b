"""A weakness is answered here and not in most comparable inspections that show it.

What it flags
    A signal that is weak or failing in many comparable inspections, about which this one was given an answer and most others
    were not.

Why it matters
    The body that is asked to mend what others may leave is held to another standard.

How it decides
    Peers are inspections of other bodies in the same cycle and pillar with weak or failing evidence on the same signal. With
    `least_peers` peers or more, the check fires where the Wilson interval of the share of peers that were answered lies below
    one half; an answer about the signal's theme counts for a peer. With fewer peers it is not assessable: a pair that is
    treated unequally is one fact, which unequal-consequence tells from the other side. Wording that several reports share is no
    evidence. A weakness that is failing here and nowhere milder there does not fire.

Settings
    least_peers: comparable inspections from which a rate is given
    many: what enough peers add to the confidence of the weakness
    rare, less: where the interval reaches above this share the flag loses that, as most weaknesses get no answer of their own

When it may be wrong
    The weakness may be worse here than its level says, or an earlier inspection may have asked for it already.

Source
    Wilson 1927 (score interval).

Example
    findings:
      - {force: north, kind: statement, question: q1, text: "a", coded: [{signal: lamp_upkeep, level: weak}]}
      - {force: north, kind: area_for_improvement, question: q1, text: "Mend the lamp.", coded: [{signal: lamp_upkeep}]}
      - {force: south, kind: statement, question: q1, text: "b", coded: [{signal: lamp_upkeep, level: weak}]}
      - {force: south, kind: area_for_improvement, question: q1, text: "Mend the horn.", coded: [{signal: fog_signal}]}
      - {force: east, kind: statement, question: q1, text: "c", coded: [{signal: lamp_upkeep, level: weak}]}
      - {force: east, kind: area_for_improvement, question: q1, text: "Mend the horn.", coded: [{signal: fog_signal}]}
      - {force: west, kind: statement, question: q1, text: "d", coded: [{signal: lamp_upkeep, level: weak}]}
      - {force: west, kind: area_for_improvement, question: q1, text: "Mend the horn.", coded: [{signal: fog_signal}]}
      - {force: mid, kind: statement, question: q1, text: "e", coded: [{signal: lamp_upkeep, level: weak}]}
      - {force: mid, kind: area_for_improvement, question: q1, text: "Mend the horn.", coded: [{signal: fog_signal}]}
      - {force: far, kind: statement, question: q1, text: "f", coded: [{signal: lamp_upkeep, level: weak}]}
      - {force: far, kind: area_for_improvement, question: q1, text: "Mend the horn.", coded: [{signal: fog_signal}]}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome
from peelcheck.checks.cases import Case, Cases
from peelcheck.checks.peers import LEAST_PEERS, beside, rate, wilson
from peelcheck.checks.strength import against, confidence
from peelcheck.evidence.profile import RANK
from peelcheck.model.counts import number_of

_SHOW = ("comparable inspection shows", "comparable inspections show")
SETTINGS = {"least_peers": LEAST_PEERS, "many": 0.1, "rare": 0.25, "less": 0.2}


def check(context: Context) -> Iterator[Outcome]:
    """Look for answers that only one inspection was given."""
    cases = Cases(context)
    for case in cases:
        peers = [] if case.reason else _no_milder(case, cases.peers(case))
        if case.reason:
            yield NotAssessable(case.subject, case.reason)
        elif len(peers) < context.settings["least_peers"]:
            yield NotAssessable(case.subject, f"{number_of(len(peers), *_SHOW)} the weakness: too few for a rate")
        elif not case.strict.answers:
            yield Applied(case.subject)
        else:
            answered = [p for p in peers if p.lenient.answers]
            most = wilson(len(answered), len(peers))[1]
            yield _fired(context, case, peers, len(answered), most) if most < 0.5 else Applied(case.subject)


def _no_milder(case: Case, peers: list[Case]) -> list[Case]:
    """The peers whose weakness is no milder: a milder one need not be answered."""
    return [p for p in peers if RANK[p.evidence.low] <= RANK[case.evidence.low]]


def _fired(context: Context, case: Case, peers: list[Case], answered: int, most: float) -> Fired:
    less = 0 if most < context.settings["rare"] else context.settings["less"]
    where = ", ".join(dict.fromkeys(context.where(o.finding) for o in case.evidence.weaknesses()[:3]))
    arguments = [
        "An earlier inspection may have asked for it already, or it may weigh more here than its level says.",
        *against(context, case.inspection, case.evidence),
    ]
    return Fired(
        case.subject,
        f"{context.name(case.inspection)}: “{context.title(case.signal)}” is called {case.evidence.low} here ({where}) and has "
        f"{case.strict.words}; where the text is no milder, so it is for {rate(answered, len(peers))}.",
        [
            *[context.show(a.id, case.signal) for a in case.strict.answers],
            *context.observed([*case.evidence.weaknesses(), *case.evidence.strengths()[:1]]),
        ],
        " ".join(arguments),
        round(min(0.95, max(0.05, confidence(context, case.evidence) + context.settings["many"] - less)), 2),
        peers=[beside(context, p.inspection, p.evidence, p.lenient, bool(p.lenient.answers)) for p in peers],
        softened=case.evidence.mixed,
        named_peers=False,
    )
