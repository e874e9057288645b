"""Dominance between inspections: better evidence should not have the lower grade.

The dominance principle of the rough set approach to ordinal data (DRSA: Greco, Matarazzo and Slowinski 2001), relaxed to
incomplete evidence: two inspections are held against each other on the signals that both texts speak to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from peelcheck.evidence.profile import RANK, Profile

_SILENT = -1
Ranks = NDArray[np.int8]
Relation = NDArray[np.bool_]


@dataclass(frozen=True)
class Standing:
    """One inspection on one question: the rank of its grade, 0 the worst, and its evidence.

    capped -- something besides the evidence holds the grade down, as a cause of concern does
    """

    rank: int
    signals: Profile
    capped: bool = False


class Dominance:
    """Holds inspections of one question against each other, all pairs at once.

    weights -- of the signals that count
    least -- signals that two inspections must share
    share -- part of the observed weight of either that the shared signals must hold
    """

    def __init__(self, standings: Sequence[Standing], weights: dict[str, float], least: int, share: float) -> None:
        self.names = list(weights)
        self.low = _ranks(standings, self.names, "low")
        self.high = _ranks(standings, self.names, "high")
        self._grade = np.array([s.rank for s in standings], dtype=np.int64)
        self._capped = np.array([s.capped for s in standings], dtype=bool)
        self._weights = np.array([weights[name] for name in self.names], dtype=float)
        seen = self.low > _SILENT
        self.shared: NDArray[np.bool_] = seen[:, None, :] & seen[None, :, :]
        observed = seen @ self._weights
        held = self.shared @ self._weights
        enough = (held >= share * observed[:, None]) & (held >= share * observed[None, :])
        self.comparable: Relation = enough & (self.shared.sum(axis=2) >= least) & ~np.eye(len(standings), dtype=bool)

    def better(self) -> Relation:
        """[a, b]: on every shared signal the worst of a stands at or above the best of b, and above it on some.

        A failing signal of a that b is silent on counts against it, and so does a cap that b has not.
        """
        low, high = self.low[:, None, :], self.high[None, :, :]
        at_least = (~self.shared | (low >= high)).all(axis=2)
        above = (self.shared & (low > high)).any(axis=2)
        unshared = ((self.low == RANK["failing"])[:, None, :] & ~self.shared).any(axis=2)
        capped = self._capped[:, None] & ~self._capped[None, :]
        better: Relation = self.comparable & at_least & above & ~unshared & ~capped
        return better

    def inconsistent(self) -> Relation:
        """[a, b]: a has the better evidence and the lower grade."""
        wrong: Relation = self.better() & (self._grade[:, None] < self._grade[None, :])
        return wrong


def _ranks(standings: Sequence[Standing], names: list[str], side: str) -> Ranks:
    ranks = np.full((len(standings), len(names)), _SILENT, dtype=np.int8)
    for row, standing in enumerate(standings):
        for column, name in enumerate(names):
            known = standing.signals.get(name)
            if known is not None and known.observed:
                ranks[row, column] = RANK[getattr(known, side)]
    return ranks
