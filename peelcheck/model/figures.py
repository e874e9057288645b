"""Figures as they are printed: what each may stand for once rounding and its qualifier are allowed for.

`quantities` says how much of what a text speaks; here the print itself matters, as in the recomputation of published figures:
"48 percent" is anything from 47.5 to 48.5, "over 40" anything above, "about half" a band around it. A text is also given with
every figure replaced by one letter for its kind, so that patterns can say how figures stand to each other.

Sources: Nuijten et al. 2016 (statcheck: recompute, allow for rounding, then compare); Brown and Heathers 2017 (GRIM).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from peelcheck.model.quantities import (
    DATE_AFTER,
    LABEL_BEFORE,
    MONEY,
    NUMBER,
    PERCENT,
    PERIOD,
    number,
)


class Range(NamedTuple):
    """From the least to the most that something may be."""

    low: float
    high: float

    def over(self, other: Range) -> bool:
        """Whether it lies wholly above another range."""
        return self.low > other.high + 1e-9

    def gap(self, other: Range) -> float:
        """How far apart two ranges are: 0 where they meet."""
        return max(0.0, self.low - other.high, other.low - self.high)

    def __neg__(self) -> Range:
        return Range(-self.high, -self.low)


class Figure(NamedTuple):
    """A figure as printed. Offsets are end-exclusive and take in qualifier and unit.

    kind -- n count, p percent, q percentage points, r rate, m money, t time, h share in words ("half", "one in five")
    step -- one unit in the last printed place
    loose -- where its words widen the range (about, over, half)
    """

    start: int
    end: int
    kind: str
    unit: str
    value: float
    range: Range
    step: float
    loose: bool
    printed: str


_TIMES = r"(?:second|minute|hour|working day|day|week|month|year)"
_ABOUT = r"about|around|approximately|approx\.?|roughly|some|circa|c\.|close to|in the region of|somewhere around"
_OVER = (
    r"(?:(?:well|just|slightly|a little|only just) )?(?:over|more than|greater than|in excess of)|upwards of|at least|"
    r"no (?:less|fewer) than|not less than"
)
_UP_TO = "".join(
    rf"(?<!\b{word} )" for word in ("is", "are", "was", "were", "now", "went", "gone", "back", "it", "adding", "adds", "add")
)
_UNDER = (
    rf"(?:(?:well|just|slightly|a little|only just) )?(?:under|less than|fewer than)|{_UP_TO}up to|at most|no more than|"
    r"not more than|"
    r"almost|nearly|not quite|not even|barely|close on|approaching"
)
_PLAIN = r"only|just|as many as|exactly|a further|another|an additional|a mere|fully|overall"
_QUALIFIED = rf"(?:\b(?P<q>(?:(?:{_PLAIN}) )?(?:{_ABOUT}|{_OVER}|{_UNDER}|{_PLAIN}))\s+(?=[\d£a-z]))?"
_SMALL = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_MANY = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty|hundred|\d{1,3})"
_PART_WORDS = "half|halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|twentieths?"
_FIGURE = re.compile(
    rf"{_QUALIFIED}(?:"
    rf"\b(?P<si>{_SMALL})[ -]in[ -](?:every |each )?(?P<sd>{_MANY})\b(?![-/]|\s?(?:%|per ?cent|{_TIMES}))"
    rf"|\b(?P<ti>{_SMALL}) (?:times|occasions) in (?:every )?(?P<td>{_MANY})\b(?![-/]|\s(?!(?:is|was|on|when|or|and|"
    rf"that|a) )[a-z])"
    rf"|\b(?P<ui>{_SMALL}) [a-z]+ in (?:every )?(?P<ud>{_MANY})(?=\s*(?:[(,.;-]|(?:is|are|was|had|has|have|did|do|"
    rf"does|ran|were|could|can|to|from|about|on|will|goes|go|went|says?|said|feels?|felt|fails?|failed|lacks?|lacked|gets?|"
    rf"got|takes?|took|thinks?|thought|knows?|knew|believes?|ends?|leaves?|left|told|wants?)\b))"
    rf"|\b(?P<oi>one|two|three|four|nine) out of (?:every )?(?P<od>two|three|four|five|six|eight|ten|twenty)\b"
    rf"|\b(?<!and )(?P<pn>one|two|three|four|five|six|seven|eight|nine|an?)[ -](?P<pd>{_PART_WORDS})\b"
    r"|\b(?<!first )(?<!second )(?<!latter )(?<!other )(?<!each )(?<!and a )(?P<half>half)\b"
    r"(?!-| (?:an? |a |of the |of each )?(?:hour|year|day|"
    r"term|month|week|quarter|decade|inspection period))"
    r"|\b(?P<most>(?:the |a )?(?:(?:vast|great|large|overwhelming|clear|small|tiny|significant) )?(?:majority|"
    r"minority)(?! (?:ethnic|groups?|communit|back|people|staff|language))"
    r"|(?<!the )most(?= of|\s*\())"
    r"|£(?P<money>\d+(?:,\d{3})*(?:\.\d+)?)(?:\s?(?P<big>k|m|bn|thousand|million|billion)\b)?"
    rf"|\bbetween (?P<lo1>(?>{NUMBER}))(?:{PERCENT})? and (?P<hi1>{NUMBER})(?P<u1>{PERCENT}|[- ]{_TIMES}s?\b)"
    rf"|(?<![\w.,/#£])(?P<lo2>(?>{NUMBER}))(?:{PERCENT})?-(?P<hi2>{NUMBER})(?P<u2>{PERCENT}|[- ]{_TIMES}s?\b)"
    rf"|(?<![\w.,#£])(?<![^\d]/)(?P<sign>[+-])?(?P<n>(?>{NUMBER}))(?P<unit>{PERCENT}|[- ]{_TIMES}s?\b)?"
    r")(?:(?<=\d)\+|(?P<more> or (?:so|more|over|fewer|less)\b))?",
    re.IGNORECASE,
)
_PER = re.compile(
    r"\s*(?:(?!(?:against|compared|and|to|than|from|versus|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"\w+teen|\w+ty(?:-\w+)?)\b)"
    r"[a-z][\w'-]*\s+){0,5}?(?:per (?P<per>(?:one |a )?(?:million|thousand|hundred)|100,000|1,?000|100|10,?000"
    r"|cap(?:ita)|[a-z]+)|(?:for|in) (?:every|each) (?P<every>1,?000|100|million|thousand|hundred))\b"
    r"|\s*(?:[a-z]+s? )?(?:an?|each|every) (?P<time>day|week|month|quarter|year)\b(?! (?:ago|earlier|before|later|previously)\b)",
    re.IGNORECASE,
)
_UNDATED = re.compile(r"\b(?:out of|\d of|total of|sample of)(?: the| its| a| all)?\s$|\d of (?:the|its) $", re.IGNORECASE)
_LABELLED = re.compile(
    r"\b(?:figure|table|section|question|annex|chapter|page|paragraph)s \d+(?:, \d+)*,? (?:and|to|or|-) $", re.IGNORECASE
)
_SLICED = re.compile(r"(\d{1,5})/(\d{1,5})\.?")  # 34/50, but not 2018/19 or 24/7
_AGED = re.compile(
    r"\b(?:aged?|ages)(?: of| between| from| under| over| \d+ (?:and|to))* $|"
    r"\b(?:those|people|adults|men|women|children|residents) (?:aged )?(?:over|under|above|below) $",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:the|these|those|between|other) $", re.IGNORECASE)
_NO_FIGURE = re.compile(r"[\w£$/]$|\d-$|\b(?:19|20)\d\d-$|\b(?:per|(?:for|in) (?:every|each)) $", re.IGNORECASE)
_TIMES_AS = re.compile(r"[ -]times\b|-?fold\b", re.IGNORECASE)
_LIKELIER = re.compile(
    r" times(?= (?:as|more|less) (?:likely|often|frequently)\b| (?:nationally|elsewhere|recorded|in|for|on|across)\b|[.,;)])",
    re.IGNORECASE,
)
_NOT_NUMBER = re.compile(r"\b(?:no|any|each|every|another|this|that|which|the|per) $", re.IGNORECASE)
_WIDENED = re.compile(r"\b(?P<up>above|higher than|exceed(?:s|ed|ing)?)\s$|\b(?:below|lower than)\s$", re.IGNORECASE)
_PARTS = ("whole", "half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SHARES = {word: at for at, word in enumerate(_PARTS, 1)} | {"twentieth": 20}
LETTERS = {kind: chr(0xE000 + at) for at, kind in enumerate("npqrmth")}
_ANY = "".join(LETTERS.values())
_WORD = rf"[^\s{_ANY}.;:!?]*[^\s{_ANY}.;:!?,()]"


def pattern(text: str) -> re.Pattern[str]:
    """A pattern over masked text.

    `<n>`, `<pq>` a figure of these kinds, `<x>` any; `<.>` a letter of a word; `<~4>` up to four words, `<,4>` with commas too
    """
    text = text.replace("<x>", f"[{_ANY}]").replace("<.>", rf"[^\s{_ANY}.;:()]")
    text = re.sub(r"(?<!\?P)<([npqrmth]+)>", lambda m: "[" + "".join(LETTERS[k] for k in m[1]) + "]", text)
    text = re.sub(r"<~(\d+)>", lambda m: rf"(?:{_WORD}\s+){{0,{m[1]}}}?", text)
    text = re.sub(r"<,(\d+)>", lambda m: rf"(?:\(?{_WORD}[,)]?\s+){{0,{m[1]}}}?", text)
    return re.compile(text, re.IGNORECASE)


class Masked:
    """A normalised text in which one letter stands for each figure."""

    def __init__(self, text: str, found: Sequence[Figure] | None = None) -> None:
        self.plain = text
        self.figures = tuple(figures(text) if found is None else found)
        pieces, at = [], 0
        for figure in self.figures:
            pieces += [text[at : figure.start], LETTERS[figure.kind]]
            at = figure.end
        self.text = "".join([*pieces, text[at:]])
        self.places = [m.start() for m in re.finditer(f"[{_ANY}]", self.text)] if self.figures else []

    @cached_property
    def measured(self) -> Masked:
        """The text without its ones in words: "one kind" and "one year" measure nothing."""
        counted = [f for f in self.figures if f.kind not in "nt" or f.printed.lower().split()[0] != "one"]
        return self if len(counted) == len(self.figures) else Masked(self.plain, counted)

    def at(self, place: int) -> Figure:
        """The figure whose letter stands at a place of the masked text."""
        return self.figures[self.places.index(place)]

    def within(self, start: int, end: int) -> list[Figure]:
        """The figures whose letters stand in a stretch of the masked text."""
        return [f for f, p in zip(self.figures, self.places, strict=True) if start <= p < end]

    def group(self, match: re.Match[str], name: str) -> Figure:
        """The figure that a group of a match begins with."""
        return self.at(match.start(name))


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Figure, ...]:
    """Every figure of a normalised text, in order. Years, dates, and the numbers of sections and figures are none."""
    dates = [m.span() for m in PERIOD.finditer(text)]
    found = (_read(text, m) for m in _FIGURE.finditer(text))
    return tuple(f for f in found if f and not any(s <= f.start and f.end <= e for s, e in dates))


def _read(text: str, match: re.Match[str]) -> Figure | None:
    group = match.groupdict()
    start, end, said = match.start(), match.end(), (group["q"] or "").lower()
    if (group["more"] or "").endswith(("more", "over")) or text[end - 1] == "+":
        said = "over"
    elif (group["more"] or "").endswith(("fewer", "less")):
        said = "under"
    elif group["more"]:
        said = "about"

    def figure(kind: str, unit: str, value: float, half: float, step: float, to: int = end, plain: bool = False) -> Figure:
        reach, loose = _reach(said, value, half, kind)
        if not said and (wide := _WIDENED.search(text[:start])):
            reach = Range(value, math.inf) if wide["up"] else Range(-math.inf, value)
        return Figure(start, to, kind, unit, value, reach, step, loose or plain, text[start:to])

    if group["most"]:
        low = "majority" in group["most"].lower() or group["most"].lower() == "most"
        return Figure(start, end, "h", "percent", 75 if low else 25, Range(50, 100) if low else Range(0, 50), 1, True, match[0])
    if any(group[name] for name in ("si", "oi", "ui", "ti")):
        name = next(name for name in "sout" if group[name + "i"])
        part, whole = number(group[name + "i"]), number(group[name + "d"])
        if part >= whole or whole < 2:
            return None
        low, high = (100 / (whole + 0.5), 100 / (whole - 0.5)) if part == 1 else _around(part, whole)
        reach = _reach(said, 100 * part / whole, (high - low) / 2, "h")[0] if said else Range(low, high)
        return Figure(start, end, "h", "percent", 100 * part / whole, reach, 1, True, match[0])
    if group["pd"] or group["half"]:
        word = (group["pd"] or "half").lower().removesuffix("s").replace("halve", "half")
        many = {"a": 1, "an": 1}.get(group["pn"].lower()) if group["pn"] else 1
        share = 100 * (many if many is not None else number(group["pn"])) / _SHARES[word]
        return figure("h", "percent", share, 3, 1, plain=True) if share <= 100 else None
    if group["money"]:
        scale = MONEY[(group["big"] or "").lower()]
        step = scale * _step(group["money"])
        return figure("m", "pounds", number(group["money"]) * scale, step / 2 if scale > 1 else 0, step)
    if group["hi1"] or group["hi2"]:
        which = "1" if group["hi1"] else "2"
        low, high = sorted((number(group["lo" + which]), number(group["hi" + which])))
        if _year(group["lo" + which]):
            return None
        kind, unit = _unit(group["u" + which])
        return Figure(start, end, kind, unit, (low + high) / 2, Range(low, high), 1, True, match[0])
    plain = _plain(text, match)
    return figure(*plain) if plain else None


def _plain(text: str, match: re.Match[str]) -> tuple[str, str, float, float, float, int] | None:
    """Kind, unit, value, half the width that rounding allows, step and end of a plain number; None where it is none."""
    word, unit = match["n"], match["unit"]
    before, after = text[max(0, match.start("n") - 60) : match.start("n")], text[match.end("n") : match.end("n") + 80]
    value, step = number(word), _step(word)
    if match["sign"] == "-":
        value = -value
    if unit is None:
        if _LABELLED.search(before) or LABEL_BEFORE.search(before) or DATE_AFTER.match(after) or value == 0:
            return None
        if _TIMES_AS.match(after):
            likely = _LIKELIER.match(after)
            return ("r", "times", value, step / 2, step, match.end("n") + likely.end()) if likely and word[0].isdigit() else None
        named = word.isdigit() and value < 20 and re.search(r"\b[A-Z]{3,} $", before)  # "the ABC 2 form"
        if re.match(r" and an? (?:half|quarter)\b", after) or _AGED.search(before) or named:
            return None
        if word.isalpha() and value <= 10 and _PRONOUN.search(before) and re.match(r"[.;)]|$", after):
            return None  # "little difference between the two"
        if word.lower() == "one" and (_NOT_NUMBER.search(before) or re.match(r" (?:of|another|or)\b|-|[.,;)]", after)):
            return None
        dated = not (match["q"] or _UNDATED.search(before))
        if _year(word) and 1985 <= value <= 2040 and dated:
            return None
        sliced = _SLICED.fullmatch(re.split(r"[ (]", before)[-1] + word + re.split(r"[ ,;)]", after, maxsplit=1)[0])
        if sliced and int(sliced[1]) <= int(sliced[2]):
            return "n", "count", value, 0.0, 1.0, match.end()
        if re.match(r"[\w/]|-[A-Za-z\d]|\.\d", after) or _NO_FIGURE.search(before):
            return None
        rate = _PER.match(after)
        half = 0.0 if step == 1 else step / 2
        if rate:
            name = "per " + (rate["per"] or rate["every"] or rate["time"]).lower().replace(",", "")
            name = {"per million": "per 1000000", "per one million": "per 1000000", "per thousand": "per 1000"}.get(name, name)
            return "r", name, value, step / 2, step, match.end("n") + rate.end()
        return "n", "count", value, half, step, match.end()
    kind, name = _unit(unit)
    return kind, name, value, step / 2, step, match.end()


def _around(part: float, whole: float) -> Range:
    return Range(100 * (part - 0.5) / whole, 100 * (part + 0.5) / whole)


def _reach(said: str, value: float, half: float, kind: str) -> tuple[Range, bool]:
    """What a printed value may stand for under its qualifier."""
    said = re.sub(rf"^(?:{_PLAIN}) (?=\w)", "", said)
    near = said.startswith(("just", "slightly", "a little", "only just"))
    if not said or re.fullmatch(_PLAIN, said):
        return Range(value - half, value + half), False
    share = kind in "ph"
    if re.fullmatch(_OVER, said):
        return Range(value - half * (kind == "h"), value * 1.2 + (3 if share else 0) if near else math.inf), True
    if said in ("almost", "nearly", "not quite", "close on", "approaching", "barely"):
        return Range(value * 0.85, value + half), True
    if re.fullmatch(_UNDER, said):
        return Range(value * 0.8 - (3 if share else 0) if near else -math.inf, value + half * (kind == "h")), True
    rough = said != "some" and value % 5 == 0
    width = max(half, 0.1 * abs(value) if rough or kind == "h" else 0.025 * abs(value))
    if share and rough:
        width = max(width, 3)
    return Range(value - width, value + width), True


def _unit(text: str) -> tuple[str, str]:
    low = text.strip(" -").lower()
    if "point" in low:
        return "q", "points"
    if low.startswith("per") or low == "%":
        return "p", "percent"
    return "t", low.rstrip("s") + "s"


def _step(text: str) -> float:
    low = text.lower()
    scale = next((s for w, s in (("million", 1e6), ("thousand", 1e3)) if w in low and low[0].isdigit()), 1.0)
    digits = re.sub(r"[^\d.]", "", low)
    return float(scale * 10.0 ** -len(digits.partition(".")[2]))


def _year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", text))
