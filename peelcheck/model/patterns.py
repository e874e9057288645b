"""Patterns of the rules: RE2, so no pattern can hang a run; smart case, so they stay short to write.

Smart case: a pattern without an upper-case letter matches in any case; one with an upper-case letter is case-sensitive.
Letters of escapes (`\\S`, `\\B`) and group names do not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import re2

_MACRO = re.compile(r"\{([a-z_]+)(?: (\d+))?\}")
_ESCAPE = re.compile(r"\\[A-Za-z]|\\x\{[0-9A-Fa-f]+\}|\(\?P?<\w+>")


class PatternError(ValueError):
    """A pattern that RE2 refuses, or a macro that is not defined."""


def expand(pattern: str, macros: Mapping[str, str]) -> str:
    """Insert macros: `{not}`, `{gap 3}` (whose `#` becomes the number). Raises PatternError for an unknown one."""

    def insert(match: re.Match[str]) -> str:
        body = macros.get(match[1])
        if body is None:
            raise PatternError(f"there is no macro {{{match[1]}}}")
        return body.replace("#", match[2] or "0")

    return _MACRO.sub(insert, pattern)


def cased(pattern: str) -> str:
    """The pattern with smart case made explicit."""
    bare = _ESCAPE.sub("", pattern)
    return pattern if any(c.isupper() for c in bare) or pattern.startswith("(?i)") else f"(?i){pattern}"


@lru_cache(maxsize=8192)
def compiled(pattern: str) -> Any:
    """A compiled RE2 pattern (smart case). Raises PatternError."""
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(cased(pattern), options)
    except re2.error as error:
        reason = error.args[0] if error.args else error
        text = reason.decode() if isinstance(reason, bytes) else str(reason)
        raise PatternError(f"RE2 refuses the pattern: {text}") from None


def any_of(patterns: list[str]) -> Callable[[str], Any]:
    """The search of one pattern that matches where any of them does; for none, a search that finds nothing."""
    if not patterns:
        return lambda text: None
    search: Callable[[str], Any] = compiled(
        "|".join(f"(?:{cased(pattern)})" for pattern in patterns) if len(patterns) > 1 else patterns[0]
    ).search
    return search
