"""The commands for rule authors, and `observe --explain`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import LIGHTHOUSE

from peelcheck.cli import main


def cli(*words: str | Path, rules: Path | None = LIGHTHOUSE) -> Result:
    return CliRunner().invoke(main, [*map(str, words), *(["--rules", str(rules)] if rules else [])])


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    lines = [
        "north,watch-2020,q1,The lamp smokes.,lamp_upkeep,weak",
        "north,watch-2020,q1,The lamp burns steadily.,lamp_upkeep,sound",
        "north,watch-2020,q1,The horn is painted red.,,",
        "north,watch-2020,q1,The keeper is often away.,keeper_rota,weak",
    ]
    return _csv(tmp_path / "gold.csv", *lines)


def _csv(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(["force,cycle,question,text,signal,level", *lines]) + "\n", "utf-8")
    return path


# ---- observe --explain


def test_explain_shows_the_steps_of_one_sentence() -> None:
    shown = cli("observe", "--explain", "Last year the lamp was inconsistent.")
    assert shown.exit_code == 0
    assert "Triggers    historical by “Last year”" in shown.stdout
    assert "Kept        lamp_upkeep: weak historical by" in shown.stdout
    assert "As answer   about lamp_upkeep: “lamp”" in shown.stdout


def test_explain_takes_the_sentence_before() -> None:
    shown = cli("observe", "--explain", "It is inconsistent.", "--before", "The keeper trims the lamp.")
    assert "Taken over  lamp_upkeep, from the sentence before" in shown.stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("observe",), 2),
        (("observe", "--before", "x"), 2),
        (("observe", "some.jsonl", "--explain", "x"), 2),
        (("observe", "--explain", " "), 3),
    ],
)
def test_wrong_use_of_observe(words: tuple[str, ...], code: int) -> None:
    result = cli(*words)
    assert (result.exit_code, result.stdout) == (code, "")


def test_observations_of_one_topic(tmp_path: Path) -> None:
    place = "west-midlands,peel-2018,q3"
    lines = [f"{place},{n},{signal},weak" for n, signal in enumerate(("arms_backlog", "four_p_plans"))]
    coded = _csv(tmp_path / "coded.csv", *lines)
    every = [json.loads(line) for line in cli("observe", coded, rules=None).stdout.splitlines()]
    some = [json.loads(line) for line in cli("observe", coded, "--topic", "soc", rules=None).stdout.splitlines()]
    assert [o["signal"] for o in every] == ["arms_backlog", "four_p_plans"]
    assert some == every[1:]
    wrong = cli("observe", coded, "--topic", "vulnerabilty", rules=None)
    assert (wrong.exit_code, "Did you mean 'vulnerability'" in wrong.stderr) == (2, True)


# ---- rules test, new, lint


def test_a_failed_example_says_why(tmp_path: Path) -> None:
    shutil.copytree(LIGHTHOUSE, tmp_path / "rules")
    pack = tmp_path / "rules" / "coast" / "lights.yaml"
    text = pack.read_text("utf-8")
    text = text.replace(
        "{text: There is no backlog of horn repairs., level: sound}", "{text: There is no backlog of horn repairs., level: weak}"
    )
    text = text.replace("text: Clean the lamp every day.", "text: Clean the stairs every day.")
    pack.write_text(text, "utf-8")
    failed = cli("rules", "test", "fog_signal", "lamp_upkeep", rules=tmp_path / "rules")
    assert failed.exit_code == 1
    assert "expected weak, found sound present by “backlog” denied\n    subject “horn”\n" in failed.stdout
    assert "    read: fog_signal: sound by term backlog “backlog”, subject “horn”, turned round by “no”" in failed.stdout
    assert "expected an answer about it\n    no pattern of answered_by matches" in failed.stdout
    assert failed.stdout.endswith("examples, 2 failed\n")


def test_new_prints_an_entry_or_a_pack() -> None:
    assert cli("rules", "new", "coast/lights", "oil_store").stdout.startswith("  oil_store:\n")
    assert cli("rules", "new", "quay/oil", "oil_store", "--topic", "lights").stdout.startswith("pack: quay/oil\n")
    assert cli("rules", "new", "coast/lights", "lamp_upkeep").exit_code == 2


def test_new_adds_to_a_folder_and_says_what_is_next(tmp_path: Path) -> None:
    shutil.copytree(LIGHTHOUSE, tmp_path / "rules")
    made = cli("rules", "new", "coast/lights", "oil_store", "-o", tmp_path / "rules", rules=None)
    assert made.exit_code == 0, made.output
    assert "peelcheck rules test oil_store" in made.stdout
    assert cli("rules", "test", "oil_store", rules=tmp_path / "rules").exit_code == 1
    assert cli("rules", "new", "coast/lights", "x", "-o", tmp_path / "rules").exit_code == 2  # and --rules


def test_lint_fails_only_when_strict(tmp_path: Path) -> None:
    shown = cli("rules", "lint")
    assert shown.exit_code == 0
    lines = [line for line in shown.stdout.splitlines() if "lights.yaml" in line]
    assert any("warning keeper_rota has 3 examples, fewer than 4" in line for line in lines)
    assert cli("rules", "lint", "--strict").exit_code == 1
    assert cli("rules", "lint", "--corpus", tmp_path / "none.jsonl").exit_code == 2


def test_lint_speaks_of_ones_own_rules_unless_asked_for_all(tmp_path: Path) -> None:
    shutil.copytree(LIGHTHOUSE, tmp_path / "rules")
    own = tmp_path / "rules"
    alone = cli("rules", "lint", rules=own)
    assert alone.stdout
    assert all(line.startswith(str(own)) for line in alone.stdout.splitlines())
    assert "on shipped files: --all shows them)" in alone.stderr
    both = cli("rules", "lint", "--all", rules=own).stdout.splitlines()
    assert set(alone.stdout.splitlines()) < set(both)
    (tmp_path / "empty").mkdir()
    nothing = cli("rules", "lint", "--strict", rules=tmp_path / "empty")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "0 warnings, 0 notes (" in nothing.stderr
    assert "shipped files" not in cli("rules", "lint", rules=None).stderr


# ---- rules score


def test_score_of_the_packs_on_the_texts_of_the_gold(coded: Path, tmp_path: Path) -> None:
    shown = cli("rules", "score", coded, "--markdown", tmp_path / "score.md", "--by", "signal")
    assert shown.exit_code == 0, shown.output
    table = {
        line.split("|")[1].strip(): line.split("|")[2:]
        for line in (tmp_path / "score.md").read_text("utf-8").splitlines()
        if line.startswith("| ")
    }
    assert [cell.strip() for cell in table["lamp\\_upkeep"][:8]] == ["1", "1.00", "1.00", "1.00", "1", "1.00", "1.00", "1.00"]
    assert [cell.strip() for cell in table["keeper\\_rota"][:4]] == ["1", "–", "0.00", "0.00"]
    assert [cell.strip() for cell in table["all"][:4]] == ["2", "1.00", "0.50", "0.67"]
    assert "Pack coast/lights, of 2026-11-22." in (tmp_path / "score.md").read_text("utf-8")
    assert "4 units" in shown.stdout


def test_score_of_two_people(coded: Path, tmp_path: Path) -> None:
    second = _csv(
        tmp_path / "second.csv",
        "north,watch-2020,q1,The lamp smokes.,lamp_upkeep,failing",
        "north,watch-2020,q1,The lamp burns steadily.,lamp_upkeep,sound",
        "north,watch-2020,q1,The keeper is often away.,fog_signal,weak",
    )
    shown = cli("rules", "score", coded, "--findings", second)
    assert shown.exit_code == 0, shown.output
    assert "second.csv against gold.csv" in shown.stdout
    assert "keeper_rota" in shown.stdout.split("One theme for another")[1]
    assert shown.stdout == cli("rules", "score", coded, "--findings", second).stdout


def test_score_reads_documents_by_place(tmp_path: Path) -> None:
    base = {"force": "north", "cycle": "watch-2020", "question": "q1", "kind": "statement"}
    at = {"document": "n.txt", "lines": [1, 1], "chars": [0, 16]}
    gold = {**base, "id": "g", "text": "Own words.", "locator": at, "coded": [{"signal": "lamp_upkeep", "level": "weak"}]}
    read = {**base, "id": "r", "text": "The lamp smokes.", "locator": {**at, "chars": [2, 16]}}
    for name, record in (("gold", gold), ("read", read)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    shown = cli("rules", "score", tmp_path / "gold.jsonl", tmp_path / "read.jsonl", "--markdown", tmp_path / "m.md")
    assert shown.exit_code == 0, shown.output
    assert "| all | 1 | 1.00 | 1.00 | 1.00 |" in (tmp_path / "m.md").read_text("utf-8")


def test_a_theme_may_be_coded_instead_of_a_signal(coded: Path) -> None:
    assert cli("rules", "score", coded, "--by", "theme").exit_code == 0


def test_wrong_use_of_score(coded: Path, tmp_path: Path) -> None:
    uncoded = _csv(tmp_path / "uncoded.csv", "north,watch-2020,q1,The lamp smokes.,,")
    assert cli("rules", "score", uncoded).exit_code == 3
    unknown = _csv(tmp_path / "unknown.csv", "north,watch-2020,q1,The lamp smokes.,lamp_upkep,weak")
    refused = cli("rules", "score", unknown)
    assert refused.exit_code == 2
    assert "unknown.csv:2" in refused.stderr
    assert "'lamp_upkeep'" in refused.stderr
    assert cli("rules", "score", coded, coded, "--findings", coded).exit_code == 2


# ---- rules schema


def test_schemas_are_listed_and_printed() -> None:
    listed = cli("rules", "schema", rules=None).stdout.split()
    assert {"pack", "finding", "checks", "labels"} <= set(listed)
    for name in listed:
        assert json.loads(cli("rules", "schema", name, rules=None).stdout)["$schema"].endswith("2020-12/schema")
    refused = cli("rules", "schema", "pakc", rules=None)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "'pack'" in refused.stderr
