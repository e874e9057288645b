"""The figures of a text that may be compared, and what stands about each, over masked text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from peelcheck.checks.turns import amounts
from peelcheck.model.figures import Figure, Masked, pattern

MASK = "\ue000-\ue006"
LINK = re.compile(
    r"\b(?:compared (?:with|to)|when compared (?:with|to)|comparing (?:with|to)|(?:by |in )?(?:comparison|contrast) (?:with|to)|"
    r"relative to|(?:as )?against|versus|vs\.?|as opposed to|whereas|while|rather than|compares with)\b"
    rf"[^.;{MASK}]*$",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"[^.;:{MASK}]{{0,90}}?(?=[{MASK}])")
_AFTERWARDS = re.compile(rf"[^.;:,({MASK}]{{0,40}}")
_SHARE = pattern(r"<n> (?:<.>+ ){0,4}\((?P<p><p>)\)")  # "12 of 43 (28 percent)": a share of a count, not what is compared
_FRACTION = pattern(r"(?P<a><n>) (?:out )?of (?:the |its |all |these |those |a total of )*(?P<b><nt>)")
_UNITLESS = re.compile(
    r"\s*(?:$|[.,;:)]|-\s|(?:and|for|to|in|on average|is|was|across|compared|against|than|so|which|nationally|elsewhere|"
    r"locally|per|we|it|they|that|this|here|seen|found|reported|recorded|last|previously|recommended|expected)\b)"
)
_RISE_OF = re.compile(
    r"\b(?:cut|rise|increase|reduction|decrease|fall|drop|growth|decline|loss|gain)s? of (?:an? |some )?$", re.IGNORECASE
)
_AGO = re.compile(r" (?:ago|earlier|before|later|previously)\b")
_PER_TIME = re.compile(r"per (?:day|week|month|quarter|year)\b")


class Scene:
    """One text with the figures of it that may be compared.

    text -- the masked text
    refers -- finds words for what others are held against
    second -- where the second of two sentences begins; 0: there is one only
    pool -- the figures: none that says how large a change is, or stands with its whole
    """

    def __init__(self, text: Masked, refers: Callable[[str], Any], second: int) -> None:
        self.text, self.refers, self.second = text, refers, second
        no_ends = {f for f in amounts(text) if not _RISE_OF.search(self.before(f))}
        no_ends |= {text.group(m, "p") for m in _SHARE.finditer(text.text)}
        no_ends |= {text.group(m, name) for m in _FRACTION.finditer(text.text) for name in "ab"}
        no_ends |= {f for f in text.figures if f.kind == "t" and _AGO.match(text.plain, f.end)}
        self.pool = [f for f in text.figures if f.kind in "nprmt" and f.unit != "years" and f not in no_ends]

    def at(self, figure: Figure) -> int:
        """Where a figure stands in the masked text."""
        return self.text.places[self.text.figures.index(figure)]

    def before(self, figure: Figure) -> str:
        """The masked text before a figure."""
        return self.text.text[: self.at(figure)]

    def gap(self, start: int, figure: Figure) -> str:
        """The masked text from an offset to a figure."""
        return self.text.text[start : self.at(figure)]

    def next(self, place: int) -> Figure | None:
        """The figure that follows an offset of the masked text in the same clause."""
        match = _NEXT.match(self.text.text, place)
        return self.text.at(match.end()) if match else None

    def earlier(self, place: int) -> list[Figure]:
        """The comparable figures before an offset of the masked text."""
        return [f for f in self.pool if self.at(f) < place]

    def like(self, figure: Figure, among: list[Figure] | None = None) -> list[Figure]:
        """Other figures of the same thing: those of its unit, if there are any."""
        like = [f for f in (self.pool if among is None else among) if f is not figure and same_thing(self.text, f, figure)]
        if figure.kind == "n" and len({f.unit for f in like}) > 1 and _UNITLESS.match(self.text.plain, figure.end):
            unit = max([f for f in like if f.start < figure.start] or like, key=lambda f: f.start).unit
            return [f for f in like if f.unit == unit]  # a bare number is in the unit of the figure before it
        return [f for f in like if f.unit == figure.unit] or like

    def usable(self, one: Figure, other: Figure) -> bool:
        """Whether two figures may be held against each other."""
        return one in self.pool and other in self.pool and same_thing(self.text, one, other)

    def weight(self, figure: Figure) -> int:
        """How much speaks for a figure being the one that another is compared with."""
        lead = self.before(figure)
        after = _AFTERWARDS.match(self.text.text, self.at(figure) + 1)
        weight = 4 * bool(LINK.search(lead)) + 3 * bool(self.refers(re.split(rf"[{MASK};(]|\. ", lead)[-1][-70:]))
        return weight + 2 * bool(after and self.refers(after[0]))


def same_thing(text: Masked, one: Figure, other: Figure) -> bool:
    """Whether two figures may be of one thing: their units agree, or one leaves its unit to the other."""
    if one.unit.removeprefix("working ") == other.unit.removeprefix("working "):
        return True
    if {one.kind, other.kind} == {"n", "r"}:  # "20 fires per 1,000 homes" and "30 fires"
        count, rate = (one, other) if one.kind == "n" else (other, one)
        noun = rate.printed.split()[1:2]
        if noun and noun[0] != "per" and text.plain.startswith(f" {noun[0]}", count.end):
            return True
    bare, rate = (one, other) if one.kind == "n" else (other, one)
    if _PER_TIME.search(rate.unit) and " per " in rate.printed and bare.start < rate.start:
        return False  # "2,964 files, equal to 8 per day"
    return "n" in (one.kind, other.kind) and bool(_UNITLESS.match(text.plain, bare.end)) and not bare.loose
