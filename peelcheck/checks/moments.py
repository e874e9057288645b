"""Changes told in any order: which of two figures is the earlier one is read from the words of time about each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from peelcheck.checks.changes import APART, MULTIPLIED, Change, times
from peelcheck.checks.turns import ADJUSTED, DOWN, GAIN, IDLE, LOSS, UP, amounts
from peelcheck.model.figures import Figure, Masked, pattern
from peelcheck.model.quantities import MONTHS

_COMPARING = (
    r"(?<!of a )(?<!of an )(?<!of a much )(?<!of a far )"
    r"(?:(?P<more>more|higher|greater|larger|longer|above)|(?P<fewer>fewer|less|lower|smaller|shorter|below))"
)
_TURN = re.compile(
    rf"\b(?:(?P<up>{UP})|(?P<down>{DOWN})|(?P<gain>{GAIN})|(?P<loss>{LOSS})|{_COMPARING})(?![-\w])(?! to\b(?: the| a)? <)",
    re.IGNORECASE,
)
_NOT_A_TURN = re.compile(r"\b(?:no|not|never|nor|neither|without|hardly|any|whether) (?:\w+ )?$|n't (?:\w+ )?$", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:if|whether|would|could|might|should|unless|targets? (?:of|is|was|set|for)|the targets?(?! times?)|aims? to|"
    r"(?:plans?|intends?|expects?) to|aim(?:s|"
    r"ed|ing) (?:for|at)|goal|short of|"
    r"hopes? to|estimated at|the average(?= (?:of|"
    r"for|in|is|was|across)\b|[,.;)])|nationally|national|"
    r"elsewhere|other|similar|neighbouring|peers|of which|of whom|of these|of those|cumulative\w*|capacity)\b|\?",
    re.IGNORECASE,
)
_TURN_WORDS = rf"(?:{UP}|{DOWN}|{GAIN}|{LOSS}|more|fewer|less|higher|lower|greater|larger|smaller|above|below)"
_AMOUNTS = (
    pattern(
        rf"\b(?:{_TURN_WORDS}|changes?|changed|movements?|shift|differences?|swing|turnaround|moved) (?:<~4>)?(?:of|"
        rf"by) <~3>(?P<by><pqnmrth>)(?! (?:<.>+ ){{0,3}}(?:in|on|as at) (?:19|20)\d\d)"
    ),
    pattern(rf"(?P<by><pq>)[ -](?:net |overall |percentage[ -]points? |points? )?(?:<~1>)?(?:{_TURN_WORDS})\b"),
    pattern(
        r"(?P<by><nmrth>)[ -](?:<~1>)?(?:more|fewer|less|higher|lower|greater|smaller|increases?|rises?|reductions?|decreases?|"
        r"falls?|drops?)\b"
    ),
    pattern(rf"\b(?:{_TURN_WORDS}) (?P<by><pq>)"),
    pattern(r"\bby (?:<~2>)?(?P<by><pq>)"),
    pattern(r"\b(?:gained|lost|added|shed|recruited|hired|cut) <~2>(?P<by><nm>)"),
    pattern(r"\((?:<~3>)?(?P<by><pq>)(?: <.>+){0,2}\)"),
    pattern(r"(?:, | - )(?:or |a |an )?<~2>(?P<by><pq>)(?: <.>+){0,2}[.,;]"),
)
_PART_OF = pattern(r"<n> of (?:the|its|their|these|those|all|our) <n>")
_EDGES = re.compile(
    r"[,;:()]|\s-\s|\.\s|\b(?=(?:from|than|as against|against|compared (?:with|to)|versus|where|when|while|whereas|and|but|to"
    r"|having|after|on the|up on|down on|on (?=an? |[\ue000-\ue006]))\b)",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:previous(?:ly)?|formerly|before(?:hand)?|ago|earlier|last (?:year|time|month|quarter|week|spring|summer|autumn|winter|"
    r"inspection|visit|report)|(?:had|having) (?:\w+ )?(?:been|stood|had|run|numbered|averaged)|"
    r"original(?:ly)?|initial(?:ly)?|once|used to|our last|starting point|baseline|preceding|prior|then|at the outset|"
    r"at the start|"
    r"at the time of|back in|from|after|in the past)\b"
    r"|^ ?on ",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:previous(?:ly)?|formerly|before(?:hand)?|ago|earlier|last (?:year|time|month|quarter|week|spring|summer|autumn|winter|"
    r"inspection|visit|report)|had (?:\w+ )?been|used to|our last|starting point|original(?:ly)?|initial(?:ly)?|preceding|prior|"
    r"from|at the time of|back in|at the outset|at the start|baseline)\b",
    re.IGNORECASE,
)
_BEFORE_THAT = re.compile(
    r"\b(?:the (?:one|year|quarter|month|period|week) (?:before|previous|earlier)|before that|before then|(?:year|"
    r"month)s? before)\b",
    re.IGNORECASE,
)
_HELD = re.compile(r"\b(?:than|(?:as )?against|compared (?:with|to)|versus|on the|set beside)\b", re.IGNORECASE)
_LATER = re.compile(
    r"\b(?:now|currently|today|this (?:year|time|month|quarter|inspection|visit|spring|summer|autumn|winter)|latest|current|"
    r"at present|to|reached|reaches|present|most recent|following year|later|is|are|has|have|since|subsequent\w*|after that|"
    r"thereafter|the next|nowadays)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d/])((?:19|20)\d\d)(?:[/-]\d\d)?(?!\d)")
_CALENDAR = [*MONTHS[:3], "spring", *MONTHS[3:6], "summer", *MONTHS[6:9], "autumn", *MONTHS[9:]]
_SEASON = re.compile(rf"\b(?:in|by|of|between|and|to|from|during) ({'|'.join(_CALENDAR)})\b(?! (?:19|20))", re.IGNORECASE)
_FULL = re.compile(rf"\b({'|'.join(MONTHS)}) ((?:19|20)\d\d)", re.IGNORECASE)


_TAIL = re.compile(r"(?: [a-z][\w'-]*){1,4}", re.IGNORECASE)
_EMPTY = re.compile(
    r"(?:from|with|that|this|these|those|there|their|they|than|then|when|where|which|while|what|were|have|been|being|having|"
    r"into|over|"
    r"under|about|after|before|during|since|between|until|year|years|month|months|week|weeks|quarter|time|report|inspection|"
    r"visit|"
    r"previous|previously|last|next|past|current|currently|latest|earlier|later|today|today's|number|figure|rate|total|level|"
    r"share|average|count|only|just|some|also|again|back|came|went|gone|come|stood|stands|stand|reached|reaching|recorded|"
    r"reported|seen|found|made|making|each|every|more|less|compared|against|versus|same|period|equivalent|corresponding|"
    r"march|april|june|july|august|september|october|november|december|january|february|spring|summer|autumn|winter|"
    r"percent|point|points|percentage|peak|base|baseline|starting|original|originally|initial|planned|will|would|present|"
    r"budget|people|moved|change|changed|just|roughly|around|nearly|almost|estimated|projected|expected|forecast|"
    r"population|cent|according|figures|it|is|was)"
)
_BASE = re.compile(r"(?:on|than|from|over|against) ", re.IGNORECASE)
_MARK = re.compile("[\ue000-\ue006]")


def moves(text: Masked, better: Callable[[str], int], same: Callable[[Masked, Figure, Figure], bool]) -> Iterator[Change]:
    """The change that a sentence tells, where it has two figures of one thing and words that order them in time."""
    if _OPEN.search(text.text) or ADJUSTED.search(text.text) or len([f for f in text.figures if f.kind != "t"]) > 4:
        return
    by = _amount(text)
    if _PART_OF.search(text.text):
        return  # "lost 16 of their 90, and got 10 back"
    sizes = amounts(text) - {by}
    pool = [f for f in text.figures if f is not by and f.kind in "nprmt" and not (f.kind == "t" and _span(text, f))]
    pool = [f for f in pool if f not in sizes]
    pairs = [(x, y) for at, x in enumerate(pool) for y in pool[at + 1 :] if same(text, x, y)]
    if len(pool) > 3 or len(pairs) != 1:
        return
    first, second = pairs[0]
    if any(re.search(r"\bby (?:[a-z]+ )?$", text.text[: text.places[text.figures.index(f)]]) for f in pairs[0]):
        return  # "by 15 percent, against 13 elsewhere": amounts, not ends
    if not _one_thing(text, first, second):
        return
    order = _order(text, first, second, held=by is not None)
    turns = {
        (sign, turn[0], turn["more"] or turn["fewer"])
        for turn in _TURN.finditer(text.text)
        if (sign := _sign(text, turn, better))
    }
    if (multiplied := MULTIPLIED.search(text.text)) and not by and multiplied[0].lower().endswith(("ed", "ing", "fold")):
        if APART.search(text.text[multiplied.end() : text.places[text.figures.index(first)]]):
            return  # "demand has doubled, and staffing went from 90 to 95"
        yield times(*((first, second) if order >= 0 else (second, first)), multiplied, sure=bool(order))
        return
    if by and by.kind == "p" and first.kind == "p" and by not in amounts(text):
        return  # three percentages, none of which is said to be a change
    rivals = [f for f in sizes if by and f.kind == by.kind]
    if len({sign for sign, _, _ in turns}) > 1 or rivals or (sizes and not by) or not (order or (by and turns)):
        return
    if not order and not 0.2 <= first.value / second.value <= 5:
        return  # hardly two values of one thing
    start, end = (first, second) if order >= 0 else (second, first)
    sign, words = next(((s, w) for s, w, _ in turns), (0, ""))
    alone = turns and all(comparing for _, _, comparing in turns)
    if alone and by and by.kind in "nmrt" and not re.search(r"\bthan\b", text.text):
        return  # "12 more in 2020/21, 8 in the year after"
    if alone and abs(order) < (2 if by is None else 1):
        return  # "more": a comparison, unless words of time make it a change
    if sign or (by and re.search(r"\b(?:change|moved|movement|shift|differen\w+|swing)", text.text)):
        sure = order != 0 and (by is None or by.kind != "p" or abs(order) > 1)
        yield Change(start, end, sign, words, by, None, 0, sure)


def _one_thing(text: Masked, first: Figure, second: Figure) -> bool:
    """Whether nothing says that two figures are of different things, or that one of them is an amount itself."""
    here, there = (text.places[text.figures.index(f)] for f in (first, second))
    tails = [_TAIL.match(text.text, place + 1) for place in (here, there)]
    if any(re.match(rf" (?:[a-z]+ )?{_TURN_WORDS}\b(?! than)", text.text[place + 1 :]) for place in (here, there)):
        return False
    names = [set(_stems(tail[0])) if tail else set() for tail in tails]
    if all(names) and not names[0] & names[1]:
        return False
    if tails[0] is None or (not names[0] and _HELD.search(text.text[:here])):
        return True  # "compared with 20 in 2013, the number of ... was 30": the thing is named with the second
    between = _EDGES.split(text.text[here + 1 : there])[-1]
    new = set(_stems(between)) - set(_stems(text.text[: here + 1])) - names[0] - names[1]
    return not new


def _stems(said: str) -> list[str]:
    words = re.findall(r"[a-z][a-z'-]+", said.lower())
    return [w[:5] for w in words if len(w) > 3 and not _EMPTY.fullmatch(w) and not _TURN.fullmatch(w)]


def _span(text: Masked, figure: Figure) -> bool:
    """Whether a time says over how long: 'in six months', 'two years ago'."""
    before, after = text.plain[max(0, figure.start - 24) : figure.start], text.plain[figure.end : figure.end + 20]
    return bool(
        figure.unit in ("years", "months")
        or re.search(
            r"\b(?:in|over|within|during|for|the|past|last|next) (?:the )?(?:last |past |next |first )?$", before, re.IGNORECASE
        )
        or re.match(r" (?:ago|earlier|later|before|to \d|ending)\b", after)
    )


def _amount(text: Masked) -> Figure | None:
    for found in _AMOUNTS:
        for match in found.finditer(text.text):
            figure = text.group(match, "by")
            units = [f for f in text.figures if f.unit == figure.unit and f is not figure]
            if figure.kind in "pq" and (len(units) == 2 or not units or figure.kind == "q"):
                return figure
            if figure.kind in "nmrth" and len([f for f in text.figures if f.kind == figure.kind]) == 3:
                return figure
            if figure.kind in "nmrth" and sum(f.kind != "t" for f in text.figures) == 3:
                return figure
    return None


def _sign(text: Masked, turn: re.Match[str], better: Callable[[str], int]) -> int:
    before = text.text[: turn.start()]
    if _NOT_A_TURN.search(before) or (IDLE.search(before) and turn[0].lower() in ("up", "down")):
        return 0
    if turn["gain"] or turn["loss"]:
        return better(text.plain) * (1 if turn["gain"] else -1)
    return 1 if turn["up"] or turn["more"] else -1


def _order(text: Masked, first: Figure, second: Figure, held: bool) -> int:
    """1 where the first figure is the earlier, -1 the second, 0 not known; 2 and -2 where words of time leave no doubt."""
    here, there = (text.places[text.figures.index(f)] for f in (first, second))
    gaps = text.text[:here], text.text[here + 1 : there], text.text[there + 1 :]
    gaps = gaps[0], gaps[1], re.split(r"[.;] (?=[A-Z])|, (?:which|and|so|though|although) ", gaps[2])[0]
    dated = _dates(gaps)
    if dated:
        return dated
    seasons = [_SEASON.findall(_segment(text.text, place)) for place in (here, there)]
    if all(seasons) and _CALENDAR.index(seasons[0][0].lower()) < _CALENDAR.index(seasons[1][0].lower()):
        return 2  # "20 in June and 30 in July"
    one, two = _segment(text.text, here), _segment(text.text, there)
    scores = [_score(segment) or -(held and bool(_HELD.search(segment))) for segment in (one, two)]
    if held and scores == [1, 1]:
        scores = [1 - 2 * bool(_HELD.search(segment)) for segment in (one, two)]
    if scores[0] == scores[1]:
        return 0
    sign = 1 if scores[0] < scores[1] else -1
    return sign * 2 if any(_STRONG.search(s) for s in (one, two)) and 0 not in scores else sign


def _score(segment: str) -> int:
    strong = 3 * bool(_BEFORE_THAT.search(segment)) or 2 * bool(_STRONG.search(segment))
    return bool(_LATER.search(segment)) * (not strong) - max(strong, bool(_EARLIER.search(segment)))


def _segment(said: str, place: int) -> str:
    """The words about a figure, as far as the next joint of the sentence."""
    starts = [0, *(m.end() for m in _EDGES.finditer(said) if m.end() <= place)]
    ends = [m.start() for m in _EDGES.finditer(said) if m.start() > place] or [len(said)]
    lead = said[starts[-1] : place]
    if (
        len(starts) > 1
        and said[starts[-1] - 1 : starts[-1]] in (",", "(")
        and len(lead.split()) < 3
        and not _MARK.search(said[starts[-2] : starts[-1]])
        and not _BASE.match(said[starts[-2] :])
    ):
        lead = said[starts[-2] : place]  # "last year, 20": the comma does not part them
    if re.match(r"\s*(?:when|where) ", lead):
        lead = said[starts[max(-3, -len(starts))] : place]  # "than in the preceding year, when 20"
    return lead + said[place : ends[0]]


def _dates(gaps: tuple[str, str, str]) -> int:
    before, between, after = ([_moment(m) for m in _moments(gap)] for gap in gaps)
    if between and after and not before:
        one, two = between[0], after[0]
    elif before and between and not after:
        one, two = before[-1], between[-1]
    elif before and after and not between:
        one, two = before[-1], after[0]
    elif len(between) == 2 and not before and not after:
        one, two = between
    elif between and before and after:
        if between[0] == before[-1] or between[0] == after[0]:
            return 0
        one, two = between[0], after[0]
    else:
        return 0
    return 0 if one == two else 2 if one < two else -2


def _moments(gap: str) -> list[re.Match[str]]:
    full = list(_FULL.finditer(gap))
    covered = [m.span() for m in full]
    years = [m for m in _YEAR.finditer(gap) if not any(s <= m.start() < e for s, e in covered)]
    return sorted([*full, *years], key=lambda m: m.start())


def _moment(match: re.Match[str]) -> tuple[int, int]:
    groups = match.groups()
    return (int(groups[1]), MONTHS.index(groups[0].lower())) if len(groups) == 2 else (int(groups[0]), 6)
