"""What goes wrong with what people give us: one clear line, with the place and the remedy."""

from __future__ import annotations

from pathlib import Path


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
    """A sentence that offers the nearest known words, or lists them when there are few."""
    from rapidfuzz import process

    near = [name for name, score, _ in process.extract(word, known, limit=3) if score >= 70]
    if near:
        return f"Did you mean {' or '.join(repr(name) for name in near)}?"
    return f"Known: {', '.join(known)}." if len(known) <= 20 else f"There are {len(known)} known ones."
