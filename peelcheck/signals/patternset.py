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
_LEAST_HEAD = 3  # characters that are enough to look for
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
        self._whole: list[dict[str, tuple[int, Any, list[T]]]] = []
        self._wholes = 0
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
            slot[whole] = (self._wholes, re2.compile(whole.encode(), self._options).finditer, [])
            self._wholes += 1
        slot[whole][2].append(tag)

    def find(self, data: bytes) -> list[tuple[list[T], list[tuple[int, int]]]]:
        """For each pattern that matches, as added: what it stands for, and where it matches (end-exclusive offsets)."""
        if not self._compiled:
            if not self._whole:
                return []
            self._set.Compile()
            self._compiled = True
        found = []
        for hit in self._set.Match(data) or ():
            for number, finditer, tags in self._whole[hit].values():
                spans = [m.span() for m in finditer(data)]
                if spans:
                    found.append((number, tags, spans))
        return [(tags, spans) for _, tags, spans in sorted(found, key=lambda hit: hit[0])]


def _head(pattern: str) -> str:
    """What stands before the first gap that is not inside a group, if that is enough to look for; else all of it."""
    gaps, alternatives = _outside(pattern)
    if alternatives:
        return pattern
    return next((pattern[:at] for at in gaps if at >= _LEAST_HEAD), pattern)


def _outside(pattern: str) -> tuple[list[int], bool]:
    """Outside groups and classes: where gaps begin, and whether there is an alternation, which splits the whole."""
    gaps: list[int] = []
    depth, at, alternatives = 0, 0, False
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 2
            continue
        if char == "[":
            end = pattern.find("]", at + 2 + (pattern[at + 1 : at + 2] == "^"))
            at = len(pattern) if end < 0 else end + 1
            continue
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth == 0:
            alternatives = alternatives or char == "|"
            if pattern.startswith(_GAP, at):
                gaps.append(at)
        at += 1
    return gaps, alternatives
