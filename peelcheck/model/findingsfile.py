"""Reads findings files: JSON Lines, JSON, YAML and CSV."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from peelcheck.model import checked, spreadsheet, yamls
from peelcheck.model.errors import InputError
from peelcheck.model.finding import Finding, Source

SUFFIXES = frozenset({".jsonl", ".json", ".yaml", ".yml", ".csv"})
_decoder = msgspec.json.Decoder(Finding)


def read(path: Path) -> list[tuple[Finding, Source]]:
    """Read a findings file: JSON Lines, JSON, YAML or CSV. Raises InputError naming file, line and key."""
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        return [
            (checked.load_json_line(line, Finding, _decoder, path, number), Source(path.as_posix(), number))
            for number, line in enumerate(data.split(b"\n"), 1)
            if line.strip()
        ]
    if suffix == ".csv":
        return spreadsheet.read(path)
    marked = _read_json(path) if suffix == ".json" else yamls.read(path)
    records = marked.data.get("findings") if isinstance(marked.data, dict) else marked.data
    if not isinstance(records, list):
        raise marked.error((), "holds no list of findings", "Give a list, or an object with a list under 'findings'.")
    base: tuple[yamls.Step, ...] = ("findings",) if isinstance(marked.data, dict) else ()
    found = []
    for index, record in enumerate(records):
        try:
            finding = msgspec.convert(record, Finding)
        except msgspec.ValidationError as error:
            steps, message, remedy = checked.explain(record, Finding, str(error))
            raise marked.error((*base, index, *steps), message, remedy) from None
        found.append((finding, Source(path.as_posix(), marked.place((*base, index))[0])))
    return found


def _read_json(path: Path) -> yamls.Marked:
    try:
        data = json.loads(path.read_bytes())
        json.dumps(data, ensure_ascii=False).encode()
        return yamls.Marked(path, data, {})
    except UnicodeEncodeError:
        raise InputError("holds half a character (an escape like \\ud800 without its pair)", "Mend it.", path=path) from None
    except json.JSONDecodeError as error:
        raise InputError(
            f"is not valid JSON: {error.msg}",
            "Mend the syntax there.",
            path=path,
            line=error.lineno,
            column=error.colno,
        ) from None
    except RecursionError:
        raise InputError("is nested too deep", "Findings are a list of flat objects.", path=path) from None
    except UnicodeDecodeError:
        raise InputError("is not UTF-8", "Save the file as UTF-8.", path=path) from None
