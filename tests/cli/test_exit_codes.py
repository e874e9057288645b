"""Exit codes, and what goes wrong: one line on stderr with place and remedy, nothing half done."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import LIGHTHOUSE, ROOT

from peelcheck.cli import main

FINDING = {
    "id": "a-1",
    "force": "north",
    "cycle": "watch-2020",
    "question": "q1",
    "kind": "statement",
    "text": "The lamp smokes.",
}
ANSWER = {**FINDING, "id": "a-2", "kind": "area_for_improvement", "text": "Mend the horn."}
CODED = {**FINDING, "coded": [{"signal": "lamp_upkeep", "level": "failing"}]}
REPORT = ROOT / "tests" / "reports" / "web-badged-2018.txt"

Cli = Callable[..., Result]
Lines = Callable[..., Path]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs a command in an empty folder, with the lighthouse's rules unless it names others."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str | Path, rules: str | Path | None = LIGHTHOUSE) -> Result:
        more = ["--rules", str(rules)] if rules else []
        return CliRunner().invoke(main, [*map(str, words), *more])

    return call


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """Writes findings as JSON Lines."""

    def write(*records: dict[str, object], name: str = "findings.jsonl") -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
        return path.relative_to(tmp_path)

    return write


def refused(result: Result, code: int, *words: str) -> None:
    """One line on stderr that holds the words, nothing on stdout, and the exit code."""
    assert result.exit_code == code, result.output
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert result.stderr.startswith("peelcheck: ")
    assert result.stderr.count("\n") == 1
    assert [word for word in words if word not in result.stderr] == []


# ---- check


def test_nothing_found_is_0(cli: Cli, lines: Lines) -> None:
    assert cli("check", lines(FINDING, {**ANSWER, "text": "Mend the lamp."})).exit_code == 0


def test_a_warning_is_1(cli: Cli, lines: Lines) -> None:
    assert cli("check", lines(CODED, ANSWER)).exit_code == 1


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("note", 1), ("never", 0)])
def test_fail_on(cli: Cli, lines: Lines, fail_on: str, code: int) -> None:
    assert cli("check", lines(CODED, ANSWER), "--fail-on", fail_on).exit_code == code


def test_a_note_fails_only_when_asked_for(cli: Cli, lines: Lines) -> None:
    path = lines(FINDING, {**ANSWER, "text": "Paint the boats."})
    assert cli("check", path, "--select", "PC008").exit_code == 0
    assert cli("check", path, "--select", "PC008", "--fail-on", "note").exit_code == 1


def test_a_withheld_flag_fails_nothing(cli: Cli, lines: Lines) -> None:
    path = lines(FINDING, ANSWER)  # read by a cue: confidence 0.55
    held = cli("check", path)
    assert held.exit_code == 0
    assert "(1 withheld)" in held.stdout
    assert cli("check", path, "--min-confidence", "0.5").exit_code == 1


@pytest.mark.parametrize("form", ["rich", "json"])
def test_every_format_has_the_same_exit_codes(cli: Cli, lines: Lines, form: str) -> None:
    path = lines(CODED, ANSWER)
    assert cli("check", path, "--format", form).exit_code == 1
    assert cli("check", path, "--format", form, "--exit-zero").exit_code == 0
    refused(cli("check", "absent", "--format", form, "--exit-zero"), 2)


def test_exit_zero_changes_only_1(cli: Cli, lines: Lines, tmp_path: Path) -> None:
    assert cli("check", lines(CODED, ANSWER), "--exit-zero").exit_code == 0
    refused(cli("check", "absent", "--exit-zero"), 2)
    (tmp_path / "empty").mkdir()
    refused(cli("check", "empty", "--exit-zero"), 3, "nothing was checked")


@pytest.mark.parametrize("choice", [["--select", "PC009"], ["--select", "PC201", "--ignore", "PC2"]])
def test_a_run_that_checked_nothing_is_3(cli: Cli, lines: Lines, choice: list[str]) -> None:
    assert cli("check", lines(FINDING), *choice).exit_code == 3


# ---- nothing there


@pytest.mark.parametrize("command", ["check", "extract", "observe"])
def test_an_empty_folder_is_3(cli: Cli, tmp_path: Path, command: str) -> None:
    (tmp_path / "empty").mkdir()
    refused(cli(command, "empty"), 3, "nothing was checked", "no recognised documents")


@pytest.mark.parametrize("command", ["check", "extract", "observe"])
def test_a_folder_with_nothing_to_read_is_3(cli: Cli, tmp_path: Path, command: str) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "lamp.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "photos" / "documents.yaml").write_text("documents: []\n")
    (tmp_path / "photos" / ".hidden.jsonl").write_text(json.dumps(FINDING))
    refused(cli(command, "photos"), 3, "nothing was checked")


def test_a_file_without_findings_is_3(cli: Cli, lines: Lines) -> None:
    refused(cli("check", lines()), 3, "nothing was checked")


@pytest.mark.parametrize("command", ["check", "extract", "observe"])
def test_a_missing_path_is_2(cli: Cli, command: str) -> None:
    refused(cli(command, "absent.jsonl"), 2, "absent.jsonl", "no such file", "Check the path.")


# ---- input that is not understood


INPUT = {
    "a truncated line": (
        "f.jsonl",
        json.dumps(FINDING) + "\n" + json.dumps(FINDING)[:30],
        "f.jsonl:2:",
        "Mend or remove that line.",
    ),
    "an unknown key": ("f.jsonl", json.dumps({**FINDING, "voise": "force"}), "f.jsonl:1:", "Did you mean 'voice'?"),
    "a missing key": ("f.jsonl", json.dumps({"id": "a"}), "f.jsonl:1:", "Add '"),
    "an unknown kind": ("f.jsonl", json.dumps({**FINDING, "kind": "statment"}), "(at kind)", "'statement'"),
    "an ignore without reason": ("f.jsonl", json.dumps({**FINDING, "ignore": [{"code": "PC201"}]}), "ignore.0", "Add 'reason'"),
    "an unknown key in YAML": (
        "f.yaml",
        "- {id: a-1, force: north, cycle: c, kind: statement, text: a,\n   voise: x}\n",
        "f.yaml:2:",
        "'voice'",
    ),
    "bad YAML": ("f.yaml", "findings: [", "f.yaml:", "Mend the syntax"),
    "a key twice in YAML": ("f.yaml", "- {id: a, id: b}", "f.yaml:1:11:", "Keep one of them."),
    "no list in YAML": ("f.yaml", "findings: none", "f.yaml:1:", "Give a list"),
    "bad JSON": ("f.json", '[\n{"id": }]', "f.json:2:8:", "Mend the syntax"),
    "an unknown column": ("f.csv", "force,cycle,levle\n", "f.csv:1:", "'level'"),
    "a bad row": ("f.csv", "force,cycle,text\nnorth,watch-2020,a\nnorth,,b\n", "f.csv:3:", "Add 'cycle'"),
    "no kind of file": ("f.docm", "a", "f.docm", "Known: "),
    "no layout": ("f.txt", "The lamp smokes.", "f.txt", "in no known layout"),
    "no text": ("f.txt", "\0", "f.txt", "plain text"),
}


@pytest.mark.parametrize(("name", "text", "place", "remedy"), INPUT.values(), ids=INPUT)
def test_input_that_is_not_understood_is_2(cli: Cli, tmp_path: Path, name: str, text: str, place: str, remedy: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    refused(cli("check", name), 2, place, remedy)
    refused(cli("observe", name, "-o", "out.jsonl"), 2, place, remedy)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("f.csv", b"force,text\nnorth,\xff\n", id="CSV in another encoding"),
        pytest.param("f.json", b"[" * 100_000, id="JSON too deep"),
        pytest.param("f.yaml", b"- " * 5000, id="YAML too deep"),
    ],
)
def test_input_that_breaks_its_reader_is_2(cli: Cli, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    refused(cli("check", name), 2, name)


def test_a_name_that_would_move_the_cursor_is_printed_plainly(cli: Cli) -> None:
    assert "\x1b" not in cli("check", "\x1b[2Jabsent").stderr


def test_in_a_folder_what_is_no_input_is_skipped_and_listed(cli: Cli, lines: Lines, tmp_path: Path) -> None:
    lines(FINDING, {**ANSWER, "text": "Mend the lamp."}, name="in/findings.jsonl")
    (tmp_path / "in" / "lamp.jpg").write_bytes(b"\xff")
    (tmp_path / "in" / "note.txt").write_text("The lamp smokes.", "utf-8")
    result = cli("check", "in")
    assert result.exit_code == 0
    assert "skipped: in/lamp.jpg (neither findings nor a document)" in result.stdout
    assert "skipped: in/note.txt (is in no known layout" in result.stdout


def test_a_findings_file_that_is_not_understood_is_not_skipped(cli: Cli, lines: Lines) -> None:
    lines(FINDING, name="in/one.jsonl")
    lines({**FINDING, "voise": "x"}, name="in/two.jsonl")
    refused(cli("check", "in"), 2, "two.jsonl:1:")


def test_a_document_is_not_a_findings_file_and_the_other_way_round(cli: Cli, lines: Lines) -> None:
    refused(cli("extract", lines(FINDING)), 2, "is not a document")


# ---- rules and choices


RULES = {
    "an unknown key in a pack": (
        "coast/lights.yaml",
        "    weight: 4",
        "    wieght: 4",
        "lights.yaml:",
        "signals.lamp_upkeep.wieght",
        "'weight'",
    ),
    "a pattern that RE2 refuses": ("coast/lights.yaml", r"\bhorns?\b", r"\bhorns?(?=s)", "lights.yaml:", "subject.1", "RE2"),
    "a pattern of the checks": ("checks.yaml", r"\brecently\b", r"\brecently(", "checks.yaml:", "mitigation.1", "RE2"),
    "a pattern of one check": ("checks.yaml", "would benefit from", "would (benefit", "checks.yaml:", "words.advice.0", "RE2"),
    "words that a check has not": ("checks.yaml", "      advice:", "      advise:", "checks.yaml:", "words.advise", "'advice'"),
    "an unknown check": ("checks.yaml", "  PC204:", "  PC999: {}\n  PC204:", "checks.yaml:", "checks.PC999", "unknown code"),
    "an unknown setting": (
        "checks.yaml",
        "  PC204:",
        "  PC101: {settings: {coverge: 1}}\n  PC204:",
        "checks.yaml:",
        "coverge",
        "'coverage'",
    ),
    "an unknown key in a cycle": ("cycles/watch-2020.yaml", "name: W", "naem: x\nname: W", "2020.yaml:", "naem", "'name'"),
    "an unknown force key": (
        "forces.yaml",
        "{id: north,",
        "{id: north, regoin: x,",
        "forces.yaml:",
        "forces.0.regoin",
        "'region'",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "place", "key", "remedy"), RULES.values(), ids=RULES)
def test_rules_that_are_wrong_are_2(
    cli: Cli, lines: Lines, tmp_path: Path, file: str, old: str, new: str, place: str, key: str, remedy: str
) -> None:
    shutil.copytree(LIGHTHOUSE, tmp_path / "rules")
    path = tmp_path / "rules" / file
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    refused(cli("check", lines(FINDING), "-o", "out.txt", rules="rules"), 2, place, key, remedy)
    assert not (tmp_path / "out.txt").exists()


@pytest.mark.parametrize("words", [["check", "f.jsonl"], ["rules", "list"], ["rules", "test"], ["explain", "lamp_upkeep"]])
def test_a_rules_folder_that_is_none_is_2(cli: Cli, words: list[str]) -> None:
    refused(cli(*words, rules="absent"), 2, "absent", "is not a folder of rules", "--rules")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "f.jsonl", "--select", "PC2O1"], "no check is called 'PC2O1'. Did you mean 'PC201'"),
        (["check", "f.jsonl", "--ignore", "two-grade"], "no check is called 'two-grade'"),
        (["explain", "PC2O1"], "Did you mean 'PC201'"),
        (["explain", "lamp_upkep"], "Did you mean 'lamp_upkeep'"),
        (["rules", "test", "lamp_upkep"], "Did you mean 'lamp_upkeep'"),
    ],
)
def test_an_unknown_name_is_2_with_the_nearest_known(cli: Cli, words: list[str], said: str) -> None:
    refused(cli(*words), 2, said)


@pytest.mark.parametrize(
    "words",
    [
        ["check", "a", "--format", "xml"],
        ["check", "a", "--min-confidence", "2"],
        ["check", "a", "--fail-on", "all"],
        ["chekc"],
    ],
)
def test_wrong_use_is_2(cli: Cli, words: list[str]) -> None:
    result = cli(*words, rules=None)
    assert result.exit_code == 2
    assert "Error: " in result.stderr


# ---- output


@pytest.mark.parametrize("command", ["check", "observe"])
def test_output_that_cannot_be_written_is_2(cli: Cli, lines: Lines, tmp_path: Path, command: str) -> None:
    path = lines(FINDING)
    refused(cli(command, path, "-o", "absent/out.txt"), 2, "absent/out.txt", "cannot be written")
    (tmp_path / "folder").mkdir()
    refused(cli(command, path, "-o", "folder"), 2, "folder", "cannot be written")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["findings.jsonl", "folder"]
    assert list((tmp_path / "folder").iterdir()) == []


@pytest.mark.parametrize("output", [".", "/"])
def test_a_nameless_folder_as_output_is_2(cli: Cli, lines: Lines, output: str) -> None:
    refused(cli("check", lines(FINDING), "-o", output), 2, "cannot be written")


def test_a_refused_run_leaves_the_old_output_as_it_was(cli: Cli, lines: Lines, tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_text("old")
    refused(cli("check", lines({"id": "a"}), "-o", "out.txt"), 2)
    assert (tmp_path / "out.txt").read_text() == "old"


def test_output_to_a_file_is_what_would_have_been_printed(cli: Cli, lines: Lines, tmp_path: Path) -> None:
    path = lines(CODED, ANSWER)
    for form in ("json", "rich"):
        printed = cli("check", path, "--format", form)
        written = cli("check", path, "--format", form, "-o", "out.txt")
        assert written.stdout == ""
        assert written.exit_code == printed.exit_code == 1
        assert (tmp_path / "out.txt").read_text("utf-8") == printed.stdout


# ---- extract, observe, rules


def test_extract_and_observe_are_0(cli: Cli) -> None:
    rules = ROOT / "tests" / "rules"
    assert cli("extract", REPORT, rules=rules).exit_code == 0
    assert cli("observe", REPORT, rules=rules).exit_code == 0


def test_rules_test_is_0_1_and_3(cli: Cli, tmp_path: Path) -> None:
    assert cli("rules", "test", "lamp_upkeep").exit_code == 0
    shutil.copytree(LIGHTHOUSE, tmp_path / "rules")
    pack = tmp_path / "rules" / "coast" / "lights.yaml"
    pack.write_text(
        pack.read_text("utf-8").replace("{text: The lamp smokes., level: weak}", "{text: The lamp smokes., level: sound}"),
        "utf-8",
    )
    failed = cli("rules", "test", "lamp_upkeep", rules="rules")
    assert failed.exit_code == 1
    assert "expected sound, found weak" in failed.stdout
    nothing = cli("rules", "test", "PC003")
    assert nothing.exit_code == 3
    assert "no examples" in nothing.stderr
