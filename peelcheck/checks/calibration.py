"""How the checks of grades would fare on grades that are taken to be right: one inspection left out at a time.

There is no truth to calibrate against: nobody knows which declared grades are wrong. So declared grades are taken to be right
but for few, and thresholds are chosen as a careful reader would: the lowest coverage, then the highest acceptability, at which
no more than a tolerated share of the grades are flagged. Chosen on all inspections but one, they are tried on that one: with
the grade that it has, where a flag is a false alarm if the grade is right, and with each other grade in its place, where a flag
is what one would wish for. Shares of so few cases are given with their Wilson intervals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from peelcheck.checks.grades import accepted
from peelcheck.checks.peers import wilson
from peelcheck.evidence.assessment import Assessment
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.domain import Cycle

ACCEPTABILITIES = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
COVERAGES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
TOLERATED = 0.05
CODES = ("PC101", "PC102")  # a grade too high, a grade too low


@dataclass(frozen=True, order=True)
class Thresholds:
    """What decides whether a grade fits."""

    acceptability: float
    coverage: float


@dataclass(frozen=True)
class Rate:
    """A share with its 95 percent Wilson interval; nothing is known where there are no cases."""

    hits: int
    cases: int

    @property
    def share(self) -> float | None:
        """Hits by cases."""
        return self.hits / self.cases if self.cases else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between what the true share may lie."""
        return wilson(self.hits, self.cases) if self.cases else None


@dataclass(frozen=True)
class Row:
    """Assessments of one declared grade, tried as if it were another (or the same)."""

    declared: str
    tried: str
    flags: dict[str, Rate]  # by code


@dataclass(frozen=True)
class LeftOut:
    """What was chosen without one inspection."""

    inspection: Inspection
    graded: int  # questions of it that were tried
    chosen: Thresholds


@dataclass(frozen=True)
class Calibration:
    """What the corpus can say of the thresholds."""

    graded: int  # freshly graded questions with a pack
    base_rate: dict[str, Rate]  # declared grade -> how often it occurs
    in_force: dict[str, Thresholds]  # by code
    with_in_force: list[Row]  # the thresholds of the rules
    left_out: list[LeftOut]
    with_chosen: list[Row]  # the thresholds that were chosen without the inspection
    assessable: Rate  # with the thresholds of the rules
    tolerated: float = TOLERATED


def calibrate(assessments: Iterable[Assessment], cycles: dict[str, Cycle], in_force: dict[str, Thresholds]) -> Calibration:
    """Leave one inspection out at a time, choose thresholds on the rest, and try them on it."""
    usable = [a for a in assessments if a.status == "fresh" and a.declared in a.acceptability]
    scale = _grades(usable, cycles)
    counts = Counter(a.declared or "" for a in usable)
    chosen = {
        inspection: choose([a for a in usable if a.inspection != inspection])
        for inspection in dict.fromkeys(a.inspection for a in usable)
    }
    least = max(thresholds.coverage for thresholds in in_force.values())
    return Calibration(
        graded=len(usable),
        base_rate={grade: Rate(counts[grade], len(usable)) for grade in scale if counts[grade]},
        in_force=in_force,
        with_in_force=_rows(usable, scale, lambda a, code: in_force[code]),
        left_out=[LeftOut(i, sum(a.inspection == i for a in usable), found) for i, found in chosen.items()],
        with_chosen=_rows(usable, scale, lambda a, code: chosen[a.inspection]),
        assessable=Rate(sum(a.coverage >= least for a in usable), len(usable)),
    )


def choose(rest: Sequence[Assessment], tolerated: float = TOLERATED) -> Thresholds:
    """The lowest coverage, then the highest acceptability, at which few enough declared grades are flagged.

    The least sensitive thresholds where none flag few enough, or where there is nothing to choose on.
    """
    if rest:
        for coverage, acceptability in product(COVERAGES, reversed(ACCEPTABILITIES)):
            found = Thresholds(acceptability, coverage)
            hits = sum(any(flagged(a, a.declared or "", found, code) for code in CODES) for a in rest)
            if hits <= tolerated * len(rest):
                return found
    return Thresholds(ACCEPTABILITIES[0], COVERAGES[-1])


def flagged(item: Assessment, grade: str, thresholds: Thresholds, code: str) -> bool:
    """Whether a check would flag an assessment if this grade had been declared."""
    if item.coverage < thresholds.coverage:
        return False
    return accepted(item, grade, above=code == CODES[0]) < thresholds.acceptability


def _grades(usable: list[Assessment], cycles: dict[str, Cycle]) -> list[str]:
    """Every grade of the scales in use, worst first."""
    return list(dict.fromkeys(g.id for a in usable for g in cycles[a.inspection.cycle].scale.grades))


def _rows(usable: list[Assessment], scale: list[str], thresholds: Callable[[Assessment, str], Thresholds]) -> list[Row]:
    rows = []
    for declared, tried in product(scale, scale):
        cases = [a for a in usable if a.declared == declared and tried in a.acceptability]
        if cases:
            hits = {code: sum(flagged(a, tried, thresholds(a, code), code) for a in cases) for code in CODES}
            rows.append(Row(declared, tried, {code: Rate(count, len(cases)) for code, count in hits.items()}))
    return rows
