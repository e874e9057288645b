"""Where `check` writes: formats to stdout and to files, all or none; prose beside machine output; the step summary."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import LIGHTHOUSE, ROOT

from peelcheck.cli import main
from peelcheck.report.formats import FORMATS

SAMPLE = ROOT / "tests" / "golden" / "formats" / "findings.jsonl"
Cli = Callable[..., Result]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs `check` on the sample, named findings.jsonl, in a folder of its own."""
    (tmp_path / "findings.jsonl").write_bytes(SAMPLE.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)

    def call(*words: str, path: str = "findings.jsonl") -> Result:
        return CliRunner().invoke(main, ["check", path, "--rules", str(LIGHTHOUSE), *words])

    return call


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "findings.jsonl")


def test_one_run_writes_several_formats_and_prints_one(cli: Cli, tmp_path: Path) -> None:
    words = [word for form in FORMATS for word in ("--output", f"{form}=out.{form}")]
    done = cli("--format", "json", *words)
    assert done.exit_code == 1
    assert files(tmp_path) == sorted(f"out.{form}" for form in FORMATS)
    for form in FORMATS:
        assert cli("--format", form).stdout_bytes == (tmp_path / f"out.{form}").read_bytes()
    assert json.loads(done.stdout)["schema"] == "peelcheck/1"


def test_a_file_without_a_format_takes_the_place_of_stdout(cli: Cli, tmp_path: Path) -> None:
    done = cli("--format", "jsonl", "-o", "out.txt", "-o", "csv=out.csv")
    assert done.stdout == ""
    assert (tmp_path / "out.txt").read_text("utf-8").startswith('{"schema":')
    assert files(tmp_path) == ["out.csv", "out.txt"]


def test_a_file_name_may_hold_the_sign(cli: Cli, tmp_path: Path) -> None:
    cli("-o", "json=a=b.json")
    assert files(tmp_path) == ["a=b.json"]


WRONG = {
    "sarf=out.sarif": "no format is called 'sarf' (in --output 'sarf=out.sarif'). Did you mean 'sarif'?",
    "JSON=out": "no format is called 'JSON'",
    "json=": "names no file",
    "json=absent/out.json": "absent/out.json: cannot be written: its folder does not exist. Make the folder first.",
}


@pytest.mark.parametrize(("output", "said"), WRONG.items())
def test_an_output_that_is_not_understood_is_2_before_anything_is_done(cli: Cli, tmp_path: Path, output: str, said: str) -> None:
    done = cli("-o", "csv=out.csv", "-o", output, path="absent.jsonl")
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert files(tmp_path) == []


@pytest.mark.parametrize("outputs", [["-o", "a", "-o", "b"], ["-o", "json=a", "-o", "csv=./a"], ["-o", "a", "-o", "rich=a"]])
def test_two_outputs_in_one_place_are_2(cli: Cli, tmp_path: Path, outputs: list[str]) -> None:
    assert cli(*outputs).exit_code == 2
    assert files(tmp_path) == []


def test_if_one_file_cannot_be_written_none_is(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "old.csv").write_text("old")
    done = cli("-o", "csv=old.csv", "-o", "json=taken")
    assert done.exit_code == 2
    assert "taken: cannot be written" in done.stderr
    assert (tmp_path / "old.csv").read_text() == "old"
    assert files(tmp_path) == ["old.csv", "taken"]


@pytest.mark.parametrize("form", FORMATS)
def test_exit_codes_are_the_same_for_every_format(cli: Cli, form: str) -> None:
    assert cli("--format", form).exit_code == 1
    assert cli("--format", form, "--exit-zero").exit_code == 0
    assert cli("--format", form, "--fail-on", "never").exit_code == 0
    assert cli("--format", form, path="absent").exit_code == 2
    assert cli("--format", form, "--select", "PC009", "--exit-zero").exit_code in (0, 3)


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("rich", "github")])
def test_prose_stands_beside_what_machines_read(cli: Cli, tmp_path: Path, form: str) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    done = cli("--format", form, path=".")
    assert "1 error, " in done.stderr
    assert "skipped: photo.jpg (neither findings nor a document)" in done.stderr
    assert cli("--format", form, "-o", "rich=log.txt").stderr == ""


@pytest.mark.parametrize("form", ["rich", "github"])
def test_what_speaks_for_itself_has_no_prose_beside_it(cli: Cli, form: str) -> None:
    done = cli("--format", form)
    assert done.stderr == ""
    assert "1 error, " in done.stdout


def test_github_adds_to_the_step_summary_where_there_is_one(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "summary.md"
    page.write_text("# before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    cli("--format", "json")
    assert page.read_text("utf-8") == "# before\n"
    cli("--format", "github")
    assert page.read_text("utf-8") == "# before\n" + cli("--format", "markdown").stdout
    cli("-o", "github=log.txt", "--exit-zero")
    assert page.read_text("utf-8").count("# peelcheck\n") == 2


def test_a_step_summary_that_cannot_be_written_is_2(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    done = cli("--format", "github")
    assert done.exit_code == 2
    assert "$GITHUB_STEP_SUMMARY" in done.stderr


def test_junit_fails_where_the_run_fails(cli: Cli) -> None:
    for fail_on in ("error", "warning", "note", "never"):
        done = cli("--format", "junit", "--fail-on", fail_on)
        assert (' failures="0"' not in done.stdout.splitlines()[1]) == (done.exit_code == 1)


def test_a_json_file_with_half_a_character_is_2(cli: Cli, tmp_path: Path) -> None:
    record = {"id": "a", "force": "north", "cycle": "watch-2020", "kind": "statement", "text": "a \ud800 b"}
    (tmp_path / "f.json").write_text(json.dumps([record]))
    done = cli(path="f.json")
    assert done.exit_code == 2
    assert "f.json: holds half a character" in done.stderr
