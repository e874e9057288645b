"""Parts and their whole, told in any order: one sentence, one total, and words that say that nothing is left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from peelcheck.checks.wholes import Sum, total_of
from peelcheck.model.figures import Figure, Masked, Range, pattern

_MASK = "\ue000-\ue006"
_PARTIAL = re.compile(
    r"\b(?:includ(?:ing|es?|ed)|such as|for example|e\.g\.|among (?:them|others|these)|mainly|mostly|especially|both|"
    r"compared|comparison|against|than|average|target|previous(?:ly)?|ago|formerly|rose|ris(?:e|en)|increas\w*|decreas\w*|"
    r"reduc\w*|per|every|each|respectively|if|would|could|some of|more|fewer|at least one|one or more|overlap\w*|"
    r"of these|of which|year before|last year|from [\ue000-\ue006].{0,60} to)\b",
    re.IGNORECASE,
)
# Words that say that the parts are all of the whole.
_REST = (
    r"the (?:other|others|rest|remainder|remaining|balance)|the \w+ remaining|leaving|leaves|left|everything else|"
    r"everyone else|(?:nobody|no one|nothing) else|"
    r"others|the final"
)
_MADE = (
    r"compris\w+|made up|consist\w*|compos\w+|split|divid\w+|breaks? down|broken down|break down|breakdown|shared|"
    r"distributed|as follows|namely|being|apportioned|falls into|fell into|allocated|grouped|sorted|categorised|separated|"
    r"contain(?:s|ed|ing)"
)
_ALL = (
    r"taken together|together|altogether|combined|in all|in total|overall|all told|a total|the total|total(?:s|led|ling|ing)?|"
    r"grand total|sums?|aggregate|between them|add(?:s|ed|ing)? up|adding|making|make|makes|giving|gives|brings?|bringing|"
    r"for a total|collectively|jointly"
)
_NOT = rf"(?:and|while|but|whereas) [{_MASK}] (?:are|were|is|was|have|had|has|did|do|does|could|would) (?:not|still|yet|never)"
_CLOSED = re.compile(rf"\b(?:{_REST}|{_MADE}|{_ALL}|{_NOT})\b", re.IGNORECASE)
_MAKES = re.compile(rf"\b(?:{_ALL})\b", re.IGNORECASE)
_LISTED = pattern(r"[:(]\s*(?:<~4>)?<x>|- (?:<~3>)?<x>|<nm>(?: <.>+){0,9}, (?:<~3>)?<nm> ")
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
_OF_ALL = re.compile(
    r"\b(?:of (?:all|the|its|these|those|their|our)|as follows|every|each|all|whole|breaks? down|divid\w+|split|broken down|"
    r"(?:nobody|no one|nothing) else|shared|distributed|compris\w+|consist\w*|ma(?:k|d)e up|everything else|"
    r"the (?:rest|remaining|remainder|other|others|balance))\b|:",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"\b(?:everything else|everyone else|(?:the )?(?:rest|remaining|remainder|other|others|balance)|as follows|breaks? down|"
    r"divid\w+|split|broken down|shared|distributed|made up|compris\w+|consist\w*)\b",
    re.IGNORECASE,
)


class Tally(NamedTuple):
    """Parts with the whole that they are said to make; `firm` where the words say that nothing is left over."""

    found: Sum
    firm: bool


def tallies(text: Masked) -> Iterator[Tally]:
    """What the parts of each sentence make."""
    for start, end in _sentences(text.text):
        said = text.text[start:end]
        found = text.within(start, end)
        counts = [f for f in found if f.kind in "nm"]
        shares = [f for f in found if f.kind == "p"]
        if _PARTIAL.search(said) or any(f.kind in "qrh" for f in found):
            continue
        if len(counts) >= 3 and len({f.kind for f in counts}) == 1 and not shares:
            yield from _counted(text, said, start, counts)
        elif len(shares) >= 3 and not counts:
            yield from _shared(text, said, shares)


def _counted(text: Masked, said: str, start: int, counts: list[Figure]) -> Iterator[Tally]:
    named = [f for f in counts if _WHOLE_BEFORE.search(text.text[start : text.places[text.figures.index(f)]])]
    whole = named[0] if len(named) == 1 else max(counts, key=lambda f: f.value)
    at = counts.index(whole)
    if at not in (0, 1, len(counts) - 1) or len(counts) > 8:
        return
    parts = [f for f in counts if f is not whole]
    total = sum(f.value for f in parts)
    closed, place = _CLOSED.search(said), text.places[text.figures.index(whole)]
    before, after = text.text[start:place], text.text[place + 1 : start + len(said)]
    first = at == 0 or (at == 1 and bool(_WHOLE_BEFORE.search(before)) and re.search(rf"\b(?:{_REST})\b", said, re.IGNORECASE))
    last = at == len(counts) - 1 and bool(_MAKES.search(before[-60:]) or _MAKES.search(after[:40]))
    if not 0.6 <= total / whole.value <= 1.6 or not (first or last):
        return
    listed = bool(_LISTED.search(said)) and re.search(
        rf"\b(?:and|with|plus|or)\b[^{_MASK}]*[{_MASK}][^{_MASK}]*$|[{_MASK}]\W*$", said
    )
    firm = bool(closed) and bool(listed or len(parts) == 2 or last)
    if firm or (first and len(parts) >= 2 and listed and _STATES.search(after)):
        yield Tally(Sum(whole.printed, whole.range, parts, total_of(parts)), True)


def _shared(text: Masked, said: str, shares: list[Figure]) -> Iterator[Tally]:
    total = sum(f.value for f in shares)
    if (
        not 75 <= total <= 125
        or not _OF_ALL.search(said)
        or not re.search(rf"(?:\band|,|;) [^{_MASK}]*[{_MASK}][^{_MASK}]*$", said)
    ):
        return
    yield Tally(Sum("100 percent", Range(100, 100), shares, total_of(shares)), bool(_ALTERNATIVE.search(said)))


def _sentences(said: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in [*re.finditer(r"\.\s(?=[A-Z\ue000-\ue006])", said), None]:
        end = stop.start() + 1 if stop else len(said)
        yield start, end
        start = end
