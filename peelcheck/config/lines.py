"""On which line of a TOML file a key stands, which the parser of the standard library does not tell."""

from __future__ import annotations

import tomllib
from typing import Any

Steps = tuple[str | int, ...]


def line_of(text: str, steps: Steps) -> int | None:
    """The 1-based line on which the statement begins that gives a key, or the nearest key above it; None where none does.

    Lines are added one by one to what is parsed. A statement that is cut off does not parse, so each begins on the line after
    the last that parsed.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    known = _there(_parsed(lines) or {}, steps)
    begun, found = 1, None
    for number in range(1, len(lines) + 1):
        data = _parsed(lines[:number])
        if data is None:
            continue
        if known and _there(data, steps) == known:
            found = begun
            break
        begun = number + 1
    return found


def _parsed(lines: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None


def _there(data: Any, steps: Steps) -> int:
    """How many of the steps lead somewhere."""
    for number, step in enumerate(steps):
        if isinstance(data, dict) and step in data:
            data = data[step]
        elif isinstance(data, list) and str(step).isdigit() and int(step) < len(data):
            data = data[int(step)]
        else:
            return number
    return len(steps)
