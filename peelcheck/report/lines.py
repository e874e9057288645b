"""`jsonl`: a line that holds all but the flags, then one flag a line."""

from __future__ import annotations

from peelcheck.report import contract
from peelcheck.report.base import Report
from peelcheck.report.machine import flag_record, header
from peelcheck.report.safe import as_json


def render(report: Report) -> bytes:
    """JSON Lines, by the contract."""
    return b"".join(as_json(record) for record in (contract.Header(**header(report)), *map(flag_record, report.flags)))
