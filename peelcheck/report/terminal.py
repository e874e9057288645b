"""The result for people, in a terminal, with Rich. Text of documents is never read as markup."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from peelcheck.evidence.corpus import label
from peelcheck.model.finding import ANSWERS
from peelcheck.report.base import OF_CHECKS, OF_GRADES, Report, beside, grades, heading, short, under, where

if TYPE_CHECKING:
    from peelcheck.checks.base import Evidence
    from peelcheck.checks.engine import Flag, Ran
    from peelcheck.extract import Extraction
    from peelcheck.extract.account import Became

WIDTH = 110  # where nobody watches
_WIDE, _FITS = 130, 26  # from where a row of grades has room for all ids on one line; what has room elsewhere
_STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}
_BECAME: tuple[Became, ...] = ("finding", "furniture", "heading", "unplaced")
_CONTROL: dict[int, str | None] = {code: None for code in [*range(32), *range(127, 160)] if chr(code) not in "\n\t"}
_CONTROL |= dict.fromkeys([0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069])
_CONTROL |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # names of files that are not UTF-8


def plain(text: str) -> str:
    """Text from a document without what a terminal would obey: control characters and changes of direction."""
    return text.translate(_CONTROL)


def render(report: Report) -> bytes:
    """A result as it is printed, without colours, at a fixed width."""
    text = io.StringIO()
    show(Console(file=text, width=WIDTH, highlight=False), report)
    return text.getvalue().encode()


def show(console: Console, report: Report) -> None:
    """Print a result: flags by inspection, the grades beside their evidence, what was checked, the sums."""
    for inspection, group in report.by_inspection():
        console.rule(Text(plain(label(report.domain, inspection)), style="bold"), align="left")
        for flag in group:
            console.print(_flag(report, flag))
    if report.assessments:
        console.print(_grades(report, console.width))
        console.print(Text(OF_GRADES, style="dim"))
        console.print()
    console.print(_checks(report.ran))
    console.print(Text(OF_CHECKS, style="dim"))
    console.print()
    for line in _approximation(report.ran):
        console.print(line)
    console.print(Text(plain("\n".join([*report.sums(), *report.skipped()]))))


def _flag(report: Report, flag: Flag) -> Group:
    head = Text.assemble(
        (flag.severity.upper(), _STYLES[flag.severity]),
        f"  {flag.code} {flag.name}  ",
        (f"confidence {flag.confidence:.2f}", "dim"),
        (plain(f"  {named}" if (named := heading(flag.subject)) else ""), "dim"),
    )
    parts: list[Text | Padding] = [head, Padding(Text(plain(under(report, flag))), (0, 0, 0, 2))]
    parts += [_evidence(item) for item in flag.evidence]
    parts += _peers(flag)
    parts.append(Padding(Text.assemble(("But: ", "italic"), plain(flag.counterargument)), (0, 0, 0, 2)))
    for related in report.related(flag):
        text = f"same fact: {related.code} {related.name} ({related.severity}): {under(report, related)}"
        parts.append(Padding(Text(plain(text), style="dim"), (0, 0, 0, 2)))
        parts += _peers(related)
    return Group(*parts, Text())


def _peers(flag: Flag) -> list[Text | Padding]:
    parts: list[Text | Padding] = []
    for peer in flag.peers:
        parts.append(Padding(Text(plain(f"beside it: {beside(peer)}"), style="dim"), (0, 0, 0, 2)))
        parts += [_evidence(item) for item in peer.evidence]
    return parts


def _evidence(item: Evidence) -> Padding:
    said = f" [{item.level}]" if item.level else ""
    return Padding(Text.assemble((plain(where(item)), "green"), (said, "magenta"), f" {plain(item.text)}"), (0, 0, 0, 4))


def _grades(report: Report, width: int) -> Table:
    table = Table(title="Grades and what the evidence supports", box=box.SIMPLE, title_justify="left", title_style="bold")
    for name in ("inspection", "question", "declared", "status", "accepted by draws", "coverage"):
        table.add_column(name, justify="right" if name == "coverage" else "left", overflow="fold")
    named = [_in_lines(short(item.inspection), width) for item in report.assessments]
    table.columns[0].no_wrap = width >= WIDTH and all(len(line) <= _FITS for lines in named for line in lines)
    for inspection, item in zip(named, report.assessments, strict=True):
        declared, status, shares = grades(report, item)
        cells = ("\n".join(inspection), item.question, declared, status, shares, f"{item.coverage:.2f}")
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def _in_lines(named: str, width: int) -> list[str]:
    """An inspection by its ids, in two lines where it is too long for a row."""
    first, slash, rest = named.partition("/")
    return [first + slash, rest] if len(named) > _FITS and width < _WIDE else [named]


def accounts(extractions: Iterable[Extraction]) -> Group:
    """A table of what became of each document; below it, for each, what it was taken for and why, and what looks suspicious."""
    table = Table(title="Documents", box=box.SIMPLE, padding=(0, 1, 0, 0), title_justify="left", title_style="bold")
    columns = ("document", "sections", "grades", "answers", "sentences", "figures", "found", "furniture", "heading", "unplaced")
    for name in columns:
        table.add_column(name, justify="left" if name == "document" else "right", no_wrap=True, overflow="ellipsis")
    said: list[Text] = []
    for item in extractions:
        seen, done = item.recognised, item.account()
        whole = max(1, sum(done.characters.values()) - done.characters.get("blank", 0))
        table.add_row(
            Text(plain(item.document.name)),
            str(len(done.sections)),
            str(done.kinds.get("judgment", 0)),
            str(sum(done.kinds.get(kind, 0) for kind in ANSWERS)),
            str(done.kinds.get("statement", 0) + done.kinds.get("response", 0)),
            str(done.quantities),
            *(f"{done.characters.get(what, 0) / whole:.1%}" for what in _BECAME),
        )
        taken = ", ".join(part for part in (seen.force, seen.cycle.cycle, seen.pillar, seen.date) if part)
        said.append(Text(plain(f"{item.document.name}: taken for a {seen.why[0]}, {taken} ({'; '.join(seen.why[1:])})")))
        said += [Text(plain(f"  {doubt}"), style="yellow") for doubt in done.suspicious]
    return Group(table, *said)


def _checks(ran: list[Ran]) -> Table:
    table = Table(title="Checks", box=box.SIMPLE, title_justify="left", title_style="bold")
    for name in ("code", "name", "applied", "fired", "not assessable"):
        table.add_column(name, justify="left" if name in ("code", "name") else "right")
    for item in ran:
        table.add_row(item.entry.code, item.entry.name, str(item.applied), str(item.fired), str(len(item.not_assessable)))
    return table


def _approximation(ran: Iterable[Ran]) -> Iterator[Text]:
    """How well grades follow evidence between inspections, where any could be held against each other."""
    for item in (a for r in ran for a in r.approximations if a.question is None):
        yield Text(
            f"Grades follow evidence: {item.consistent} of {item.inspections} inspections that can be compared are in no "
            f"inconsistency (quality of approximation {item.quality:.2f}).\n"
        )
