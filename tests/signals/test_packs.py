"""Packs and vocabulary: what is shipped holds together, and what is wrong is refused with its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import LIGHTHOUSE

from peelcheck.cli.examples import run_examples
from peelcheck.model.domain import Domain
from peelcheck.model.errors import InputError
from peelcheck.model.rulesdir import RulesDir, shipped
from peelcheck.signals import packs
from peelcheck.signals.assertion import Asserter
from peelcheck.signals.reader import SignalReader

Write = Callable[[str, str], RulesDir]
PACK = "coast/lights.yaml"


@pytest.fixture
def rules(tmp_path: Path) -> Write:
    """Replaces some words of a rule file: of the lighthouse's rules with the shipped vocabulary, and nothing else."""
    shutil.copytree(LIGHTHOUSE, tmp_path, dirs_exist_ok=True)
    for name in ("vocabulary.yaml", "assertion.yaml"):
        shutil.copy(shipped() / name, tmp_path / name)

    def write(old: str, new: str, name: str = PACK) -> RulesDir:
        file = tmp_path / name
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
        folder = RulesDir(tmp_path)
        folder.roots = [tmp_path]
        return folder

    return write


WRONG = {
    "an unknown key": ("    weight: 4\n", "    wieght: 4\n", "signals.lamp_upkeep.wieght", "'weight'"),
    "a key twice": ("    weight: 4\n", "    weight: 4\n    weight: 3\n", "weight", "Keep one"),
    "a key that is missing": ("    theme: lamp_upkeep\n", "", "signals.lamp_upkeep", "Add 'theme'"),
    "a pattern that RE2 refuses": (r"'\blamps?\b', ", r"'\blamps?\b(?=s)', ", "signals.lamp_upkeep.subject.0", "RE2"),
    "a macro that does not exist": (r"\bwent out\b", "{wnet} out", "signals.lamp_upkeep.cues.failing.0", "macro"),
    "a term that does not exist": ("[backlog]", "[backlogs]", "signals.fog_signal.terms.0", "'backlog'"),
    "a condition that is none": ("'< 60'", "'below 60'", "signals.lamp_upkeep.metrics.0.levels.failing", "Write '< 60'"),
    "a weight out of range": ("    weight: 4\n", "    weight: 9\n", "signals.lamp_upkeep.weight", ""),
}


@pytest.mark.parametrize(("old", "new", "key", "remedy"), WRONG.values(), ids=WRONG)
def test_a_mistake_in_a_pack_is_refused_with_its_place(rules: Write, old: str, new: str, key: str, remedy: str) -> None:
    with pytest.raises(InputError) as error:
        packs.load(rules(old, new))
    assert str(error.value.path).endswith(PACK)
    assert error.value.line is not None
    assert error.value.line > 1
    assert error.value.key == key
    assert remedy in str(error.value)
    assert "\n" not in str(error.value)


def test_a_level_that_does_not_exist_is_refused_with_its_place(rules: Write) -> None:
    with pytest.raises(InputError) as error:
        packs.load(rules("{failing: fair}", "{dreadful: fair}"))
    assert "signals.lamp_upkeep.caps" in (error.value.key or "")


def test_a_signal_in_two_packs_is_refused(rules: Write, tmp_path: Path) -> None:
    shutil.copy(LIGHTHOUSE / PACK, tmp_path / "coast" / "again.yaml")
    with pytest.raises(InputError, match="stands in coast/lights too"):
        packs.load(rules("Keeping the light", "Keeping the light, twice"))


def test_two_packs_for_one_question_are_refused(rules: Write, tmp_path: Path) -> None:
    other = "pack: coast/bells\ntitle: Bells\nupdated: 2026-11-22\napplies_to: {topic: lights}\nsignals: {}\n"
    (tmp_path / "coast" / "bells.yaml").write_text(other, "utf-8")
    with pytest.raises(InputError, match="applies to the topic 'lights' too"):
        packs.load(rules("weight: 3", "weight: 2"))


def test_a_rule_file_that_would_be_passed_over_is_refused(rules: Write, tmp_path: Path) -> None:
    shutil.copy(tmp_path / PACK, tmp_path / "lights.yaml")
    with pytest.raises(InputError, match=r"FOLDER/lights\.yaml"):
        packs.load(rules("weight: 3", "weight: 2"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{failing: fair}", "{failing: fairr}"),
        ("{topic: lights}", "{topic: lihgts}"),
        ("{topic: lights}", "{topic: lights, cycles: [watch-2202]}"),
    ],
)
def test_a_name_that_no_cycle_has_is_refused(rules: Write, old: str, new: str) -> None:
    folder = rules(old, new)
    with pytest.raises(InputError):
        SignalReader(folder, Domain.load(folder))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("assertion.yaml", r"\bhardly\b", r"\bhardly(?!x)\b"), ("vocabulary.yaml", r"\bless effective\b", r"\b{lses} effective\b")],
)
def test_a_pattern_of_the_shared_rules_that_is_refused_is_named(rules: Write, name: str, old: str, new: str) -> None:
    folder = rules(old, new, name)  # type: ignore[call-arg]
    load = Asserter.load if name == "assertion.yaml" else packs.load
    with pytest.raises(InputError, match=name):
        load(folder)


def read(folder: RulesDir, text: str) -> set[tuple[str, str]]:
    return {(r.signal, r.level) for r in SignalReader(folder).read(text)[0]}


def test_a_signal_refuses_a_general_term(rules: Write) -> None:
    text = "The horn is inconsistent."
    assert read(rules("weight: 3", "weight: 2"), text) == {("fog_signal", "weak")}
    assert read(rules("terms: [backlog]", "without: [poor_state]"), text) == set()


def test_a_wide_signal_gives_way_to_one_that_reads_the_same_words(rules: Write) -> None:
    text = "There is a lack of oil for the lamp and the horn; the lamp is inconsistent."
    assert read(rules("weight: 3", "weight: 2"), text) == {("lamp_upkeep", "weak"), ("fog_signal", "weak")}
    wide = rules("terms: [backlog]", "terms: [backlog]\n    gives_way: true")
    assert read(wide, text) == {("lamp_upkeep", "weak")}
    assert read(wide, "The lamp is inconsistent; there is no oil, and the horn is inconsistent.") == {
        ("lamp_upkeep", "weak"),
        ("fog_signal", "weak"),
    }


def test_smart_case(rules: Write) -> None:
    assert read(rules(r"'\bhorns?\b'", r"'\bHORN\b'"), "The HORN is inconsistent.") == {("fog_signal", "weak")}
    assert read(rules("weight: 3", "weight: 2"), "The horn is inconsistent.") == set()


def test_every_example_of_the_shipped_packs_is_read_as_it_says() -> None:
    failures, count = run_examples([], None)
    assert failures == []
    assert count > 500


def test_every_example_of_the_lighthouse_is_read_as_it_says() -> None:
    failures, count = run_examples(["lamp_upkeep", "fog_signal", "keeper_rota"], LIGHTHOUSE)
    assert failures == []
    assert count == 16


def test_examples_that_do_not_come_out_are_told(rules: Write, tmp_path: Path) -> None:
    rules("{text: The lamp smokes., level: weak}", "{text: The lamp smokes., level: sound}")
    rules("{text: Clean the lamp every day., level: weak, answer: true}", "{text: Clean the boat., level: weak, answer: true}")
    failures, _ = run_examples(["lamp_upkeep"], tmp_path)
    assert [failure.splitlines()[0].partition(":")[2].strip() for failure in failures] == [
        "“The lamp smokes.”: expected sound, found weak present by “smokes”",
        "“Clean the boat.”: expected an answer about it",
    ]


def test_shipped_signals_hold_together() -> None:
    folder = RulesDir()
    domain, loaded = Domain.load(folder), packs.load(folder)
    grades = {grade.id for cycle in domain.cycles.values() for grade in cycle.scale.grades}
    topics = {question.topic for cycle in domain.cycles.values() for _, question in cycle.questions()}
    for pack in loaded.packs.values():
        assert pack.applies_to.topic in topics
        assert set(pack.applies_to.cycles) <= set(domain.cycles)
        for name, signal in pack.signals.items():
            assert set(signal.caps.values()) <= grades, name
            assert signal.answered_by, name
            assert {e.level for e in signal.examples} - {"none"}, name
