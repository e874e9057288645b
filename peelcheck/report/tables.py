"""Results as pandas DataFrames."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import pandas as pd

from peelcheck.checks.engine import Flag
from peelcheck.evidence.assessment import Assessment
from peelcheck.report.base import where
from peelcheck.signals.observation import Observation

_FLAG = [
    "code",
    "name",
    "severity",
    "confidence",
    "force",
    "cycle",
    "pillar",
    "question",
    "signal",
    "message",
    "primary",
]
_FLAG += ["counterargument", "evidence", "fingerprint"]
_ASSESSMENT = ["force", "cycle", "pillar", "question", "topic", "declared", "form", "status", "coverage", "supported"]


def flags_frame(flags: Iterable[Flag]) -> pd.DataFrame:
    """One row a flag; `evidence` lists file:line."""
    rows = [
        {
            **{name: getattr(f, name) for name in ("code", "name", "severity", "confidence", "message", "primary")},
            "force": f.subject.inspection.force,
            "cycle": f.subject.inspection.cycle,
            "pillar": f.subject.inspection.pillar,
            "question": f.subject.question,
            "signal": f.subject.signal,
            "counterargument": f.counterargument,
            "evidence": [where(e) for e in f.evidence],
            "fingerprint": f.fingerprint,
        }
        for f in flags
    ]
    return pd.DataFrame(rows, columns=_FLAG)


def assessments_frame(assessments: Iterable[Assessment]) -> pd.DataFrame:
    """One row an assessment, with a column `accept_<grade>` for each grade."""
    rows = [
        {
            **a.inspection._asdict(),
            **{name: getattr(a, name) for name in _ASSESSMENT[3:]},
            **{f"accept_{grade}": share for grade, share in a.acceptability.items()},
        }
        for a in assessments
    ]
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=_ASSESSMENT)


def observations_frame(observations: Iterable[Observation]) -> pd.DataFrame:
    """One row an observation; the locator as document, first line and last line."""
    rows = []
    for item in observations:
        row = msgspec.structs.asdict(item)
        at = row.pop("locator")
        row |= {"document": at.document, "first_line": at.lines[0], "last_line": at.lines[1]} if at else {}
        rows.append(row)
    columns = [
        *(f.name for f in msgspec.structs.fields(Observation) if f.name != "locator"),
        "document",
        "first_line",
        "last_line",
    ]
    return pd.DataFrame(rows, columns=columns)
