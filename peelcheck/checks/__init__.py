"""The checks: one kind of inconsistency, one module; its docstring is its manual page. This is their registry."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from peelcheck.checks.base import Severity


class Entry(NamedTuple):
    """A check as the registry knows it: its code, name and severity never stand in its module."""

    code: str
    name: str
    severity: Severity
    module: str

    def load(self) -> ModuleType:
        """The module that does it."""
        return import_module(f"peelcheck.checks.{self.module}")

    @property
    def title(self) -> str:
        """First line of its manual page."""
        return (self.load().__doc__ or "").strip().splitlines()[0]


REGISTRY: tuple[Entry, ...] = tuple(
    Entry(code, name, severity, name.replace("-", "_"))  # type: ignore[arg-type]
    for code, name, severity in (
        ("PC002", "unknown-name", "error"),
        ("PC003", "grade-not-on-scale", "error"),
        ("PC004", "missing-grade", "note"),
        ("PC005", "two-grades", "error"),
        ("PC006", "duplicate-finding", "error"),
        ("PC007", "locator-mismatch", "error"),
        ("PC008", "unrecognised-answer", "note"),
        ("PC009", "idle-ignore", "note"),
        ("PC101", "grade-above-evidence", "warning"),
        ("PC102", "grade-below-evidence", "warning"),
        ("PC103", "grade-despite-cause-of-concern", "warning"),
        ("PC104", "overall-grade-out-of-line", "warning"),
        ("PC201", "weakness-without-answer", "warning"),
        ("PC202", "answer-without-evidence", "warning"),
        ("PC204", "directive-without-answer", "warning"),
        ("PC301", "dominance", "warning"),
        ("PC302", "unequal-consequence", "warning"),
        ("PC303", "unequal-answer", "note"),
        ("PC304", "more-answers-better-grade", "note"),
        ("PC305", "metric-outlier-in-grade", "note"),
    )
)


def entry(code_or_name: str) -> Entry | None:
    """A check by code or name, in any case."""
    wanted = code_or_name.lower()
    return next((e for e in REGISTRY if wanted in (e.code.lower(), e.name)), None)
