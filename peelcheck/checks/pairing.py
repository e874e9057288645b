"""Which two figures a comparison in words is about, and which of them is held against the other, over masked text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from peelcheck.checks.comparatives import ALIKE, Comparative
from peelcheck.checks.turns import amounts
from peelcheck.model.figures import Figure, Masked, pattern

_MASK = "\ue000-\ue006"
_LINK = re.compile(
    r"\b(?:compared (?:with|to)|when compared (?:with|to)|comparing (?:with|to)|(?:by |in )?(?:comparison|contrast) (?:with|to)|"
    r"relative to|(?:as )?against|versus|vs\.?|as opposed to|whereas|while|rather than|compares with)\b"
    rf"[^.;{_MASK}]*$",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"[^.;:{_MASK}]{{0,90}}?(?=[{_MASK}])")
_AFTERWARDS = re.compile(rf"[^.;:,({_MASK}]{{0,40}}")
_ASIDE = pattern(r"(?:,|\() ?<~3><x>(?: <.>+){0,5}(?:,|\))")
_SHARE = pattern(r"<n> (?:<.>+ ){0,4}\((?P<p><p>)\)")  # "12 of 43 (28 percent)": a share of a count, not what is compared
_FRACTION = pattern(r"(?P<a><n>) (?:out )?of (?:the |its |all |these |those |a total of )*(?P<b><n>)")
_UNITLESS = re.compile(
    r"\s*(?:$|[.,;:)]|-\s|(?:and|for|to|in|on average|is|was|across|compared|against|than|so|which|nationally|elsewhere|"
    r"locally|per|we|it|they|that|this|here|seen|found|reported|recorded|last|previously|recommended|expected)\b)"
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
_ACROSS = pattern(r"(?!.{0,90}\b(?:now|then|when|(?:19|20)\d\d)\b)\s<~9>\(?(?P<a><x>)\)?(?: <.>+){0,4},? than <~8>\(?(?P<b><x>)")
_AS_MANY = pattern(r"[^<]{0,24}\bas (?:many|much) <~8>\(?(?P<a><x>)\)?(?: <.>+){0,6},? as <~8>\(?(?P<b><x>)")
_THAT = re.compile(r"\b(?:this|that|it)\s?$")
_VERB = re.compile(r"exceed|surpass|out|fall|fell|lag|trail|undershoot|top", re.IGNORECASE)
_BESIDE = re.compile(r"(?:,| -)? (?:which is |that is )?")  # "..., 20 percent, higher than here"
_THEN = re.compile(
    r"(?:,|:| -| \()? (?:at |with |in |for |namely )?(?:an? (?:average|rate|figure|share|mean|median) of |only |just )?$|"
    r": ?$|,? ?\($"
)  # "is smaller, 6 percent"
_SUBJECT = re.compile(
    r"\b(?:is|was|are|were|stands?|stood|fares?|fared|does|did|remains?|been)(?: \w+ly| much| also| even| so)? $"
)
_RISE_OF = re.compile(
    r"\b(?:cut|rise|increase|reduction|decrease|fall|drop|growth|decline|loss|gain)s? of (?:an? |some )?$", re.IGNORECASE
)
_CONTRAST = re.compile(r"(?:\b(?:while|whereas|but)\b|;)[^;]*$", re.IGNORECASE)
_IT = re.compile(r"\s*(?:it|this|that|them)\b")
_KEEPS = re.compile(r"in (?:line|keeping|step|tune|common)|consistent|comp", re.IGNORECASE)
_OF_A = re.compile(r"\bof an? (?:much |far |slightly |even )?$", re.IGNORECASE)
_THAN_A = re.compile(
    r"[\w ]{0,20}\bthan (?:(?:at |in )?any|ever|an? (?:second|minute|hour|day|week|fortnight|month|quarter|year|decade|third|"
    r"half))\b",
    re.IGNORECASE,
)
_UNNAMED = re.compile(
    rf"\s*(?:\w+ ){{0,3}}(?:levels?|rates?|averages?|figures?|numbers?|norm|size)\b[^{_MASK}]*(?:$|[.;])", re.IGNORECASE
)
_THIS_AT = re.compile(r"\s*(?:this|that|it|these|those)?,? ?\(?(?:at |with |being )")
_USUAL_THING = re.compile(r"\s*(?:average|usual|normal|expected|typical) (?!(?:of|for|in|at|on|across|by|to|and|with)\b)[a-z]")
_AGO = re.compile(r" (?:ago|earlier|before|later|previously)\b")
_BY_TO = pattern(r"[^,;.]{0,60}\bby <~1>(?P<a><nm>) to (?P<b><nm>)")
_CATEGORY = pattern(r"<n> (?:were|was|are|is|remained|had|have|stayed) (?:<.>+ )?$")
_EQUALS = re.compile(r"(?:broadly |roughly )?equ", re.IGNORECASE)
_EMPTY = frozenset("the and its had has was were are which that makes this with have having leaving giving".split())  # noqa: SIM905
_AMOUNT = re.compile(rf"[{_MASK}]\s*(?:percentage points? |points? |times )?$")


class Pair(NamedTuple):
    """The figure that is spoken of, what it is held against, what the words say, and whether they leave no doubt of the two."""

    own: Figure
    other: Figure
    said: Comparative
    firm: bool
    either: bool = False  # whether each of the two may be held against the other


class Pairing:
    """Finds the two figures of comparisons in one text. `refers` finds words for what others are held against."""

    def __init__(self, text: Masked, refers: Callable[[str], Any], second: int) -> None:
        self._text, self._refers, self._second = text, refers, second
        no_ends = {f for f in amounts(text) if not _RISE_OF.search(text.text[: self._at(f)])} | {
            text.group(m, "p") for m in _SHARE.finditer(text.text)
        }
        no_ends |= {text.group(m, name) for m in _FRACTION.finditer(text.text) for name in "ab"}
        no_ends |= {f for f in text.figures if f.kind == "t" and _AGO.match(text.plain, f.end)}
        self._pool = [f for f in text.figures if f.kind in "nprmt" and f.unit != "years" and f not in no_ends]

    def pair(self, said: Comparative) -> Pair | None:
        """The two figures of a comparison, None where it cannot be said which they are."""
        text = self._text.text
        if _OF_A.search(text[: said.start]) or _THAN_A.match(text, said.start):
            return None  # "9 percent of a larger sample", "more than a year old"
        if said.factor and (_UNNAMED.match(text, said.end) or self._share_of(said)):
            return None
        amount = _AMOUNT.search(self._text.text[: said.start])
        if amount and not said.factor and said.sign != ALIKE and not _VERB.match(said.words):
            return None  # "8 percent fewer": a change
        follows = self._next(said.end)
        if said.sign == ALIKE and (
            _CATEGORY.search(text[: said.start]) or (_EQUALS.match(said.words) and not self._one_unit(follows))
        ):
            return None  # "2 were unchanged and 1 got worse", "35 of them, equivalent to 61 percent"
        described = self._by_to(said) or self._pointed(said, follows) or self._described(said, follows) or self._as_many(said)
        if described:
            return described
        if said.of and _USUAL_THING.match(text, said.end):
            return self._usual(follows, said)
        if said.of and follows in self._pool:
            held = self._held(said, follows)
            if held or not said.factor:
                return held
        if said.of and follows is None and _THAT.search(said.words + self._text.text[said.start : said.end]):
            before = [f for f in self._pool if f.end <= self._plain(said.start)]
            if len(before) == 2 and same_thing(self._text, *before):
                return Pair(before[1], before[0], said, False)  # "a target of 20, and the average of 30 is above this"
        if said.sign and not said.factor:
            found = self._beside(said) if said.of else self._across(said) or self._named(said, follows)
            if found:
                return found
        named = _IT.match(text, said.end) or self._refers(text[said.end : said.end + 60])
        if said.of and said.sign == ALIKE and _KEEPS.match(said.words) and not named:
            return None  # "in line with the guidance"
        if not said.of and said.sign and (closing := self._closing(said)):
            return closing
        kinds = [f for f in self._pool if f.end <= self._plain(said.start) or f.start >= self._plain(said.end)]
        if said.of and said.sign == ALIKE:  # "the same as in 2018; for others it was 7": not those of another clause
            kinds = [f for f in kinds if ";" not in text[slice(*sorted((self._at(f), said.start)))]]
        for one in kinds:
            like = self._like(one, kinds)
            if len(like) == 1 and said.factor:
                return Pair(one, like[0], said, False, either=True)
            if len(like) == 1:
                return self._weighed([one, *like] if one.start < like[0].start else [*like, one], said)
        return None

    def _like(self, figure: Figure, among: list[Figure]) -> list[Figure]:
        """Other figures of the same thing: those of its unit, if there are any."""
        like = [f for f in among if f is not figure and same_thing(self._text, f, figure)]
        if figure.kind == "n" and len({f.unit for f in like}) > 1 and _UNITLESS.match(self._text.plain, figure.end):
            unit = max([f for f in like if f.start < figure.start] or like, key=lambda f: f.start).unit
            return [f for f in like if f.unit == unit]  # a bare number is in the unit of the figure before it
        return [f for f in like if f.unit == figure.unit] or like

    def _held(self, said: Comparative, other: Figure) -> Pair | None:
        """ "... than 20": what stands behind the words is what they compare with."""
        text, like = self._text, self._like(other, self._pool)
        near = [f for f in like if f.end <= self._plain(said.start)]
        if self._second:
            near = [f for f in near if self._at(f) >= self._second] or near
            if len({f.value for f in near}) > 1:
                return None
        later = [f for f in like if f.start > other.start]
        linked = [f for f in later if self._weight(f) > self._weight(other)]
        if linked and not near:
            return Pair(other, linked[0], said, True)
        if not near and len(later) == 1 and "respectively" in text.text:
            return Pair(other, later[0], said, False)
        own = near[-1] if near else later[0] if later else None
        if own is None or (len(near) > 1 and not said.tight and near[-1].unit != near[-2].unit):
            return None
        if said.factor and "," in text.text[said.end : self._at(other)]:
            return None  # "twice the size of its neighbour, it has fewer boats (12 and 20)"
        if other.kind == "t" and own.kind != "t":
            return None
        if own.start < other.start and any(
            f.kind in "ph" for f in text.figures if own.end <= f.start and f.end <= self._plain(said.start)
        ):
            return None  # "2 minutes on average, and 1 in 20 waited longer than 10"
        return Pair(own, other, self._turned(said), said.tight or len(near) == 1)

    def _one_unit(self, follows: Figure | None) -> bool:
        return follows is None or any(f.unit == follows.unit for f in self._pool if f.start < follows.start)

    def _by_to(self, said: Comparative) -> Pair | None:
        """ "The keepers outnumber the boats by 20 to 12"."""
        between = _BY_TO.match(self._text.text, said.end)
        return Pair(self._text.group(between, "a"), self._text.group(between, "b"), said, False) if between else None

    def _pointed(self, said: Comparative, follows: Figure | None) -> Pair | None:
        """ "A target of 20, and the average was longer than this, at 30": the figure behind is the subject's own."""
        pointed = follows in self._pool and follows and _THIS_AT.fullmatch(self._text.text[said.end : self._at(follows)])
        before = [f for f in self._like(follows, self._pool) if f.start < follows.start] if pointed and follows else []
        return Pair(follows, before[0], said, False) if follows and len(before) == 1 else None

    def _usual(self, follows: Figure | None, said: Comparative) -> Pair | None:
        """ "A higher than average rate (20 percent, compared with 15)": the reference is linked to the figure that follows."""
        other = self._next(self._at(follows) + 1) if follows else None
        if follows not in self._pool or follows is None or other not in self._pool or other is None:
            return None
        between = self._text.text[self._at(follows) + 1 : self._at(other)]
        return Pair(follows, other, said, False) if len(between) < 40 and _LINK.search(between) else None

    def _share_of(self, said: Comparative) -> bool:
        """Whether words of a factor tell of a share: 'half the files, 29', 'a third of the 60'."""
        if not said.factor or said.factor >= 1 or " as" in said.words or re.search(r"\b(?:that|what)\b", said.words):
            return False
        follows = self._next(said.end)
        gap = self._text.text[said.end : self._at(follows) if follows else said.end + 60]
        return not self._refers(gap) and not re.match(r"\s*(?:that|what)\b", gap)

    def _closing(self, said: Comparative) -> Pair | None:
        """ "..., whereas the other rate, at 26 percent, was higher": the subject's figure stands in its own clause."""
        lead = self._text.text[: said.start]
        clause = _CONTRAST.search(lead)
        if clause is None or not _SUBJECT.search(lead):
            return None
        own = [f for f in self._pool if clause.start() <= self._at(f) < said.start]
        rest = self._like(own[0], self._pool) if len(own) == 1 else []
        return Pair(own[0], rest[0], said, False) if len(rest) == 1 and not self._refers(clause[0]) else None

    def _as_many(self, said: Comparative) -> Pair | None:
        """ "Twice as many boats (20) as lamps (10)"."""
        between = _AS_MANY.match(self._text.text, said.start) if said.factor else None
        if between is None:
            return None
        one, two = (self._text.at(between.start(name)) for name in "ab")
        return (
            Pair(one, two, said, False) if one in self._pool and two in self._pool and same_thing(self._text, one, two) else None
        )

    def _across(self, said: Comparative) -> Pair | None:
        """ "More keepers (20) than boats (12)"."""
        between = _ACROSS.match(self._text.text, said.end)
        if between is None:
            return None
        one, two = (self._text.at(between.start(name)) for name in "ab")
        usable = one in self._pool and two in self._pool and same_thing(self._text, one, two)
        return Pair(one, two, said, False) if usable else None

    def _beside(self, said: Comparative) -> Pair | None:
        """ "20 percent, higher than here": no figure follows, and the one before is the reference."""
        text = self._text
        if self._next(said.end) is not None or self._refers(text.text[said.end :]):
            return None
        beside = [f for f in self._pool if _BESIDE.fullmatch(text.text[self._at(f) + 1 : said.start])]
        rest = self._like(beside[0], self._pool) if beside else []
        return Pair(beside[0], rest[0], said, False) if len(rest) == 1 and self._weight(beside[0]) else None

    def _named(self, said: Comparative, follows: Figure | None) -> Pair | None:
        """ "While here the share is smaller, 6 percent": the figure that follows at once is the subject's own."""
        if follows not in self._pool or follows is None:
            return None
        gap, lead = self._text.text[said.end : self._at(follows)], self._text.text[: said.start]
        rest = self._like(follows, self._pool)
        if re.search(r"\bthan (?:the )?(?:average|usual|normal|expected|typical|most)\b", self._text.text):
            return None  # "lower than average at 240, but those about delay are higher at 61"
        clause = re.split(rf"[{_MASK}]", lead)[-1]
        own = _SUBJECT.search(lead) or (
            _CONTRAST.search(clause) and (self._refers(clause) or not self._refers(self._text.text[self._at(follows) :][:40]))
        )
        if (
            len(rest) != 1
            or not (_THEN.fullmatch(gap) or (len(gap) < 15 and _THEN.search(gap)))
            or not own
            or rest[0].start > follows.start
        ):
            return None
        return Pair(follows, rest[0], said, False)

    def _described(self, said: Comparative, follows: Figure | None) -> Pair | None:
        """Words that describe the figure behind them: 'a higher rate of 12', 'higher than average at 12 percent'."""
        if follows is None or follows not in self._pool or said.factor or said.sign == ALIKE:
            return None
        gap, lead = self._text.text[said.end : self._at(follows)], self._text.text[: said.start]
        usual = _USUAL.fullmatch(gap) and not _THE.search(self._text.text[: said.end])
        if not (usual if said.of else _OF_IT.fullmatch(gap) and _ARTICLE.search(lead)):
            return None
        others = self._like(follows, self._pool)
        if len(others) != 1 or (usual and not self._weight(others[0])):
            return None
        return Pair(follows, others[0], said, False)

    def _weighed(self, two: list[Figure], said: Comparative) -> Pair | None:
        """Two figures, either of which may be the other's reference: what the words around them say."""
        first, second = (self._weight(f) for f in two)
        if first == second:
            if said.sign == ALIKE:
                return Pair(two[0], two[1], said, False)
            spoken = self._spoken(two, said)
            return Pair(spoken, two[two[0] is spoken], said, False) if spoken else None
        own, other = two if second > first else two[::-1]
        return Pair(own, other, self._turned(said), False)

    def _spoken(self, two: list[Figure], said: Comparative) -> Figure | None:
        """The one of two figures that stands beside the words by which the comparison names its subject."""
        lead = re.split(rf"[,;:.({_MASK}]", self._text.text[: said.start])[-1]
        behind = re.match(r"(?: [a-z][\w-]*){0,4}", self._text.text[said.end :])
        lead += behind[0] if behind and not said.of else ""  # "numbers were higher in the north"
        words = set(re.findall(r"[A-Za-z][\w-]{2,}", lead)) - _EMPTY
        near = [f for f in two if words & set(re.findall(r"[\w-]+", self._words_about(f)))]
        return near[0] if len(near) == 1 else None

    def _words_about(self, figure: Figure) -> str:
        at, said = self._at(figure), self._text.text
        before = re.split(rf"[,;:.({_MASK}]|\band\b", said[:at])[-1]
        return before + re.split(rf"[,;:.(){_MASK}]|\band\b", said[at + 1 :])[0]

    def _weight(self, figure: Figure) -> int:
        """How much speaks for a figure being the one that another is compared with."""
        at, said = self._at(figure), self._text.text
        before = re.split(rf"[{_MASK};(]|\. ", said[:at])[-1]
        after = _AFTERWARDS.match(said, at + 1)
        weight = 4 * bool(_LINK.search(said[:at])) + 3 * bool(self._refers(before[-70:]))
        return weight + 2 * bool(after and self._refers(after[0]))

    def _turned(self, said: Comparative) -> Comparative:
        """The comparison the right way round: 'while the average is higher' says that the figure itself is lower."""
        if said.of:
            return said  # "is higher than": what stands before is higher
        whole = re.split(r";|\. ", self._text.text[: said.start])[-1]
        clause = re.split(rf"[,;(){_MASK}]", _ASIDE.sub("", whole))[-1]
        subject = re.search(r"\b(?:is|was|are|were|stands|stood|being|remains)(?: \w+ly| much| also| a little| even)? $", clause)
        rest = self._text.text[said.end : said.end + 60]
        attribute = re.search(r"(?:with|against|to|than|whereas|while) (?:the|an?) (?:\w+ly |much )?$", clause)
        if (subject and self._refers(clause)) or (attribute and self._refers(rest)):
            return said._replace(sign=-said.sign, factor=1 / said.factor if said.factor else None)
        return said

    def _next(self, place: int) -> Figure | None:
        match = _NEXT.match(self._text.text, place)
        return self._text.at(match.end()) if match else None

    def _at(self, figure: Figure) -> int:
        return self._text.places[self._text.figures.index(figure)]

    def _plain(self, place: int) -> int:
        """An offset of the masked text as one of the text itself."""
        return place + sum(f.end - f.start - 1 for f, at in zip(self._text.figures, self._text.places, strict=True) if at < place)


_PER_TIME = re.compile(r"per (?:day|week|month|quarter|year)\b")


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
