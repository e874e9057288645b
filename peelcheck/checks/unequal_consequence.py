"""The same weakness is answered in other inspections and not in this one, or more gravely there than here.

What it flags
    A signal that is weak or failing in comparable inspections of several bodies, where peers were given an answer about it and
    this one was not; or a graver answer than this one, with no graver weakness (a cause of concern there, an area for
    improvement here).

Why it matters
    Like cases should be treated alike: the same words about two bodies should not mend one and leave the other.

How it decides
    Peers are inspections of other bodies in the same cycle and pillar with weak or failing evidence on the same signal. An
    answer here counts wherever it stands in the whole report, about the signal or its theme; an answer there must stand in the
    same pillar and be about the signal itself. Answers stand on a ladder: a demand in the text, an area for improvement, a
    recommendation, a cause of concern. With `least_peers` peers or more, the check fires where the Wilson interval of the share
    of peers that were answered (more gravely) lies above one half. Below that it is a pair comparison: a note, no rate,
    confidence 0.65 at most, both sides in one flag; there an answer tells of the weakness by itself where the text besides is
    silent. Where the cycle has no peer, inspections of comparable cycles (as their data say) stand in, of any body, if
    `least_across` of them were answered, most of those that show the weakness, and one of another body. A mixed signal counts
    at reduced confidence, and its better side is the first counter-argument. Wording that several reports share is no evidence.
    Not assessable where the question was not inspected this time, and where answers may stand in another document.

Settings
    least_peers: comparable inspections from which a rate is given
    pair: highest confidence of a pair comparison
    many: what enough peers add to it
    least_across: answered inspections of comparable cycles from which they stand in for peers
    across: highest confidence of a comparison across cycles
    weaker: what a flag about a graver answer loses, once for two steps of the ladder and twice for one
    unlike: what it loses where no answered peer has the weakness in its text, or each has a graver one

When it may be wrong
    Two bodies may show the same weakness to different degrees, or one may already be mending it; what an inspection leads to
    depends on what earlier ones found.

Source
    Wilson 1927 (score interval).

Example
    findings:
      - {force: north, kind: statement, question: q1, text: "a", coded: [{signal: lamp_upkeep, level: weak}]}
      - {force: north, kind: statement, question: q1, text: "b", coded: [{signal: lamp_upkeep, level: weak}]}
      - {force: north, kind: area_for_improvement, question: q1, text: "Mend the horn.", coded: [{signal: fog_signal}]}
      - {force: south, kind: statement, question: q1, text: "c", coded: [{signal: lamp_upkeep, level: weak}]}
      - {force: south, kind: area_for_improvement, question: q1, text: "Mend the lamp.", coded: [{signal: lamp_upkeep}]}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject
from peelcheck.checks.cases import Case, Cases, Demands
from peelcheck.checks.peers import LEAST_PEERS, PAIR, beside, comparable, names, rate, sample, wilson
from peelcheck.checks.strength import against, confidence
from peelcheck.evidence.profile import RANK

SETTINGS = {
    "least_peers": LEAST_PEERS,
    "pair": PAIR,
    "many": 0.1,
    "least_across": 2,
    "across": 0.6,
    "weaker": 0.1,
    "unlike": 0.1,
}
_TWO_STEPS = 2


def check(context: Context) -> Iterator[Outcome]:
    """Compare the consequence of the same weakness across bodies."""
    cases, demands = Cases(context), Demands(context)
    for case in cases:
        reason = case.reason
        if reason:
            yield NotAssessable(case.subject, reason)
            continue
        found = _answered_less(context, cases, case) if case.lenient.answers else _unanswered(context, cases, case)
        yield _fired(context, case, found, demands) if isinstance(found, _Found) else found


@dataclass(frozen=True)
class _Found:
    """What is wrong: the peers that speak against the case, out of how many."""

    graver: list[Case]
    peers: list[Case]
    rated: bool
    across: bool = False


def _unanswered(context: Context, cases: Cases, case: Case) -> Outcome | _Found:
    peers = cases.peers(case)
    answered = [p for p in peers if p.strict.answers]
    if len(peers) >= context.settings["least_peers"]:
        rated = wilson(len(answered), len(peers))[0] > 0.5
        return _Found(answered, peers, True) if rated else Applied(case.subject)
    spoken = [p for p in cases.spoken_of(case) if _same_cycle(p, case) and p.inspection.force != case.inspection.force]
    if answered or spoken:
        return _Found([*answered, *spoken], [*peers, *spoken], False)
    return Applied(case.subject) if peers else _across(context, cases, case)


def _across(context: Context, cases: Cases, case: Case) -> Outcome | _Found:
    """Where the cycle has no peer: what comparable cycles did about it."""
    known = [c for c in [*cases.weak(case), *cases.spoken_of(case)] if comparable(context, case.inspection, c.inspection)]
    answered = [c for c in known if c.strict.answers]
    other = any(c.inspection.force != case.inspection.force for c in answered)
    told = any(c.evidence.weak for c in answered)
    if len(answered) < context.settings["least_across"] or not other or not told:
        return NotAssessable(case.subject, "no comparable inspection shows the same weakness")
    if 2 * len(answered) <= len(known):
        return Applied(case.subject)
    return _Found(answered, known, False, across=True)


def _answered_less(context: Context, cases: Cases, case: Case) -> Outcome | _Found:
    peers = cases.peers(case)
    if not peers:
        return NotAssessable(case.subject, "no comparable inspection shows the same weakness")
    here = case.lenient.rank
    graver = [
        p
        for p in peers
        if here is not None
        and p.strict.rank is not None
        and p.strict.rank > here
        and RANK[p.evidence.low] >= RANK[case.evidence.low]
    ]
    rated = len(peers) >= context.settings["least_peers"]
    if not graver or (rated and wilson(len(graver), len(peers))[0] <= 0.5):
        return Applied(case.subject)
    return _Found(graver, peers, rated)


def _fired(context: Context, case: Case, found: _Found, demands: Demands) -> Fired:
    weaker = bool(case.lenient.answers)
    shown = found.peers if found.rated else found.graver
    where = ", ".join(dict.fromkeys(context.where(o.finding) for o in case.evidence.weaknesses()[:3]))
    said = f"{context.name(case.inspection)}: “{context.title(case.signal)}” is called {case.evidence.low} here ({where})"
    listed = names(context, [p.inspection for p in found.graver], cycles=found.across)
    gravest = max(found.graver, key=lambda p: p.strict.rank or 0).strict
    if weaker:
        message = f"{said} and has {case.lenient.words}; in {listed}, where the text does not say worse, it has {gravest.words}."
    else:
        too = ", where the text calls it weak too" if all(p.evidence.weak for p in found.graver) else ""
        message = f"{said}, and no answer is about it; one is in {listed}{too}."
    if found.across:
        message += " They are of other cycles: the cycle of this inspection has no peer."
    if found.rated:
        message += f" So it is for {rate(len(found.graver), len(found.peers))}."
    demand = None if weaker else demands.about(case.inspection, case.signal)
    arguments = [
        *against(context, case.inspection, case.evidence),
        f"The text itself asks for it ({context.where(demand)})." if demand else "",
        "" if found.rated else sample(len(shown) + 1),
        _worse(context, case, found),
        _mixed(context, found),
        "What a weakness leads to depends on what earlier inspections found.",
    ]
    answers = [context.show(a.id, case.signal) for a in case.lenient.answers]
    subject = Subject(case.inspection, case.subject.question, case.signal, "weaker") if weaker else case.subject
    return Fired(
        subject,
        message,
        [*answers, *context.observed([*case.evidence.weaknesses(), *case.evidence.strengths()[:1]])],
        " ".join(a for a in arguments if a),
        _sure(context, case, found),
        peers=[beside(context, p.inspection, p.evidence, p.strict, bool(p.strict.answers)) for p in shown],
        softened=not found.rated or case.evidence.mixed,
        named_peers=not found.rated,
    )


def _sure(context: Context, case: Case, found: _Found) -> float:
    """Confidence: of the weakness itself, less what the comparison lacks."""
    value = confidence(context, case.evidence)
    if found.rated:
        value += context.settings["many"]
    if case.lenient.answers:
        steps = max(p.strict.rank or 0 for p in found.graver) - (case.lenient.rank or 0)
        value -= context.settings["weaker"] * (1 if steps >= _TWO_STEPS else 2)
    if not any(p.evidence.weak and RANK[p.evidence.low] >= RANK[case.evidence.low] for p in found.graver):
        value -= context.settings["unlike"]
    most = 0.95 if found.rated else context.settings["across"] if found.across else context.settings["pair"]
    return round(min(max(value, 0.05), most), 2)


def _worse(context: Context, case: Case, found: _Found) -> str:
    if case.evidence.low == "failing":
        return ""
    worse = [p.inspection for p in found.graver if p.evidence.weak and p.evidence.low == "failing"]
    return f"In {names(context, worse)} the weakness is failing." if worse else ""


def _mixed(context: Context, found: _Found) -> str:
    mixed = [p.inspection for p in found.graver if p.evidence.mixed]
    return f"The text of {names(context, mixed)} has two sides there." if mixed else ""


def _same_cycle(one: Case, other: Case) -> bool:
    return one.inspection[1:] == other.inspection[1:]
