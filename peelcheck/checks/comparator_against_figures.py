"""A comparison in words and the two figures do not agree.

What it flags
    "14 lamps per 1,000 ships, higher than the average of 19": the words say higher, the figures lower. Also "in line with"
    between figures far apart, and "double", "half", "three times" where the figures give another factor.

Why it matters
    The words are what readers take away, and judgments are built on them.

How it decides
    A sentence, or two of which the second points back, must hold two figures of one kind. Which of them is the one compared with
    is said by "than", "compared with", "against", or by words for averages, targets and other bodies (`reference`). The ranges
    that rounding allows must lie on the wrong side of each other. "In line with" allows `alike` (a share of the larger figure),
    or `points` for percentages; a factor allows `factor`. "Better" and "worse" are read only where the words say whether more
    of the thing is `wanted` or `unwanted`. "Among the highest" is held against an average only in its direction. Denied
    comparisons ("no higher than") are left alone.

Settings
    alike: how far apart figures that are called alike may be, as a share of the larger
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

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from peelcheck.checks.base import Context, Outcome
from peelcheck.checks.comparatives import ALIKE, Comparative, comparatives
from peelcheck.checks.sums import Claim, Passage, Verdict, passages, report, shown
from peelcheck.checks.turns import amounts
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.figures import Figure, Masked, Range, pattern
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import any_of

SETTINGS = {"alike": 0.3, "points": 5.0, "factor": 0.2}
WORDS = ("reference", "wanted", "unwanted")

_MASK = "\ue000-\ue006"
_LINK = re.compile(
    r"\b(?:compared (?:with|to)|when compared (?:with|to)|comparing (?:with|to)|(?:by |in )?comparison (?:with|to)|relative to|"
    r"(?:as )?against|versus|vs\.?|as opposed to|whereas|while|set against|rather than|compares with)\b"
    rf"[^.;{_MASK}]*$",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"[^.;:{_MASK}]{{0,90}}?(?=[{_MASK}])")
_AFTERWARDS = re.compile(rf"[^.;:,({_MASK}]{{0,40}}")
_ASIDE = re.compile(rf"(?:,|\() ?[^,;(){_MASK}]*[{_MASK}][^,;(){_MASK}]*(?:,|\))")
_SHARE = pattern(r"<n> (?:<.>+ ){0,4}\((?P<p><p>)\)")  # "12 of 43 (28 percent)": a share of a count, not what is compared
_UNITLESS = re.compile(
    r"\s*(?:$|[.,;:)]|(?:and|for|to|in|is|was|across|compared|against|than|so|which|nationally|elsewhere|per)\b)"
)
_USUAL = re.compile(
    r"\s*(?:(?:national|regional|local|\w+al) )?(?:average|usual|normal|expected|typical|most|elsewhere)(?:,? at| -|,)?\s*",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"\s*(?:(?!than\b|as\b)[\w-]+ ){0,2}(?:(?:rate|figure|level|share|proportion|average|percentage|number|total|"
    r"value|score),? (?:of|at) )?"
)
_ARTICLE = re.compile(r"\b(?:an?|the|its|their) (?:\w+ly |much |far |slightly )?$", re.IGNORECASE)
_THE = re.compile(r"\b(?:the|its|an?|that|this|their)\s?$", re.IGNORECASE)
# "More keepers (20) than boats (12)"
_ACROSS = pattern(r"(?!.{0,90}\b(?:now|then|when|(?:19|20)\d\d)\b)\s<~6>\(?(?P<a><x>)\)?(?: <.>+){0,4},? than <~8>\(?(?P<b><x>)")
_VERB = re.compile(r"exceed|surpass|out|fall|fell|lag|trail|undershoot|top", re.IGNORECASE)
_BESIDE = re.compile(r"(?:,| -)? (?:which is |that is )?")  # "..., 20 percent, higher than here"
_EMPTY = frozenset("the and its had has was were are which that makes this with have having leaving giving".split())  # noqa: SIM905
_FRACTION = pattern(r"(?P<a><n>) (?:out )?of (?:the |its |all |these |those |a total of )*(?P<b><n>)")
_AMOUNT = re.compile(rf"[{_MASK}]\s*(?:percentage points? |points? |times )?$")


def check(context: Context) -> Iterator[Outcome]:
    """Hold every comparison in words against its figures."""
    reader = _Reader(context)
    yield from report(context, reader.claims, "no words compare two figures")


class _Pair(NamedTuple):
    """The figure that is spoken of, what it is held against, and what the words say."""

    own: Figure
    other: Figure
    said: Comparative
    firm: bool


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

    def _pairs(self, passage: Passage) -> Iterator[_Pair]:
        text = passage.masked.measured
        taken: set[tuple[int, int]] = set()
        for said in comparatives(text, self._better):
            if passage.second and said.start < passage.second:
                continue
            pair = self._pair(text, said, passage.second)
            if pair and (pair.own.start, pair.other.start) not in taken:
                taken.add((pair.own.start, pair.other.start))
                yield pair

    def _better(self, text: str) -> int:
        """Whether more is better (1), worse (-1), or not known (0)."""
        return bool(self._wanted(text)) - bool(self._unwanted(text))

    def _pair(self, text: Masked, said: Comparative, second: int) -> _Pair | None:
        if _AMOUNT.search(text.text[: said.start]) and not said.factor and said.sign != ALIKE and not _VERB.match(said.words):
            return None  # "8 percent fewer": a change
        follows = self._next(text, said.end)
        pool = [f for f in text.figures if f.kind in "nprmt" and f.unit != "years"]
        shares = {text.group(m, "p") for m in _SHARE.finditer(text.text)}
        pool = [f for f in pool if f not in shares and f not in amounts(text) and f not in _fractions(text)]
        described = self._described(text, said, follows, pool)
        if described:
            return described
        if said.of and follows in pool:
            other = follows
            near = [f for f in pool if same_thing(text, f, other) and f is not other and f.end <= self._place(text, said.start)]
            if second:
                near = [f for f in near if text.places[text.figures.index(f)] >= second] or near
                if len({f.value for f in near}) > 1 and not self._own(text, near):
                    return None
            later = [f for f in pool if same_thing(text, f, other) and f.start > other.start]
            linked = [f for f in later if self._weight(text, f) > self._weight(text, other)]
            if linked and not near:
                return _Pair(other, linked[0], said, True)
            if not near and len(later) == 1 and "respectively" in text.text:
                return _Pair(other, later[0], said, False)
            own = near[-1] if near else later[0] if later else None
            if own is None or (len(near) > 1 and not said.tight and near[-1].unit != near[-2].unit):
                return None
            if (
                said.factor
                and said.factor < 1
                and " as" not in said.words
                and not self._refers(text.text[said.end : text.places[text.figures.index(other)]])
            ):
                return None  # "half the files, 29": a share
            return _Pair(own, other, self._turned(text, said), said.tight or len(near) == 1)
        if not said.of and said.sign and (between := _ACROSS.match(text.text, said.end)):
            one, two = (text.at(between.start(name)) for name in "ab")
            if one in pool and two in pool and same_thing(text, one, two) and not said.factor:
                return _Pair(one, two, said, False)
        if said.of and said.sign and not said.factor and follows is None and pool:
            beside = [f for f in pool if _BESIDE.fullmatch(text.text[text.places[text.figures.index(f)] + 1 : said.start])]
            rest = [f for f in pool if beside and f is not beside[0] and same_thing(text, f, beside[0])]
            if len(rest) == 1 and self._weight(text, beside[0]) and not self._refers(text.text[said.end :]):
                return _Pair(beside[0], rest[0], said, False)
        kinds = [f for f in pool if f.end <= self._place(text, said.start) or f.start >= self._place(text, said.end)]
        for one in kinds:
            like = [f for f in kinds if same_thing(text, f, one)]
            if len(like) == 2:
                return self._weighed(text, like, said)
        return None

    def _described(self, text: Masked, said: Comparative, follows: Figure | None, pool: list[Figure]) -> _Pair | None:
        """Words that describe the figure behind them: 'a higher rate of 12', 'higher than average at 12 percent'."""
        if follows not in pool or said.factor or said.sign == ALIKE:
            return None
        gap = text.text[said.end : text.places[text.figures.index(follows)]]
        lead = text.text[: said.start]
        if not (
            _USUAL.fullmatch(gap) and not _THE.search(text.text[: said.end])
            if said.of
            else _OF_IT.fullmatch(gap) and _ARTICLE.search(lead)
        ):
            return None
        others = [f for f in pool if same_thing(text, f, follows) and f is not follows]
        return _Pair(follows, others[0], said, False) if len(others) == 1 else None

    def _spoken(self, text: Masked, two: list[Figure], said: Comparative) -> Figure | None:
        """The one of two figures that stands beside the words by which the comparison names its subject."""
        words = set(re.findall(r"[A-Za-z][\w-]{2,}", re.split(rf"[,;:.({_MASK}]", text.text[: said.start])[-1])) - _EMPTY
        near = [f for f in two if words & set(re.findall(r"[\w-]+", self._beside(text, f)))]
        return near[0] if len(near) == 1 else None

    def _beside(self, text: Masked, figure: Figure) -> str:
        at = text.places[text.figures.index(figure)]
        before = re.split(rf"[,;:.({_MASK}]|\band\b", text.text[:at])[-1]
        return before + re.split(rf"[,;:.(){_MASK}]|\band\b", text.text[at + 1 :])[0]

    def _weighed(self, text: Masked, two: list[Figure], said: Comparative) -> _Pair | None:
        """Two figures, either of which may be the other's reference: what the words around them say."""
        first, second = (self._weight(text, f) for f in two)
        if first == second:
            if said.sign == ALIKE:
                return _Pair(two[0], two[1], said, False)
            spoken = self._spoken(text, two, said)
            return _Pair(spoken, two[two[0] is spoken], said, False) if spoken else None
        own, other = two if second > first else two[::-1]
        return _Pair(own, other, self._turned(text, said), False)

    def _weight(self, text: Masked, figure: Figure) -> int:
        """How much speaks for a figure being the one that another is compared with."""
        at = text.places[text.figures.index(figure)]
        before = re.split(rf"[{_MASK};(]|\. ", text.text[:at])[-1]
        after = _AFTERWARDS.match(text.text, at + 1)
        weight = 4 * bool(_LINK.search(text.text[:at])) + 3 * bool(self._refers(before[-70:]))
        return weight + 2 * bool(after and self._refers(after[0]))

    def _own(self, text: Masked, figures: list[Figure]) -> bool:
        return len({f.unit for f in figures}) == 1 and len(figures) == 1

    def _turned(self, text: Masked, said: Comparative) -> Comparative:
        """The comparison the right way round: 'while the average is higher' says that the figure itself is lower."""
        if said.of:
            return said  # "is higher than": what stands before is higher
        whole = re.split(r";|\. ", text.text[: said.start])[-1]
        clause = re.split(rf"[,;(){_MASK}]", _ASIDE.sub("", whole))[-1]
        subject = re.search(r"\b(?:is|was|are|were|stands|stood|being|remains)(?: \w+ly| much| also| a little| even)? $", clause)
        rest = text.text[said.end : said.end + 60]
        attribute = re.search(r"(?:with|against|to|than|whereas|while) (?:the|an?) (?:\w+ly |much )?$", clause)
        if (subject and self._refers(clause)) or (attribute and self._refers(rest)):
            return said._replace(sign=-said.sign, factor=1 / said.factor if said.factor else None)
        return said

    def _next(self, text: Masked, place: int) -> Figure | None:
        match = _NEXT.match(text.text, place)
        return text.at(match.end()) if match else None

    def _place(self, text: Masked, place: int) -> int:
        """An offset of the masked text as one of the text itself."""
        shift = 0
        for figure, at in zip(text.figures, text.places, strict=True):
            if at >= place:
                break
            shift += figure.end - figure.start - 1
        return place + shift

    def _judged(self, passage: Passage, pair: _Pair) -> Claim:
        confidence = 0.9 if pair.firm else 0.75
        return Claim(
            passage.findings,
            self._verdict(pair),
            f"the text says “{pair.said.words}” of {pair.own.printed} beside {pair.other.printed}",
            confidence - 0.1 * bool(passage.second),
            "The words may compare something else than these two figures.",
        )

    def _verdict(self, pair: _Pair) -> Verdict:
        own, other, said = pair.own.range, pair.other.range, pair.said
        if said.factor:
            return factor_verdict(Factor(said.factor, said.bound), own, other, self._settings["factor"])
        if said.sign == ALIKE:
            a, b = pair.own.value, pair.other.value
            near = abs(a - b) <= self._settings["alike"] * max(abs(a), abs(b))
            close = pair.own.kind == "p" and abs(a - b) <= self._settings["points"]
            return "fits" if near or close else "wrong"
        return "wrong" if (other.over(own) if said.sign > 0 else own.over(other)) else "fits"


class Factor(NamedTuple):
    """A factor that words state; `bound` is 1 for "more than double", -1 for "nearly double"."""

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
    elif said.bound < 0:
        least, top = said.factor * (0.7 if said.factor > 1 else 1), said.factor * (1 if said.factor > 1 else 1.4)
    gap = Range(low, high).gap(Range(least, top))
    return "fits" if gap <= 1e-9 else "slip" if gap <= 0.1 * said.factor else "wrong"


def _fractions(text: Masked) -> set[Figure]:
    """Parts that stand with their whole, "31 of the 43", and those wholes: no comparison is about them."""
    return {text.group(match, name) for match in _FRACTION.finditer(text.text) for name in "ab"}


def same_thing(text: Masked, one: Figure, other: Figure) -> bool:
    """Whether two figures may be of one thing: their units agree, or one leaves its unit to the other."""
    if one.unit == other.unit:
        return True
    bare = one if one.kind == "n" else other
    return "n" in (one.kind, other.kind) and bool(_UNITLESS.match(text.plain, bare.end)) and not bare.loose


def _coded(finding: Finding) -> Iterator[Claim]:
    """Figures that a coder gave with their comparator and direction."""
    for metric in finding.metrics:
        held = metric.comparator.value if metric.comparator else None
        if finding.text_form == "verbatim" or metric.value is None or held is None or metric.direction not in ("above", "below"):
            continue
        wrong = metric.value < held if metric.direction == "above" else metric.value > held
        message = f"the figure is given as {metric.direction}, {shown(metric.value)} beside {shown(held)}"
        yield Claim((finding,), "wrong" if wrong else "fits", message)
