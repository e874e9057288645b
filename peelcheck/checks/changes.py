"""Changes in words, over masked text: from what to what, which way, by how much."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from peelcheck.checks.turns import ADJUSTED, DOWN, GAIN, IDLE, LOSS, UP, amounts
from peelcheck.model.figures import Figure, Masked, pattern

_UP, _DOWN = rf"{UP}|raises?|raised|added|more|higher", rf"{DOWN}|lowers|tightened|fewer|less|lower"
_GAIN, _LOSS = rf"{GAIN}|better", rf"{LOSS}|worse"
_TURN = rf"(?:(?P<up>\b(?:{_UP})\b)|(?P<down>\b(?:{_DOWN})\b)|(?P<gain>\b(?:{_GAIN})\b)|(?P<loss>\b(?:{_LOSS})\b))"
_TURNED = re.compile(_TURN, re.IGNORECASE)
_TIMES = {
    "doubl": 2.0, "trebl": 3.0, "tripl": 3.0, "quadrupl": 4.0, "halv": 0.5, "twofold": 2.0, "threefold": 3.0, "fourfold": 4.0,
    "fivefold": 5.0, "tenfold": 10.0, "two-fold": 2.0, "three-fold": 3.0, "four-fold": 4.0,
}  # fmt: skip
MULTIPLIED = re.compile(rf"\b(?:{'|'.join(_TIMES)})\w*", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?:(?P<up>more than|over|well over)|(?P<down>almost|nearly|about|around|roughly|approximately|just under|virtually))\s+$",
    re.IGNORECASE,
)

_LOOSE = (2, 7, 8)  # of these ways to tell of two ends, those in which any two figures may be held against each other
_NOUN = r"(?:increase|rise|fall|drop|decrease|reduction|decline|improvement|growth|cut)"
_WAS = r"(?:was|were|stood at|stands at|had been|numbered|averaged|of)"
_GAP = r"(?: <,8><.>*)?"
_ENDS = (
    pattern(
        rf"\bfrom (?:an? |the |its |some )?<~5>(?P<a><x>){_GAP}\s*,? ?(?:up |down |in \d+ |and )?to (?:the |a |an |"
        rf"its |just |now )?<~4>(?P<b><x>)"
    ),
    pattern(
        rf"\bto (?:the |a |an |its |just )?<~3>(?P<b><x>){_GAP}\s*(?:,|\()? ?(?:up |down )?from (?:the |an? |its )?<~4>(?P<a><x>)"
    ),
    pattern(
        rf"(?P<b><x>){_GAP}\s*(?:,|\(| -|;)? ?(?:compared (?:with|to)|as compared (?:with|to)|in comparison (?:with|to)|"
        rf"against|as against|(?:up|down) (?:by )?(?:<x> <~1>)?(?:from|on)|versus|"
        rf"(?:an? )?(?:<x> )?{_NOUN}(?: of <x>)? (?:from|on|over|against|compared (?:with|to))) (?:the |an? |its )?<~4>(?P<a><x>)"
    ),
    pattern(
        rf"(?:\b{_WAS} (?:at )?|, |\b(?:formerly|previously|once|originally|initially) |\b(?:where|while|although|"
        rf"whereas) <~2>)(?P<a><x>){_GAP}[\s,;]+(?:and |but |which |this |it |"
        rf"that )*<~5>{_TURN.replace('?P<', '?P<_')} (?:[a-z]+ly |again |back )?(?:by <x> )?to <~3>(?P<b><x>)"
    ),
    pattern(r"(?P<a><x>)(?: <.>+){0,4},? (?:becoming|became|turn(?:ed|ing) into|giving way to) <~2>(?P<b><x>)"),
    pattern(r"\((?P<a><x>)(?: <.>+){0,3} to (?P<b><x>)"),
    pattern(r"\bbetween <~3>\((?P<a><x>)\) and <~3>\((?P<b><x>)\)"),
    pattern(
        rf"\b(?:in|by) (?P<y1>20\d\d),? <~4>(?P<a><x>){_GAP}[,;]? (?:and |but |while |whereas |"
        rf"compared with )?<~2>(?:in|by) (?P<y2>20\d\d),? <~4>(?P<b><x>)"
    ),
    pattern(
        rf"(?P<b><x>){_GAP}\s*(?:,|\()? ?(?:where |while |when )?<~6>(?:the )?(?:previous|last|preceding|"
        rf"prior) [a-z]+[a-z ,]{{0,30}}?{_WAS} (?P<a><x>)"
    ),
)
_MORE_THAN = pattern(
    r"(?P<by><pqnmtr>)(?: <.>+)? (?:(?P<up>more|higher|greater|larger|longer)|(?P<down>fewer|less|lower|"
    r"smaller|shorter))(?: <.>+){0,8}? than (?:the |in |its )?<~6>(?P<a><x>)"
)
_BY = pattern(
    rf"{_TURN}(?: <~9>|\s)(?:of|by) (?:a |an |some |about )?(?P<by><x>)|(?P<by2><x>)[ -](?:percentage[ -]points? |"
    rf"net )?(?:<~2>){_TURN.replace('?P<', '?P<two_')}|\bby (?P<by3><pq>)|(?:{_TURN.replace('?P<', '?P<three_')}) (?P<by4><pq>)"
    r"|\b(?:changes?|movements?|shift|swing|differences?) (?:of|was) (?:an? |some |about )?(?P<by5><x>)"
    r"|\b(?:gained|lost|added|adding|losing|gaining|cut|cutting|shed|shedding|recruited|recruiting|an extra|extra|new|"
    r"additional) <~2>(?P<by6><nmp>)"
)
_JOINT = re.compile(r"\b(?:while|whereas|although|but|including|of which|despite)\b|;|, with\b", re.IGNORECASE)
_VERBAL = re.compile(r"(?:ed|s|rose|fell|grew|went)$", re.IGNORECASE)
_TURNED_BY = pattern(rf"{_TURN} (?:by )?<~1><pq>")  # "rose by 20 percent (60, compared with 50)"
APART = re.compile(r",? (?:and|but|yet|while|whereas)\b|;")
_SIZED = pattern(r" (?:by |of )?<x>(?: <.>+){0,2} (?:from|on|over|against|compared)\b")
_SO_MUCH = pattern(r"<x> (?P<turn>more|fewer|less|higher|lower|longer|shorter)\b")
_ASIDE = pattern(r"\s*(?:<~6>)?\((?:plus |minus |an? |up |down |by )?(?P<by><pq>)(?: <.>+){0,2}\)")


class Change(NamedTuple):
    """A change as told.

    start, end -- the two ends
    sign -- 1 up, -1 down, 0 where the words do not say
    by -- by how much, where they say
    factor, bound -- "doubled" is 2; "more than doubled" has bound 1, "nearly" -1
    """

    start: Figure
    end: Figure
    sign: int
    words: str
    by: Figure | None
    factor: float | None
    bound: int
    sure: bool = True  # whether the words leave no doubt which end is the earlier one


def changes(text: Masked, better: Callable[[str], int], same: Callable[[Masked, Figure, Figure], bool]) -> Iterator[Change]:
    """Every change of a masked text of which both ends are printed. `same`: whether two figures may be of one thing."""
    taken: set[int] = set()
    sizes = amounts(text)
    for number, ends in enumerate(_ENDS):
        at = 0
        while match := ends.search(text.text, at):
            at = match.start() + 1
            a, b = text.group(match, "a"), text.group(match, "b")
            if "y1" in match.groupdict() and match["y1"] > match["y2"]:
                a, b = b, a
            if {a, b} & sizes:
                continue
            if not same(text, a, b) or a.kind in "qh" or b.kind in "qh" or {a.start, b.start} & taken:
                continue
            found = _told(text, match, a, b, better, loose=number in _LOOSE, sizes=sizes)
            if found:
                taken |= {a.start, b.start}
                yield found
                at = match.end()
    for match in _MORE_THAN.finditer(text.text):
        a = text.group(match, "a")
        by = text.group(match, "by")
        own = [f for f in text.figures if f.end <= by.start and same(text, f, a) and f.kind not in "qh" and f not in sizes - {a}]
        own = [f for f in own if f.unit == a.unit] or own
        if by.kind not in "pq" and not same(text, by, a):
            continue
        if len(own) == 1 and not {a.start, own[0].start} & taken:
            sign = 1 if match["up"] else -1
            yield Change(a, own[0], sign, match["up"] or match["down"], by, None, 0)


def times(a: Figure, b: Figure, said: re.Match[str], sure: bool = True) -> Change:
    """A change by a factor: "doubled", "nearly halved"."""
    factor = next(value for word, value in _TIMES.items() if said[0].lower().startswith(word))
    lead = _BOUND.search(said.string[: said.start()])
    return Change(a, b, 0, said[0], None, factor, 0 if lead is None else 1 if lead["up"] else -1, sure)


def _told(
    text: Masked, match: re.Match[str], a: Figure, b: Figure, better: Callable[[str], int], loose: bool, sizes: set[Figure]
) -> Change | None:
    first, last = sorted((match.start("a"), match.start("b")))
    start = max(text.text.rfind(". ", 0, first), text.text.rfind(";", 0, first)) + 1
    stop = re.compile(r"[.;](?:\s|$)").search(text.text, last)
    end = stop.start() if stop else len(text.text)
    before, inside, after = text.text[start:first], text.text[first:last], text.text[last + 1 : end]
    multiplied = MULTIPLIED.search(before) or MULTIPLIED.search(after)
    between = text.text[start + multiplied.end() : first] if multiplied and multiplied.string is before else ""
    if multiplied and not loose and not _TURNED.search(between) and not APART.search(between):
        return times(a, b, multiplied)
    by = None if ADJUSTED.search(text.text) else _amount(text, start, first, last, end, {a, b}, sizes)
    turns = [*reversed([*_TURNED.finditer(before)]), *_TURNED.finditer(inside), *_TURNED.finditer(after)]
    if loose:
        turns = [t for t in _TURNED.finditer(after) if _noun(t)]
        turns += [
            t
            for t in _TURNED.finditer(inside)
            if re.match(
                r" (?:from|"
                r"on)\b",
                inside[t.end() :],
            )
            or _SIZED.match(inside[t.end() :])
        ]
        if not turns and by and (more := _SO_MUCH.search(after)) and text.at(last + 1 + more.start()) == by:
            turns = [t for t in _TURNED.finditer(after) if t.start() == more.start("turn")]
        if not turns and by and (told := _TURNED_BY.search(before)) and text.at(start + told.end() - 1) == by:
            turns = [told]
        if not turns:
            return None
    for turn in turns:
        if turn[0].lower() in ("up", "down") and IDLE.search(turn.string[: turn.start()]):
            continue  # "was set up": no change
        sign = _sign(turn, lambda: better(text.plain))
        if sign:
            return Change(a, b, sign, turn[0], by if by and _belongs(text, by, sign) else None, None, 0)
    return Change(a, b, 0, "", by, None, 0) if by else None


def _belongs(text: Masked, by: Figure, sign: int) -> bool:
    """Whether an amount is told in words that go the way of the change: not so 'despite a fall of 8 percent it rose'."""
    place = text.places[text.figures.index(by)]
    turns = [t for t in _TURNED.finditer(re.split("[,;]", text.text[:place])[-1]) if t["up"] or t["down"]]
    return not turns or (1 if turns[-1]["up"] else -1) == sign


def _noun(turn: re.Match[str]) -> bool:
    """Whether words speak of a change and do not just compare."""
    return turn[0].lower() not in ("more", "less", "fewer", "higher", "lower", "better", "worse")


def _sign(turn: re.Match[str], better: Callable[[], int]) -> int:
    if turn["up"] or turn["down"]:
        return 1 if turn["up"] else -1
    return better() if turn["gain"] else -better()


def _amount(text: Masked, start: int, first: int, last: int, end: int, ends: set[Figure], sizes: set[Figure]) -> Figure | None:
    """The figure that says by how much: 'by 20 percent', 'a fall of 13', '(20 percent)'."""
    aside = _ASIDE.match(text.text, last + 1)
    if aside:
        return text.group(aside, "by")
    found: list[tuple[int, Figure]] = []
    for match in _BY.finditer(text.text, start, end):
        name = next(n for n in ("by", "by2", "by3", "by4", "by5", "by6") if match[n])
        figure = text.group(match, name)
        joint = _JOINT.search(text.text[min(match.start(name), first) : max(match.start(name), first)])
        if joint and not first < match.start(name) < last:
            continue  # an amount of another clause
        if name == "by2" and figure.kind not in "pq" and (match["two_gain"] or match["two_loss"] or _VERBAL.search(match[0])):
            continue  # "four stations dropped": who changed, not by how much
        if (
            figure not in ends
            and figure.kind in "pqhnrmt"
            and (figure.kind in "pq" or figure in sizes or not first < match.start(name) < last)
        ):
            at = match.start(name)
            if figure.kind not in "pqhn" and all(figure.unit != end.unit for end in ends):
                continue
            found.append((max(first - at, at - last, 0), figure))
    return min(found, key=lambda one: one[0])[1] if found else None  # the nearest: "the aim of 13 percent was missed; it rose 7"
