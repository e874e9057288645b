"""Parts and their whole, in one sentence and in the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from peelcheck.model.figures import Figure, Masked, Range, pattern
from peelcheck.model.finding import Finding

_MADE_OF = (
    r"made up of|comprised of|comprising|comprises?|comprised|consisting of|consists? of|consisted of|composed of|"
    r"(?:is |are |was |were )?(?:split|divided|shared|broken down|distributed) (?:between|into|as follows:?|as|among|"
    r"across)|namely|"
    r"which (?:is|are) made up of|i\.e\.,?|that is,?|being"
)
_ONE = r"(?P<w><n>)(?P<of>(?: <.>+){0,9}?)"
_OPENS = (
    pattern(rf"{_ONE}:\s+(?=(?:the |a |an )?<~1><n>)"),
    pattern(rf"{_ONE},? (?:{_MADE_OF})[ :]+(?=(?:the |a |an )?<~1><n>)"),
    pattern(rf"{_ONE} - (?=<n>)"),
    pattern(rf"{_ONE} \((?=<n>[^()]*\))"),
    pattern(
        rf"{_ONE}(?: in (?:all|total))?, (?:of (?:which|whom|these|them),? )?(?=<n> (?:of (?:them|these|which|"
        rf"whom) )?[^.;]*\b(?:and|"
        rf"with) (?:the )?(?:other|remaining|rest|remainder))"
    ),
    pattern(
        r"\bof (?:the |its |these |those |our )?(?P<w><n>) (?:<.>+ ){1,6}?(?=<n>[^.;]*\band (?:the )?(?:other|"
        r"remaining|rest|remainder))"
    ),
)
_SUMS = pattern(
    r"(?:,|;| -|\.)? (?:and )?(?:(?:which |this |these )?(?:makes?|making|made|gives?|giving|adds? up to|adding up to|"
    r"totals?|totall?ing|"
    r"together|brings?|bringing|sums? to|come to|amount(?:s|ing)? to)(?: up)?(?: <~3>)?|(?:in|a) total(?: of)?|"
    r"altogether) ?(?:a |the )?"
    r"(?:(?:grand |overall |combined )?total (?:of|to) |to )?(?P<w><np>)|, (?P<v><np>)(?: <.>+){0,4} (?:in (?:all|"
    r"total)|altogether)"
)
_STARTS = re.compile(
    r"(?:^|[,;(:]\s*(?:and |plus |with )?|\b(?:and|plus|with|or)\s+|- )(?:the |a |an )?(?:(?:other|others|remaining|"
    r"rest|remainder|further|last|final)"
    r"[ ,]*(?:\(|being |of )?)?(?:are |is |were |was )?$",
    re.IGNORECASE,
)
_PARTIAL = re.compile(
    r"\b(?:includ(?:ing|es?|ed)|such as|for example|e\.g\.|among (?:them|others)|mainly|mostly|especially|both)\b", re.IGNORECASE
)
_OTHERS = re.compile(r"\bthe (?:others?|rest|remainder|remaining|balance)\b", re.IGNORECASE)
_MASK = re.compile("[\ue000-\ue006]")
_MEAN = re.compile(r"\b(?:overall|average|mean|giving|highest|lowest)\b", re.IGNORECASE)
_TWICE = re.compile(r"\b(?:both|more than one|twice|overlap\w*)\b", re.IGNORECASE)
_BY_THEN = re.compile(r"[^,;.]{0,20}\bby (?:19|20)\d\d")  # "8 in the year after and a total of 30 by 2024"
_REST = pattern(r"\b(?:the )?(?:remaining|remainder|rest|other)(?:,| of them| is| are| were| was| being)? ?\(?<p>")


class Sum(NamedTuple):
    """Parts that the words say make a whole."""

    whole: str
    wanted: Range
    parts: list[Figure]
    found: Range


def sums(text: Masked) -> Iterator[Sum]:
    """Every list of parts of a masked text with the whole that they are said to make."""
    for number, opens in enumerate(_OPENS):
        for match in opens.finditer(text.text):
            stop = re.compile(r"\)" if number == 3 else r"\.(?:\s|$)|;(?! )|\)").search(text.text, match.end())
            end = stop.start() if stop else len(text.text)
            told = text.text[match.end() : end]
            parts = _items(text, match.end(), end, "n")
            if (rest := _OTHERS.search(told)) and not _MASK.search(told[rest.start() :]):
                continue  # the rest is told without a figure
            if not parts or _PARTIAL.search(match["of"] + told if "of" in match.groupdict() else told):
                continue
            earlier = [f for f in text.within(0, match.end()) if f.kind == "n"]
            yield from _made(text.group(match, "w"), earlier, parts)
            break
    for match in _SUMS.finditer(text.text):
        whole = text.group(match, "w" if match["w"] else "v")
        if (whole.kind == "p" and _MEAN.search(text.text)) or _TWICE.search(text.text) or _BY_THEN.match(text.text, match.end()):
            continue
        start = max(text.text.rfind(". ", 0, match.start()), text.text.rfind(":", 0, match.start())) + 1
        parts = _items(text, start, match.start(), whole.kind, first=True)
        if parts and not _PARTIAL.search(text.text[start : match.start()]):
            yield from _made(whole, [whole], parts)
    if _REST.search(text.text):
        shares = _items(text, text.places[0], len(text.text), "p", first=True)
        if shares:
            yield Sum("100 percent", Range(100, 100), shares, total_of(shares))


def _items(text: Masked, start: int, end: int, kind: str, first: bool = False) -> list[Figure]:
    """The figures of a list, none if one of them does not begin an item of it."""
    found = [f for f in text.within(start, end) if f.kind not in "t"]
    apart = len(found) > 2 and re.search(
        r" - |:|, with ", text.text[text.places[text.figures.index(found[0])] : text.places[text.figures.index(found[1])]]
    )
    bracketed = apart or all(text.text[text.places[text.figures.index(f)] - 1] == "(" for f in found[1:])
    if len(found) > 2 and bracketed and found[0].value == len(found) - 1:
        found = found[1:]  # "three suites, at A (32), B (24) and C (18)": how many there are
    if len(found) < 2 or any(f.kind != kind for f in found):
        return []
    for number, figure in enumerate(found):
        at = text.places[text.figures.index(figure)]
        if not _STARTS.search(text.text[start:at]) and not (number == 0 and (first or at - start < 16)):
            return []
    return found


def total_of(parts: list[Figure]) -> Range:
    """What parts make, rounding and qualifiers of each allowed for."""
    return Range(sum(f.range.low for f in parts), sum(f.range.high for f in parts))


def _made(whole: Figure, choices: list[Figure], parts: list[Figure]) -> Iterator[Sum]:
    found = total_of(parts)
    fitting = next((f for f in choices if f.range.gap(found) == 0), whole)
    total = sum(f.value for f in parts)
    widest = next((f for f in choices if f.range.gap(total_of([whole, *parts])) == 0), None)
    if widest:  # "219 joined; 105 from here, 79 from there and the other 35": what stands first is a part itself
        yield Sum(widest.printed, widest.range, [whole, *parts], total_of([whole, *parts]))
        return
    if any(part.range.gap(whole.range) == 0 for part in parts):
        return  # "around 2,000 - 2,046 to be exact"
    if fitting is whole and not 0.5 <= total / whole.value <= 2:
        return  # too far off to be meant as the parts of it
    yield Sum(fitting.printed, fitting.range, parts, found)


class Row(NamedTuple):
    """One row of a table."""

    finding: Finding
    total: bool
    values: tuple[float | None, ...]


class Column(NamedTuple):
    """A total of a table, in one of its columns, and whether its parts make it."""

    total: Row
    rows: list[Row]
    stated: float
    found: float
    fits: bool | None  # None: the rows do not seem to make the total in any column


def totals(rows: list[Row], step: float) -> Iterator[Column]:
    """Hold every total of a table against the rows above it, which may themselves be totals of rows beneath them."""
    above: list[Row] = []
    for row in rows:
        if not row.total or len(above) < 2:
            above.append(row)
            continue
        yield from _held(row, above, step)
        above = [row]


def _held(total: Row, above: list[Row], step: float) -> Iterator[Column]:
    columns = [at for at in range(2) if total.values[at] is not None and all(r.values[at] is not None for r in above)]
    numbers = {at: [float(r.values[at] or 0) for r in [*above, total]] for at in columns}
    ways = {way for at in columns for way in islice(_ways(numbers[at][:-1], step), 400)}
    if not ways:
        return

    def off(tie: Tie, at: int) -> float:
        """How far a sum is from its total beyond what rounding allows."""
        found = abs(sum(numbers[at][i] for i in tie.parts) - numbers[at][tie.whole])
        return max(0.0, found - step / 2 * (len(tie.parts) + 1) * 1.001)

    def cost(way: tuple[int, ...]) -> tuple[float, float, tuple[int, ...]]:
        offs = [off(tie, at) for tie in _ties(way, len(above)) for at in columns]
        return sum(o > 0 for o in offs), sum(offs), way

    for tie in _ties(min(ways, key=cost), len(above)):
        fitting = [at for at in columns if off(tie, at) <= 0]
        rows = [*above, total]
        for at in columns:
            found, stated = sum(numbers[at][i] for i in tie.parts), numbers[at][tie.whole]
            near = len(columns) == 1 and stated > 0 and 0.8 <= found / stated <= 1.25
            fits = True if at in fitting else False if fitting or near else None
            yield Column(rows[tie.whole], [rows[i] for i in tie.parts], stated, found, fits)


class Tie(NamedTuple):
    """A row and those that make it, by number."""

    whole: int
    parts: tuple[int, ...]


def _ties(way: tuple[int, ...], last: int) -> list[Tie]:
    """The sums that a way of adding up a table rests on."""
    ties = [Tie(last, way)]
    for row, following in pairwise((*way, last)):
        if following - row > 1:
            ties.append(Tie(row, tuple(range(row + 1, following))))
    return ties


def _ways(numbers: list[float], step: float, at: int = 0) -> Iterator[tuple[int, ...]]:
    """Which rows may be summed: a row that is the sum of those beneath it stands for them."""
    if at >= len(numbers):
        yield ()
        return
    for end in range(at + 3, len(numbers) + 1):
        beneath = numbers[at + 1 : end]
        if abs(sum(beneath) - numbers[at]) <= step / 2 * (len(beneath) + 1) * 1.001 and numbers[at]:
            yield from ((at, *rest) for rest in _ways(numbers, step, end))
    yield from ((at, *rest) for rest in _ways(numbers, step, at + 1))
