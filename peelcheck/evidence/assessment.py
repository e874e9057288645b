"""Which grades the evidence supports, and how firmly.

Majority-rule sorting with caps (MR-Sort: Leroy, Mousseau and Pirlot 2011, the simple form of ELECTRE TRI): a grade is
supported when signals that hold a majority share of the weight stand at its level or better, no more weight fails than it
bears, and no cap forbids it. Robustness by resampling (SMAA: Lahdelma and Salminen 2001): in each of many seeded draws
weights, majority share and the level of mixed signals vary within their ranges, and every signal that the text is silent
on takes a level from its base rate. Silence is not evidence: little evidence gives a wide answer.

The share of draws that accept a grade is its acceptability; it is no probability. The smallest change of evidence that would
make a declared grade fit is found exactly, among all sets of up to three signals at any level, in the same draws. `peelcheck
assess PATH... --at FORCE/CYCLE/QUESTION` shows all of this for one grade, and `peelcheck rules calibrate PATH...` how the
checks that rest on it fare on a corpus.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from peelcheck.evidence.corpus import Corpus, Inspection
from peelcheck.evidence.profile import Profile, SignalEvidence
from peelcheck.model.domain import Cycle, Domain
from peelcheck.model.finding import Finding
from peelcheck.signals.packs import Pack

if TYPE_CHECKING:  # what draws needs numpy, and whoever only reads an assessment does not
    from peelcheck.evidence.change import Moved


@dataclass(frozen=True)
class Assessment:
    """The declared grade of a question beside the grades that the evidence supports."""

    inspection: Inspection
    question: str
    topic: str
    declared: str | None
    form: str | None
    status: str  # fresh, carried_over, ungraded, unknown
    judgment: Finding | None
    acceptability: dict[str, float]  # grade -> share of draws that accept it
    uncapped: dict[str, float]  # the same by the signals alone, as if no cause of concern were there
    coverage: float  # share of the pack's weight that was observed
    signals: dict[str, SignalEvidence]
    caps: list[str] = field(default_factory=list)  # ids of findings, or signals, that cap the grade

    @property
    def supported(self) -> str:
        """The grade that most draws accept."""
        return max(self.acceptability, key=lambda grade: self.acceptability[grade])


class Assessor:
    """Assesses the questions of one cycle that a pack speaks to."""

    def __init__(self, pack: Pack, cycle: Cycle) -> None:
        from peelcheck.evidence.sorting import Sorter

        self.pack, self.cycle = pack, cycle
        self.sorter = Sorter(pack, cycle)
        self.names = self.sorter.names

    def coverage(self, profile: Profile) -> float:
        """Share of the pack's weight that the evidence speaks to."""
        observed = [name in profile and profile[name].observed for name in self.names]
        return float(self.sorter.weights[observed].sum() / self.sorter.weights.sum())

    def acceptability(self, profile: Profile, seed: str, cap: str | None, draws: int | None = None) -> dict[str, float]:
        """Share of draws that sort the evidence into each grade.

        seed -- names the inspection, so that a result depends on nothing else in the corpus
        cap -- the best grade that a cause of concern allows, or None
        draws -- how many; as many as `sorting` says if not given
        """
        drawn = self.sorter.draw(profile, seed, draws)
        at_least = self.sorter.at_least(drawn, self.cycle.scale.rank(cap))
        better = [*at_least[1:], 0.0]
        shares = (round((here - above) * drawn.number) / drawn.number for here, above in zip(at_least, better, strict=True))
        return {grade.id: share for grade, share in zip(self.cycle.scale.grades, shares, strict=True)}

    def smallest_change(
        self, profile: Profile, seed: str, cap: str | None, declared: str, threshold: float, draws: int | None = None
    ) -> list[Moved] | None:
        """The fewest signals that, at other levels, would make the declared grade fit, in the same draws as `acceptability`.

        Empty where it fits already; None where no three signals do it. Raises ValueError for a grade off the scale.
        """
        from peelcheck.evidence.change import smallest

        rank, scale = self.cycle.scale.rank(declared), self.cycle.scale
        if rank is None:
            raise ValueError(f"{declared!r} is no grade of the scale")
        return smallest(self.sorter, self.sorter.draw(profile, seed, draws), scale.rank(cap), rank, threshold)


def assess(corpus: Corpus, domain: Domain, packs: Iterable[Pack], profiles: dict[Inspection, Profile]) -> list[Assessment]:
    """Assess every question that is declared or spoken of in each inspection and has a pack."""
    listed = list(packs)
    found: list[Assessment] = []
    for inspection, findings in corpus.by_inspection.items():
        cycle = domain.cycles.get(inspection.cycle)
        pillar = cycle.pillar(inspection.pillar) if cycle else None
        if cycle is None or pillar is None:
            continue
        profile = profiles.get(inspection, {})
        for question in pillar.questions:
            pack = pack_for(listed, question.topic, cycle.cycle)
            judgment = declared(findings, question.id)
            if pack is None or (not any(name in profile for name in pack.signals) and judgment is None):
                continue
            assessor = Assessor(pack, cycle)
            signals = {n: profile[n] for n in pack.signals if n in profile and profile[n].observed}
            cap, caps = cap_of(cycle, findings, question.id)
            seed = seed_of(inspection, question.id)
            acceptability = assessor.acceptability(profile, seed, cap)
            found.append(
                Assessment(
                    inspection=inspection,
                    question=question.id,
                    topic=question.topic,
                    declared=judgment.grade if judgment else None,
                    form=judgment.form if judgment else None,
                    status=_status(cycle, judgment),
                    judgment=judgment,
                    acceptability=acceptability,
                    uncapped=assessor.acceptability(profile, seed, None) if cap else acceptability,
                    coverage=assessor.coverage(profile),
                    signals=signals,
                    caps=caps,
                )
            )
    return found


def pack_for(packs: Iterable[Pack], topic: str, cycle: str) -> Pack | None:
    """The pack of a topic in a cycle."""
    for pack in packs:
        if pack.applies_to.topic == topic and (not pack.applies_to.cycles or cycle in pack.applies_to.cycles):
            return pack
    return None


def declared(findings: Iterable[Finding], question: str) -> Finding | None:
    """The judgment of a question: a label before a narrative one, the inspectorate's own before a quoted one."""
    forms = {"label": 0, "narrative": 1, "inferred": 2}
    found = [f for f in findings if f.kind == "judgment" and f.question == question and f.grade]
    return min(found, key=lambda f: (f.voice != "inspectorate", forms.get(f.form or "", 3)), default=None)


def cap_of(cycle: Cycle, findings: Iterable[Finding], question: str) -> tuple[str | None, list[str]]:
    """The best grade that causes of concern on a question allow, and their ids; a restated one counts once."""
    listed = list(findings)
    ids = {f.id for f in listed}
    found = (f for f in listed if f.kind == "cause_of_concern" and f.question == question)
    causes = [f.id for f in found if f.quotes not in ids]
    return (cycle.scale.cause_of_concern_cap, causes) if causes and cycle.scale.cause_of_concern_cap else (None, [])


def seed_of(inspection: Inspection, question: str) -> str:
    """What seeds the draws of an assessment."""
    return "/".join([inspection.force, inspection.cycle, inspection.pillar or "", question])


def _status(cycle: Cycle, judgment: Finding | None) -> str:
    if judgment is None:
        return "unknown"
    if judgment.grade == cycle.scale.ungraded.id:
        return "ungraded"
    return "carried_over" if judgment.carried_over_from else "fresh"
