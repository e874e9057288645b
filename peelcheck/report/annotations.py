"""`github`: workflow commands that GitHub Actions shows beside the lines of a file, and the page of its step summary."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from peelcheck.model.counts import number_of
from peelcheck.report import markdown
from peelcheck.report.base import SEVERITIES, Report, beside, primary_place, where
from peelcheck.report.safe import log_line, one_line, shown

if TYPE_CHECKING:
    from peelcheck.checks.engine import Flag

_MOST = 10  # annotations that the platform shows of a level in one step
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_SUMMARY_BYTES = 1024 * 1024 - 1024  # the platform refuses a summary above a mebibyte


def render(report: Report) -> bytes:
    """The gravest and surest flags as annotations, then what they leave out; provenance goes to the debug log."""
    lines: list[str] = []
    left = []
    for severity in SEVERITIES:
        flags = [flag for flag in report.primary if flag.severity == severity]
        lines += [_annotation(report, flag) for flag in flags[:_MOST]]
        if len(flags) > _MOST:
            left.append(number_of(len(flags) - _MOST, severity))
    lines += [log_line(line) for line in [*report.sums(), *report.skipped()]]
    if left:
        lines.append(f"Not annotated: {', '.join(left)}; ten of a level are shown. The step summary and other formats have them.")
    lines.append(f"::debug::{_data(json.dumps(report.provenance, sort_keys=True))}")
    return ("\n".join(lines) + "\n").encode()


def summary(report: Report) -> bytes:
    """The whole as Markdown, for $GITHUB_STEP_SUMMARY; without the passages where it would be too long for the platform."""
    page = markdown.render(report)
    if len(page) <= _SUMMARY_BYTES:
        return page
    for most in (1000, 100, 0):
        page = markdown.render(report, details=False, most=most)
        if len(page) <= _SUMMARY_BYTES:
            break
    return page


def _annotation(report: Report, flag: Flag) -> str:
    place = primary_place(report, flag)
    properties = {"title": f"{flag.code} {flag.name}"}
    if place:
        properties = {"file": place.path, **properties}
        if place.first:
            properties |= {"line": str(place.first), "endLine": str(place.last)}
    order = [name for name in ("file", "line", "endLine", "title") if name in properties]
    said = ",".join(f"{name}={_property(properties[name])}" for name in order)
    return f"::{_COMMANDS[flag.severity]} {said}::{_data(_told(report, flag))}"


def _told(report: Report, flag: Flag) -> str:
    lines = [f"{flag.message} (confidence {flag.confidence:.2f})"]
    for peer, items in [("", flag.evidence), *((f"{beside(p)}: ", p.evidence) for p in flag.peers)]:
        lines += [f"{peer}{where(e)}{f' [{e.level}]' if e.level else ''} {one_line(e.text)}" for e in items]
    lines.append(f"But: {flag.counterargument}")
    lines += [f"Same fact: {other.code} {other.name}" for other in report.related(flag)]
    return "\n".join(lines)


def _data(text: str) -> str:
    """Text in which the runner finds no end of the command. The percent sign comes first."""
    return shown(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
