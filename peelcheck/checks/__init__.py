"""The checks: one kind of inconsistency, one module; its docstring is its manual page. This is their registry."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:  # the registry alone is light: completion reads it at every key
    from peelcheck.checks.base import Severity

Precision = Literal["very-high", "high", "medium", "low"]

# Data that contradict themselves do so whoever reads them; a judgment rests on how text was read; a note only asks.
_PRECISION: dict[Severity, Precision] = {"error": "very-high", "warning": "medium", "note": "low"}


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
    def precision(self) -> Precision:
        """How often a flag of this check may be expected to be right, in the steps that SARIF knows."""
        return _PRECISION[self.severity]

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
        ("PC010", "idle-code", "note"),
        ("PC101", "grade-above-evidence", "warning"),
        ("PC102", "grade-below-evidence", "warning"),
        ("PC103", "grade-despite-cause-of-concern", "warning"),
        ("PC104", "overall-grade-out-of-line", "warning"),
        ("PC105", "thin-evidence", "note"),
        ("PC106", "text-against-text", "warning"),
        ("PC201", "weakness-without-answer", "warning"),
        ("PC202", "answer-without-evidence", "warning"),
        ("PC203", "answer-against-evidence", "warning"),
        ("PC204", "directive-without-answer", "warning"),
        ("PC301", "dominance", "warning"),
        ("PC302", "unequal-consequence", "warning"),
        ("PC303", "unequal-answer", "note"),
        ("PC304", "more-answers-better-grade", "note"),
        ("PC305", "metric-outlier-in-grade", "note"),
        ("PC401", "grade-change-without-evidence", "warning"),
        ("PC402", "answer-repeated", "note"),
        ("PC403", "answer-dropped", "warning"),
        ("PC404", "carried-over-against-evidence", "warning"),
        ("PC405", "relapse", "note"),
        ("PC406", "weakness-repeated", "warning"),
        ("PC501", "fraction-against-percentage", "error"),
        ("PC502", "comparator-against-figures", "error"),
        ("PC503", "change-against-endpoints", "error"),
        ("PC504", "table-against-total", "error"),
        ("PC505", "count-against-list", "error"),
        ("PC506", "two-values", "error"),
        ("PC601", "answer-without-response", "warning"),
        ("PC602", "part-not-addressed", "warning"),
        ("PC603", "response-without-substance", "warning"),
        ("PC604", "restated-answer-reworded", "warning"),
        ("PC605", "response-to-no-answer", "warning"),
    )
)


def entry(code_or_name: str) -> Entry | None:
    """A check by code or name, in any case."""
    wanted = code_or_name.lower()
    return next((e for e in REGISTRY if wanted in (e.code.lower(), e.name)), None)
