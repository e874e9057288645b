"""Lists that a number announces and that stand behind it in the same text, over masked text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from peelcheck.model.figures import Figure, Masked, pattern

_MOST = 15  # a longer list is not written out in a sentence
_WIDE = 9  # words of an item
_OF = r"(?P<of>(?: [^\s.,;:()]+){1,8}?)"
_HEAD = (rf"(?P<n><n>){_OF}", rf"\bthe following (?P<n><n>){_OF}")
_LISTS = tuple(
    pattern(head + tail)
    for head in _HEAD
    for tail in (
        r"(?: are| were| is)?: (?P<list>[^:]+?)(?:[.?](?=\s|$)|$)",
        r" \((?P<list>[^()]+)\)",
        r" - (?P<list>[^:-]+?)(?:\.(?=\s|$)|$| - )",
        r"\. (?:These|They) (?:are|were|cover|concern)(?: as follows)?:? (?P<list>[^:.]+?)(?:\.(?=\s|$)|$)",
        r",? (?:namely|covering|which (?:are|were|being)|these (?:are|being|were)):? (?P<list>[^:]+?)(?:\.(?=\s|$)|$)",
        r", (?P<list>(?:the|its|a|an) [^:,.]+(?:, (?:the|its|a|an) [^:,.]+)*,? and (?:the|its|a|an) [^:,.]+),",
        r", (?P<list>(?-i:[A-Z])[\w' -]+(?:, (?-i:[A-Z])[\w' -]+)*,? and (?-i:[A-Z])[\w' -]+),",
    )
)
# "The four partners on the board are A, B, C and D."
_NAMED = pattern(
    r"\b(?:the|its|these|those|their|our) (?P<n><n>)(?P<of>(?: [^\s.,;:()]+){1,7}?) (?:are|"
    r"were):? (?!not|never|also|all|each|both|still|being|now|as|<.>+ed|<.>+ly)(?P<list>[^:.]+?)(?:\.(?=\s|$)|$)"
)
# "Of those towers, three - A, B and C - are lit."
_OF_THOSE = pattern(
    r"\bof (?:the|those|these|its|our)(?P<of>(?: [^\s.,;:()]+){1,4}), (?P<n><n>)(?: -|,| \() (?P<list>[^:()-]+?)(?: -|\))"
)
# "Lamp, horn, stairs and boat: they knew these four things well."
_BEFORE = pattern(r"^(?P<list>[^:.]+): [^:.]*\b(?:these|those|all|the) (?P<n><n>)(?P<of>(?: [^\s.,;:()]+){1,3})")
# "All four of the bays that it guards: ..."
_ALL_OF = pattern(r"(?P<n><n>) of (?:the|its|these|our)(?P<of>(?: [^\s.,;:()]+){1,6}): (?P<list>[^:]+?)(?:\.(?=\s|$)|$)")
# "Two towers, one at the mole and one on the cape."
_EACH = pattern(r"(?P<n><n>)(?P<of>(?: [^\s.,;:()]+){1,8}?)(?:,|:| -| \() ?(?P<list><n>[^:.]+)")
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_ORDER = pattern(r"(?P<n><n>)(?P<of>(?: [^\s.,;:()]+){1,8}?)(?:[:;.,]| -| \() ?(?P<list>(?:the )?first(?:ly)?\b.+)")
_PARTIAL = re.compile(
    r"\b(?:includ\w+|such as|for example|e\.g\.|in particular|especially|mainly|among|etc|first|one|per|who|because|in which)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\b(?:for|with|to|in|of|on|over|across|at|during|by|from|about|within|that|which)\b", re.IGNORECASE)
_TRAILING = re.compile(r",? (?:each|all|both|which|who|and (?:each|all|both)) .*$")
_GOES_ON = re.compile(r",? (?:and|but) (?:we|it|they|he|she|this|these|there|all of)\b", re.IGNORECASE)
_NOT_PLURAL = {"its", "this", "his", "was", "has", "less", "plus", "across", "as", "is", "us", "thus", "per"}
_QUALITY = re.compile(r"(?:\w(?:ed|ive|ful|ous|able|ible|less|led|ent|ant)|ly)\s*$")  # what things are like, not what they are
_PLURAL = re.compile(r"(?:[a-z]s|people|criteria|children|men|women)$")
_AND = re.compile(r"\b(?:and|or)\b")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|does|do|did|should|must|may|might|if|when|where|that|which|who)\b"
)
_CLAUSES = re.compile(r"(?P<word>how|what|whether|why|who|where|when|which|that|to)\b", re.IGNORECASE)
_EXAMPLES = re.compile(r"\b(?:includ\w+|such as|for example|e\.g|etc|than|compared)\b", re.IGNORECASE)


class Announced(NamedTuple):
    """A number and the list that it announces: how many things the list holds, at least and at most."""

    figure: Figure
    least: int
    most: int


def announced(text: Masked) -> Iterator[Announced]:
    """Every list of a masked text that a number announces."""
    seen: set[int] = set()
    for lists in (_EACH, _ORDER, *_LISTS, _NAMED, _OF_THOSE, _BEFORE, _ALL_OF):
        for match in lists.finditer(text.text):
            figure = text.group(match, "n")
            if figure.start in seen or not 2 <= figure.value <= _MOST:
                continue
            if figure.loose and (lists in (_EACH, _ORDER) or not figure.printed.lower().startswith("under")):
                continue
            counts = _counters(text, match) if lists in (_EACH, _ORDER) else _items(text, match)
            if counts:
                seen.add(figure.start)
                yield Announced(figure, *counts)


def _counters(text: Masked, match: re.Match[str]) -> tuple[int, int] | None:
    """How many items a list has that counts them itself: 'one ... and one ...', 'first ..., secondly ...'."""
    listed = match["list"].lower()
    if match.re is _EACH:
        ones = [f.printed.lower() for f in text.within(match.start("list"), match.end("list"))]
        more = len(re.findall(r"(?:,|;|\band|\bplus) (?:and )?(?:another|the other|a (?:second|third|fourth|fifth))\b", listed))
        one = all(re.fullmatch(r"(?:just |only |another )?(?:one|1)", printed) for printed in ones)
        many = len(ones) + more
        return (many, many) if one and many > 1 else None
    told = [
        at for at, word in enumerate(_ORDINALS, 1) if re.search(rf"(?:^|[,;.] |\band )(?:and )?(?:the )?{word}(?:ly)?\b", listed)
    ]
    last = bool(re.search(r"(?:[,;.] |\band )(?:and )?(?:the )?(?:last(?:ly)?|final(?:ly)?)\b", listed))
    many = len(told) + last
    return (many, many) if told == list(range(1, len(told) + 1)) and many > 1 else None


def _items(text: Masked, match: re.Match[str]) -> tuple[int, int] | None:
    """How many items a list holds, at least and at most; None where that cannot be said."""
    if not _announces(text, match) or _EXAMPLES.search(match["list"]):
        return None
    clauses = _clauses(match["list"])
    if clauses:
        return clauses, clauses
    if text.within(match.start("list"), match.end("list")):
        return None
    listed = _TRAILING.sub("", _GOES_ON.split(match["list"], maxsplit=1)[0])
    if ";" in listed:
        many = len([piece for piece in listed.split(";") if piece.strip()])
        return many, many
    items = [piece.strip() for piece in listed.split(",") if piece.strip()]
    if any(len(p.split()) > _WIDE for item in items for p in _AND.split(item)) or any(_VERB.search(p) for p in items):
        return None
    if match.re is _NAMED and any(_QUALITY.search(p) for item in items for p in _AND.split(item)):
        return None
    starts = bool(re.match(r"(?:and|or)\b", items[-1]))
    ands = sum(len(_AND.findall(p)) for p in items) - starts
    if len(items) == 1 and not ands:
        return None
    if not starts and len(_AND.split(items[-1])) == 2 and ands == 1:
        return len(items) + 1, len(items) + 1
    return len(items) + (not starts and ands > 0), len(items) + ands


def _clauses(listed: str) -> int | None:
    """How many clauses a list has that all begin with one word: 'how ..., how ... and how ...'."""
    opens = _CLAUSES.match(listed)
    if opens is None:
        return None
    word = re.escape(opens["word"])
    many = len(re.findall(rf"(?:^|[;,] (?:and |or )?|\b(?:and|or) ){word}\b", listed, re.IGNORECASE))
    return many if many > 1 else None


def _announces(text: Masked, match: re.Match[str]) -> bool:
    """Whether the words behind a number name several things, and nothing else that the list could be of."""
    said = match["of"].strip()
    named_after = text.text.startswith((", namely", " namely"), match.end("of"))
    if _PARTIAL.search(said) or (_VERB.search(said) and not named_after):
        return False
    if match.re in (_NAMED, _ALL_OF, _BEFORE):
        return any(_several(word) for word in said.split())
    named, *rest = _PREPOSITION.split(said)
    if not named.split() or not any(_several(word) for word in named.split()):
        return False
    if text.text.startswith(" (", match.end("of")) and not rest and not _several(named.split()[-1]):
        return False
    return not any(_several(word) for part in rest for word in part.split())


def _several(word: str) -> bool:
    return bool(_PLURAL.search(word.lower())) and word.lower() not in _NOT_PLURAL
