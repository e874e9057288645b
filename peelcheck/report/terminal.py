"""The result for people, in a terminal, with Rich. Text of documents is never read as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from peelcheck.checks.base import Evidence
from peelcheck.checks.engine import Flag, Ran
from peelcheck.evidence.assessment import Assessment
from peelcheck.evidence.corpus import Corpus, Inspection, label
from peelcheck.extract import Extraction
from peelcheck.extract.account import Became
from peelcheck.model.domain import Domain
from peelcheck.model.finding import ANSWERS

_STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}
_BECAME: tuple[Became, ...] = ("finding", "furniture", "heading", "unplaced")
_CONTROL = {code: None for code in [*range(32), *range(127, 160)] if chr(code) not in "\n\t"}
_CONTROL |= dict.fromkeys([0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069])


def plain(text: str) -> str:
    """Text from a document without what a terminal would obey: control characters and changes of direction."""
    return text.translate(_CONTROL)


def show(
    console: Console,
    domain: Domain,
    corpus: Corpus,
    observations: int,
    assessments: list[Assessment],
    flags: list[Flag],
    ran: list[Ran],
    counts: dict[str, int],
) -> None:
    """Print a result: flags by inspection, the grades beside their evidence, what was checked, the sums."""
    primary = [f for f in flags if f.primary]
    others = {f.fingerprint: f for f in flags}
    by_inspection = sorted(primary, key=lambda f: (f.subject.inspection.order, f.order))
    for inspection, group in groupby(by_inspection, key=lambda f: f.subject.inspection):
        console.rule(Text(plain(label(domain, inspection)), style="bold"), align="left")
        for flag in group:
            console.print(_flag(flag, others))
    if assessments:
        console.print(_grades(domain, assessments))
    console.print(_checks(ran))
    for line in _approximation(ran):
        console.print(line)
    console.print(_sums(corpus, observations, counts))


def _flag(flag: Flag, others: dict[str, Flag]) -> Group:
    head = Text.assemble(
        (flag.severity.upper(), _STYLES[flag.severity]),
        f"  {flag.code} {flag.name}  ",
        (f"confidence {flag.confidence:.2f}", "dim"),
        (plain(f"  {flag.subject.question or ''}{' · ' + flag.subject.signal if flag.subject.signal else ''}"), "dim"),
    )
    parts: list[Text | Padding] = [head, Padding(Text(plain(flag.message)), (0, 0, 0, 2))]
    parts += [_evidence(item) for item in flag.evidence]
    parts += _peers(flag)
    parts.append(Padding(Text.assemble(("But: ", "italic"), plain(flag.counterargument)), (0, 0, 0, 2)))
    for fingerprint in flag.related:
        related = others.get(fingerprint)
        if related:
            text = f"same fact: {related.code} {related.name} ({related.severity}): {related.message}"
            parts.append(Padding(Text(plain(text), style="dim"), (0, 0, 0, 2)))
            parts += _peers(related)
    return Group(*parts, Text())


def _peers(flag: Flag) -> list[Text | Padding]:
    parts: list[Text | Padding] = []
    for peer in flag.peers:
        answered = {True: "answered", False: "not answered", None: ""}[peer.answered]
        parts.append(Padding(Text(plain(f"beside it: {peer.force}, {peer.cycle} ({answered})"), style="dim"), (0, 0, 0, 2)))
        parts += [_evidence(item) for item in peer.evidence]
    return parts


def _evidence(item: Evidence) -> Padding:
    where = f"{item.document}:{item.lines[0]}" if item.document and item.lines else item.finding
    said = f" [{item.level}]" if item.level else ""
    return Padding(Text.assemble((plain(where), "green"), (said, "magenta"), f" {plain(item.text)}"), (0, 0, 0, 4))


def _grades(domain: Domain, assessments: Iterable[Assessment]) -> Table:
    table = Table(title="Grades and what the evidence supports", box=box.SIMPLE, title_justify="left", title_style="bold")
    for name in ("inspection", "question", "declared", "status", "accepted by draws", "coverage"):
        table.add_column(name, justify="right" if name == "coverage" else "left", overflow="fold")
    for item in assessments:
        scale = domain.cycles[item.inspection.cycle].scale
        shares = ", ".join(f"{scale.label(g)} {share:.0%}" for g, share in reversed(item.acceptability.items()) if share >= 0.005)
        table.add_row(
            Text(_short(item.inspection)),
            Text(plain(item.question)),
            Text(plain(scale.label(item.declared)) if item.declared else "not stated"),
            item.status.replace("_", " "),
            shares,
            f"{item.coverage:.2f}",
        )
    return table


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


def _short(inspection: Inspection) -> str:
    return plain("/".join(part for part in inspection if part))


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


def _sums(corpus: Corpus, observations: int, counts: dict[str, int]) -> Text:
    documents = len({f.locator.document for f in corpus.findings if f.locator})
    read = (
        f"{documents} documents, {len(corpus.by_inspection)} inspections, {len(corpus.findings)} findings, "
        f"{observations} observations."
    )
    shown = ", ".join(f"{counts[s]} {s}{'s' if counts[s] != 1 else ''}" for s in ("error", "warning", "note"))
    hidden = [f"{counts[name]} {name}" for name in ("withheld", "ignored", "baselined") if counts[name]]
    lines = [read, f"{shown}{' (' + ', '.join(hidden) + ')' if hidden else ''}."]
    if counts["withheld"]:
        lines.append("Withheld flags are less sure than asked for: --min-confidence 0 shows them.")
    lines += [f"skipped: {path} ({reason})" for path, reason in corpus.skipped]
    return Text(plain("\n".join(lines)))
