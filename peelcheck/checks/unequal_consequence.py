"""The same weakness is answered in one inspection and not in another.

What it flags
    A signal that is weak or failing in comparable inspections of several bodies, where peers were given an answer about it
    and this one was not.

Why it matters
    Like cases should be treated alike: the same words about two bodies should not mend one and leave the other.

How it decides
    Peers are inspections of other bodies in the same cycle and pillar with weak or failing evidence on the same signal, in
    which answers were found at all. With `least_peers` peers or more, the check fires where the Wilson interval of the share of
    peers that were answered lies above one half. Below that it is a pair comparison: a note, no rate, confidence 0.65 at most,
    both sides in one flag. A mixed signal counts as the same weakness at reduced confidence, and its better side is the first
    counter-argument.

Settings
    least_peers: comparable inspections from which a rate is given
    pair: highest confidence of a pair comparison
    many: what enough peers add to it

When it may be wrong
    Two bodies may show the same weakness to different degrees, or one may already be mending it.

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

import math
from collections import defaultdict
from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Peer, Subject
from peelcheck.checks.strength import against, confidence
from peelcheck.evidence.assessment import declared
from peelcheck.evidence.corpus import Inspection
from peelcheck.evidence.profile import SignalEvidence

SETTINGS = {"least_peers": 5, "pair": 0.65, "many": 0.1}
_Z = 1.96


def check(context: Context) -> Iterator[Outcome]:
    """Compare the consequence of the same weakness across bodies."""
    weak: dict[tuple[str, str | None, str], dict[Inspection, SignalEvidence]] = defaultdict(dict)
    for inspection, profile in context.profiles.items():
        for signal, evidence in profile.items():
            if evidence.weak and context.has_answers(inspection):
                weak[inspection.cycle, inspection.pillar, signal][inspection] = evidence
    for (_, _, signal), cases in weak.items():
        answered = {i: bool(context.answers_about(i, signal)) for i in cases}
        for inspection, evidence in cases.items():
            subject = Subject(inspection, context.question_of(inspection, evidence.topic), signal)
            peers = [i for i in cases if i.force != inspection.force]
            if not peers:
                yield NotAssessable(subject, "no comparable inspection shows the same weakness")
            elif answered[inspection] or not any(answered[p] for p in peers):
                yield Applied(subject)
            else:
                yield _compare(context, subject, evidence, {p: cases[p] for p in peers}, answered)


def _compare(
    context: Context,
    subject: Subject,
    evidence: SignalEvidence,
    cases: dict[Inspection, SignalEvidence],
    answered: dict[Inspection, bool],
) -> Outcome:
    with_answer = [p for p in cases if answered[p]]
    rate = ""
    small = len(cases) < context.settings["least_peers"]
    if not small:
        low, high = wilson(len(with_answer), len(cases))
        if low <= 0.5:
            return Applied(subject)
        rate = f" {len(with_answer)} of {len(cases)} peers were (95% interval {low:.0%} to {high:.0%})."
    peers = [_peer(context, p, cases[p], answered[p]) for p in (cases if not small else with_answer)]
    names = ", ".join(context.force(p.force) for p in with_answer[:3])
    here = ", ".join(dict.fromkeys(context.where(o.finding) for o in evidence.weaknesses()[:3]))
    sure = confidence(context, evidence)
    sample = f"This compares {len(cases) + 1} inspections only: it asks, it does not conclude." if small else ""
    arguments = [*against(context, subject.inspection, evidence), sample, _peer_argument(context, cases, with_answer)]
    return Fired(
        subject,
        f"{context.name(subject.inspection)}: “{context.title(subject.signal or '')}” is called {evidence.low} here ({here}) "
        f"and in {names}, where an answer is about it; here none is.{rate}",
        context.observed([*evidence.weaknesses(), *evidence.strengths()[:1]]),
        " ".join(a for a in arguments if a),
        min(sure, context.settings["pair"]) if small else round(min(0.95, sure + context.settings["many"]), 2),
        peers=peers,
        softened=small or evidence.mixed,
    )


def _peer(context: Context, inspection: Inspection, evidence: SignalEvidence, answered: bool) -> Peer:
    findings = context.corpus.by_inspection[inspection]
    judgment = declared(findings, context.question_of(inspection, evidence.topic) or "")
    answers = context.answers_about(inspection, evidence.signal)
    shown = [*[context.show(a.id, evidence.signal) for a in answers], *context.observed(evidence.weaknesses(), 4)]
    return Peer(inspection.force, inspection.cycle, judgment.grade if judgment else None, answered, shown)


def _peer_argument(context: Context, cases: dict[Inspection, SignalEvidence], with_answer: list[Inspection]) -> str:
    worse = [context.force(p.force) for p in with_answer if cases[p].low == "failing"]
    return f"In {', '.join(worse)} the weakness is failing." if worse else ""


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """The 95 percent score interval of a share."""
    share = hits / trials
    middle = share + _Z**2 / (2 * trials)
    spread = _Z * math.sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2))
    whole = 1 + _Z**2 / trials
    return (middle - spread) / whole, (middle + spread) / whole
