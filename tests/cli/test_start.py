"""`peelcheck` alone, and `peelcheck explain`: what can be done here, and what has a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import LIGHTHOUSE

from peelcheck.checks import REGISTRY
from peelcheck.cli import main
from peelcheck.cli.start import page
from peelcheck.cli.topics import meanings


def cli(*words: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, words)))


# ---- peelcheck


def test_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = cli()
    assert result.exit_code == 0
    assert "neither findings nor documents" in result.stdout
    assert "peelcheck --help" in result.stdout


def test_a_folder_with_everything(tmp_path: Path) -> None:
    finding = json.dumps({"id": "a", "force": "north", "cycle": "watch-2020"})
    for name, text in {
        "coded/f.jsonl": finding,
        "coded/g.csv": "force,cycle,question\n",
        "coded/package.json": "{}",
        "coded/run.json": json.dumps({"schema": "peelcheck/1", "force": 1, "cycle": 1}),
        "my reports/a.pdf": "",
        "my reports/b.txt": "",
        "letter.docx": "",
        "README.md": "",
        ".git/x.txt": "",
        "mine/forces.yaml": "force: cycle:",
        "mine/cycles/a.yaml": "force: cycle:",
        "peelcheck.toml": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    said = page(tmp_path)
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert "peelcheck check coded 2 findings files" in lines
    assert "peelcheck check 'my reports' 2 files that may be documents" in lines
    assert "peelcheck check letter.docx 1 file that may be a document" in lines
    assert "peelcheck rules test --rules mine a folder of rules" in lines
    assert "peelcheck.toml holds settings" in said
    assert "README" not in said
    assert ".git" not in said


def test_a_name_that_a_terminal_would_obey(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J.txt").write_text("")
    assert "\x1b" not in page(tmp_path)


# ---- peelcheck explain


def test_the_list_names_everything() -> None:
    said = cli("explain", "--rules", LIGHTHOUSE).stdout
    for name in (*(e.code for e in REGISTRY), "confidence", "watch-2020", "lamp_upkeep", "assessment"):
        assert name in said


def test_a_setting() -> None:
    said = cli("explain", "pc302.least_peers").stdout
    assert said.startswith("PC302.least_peers (unequal-consequence)\ncomparable inspections from which a rate is given\n")
    assert "In force: 5 (the shipped rules)\n" in said
    assert cli("explain", "unequal-consequence.least_peers").stdout == said


def test_a_setting_that_is_not_there() -> None:
    result = cli("explain", "PC302.least_pears")
    assert (result.exit_code, "least_peers" in result.stderr) == (2, True)
    assert "It has none." in cli("explain", "PC009.x").stderr


@pytest.mark.parametrize("check", REGISTRY, ids=lambda e: e.code)
def test_every_setting_has_a_meaning(check: object) -> None:
    module = check.load()  # type: ignore[attr-defined]
    told = dict(meanings(module.__doc__))
    assert all(told.get(name) for name in getattr(module, "SETTINGS", {}))


def test_a_theme_and_a_signal_of_one_name() -> None:
    assert "(theme)" in cli("explain", "theme:dash_completion").stdout.splitlines()[0]
    plain = cli("explain", "dash_completion").stdout
    assert plain.startswith("dash_completion (effectiveness/vulnerability, weight")
    assert cli("explain", "signal:dash_completion").stdout == plain


def test_a_theme_names_its_signals_and_questions() -> None:
    said = cli("explain", "theme:lamp_upkeep", "--rules", LIGHTHOUSE)
    assert "coast/lights" in said.stdout
    assert "watch-2020 q1" in said.stdout


def test_a_cycle() -> None:
    said = cli("explain", "peel-2018").stdout
    assert said == cli("explain", "cycle:peel-2018").stdout
    for words in (
        "peel-2018 PEEL 2018/19 (HMICFRS)",
        "    good: Good. Needs 60% of the weight at sound or better, at most 8% failing.",
        "A cause of concern: the question's grade is requires_improvement at best.",
        "peel-2015, peel-2016, peel-2017",
        "q5 (specialist, not graded, ",
        "no pack reads it",
    ):
        assert words in said


@pytest.mark.parametrize("name", ["theme:nothing", "cycle:peel-2081", "peel-2081", "PC999", "PC999.x", "other:thing", ""])
def test_what_is_not_known_is_said_with_what_is_near(name: str) -> None:
    result = cli("explain", name)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_a_mistyped_cycle_is_guessed() -> None:
    assert "Did you mean 'peel-20" in cli("explain", "peel-2081").stderr
