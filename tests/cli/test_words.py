"""How numbers of things are written, and what is offered for a word that nobody knows."""

from __future__ import annotations

import re

import pytest
from folder import Folder
from helpers import said

from peelcheck.model.counts import number_of
from peelcheck.model.errors import suggest
from peelcheck.report.formats import FORMATS

FORCES = ["dyfed", "kent", "north-light", "north-mercia", "south-light", "south-mercia", "sussex", "west-mercia"]


def test_one_is_singular_and_all_else_plural() -> None:
    assert [number_of(n, "flag") for n in (0, 1, 2)] == ["0 flags", "1 flag", "2 flags"]
    assert [number_of(n, "finding does", "findings do") for n in (1, 3)] == ["1 finding does", "3 findings do"]


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("json", "jsonl", "csv", "sarif", "junit")])
def test_no_output_speaks_of_1_findings(folder: Folder, form: str) -> None:
    folder.findings(said("no_such_signal", "weak"))
    text = folder.run("check", "findings.jsonl", "--format", form).stdout
    assert "1 finding," in text
    assert re.findall(r"\b1 (?:document|inspection|finding|observation|error|warning|note|flag)s\b", text) == []


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("west-merci", "Did you mean 'west-mercia'"),
        ("West Mercia", "Did you mean 'west-mercia'"),
        ("wm", "Nearest of 8 known: west-mercia, "),
        ("zzz", "Nearest of 8 known: "),
    ],
)
def test_the_nearest_words_are_offered_first(word: str, told: str) -> None:
    offer = suggest(word, FORCES)
    assert offer.startswith(told)
    assert offer.count(",") < 6


def test_words_that_are_as_near_are_all_offered() -> None:
    assert suggest("peel-2019", [f"peel-201{n}" for n in range(4, 9)]).count("'peel-201") == 5
    assert suggest("peel-2019", ["peel-2019x", "peel-2018", "peel-2017", "unlike"]).count("'") == 6


def test_few_words_are_listed_as_they_come() -> None:
    assert suggest("zzz", ["warning", "error", "note"]) == "Known: warning, error, note."
