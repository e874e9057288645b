"""What checks between bodies share: which inspections may be compared, what a weakness led to, how sure a share is."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from peelcheck.checks.base import Context, Peer
from peelcheck.evidence.assessment import declared
from peelcheck.evidence.corpus import Inspection
from peelcheck.evidence.profile import SignalEvidence
from peelcheck.model.domain import Question
from peelcheck.model.finding import ANSWERS, Finding

LEAST_PEERS = 5  # comparable inspections from which a rate is given
PAIR = 0.65  # highest confidence of a pair comparison
_Z = 1.96


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """The 95 percent score interval of a share (Wilson 1927)."""
    share = hits / trials
    middle = share + _Z**2 / (2 * trials)
    spread = _Z * math.sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2))
    whole = 1 + _Z**2 / trials
    return (middle - spread) / whole, (middle + spread) / whole


def rate(hits: int, trials: int) -> str:
    """A share of peers in words, with its interval."""
    low, high = wilson(hits, trials)
    return f"{hits} of {trials} peers (95% interval {low:.0%} to {high:.0%})"


def sample(inspections: int) -> str:
    """What a comparison of so few inspections must say of itself."""
    return f"This compares {inspections} inspections only: it asks, it does not conclude."


def names(context: Context, inspections: Iterable[Inspection], most: int = 3, cycles: bool = False) -> str:
    """Bodies in words, with their cycles where these differ."""
    listed = list(inspections)
    shown = [
        f"{context.force(i.force)} ({context.domain.cycles[i.cycle].name})" if cycles else context.force(i.force)
        for i in listed[:most]
    ]
    more = len(listed) - len(shown)
    joined = ", ".join(shown)
    return f"{joined} and {more} more" if more else " and ".join(joined.rsplit(", ", 1))


def comparable(context: Context, one: Inspection, other: Inspection) -> bool:
    """Whether two inspections are of different cycles that the data of either calls comparable, and of one pillar."""
    if one.cycle == other.cycle or one.pillar != other.pillar:
        return False
    cycles = context.domain.cycles
    if one.cycle not in cycles or other.cycle not in cycles:
        return False
    return other.cycle in cycles[one.cycle].comparable_with or one.cycle in cycles[other.cycle].comparable_with


def questions(context: Context, inspection: Inspection) -> list[Question]:
    """The questions of an inspection's pillar."""
    cycle = context.domain.cycles.get(inspection.cycle)
    pillar = cycle.pillar(inspection.pillar) if cycle else None
    return pillar.questions if pillar else []


def graded(context: Context, inspection: Inspection, question: str | None) -> tuple[Finding, int] | None:
    """The judgment of a question and its rank on the scale, 0 the worst; None where there is no grade."""
    cycle = context.domain.cycles.get(inspection.cycle)
    judgment = declared(context.corpus.by_inspection.get(inspection, []), question) if question else None
    rank = cycle.scale.rank(judgment.grade) if cycle and judgment else None
    return (judgment, rank) if judgment is not None and rank is not None else None


def not_inspected(context: Context, inspection: Inspection, question: str | None) -> bool:
    """Whether the grade of a question comes from an earlier inspection, so that nobody looked and nobody answered."""
    found = graded(context, inspection, question)
    return found is not None and found[0].carried_over_from is not None


@dataclass(frozen=True)
class Consequence:
    """The answers of a whole report that are about a signal, the gravest first."""

    answers: list[Finding]

    @property
    def rank(self) -> int | None:
        """The gravest: position on the ladder of answers, 0 the mildest; None for no answer."""
        return max((ANSWERS.index(a.kind) for a in self.answers), default=None)

    @property
    def words(self) -> str:
        """The gravest in words."""
        kind = self.answers[0].kind.replace("_", " ") if self.answers else "answer"
        return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def consequence(context: Context, inspection: Inspection, signal: str, by_theme: bool) -> Consequence:
    """What a report does about a signal.

    by_theme -- an answer about the signal's theme counts, and one in any pillar of the report: that excuses a missing
        answer, but does not show that the weakness itself was answered
    """
    theme = context.rules.signals()[signal][1].theme
    ids: list[str] = []
    for part in context.reports[inspection.force, inspection.cycle] if by_theme else [inspection]:
        slot = context.answered.get(part, {})
        ids += slot.get(signal, [])
        ids += slot.get(theme, []) if by_theme else []
    found = [context.corpus.by_id[i] for i in dict.fromkeys(ids)]
    if not by_theme:
        found = [a for a in found if signal in context.answer_signals.get(a.id, ())]
    return Consequence(sorted(found, key=lambda a: (-ANSWERS.index(a.kind), a.id)))


def beside(context: Context, inspection: Inspection, evidence: SignalEvidence, answered: Consequence, ok: bool) -> Peer:
    """A peer as a flag about a signal shows it: its grade, its answers, what its text says."""
    judgment = graded(context, inspection, context.question_of(inspection, evidence.topic))
    shown = [
        *[context.show(a.id, evidence.signal) for a in answered.answers],
        *context.observed(evidence.weaknesses(), 4),
    ]
    return Peer(inspection.force, inspection.cycle, judgment[0].grade if judgment else None, ok, shown)
