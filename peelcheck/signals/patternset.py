"""Many patterns at once: an RE2 set says which could hit, and spans are found only for those.

A pattern with a gap (`risk{gap 3}assess`) makes an automaton grow without bound when it stands in a set beside hundreds of
others. The set therefore sees only what stands before its first gap; the whole pattern is then tried where that hit.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import re2

from peelcheck.model.patterns import cased, expand

_SET_MEMORY = 256 << 20
_GAP = "{gap "
T = TypeVar("T")


class PatternSet(Generic[T]):
    """Patterns with what each stands for; equal patterns are looked for once."""

    def __init__(self, macros: dict[str, str]) -> None:
        self._macros = macros
        self._options = re2.Options()
        self._options.max_mem = _SET_MEMORY
        self._options.log_errors = False
        self._set = re2.Set.SearchSet(self._options)
        self._heads: dict[str, int] = {}
        self._whole: list[dict[str, tuple[Any, list[T]]]] = []
        self._compiled = False

    def add(self, pattern: str, tag: T) -> None:
        """Add a pattern that stands for `tag`."""
        whole = cased(expand(pattern, self._macros))
        head = (
            cased(expand(_head(pattern), self._macros))
            if not whole.startswith("(?i)")
            else "(?i)" + expand(_head(pattern).removeprefix("(?i)"), self._macros)
        )
        if head not in self._heads:
            self._heads[head] = self._set.Add(head.encode())
            self._whole.append({})
        slot = self._whole[self._heads[head]]
        if whole not in slot:
            slot[whole] = (re2.compile(whole.encode(), self._options).finditer, [])
        slot[whole][1].append(tag)

    def find(self, data: bytes) -> list[tuple[list[T], list[tuple[int, int]]]]:
        """For each pattern that matches: what it stands for, and where it matches (end-exclusive offsets)."""
        if not self._compiled:
            if not self._whole:
                return []
            self._set.Compile()
            self._compiled = True
        found = []
        for hit in self._set.Match(data) or ():
            for finditer, tags in self._whole[hit].values():
                spans = [m.span() for m in finditer(data)]
                if spans:
                    found.append((tags, spans))
        return found


def _head(pattern: str) -> str:
    """What stands before the first gap that is not inside a group, if that is enough to look for; else all of it."""
    at = pattern.find(_GAP)
    while at >= 0:
        head = pattern[:at]
        if _depth(head) == 0 and "|" not in _outside(pattern) and len(head) >= 3:
            return head
        at = pattern.find(_GAP, at + 1)
    return pattern


def _depth(text: str) -> int:
    plain = text.replace("\\(", "").replace("\\)", "")
    return plain.count("(") - plain.count(")")


def _outside(pattern: str) -> str:
    """The pattern without its groups and classes: an alternation here splits the whole."""
    depth, kept, in_class = 0, [], False
    for char in pattern:
        if in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif depth == 0:
            kept.append(char)
    return "".join(kept)
