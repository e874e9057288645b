"""What a corpus can say of the thresholds of the checks of grades, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from peelcheck.checks.calibration import CODES, Calibration, Rate, Row, Thresholds
from peelcheck.evidence.corpus import label
from peelcheck.model.counts import number_of
from peelcheck.model.domain import Domain
from peelcheck.report.terminal import plain

_FEW = 30  # cases below which an interval is the message
_NONE = "–"


def show(console: Console, domain: Domain, found: Calibration) -> None:
    """Print a calibration."""
    labels = {g.id: g.label for c in domain.cycles.values() for g in c.scale.grades}
    table = _table("How often each grade occurs", "grade", "questions", "share (95%)")
    for grade, rate in found.base_rate.items():
        table.add_row(Text(plain(labels[grade])), str(rate.hits), _share(rate))
    console.print(table)
    said = "; ".join(f"{code}: {_thresholds(item)}" for code, item in found.in_force.items())
    title = f"With the thresholds of the rules ({said})"
    console.print(_rows(title, found.with_in_force, labels))
    console.print(_rows("With thresholds chosen without the inspection that they are tried on", found.with_chosen, labels))
    table = _table("What was chosen without each inspection", "inspection", "questions", "acceptability", "coverage")
    for item in found.left_out:
        chosen = item.chosen
        name = Text(plain(label(domain, item.inspection)))
        table.add_row(name, str(item.graded), f"{chosen.acceptability:g}", f"{chosen.coverage:g}")
    console.print(table)
    for line in _words(found):
        console.print(Text(plain(line)))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, box=box.SIMPLE, title_justify="left", title_style="bold")
    for number, name in enumerate(columns):
        table.add_column(name, justify="left" if number == 0 else "right", overflow="fold")
    return table


def _rows(title: str, rows: list[Row], labels: dict[str, str]) -> Table:
    table = _table(title, "declared", "tried as", "n", *(f"{code} flags (95%)" for code in CODES))
    for row in rows:
        tried = "as it is" if row.tried == row.declared else labels[row.tried]
        rates = [row.flags[code] for code in CODES]
        cells = (labels[row.declared], tried, str(rates[0].cases), *map(_share, rates))
        table.add_row(*(Text(plain(cell)) for cell in cells), style="bold" if row.tried == row.declared else "")
    return table


def _share(rate: Rate) -> str:
    if rate.interval is None or rate.share is None:
        return _NONE
    low, high = rate.interval
    return f"{rate.share:.0%} ({max(0.0, low):.0%} to {min(1.0, high):.0%})"


def _thresholds(item: Thresholds) -> str:
    return f"acceptability {item.acceptability:g}, coverage {item.coverage:g}"


def _words(found: Calibration) -> Iterator[str]:
    yield (
        f"{number_of(found.graded, 'freshly graded question')} in {number_of(len(found.left_out), 'inspection')}; "
        f"{number_of(found.assessable.hits, 'reaches', 'reach')} the coverage of the rules."
    )
    yield (
        "Declared grades are taken to be right but for few, as nobody knows which are not: a flag under “as it is” is a false "
        "alarm only if the grade is right, and a flag on another grade shows no more than that the check can tell them apart."
    )
    if found.graded < _FEW:
        none = Rate(0, found.graded).interval
        most = f"{none[1]:.0%}" if none else "any share"
        yield (
            f"With {found.graded} cases even a check that never fires here may flag up to {most} of grades elsewhere. "
            "This is too little to choose thresholds by: those of the rules are proposals, not estimates. The intervals take "
            "questions for independent, which those of one inspection are not: the truth is wider."
        )
    if len({item.chosen for item in found.left_out}) > 1:
        yield "The choice changes with the inspection that is left out: it rests on single cases."


def to_json(found: Calibration) -> bytes:
    """A calibration as one JSON object (schema `peelcheck-calibration/1`): keys may be added, none taken away."""
    whole = {
        "schema": "peelcheck-calibration/1",
        "graded": found.graded,
        "assessable": _rate(found.assessable),
        "tolerated": found.tolerated,
        "base_rate": {grade: _rate(rate) for grade, rate in found.base_rate.items()},
        "in_force": {"thresholds": found.in_force, "rows": _row_objects(found.with_in_force)},
        "left_out": {
            "inspections": [{**i.inspection._asdict(), "graded": i.graded, "chosen": i.chosen} for i in found.left_out],
            "rows": _row_objects(found.with_chosen),
        },
        "words": list(_words(found)),
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _rate(rate: Rate) -> dict[str, Any]:
    low, high = rate.interval or (None, None)
    share = None if rate.share is None else round(rate.share, 4)
    bounds = [None if end is None else round(min(1.0, max(0.0, end)), 4) for end in (low, high)]
    return {"hits": rate.hits, "cases": rate.cases, "share": share, "interval": bounds}


def _row_objects(rows: list[Row]) -> list[dict[str, Any]]:
    return [{"declared": r.declared, "tried": r.tried, **{code: _rate(rate) for code, rate in r.flags.items()}} for r in rows]
