"""`csv`: one row a flag, for spreadsheets and statistics."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING

import msgspec

from peelcheck.report.base import Report, beside, primary_place, where
from peelcheck.report.contract import Row
from peelcheck.report.safe import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peelcheck.checks.base import Evidence
    from peelcheck.checks.engine import Flag

_FORMULA = frozenset("=+-@\t\n＝＋－＠'")  # what a cell must not begin with, and the sign that is put before it


def render(report: Report) -> bytes:
    """Rows by the contract; each tells what run it comes from, so that rows of several runs can be put together."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)  # a spreadsheet that parts cells at `;` finds none outside quotes
    writer.writerow(Row.__struct_fields__)
    run = _run(report)
    for flag in report.flags:
        writer.writerow(cell(value) for value in msgspec.structs.astuple(_row(report, flag, run)))
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # without the mark spreadsheets misread quotation marks


def cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = shown(text)
    return f"'{text}" if text[:1] in _FORMULA and text else text


def _row(report: Report, flag: Flag, run: dict[str, str]) -> Row:
    first = flag.evidence[0] if flag.evidence else None
    document = first.document if first and first.document else ""
    lines = first.lines if first and first.lines else ("", "")
    place = primary_place(report, flag)
    source = f"{place.path}:{place.first}" if place and place.first else place.path if place else ""
    return Row(
        code=flag.code,
        name=flag.name,
        severity=flag.severity,
        confidence=f"{flag.confidence:.2f}",
        **{name: value or "" for name, value in flag.subject.inspection._asdict().items()},
        question=flag.subject.question or "",
        signal=flag.subject.signal or "",
        message=flag.message,
        counterargument=flag.counterargument,
        primary=str(flag.primary).lower(),
        related=" ".join(flag.related),
        fingerprint=flag.fingerprint,
        document=document,
        first_line=str(lines[0]),
        last_line=str(lines[1]),
        sha256=report.provenance["documents"].get(document, ""),
        source=source,
        evidence=_passages(flag.evidence),
        peers="\n".join(f"{beside(p)}\n{_passages(p.evidence)}" for p in flag.peers),
        **run,
    )


def _passages(evidence: Iterable[Evidence]) -> str:
    return "\n".join(f"{where(e)}{f' [{e.level}]' if e.level else ''} {e.text}" for e in evidence)


def _run(report: Report) -> dict[str, str]:
    known = report.provenance
    documents = json.dumps(known["documents"], sort_keys=True).encode()
    return {
        "run_version": known["version"],
        "run_packs": " ".join(f"{name}={digest}" for name, digest in known["packs"].items()),
        "run_settings": known["settings"],
        "run_documents": hashlib.sha256(documents).hexdigest()[:16],
        "run_withheld": str(report.counts["withheld"]),
        "run_ignored": str(report.counts["ignored"]),
    }
