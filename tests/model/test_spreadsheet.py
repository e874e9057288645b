"""CSV of hand coding: rows to findings, and what is wrong with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from peelcheck.model.errors import InputError
from peelcheck.model.finding import Finding
from peelcheck.model.spreadsheet import COLUMNS, read

BASE = "force,cycle,text"
LAMP = "north,watch-2020,The lamp smokes."


def rows(tmp_path: Path, head: str, *lines: str) -> list[Finding]:
    path = tmp_path / "coded.csv"
    path.write_text("\n".join([head, *lines]) + "\n", "utf-8")
    return [finding for finding, _ in read(path)]


def codes(finding: Finding) -> list[tuple[str, str | None, str]]:
    return [(code.signal, code.level, code.assertion) for code in finding.coded]


def test_every_column_is_taken(tmp_path: Path) -> None:
    cells = {
        **dict.fromkeys(COLUMNS, ""),
        "id": "a-1",
        "force": "north",
        "cycle": "watch-2020",
        "pillar": "coast",
        "question": "q1",
        "kind": "statement",
        "text": "The lamp smokes.",
        "signal": "lamp_upkeep",
        "level": "weak",
        "assertion": "historical",
        "document": "north.txt",
        "line": "12-14",
        "summary": "yes",
        "voice": "force",
    }
    (finding,) = rows(tmp_path, ",".join(cells), ",".join(cells.values()))
    assert (finding.id, finding.pillar, finding.question, finding.voice) == ("a-1", "coast", "q1", "force")
    assert (finding.summary, finding.text_form) == (True, "summary")
    assert codes(finding) == [("lamp_upkeep", "weak", "historical")]
    assert finding.locator is not None
    assert (finding.locator.document, finding.locator.lines, finding.locator.chars) == ("north.txt", (12, 14), (0, 0))


def test_rows_alike_but_for_the_code_are_one_finding(tmp_path: Path) -> None:
    found = rows(tmp_path, f"{BASE},signal,level", f"{LAMP},lamp_upkeep,weak", f"{LAMP},fog_signal,sound")
    assert [codes(f) for f in found] == [[("lamp_upkeep", "weak", "present"), ("fog_signal", "sound", "present")]]


def test_rows_with_one_id_are_one_finding(tmp_path: Path) -> None:
    found = rows(tmp_path, f"id,{BASE},signal,level", f"x,{LAMP},lamp_upkeep,weak", f"x,{LAMP},lamp_upkeep,sound")
    assert [(f.id, len(f.coded)) for f in found] == [("x", 2)]


DISTINCT = {
    "the same code again": (f"{BASE},signal,level", f"{LAMP},lamp_upkeep,weak", f"{LAMP},lamp_upkeep,weak"),
    "no codes": (BASE, LAMP, LAMP),
    "another line": (f"{BASE},document,line,signal", f"{LAMP},n.txt,1,lamp_upkeep", f"{LAMP},n.txt,2,fog_signal"),
    "another question": (f"{BASE},question,signal", f"{LAMP},q1,lamp_upkeep", f"{LAMP},q2,fog_signal"),
}


@pytest.mark.parametrize("lines", DISTINCT.values(), ids=DISTINCT)
def test_other_rows_stay_two_findings(tmp_path: Path, lines: tuple[str, ...]) -> None:
    found = rows(tmp_path, *lines)
    assert len({f.id for f in found}) == 2


def test_blank_rows_and_line_separators_in_texts(tmp_path: Path) -> None:
    found = rows(tmp_path, BASE, LAMP, ",,", "north,watch-2020,The horn\x85is\u2028poor.")
    assert [f.text for f in found] == ["The lamp smokes.", "The horn\x85is\u2028poor."]


WRONG = {
    "an unknown column": ((f"{BASE},signl", f"{LAMP},x"), 1, "Did you mean 'signal'"),
    "a missing column": (("force,text", "north,The lamp smokes."), 2, "'cycle' is missing"),
    "a level that is none": ((f"{BASE},signal,level", f"{LAMP},lamp_upkeep,bad"), 2, "not one of the known values"),
    "a level of nothing": ((f"{BASE},signal,level", f"{LAMP},,weak"), 2, "level without a signal"),
    "a line of nothing": ((f"{BASE},line", f"{LAMP},3"), 2, "has a line and no document"),
    "a document without line": ((f"{BASE},document", f"{LAMP},n.txt"), 2, "has a document and no line"),
    "no line": ((f"{BASE},document,line", f"{LAMP},n.txt,p. 3"), 2, "'p. 3' is no line"),
    "lines backwards": ((f"{BASE},document,line", f"{LAMP},n.txt,9-3"), 2, "'9-3' is no line"),
    "no truth": ((f"{BASE},summary", f"{LAMP},perhaps"), 2, "not true or false"),
    "too many cells": ((BASE, f"{LAMP},and, so on"), 2, "more cells"),
}


@pytest.mark.parametrize(("lines", "at", "words"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, lines: tuple[str, ...], at: int, words: str) -> None:
    with pytest.raises(InputError) as error:
        rows(tmp_path, *lines)
    assert error.value.line == at
    assert words in str(error.value)


def test_every_column_is_documented() -> None:
    readme = (Path(__file__).parents[2] / "rules" / "README.md").read_text("utf-8")
    section = readme.split("## Coding by hand")[1].split("\n## ")[0]
    assert [name for name in COLUMNS if f"`{name}`" not in section] == []


def test_cells_apart_by_semicolons_are_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"semicolons.*commas"):
        rows(tmp_path, BASE.replace(",", ";"), LAMP.replace(",", ";"))
