"""A score as tables: for a terminal, and as Markdown to keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from peelcheck.evidence.agreement import DRAWS, SEED, Estimate
from peelcheck.evidence.scoring import CATEGORIES, Counts, Row, Score
from peelcheck.model.finding import LEVELS
from peelcheck.report.terminal import plain

_SWAPS = 12  # confusions of labels that are shown
_NONE = "–"


class About(NamedTuple):
    """What a score is about: the names of both sides, and what labels are."""

    gold: str
    other: str
    by: str
    packs: Sequence[tuple[str, str]]  # name and date


def show(console: Console, score: Score, about: About) -> None:
    """Print a score."""
    table = Table(box=box.SIMPLE_HEAD, title=plain(f"{about.other} against {about.gold}"), title_justify="left", pad_edge=False)
    for number, name in enumerate(_heads(about)):
        table.add_column(name, justify="left" if number == 0 else "right", no_wrap=number > 0, overflow="fold")
    for row in (*score.rows, score.whole, score.anyhow):
        if row is score.whole:
            table.add_section()
        table.add_row(*(Text(plain(cell)) for cell in _cells(row)))
    console.print(table)
    for title, head, lines in _confusions(score, about):
        confusions = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
        for number, name in enumerate(head):
            confusions.add_column(plain(name), justify="left" if number == 0 else "right", overflow="fold")
        for line in lines:
            confusions.add_row(*(Text(plain(cell)) for cell in line))
        console.print(confusions)
    for note in _notes(score, about):
        console.print(Text(plain(note)))


def markdown(score: Score, about: About) -> str:
    """The same as Markdown, with the dates of the packs."""
    lines = [f"# {_cell(about.other)} against {_cell(about.gold)}", ""]
    lines += _table(_heads(about), (_cells(row) for row in (*score.rows, score.whole, score.anyhow)))
    for title, head, rows in _confusions(score, about):
        lines += ["", f"## {title}", "", *_table(head, rows)]
    lines += ["", "## Notes", "", *(f"- {_cell(note)}" for note in _notes(score, about))]
    lines += [f"- Pack {_cell(name)}, of {_cell(date)}." for name, date in about.packs]
    return "\n".join(lines) + "\n"


def _heads(about: About) -> list[str]:
    sides = [f"{side} {name}" for side in ("low", "high") for name in ("n", "P", "R", "F1")]
    return [about.by, *sides, "kappa", "alpha (95%)", "ordinal alpha (95%)"]


def _cells(row: Row) -> list[str]:
    return [row.label, *_counts(row.low), *_counts(row.high), _number(row.kappa.value), _range(row.nominal), _range(row.ordinal)]


def _counts(counts: Counts) -> list[str]:
    return [str(counts.support), _number(counts.precision), _number(counts.recall), _number(counts.f1)]


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{round(value, 2) + 0.0:.2f}"  # + 0.0: no minus before 0.00


def _range(estimate: Estimate) -> str:
    if estimate.low is None:
        return _number(estimate.value)
    return f"{_number(estimate.value)} ({_number(estimate.low)} to {_number(estimate.high)})"


def _confusions(score: Score, about: About) -> list[tuple[str, list[str], list[list[str]]]]:
    found = []
    for title, names, counts in (
        ("Sides: rows as coded, columns as read", CATEGORIES, score.sides),
        ("Levels: rows as coded, columns as read", LEVELS, score.levels),
    ):
        rows = [[name, *map(str, line)] for name, line in zip(names, counts, strict=True)]
        if title.startswith("Sides"):
            rows[1][2] = _NONE
        found.append((title, ["", *names], rows))
    swaps = [[swap.gold, swap.other, swap.side, str(swap.times)] for swap in score.swaps[:_SWAPS]]
    if swaps:
        hidden = len(score.swaps) - len(swaps)
        more = f" ({hidden} rarer ones are not shown)" if hidden else ""
        found.append((f"One {about.by} for another{more}", ["coded", "read as", "side", "units"], swaps))
    return found


def _notes(score: Score, about: About) -> list[str]:
    matched = score.matched
    notes = [f"{len(matched.units)} units. n: how often {about.gold} says it. P, R: precision and recall against it."]
    if matched.unmatched:
        notes.append(f"{matched.unmatched} findings of {about.gold} have no counterpart and count for nothing.")
    if matched.beyond:
        notes.append(
            f"{matched.beyond} findings that {about.gold} does not speak of are read as something and count for nothing."
        )
    notes.append(f"Intervals: {DRAWS} resamples of the units, seed {SEED}. {_NONE}: not defined. (any): whatever the {about.by}.")
    return notes


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [
        f"| {' | '.join(map(_cell, head))} |",
        f"| {' | '.join(['---', *['---:'] * (len(head) - 1)])} |",
        *(f"| {' | '.join(map(_cell, row))} |" for row in rows),
    ]


def _cell(text: str) -> str:
    """Text that Markdown takes for text."""
    folded = " ".join(plain(text).split())
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>|" else char for char in folded)
