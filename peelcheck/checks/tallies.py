"""Parts and their whole, told in any order: one sentence, one total, and words that say that nothing is left over."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from peelcheck.checks.turns import amounts
from peelcheck.checks.wholes import Sum, total_of
from peelcheck.model.figures import Figure, Masked, Range, pattern

_MASK = "\ue000-\ue006"
_PARTIAL = re.compile(
    r"\b(?:includ(?:ing|es?|ed)|such as|for example|e\.g\.|among (?:them|others|these)|mainly|mostly|especially|both|"
    r"compared|comparison|against|than|(?:the|an|national) average|targets? (?:of|is|was)|previous(?:ly)?|ago|formerly|rose|"
    r"risen|fell(?! into)|increased|"
    r"decreased|reduced|per|every|each|respectively|if|some of|more|fewer|at least one|one or more|overlap\w*|"
    r"year before|last year|from [\ue000-\ue006].{0,60} to)\b",
    re.IGNORECASE,
)
_PARTIAL_SHARES = re.compile(_PARTIAL.pattern.replace("every|each|", ""), re.IGNORECASE)
_NESTED = re.compile(r"(?:^|[\ue000-\ue006,(]|\band) ?of (?:these|which|them|whom)\b", re.IGNORECASE)
# Words that say that the parts are all of the whole.
_REST = (
    r"the (?:other|others|rest|remainder|remaining|balance)|the \w+ remaining|leaving|leaves|left|everything else|"
    r"everyone else|(?:nobody|no one|nothing) else|"
    r"others|the final"
)
_MADE = (
    r"compris\w+|made up|consist\w*|compos\w+|split|divid\w+|spread|breaks? down|broken down|break down|breakdown|shared|"
    r"distributed|as follows|namely|being|apportioned|met (?:through|from)|funded (?:through|by|from)|financed|falls into|"
    r"fell into|allocated|grouped|sorted|categorised|separated|"
    r"contain(?:s|ed|ing)"
)
_ALL = (
    r"taken together|that is|together|altogether|combined|in all|in total|overall|all told|a total|the total|total(?:s|led|"
    r"ling|ing)?|"
    r"grand total|sums?|aggregate|between them|add(?:s|ed|ing)? up|adding|making|make|makes|giving|gives|brings?|bringing|"
    r"for a total|collectively|jointly"
)
_NOT = rf"(?:and|while|but|whereas) [{_MASK}] (?:are|were|is|was|have|had|has|did|do|does|could|would) (?:not|still|yet|never)"
_CLOSED = re.compile(rf"\b(?:{_REST}|{_MADE}|{_ALL}|{_NOT})\b", re.IGNORECASE)
_MAKES = re.compile(rf"\b(?:{_ALL})\b", re.IGNORECASE)
_LISTED = pattern(r"[:(]\s*(?:<~4>)?<x>|- (?:<~3>)?<x>|<nm>(?: <.>+){0,9}, (?:<~5>)?<nm>[ ,]")
_WHOLE_BEFORE = re.compile(
    r"\b(?:of|out of|from|among|total of|total|in all|altogether|overall|in total)(?:,? (?:the|its|these|those|their|our|all|"
    r"a total of|some))*,? $",
    re.IGNORECASE,
)
# States of which a thing can be in one only, or punctuation that makes a list of it.
_STATES = re.compile(
    r":|\(|\s-\s|\b(?:yet to|still to|not (?:yet )?(?:been )?(?:started|begun)|in progress|under ?way|completed?|"
    r"finished|"
    r"on track|remain(?:s|ed)?|not due)\b",
    re.IGNORECASE,
)
_UNDONE = re.compile(r"\b(?:not|yet to|still to|remain(?:s|ed)?|others?|in progress|under ?way)\b|[:(]", re.IGNORECASE)
_OF_ALL = re.compile(
    r"\b(?:of (?:all|the|its|these|those|their|our)|as follows|every|each|all|whole|breaks? down|divid\w+|split|broken down|"
    r"(?:nobody|no one|nothing) else|(?:one|either) of|groups|categories|shared|distributed|compris\w+|consist\w*|ma(?:k|"
    r"d)e up|everything else|"
    r"the (?:rest|remaining|remainder|other|others|balance))\b|:",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"\b(?:everything else|everyone else|(?:the )?(?:rest|remaining|remainder|other|others|balance)|as follows|breaks? down|"
    r"divid\w+|split|broken down|shared|distributed|made up|compris\w+|consist\w*)\b",
    re.IGNORECASE,
)


_ITEM = r"<nm>(?: (?!(?:have|has|had|are|is|was|were|been|will|did)\b)<.>+){1,5}"
_APPOSED = pattern(rf"^(?!of\b)[^,:;]*<nm>(?: <.>+){{1,9}}, {_ITEM}(?:, {_ITEM})*,? and {_ITEM}\W*$")
_PARTS_BEFORE = re.compile(rf"\b(?:{_MADE}) of (?:the |its |about )?$", re.IGNORECASE)
_OPEN_ENDED = re.compile(r" or (?:more|fewer|less|over)$")
# "78 percent, leaving 22 for the rest", "91 percent were kept, 9 percent were not"
_TWO = re.compile(
    rf"\bthe other [{_MASK}]|"
    rf"\b(?:leaving|all the others|(?:the|its) (?:rest|remainder|remaining|balance)|everything else|"
    rf"everyone else)\b[^{_MASK}.;]{{0,40}}[{_MASK}]"
    rf"|[{_MASK}] (?:for|of|on|to|by|with)? ?(?:the (?:others?|rest|remainder)|everything else|everyone else)\b",
    re.IGNORECASE,
)
_BUT_NOT = re.compile(
    rf"[{_MASK}][^{_MASK}.;]*(?:,|which means that|so that|while|but|and)[^{_MASK}.;]*[{_MASK}] (?:of (?:them|these|those) )?"
    r"(?:were|was|are|is|had|have|has|did|do|does|could|would) not\s*(?:[.,;]|$)",
    re.IGNORECASE,
)
_MASKED = re.compile(f"[{_MASK}]")
_LEFT = re.compile(r"\bthe (?:others?|rest|remainder|remaining|balance)\b", re.IGNORECASE)


class Tally(NamedTuple):
    """Parts with the whole that they are said to make; `firm` where the words say that nothing is left over."""

    found: Sum
    firm: bool


def tallies(text: Masked) -> Iterator[Tally]:
    """What the parts of each sentence make."""
    yield from _shared(text.measured)
    sizes = amounts(text)
    for start, end in _sentences(text.text):
        said = text.text[start:end]
        found = _without_their_number(text, text.within(start, end))
        timed = bool(found) and all(f.kind == "t" for f in found)
        counts = [f for f in found if f.kind in ("t" if timed else "nm")]
        if _PARTIAL.search(said) or sizes & {*found} or any(f.kind in "pqrh" for f in found):
            continue
        if len(counts) >= 3 and len({f.unit for f in counts}) == 1:
            yield from _counted(text, said, start, counts)


def _without_their_number(text: Masked, found: list[Figure]) -> list[Figure]:
    """The figures of whole and parts: without how many parts there are, and where: '60 cells in four blocks, with 20 in ...'."""
    found = [f for f in found if not _OPEN_ENDED.search(f.printed)]
    for at, figure in enumerate(found[:2]):
        parts = found[at + 1 :]
        plural = re.match(r" (?:[a-z]+ )?[a-z]+s\b", text.plain[figure.end :])
        many = figure.value == len(parts) and not figure.printed.isdigit()
        between = text.plain[found[0].end : figure.start]
        where = (
            at == 1
            and re.search(r" (?:in|across|at|from|over|on) (?:the |its |all )?$", between)
            and not re.search("[,:;(]", between)
        )
        if figure.kind == "n" and plural and len(parts) >= 2 and (many or where):
            return [f for f in found if f is not figure]
    return found


def _counted(text: Masked, said: str, start: int, counts: list[Figure]) -> Iterator[Tally]:
    leads = {f: text.text[start : text.places[text.figures.index(f)]] for f in counts}
    named = [f for f in counts if _WHOLE_BEFORE.search(leads[f]) and not _PARTS_BEFORE.search(leads[f])]
    whole = named[0] if len(named) == 1 else max(counts, key=lambda f: f.value)
    at = counts.index(whole)
    if at not in (0, 1, len(counts) - 1) or len(counts) > 8 or whole.loose:
        return
    parts = [f for f in counts if f is not whole]
    total = sum(f.value for f in parts)
    closed, place = _CLOSED.search(said), text.places[text.figures.index(whole)]
    before, after = text.text[start:place], text.text[place + 1 : start + len(said)]
    if (rest := _LEFT.search(said)) and not _MASKED.search(said[rest.start() :]):
        return  # the rest is told without a figure
    if any(len(_MASKED.findall(after[: nested.end()])) > 1 for nested in _NESTED.finditer(after)):
        return  # parts of a part
    first = at == 0 or (at == 1 and bool(_WHOLE_BEFORE.search(before)) and re.search(rf"\b(?:{_REST})\b", said, re.IGNORECASE))
    last = at == len(counts) - 1 and bool(_MAKES.search(before[-60:]) or _MAKES.search(after[:40]))
    if any(f.range.gap(total_of(counts)) == 0 for f in text.within(0, start)):
        return  # what looks like the whole is a part of one named before
    if not 0.6 <= total / whole.value <= 1.6 or not (first or last):
        return
    listed = bool(_LISTED.search(said)) and re.search(
        rf"\b(?:and|with|plus|or|while)\b[^{_MASK}]*[{_MASK}][^{_MASK}]*$|[{_MASK}]\W*$", said
    )
    firm = bool(first and _APPOSED.search(said)) or (bool(closed) and bool(listed or len(parts) == 2 or last))
    if firm or (first and listed and _STATES.search(after) and (len(parts) > 2 or _UNDONE.search(after))):
        yield Tally(Sum(whole.printed, whole.range, parts, total_of(parts)), True)


def _shared(text: Masked) -> Iterator[Tally]:
    """Percentages that are said to be all there are."""
    sizes = amounts(text)
    for start, end in _sentences(text.text):
        said = text.text[start:end]
        shares = _without_their_number(text, text.within(start, end))
        if any(f.kind not in "ph" or f.unit != "percent" or f.range.high == math.inf for f in shares) or sizes & {*shares}:
            continue
        if (
            len(shares) < 2
            or _PARTIAL_SHARES.search(said)
            or not 72 <= sum(f.value for f in shares) <= 130
            or any(f.loose and f.kind == "h" and f.range.high - f.range.low > 8 for f in shares)
        ):
            continue
        listed = re.search(rf"(?:\b(?:and|or|while)|,|;) [^{_MASK}]*[{_MASK}][^{_MASK}]*$", said)
        if re.search(r"\bof (?:these|those|which|them|whom)\b", said) or len(_of_whom(text, shares)) > 1:
            continue  # shares of shares, or of several wholes
        rest = _LEFT.search(said)
        if rest and not _MASKED.search(said[rest.start() :]):
            continue  # the rest is told without a figure
        two = len(shares) == 2 and (_TWO.search(said) or _BUT_NOT.search(said))
        firm = bool(two or _ALTERNATIVE.search(said))
        near = 75 <= sum(f.value for f in shares) <= 125
        if two or (len(shares) > 2 and listed and _OF_ALL.search(said) and (firm or near)):
            yield Tally(Sum("100 percent", Range(100, 100), shares, total_of(shares)), firm)


def _of_whom(text: Masked, shares: list[Figure]) -> set[str]:
    """The wholes that shares are said to be of: 'percent of keepers, ... percent of mates'."""
    found = (re.match(r" of (?:the |its |all )?([a-z]+)", text.plain[f.end :]) for f in shares)
    return {match[1] for match in found if match}


def _sentences(said: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in [*re.finditer(r"\.\s(?=[A-Z\ue000-\ue006])", said), None]:
        end = stop.start() + 1 if stop else len(said)
        yield start, end
        start = end
