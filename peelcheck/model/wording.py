"""What a text is about, by its words: stems that inflections share, abbreviations written out, and how rare each is."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from peelcheck.model.text import normalise

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[&-][A-Za-z0-9]+)*|\d+(?:,\d{3})*(?:\.\d+)?")
_PLURAL_OF_NAME = re.compile(r"\b([A-Z][A-Z&]{1,6})'?s\b")
_DEFINED = re.compile(r"\(([A-Z][A-Z&]{1,6})s?\)")
_BEFORE = re.compile(r"[A-Za-z]+")
_SHORT = 3  # letters that a word may have and be passed over in an abbreviation
_REACH = 200  # characters before an abbreviation in which its words stand
_STEM = 5
_LEAST = 3


def plain(text: str) -> str:
    """Text for reading words: normalised, and "TLAs" and "TLA's" as "TLA"."""
    return _PLURAL_OF_NAME.sub(r"\1", normalise(text).text)


def stem(word: str) -> str:
    """A word cut so that its inflections agree; what is written in capitals or with digits stays whole."""
    if any(c.isdigit() for c in word) or (word.isupper() and len(word) > 1):
        return word
    return word.lower()[:_STEM]


def abbreviations(texts: Iterable[str]) -> dict[str, str]:
    """What abbreviations stand for, where a text gives one in brackets behind the words whose initials it has."""
    found: dict[str, str] = {}
    for text in texts:
        normal = plain(text)
        for match in _DEFINED.finditer(normal):
            words = _spelling(match[1].replace("&", ""), _BEFORE.findall(normal[max(0, match.start() - _REACH) : match.start()]))
            if words:
                found[match[1]] = " ".join(words)
    return found


def _spelling(letters: str, before: list[str]) -> list[str]:
    """The last words whose initials are the letters, short words between them left uncounted; none if there are none."""
    left = list(letters)
    for at in range(len(before) - 1, -1, -1):
        if before[at][0].upper() == left[-1]:
            left.pop()
        elif len(before[at]) > _SHORT:
            return []
        if not left:
            return before[at:]
    return []


def expanded(text: str, short: Mapping[str, str]) -> str:
    """Plain text with abbreviations written out behind them."""
    return _WORD.sub(lambda m: f"{m[0]} {short[m[0]]}" if m[0] in short else m[0], plain(text))


class Wording:
    """Content words of texts. `common` are words that say nothing; `short` what abbreviations stand for."""

    def __init__(self, common: frozenset[str] = frozenset(), short: Mapping[str, str] | None = None) -> None:
        self._common = common
        self._short = dict(short or {})
        self.words = lru_cache(maxsize=4096)(self._words)

    def _words(self, text: str) -> frozenset[str]:
        found: set[str] = set()
        for word in _WORD.findall(expanded(text, self._short)):
            for part in [word] if word.isupper() else word.split("-"):
                if part.lower() not in self._common and (len(part) >= _LEAST or part.isupper() or part.isdigit()):
                    found.add(stem(part))
        return frozenset(found)


def rarity(texts: Iterable[frozenset[str]]) -> dict[str, float]:
    """Inverse document frequency of each word: the rarer in these texts, the more it says."""
    counted: Counter[str] = Counter()
    number = 0
    for words in texts:
        number += 1
        counted.update(words)
    return {word: math.log((number + 1) / times) for word, times in counted.items()}
