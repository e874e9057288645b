"""Where a passage is said to stand: in its document, else in the row of the findings file; an id helps nobody to find it."""

from __future__ import annotations

import json

import pytest
from folder import Folder
from helpers import asked, said

from peelcheck.report.formats import FORMATS

ROWS = """force,cycle,question,kind,text,signal,level,document,line
north,watch-2020,q1,statement,The lamp is out.,lamp_upkeep,failing,,
north,watch-2020,q1,area_for_improvement,Mend the horn.,fog_signal,,,
north,watch-2020,q1,statement,The horn fails.,fog_signal,failing,north.txt,4
south,watch-2020,q1,statement,No lamp burns.,lamp_upkeep,failing,,
south,watch-2020,q1,area_for_improvement,Light the lamp.,lamp_upkeep,,,
"""
ONLY = ("--min-confidence", "0", "--exit-zero", "--select")


@pytest.fixture
def coded(folder: Folder) -> Folder:
    """Findings coded by hand, without a document but for one."""
    folder.write("coded.csv", ROWS)
    return folder


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_names_file_and_row_where_there_is_no_document(coded: Folder, form: str) -> None:
    text = coded.run("check", "coded.csv", "--format", form, *ONLY, "PC302").stdout
    shown = text.replace("\\", "").replace("</cite>", "")
    told = {
        "json": ('"source": "coded.csv:2"', '"source": "coded.csv:5"'),
        "jsonl": ('"source":"coded.csv:2"', '"source":"coded.csv:5"'),
        "sarif": ('"startLine": 2', '"startLine": 5'),
    }
    for words in told.get(form, ("coded.csv:2 [failing]", "coded.csv:5 [failing]", "coded.csv:6 ")):
        assert words in shown, words
    assert form in told or "coded-" not in shown


def test_a_place_in_a_document_comes_first(coded: Folder) -> None:
    coded.write("coded.csv", ROWS.replace("Mend the horn.,fog_signal", "Mend the lamp.,lamp_upkeep"))
    done = coded.run("check", "coded.csv", "--format", "json", *ONLY, "PC201")
    (horn,) = [flag for flag in json.loads(done.stdout)["flags"] if flag["signal"] == "fog_signal"]
    (passage,) = horn["evidence"]
    assert (passage["document"], passage["lines"]) == ("north.txt", [4, 4])
    assert "source" not in passage


def test_review_diff_and_assess_name_the_row_too(coded: Folder) -> None:
    coded.run("check", "coded.csv", "--format", "json", "-o", "run.json", *ONLY, "PC201")
    assert "coded.csv:2 [lamp_upkeep: failing]" in coded.run("review", "run.json", rules=False, answer="quit\n").stdout
    coded.findings(said("keeper_rota", "weak"), asked("fog_signal"), name="other.jsonl")
    coded.run("check", "other.jsonl", "--format", "json", "-o", "other.json", *ONLY, "PC201")
    assert "- coded.csv:2 [failing] The lamp is out." in coded.run("diff", "run.json", "other.json", rules=False).stdout
    told = coded.run("assess", "coded.csv", "--at", "north/watch-2020/q1").stdout
    assert "coded.csv:2 [failing, coded] The lamp is out." in told


def test_runs_written_before_rows_were_told_are_still_read(coded: Folder) -> None:
    coded.run("check", "coded.csv", "--format", "json", "-o", "run.json", *ONLY, "PC201")
    old = json.loads(coded.read("run.json"))
    for flag in old["flags"]:
        for passage in [*flag["evidence"], *(p for peer in flag["peers"] for p in peer["evidence"])]:
            passage.pop("source", None)
    coded.write("old.json", json.dumps(old))
    done = coded.run("diff", "old.json", "run.json", rules=False)
    assert done.exit_code == 0, done.output
    assert "coded-" in coded.run("review", "old.json", rules=False, answer="quit\n").stdout
