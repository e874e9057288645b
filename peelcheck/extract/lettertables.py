"""Tables in letters of response: a column of answers, and beside it what is said to each."""

from __future__ import annotations

import re
from collections.abc import Mapping

from peelcheck.extract.blocks import Block
from peelcheck.model.document import Document
from peelcheck.model.finding import Kind

_HEAD_WORDS = 6  # words that the head of a column has at most
_WORDY = re.compile(r"[A-Za-z]{2}")

Span = tuple[int, int]


def cells(row: Block, document: Document) -> list[Span]:
    """The cells of a row as stretches of the document, blanks around them left out; an empty cell is empty."""
    start = document.lines.starts[document.lines.at(row.start) - 1]  # a row may begin with an empty cell
    end = row.pieces[-1][1]
    raw = document.text[start:end]
    mark = "\t" if "\t" in raw else "|"
    if mark == "|" and raw.lstrip().startswith("|"):
        start += raw.index("|") + 1
    found: list[Span] = []
    at = start
    for cell in document.text[start:end].removesuffix(mark).split(mark):
        left = at + len(cell) - len(cell.lstrip())
        found.append((left, max(left, at + len(cell.rstrip()))))
        at += len(cell) + 1
    return found


def answer_column(row: list[str], counted: Mapping[str, Kind]) -> tuple[int, Kind] | None:
    """The column that a head row gives to answers, and their kind; None where the row heads no such table."""
    if len(row) < 2 or any(len(cell.split()) > _HEAD_WORDS for cell in row):
        return None
    for index, cell in enumerate(row[:-1]):
        kind = next((kind for word, kind in counted.items() if cell.strip("* ").lower().startswith(word)), None)
        if kind:
            return index, kind
    return None


def responded(row: list[Span], column: int, document: Document) -> Span | None:
    """The stretch of a row behind the answer, from its first filled cell to its last; None where all are empty."""
    filled = [(a, b) for a, b in row[column + 1 :] if _WORDY.search(document.text[a:b])]
    return (filled[0][0], filled[-1][1]) if filled else None
