"""What goes wrong with what people give us: one clear line, with the place and the remedy."""

from __future__ import annotations

from pathlib import Path

_NEAR = 70  # likeness, of 100, from which a word may be what was meant
_OFFERED = 6


class InputError(Exception):
    """Bad input, rules or use: ends a run with exit code 2.

    Prints as `FILE:LINE:COLUMN: MESSAGE (at KEY). REMEDY`, leaving out what is not known.

    message -- what is wrong, no full stop
    remedy -- what to do about it, a sentence
    path, line, column, key -- where: line and column are 1-based; key is a dotted path into the data
    """

    def __init__(
        self,
        message: str,
        remedy: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        column: int | None = None,
        key: str | None = None,
    ) -> None:
        self.message, self.remedy = message, remedy
        self.path, self.line, self.column, self.key = path, line, column, key
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        where = f" (at {key})" if key else ""
        super().__init__(f"{place + ': ' if place else ''}{message}{where}. {remedy}")


class NothingToCheckError(Exception):
    """There was no input to check: ends a run with exit code 3."""


def suggest(word: str, known: list[str]) -> str:
    """A sentence that offers the known words that are near, else the nearest; all of them, as they come, when they are few."""
    from rapidfuzz import process, utils

    found = process.extract(word, known, limit=_OFFERED, processor=utils.default_process)
    least = max(_NEAR, found[min(2, len(found) - 1)][1]) if found else _NEAR  # three, and those that are as near as the third
    near = [name for name, score, _ in found if score >= least]
    if near:
        return f"Did you mean {' or '.join(repr(name) for name in near)}?"
    if len(known) <= _OFFERED:
        return f"Known: {', '.join(known)}."
    return f"Nearest of {len(known)} known: {', '.join(name for name, _, _ in found)}."
