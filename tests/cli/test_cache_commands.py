"""`peelcheck cache` and `--no-cache`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import LIGHTHOUSE

from peelcheck.cli import main

RECORD = {"id": "a-1", "force": "north", "cycle": "watch-2020", "question": "q1", "kind": "statement", "text": "The lamp smokes."}


def cli(*words: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, words)))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PEELCHECK_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def findings(tmp_path: Path) -> Path:
    path = tmp_path / "f.jsonl"
    path.write_text(json.dumps(RECORD) + "\n")
    return path


def test_info_and_clear(cache: Path, findings: Path) -> None:
    assert "values  0" in cli("cache", "info").stdout
    cli("check", findings, "--rules", LIGHTHOUSE)
    info = cli("cache", "info").stdout
    assert f"folder  {cache}\n" in info
    assert "values  0" not in info
    assert cli("cache", "clear").stdout.startswith("removed ")
    assert "values  0" in cli("cache", "info").stdout


@pytest.mark.parametrize("command", ["check", "observe"])
def test_no_cache_neither_reads_nor_writes(cache: Path, findings: Path, command: str) -> None:
    with_cache = cli(command, findings, "--rules", LIGHTHOUSE).stdout_bytes
    cli("cache", "clear")
    assert cli(command, findings, "--rules", LIGHTHOUSE, "--no-cache").stdout_bytes == with_cache
    assert list(cache.glob("*.value")) == []


def test_a_place_that_cannot_be_written_fails_no_run(tmp_path: Path, findings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("mine")
    monkeypatch.setenv("PEELCHECK_CACHE_DIR", str(tmp_path / "file" / "below"))
    result = cli("check", findings, "--rules", LIGHTHOUSE, "--exit-zero")
    assert (result.exit_code, "Traceback" in result.stderr) == (0, False)
    assert cli("cache", "clear").exit_code == 0


def test_bad_input_is_bad_the_second_time_too(cache: Path, findings: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "checks.yaml").write_text("checks: {PC999: {}}\n")
    first, second = (cli("check", findings, "--rules", rules) for _ in range(2))
    assert first.exit_code == second.exit_code == 2
    assert first.stderr == second.stderr
