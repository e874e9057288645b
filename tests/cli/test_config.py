"""The configuration: where it is found, what it may say, who wins, and how mistakes in it are told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from folder import Folder, Refused
from helpers import LIGHTHOUSE, asked, said

RULES = f"rules = '{LIGHTHOUSE}'\n"
WEAK = [said("lamp_upkeep", "failing", "The lamp is out."), asked("fog_signal")]


def values(folder: Folder, *words: str) -> dict[str, tuple[Any, str]]:
    done = folder.run("config", "--format", "json", *words, rules=False)
    assert done.exit_code == 0, done.output
    return {name: (own["value"], own["from"]) for name, own in json.loads(done.stdout)["values"].items()}


def flags(folder: Folder, *words: str) -> list[dict[str, Any]]:
    done = folder.run("check", "--format", "json", "--exit-zero", *words, rules=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["flags"]  # type: ignore[no-any-return]


def test_a_check_without_words_does_what_the_file_says(folder: Folder) -> None:
    folder.findings(*WEAK)
    folder.write(
        "peelcheck.toml", f"{RULES}paths = ['findings.jsonl']\noutput = ['json=out.json', 'log.txt']\nselect = ['PC201']"
    )
    done = folder.run("check", rules=False)
    assert done.exit_code == 1, done.output
    assert [f["code"] for f in json.loads(folder.read("out.json"))["flags"]] == ["PC201"]
    assert "PC201 weakness-without-answer" in folder.read("log.txt")


def test_the_command_line_wins_over_the_file_and_the_file_over_the_default(folder: Folder) -> None:
    folder.write("pyproject.toml", f"[tool.peelcheck]\n{RULES}min-confidence = 0.3\nfail-on = 'error'")
    said = values(folder, "--min-confidence", "0", "--select", "PC2, PC302")
    assert said["min-confidence"] == (0, "command line")
    assert said["select"] == (["PC2", "PC302"], "command line")
    assert said["fail-on"] == ("error", "pyproject.toml:tool.peelcheck.fail-on")
    assert said["ignore"] == ([], "default")


def test_every_key_is_listed_with_its_origin(folder: Folder) -> None:
    done = folder.run("config", rules=False)
    assert [line.split(" = ")[0] for line in done.stdout.splitlines()] == list(values(folder))
    assert all(line.endswith("# default") for line in done.stdout.splitlines())


def test_it_is_found_upwards_and_its_paths_are_its_own(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.findings(*WEAK, name="data/f.jsonl")
    folder.write("peelcheck.toml", f"{RULES}paths = ['data']\nbaseline = 'known.yaml'")
    folder.write("deep/er/x", "")
    monkeypatch.chdir(folder.path / "deep" / "er")
    assert values(folder)["paths"] == ([str(folder.path / "data")], f"{folder.path / 'peelcheck.toml'}:paths")
    assert folder.run("baseline", rules=False).exit_code == 0
    assert (folder.path / "known.yaml").is_file()
    assert flags(folder) == []


def test_the_nearest_wins_and_its_own_file_before_the_shared_one(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write("peelcheck.toml", "fail-on = 'note'")
    folder.write("a/pyproject.toml", "[tool.peelcheck]\nfail-on = 'error'")
    folder.write("a/b/pyproject.toml", "[tool.other]\nx = 1")
    monkeypatch.chdir(folder.path / "a" / "b")
    assert values(folder)["fail-on"][0] == "error"
    folder.write("a/peelcheck.toml", "fail-on = 'never'")
    assert values(folder)["fail-on"][0] == "never"


def test_another_file_or_none_may_be_asked_for(folder: Folder, refused: Refused) -> None:
    folder.write("peelcheck.toml", "nonsense")
    folder.write("ci.toml", "fail-on = 'note'")
    assert values(folder, "--config", "ci.toml")["fail-on"] == ("note", "ci.toml:fail-on")
    assert values(folder, "--isolated")["fail-on"] == ("warning", "default")
    folder.write("pyproject.toml", "[tool.other]")
    refused(folder.run("config", "--config", "pyproject.toml"), "pyproject.toml: has no table [tool.peelcheck]")
    refused(folder.run("config", "--config", "absent.toml"), "absent.toml: cannot be read")


def test_without_paths_anywhere_it_is_2(folder: Folder, refused: Refused) -> None:
    refused(folder.run("check"), "no findings or documents were given", "`paths`")


def test_the_rules_and_labels_that_it_names_hold_for_other_commands(folder: Folder) -> None:
    folder.write("peelcheck.toml", f"{RULES}labels = 'said.yaml'")
    folder.write("said.yaml", "labels: {ab: {code: PC201, about: x, verdict: fair, reason: y}}")
    assert "The lamp is kept clean" in folder.run("explain", "lamp_upkeep", rules=False).stdout
    assert folder.run("explain", "lamp_upkeep", "--isolated", rules=False).exit_code == 2
    assert "1 fair of n = 1" in folder.run("explain", "PC201", rules=False).stdout


def test_severities_and_settings_of_checks(folder: Folder) -> None:
    folder.findings(*WEAK)
    assert [f["severity"] for f in flags(folder, "findings.jsonl", "--rules", str(LIGHTHOUSE), "--select", "PC201")] == [
        "warning"
    ]
    folder.write(
        "peelcheck.toml", f"{RULES}paths = ['findings.jsonl']\nselect = ['PC201']\n[severity]\nweakness-without-answer = 'note'"
    )
    assert [f["severity"] for f in flags(folder)] == ["note"]
    assert folder.run("check", rules=False).exit_code == 0
    judged = {"kind": "judgment", "question": "q1", "grade": "superb", "form": "label", "text": "Superb"}
    folder.findings(judged, said("lamp_upkeep", "failing"), said("fog_signal", "failing"), asked())
    folder.write("peelcheck.toml", f"{RULES}paths = ['findings.jsonl']\nselect = ['PC101']")
    assert [f["code"] for f in flags(folder, "--min-confidence", "0")] == ["PC101"]
    folder.write(
        "peelcheck.toml", f"{RULES}paths = ['findings.jsonl']\nselect = ['PC101', 'PC201']\n[settings.PC101]\ncoverage = 1.1"
    )
    assert "PC101" not in [f["code"] for f in flags(folder, "--min-confidence", "0")]


def test_explain_tells_what_holds_here_and_where_it_was_set(folder: Folder, refused: Refused) -> None:
    page = folder.run("explain", "PC101").stdout
    assert "PC101 grade-above-evidence (warning)\n" in page
    assert "    coverage: 0.4 (default)\n" in page
    folder.write("peelcheck.toml", "severity = {grade-above-evidence = 'note'}\n[settings.PC101]\ncoverage = 0.7")
    page = folder.run("explain", "PC101").stdout
    assert "PC101 grade-above-evidence (note, set in peelcheck.toml:severity.grade-above-evidence)\n" in page
    assert "    coverage: 0.7 (peelcheck.toml:settings.PC101.coverage, 0.4 without it)\n" in page
    assert "In force: 0.7 (peelcheck.toml:settings" in folder.run("explain", "PC101.coverage").stdout
    assert "coverage: 0.4" in folder.run("explain", "PC102").stdout
    assert "coverage: 0.4" in folder.run("explain", "PC101", "--isolated").stdout
    folder.write("peelcheck.toml", "[settings.PC101]\ncoverge = 0.7")
    refused(folder.run("explain", "PC101"), "peelcheck.toml:2: PC101 has no setting 'coverge'")


def test_a_pair_comparison_stays_a_note_whatever_is_asked(folder: Folder) -> None:
    pair = [*WEAK, said("lamp_upkeep", "failing", "b", force="south"), asked("lamp_upkeep", force="south")]
    folder.findings(*pair)
    folder.write("peelcheck.toml", f"{RULES}paths = ['.']\nselect = ['PC302']\nmin-confidence = 0\n[severity]\nPC302 = 'error'\n"
                 "[per-paths.'*']\nseverity = {PC302 = 'error'}")  # fmt: skip
    assert {f["severity"] for f in flags(folder)} == {"note"}


def test_what_holds_for_some_files_only(folder: Folder) -> None:
    folder.findings(*WEAK, name="new/f.jsonl")
    folder.findings(*({**r, "force": "south", "text": f"South: {r['text']}"} for r in WEAK), name="old/2016.jsonl")
    head = f"{RULES}paths = ['new', 'old']\nselect = ['PC201']\n"
    folder.write("peelcheck.toml", head)
    assert [f["force"] for f in flags(folder)] == ["north", "south"]
    for glob in ("old/*", "2016.*", "*/2016.jsonl"):
        folder.write("peelcheck.toml", f"{head}[per-paths.'{glob}']\nignore = ['PC201']")
        assert [f["force"] for f in flags(folder)] == ["north"], glob
    assert "1 flag left out by per-paths." in folder.run("check", rules=False).stdout
    folder.write(
        "peelcheck.toml", f"{head}[per-paths.'old/*']\nmin-confidence = 1\n[per-paths.'new/*']\nseverity = {{PC201 = 'note'}}"
    )
    assert [(f["force"], f["severity"]) for f in flags(folder)] == [("north", "note")]
    assert len(flags(folder, "--min-confidence", "0")) == 2
    folder.write("peelcheck.toml", f"{head}[per-paths.'old/*']\nselect = ['PC3']")
    assert [f["force"] for f in flags(folder)] == ["north"]
    folder.write("peelcheck.toml", f"{head}[per-paths.'odl/*']\nselect = ['PC3']")
    assert "peelcheck.toml: per-paths.odl/*: no file of this run matches." in folder.run("check", rules=False).stdout


WRONG = {
    "min_confidence = 0.5": ["(at min_confidence)", "Did you mean 'min-confidence'?"],
    "[tool.peelcheck]\nformat = 'json'": ["(at tool)", "the keys stand at the top"],
    "min-confidence = 2": ["(at min-confidence)"],
    "min-confidence = nan": ["(at min-confidence)"],
    "fail-on = 'warn'": ["'warn' is not one of the known values (at fail-on)", "'warning'"],
    "format = 'jsno'": ["no format is called 'jsno' (at format)", "'json'"],
    "select = 'PC201'": ["(at select)", "a list"],
    "select = ['PC999']": ["no check is called 'PC999' (at select)"],
    "select = ['weakness-without-anser']": ["Did you mean 'weakness-without-answer'"],
    "select = ['signal:lamp_upkep']": ["no signal is called 'lamp_upkep' (at select)", "'lamp_upkeep'"],
    "ignore = ['theme:lamp']": ["no theme is called 'lamp' (at ignore)"],
    "select = ['force:nort']": ["no force is called 'nort'", "'north'"],
    "select = ['cycle:wtch-2020']": ["no cycle is called 'wtch-2020'", "'watch-2020'"],
    "select = ['question:q99']": ["no question is called 'q99'"],
    "select = ['sginal:x']": ["nothing is chosen by 'sginal'", "'signal'"],
    "severity = {PC20 = 'note'}": ["no check is called 'PC20' (at severity.PC20)"],
    "severity = {PC201 = 'grave'}": ["'grave' is not one of the known values (at severity.PC201)"],
    "settings = {PC101 = {coverge = 1}}": ["PC101 has no setting 'coverge' (at settings.PC101.coverge)", "'coverage'"],
    "settings = {PC101 = {coverage = 'much'}}": ["(at settings.PC101.coverage)"],
    "per-paths = {'*' = {severty = {}}}": ["(at per-paths.*.severty)", "'severity'"],
    "per-paths = {'*' = {select = ['PC9']}}": ["no check is called 'PC9' (at per-paths.*.select)"],
    "ignores = [{code = 'PC201'}]": ["the key 'reason' is missing (at ignores.0)"],
    "ignores = [{code = 'PC201', reason = ''}]": ["(at ignores.0.reason)"],
    "ignores = [{code = 'PC201', reason = 'x', force = 'nort'}]": ["no force is called 'nort' (at ignores.0)"],
    "ignores = [{code = 'PC201', reason = 'x', until = 'soon'}]": ["(at ignores.0.until)"],
    "ignores = [{code = 'PC201', reason = 'x', until = 2026-02-30}]": ["is not valid TOML"],
    "# one\npaths = [": ["peelcheck.toml:2:", "is not valid TOML"],
    "a = 1\na = 2\nb = 3": ["peelcheck.toml:2:", "is not valid TOML"],
}


@pytest.mark.parametrize(("text", "told"), WRONG.items())
def test_a_mistake_is_2_with_place_and_remedy(folder: Folder, refused: Refused, text: str, told: list[str]) -> None:
    folder.findings(*WEAK)
    folder.write("peelcheck.toml", text)
    refused(folder.run("check", "findings.jsonl"), "peelcheck.toml:", *told)
    refused(folder.run("config"), *told)


LINES = {
    "# mine\nselect = ['PC2']\n\nfial-on = 'note'": 4,
    "paths = [\n  'a',\n]\nignore = [\n  'PC2',\n  'PC999',\n]": 4,
    "[severity]\n# one\nPC201 = 'note'\nPC999 = 'note'": 4,
    "[settings]\nPC101 = {coverge = 1}": 2,
    "[settings.PC101]\nleast = 1\ncoverage = 'much'": 3,
    "[[ignores]]\ncode = 'PC2'\nreason = 'x'\n\n[[ignores]]\ncode = 'PC3'": 5,
    '[[ignores]]\r\ncode = \'PC2\'\r\nreason = """\r\n[x]"""\r\nuntil = \'soon\'': 5,
    "[per-paths.'a']\nselect = ['PC2']\n[per-paths.'b']\nselect = ['PC9']": 4,
    "\n[tool.peelcheck]\nformat = 'json'": 2,
}


@pytest.mark.parametrize(("text", "line"), LINES.items())
def test_a_mistake_names_its_line(folder: Folder, refused: Refused, text: str, line: int) -> None:
    folder.write("peelcheck.toml", text)
    refused(folder.run("config"), f"peelcheck.toml:{line}: ")


def test_a_mistake_in_a_shared_file_names_its_line_too(folder: Folder, refused: Refused) -> None:
    folder.write("pyproject.toml", "[tool.other]\nselect = 1\n\n[tool.peelcheck.severity]\nPC201 = 'note'\nPC999 = 'note'")
    refused(folder.run("config"), "pyproject.toml:6: ", "(at tool.peelcheck.severity.PC999)")
    folder.write("pyproject.toml", "[tool]\nother = 1\npeelcheck = 2")
    refused(folder.run("config"), "pyproject.toml:3: is no table (at tool.peelcheck)")


@pytest.mark.parametrize(
    "words",
    [["--select", "PC999"], ["--ignore", "signal:x"], ["--select", "force:"], ["--ignore", "x:y"], ["--min-confidence", "nan"]],
)
def test_a_mistake_on_the_command_line_names_no_file(folder: Folder, refused: Refused, words: list[str]) -> None:
    folder.write("peelcheck.toml", "select = ['PC2']\nignore = ['PC3']")
    folder.findings(*WEAK)
    done = folder.run("check", "findings.jsonl", *words)
    refused(done)
    assert "peelcheck.toml" not in done.stderr
