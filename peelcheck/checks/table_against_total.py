"""Parts do not add up to the total that is stated for them.

What it flags
    "12 keepers: 7 in the north and 6 in the south"; rows of a table that do not make its total; shares with "the remaining 20
    percent" that do not make 100.

Why it matters
    Either a part or the total is wrong, and shares computed from them are wrong too.

How it decides
    Only where the words say that the parts make the whole: a list behind a colon, in brackets or after "made up of", "a total
    of", "the other", "the remaining"; states of which each thing is in one ("done, in progress, yet to begin"). Percentages
    must make 100 where they are all there are ("the rest", "split", "19 percent were not"). A number that says how many parts
    there are is none of them. Lists that only give examples ("including") are left alone, as are parts so far from the
    whole that they cannot be meant as all of it. In tables a row whose label holds a word for a total (`total`) is held against
    the rows above it; a row may be the sum of rows beneath it. Rounding of every part is allowed for. Where the rows make the
    total in no column, rows may be lost, and nothing is said.

When it may be wrong
    When a list names only some of the parts, or a table leaves out a row.

Example
    findings:
      - {kind: statement, question: q1, text: "The station has 12 keepers: 7 in the north and 6 in the south."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Context, Outcome
from peelcheck.checks.sums import Claim, passages, report, shown, spread, verdict
from peelcheck.checks.tallies import tallies
from peelcheck.checks.wholes import Row, sums, totals
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.figures import Range
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import any_of

WORDS = ("total",)
_GAP = 3  # lines between rows of one table


def check(context: Context) -> Iterator[Outcome]:
    """Add up parts, in sentences and in tables."""
    total = any_of(context.words["total"])

    def claims(inspection: Inspection, findings: list[Finding]) -> Iterator[Claim]:
        for passage in passages(context, findings):
            if passage.second:
                continue
            told = [(found, 0.85) for found in sums(passage.masked)]
            if not told:
                told = [(found, 0.75 if firm else 0.55) for found, firm in tallies(passage.masked)]
            for found, confidence in told:
                parts = " + ".join(shown(f.value) for f in found.parts)
                step = max(f.step for f in found.parts) if found.parts[0].kind == "p" else 0.0
                yield Claim(
                    passage.findings,
                    verdict(found.wanted, found.found, step),
                    f"the parts {parts} make {spread(found.found)}, the text says “{found.whole}”",
                    confidence,
                    "The list may name only some of the parts, or one of them twice.",
                )
        for rows in _tables(findings, total):
            step = min(_step(v) for r in rows for v in r.values if v is not None)
            for column in totals(rows, step):
                if column.fits is None:
                    continue
                off = Range(column.stated, column.stated).gap(Range(column.found, column.found))
                slack = step / 2 * (len(column.rows) + 1)
                yield Claim(
                    (*(r.finding for r in column.rows), column.total.finding),
                    "fits" if column.fits else "slip" if off <= slack + step else "wrong",
                    f"{len(column.rows)} rows make {shown(round(column.found, 2))}, the total is given as {shown(column.stated)}",
                    0.8,
                    "A row of the table may be lost, or stand for a part of another.",
                )

    yield from report(context, claims, "no parts are given with their total")


def _tables(findings: list[Finding], total: object) -> Iterator[list[Row]]:
    """Rows that stand together, one figure each."""
    table: list[Row] = []
    for finding in [*findings, None]:
        row = _row(finding, total) if finding else None
        if row and table and _together(table[-1].finding, row.finding):
            table.append(row)
            continue
        if len(table) > 2 and any(r.total for r in table):
            yield table
        table = [row] if row else []


def _row(finding: Finding, total: object) -> Row | None:
    if finding.kind != "metric" or len(finding.metrics) != 1 or finding.metrics[0].value is None:
        return None
    metric = finding.metrics[0]
    held = metric.comparator.value if metric.comparator else None
    return Row(finding, bool(total(finding.text)), (metric.value, held))  # type: ignore[operator]


def _together(one: Finding, other: Finding) -> bool:
    if (
        one.section != other.section
        or one.metrics[0].unit != other.metrics[0].unit
        or one.metrics[0].scope != other.metrics[0].scope
    ):
        return False
    if one.locator is None or other.locator is None:
        return one.locator is other.locator
    return one.locator.document == other.locator.document and 0 < other.locator.lines[0] - one.locator.lines[1] <= _GAP


def _step(value: float) -> float:
    return next((10.0**-places for places in range(3) if round(value, places) == value), 0.001)
