"""The smallest change of evidence that would make a declared grade fit: exact, up to three signals, at any level.

Fewer signals before more. All sets of signals are looked at, but most are passed over in bulk: grades rise with levels, so a
set that does not reach the grade with all its signals at the best level, or does not come down to it with all at the worst,
cannot help at any level in between.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from peelcheck.evidence.profile import RANK
from peelcheck.evidence.sorting import Draws, Fractions, Sorter
from peelcheck.model.finding import LEVELS, Level

LARGEST = 3  # signals
_TOGETHER = 64  # sets of signals that are tried at once
_BEST = len(LEVELS) - 1

Sets = NDArray[np.int64]  # (sets, signals in each)


class Moved(NamedTuple):
    """A signal at another level than the text gives it."""

    signal: str
    level: Level


def smallest(sorter: Sorter, draws: Draws, cap: int | None, grade: int, threshold: float) -> list[Moved] | None:
    """The fewest signals that, at other levels, make the share of draws that accept a grade reach the threshold.

    Of several such sets the one with most signals that the text speaks of, and then with the heaviest. Empty where the grade
    fits as things are; None where no three signals make it fit.

    cap, grade -- ranks on the scale, 0 the worst
    """
    return _Search(sorter, draws, cap, grade, threshold).found()


class _Search:
    def __init__(self, sorter: Sorter, draws: Draws, cap: int | None, grade: int, threshold: float) -> None:
        self.sorter, self.draws, self.cap, self.grade, self.threshold = sorter, draws, cap, grade, threshold
        self.base = sorter.total(draws)
        rows = sorted(range(len(sorter.names)), key=lambda r: (not draws.observed[r], -sorter.weights[r], r))
        self.order = rows
        self.silent = np.array([not draws.observed[row] for row in rows])
        # what moving each signal to each level adds to each sum: (levels, sums, signals, draws)
        self.moves = np.empty((len(LEVELS), sorter.sums, len(rows), draws.number))
        for at, row in enumerate(rows):
            weights = draws.weights[row]
            now = sorter.added(weights, draws.ranks[row], row, bool(draws.observed[row]))
            for level in range(len(LEVELS)):
                self.moves[level, :, at] = sorter.added(weights, level, row, True) - now

    def found(self) -> list[Moved] | None:
        up = float(self._reaches(self.grade, self.base).mean())
        down = 1 - float(self._reaches(self.grade + 1, self.base).mean()) if self.grade + 1 < len(self.sorter.grades) else 1.0
        if up + down - 1 >= self.threshold:
            return []
        raising, lowering = up < self.threshold or down >= self.threshold, down < self.threshold or up >= self.threshold
        if raising and self._bound(self.moves[_BEST].sum(axis=1), None, True) < self.threshold:
            return None
        for size in range(1, LARGEST + 1):
            sets = self._hopeful(size, raising, lowering)
            sets = sets[np.argsort(self.silent[sets].sum(axis=1), kind="stable")]
            for levels in self._assignments(size):
                for start in range(0, len(sets), _TOGETHER):
                    some = sets[start : start + _TOGETHER]
                    hits = np.flatnonzero(self._accepted(some, levels) >= self.threshold)
                    if hits.size:
                        moved = zip(some[hits[0]], levels, strict=True)
                        return [Moved(self.sorter.names[self.order[at]], LEVELS[level]) for at, level in moved]
        return None

    def _reaches(self, grade: int, sums: Fractions) -> NDArray[np.bool_]:
        return self.sorter.reaches(grade, sums.__getitem__, self.draws.shift, self.cap)

    def _assignments(self, size: int) -> list[tuple[int, ...]]:
        """Levels to try, nearest to what the grade needs first."""
        needs = self.sorter.grades[self.grade].needs
        target = 0 if needs is None or self.grade == 0 else RANK[needs.level]
        return sorted(product(range(len(LEVELS)), repeat=size), key=lambda levels: (sum(abs(x - target) for x in levels), levels))

    def _accepted(self, sets: Sets, levels: tuple[int, ...]) -> Fractions:
        """For each set of signals, put at these levels: the share of draws that accept the grade."""

        def row(number: int) -> Fractions:
            added = sum(self.moves[level, number][sets[:, at]] for at, level in enumerate(levels))
            return self.base[number] + added  # type: ignore[no-any-return]

        accepted = self.sorter.reaches(self.grade, row, self.draws.shift, self.cap)
        if self.grade + 1 < len(self.sorter.grades):
            accepted &= ~self.sorter.reaches(self.grade + 1, row, self.draws.shift, self.cap)
        return accepted.mean(axis=1)  # type: ignore[no-any-return]

    def _hopeful(self, size: int, raising: bool, lowering: bool) -> Sets:
        """Sets of signals that might do it at some levels."""
        kept = [np.empty((0, size), dtype=np.int64)]
        for first in combinations(range(len(self.order)), size - 1):
            start = first[-1] + 1 if first else 0
            if start == len(self.order):
                continue
            hopeful = np.ones(len(self.order) - start, dtype=bool)
            for wanted, best in ((raising, True), (lowering, False)):
                if wanted:
                    moves = self.moves[_BEST if best else 0]
                    hopeful &= self._bound(moves[:, list(first)].sum(axis=1), moves[:, start:], best) >= self.threshold
            last = np.flatnonzero(hopeful) + start
            if last.size:
                kept.append(np.column_stack([np.broadcast_to(np.array(first, dtype=np.int64), (last.size, size - 1)), last]))
        return np.concatenate(kept)

    def _bound(self, first: Fractions, last: Fractions | None, best: bool) -> Fractions:
        """The share of draws that reach the grade (or do not pass it), with signals at the best (or the worst) level."""
        base = self.base + first

        def row(number: int) -> Fractions:
            return base[number] if last is None else base[number] + last[number]  # type: ignore[no-any-return]

        grade = self.grade if best else self.grade + 1
        if grade == len(self.sorter.grades):
            return np.ones(1)
        share: Fractions = self.sorter.reaches(grade, row, self.draws.shift, self.cap).mean(axis=-1)
        return share if best else 1 - share
