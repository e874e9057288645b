"""Quantities in English running text, read once and generically.

Percentages, fractions ("29 out of 60"), rates ("per million population"), durations, counts, factors ("doubled"),
number words and ranges, with what qualifies them ("over", "about") and what they are held against. Years, dates and the
numbers of sections, figures and questions are not quantities. What a quantity is *about* is for rule packs to say.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from typing import Literal, NamedTuple

import msgspec

from peelcheck.model.finding import Comparator, Metric

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
_WORDS = {word: number for number, word in enumerate((_ONES + "eighteen nineteen").split())}
_TENS = {
    word: 10 * number
    for number, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_WORDS |= _TENS
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
MONEY = {"": 1, "k": 1e3, "m": 1e6, "bn": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}

_SINGLE = "|".join(sorted(_WORDS, key=len, reverse=True))
_WORD = rf"(?:(?:{'|'.join(_TENS)})[- ](?:one|two|three|four|five|six|seven|eight|nine)|{_SINGLE})"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER = rf"(?:{_DIGITS}|{_WORD})(?:[ -](?:hundred|thousand|million)\b)?(?:(?<=hundred) and {_WORD}\b)?"
_QUALIFIER = (
    r"(?P<q>over|more than|greater than|above|under|less than|fewer than|below|about|around|approximately|roughly|some|"
    r"almost|nearly|just over|just under|up to|at least|at most|within|only|a further|another)\s+"
)
PERCENT = r"(?:\s?%|\s?(?:percent|per cent|percentage points?)\b)"
_TIME = r"(?:minute|hour|day|week|month|year)"

_QUANTITY = re.compile(
    rf"(?:\b{_QUALIFIER}|(?P<sign>(?<![\w.])[+-](?=\d)))?"
    r"(?:"
    rf"\b(?P<n1>{NUMBER})(?: [a-z]+s)? (?:out of|of)(?: the| a total of| every)? "
    rf"(?P<d1>{NUMBER})(?!\w|{PERCENT})"
    rf"|\b(?P<si>one|two|three|four|nine) in (?:every )?(?P<sd>{_SINGLE}|\d{{1,2}})\b"
    r"|£(?P<money>\d+(?:,\d{3})*(?:\.\d+)?)\s?(?P<big>k|m|bn|thousand|million|billion)?\b"
    rf"|\b(?P<times>{_WORD}|\d+) times (?=as |higher|longer|more|greater|larger|lower|the (?:rate|number|average|level|national))"
    rf"|\b(?P<pn>one|two|three|four|nine|a|an)[ -](?P<pd>half|third|quarter|fifth|sixth|tenth)s?\b"
    rf"|\b(?P<half>half)(?= (?:of|the|\())"
    rf"|(?<![\w.,/#])(?P<lo>(?>{NUMBER}))\s?(?:-|to|and)\s?(?P<hi>{NUMBER})(?P<u2>{PERCENT}|[- ]{_TIME}s?\b)"
    rf"|(?<![\w.,/#])(?P<n>{NUMBER})(?P<unit>{PERCENT}|[- ]{_TIME}s?\b)?"
    r"|\b(?P<factor>twice|doubled|doubling|halved|halving|trebled|tripled|quadrupled)\b"
    r")",
    re.IGNORECASE,
)
_MANY = "|".join(w for w in _WORDS if w not in ("zero", "one"))
_HINT = re.compile(
    rf"\d|%|\b(?:{_MANY}|half|halv|doubl|third|quarter|trebl|tripl|quadrupl|twice)",
    re.IGNORECASE,
)
_FACTORS = {"twice": 2.0, "doubl": 2.0, "halv": 0.5, "trebl": 3.0, "tripl": 3.0, "quadr": 4.0}
_PER = re.compile(
    r"\s*(?:[a-z][\w-]*\s+){0,4}?per (?:(?P<many>one million|million|100,000|1,000|100|thousand|hundred)"
    r"|(?P<each>[A-Za-z][\w-]*))",
    re.IGNORECASE,
)
_PER_NAMES = {"one million": "per_million", "million": "per_million", "100,000": "per_100000", "1,000": "per_1000"}
_PER_NAMES |= {"thousand": "per_1000", "100": "per_100", "hundred": "per_100"}
MONTHS = [name.lower() for name in calendar.month_name[1:]]
_MONTHS = "|".join(MONTHS)
_LABELS = "sections?|part|figures?|questions?|level|priority|paragraph|annex|chapter|code|table|phase|tier|page|act|article|"
_LABELS += (
    "regulation|version|appendix|quarter|stage|step|item|band|grade|category|type|outcome|wave|round|schedule|recommendation"
)
_NOT_BEFORE = re.compile(
    rf"(?:\b(?:{_LABELS}|in|since|by|from|to|of|until|during|early|late|mid|autumn|summer|spring|winter|{_MONTHS})[- ])$",
    re.IGNORECASE,
)
LABEL_BEFORE = re.compile(rf"(?<!\bthe )(?<!\bthis )(?<!\beach )\b(?:{_LABELS})[- ]$", re.IGNORECASE)
DATE_AFTER = re.compile(rf"(?:st|nd|rd|th)?\s+(?:{_MONTHS})\b", re.IGNORECASE)
PERIOD = re.compile(
    rf"\b(?:(?:in|over|for|during) )?the (?:\w+ )?(?:months?|years?) (?:to|ending) \d{{1,2}} (?:{_MONTHS}) \d{{4}}"
    r"|\b(?:over|in|during) the (?:last|past|previous) (?:\w+ )?(?:months?|years?)\b|\bwithin the first \w+ hours?\b"
    rf"|\bas at \d{{1,2}} (?:{_MONTHS}) \d{{4}}",
    re.IGNORECASE,
)
_WORDS_OF: tuple[tuple[Literal["up", "down", "above", "below"], str], ...] = (
    ("up", "rose|risen|rises?|rising|increas(?:e|ed|es|ing)|grew|grown|growth|went up|climbed"),
    ("down", "fell|fallen|falls?|falling|decreas(?:e|ed|es|ing)|reduc(?:e|ed|es|ing|tion)|declin(?:e|ed)|dropped|drop|went down"),
    ("above", "higher than|greater than|above|exceed(?:s|ed|ing)?"),
    ("below", "lower than|less than|fewer than|below"),
)
_DIRECTIONS = [
    (name, re.compile(rf"\b(?:{words})(?:\s+(?:by|of|to|from|in|than|at))?\s*(?:\w+ )?$", re.IGNORECASE))
    for name, words in _WORDS_OF
]
_AFTER: tuple[tuple[Literal["up", "down"], re.Pattern[str]], ...] = (
    ("up", re.compile(r"\s*(?:more|increase|rise|growth|higher)\b", re.IGNORECASE)),
    ("down", re.compile(r"\s*(?:fewer|less|decrease|reduction|fall|drop|lower)\b", re.IGNORECASE)),
)
_NEAR = 80  # characters around a number that say what it is
_COMPARED = re.compile(r"(?:above|below|(?:greater|less|fewer) than)\s+", re.IGNORECASE)
_SCOPE = re.compile(
    r"\b(?:in|at|across|for) ((?:one|two|three|four|five|six|some|several|a few|most|certain) (?:of (?:the|its) )?(?:\w+ )?"
    r"(?:areas?|districts?|divisions?|units?|teams?|sites?|departments?|count(?:y|ies)|regions?|stations?|places?|parts?|locations?))\b",
    re.IGNORECASE,
)
QUALIFIERS = {
    "more than": "over", "greater than": "over", "above": "over", "less than": "under", "fewer than": "under",
    "below": "under", "around": "about", "approximately": "about", "roughly": "about", "some": "about",
    "almost": "nearly", "just over": "over", "just under": "under", "up to": "up_to", "at least": "at_least",
    "at most": "at_most", "a further": "further", "another": "further",
}  # fmt: skip

NameOf = Callable[[str], "list[tuple[int, int, str]]"]


class Quantity(NamedTuple):
    """A quantity with its place (end-exclusive offsets) in the text it was read from."""

    start: int
    end: int
    metric: Metric


def number(text: str) -> float:
    """The value of digits or number words: '4,300', 'seven', 'twenty-one', '2 million'."""
    low = text.lower().replace(",", "").strip()
    factor = 1
    if " and " in low:
        most, _, rest = low.partition(" and ")
        return number(most) + number(rest)
    for word, scale in _SCALES.items():
        if low.endswith(word):
            low, factor = low[: -len(word)].strip(" -"), scale
    if low and low[0].isdigit():
        return float(low) * factor
    return float(sum(_WORDS[part] for part in re.split("[- ]", low))) * factor


def quantities(text: str, comparators: NameOf | None = None) -> list[Quantity]:
    """Every quantity of a normalised sentence, in order. `comparators` finds names that figures are held against."""
    if _HINT.search(text) is None:
        return []
    period = PERIOD.search(text)
    when = period.group(0) if period else None
    found = [q for m in _QUANTITY.finditer(text) if (q := _read(text, m, when)) is not None]
    scope = _SCOPE.search(text)
    found = [_directed(text, q, scope) for q in found]
    if period:
        found = [q for q in found if not (period.start() <= q.start and q.end <= period.end())]
    return _compared(text, found, comparators(text)) if comparators and found else found


def _read(text: str, match: re.Match[str], when: str | None) -> Quantity | None:
    group = match.groupdict()
    start, end = match.span()
    qualifier = group["q"].lower() if group["q"] else None
    qualifier = QUALIFIERS.get(qualifier or "", qualifier)

    def make(value: float, unit: str, numerator: float | None = None, denominator: float | None = None) -> Metric:
        return Metric(value=value, unit=unit, numerator=numerator, denominator=denominator, qualifier=qualifier, period=when)

    if group["n1"]:
        part, whole = number(group["n1"]), number(group["d1"])
        if whole < part or whole == 0 or _year(group["d1"]):
            return None
        if group["n1"].lower() == "one":  # "one of eight centres" tells of eight
            return Quantity(match.start("d1"), end, make(value=whole, unit="count"))
        return Quantity(start, end, make(value=round(100 * part / whole, 1), unit="percent", numerator=part, denominator=whole))
    if group["si"]:
        part, whole = number(group["si"]), number(group["sd"])
        return None if whole <= part else Quantity(start, end, make(round(100 * part / whole, 1), "percent", part, whole))
    if group["money"]:
        return Quantity(start, end, make(number(group["money"]) * MONEY[(group["big"] or "").lower()], "pounds"))
    if group["times"]:
        return Quantity(start, end, make(number(group["times"]), "ratio"))
    if group["pd"] or group["half"]:
        many = {"a": 1, "an": 1}.get(group["pn"].lower()) if group["pn"] else 1
        many = many if many is not None else _WORDS[group["pn"].lower()]
        share = 100 * many / PARTS[(group["pd"] or "half").lower()]
        return Quantity(start, end, make(value=round(share, 1), unit="percent")) if share <= 100 else None
    if group["factor"]:
        return Quantity(
            start,
            end,
            make(value=_FACTORS[next(k for k in _FACTORS if group["factor"].lower().startswith(k))], unit="ratio"),
        )
    if group["hi"]:
        middle = (number(group["lo"]) + number(group["hi"])) / 2
        return Quantity(start, end, make(value=middle, unit=_unit(group["u2"])))
    word, unit = group["n"], group["unit"]
    before, after = text[max(0, match.start("n") - _NEAR) : match.start("n")], text[match.end("n") : match.end("n") + _NEAR]
    value = number(word)
    if group["sign"] == "-":
        value = -value
    if unit is None:
        if word.lower() in ("one", "zero") or LABEL_BEFORE.search(before) or DATE_AFTER.match(after):
            return None
        if _year(word) and (_NOT_BEFORE.search(before) or not re.match(r" [a-z]", after) or qualifier is None):
            return None
        if re.match(r"[\w/]|-[A-Z\d]|\.\d", after) or re.search(r"[\w£$/]$", before):
            return None
        if re.search(r"\b(?:per|for every) $", before):
            return None  # the whole of a rate, not a quantity of its own
        per = _PER.match(after)
        if per:
            name = _PER_NAMES.get((per["many"] or "").lower()) or f"per_{(per['each'] or '').lower()}"
            return Quantity(start, match.end("n") + per.end(), make(value=value, unit=name))
        return Quantity(start, end, make(value=value, unit="count"))
    return Quantity(start, end, make(value=value, unit=_unit(unit)))


def _directed(text: str, quantity: Quantity, scope: re.Match[str] | None) -> Quantity:
    """A quantity with what the words around it say of its direction, and what narrows it."""
    said = _COMPARED.match(text, quantity.start)  # "below 30 percent": the qualifier says it
    start = said.end() if said else quantity.start
    before, after = text[max(0, start - 40) : start], text[quantity.end : quantity.end + 16]
    direction = next((name for name, words in _DIRECTIONS if words.search(before)), None)
    direction = direction or next((name for name, words in _AFTER if words.match(after)), None)
    narrowed = scope.group(1) if scope and not (scope.start() <= quantity.start < scope.end()) else None
    if direction is None and narrowed is None:
        return quantity
    return quantity._replace(metric=msgspec.structs.replace(quantity.metric, direction=direction, scope=narrowed))


def _unit(text: str) -> str:
    low = text.strip(" -").lower()
    if low.startswith("per") or low == "%":
        return "percent"
    return low.rstrip("s") + "s"


def _year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", text))


def _compared(text: str, found: list[Quantity], names: list[tuple[int, int, str]]) -> list[Quantity]:
    """Give figures their comparator: '83 percent, against 84 percent for all together'.

    A comparator's figure that stands without the figure that it is held against keeps its own value; its scope says whose it is.
    """
    merged: list[Quantity] = []
    for quantity in found:
        name = next(
            (
                n
                for s, e, n in names
                if 0 <= quantity.start - e <= 40
                or (0 <= s - quantity.end <= 24 and not re.search(r"[;\d]|, ", text[quantity.end : s]))
            ),
            None,
        )
        last = merged[-1] if merged else None
        if (
            name
            and last
            and last.metric.comparator is None
            and last.metric.scope is None
            and last.metric.unit == quantity.metric.unit
        ):
            held = Comparator(name=name, value=quantity.metric.value)
            merged[-1] = last._replace(metric=msgspec.structs.replace(last.metric, comparator=held))
        elif name and not merged and quantity.metric.unit != "count":
            merged.append(quantity._replace(metric=msgspec.structs.replace(quantity.metric, scope=name)))
        else:
            merged.append(quantity)
    return merged
