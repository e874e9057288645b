"""Sorting evidence into grades: MR-Sort with caps, in many seeded draws at once.

A signal adds to a few sums, and a grade is reached when the sums stand where it needs them: the share of the weight that
fails, the shares at each better level, and how many caps lie below the grade. As sums add up, what another level of a signal
would do is known without drawing again (see `change`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from peelcheck.evidence.profile import RANK, Profile
from peelcheck.model.domain import Cycle
from peelcheck.model.finding import LEVELS
from peelcheck.signals.packs import Pack, Signal

DRAWS = 2000
WEIGHT_SPREAD = 0.5  # weights vary by this share up and down
MAJORITY_SPREAD = 0.1  # majority shares by this much up and down
_SLACK = 1e-9  # sums of shares are not exact

Fractions = NDArray[np.float64]
Ranks = NDArray[np.int64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Draws:
    """What varies from draw to draw, for one body of evidence. Arrays are (signals, draws), signals in the pack's order."""

    weights: Fractions  # shares of the whole
    shift: Fractions  # (draws,): how far majorities lie from what the scale says
    ranks: Ranks
    observed: Truths  # (signals,)

    @property
    def number(self) -> int:
        """How many draws."""
        return len(self.shift)


class Sorter:
    """Sorts evidence on the signals of one pack into the grades of one cycle."""

    def __init__(self, pack: Pack, cycle: Cycle) -> None:
        self.names = list(pack.signals)
        self.weights = np.array([signal.weight for signal in pack.signals.values()], dtype=float)
        self.grades = cycle.scale.grades
        self._base = np.array([base_rate(signal) for signal in pack.signals.values()]).cumsum(axis=1)
        self._caps = [
            [(RANK[level], rank) for level, best in s.caps.items() if (rank := cycle.scale.rank(best)) is not None]
            for s in pack.signals.values()
        ]
        self.sums = len(LEVELS) + len(self.grades) - 1

    def draw(self, profile: Profile, seed: str, draws: int | None = None) -> Draws:
        """Draw weights, majorities, and levels: between low and high where observed, else from the base rate.

        seed -- names the inspection, so that a result depends on nothing else in the corpus
        """
        draws = DRAWS if draws is None else draws
        uniform = _random(seed, "levels").random((draws, len(self.names))).T
        ranks = np.empty((len(self.names), draws), dtype=np.int64)
        observed = np.array([name in profile and profile[name].observed for name in self.names])
        for row, name in enumerate(self.names):
            if observed[row]:
                low, high = RANK[profile[name].low], RANK[profile[name].high]
                ranks[row] = low + np.minimum((uniform[row] * (high - low + 1)).astype(int), high - low)
            else:
                ranks[row] = np.searchsorted(self._base[row], uniform[row], side="right").clip(0, len(LEVELS) - 1)
        random = _random(seed, "weights")
        weights = self.weights * random.uniform(1 - WEIGHT_SPREAD, 1 + WEIGHT_SPREAD, (draws, len(self.names)))
        shift = random.uniform(-MAJORITY_SPREAD, MAJORITY_SPREAD, draws)
        return Draws(np.ascontiguousarray((weights / weights.sum(axis=1, keepdims=True)).T), shift, ranks, observed)

    def added(self, weights: Fractions, ranks: Ranks | int, row: int, observed: bool) -> Fractions:
        """What one signal adds to each sum, (sums, draws).

        The sums: the share that fails; the shares at the second level or better, and so on; for each grade but the lowest,
        how many signals cap the grade below it. A signal that the text is silent on caps nothing.
        """
        found = np.zeros((self.sums, len(weights)))
        found[0] = weights * (np.asarray(ranks) == 0)
        for rank in range(1, len(LEVELS)):
            found[rank] = weights * (np.asarray(ranks) >= rank)
        for level, best in self._caps[row] if observed else []:
            for grade in range(best + 1, len(self.grades)):
                found[len(LEVELS) + grade - 1] += np.asarray(ranks) <= level
        return found

    def total(self, draws: Draws) -> Fractions:
        """The sums over all signals, (sums, draws)."""
        rows = range(len(self.names))
        each = (self.added(draws.weights[row], draws.ranks[row], row, bool(draws.observed[row])) for row in rows)
        return np.sum(list(each), axis=0)  # type: ignore[no-any-return]

    def reaches(self, grade: int, row: Callable[[int], Fractions], shift: Fractions, cap: int | None) -> Truths:
        """Whether the evidence is sorted into a grade or a better one.

        grade -- rank of the grade, 0 the worst, which everything reaches
        row -- gives a sum by its number; draws stand on its last axis
        cap -- rank of the best grade that is allowed, or None
        """
        failing = row(0)
        if grade <= 0:
            return np.ones(failing.shape, dtype=bool)
        met = np.zeros(failing.shape, dtype=bool)
        if cap is not None and cap < grade:
            return met
        for item in self.grades[grade:]:
            if item.needs is not None:
                rank = RANK[item.needs.level]
                enough = row(rank) >= item.needs.share + shift - _SLACK if rank else np.ones(failing.shape, dtype=bool)
                met |= enough & (failing <= item.needs.failing + _SLACK)
        return met & (row(len(LEVELS) + grade - 1) < 0.5)

    def at_least(self, draws: Draws, cap: int | None) -> list[float]:
        """For each grade, worst first: the share of draws that sort the evidence into it or a better one."""
        total = self.total(draws)
        return [float(self.reaches(grade, total.__getitem__, draws.shift, cap).mean()) for grade in range(len(self.grades))]


def base_rate(signal: Signal) -> list[float]:
    """How often each level is taken where the text is silent, worst first; uniform where the pack declares nothing."""
    rates = [signal.base_rate.get(level, 0.0) for level in LEVELS] if signal.base_rate else [1.0] * len(LEVELS)
    return [rate / sum(rates) for rate in rates]


def _random(seed: str, purpose: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{purpose}:{seed}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))
