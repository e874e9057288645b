"""Each remark of lint, on packs that are made to deserve it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import LIGHTHOUSE, corpus, told

from peelcheck.model.rulesdir import RulesDir, shipped
from peelcheck.signals.lint import Remark, _smart_case, lint
from peelcheck.signals.reader import SignalReader
from peelcheck.signals.trace import Serves

Lint = Callable[..., list[Remark]]
PACK = "coast/lights.yaml"


@pytest.fixture
def linted(tmp_path: Path) -> Lint:
    """Lints the lighthouse's pack, and only it, after some words of it are replaced."""
    shutil.copytree(LIGHTHOUSE, tmp_path, dirs_exist_ok=True)

    def call(old: str = "", new: str = "", texts: tuple[str, ...] = ()) -> list[Remark]:
        file = tmp_path / PACK
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
        rules = RulesDir(tmp_path)
        reader = SignalReader(rules)
        found = corpus(*(told(t) for t in texts)).findings if texts else None
        return [r for r in lint(reader, rules, found) if r.path == file]

    return call


REMARKS = {
    "dead cue": (
        "['\\bsmok(?:es|ed|y)\\b']",
        "['\\bsmok(?:es|ed|y)\\b', '\\bsplutters\\b']",
        "warning",
        "dead cue of lamp_upkeep",
    ),
    "dead subject": ("'\\blens(?:es)?\\b'", "'\\bmantles?\\b'", "warning", "dead subject of lamp_upkeep"),
    "dead phrase": ("'\\bbrightest beam on the coast\\b'", "'\\bdimmest\\b'", "warning", "dead phrase of lamp_upkeep"),
    "one example": ("", "", "note", "cue of lamp_upkeep matches one example only"),
    "no answer": ("    answered_by: ['\\b(?:rota|keeper)s?\\b']\n", "", "warning", "keeper_rota has no answered_by"),
    "few examples": ("", "", "warning", "keeper_rota has 3 examples, fewer than 4"),
    "no none": ("", "", "note", "keeper_rota has no example that must not be read"),
    "no past or plan": ("", "", "note", "fog_signal has no example that is historical or planned"),
    "smart case": ("'\\brotas?\\b'", "'\\b(?:ROTA|watch lists?)\\b'", "warning", "makes 'watch lists?' case-sensitive too"),
}


@pytest.mark.parametrize(("old", "new", "severity", "message"), REMARKS.values(), ids=REMARKS)
def test_remark(linted: Lint, old: str, new: str, severity: str, message: str) -> None:
    hits = [r for r in linted(old, new) if message in r.message]
    assert hits
    assert {r.severity for r in hits} == {severity}


def test_a_remark_stands_at_its_place(linted: Lint, tmp_path: Path) -> None:
    (hit,) = [r for r in linted("'\\blens(?:es)?\\b'", "'\\bmantles?\\b'") if "dead subject" in r.message]
    line = (tmp_path / PACK).read_text("utf-8").splitlines()[hit.line - 1]
    assert line[hit.column - 1 :].startswith("'\\bmantles?")
    assert str(hit).startswith(f"{tmp_path / PACK}:{hit.line}:{hit.column} warning dead subject")


def test_a_corpus_says_what_is_dead(linted: Lint) -> None:
    dead = [r.message for r in linted(texts=("The lamp smokes.", "The lamp smoked."))]
    assert any("dead cue of lamp_upkeep: nothing in the 2 sentences of the corpus" in m for m in dead)
    assert any("dead subject of fog_signal" in m for m in dead)


def test_a_cue_without_its_subject_is_dead(linted: Lint) -> None:
    dead = [r.message for r in linted(texts=("The chimney burns steadily.", "The lamp smokes."))]
    assert sum("dead cue of lamp_upkeep" in m for m in dead) == 2  # of failing, and of sound


def test_cues_of_two_signals_on_the_same_words(linted: Lint) -> None:
    texts = ("The lamp and the rota have gaps in spring.",)
    shared = [r for r in linted("'\\bwent out\\b'", "'\\bgaps? in\\b'", texts) if "fires in" in r.message]
    assert {(r.severity, r.message.split(" fires in ")[0], "“gaps in”" in r.message) for r in shared} == {
        ("note", "cue of lamp_upkeep", True),
        ("note", "cue of keeper_rota", True),
    }


def test_cues_that_contradict_each_other_are_a_warning(linted: Lint) -> None:
    texts = ("The lamp and the rota have gaps in spring.",)
    shared = [r for r in linted("'\\bburns? steadily\\b'", "'\\bgaps? in\\b'", texts) if "fires in" in r.message]
    assert {r.severity for r in shared} == {"warning"}
    assert all("with the opposite sense" in r.message for r in shared)


def test_a_subject_that_is_a_common_word(linted: Lint) -> None:
    texts = tuple(f"The keeper wrote page {number} of the rota." for number in range(9))
    common = [r.message for r in linted("'\\brotas?\\b'", "'\\bkeepers?\\b'", texts) if "common word" in r.message]
    assert common == ["subject of keeper_rota is a single common word: “keeper”, in 9 of 9 sentences that are not its examples"]


def test_a_subject_of_two_words_is_none(linted: Lint) -> None:
    texts = tuple(f"The keeper wrote page {number} of the rota." for number in range(9))
    assert not [r for r in linted("'\\brotas?\\b'", "'\\bthe keepers?\\b'", texts) if "common word" in r.message]


CASES = {
    r"\b(?:DASH|risk forms?)\b": True,
    r"\bDASH\b|\brisk forms?\b": True,
    r"\b(?:DASH|(?i:risk forms?))\b": False,
    r"\bDASH (?:forms|checks)\b": False,  # no branch of its own has the capital
    r"\b(?:risk|forms)\b\S": False,
    r"(?i)\b(?:DASH|risk)\b": False,
    r"\b(?:[A-Z]\w+|nobody)\b": True,
    r"(?:DASH|VIT|MARAC)s?": False,
    r"(?:lamp|(?:horn|BELL)s) lit": True,
    r"{not} (?:lamp|horn)\B": False,
}


@pytest.mark.parametrize(("pattern", "pitfall"), CASES.items())
def test_smart_case(pattern: str, pitfall: bool) -> None:
    assert bool(list(_smart_case(Serves("cue", "lamp_upkeep", "weak", pattern)))) is pitfall


def test_unused_terms_and_macros(tmp_path: Path) -> None:
    shutil.copytree(LIGHTHOUSE, tmp_path, dirs_exist_ok=True)
    text = (shipped() / "vocabulary.yaml").read_text("utf-8")
    text = text.replace("macros:\n", "macros:\n  idle: 'idle'\n", 1)
    term = "  idle_term:\n    level: weak\n    subject: either\n    patterns: ['{be} idle']\n"
    text = text.replace("\nterms:\n", f"\nterms:\n{term}", 1)
    (tmp_path / "vocabulary.yaml").write_text(text, "utf-8")
    rules = RulesDir(tmp_path)
    messages = {r.message for r in lint(SignalReader(rules), rules) if r.path.name == "vocabulary.yaml"}
    assert "no pattern uses the macro {idle}" in messages
    assert "no pattern uses the macro {be}" not in messages
    assert "no signal asks for the term idle_term" in messages
    assert "no signal asks for the term backlog" not in messages
