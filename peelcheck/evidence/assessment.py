"""Which grades the evidence supports, and how firmly.

Majority-rule sorting with caps (MR-Sort: Leroy, Mousseau and Pirlot 2011, the simple form of ELECTRE TRI): a grade is
supported when signals that hold a majority share of the weight stand at its level or better, no more weight fails than it
bears, and no cap forbids it. Robustness by resampling (SMAA: Lahdelma and Salminen 2001): in each of many seeded draws
weights, majority share and the level of mixed signals vary within their ranges, and every signal that the text is silent
on takes a level from its base rate. Silence is not evidence: little evidence gives a wide answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from peelcheck.evidence.corpus import Corpus, Inspection
from peelcheck.evidence.profile import RANK, Profile, SignalEvidence
from peelcheck.model.domain import Cycle, Domain
from peelcheck.model.finding import LEVELS, Finding, Level
from peelcheck.signals.packs import Pack, Signal

DRAWS = 2000
WEIGHT_SPREAD = 0.5  # weights vary by this share up and down
MAJORITY_SPREAD = 0.1  # majority shares by this much up and down
_SEARCHED = 12  # heaviest signals among which the smallest change is sought
_LARGEST_CHANGE = 3

Fractions = NDArray[np.float64]
Ranks = NDArray[np.int64]


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
        self.pack, self.cycle = pack, cycle
        self.names = list(pack.signals)
        self._weights = np.array([signal.weight for signal in pack.signals.values()], dtype=float)
        self._base = np.array([_base_rate(signal) for signal in pack.signals.values()]).cumsum(axis=1)

    def coverage(self, profile: Profile) -> float:
        """Share of the pack's weight that the evidence speaks to."""
        observed = np.array([name in profile and profile[name].observed for name in self.names])
        return float(self._weights[observed].sum() / self._weights.sum())

    def acceptability(self, profile: Profile, seed: str, cap: str | None, draws: int = DRAWS) -> dict[str, float]:
        """Share of draws that sort the evidence into each grade.

        seed -- names the inspection, so that a result depends on nothing else in the corpus
        cap -- the best grade that a cause of concern allows, or None
        """
        ranks = self._draw_levels(profile, seed, draws)
        grades = self._sort(ranks, seed, cap, profile)
        scale = self.cycle.scale.grades
        counts = np.bincount(grades, minlength=len(scale))
        return {grade.id: float(counts[index]) / draws for index, grade in enumerate(scale)}

    def _draw_levels(self, profile: Profile, seed: str, draws: int) -> Ranks:
        uniform = _random(seed, "levels").random((draws, len(self.names)))
        ranks = np.empty((draws, len(self.names)), dtype=np.int64)
        for column, name in enumerate(self.names):
            known = profile.get(name)
            if known is not None and known.observed:
                low, high = RANK[known.low], RANK[known.high]
                ranks[:, column] = low + np.minimum((uniform[:, column] * (high - low + 1)).astype(int), high - low)
            else:
                ranks[:, column] = np.searchsorted(self._base[column], uniform[:, column], side="right").clip(0, 3)
        return ranks

    def _sort(self, ranks: Ranks, seed: str, cap: str | None, profile: Profile) -> Ranks:
        draws = len(ranks)
        random = _random(seed, "weights")
        weights = self._weights * random.uniform(1 - WEIGHT_SPREAD, 1 + WEIGHT_SPREAD, (draws, len(self.names)))
        weights /= weights.sum(axis=1, keepdims=True)
        shift = random.uniform(-MAJORITY_SPREAD, MAJORITY_SPREAD, draws)
        failing = (weights * (ranks == 0)).sum(axis=1)
        grades = np.zeros(draws, dtype=np.int64)
        for index, grade in enumerate(self.cycle.scale.grades):
            if grade.needs is None:
                continue
            share = (weights * (ranks >= RANK[grade.needs.level])).sum(axis=1)
            grades[(share >= grade.needs.share + shift) & (failing <= grade.needs.failing)] = index
        rank = self.cycle.scale.rank(cap)
        if rank is not None:
            grades = np.minimum(grades, rank)
        for column, name in enumerate(self.names):
            if name not in profile or not profile[name].observed:
                continue  # what the text is silent on caps nothing
            for level, best in self.pack.signals[name].caps.items():
                limit = self.cycle.scale.rank(best)
                if limit is not None:
                    capped = ranks[:, column] <= RANK[level]
                    grades[capped] = np.minimum(grades[capped], limit)
        return grades

    def smallest_change(
        self, profile: Profile, seed: str, cap: str | None, declared: str, better: bool, threshold: float
    ) -> list[tuple[str, Level]]:
        """The fewest signals that, at another level, would make the declared grade fit; empty if three do not do it.

        better -- True to look for better evidence, False for worse
        """
        needs = next(grade.needs for grade in self.cycle.scale.grades if grade.id == declared)
        target: Level = "failing" if needs is None else needs.level if better else "weak"
        movable = [
            name
            for name in self.names
            if name in profile
            and profile[name].observed
            and (RANK[profile[name].low] < RANK[target] if better else RANK[profile[name].high] > RANK[target])
        ]
        movable = sorted(movable, key=lambda name: -self.pack.signals[name].weight)[:_SEARCHED]
        for size in range(1, _LARGEST_CHANGE + 1):
            for chosen in combinations(movable, size):
                changed = dict(profile)
                for name in chosen:
                    changed[name] = _at(profile[name], target)
                if self.acceptability(changed, seed, cap, draws=300)[declared] >= threshold:
                    return [(name, target) for name in chosen]
        return []


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
            found.append(
                Assessment(
                    inspection=inspection,
                    question=question.id,
                    topic=question.topic,
                    declared=judgment.grade if judgment else None,
                    form=judgment.form if judgment else None,
                    status=_status(cycle, judgment),
                    judgment=judgment,
                    acceptability=assessor.acceptability(profile, seed_of(inspection, question.id), cap),
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
    """The best grade that causes of concern on a question allow, and their ids."""
    causes = [f.id for f in findings if f.kind == "cause_of_concern" and f.question == question]
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


def _base_rate(signal: Signal) -> list[float]:
    rates = [signal.base_rate.get(level, 0.0) for level in LEVELS] if signal.base_rate else [0.25] * len(LEVELS)
    total = sum(rates)
    return [rate / total for rate in rates]


def _random(seed: str, purpose: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{purpose}:{seed}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


class _Moved(SignalEvidence):
    """Evidence that stands at one level, for the sake of argument."""

    def __init__(self, like: SignalEvidence, level: Level) -> None:
        super().__init__(like.signal, like.theme, like.topic, like.observations, like.answers)
        self._level = level

    @property
    def low(self) -> Level:
        return self._level

    @property
    def high(self) -> Level:
        return self._level


def _at(evidence: SignalEvidence, level: Level) -> SignalEvidence:
    return _Moved(evidence, level)
