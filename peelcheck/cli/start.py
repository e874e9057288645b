"""What `peelcheck` alone prints: what lies in this folder, and what can be done with it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from peelcheck.extract.formats import SUFFIXES
from peelcheck.model.counts import number_of
from peelcheck.report.safe import one_line

Kind = Literal["findings", "document"]

_KEYS = (b"force", b"cycle")  # every finding has them
_SCHEMA = b"schema"  # schemas, rule files and results name one
_HEAD = 4096  # bytes in which a findings file shows what it is
_MANY, _DEEP = 5000, 4  # files and folders that are looked at: a glance, not a search
_NOT_INPUT = ("readme", "license", "licence", "changelog", "contributing")  # texts that every project has
_RULES = ("forces.yaml", "vocabulary.yaml", "assertion.yaml", "checks.yaml", "cycles")
_SETTINGS = "peelcheck.toml"
_SHOWN = 8


def page(folder: Path) -> str:
    """What can be done in a folder."""
    lines = ["peelcheck: does this grade fit the evidence?", ""]
    found = _rows(folder)
    if found:
        lines.append("In this folder")
        width = max(len(command) for command, _ in found)
        lines += [f"  {command:<{width}}  {what}" for command, what in found]
    else:
        lines.append("In this folder are neither findings nor documents. Give a report, or a folder of them:")
        lines.append("  peelcheck check report.pdf")
    lines += [
        "",
        "Besides",
        "  peelcheck explain    what can be explained: checks, signals, cycles, settings",
        "  peelcheck --help     all commands",
    ]
    return "\n".join(lines)


def _rows(folder: Path) -> list[tuple[str, str]]:
    """Commands, and what they are about here."""
    counted: dict[str, Counter[Kind]] = {}
    for top, kind in _seen(folder):
        counted.setdefault(top, Counter())[kind] += 1
    rows: list[tuple[str, str]] = []
    for top, kinds in sorted(counted.items()):
        parts = []
        if number := kinds["findings"]:
            parts.append(number_of(number, "findings file"))
        if number := kinds["document"]:
            parts.append(number_of(number, "file that may be a document", "files that may be documents"))
        rows.append((f"peelcheck check {_quoted(top)}", ", ".join(parts)))
    if len(rows) > _SHOWN:
        rows = [*rows[:_SHOWN], ("peelcheck check .", f"all of them, and {number_of(len(rows) - _SHOWN, 'more place')}")]
    for path in _children(folder):
        if path.is_dir() and _is_rules(path):
            rows.append((f"peelcheck rules test --rules {_quoted(path.name)}", "a folder of rules"))
    if (folder / _SETTINGS).is_file():
        rows.append(("peelcheck check --help", f"{_SETTINGS} holds settings of runs here"))
    return rows


def _seen(folder: Path) -> Iterator[tuple[str, Kind]]:
    """Files that may be input, each by the thing in the folder that it lies in."""
    looked = 0
    for root, folders, names in os.walk(folder):
        place = Path(root).relative_to(folder)
        near = len(place.parts) < _DEEP
        folders[:] = sorted(n for n in folders if near and not n.startswith(".") and not _is_rules(Path(root, n)))
        for name in sorted(names):
            looked += 1
            if looked > _MANY:
                return
            kind = _kind(Path(root, name))
            if kind is not None:
                yield place.parts[0] if place.parts else name, kind


def _is_rules(folder: Path) -> bool:
    return sum((folder / name).exists() for name in _RULES) > 1


def _kind(path: Path) -> Kind | None:
    from peelcheck.model import findingsfile

    suffix = path.suffix.lower()
    if path.name.startswith(".") or path.stem.lower().startswith(_NOT_INPUT):
        return None
    if suffix in SUFFIXES:
        return "document"
    if suffix not in findingsfile.SUFFIXES:
        return None
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return None
    return "findings" if all(key in head for key in _KEYS) and _SCHEMA not in head else None


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []


def _quoted(name: str) -> str:
    """A name as a shell takes it, without what a terminal would obey."""
    import shlex

    return shlex.quote(one_line(name))
