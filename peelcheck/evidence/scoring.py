"""Two codings of the same texts held against each other: packs against a person, or one person against another.

A unit is a passage that at least one side speaks of: findings of both sides that overlap in a document by half of the shorter
one, or, where one has no place, that share their id or their text. On each unit, for each theme (or signal), a side says that
it stands low (failing, weak), high (sound, strong), both, or nothing; only what is present counts. Answers are left out.

Precision and recall count low and high apart. Kappa and nominal alpha are over low, none and high, a unit that is both
counting as low; ordinal alpha is over the four levels, where both sides give one, the worst one counting. Over all
themes, each unit counts once for each theme.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from peelcheck.evidence.agreement import Estimate, Resamples, Tables, alpha, kappa
from peelcheck.model import text
from peelcheck.model.errors import NothingToCheckError
from peelcheck.model.finding import LEVELS, LOW, Finding, Level

Side = Literal["low", "high"]
SIDES: tuple[Side, ...] = ("low", "high")
CATEGORIES = ("low", "none", "high")
ANY = "(any)"


class Coding(NamedTuple):
    """A finding with what one side says of it: levels by label, present ones only."""

    finding: Finding
    levels: dict[str, frozenset[Level]]


class Unit(NamedTuple):
    """A passage with what both sides say of it."""

    gold: dict[str, frozenset[Level]]
    other: dict[str, frozenset[Level]]


class Units(NamedTuple):
    """Units that both sides had before them; what was left out because only one side had."""

    units: list[Unit]
    unmatched: int  # gold findings in documents or inspections that the other side does not cover
    beyond: int  # coded findings of the other side that the gold does not speak of


class Counts(NamedTuple):
    """One side of one label: how often the gold says it, how often both do, how often the other alone does."""

    support: int
    hits: int
    extra: int

    @property
    def precision(self) -> float | None:
        """Share of what the other says that the gold says too."""
        return self.hits / (self.hits + self.extra) if self.hits + self.extra else None

    @property
    def recall(self) -> float | None:
        """Share of what the gold says that the other says too."""
        return self.hits / self.support if self.support else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where nobody says anything."""
        whole = self.support + self.hits + self.extra
        return 2 * self.hits / whole if whole else None


class Row(NamedTuple):
    """How far both sides agree on one label."""

    label: str
    low: Counts
    high: Counts
    kappa: Estimate
    nominal: Estimate
    ordinal: Estimate


class Swap(NamedTuple):
    """The gold says one label of a unit, the other says another one to the same side."""

    gold: str
    other: str
    side: Side
    times: int


@dataclass
class Score:
    """How far two codings agree."""

    rows: list[Row]  # one a label
    whole: Row  # over all labels
    anyhow: Row  # whatever the label
    sides: list[list[int]]  # low, none, high: gold by other, over all labels where one of them says something
    levels: list[list[int]]  # the four levels: gold by other, where both give one
    swaps: list[Swap]
    matched: Units


def match(gold: Sequence[Coding], other: Sequence[Coding], both_ways: bool) -> Units:
    """The units of two codings.

    both_ways -- what only the other side coded is a unit too; otherwise only the gold's findings are
    """
    group = list(range(len(gold) + len(other)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    for mine, theirs in _pairs(gold, other):
        group[root(mine)] = root(len(gold) + theirs)
    members: dict[int, tuple[list[Coding], list[Coding]]] = defaultdict(lambda: ([], []))
    for at in range(len(group)):
        left, right = members[root(at)]
        if at < len(gold):
            left.append(gold[at])
        else:
            right.append(other[at - len(gold)])
    covered, known = _covered(other), _covered(gold)
    units: list[Unit] = []
    unmatched = beyond = 0
    for left, right in members.values():
        if left and (right or any(covered.holds(c.finding, both_ways) for c in left)):
            units.append(Unit(_together(left), _together(right)))
        elif left:
            unmatched += len(left)
        elif both_ways and any(known.holds(c.finding, both_ways) for c in right):
            units.append(Unit({}, _together(right)))
        else:
            beyond += sum(bool(c.levels) for c in right)
    return Units(units, unmatched, beyond)


def score(matched: Units) -> Score:
    """How far the two sides of some units agree. Raises NothingToCheckError where neither says anything."""
    units = matched.units
    labels = sorted({label for unit in units for label in (*unit.gold, *unit.other)})
    if not labels:
        raise NothingToCheckError("no unit that both sides had before them is coded")
    resamples = Resamples.of(len(units))
    rows: list[Row] = []
    nominal, ordinal = np.zeros((len(units), 3, 3)), np.zeros((len(units), 4, 4))
    for label in labels:
        row, categories, levels = _row(label, units, resamples)
        rows.append(row)
        nominal += categories
        ordinal += levels
    whole = Row(
        "all",
        _sum(row.low for row in rows),
        _sum(row.high for row in rows),
        *_estimates(nominal, ordinal, resamples),
    )
    anyhow = [Unit(_any(unit.gold), _any(unit.other)) for unit in units]
    said = nominal.sum(axis=0).astype(int)
    said[1, 1] = 0  # what neither side speaks of is no confusion, and dwarfs all else
    return Score(
        rows,
        whole,
        _row(ANY, anyhow, resamples)[0],
        said.tolist(),
        ordinal.sum(axis=0).astype(int).tolist(),
        _swaps(units),
        matched,
    )


def _row(label: str, units: Sequence[Unit], resamples: Resamples) -> tuple[Row, Tables, Tables]:
    """The row of a label, and what each unit adds to its tables of categories and of levels."""
    categories, levels = np.zeros((len(units), 3, 3)), np.zeros((len(units), 4, 4))
    counted = {side: [0, 0, 0] for side in SIDES}
    for number, unit in enumerate(units):
        gold, other = unit.gold.get(label, frozenset()), unit.other.get(label, frozenset())
        categories[number, _category(gold), _category(other)] = 1
        if gold and other:
            levels[number, _worst(gold), _worst(other)] = 1
        for side in SIDES:
            mine, theirs = side in _sides(gold), side in _sides(other)
            counted[side][0] += mine
            counted[side][1] += mine and theirs
            counted[side][2] += theirs and not mine
    row = Row(label, Counts(*counted["low"]), Counts(*counted["high"]), *_estimates(categories, levels, resamples))
    return row, categories, levels


def _estimates(categories: Tables, levels: Tables, resamples: Resamples) -> tuple[Estimate, Estimate, Estimate]:
    return (
        resamples.estimate(categories, kappa),
        resamples.estimate(categories, alpha),
        resamples.estimate(levels, alpha, ordinal=True),
    )


def _sides(levels: frozenset[Level]) -> set[Side]:
    return {"low" if level in LOW else "high" for level in levels}


def _category(levels: frozenset[Level]) -> int:
    sides = _sides(levels)
    return CATEGORIES.index("low" if "low" in sides else "high" if sides else "none")


def _worst(levels: frozenset[Level]) -> int:
    return min(LEVELS.index(level) for level in levels)


def _any(levels: dict[str, frozenset[Level]]) -> dict[str, frozenset[Level]]:
    together = frozenset(level for found in levels.values() for level in found)
    return {ANY: together} if together else {}


def _sum(counts: Iterable[Counts]) -> Counts:
    return Counts(*(sum(column) for column in zip(*counts, strict=True)))


def _together(codings: list[Coding]) -> dict[str, frozenset[Level]]:
    together: dict[str, frozenset[Level]] = {}
    for coding in codings:
        for label, levels in coding.levels.items():
            together[label] = together.get(label, frozenset()) | levels
    return together


def _swaps(units: Sequence[Unit]) -> list[Swap]:
    """Labels that stand for one another, the most frequent ones first."""
    counted: Counter[tuple[str, str, Side]] = Counter()
    for unit in units:
        for side in SIDES:
            mine = {label for label, levels in unit.gold.items() if side in _sides(levels)}
            theirs = {label for label, levels in unit.other.items() if side in _sides(levels)}
            counted.update((one, two, side) for one in mine - theirs for two in theirs - mine)
    return [Swap(*names, times) for names, times in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


# ---- which finding of the one side is which of the other


def _pairs(gold: Sequence[Coding], other: Sequence[Coding]) -> Iterator[tuple[int, int]]:
    placed: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    by_name: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, coding in enumerate(other):
        at = _place(coding.finding)
        if at is not None:
            placed[at[0]].append((at[1], at[2], number))
        for name in _names(coding.finding):
            by_name[name].append(number)
    longest = {document: max(b - a for a, b, _ in spans) for document, spans in placed.items()}
    for spans in placed.values():
        spans.sort()
    for number, coding in enumerate(gold):
        at = _place(coding.finding)
        if at is not None and at[0] in placed:
            document, start, end = at
            spans = placed[document]
            for a, b, theirs in spans[bisect_left(spans, (start - longest[document],)) : bisect_left(spans, (end,))]:
                same = not _other_edition(coding.finding, other[theirs].finding)
                if same and 2 * (min(b, end) - max(a, start)) >= min(b - a, end - start):
                    yield number, theirs
        for name in _names(coding.finding):
            found = [n for n in by_name[name] if at is None or _unplaced(coding.finding, other[n].finding)]
            yield from ((number, theirs) for theirs in found)
            if found:
                break


def _place(finding: Finding) -> tuple[str, int, int] | None:
    at = finding.locator
    return None if at is None or at.chars[0] >= at.chars[1] else (at.document, *at.chars)


def _unplaced(one: Finding, two: Finding) -> bool:
    return _place(two) is None or _other_edition(one, two)


def _other_edition(one: Finding, two: Finding) -> bool:
    """Whether both stand in documents of one name that are known to differ."""
    a, b = one.locator, two.locator
    return bool(a and b and a.document == b.document and a.sha256 and b.sha256 and a.sha256 != b.sha256)


def _names(finding: Finding) -> list[tuple[str, ...]]:
    """By what a finding without a place is known, the surest first."""
    body = (finding.force, finding.cycle)
    return [("id", *body, finding.id), ("text", *body, text.key(finding.text))]


class _Covered(NamedTuple):
    """What a coding speaks of: inspections, and documents with the hashes of their editions."""

    inspections: set[tuple[str, str]]
    documents: dict[str, set[str | None]]

    def holds(self, finding: Finding, both_ways: bool) -> bool:
        """Whether a side that says nothing of a finding had it before it, so that its silence says something."""
        at = finding.locator
        if at is not None and _place(finding) is not None:
            editions = self.documents.get(at.document, set())
            return bool(editions) and (at.sha256 is None or bool(editions & {None, at.sha256}))
        return both_ways and (finding.force, finding.cycle) in self.inspections


def _covered(codings: Sequence[Coding]) -> _Covered:
    covered = _Covered(set(), defaultdict(set))
    for finding, _ in codings:
        covered.inspections.add((finding.force, finding.cycle))
        if finding.locator is not None:
            covered.documents[finding.locator.document].add(finding.locator.sha256)
    return covered
