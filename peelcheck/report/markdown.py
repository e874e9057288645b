"""`markdown`: summary, table and details, for a step summary, an issue or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from peelcheck.evidence.corpus import label
from peelcheck.model.counts import number_of
from peelcheck.report.base import OF_CHECKS, OF_GRADES, Report, beside, grades, heading, short, under, where
from peelcheck.report.safe import one_line

if TYPE_CHECKING:
    from peelcheck.checks.base import Evidence
    from peelcheck.checks.engine import Flag

# What Markdown may read as a sign anywhere; what it reads as one where a text begins; what makes an address a link.
_SIGNS = re.compile(r"[\\`*_\[\]<|~&$]|^[-+=>#]|:(?=//)|(?<=(?i:www))\.")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def render(report: Report, details: bool = True, most: int | None = None) -> bytes:
    """A page in GitHub's Markdown.

    details -- whether passages and counter-arguments follow
    most -- how many flags the table holds at most
    """
    shown = report.primary[:most]
    parts = ["# peelcheck", "\n".join(f"- {text(line)}" for line in report.sums())]
    if shown:
        rows = (
            [f.severity, f.code, short(f.subject.inspection), heading(f.subject), f"{f.confidence:.2f}", under(report, f)]
            for f in shown
        )
        parts += ["## Flags", table(["severity", "check", "inspection", "about", "confidence", "flag"], rows)]
    if len(shown) < len(report.primary):
        parts.append(
            f"{number_of(len(report.primary) - len(shown), 'more is', 'more are')} left out here: the page would be too long."
        )
    if details:
        for inspection, flags in report.by_inspection():
            parts.append(f"## {text(label(report.domain, inspection))}")
            for flag in flags:
                parts += _details(report, flag)
    assessments = [(a, *grades(report, a)) for a in report.assessments]
    if assessments:
        head = ["inspection", "question", "declared", "status", "accepted by draws", "coverage"]
        rows = ([short(a.inspection), a.question, *words, f"{a.coverage:.2f}"] for a, *words in assessments)
        parts += ["## Grades and what the evidence supports", table(head, rows), OF_GRADES]
    counted = ([r.entry.code, r.entry.name, *map(str, (r.applied, r.fired, len(r.not_assessable)))] for r in report.ran)
    parts += ["## Checks", table(["code", "name", "applied", "fired", "not assessable"], counted), OF_CHECKS]
    parts += ["## Provenance", table(["what", "name", "version or hash"], _provenance(report))]
    if report.corpus.skipped:
        parts += ["## Skipped", "\n".join(f"- {text(line)}" for line in report.skipped())]
    return ("\n\n".join(parts) + "\n").encode()


def _details(report: Report, flag: Flag) -> list[str]:
    head = " ".join(part for part in (flag.code, flag.name, heading(flag.subject)) if part)
    lines = [f"- {_passage(item)}" for item in flag.evidence]
    for peer in flag.peers:
        lines += [f"- beside it: {text(beside(peer))}", *(f"  - {_passage(item)}" for item in peer.evidence)]
    for other in report.related(flag):
        lines.append(f"- same fact: {text(f'{other.code} {other.name} ({other.severity}): {under(report, other)}')}")
        for peer in other.peers:
            lines += [f"  - beside it: {text(beside(peer))}", *(f"    - {_passage(item)}" for item in peer.evidence)]
    return [
        f"### {text(head)}",
        f"**{flag.severity}**, confidence {flag.confidence:.2f}. {text(under(report, flag))}",
        *(["\n".join(lines)] if lines else []),
        f"**But:** {text(flag.counterargument)}",
        f"Fingerprint `{flag.fingerprint}`",
    ]


def _passage(item: Evidence) -> str:
    return " ".join(text(part) for part in (where(item), f"[{item.level}]" if item.level else "", item.text) if part)


def _provenance(report: Report) -> Iterable[list[str]]:
    known = report.provenance
    yield ["tool", "peelcheck", known["version"]]
    yield ["settings", "", known["settings"]]
    yield from (["pack", name, digest] for name, digest in known["packs"].items())
    yield from (["document", name, digest] for name, digest in known["documents"].items())


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """A table; cells are text, not Markdown."""
    lines = [head, ["---"] * len(head), *([text(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def text(raw: str) -> str:
    """Text of which Markdown reads nothing as a sign: one line, every sign escaped."""
    return _NUMBERED.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", one_line(raw)))
