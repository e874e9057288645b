"""A grade went up or down from one inspection to a later one, and the printed evidence did not.

What it flags
    Questions on the same subject, and overall judgments, graded higher or lower than in the inspection before, while the
    evidence on what both speak of did not, on balance, move that way.

Why it matters
    A better grade for the same findings tells of progress that the text does not show; a lower one cannot be learned from.

How it decides
    Grades are compared only where the data of the cycle says that they may be, and only those given afresh. The earlier grade
    is the latest one known: from an earlier report at hand, or from this text where it states one. The earlier evidence is that
    of the earlier report; where it is not at hand, what this text says of then. Both are compared by theme, so that a
    subject that moved between questions is found again: a theme moves where its worst or its best level crosses the level
    that the higher of the two grades needs, and counts with the weight of its heaviest signal. With fewer than `least` shared
    themes it is not assessable.

Settings
    least: themes that both must speak of, for a question
    least_overall: the same for an overall grade
    overall: taken off for an overall grade, which is no sum of all themes

When it may be wrong
    Grades rest on more than is printed, a standard may have been raised, and one theme may outweigh the others.

Example
    findings:
      - {cycle: watch-2019, kind: judgment, question: q1, grade: fair, form: label, text: "Fair"}
      - {cycle: watch-2019, kind: statement, question: q1, text: "a", coded: [{signal: lamp_upkeep, level: sound}]}
      - {cycle: watch-2019, kind: statement, question: q1, text: "b", coded: [{signal: fog_signal, level: sound}]}
      - {kind: judgment, question: q1, grade: fine, form: label, text: "Fine"}
      - {kind: statement, question: q1, text: "c", coded: [{signal: lamp_upkeep, level: weak}]}
      - {kind: statement, question: q1, text: "d", coded: [{signal: fog_signal, level: sound}]}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from peelcheck.checks.base import Applied, Context, Evidence, Fired, NotAssessable, Outcome, Peer, Subject
from peelcheck.checks.years import OVERALL, WORDS, Years, earlier_cycle, predecessors
from peelcheck.evidence.assessment import declared
from peelcheck.evidence.corpus import Inspection
from peelcheck.evidence.profile import RANK, SignalEvidence
from peelcheck.model.counts import number_of
from peelcheck.model.finding import Finding

SETTINGS = {"least": 5, "least_overall": 12, "overall": 0.15}
__all__ = ["SETTINGS", "WORDS", "check"]
_SHOWN = 6


class _Before(NamedTuple):
    """An earlier grade, and the inspection that gave it where it is at hand."""

    year: int
    judgment: Finding
    inspection: Inspection | None


class _Moved(NamedTuple):
    """How one theme moved."""

    by: float  # from -1 to 1; above 0 for better
    weight: float
    before: SignalEvidence
    now: SignalEvidence


def check(context: Context) -> Iterator[Outcome]:
    """Hold changes of grades against changes of evidence."""
    years = Years(context)
    for inspection, findings in context.corpus.by_inspection.items():
        cycle = context.domain.cycles.get(inspection.cycle)
        pillar = cycle.pillar(inspection.pillar) if cycle else None
        if cycle is None or pillar is None:
            continue
        for question, topic in [*((q.id, q.topic) for q in pillar.questions), (OVERALL, None)]:
            judgment = declared(findings, question)
            subject = Subject(inspection, question)
            if judgment is None:
                continue
            rank = cycle.scale.rank(judgment.grade)
            if rank is None or judgment.carried_over_from:
                yield NotAssessable(subject, "no grade that was given afresh")
                continue
            before = _before(context, inspection, question, topic)
            old = cycle.scale.rank(before.judgment.grade) if before else None
            if before is None or old is None:
                yield NotAssessable(subject, "no earlier grade that may be compared is known")
            elif old == rank:
                yield Applied(subject)
            else:
                yield _judge(context, years, subject, topic, judgment, before, rank - old)


def _before(context: Context, inspection: Inspection, question: str, topic: str | None) -> _Before | None:
    """The latest earlier grade given afresh: of a report at hand, or told by this text."""
    found: list[_Before] = []
    for earlier in predecessors(context, inspection):
        name = context.question_of(earlier, topic) if topic else question
        judgment = declared(context.corpus.by_inspection[earlier], name) if name else None
        scale = context.domain.cycles[earlier.cycle].scale
        year = context.domain.cycles[earlier.cycle].year
        if (
            judgment is not None
            and year is not None
            and not judgment.carried_over_from
            and scale.rank(judgment.grade) is not None
        ):
            found.append(_Before(year, judgment, earlier))
            break
    cycle = context.domain.cycles[inspection.cycle]
    for finding in context.corpus.by_inspection[inspection]:
        told = finding.kind == "past_judgment" and finding.question == question and finding.voice == "inspectorate"
        if told and finding.year is not None and earlier_cycle(context, cycle, finding.year) is not None:
            found.append(_Before(finding.year, finding, None))
    return max(found, key=lambda b: (b.year, b.inspection is not None, b.judgment.id), default=None)


def _judge(
    context: Context, years: Years, subject: Subject, topic: str | None, judgment: Finding, before: _Before, step: int
) -> Outcome:
    scale = context.domain.cycles[subject.inspection.cycle].scale
    higher = max(scale.rank(j.grade) or 0 for j in (judgment, before.judgment))
    needs = scale.grades[higher].needs
    if needs is None:
        return NotAssessable(subject, "the cycle does not say what evidence the grade needs")
    moved = _movements(context, years, subject.inspection, topic, before, RANK[needs.level])
    least = int(context.settings["least" if topic else "least_overall"])
    if len(moved) < least:
        return NotAssessable(
            subject, f"{number_of(len(moved), 'theme is', 'themes are')} spoken of both times, fewer than {least}"
        )
    whole = sum(m.weight for m in moved)
    along = sum(m.weight for m in moved if m.by * step > 0)
    against = sum(m.weight for m in moved if m.by * step < 0)
    if along > against:
        return Applied(subject)
    inspection = subject.inspection
    up = step > 0
    wrong = sorted((m for m in moved if m.by * step < 0), key=lambda m: (-abs(m.by) * m.weight, m.now.signal))
    shown = wrong[:_SHOWN] or moved[:_SHOWN]
    old, new = (context.grade(inspection, j.grade) for j in (before.judgment, judgment))
    source = context.name(before.inspection) if before.inspection else f"{before.year}, as this report tells"
    right = [m for m in moved if m.by * step > 0]
    return Fired(
        subject,
        f"{context.name(inspection)}, {subject.question}: {'up' if up else 'down'} from {old} ({source}, "
        f"{context.where(before.judgment.id)}) to {new} ({context.where(judgment.id)}), while of "
        f"{number_of(len(moved), 'theme')} that both texts speak of {len(right)} moved that way and {len(wrong)} the other.",
        [context.show(judgment.id), *_shown(context, (m.now for m in shown))],
        (
            f"{number_of(len(right), 'theme')} did move that way ({', '.join(sorted(m.now.signal for m in right)[:4])}). "
            if right
            else ""
        )
        + "Grades rest on more than the report prints, and a standard may have changed.",
        _sure(context, topic, (against - along) / whole, len(moved) - least),
        peers=_peers(context, before, shown),
        softened=bool(right),
    )


def _sure(context: Context, topic: str | None, excess: float, more: int) -> float:
    """Confidence: by how much the evidence moved the other way, and over how many themes."""
    value = 0.5 + 0.3 * excess + 0.02 * min(more, 5) - (0 if topic else context.settings["overall"])
    return round(min(max(value, 0.05), 0.85), 2)


def _peers(context: Context, before: _Before, shown: list[_Moved]) -> list[Peer]:
    if before.inspection is None:
        return []
    evidence = [context.show(before.judgment.id), *_shown(context, (m.before for m in shown))]
    return [Peer(before.inspection.force, before.inspection.cycle, before.judgment.grade, None, evidence)]


def _shown(context: Context, evidence: Iterable[SignalEvidence]) -> list[Evidence]:
    return context.observed(o for e in evidence for o in [*e.weaknesses()[:1], *e.strengths()[:1]])


def _movements(
    context: Context, years: Years, inspection: Inspection, topic: str | None, before: _Before, needed: int
) -> list[_Moved]:
    """How each theme moved that both times speak of, in the order of their names."""
    now = _by_theme(context, context.profiles.get(inspection, {}).values(), topic)
    if before.inspection is not None:
        then = _by_theme(context, context.profiles.get(before.inspection, {}).values(), topic)
    else:
        told = {m.signal for m in years.mentions(inspection) if m.year <= before.year + 1}
        points = [p.evidence for s in sorted(told) for p in years.history(inspection, s) if p.inspection is None]
        then = _by_theme(context, points, topic)
    signals = context.rules.signals()
    found = []
    for theme in sorted(set(now) & set(then)):
        weight = max(signal.weight for _, signal in signals.values() if signal.theme == theme)
        found.append(_Moved(_meets(now[theme], needed) - _meets(then[theme], needed), weight, then[theme], now[theme]))
    return found


def _meets(evidence: SignalEvidence, needed: int) -> float:
    """How much of the evidence meets a level: 0, 1 or, for evidence on both sides of it, a half."""
    return ((RANK[evidence.low] >= needed) + (RANK[evidence.high] >= needed)) / 2


def _by_theme(context: Context, evidence: Iterable[SignalEvidence], topic: str | None) -> dict[str, SignalEvidence]:
    """Evidence of a topic, or of all, with the signals of one theme together."""
    found: dict[str, SignalEvidence] = {}
    for item in evidence:
        if item.observed and (topic is None or item.topic == topic):
            like = found.setdefault(item.theme, SignalEvidence(item.signal, item.theme, item.topic))
            like.observations.extend(item.observations)
    return found
