"""A comparison in words and the two figures do not agree.

What it flags
    "14 lamps per 1,000 ships, higher than the average of 19": the words say higher, the figures lower. Also "in line with"
    between figures far apart, and "double", "half", "three times" where the figures give another factor.

Why it matters
    The words are what readers take away, and judgments are built on them.

How it decides
    A sentence, or two of which the second points back, must hold two figures of one kind. Which of them is the one compared with
    is said by "than", "compared with", "against", or by words for averages, targets and other bodies (`reference`); in "while
    there it is lower, at 6" the figure is that of its own clause. The ranges that rounding allows must lie on the wrong side of
    each other. "In line with" allows `alike` (a share of the larger figure), or `points` for percentages; "the same", "equal"
    and "unchanged" allow `same`, "exactly" and "identical" `equal`; a factor allows `factor`, either way round where the words
    do not say which figure is the larger. "Better" and "worse" are read only where the words say whether more of the thing is
    `wanted` or `unwanted`. "Among the highest" is held against an average only in its direction. Left alone are denied
    comparisons ("no higher than"), those with something that has no figure ("the normal level"), shares ("half of the 60"),
    and figures that say how large a change is, or stand with their whole ("31 of the 43").

Settings
    alike: how far apart figures that are called alike may be, as a share of the larger
    same: how far apart figures that are called the same, unchanged or equal may be
    equal: how far apart figures that are called exactly the same may be
    points: how many percentage points apart they may be in any case
    factor: how far a stated factor may be from that of the figures, as a share

When it may be wrong
    When the words compare something else than the two figures printed beside them.

Example
    findings:
      - {kind: statement, question: q1, text: "The lamp burned on 71 percent of nights, higher than the average of 83 percent."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from peelcheck.checks.base import Context, Outcome
from peelcheck.checks.comparatives import ALIKE, comparatives
from peelcheck.checks.pairing import Pair, paired
from peelcheck.checks.scene import Scene
from peelcheck.checks.sums import Claim, Passage, Verdict, passages, report, shown
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.figures import Range
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import any_of

SETTINGS = {"alike": 0.3, "same": 0.1, "equal": 0.03, "points": 5.0, "factor": 0.2}
WORDS = ("reference", "wanted", "unwanted")


def check(context: Context) -> Iterator[Outcome]:
    """Hold every comparison in words against its figures."""
    reader = _Reader(context)
    yield from report(context, reader.claims, "no words compare two figures")


class _Reader:
    """Finds comparisons with both their figures."""

    def __init__(self, context: Context) -> None:
        self._context, self._settings = context, context.settings
        reference = any_of(context.words["reference"])
        names = context.domain.comparators
        self._refers: Callable[[str], Any] = lambda text: reference(text) or names(text)
        self._wanted, self._unwanted = any_of(context.words["wanted"]), any_of(context.words["unwanted"])

    def claims(self, inspection: Inspection, findings: list[Finding]) -> Iterator[Claim]:
        """What the passages of an inspection compare."""
        read: set[str] = set()
        for passage in passages(self._context, findings):
            if passage.second and passage.findings[-1].id in read:
                continue
            for pair in self._pairs(passage):
                read.add(passage.findings[-1].id)
                yield self._judged(passage, pair)
        for finding in findings:
            if finding.id not in read:
                yield from _coded(finding)

    def _pairs(self, passage: Passage) -> Iterator[Pair]:
        text = passage.masked.measured
        scene = Scene(text, self._refers, passage.second)
        taken: set[tuple[int, int]] = set()
        for said in comparatives(text, self._better):
            if passage.second and said.start < passage.second:
                continue
            found = paired(scene, said)
            if found and (found.own.start, found.other.start) not in taken:
                taken.add((found.own.start, found.other.start))
                yield found

    def _better(self, text: str) -> int:
        """Whether more is better (1), worse (-1), or not known (0)."""
        return bool(self._wanted(text)) - bool(self._unwanted(text))

    def _judged(self, passage: Passage, pair: Pair) -> Claim:
        confidence = 0.9 if pair.firm else 0.75
        return Claim(
            passage.findings,
            self._verdict(pair),
            f"the text says “{pair.said.words}” of {pair.own.printed} beside {pair.other.printed}",
            confidence - 0.1 * bool(passage.second),
            "The words may compare something else than these two figures.",
        )

    def _verdict(self, pair: Pair) -> Verdict:
        own, other, said = pair.own.range, pair.other.range, pair.said
        if said.factor:
            told, most = Factor(said.factor, said.bound), self._settings["factor"]
            found = [factor_verdict(told, own, other, most)]
            found += [factor_verdict(told, other, own, most)] if pair.either else []
            return min(found, key=("fits", "slip", "wrong").index)
        if said.sign == ALIKE:
            a, b = pair.own.value, pair.other.value
            near = abs(a - b) <= self._settings[("alike", "same", "equal")[said.bound]] * max(abs(a), abs(b))
            close = pair.own.kind == "p" and abs(a - b) <= self._settings["points"] and not said.bound
            return "fits" if near or close else "wrong"
        return "wrong" if (other.over(own) if said.sign > 0 else own.over(other)) else "fits"


class Factor(NamedTuple):
    """A factor that words state; `bound` is 1 for "more than double", -1 for "nearly double", -2 for "less than half"."""

    factor: float
    bound: int


def factor_verdict(said: Factor, own: Range, other: Range, most: float) -> Verdict:
    """Hold a stated factor against that of two figures."""
    if other.low <= 0 or own.low < 0:
        return "fits"
    low, high = own.low / other.high, own.high / other.low
    least, top = said.factor * (1 - most), said.factor * (1 + most)
    if said.bound > 0:
        least, top = said.factor, float("inf")
    elif said.bound < -1:
        least, top = 0.0, said.factor
    elif said.bound < 0:
        least, top = said.factor * 0.7, said.factor * (1 if said.factor > 1 else 1.4)
    gap = Range(low, high).gap(Range(least, top))
    return "fits" if gap <= 1e-9 else "slip" if gap <= 0.1 * said.factor else "wrong"


def _coded(finding: Finding) -> Iterator[Claim]:
    """Figures that a coder gave with their comparator and direction."""
    for metric in finding.metrics:
        held = metric.comparator.value if metric.comparator else None
        if finding.text_form == "verbatim" or metric.value is None or held is None or metric.direction not in ("above", "below"):
            continue
        wrong = metric.value < held if metric.direction == "above" else metric.value > held
        message = f"the figure is given as {metric.direction}, {shown(metric.value)} beside {shown(held)}"
        yield Claim((finding,), "wrong" if wrong else "fits", message)
