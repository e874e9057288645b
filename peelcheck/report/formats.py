"""The formats that a result can be written in, by name. Each is one module with `render(report) -> bytes`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peelcheck.report.base import Report

FORMATS = {
    "rich": "terminal",
    "json": "machine",
    "jsonl": "lines",
    "sarif": "sarif",
    "junit": "junit",
    "github": "annotations",
    "markdown": "markdown",
    "csv": "rows",
    "html": "page",
}


def render(name: str, report: Report) -> bytes:
    """A result in one of FORMATS."""
    rendered: bytes = import_module(f"peelcheck.report.{FORMATS[name]}").render(report)
    return rendered
