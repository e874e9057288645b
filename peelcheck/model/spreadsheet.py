"""Findings from CSV: how a team that codes by hand in a spreadsheet gives its work.

One row says one thing of one text. Rows that are alike but for the signal, level and assertion are one finding with several
codes. Columns may be left out and stand in any order.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import msgspec

from peelcheck.model import checked
from peelcheck.model.document import Document
from peelcheck.model.errors import InputError, suggest
from peelcheck.model.finding import Finding, Identities, Source

COLUMNS = {
    "id": "names the finding; made from the text if empty",
    "force": "id of the inspected body (needed)",
    "cycle": "id of the inspection programme (needed)",
    "pillar": "pillar of the cycle, where it has some",
    "question": "id of a question of the cycle, or overall",
    "kind": "statement if empty",
    "text": "what it says, in the report's words or yours (needed)",
    "grade": "on judgments",
    "signal": "what it is about, as coded",
    "level": "failing, weak, sound or strong; empty on an answer",
    "assertion": "present (if empty), historical, planned, other_body",
    "document": "name of the document that it stands in",
    "line": "its line there, or first-last",
    "summary": "true in an overview",
    "voice": "inspectorate (if empty), force, commissioner",
}
_CODE = ("signal", "level", "assertion")
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def read(path: Path) -> list[tuple[Finding, Source]]:
    """Read the findings of a CSV file. Raises InputError naming file, line and column."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("is not UTF-8", "Save the file as UTF-8.", path=path) from None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    for name in rows.fieldnames or []:
        if name not in COLUMNS and ";" in name:
            raise InputError("separates its cells by semicolons", "Save it with commas.", path=path, line=1)
        if name not in COLUMNS:
            raise InputError(f"unknown column {name!r}", suggest(name, list(COLUMNS)), path=path, line=1, key=name)
    identities = Identities(Document(path.name, "", "").key)
    records: list[tuple[dict[str, Any], int]] = []
    earlier: dict[bytes, list[dict[str, Any]]] = {}  # the codes of a finding, by all else that its rows say
    for row in rows:
        line = rows.line_num
        if None in row:
            raise InputError("has more cells than the head has columns", "Quote texts that hold a comma.", path=path, line=line)
        given: dict[str, Any] = {name: value.strip() for name, value in row.items() if value and value.strip()}
        if not given:
            continue
        code = {name: given.pop(name) for name in _CODE if name in given}
        if code and "signal" not in code:
            missing = f"{' and '.join(code)} without a signal"
            raise InputError(missing, "Name the signal, or empty the cell.", path=path, line=line, key=next(iter(code)))
        record: dict[str, Any] = {"kind": "statement", "text_form": "summary", **_placed(given, path, line)}
        codes = earlier.get(msgspec.json.encode(record, order="deterministic"), [])
        if codes and code and code not in codes:
            codes.append(code)
            continue
        coded = [code] if code else []
        earlier[msgspec.json.encode(record, order="deterministic")] = coded
        records.append(({**record, "coded": coded}, line))
    found = []
    for record, line in records:
        record.setdefault("id", identities.next(record.get("text", "")))
        found.append((_finding(record, path, line), Source(path.as_posix(), line)))
    return found


def _placed(given: dict[str, Any], path: Path, line: int) -> dict[str, Any]:
    """The cells of a row as a record of a finding."""
    record = dict(given)
    document, lines = record.pop("document", None), record.pop("line", None)
    if (lines is None) != (document is None):
        there, lacking = ("line", "document") if document is None else ("document", "line")
        raise InputError(f"has a {there} and no {lacking}", "Fill in both, or none.", path=path, line=line, key=lacking)
    if document is not None and lines is not None:
        first, _, last = lines.partition("-")
        if not (first.isdigit() and (last or first).isdigit() and 1 <= int(first) <= int(last or first)):
            raise InputError(f"{lines!r} is no line", "Write 12, or 12-14.", path=path, line=line, key="line")
        # (0, 0): the place within the lines is not known
        record["locator"] = {"document": document, "lines": [int(first), int(last or first)], "chars": [0, 0]}
    if "summary" in record:
        truth = _TRUTH.get(record["summary"].lower())
        if truth is None:
            raise InputError(
                f"{record['summary']!r} is not true or false", "Write true, or nothing.", path=path, line=line, key="summary"
            )
        record["summary"] = truth
    return record


def _finding(record: dict[str, Any], path: Path, line: int) -> Finding:
    try:
        return msgspec.convert(record, Finding)
    except msgspec.ValidationError as error:
        steps, message, remedy = checked.explain(record, Finding, str(error))
        key = ".".join(map(str, steps)) or None
        raise InputError(message, remedy, path=path, line=line, key=key) from None
