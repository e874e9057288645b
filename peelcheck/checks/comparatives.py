"""Comparisons in words, over masked text: which way they point, how far, and what they lead to."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from peelcheck.model.figures import Masked

ALIKE = 0


class Comparative(NamedTuple):
    """Words that compare. Offsets are those of the masked text.

    sign -- 1 up, -1 down, 0 alike
    of -- whether what follows is what they compare with ("than", "in line with")
    tight -- whether it follows at once
    factor, bound -- "double" is 2; "more than double" is 2 with bound 1, "nearly" -1; where alike, "the same" has bound 1,
        "exactly the same" 2
    """

    start: int
    end: int
    words: str
    sign: int
    of: bool
    tight: bool
    factor: float | None = None
    bound: int = 0


_HOW = (
    r"(?:(?:much|far|slightly|significantly|substantially|considerably|markedly|notably|marginally|well|a little|a lot|even|just|"
    r"somewhat|noticeably|clearly|\w+ly) )?"
)
_UP = (
    r"higher|greater|larger|bigger|longer|above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|outstrip(?:s|ped)?|in excess of|"
    r"outnumber(?:s|ed)?|ahead of|outpac(?:es|ed|ing)|outperform(?:s|ed)?(?= (?:the|its|that)\b)|tops?(?= (?:the|"
    r"that)\b)|among(?:st)? the highest|heavier|(?:more|likelier) likely|more (?:often|frequently)|over(?= (?:that|"
    r"the recommended|"
    r"the expected)\b)|over(?= (?:the|its) (?:\w+ ){0,3}(?:average|figure|rate|level|target|norm|total)\b)"
)
_DOWN = (
    r"lower|smaller|fewer|less(?! (?:quickly|slowly|promptly|swiftly|rapidly|often|likely))|shorter|below|beneath|"
    r"fall(?:s|ing)? (?:\w+ )?short of|fell (?:\w+ )?short of|lag(?:s|"
    r"ged|ging)? behind|"
    r"short of|among(?:st)? the lowest|lighter|less likely|less (?:often|frequently)|trails?|undershoots?|missed(?= (?:the|"
    r"its|this|that) target\b)|under(?= (?:that|"
    r"the recommended|"
    r"the expected)\b)|under(?= (?:the|"
    r"its) (?:\w+ ){0,3}(?:average|figure|rate|level|target|norm|total)\b)|behind(?= (?:the|that|its|other|those)\b)|lesser"
)
_MORE = (
    r"more(?=,)|more(?! (?:quickly|slowly|promptly|swiftly|rapidly))(?= (?:[\w'()\ue000-\ue006-]+ ){0,12}?than\b)|"
    r"(?<=is )more(?=[.,;]|$)|(?<=was )more(?=[.,;]|$)"
)
_ALIKE = (
    r"in line with|in keeping with|(?:broadly |very |quite |much )?(?:similar|comparable|close|equal|equivalent|"
    r"identical) (?:to|with)|"
    r"(?:about |broadly |much |roughly |almost |exactly )?the same (?:\w+ )?as|on (?:a )?par with|consistent with|"
    r"match(?:es|ed|ing)|"
    r"(?:broadly |closely |roughly )?reflect(?:s|ed|ing)?|(?:little|no|hardly any|almost no|"
    r"scarcely any) (?:\w+ )?difference between|"
    r"(?:around|about|at|near|close to)(?= the (?:\w+ )?(?:average|norm|mean)\b)|not far (?:from|off|short of)|"
    r"not (?:very |much |markedly |significantly |greatly )?(?:different|dissimilar) (?:from|to)|"
    r"(?:almost |nearly |virtually |broadly |very |much |practically |about |roughly )*(?:identical|alike|the same|"
    r"similar|comparable|equal)"
    r"(?=$|[.;]|,? (?:at|\()|:| - )|in step with|in tune with|in common with|as (?:high|low|large|long|many|much) as|"
    r"in proportion (?:to|with)|akin to|"
    r"(?:virtually |practically |nearly )?(?:indistinguishable|identical) (?:from|to)|within (?:a point|a whisker) of|"
    r"tall(?:y|ies|ied) with|equals?(?= (?:the|that)\b)|track(?:s|ed)?(?= (?:the|that)\b)|keeps? pace with|sits? with|"
    r"(?:similar|comparable) (?:level|rate|share|proportion|number|figure|percentage|picture)s? to|"
    r"(?:remain(?:s|ed|ing)?|stay(?:s|ed)?|held|been) (?:\w+ly )?(?:level|stable|steady|constant|flat|unchanged|the same)|"
    r"(?:similar|comparable|the same|alike|equal)(?= (?:for|between|among|across|in both|in each|in the two)\b)|"
    r"(?:little|nothing|not much|hardly anything) (?:has |had )?changed|neither (?:high|more) nor (?:low|less)|"
    r"mirror(?:s|ed|ing)|(?:about |broadly )?level with|(?:very |broadly )?near to|no different from"
)
_SAME = (
    r"(?:the|exactly the|precisely the) same (?:number|proportion|share|rate|level|amount|percentage)|equally (?:likely|"
    r"common|often|frequent)|no (?:overall )?change in|unchanged|(?:do|does|did) not differ|hardly differs?|"
    r"just as (?:many|much|often|likely)|identical"
)
_LEVEL = (
    r"(?:(?<=is )|(?<=was )|(?<=are )|(?<=were ))(?:relatively |comparatively |very |also |quite |rather )?"
    r"(?P<lv1>high|low)(?![-\w])|(?P<lv2>above|below)[- ]average(?! of)|(?P<lv3>high|low)(?= (?:compared|relative|against|"
    r"by comparison|in comparison|when compared))"
)
_COMPARE = re.compile(
    rf"\b(?:(?P<up>{_HOW}(?:{_UP})|{_MORE})|(?P<down>{_HOW}(?:{_DOWN}))|(?P<alike>{_ALIKE}|(?P<same>{_SAME}))|{_LEVEL}"
    r"|(?P<gain>better|stronger|(?P<fast>faster|quicker|sooner|more quickly|more promptly))|(?P<loss>worse|weaker|poorer|"
    r"(?P<slow>slower|more slowly|less quickly|less promptly)))(?![-\w])",
    re.IGNORECASE,
)
_THAN = re.compile(
    r"\s*(?:(?:[\w'-]+ ){0,12}?than\b|(?:the|its|that|this|those|their|an?|our|all)\b)|(?<=with)\s|(?<=as)\s|(?<=to)\s|"
    r"(?<=of)\s|(?<=behind)\s",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:virtually|practically|almost|nearly|about|broadly|roughly|largely|very|much|similar|close|not)\b", re.IGNORECASE
)
_EXACT = re.compile(r"\b(?:exactly|precisely|identical)\b", re.IGNORECASE)
_TRANSITIVE = ("exceed", "surpass", "outstrip", "outnumber", "match", "mirror", "trail", "undershoot")
_DENIED = re.compile(r"(?:\b(?:not|no|nor|neither|never|hardly|without being)|n't)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_NOT_ALIKE = re.compile(r"(?:[\ue000-\ue006]|\b(?:twice|times|double|half|thrice|so|such|nearly|almost|just))\s+$", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?:(?P<up>more than|over|at least|well over|just over)|(?P<down>almost|nearly|less than|just under|under|close to))\s+$",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "ten": 10.0}
_FACTOR = re.compile(
    rf"\b(?:(?P<two>double|twice)|(?P<half>half)|(?P<three>treble|triple|thrice)|(?P<n>{'|'.join(_NUMBERS)}|\d{{1,2}})[ -]times|"
    r"(?P<more>one|two|three) and a half times)"
    r"(?: (?:as \w+(?: \w+)? as|as (?:many|much|\w+)\b(?=.{3,80} as\b)|higher|larger|greater|more(?= than)|those|that|the|its|"
    r"their|what)\b)",
    re.IGNORECASE,
)
_TIMES = re.compile(r" (?:as \w+\b|more|higher|the|that)", re.IGNORECASE)
_HALF = re.compile(r"[\ue006] (?=(?:of )?(?:the|that|what)\b|as (?:many|much|high|low|large|long|big|likely)\b)")


def comparatives(text: Masked, better: Callable[[str], int]) -> Iterator[Comparative]:
    """Every comparison of a masked text. `better` says of a text whether more of its thing is better."""
    spans: list[tuple[int, int]] = []
    for match in _FACTOR.finditer(text.text):
        if not _DENIED.search(text.text[: match.start()]):
            spans.append(match.span())
            yield _factor(text, match)
    told = [(f, place) for f, place in zip(text.figures, text.places, strict=True) if f.unit == "times"]
    for figure, place in told if len(told) == 1 else ():  # "4.2 times as likely"
        if after := _TIMES.match(text.text, place + 1):
            words = figure.printed + after[0]
            yield Comparative(place, after.end(), words, 1, True, True, figure.value, 1 if figure.range.high == math.inf else 0)
    for match in _HALF.finditer(text.text):
        share = text.at(match.start())
        if share.printed.lower().endswith("half") or share.printed.lower().endswith(("third", "quarter")):
            bound = -1 if re.match("almost|nearly|just under", share.printed, re.IGNORECASE) else 0
            bound = -2 if re.match("less|under|well under|fewer", share.printed, re.IGNORECASE) else bound
            bound = 1 if re.match("more|over|just over", share.printed, re.IGNORECASE) else bound
            spans.append(match.span())
            yield Comparative(
                match.start(),
                match.end(),
                share.printed + " as" * bool(re.match("as ", text.text[match.end() :])),
                1,
                True,
                True,
                share.value / 100,
                bound,
            )
    for match in _COMPARE.finditer(text.text):
        if any(s <= match.start() < e for s, e in spans) or _DENIED.search(text.text[: match.start()]):
            continue
        words = match[0].strip()
        if words.lower().startswith("as ") and _NOT_ALIKE.search(text.text[: match.start()]):
            continue
        sign = _sign(match, lambda: better(text.plain), any(f.kind == "t" for f in text.figures))
        if sign is None:
            continue
        than = _THAN.match(text.text, match.end())
        if than and any(0 <= s - than.end() <= 2 for s, _ in spans):
            continue  # "more than four times"
        transitive = words.lower().startswith(_TRANSITIVE)
        tight = bool(than and match["alike"] is None and "than" not in than[0]) or bool(match["alike"])
        end, of = than.end() if than else match.end(), (bool(than) or transitive) and not match["same"]
        yield Comparative(
            match.start(), end, words, sign, of, tight, bound=_closeness(words, bool(match["same"])) if sign == ALIKE else 0
        )


def _closeness(words: str, same: bool) -> int:
    """How close figures must be that are called alike: 2 "exactly", 1 "the same", 0 "similar"."""
    if _HEDGED.search(words):
        return 0
    return 2 if _EXACT.search(words) else int(same or bool(re.search(r"\b(?:the same|equal)\b", words, re.IGNORECASE)))


def _sign(match: re.Match[str], better: Callable[[], int], timed: bool) -> int | None:
    if match["up"] or match["down"] or match["alike"]:
        return 1 if match["up"] else -1 if match["down"] else ALIKE
    level = match["lv1"] or match["lv2"] or match["lv3"]
    if level:
        return 1 if level.lower() in ("high", "above") else -1
    known = better()
    if (match["fast"] or match["slow"]) and timed:
        return -1 if match["fast"] else 1
    return (known if match["gain"] else -known) or None


def _factor(text: Masked, match: re.Match[str]) -> Comparative:
    said = _BOUND.search(text.text[: match.start()])
    bound = 0 if said is None else 1 if said["up"] else -1
    if match["more"]:
        value = _NUMBERS.get(match["more"].lower(), 1.0) + 0.5
    elif match["n"]:
        value = _NUMBERS.get(match["n"].lower()) or float(match["n"])
    else:
        value = 2.0 if match["two"] else 0.5 if match["half"] else 3.0
    return Comparative(match.start(), match.end(), match[0], 1, True, True, value, bound)
