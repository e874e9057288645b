"""Figures in tables and tiles: rows with tabs or bars, and labels with their values on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Callable

from peelcheck.extract.blocks import Block
from peelcheck.model.document import Document
from peelcheck.model.finding import Comparator, Metric
from peelcheck.model.text import normalise

_VALUE = re.compile(r"^[+-]?\d[\d,]*(?:\.\d+)?\s?%?$")
_PERIOD = re.compile(r"\b(?:12 months to|as at|in the year to) \d{1,2} \w+ \d{4}", re.IGNORECASE)
_PER = re.compile(r"\bper (one million|million|100,000|1,000|100)\b|\bpercentage\b|%", re.IGNORECASE)
_UNITS = {
    "one million": "per_million",
    "million": "per_million",
    "100,000": "per_100000",
    "1,000": "per_1000",
    "100": "per_100",
}

Found = tuple[list[Block], Metric, str]  # the blocks read, the metric, the heading above it (of a row: its label)


def measure_name(label: str) -> str:
    """A label as an identifier."""
    bare = _PERIOD.sub("", label)
    return re.sub(r"[^a-z0-9]+", "_", bare.lower()).strip("_")[:60]


def _number(cell: str) -> float:
    return float(cell.replace(",", "").replace("%", "").strip())


def _metric(label: str, own: str, other: str | None, name: str | None, head: str = "") -> Metric:
    per = _PER.search(label) or _PER.search(head)
    unit = "percent" if own.endswith("%") else _UNITS.get((per.group(1) or "").lower(), "percent") if per else "count"
    period = _PERIOD.search(label)
    comparator = Comparator(name=name, value=_number(other)) if other and name else None
    return Metric(
        measure=measure_name(label),
        value=_number(own),
        unit=unit,
        comparator=comparator,
        period=period.group(0) if period else None,
    )


class Columns:
    """Tells the inspected body's column from the comparator's."""

    def __init__(self, names: list[str], comparators: Callable[[str], list[tuple[int, int, str]]]) -> None:
        self._names = [name.lower() for name in names]
        self._comparators = comparators

    def of(self, cell: str) -> str | None:
        """'own' for the body's column, a comparator's name, or None."""
        low = cell.strip().lower()
        if any(low.startswith(name) for name in self._names):
            return "own"
        found = self._comparators(cell)
        return found[0][2] if found and found[0][0] <= 1 else None


def rows(blocks: list[Block], document: Document, columns: Columns) -> list[Found]:
    """Metrics of one table: consecutive row blocks, the first of which heads the columns."""
    found: list[Found] = []
    heads: list[str | None] = []
    head = ""
    for block in blocks:
        start = document.lines.starts[document.lines.at(block.start) - 1]  # a row may begin with an empty cell
        raw = document.text[start : block.pieces[0][1]]
        cells = [normalise(c).text.strip() for c in raw.strip(" |").split("\t" if "\t" in raw else "|")]
        roles = [columns.of(cell) for cell in cells]
        if "own" in roles:
            heads, head = roles, " ".join(cells)
            continue
        values = [index for index, cell in enumerate(cells) if index and _VALUE.match(cell)]
        label = " ".join(c for c in cells if c and not _VALUE.match(c))
        if not values or not heads or not re.search("[A-Za-z]", label):
            continue
        own = next((i for i in values if i < len(heads) and heads[i] == "own"), values[0])
        other = next((i for i in values if i < len(heads) and heads[i] not in (None, "own")), None)
        other = None if other == own else other
        name = heads[other] if other is not None else None
        found.append(([block], _metric(label, cells[own], cells[other] if other is not None else None, name, head), label))
    return found


def tiles(blocks: list[Block], columns: Columns) -> list[Found]:
    """Metrics of a page of tiles: a label, whose figures they are, then the figures, each on any number of lines."""
    found: list[Found] = []
    label: list[str] = []
    names: list[str] = []
    values: list[str] = []
    read: list[Block] = []
    group, marked = "", False
    for block in blocks:
        parts = [part.strip() for part in re.split(r"\s{2,}|\t", block.text.strip()) if part.strip()]
        if len(parts) == 1 and all(_VALUE.match(v) for v in parts[0].split()):
            parts = parts[0].split()
        roles = _roles(parts, columns)
        if roles:
            names += roles
        elif parts and all(_VALUE.match(part) for part in parts):
            values += parts
        else:
            if names or values:
                label, names, values, read = [], [], [], []
            marked = marked or block.why == "markdown heading"
            is_group = block.why == "markdown heading" if marked else block.kind == "heading" and not label
            if is_group and not _PERIOD.search(block.text):
                group = block.text.strip()
            label = [*label[-1:], block.text.strip()]
            read = read[-1:]
        read.append(block)
        if names and len(values) == len(names):
            by_name = dict(zip(names, values, strict=True))
            other = next((n for n in names if n != "own"), None)
            if "own" in by_name:
                title = label[-1] if label and _PERIOD.search(label[-1]) else " ".join(label)
                found.append((list(read), _metric(title, by_name["own"], by_name.get(other or ""), other), group))
            label, names, values, read = [], [], [], []
    return found


def _roles(parts: list[str], columns: Columns) -> list[str]:
    roles = [columns.of(part) for part in parts]
    if parts and all(roles):
        if len(parts) == 1:  # both names may stand on one line with a single blank between
            words = parts[0].split()
            for cut in range(1, len(words)):
                left, right = columns.of(" ".join(words[:cut])), columns.of(" ".join(words[cut:]))
                if left == "own" and right not in (None, "own"):
                    return [left, str(right)]
        return [str(role) for role in roles]
    return []
