"""Which two figures a comparison in words is about, and which of them is held against the other, over masked text."""

from __future__ import annotations

import re
from typing import NamedTuple

from peelcheck.checks.comparatives import ALIKE, Comparative
from peelcheck.checks.scene import LINK, MASK, Scene
from peelcheck.model.figures import Figure, pattern

_ASIDE = pattern(r"(?:,|\() ?<~3><x>(?: <.>+){0,5}(?:,|\))")
_USUAL = re.compile(
    r"\s*(?:(?:national|regional|local|\w+al) )?(?:average|usual|normal|expected|typical|most|elsewhere)(?:,? at| -|,)?\s*",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"\s*(?:(?!than\b|as\b)[\w-]+ ){0,2}(?:(?:rate|figure|level|share|proportion|average|percentage|number|total|"
    r"value|score),? (?:of|at) )?"
)
_ARTICLE = re.compile(r"\b(?:an?|the|its|their) (?:\w+ly |much |far |slightly )?$", re.IGNORECASE)
# "More keepers (20) than boats (12)"
_ACROSS = pattern(r"(?!.{0,90}\b(?:now|then|when|(?:19|20)\d\d)\b)\s<~9>\(?(?P<a><x>)\)?(?: <.>+){0,4},? than <,8>\(?(?P<b><x>)")
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
    rf"\s*(?:\w+ ){{0,3}}(?:levels?|rates?|averages?|figures?|numbers?|norm|size)\b[^{MASK}]*(?:$|[.;])", re.IGNORECASE
)
_THIS_AT = re.compile(r"\s*(?:this|that|it|these|those)?,? ?\(?(?:at |with |being )")
_USUAL_THING = re.compile(r"\s*(?:average|usual|normal|expected|typical) (?!(?:of|for|in|at|on|across|by|to|and|with)\b)[a-z]")
_BY_TO = pattern(r"[^,;.]{0,60}\bby <~1>(?P<a><nm>) to (?P<b><nm>)")
_CATEGORY = pattern(r"<n> (?:were|was|are|is|remained|had|have|stayed) (?:<.>+ )?$")
_EQUALS = re.compile(r"(?:broadly |roughly )?equ", re.IGNORECASE)
_THAN_USUAL = re.compile(r"\bthan (?:the )?(?:average|usual|normal|expected|typical|most)\b")
_EMPTY = frozenset("the and its had has was were are which that makes this with have having leaving giving".split())  # noqa: SIM905
_AMOUNT = re.compile(rf"[{MASK}]\s*(?:percentage points? |points? |times )?$")


class Pair(NamedTuple):
    """The figure that is spoken of, what it is held against, what the words say, and whether they leave no doubt of the two."""

    own: Figure
    other: Figure
    said: Comparative
    firm: bool = False
    either: bool = False  # whether each of the two may be held against the other


def paired(scene: Scene, said: Comparative) -> Pair | None:
    """The two figures of a comparison, None where it cannot be said which they are."""
    follows = scene.next(said.end)
    if _refused(scene, said, follows):
        return None
    behind = follows if follows in scene.pool else None
    for read in (_by_to, _pointed, _described, _as_many):
        if found := read(scene, said, behind):
            return found
    if said.of and _USUAL_THING.match(scene.text.text, said.end):
        return _usual(scene, said, behind)
    if said.of and behind:
        held = _held(scene, said, behind)
        if held or not said.factor:
            return held
    if said.sign and not said.factor:
        for tried in (_above_this, _beside) if said.of else (_across, _named, _closing):
            if found := tried(scene, said, follows):
                return found
    return _weighed(scene, said)


def _refused(scene: Scene, said: Comparative, follows: Figure | None) -> bool:
    """Whether the words compare no two figures: 'of a larger sample', 'more than a year old', '8 percent fewer', a share."""
    text, lead = scene.text.text, scene.text.text[: said.start]
    if _OF_A.search(lead) or _THAN_A.match(text, said.start):
        return True
    if said.factor:
        return bool(_UNNAMED.match(text, said.end)) or _share(scene, said, follows)
    if said.sign != ALIKE:
        return bool(_AMOUNT.search(lead)) and not _VERB.match(said.words)
    if _CATEGORY.search(lead):
        return True  # "2 were unchanged and 1 got worse"
    if _EQUALS.match(said.words) and follows and all(f.unit != follows.unit for f in scene.pool if f.start < follows.start):
        return True  # "35 of them, equivalent to 61 percent"
    named = follows in scene.pool or _IT.match(text, said.end) or scene.refers(text[said.end : said.end + 60])
    return said.of and bool(_KEEPS.match(said.words)) and not named  # "in line with the guidance"


def _share(scene: Scene, said: Comparative, follows: Figure | None) -> bool:
    """Whether words of a factor tell of a share: 'half the files, 29', 'a third of the 60'."""
    if not said.factor or said.factor >= 1 or " as" in said.words or re.search(r"\b(?:that|what)\b", said.words):
        return False
    gap = scene.gap(said.end, follows) if follows else scene.text.text[said.end : said.end + 60]
    return not scene.refers(gap) and not re.match(r"\s*(?:that|what)\b", gap)


def _by_to(scene: Scene, said: Comparative, behind: Figure | None) -> Pair | None:
    """'The keepers outnumber the boats by 20 to 12.'"""
    between = _BY_TO.match(scene.text.text, said.end)
    return Pair(scene.text.group(between, "a"), scene.text.group(between, "b"), said) if between else None


def _pointed(scene: Scene, said: Comparative, behind: Figure | None) -> Pair | None:
    """'A target of 20, and the average was longer than this, at 30': the figure behind is the subject's own."""
    if behind is None or not _THIS_AT.fullmatch(scene.gap(said.end, behind)):
        return None
    before = [f for f in scene.like(behind) if f.start < behind.start]
    return Pair(behind, before[0], said) if len(before) == 1 else None


def _described(scene: Scene, said: Comparative, behind: Figure | None) -> Pair | None:
    """Words that describe the figure behind them: 'a higher rate of 12', 'higher than average at 12 percent'."""
    if behind is None or said.factor or said.sign == ALIKE:
        return None
    gap, lead = scene.gap(said.end, behind), scene.text.text[: said.start]
    usual = _USUAL.fullmatch(gap)
    if not (usual if said.of else _OF_IT.fullmatch(gap) and _ARTICLE.search(lead)):
        return None
    others = scene.like(behind)
    if len(others) != 1 or (usual and not scene.weight(others[0])):
        return None
    return Pair(behind, others[0], said)


def _as_many(scene: Scene, said: Comparative, behind: Figure | None) -> Pair | None:
    """'Twice as many boats (20) as lamps (10).'"""
    between = _AS_MANY.match(scene.text.text, said.start) if said.factor else None
    return _two(scene, said, between)


def _across(scene: Scene, said: Comparative, behind: Figure | None) -> Pair | None:
    """'More keepers (20) than boats (12).'"""
    return _two(scene, said, _ACROSS.match(scene.text.text, said.end))


def _two(scene: Scene, said: Comparative, between: re.Match[str] | None) -> Pair | None:
    if between is None:
        return None
    one, two = (scene.text.at(between.start(name)) for name in "ab")
    return Pair(one, two, said) if scene.usable(one, two) else None


def _usual(scene: Scene, said: Comparative, behind: Figure | None) -> Pair | None:
    """'A higher than average rate (20 percent, compared with 15)': the reference is linked to the figure that follows."""
    other = scene.next(scene.at(behind) + 1) if behind else None
    if behind is None or other is None or other not in scene.pool:
        return None
    between = scene.gap(scene.at(behind) + 1, other)
    return Pair(behind, other, said) if len(between) < 40 and LINK.search(between) else None


def _held(scene: Scene, said: Comparative, other: Figure) -> Pair | None:
    """'... than 20': what stands behind the words is what they compare with."""
    like = scene.like(other)
    near = [f for f in like if scene.at(f) < said.start]
    if scene.second:
        near = [f for f in near if scene.at(f) >= scene.second] or near
        if len({f.value for f in near}) > 1:
            return None
    later = [f for f in like if f.start > other.start]
    linked = [f for f in later if scene.weight(f) > scene.weight(other)]
    if linked and not near:
        return Pair(other, linked[0], said, True)
    if not near and len(later) == 1 and "respectively" in scene.text.text:
        return Pair(other, later[0], said)
    own = near[-1] if near else later[0] if later else None
    if own is None or (len(near) > 1 and not said.tight and near[-1].unit != near[-2].unit):
        return None
    if (said.factor and "," in scene.gap(said.end, other)) or (other.kind == "t" and own.kind != "t"):
        return None  # "twice the size of its neighbour, it has fewer boats (12 and 20)"
    if own.start < other.start and any(f.kind in "ph" for f in scene.text.within(scene.at(own) + 1, said.start)):
        return None  # "2 minutes on average, and 1 in 20 waited longer than 10"
    return Pair(own, other, _turned(scene, said), said.tight or len(near) == 1)


def _above_this(scene: Scene, said: Comparative, follows: Figure | None) -> Pair | None:
    """'A target of 20, and the average of 30 is above this.'"""
    before = scene.earlier(said.start)
    if follows or not _THAT.search(scene.text.text[said.start : said.end]) or len(before) != 2:
        return None
    return Pair(before[1], before[0], said) if scene.usable(*before) else None


def _beside(scene: Scene, said: Comparative, follows: Figure | None) -> Pair | None:
    """'20 percent, higher than here': no figure follows, and the one before is the reference."""
    text = scene.text.text
    if follows or scene.refers(text[said.end :]):
        return None
    beside = [f for f in scene.pool if _BESIDE.fullmatch(text[scene.at(f) + 1 : said.start])]
    rest = scene.like(beside[0]) if beside else []
    return Pair(beside[0], rest[0], said) if len(rest) == 1 and scene.weight(beside[0]) else None


def _named(scene: Scene, said: Comparative, follows: Figure | None) -> Pair | None:
    """'While here the share is smaller, 6 percent': the figure that follows at once is the subject's own."""
    if follows is None or follows not in scene.pool or _THAN_USUAL.search(scene.text.text):
        return None
    gap, lead = scene.gap(said.end, follows), scene.text.text[: said.start]
    rest = scene.like(follows)
    if len(rest) != 1 or rest[0].start > follows.start or not (_THEN.fullmatch(gap) or (len(gap) < 15 and _THEN.search(gap))):
        return None
    clause = re.split(rf"[{MASK}]", lead)[-1]
    foreign = scene.refers(scene.text.text[scene.at(follows) :][:40]) and not scene.refers(clause)
    own = _SUBJECT.search(lead) or (_CONTRAST.search(clause) and not foreign)
    return Pair(follows, rest[0], said) if own else None


def _closing(scene: Scene, said: Comparative, follows: Figure | None) -> Pair | None:
    """'..., whereas the other rate, at 26 percent, was higher': the subject's figure stands in its own clause."""
    lead = scene.text.text[: said.start]
    clause = _CONTRAST.search(lead)
    if clause is None or not _SUBJECT.search(lead) or scene.refers(clause[0]):
        return None
    own = [f for f in scene.earlier(said.start) if scene.at(f) >= clause.start()]
    rest = scene.like(own[0]) if len(own) == 1 else []
    return Pair(own[0], rest[0], said) if len(rest) == 1 else None


def _weighed(scene: Scene, said: Comparative) -> Pair | None:
    """Two figures, either of which may be the other's reference: what the words around them say."""
    found = [f for f in scene.pool if not said.start <= scene.at(f) < said.end]
    if said.of and said.sign == ALIKE:  # "the same as in 2018; for others it was 7": not those of another clause
        found = [f for f in found if ";" not in scene.text.text[slice(*sorted((scene.at(f), said.start)))]]
    two = next(((one, like[0]) for one in found if len(like := scene.like(one, found)) == 1), None)
    if two is None:
        return None
    one, other = sorted(two, key=lambda f: f.start)
    if said.factor:
        return Pair(one, other, said, either=True)
    first, second = scene.weight(one), scene.weight(other)
    if first == second:
        spoken = one if said.sign == ALIKE else _spoken(scene, [one, other], said)
        return Pair(spoken, other if spoken is one else one, said) if spoken else None
    own, held = (one, other) if second > first else (other, one)
    return Pair(own, held, _turned(scene, said))


def _spoken(scene: Scene, two: list[Figure], said: Comparative) -> Figure | None:
    """The one of two figures that stands beside the words by which the comparison names its subject."""
    lead = re.split(rf"[,;:.({MASK}]", scene.text.text[: said.start])[-1]
    behind = re.match(r"(?: [a-z][\w-]*){0,4}", scene.text.text[said.end :])
    lead += behind[0] if behind and not said.of else ""  # "numbers were higher in the north"
    words = set(re.findall(r"[A-Za-z][\w-]{2,}", lead)) - _EMPTY
    near = [f for f in two if words & set(re.findall(r"[\w-]+", _words_about(scene, f)))]
    return near[0] if len(near) == 1 else None


def _words_about(scene: Scene, figure: Figure) -> str:
    before = re.split(rf"[,;:.({MASK}]|\band\b", scene.before(figure))[-1]
    return before + re.split(rf"[,;:.(){MASK}]|\band\b", scene.text.text[scene.at(figure) + 1 :])[0]


def _turned(scene: Scene, said: Comparative) -> Comparative:
    """The comparison the right way round: 'while the average is higher' says that the figure itself is lower."""
    if said.of:
        return said  # "is higher than": what stands before is higher
    whole = re.split(r";|\. ", scene.text.text[: said.start])[-1]
    clause = re.split(rf"[,;(){MASK}]", _ASIDE.sub("", whole))[-1]
    subject = re.search(r"\b(?:is|was|are|were|stands|stood|being|remains)(?: \w+ly| much| also| a little| even)? $", clause)
    rest = scene.text.text[said.end : said.end + 60]
    attribute = re.search(r"(?:with|against|to|than|whereas|while) (?:the|an?) (?:\w+ly |much )?$", clause)
    if (subject and scene.refers(clause)) or (attribute and scene.refers(rest)):
        return said._replace(sign=-said.sign, factor=1 / said.factor if said.factor else None)
    return said
