"""Many patterns at once: words that a pattern cannot match without are looked for first, and the pattern only where they stand.

One automaton of all patterns is quick once it is there, but its states are made as texts call for them, and patterns
with gaps (`risk{gap 3}assess`) multiply each other's. The words do not, and a pattern by itself stays small.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Generic, TypeVar

import re2

from peelcheck.model.patterns import cased, expand

_TOGETHER = 30_000  # characters of the patterns of one filter; RE2 refuses one of more than some 100,000
T = TypeVar("T")


class PatternSet(Generic[T]):
    """Patterns with what each stands for; equal patterns are looked for once. All are added before any is looked for."""

    def __init__(self, macros: dict[str, str]) -> None:
        self._macros = macros
        self._tags: dict[str, list[T]] = {}

    def add(self, pattern: str, tag: T) -> None:
        """Add a pattern that stands for `tag`."""
        self._tags.setdefault(cased(expand(pattern, self._macros)), []).append(tag)

    def find(self, data: bytes) -> list[tuple[list[T], list[tuple[int, int]]]]:
        """For each pattern that matches, as added: what it stands for, and where it matches (end-exclusive offsets)."""
        return [
            (tags[hit], [m.span() for m in some.re(hit).finditer(data)])
            for some, tags in self._filters
            for hit in some.Match(data) or ()
        ]

    @cached_property
    def _filters(self) -> list[tuple[Any, list[list[T]]]]:
        """RE2 filters, each with what its patterns stand for."""
        options = re2.Options()
        options.log_errors = False
        filters: list[tuple[Any, list[list[T]]]] = []
        room = 0
        for pattern, tags in self._tags.items():
            if len(pattern) > room:
                filters.append((re2.Filter(), []))
                room = _TOGETHER
            room -= len(pattern)
            filters[-1][0].Add(pattern, options)
            filters[-1][1].append(tags)
        for some, _ in filters:
            some.Compile()
        return filters
