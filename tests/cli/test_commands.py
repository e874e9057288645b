"""What the commands print: contracts of JSON and JSON Lines, pages, listings, a quick start."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import LIGHTHOUSE, ROOT

from peelcheck import __version__
from peelcheck.checks import REGISTRY, Entry
from peelcheck.cli import main
from peelcheck.model.finding import Finding
from peelcheck.model.findingsfile import read

REPORT = ROOT / "tests" / "reports" / "web-badged-2018.txt"
REPORT_RULES = ROOT / "tests" / "rules"


def cli(*words: str | Path, rules: Path | None = None) -> Result:
    more = ["--rules", str(rules)] if rules else []
    return CliRunner().invoke(main, [*map(str, words), *more])


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two stations with one weakness: one is asked to mend it."""
    at = {"document": "north.txt", "sha256": "ab", "lines": [3, 4], "chars": [20, 60]}
    base = {"cycle": "watch-2020", "question": "q1"}
    weak = {**base, "kind": "statement", "coded": [{"signal": "lamp_upkeep", "level": "failing"}]}
    asked = {**base, "kind": "area_for_improvement", "text": "Do better."}
    records = [
        {"id": "n-0", "force": "north", **base, "kind": "judgment", "grade": "superb", "form": "label", "text": "Superb"},
        {"id": "n-1", "force": "north", **weak, "text": "The lamp smokes.", "locator": at},
        {"id": "n-2", "force": "north", **asked, "coded": [{"signal": "fog_signal"}]},
        {"id": "s-1", "force": "south", **weak, "text": "The lamp is smoky."},
        {"id": "s-2", "force": "south", **asked, "coded": [{"signal": "lamp_upkeep"}]},
    ]
    path = tmp_path_factory.mktemp("in") / "findings.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


# ---- check --format json


KEYS = {
    "": "schema tool corpus assessments checks flags provenance summary",
    "corpus": "documents inspections forces findings observations",
    "assessments": "force cycle pillar question topic declared form status acceptability coverage signals",
    "checks": "code applied fired not_assessable",
    "flags": "code name severity confidence force cycle pillar question signal message evidence peers counterargument primary "
    "related fingerprint",
    "provenance": "version packs settings documents",
    "summary": "error warning note withheld ignored baselined",
}


def test_json_has_the_keys_of_the_contract(findings: Path) -> None:
    whole = json.loads(cli("check", findings, "--format", "json", rules=LIGHTHOUSE).stdout)
    for part, keys in KEYS.items():
        found = whole[part] if part else whole
        for item in found if isinstance(found, list) else [found]:
            assert set(keys.split()) <= set(item), part
    assert whole["schema"] == "peelcheck/1"
    assert whole["tool"]["version"] == __version__
    assert whole["corpus"] == {"documents": 1, "inspections": 2, "forces": 2, "findings": 5, "observations": 4}
    assert whole["provenance"]["documents"] == {"north.txt": "ab"}
    assert "coast/lights" in whole["provenance"]["packs"]
    assert {flag["code"] for flag in whole["flags"]} == {"PC101", "PC201", "PC302"}


def test_json_shows_evidence_and_peers(findings: Path) -> None:
    whole = json.loads(cli("check", findings, "--format", "json", "--select", "PC302", rules=LIGHTHOUSE).stdout)
    (flag,) = whole["flags"]
    assert flag["evidence"] == [
        {
            "finding": "n-1",
            "document": "north.txt",
            "lines": [3, 4],
            "chars": [20, 60],
            "text": "The lamp smokes.",
            "signal": "lamp_upkeep",
            "level": "failing",
        }
    ]
    (peer,) = flag["peers"]
    assert (peer["force"], peer["cycle"], peer["grade"], peer["answered"]) == ("south", "watch-2020", None, True)
    assert [item["finding"] for item in peer["evidence"]] == ["s-2", "s-1"]
    assert (flag["pillar"], flag["question"], flag["signal"]) == (None, "q1", "lamp_upkeep")


def test_json_tells_what_an_assessment_rests_on(findings: Path) -> None:
    whole = json.loads(cli("check", findings, "--format", "json", rules=LIGHTHOUSE).stdout)
    north = next(item for item in whole["assessments"] if item["force"] == "north")
    assert (north["declared"], north["form"], north["status"], north["topic"]) == ("superb", "label", "fresh", "lights")
    assert list(north["acceptability"]) == ["poor", "fair", "fine", "superb"]
    assert north["signals"] == {"lamp_upkeep": {"low": "failing", "high": "failing", "findings": ["n-1"]}}


def test_json_tells_of_every_check_and_why_it_was_not_applied(findings: Path) -> None:
    whole = json.loads(cli("check", findings, "--format", "json", rules=LIGHTHOUSE).stdout)
    assert [item["code"] for item in whole["checks"]] == [e.code for e in REGISTRY]
    grade = next(item for item in whole["checks"] if item["code"] == "PC101")
    assert grade["not_assessable"] == [{"subject": "south/watch-2020/q1", "reason": "no declared grade in the findings"}]


def test_two_runs_give_the_same_bytes(findings: Path) -> None:
    one, other = (cli("check", findings, "--format", "json", rules=LIGHTHOUSE).stdout_bytes for _ in range(2))
    assert one == other


def test_machine_output_has_stdout_to_itself(findings: Path) -> None:
    result = cli("check", findings, "--format", "json", rules=LIGHTHOUSE)
    json.loads(result.stdout)
    assert "0 errors, 2 warnings, 0 notes." in result.stderr


# ---- observe and extract


OBSERVATION = "finding force cycle pillar question topic signal theme role level assertion voice value negates cue locator"


def test_observe_writes_observations(findings: Path) -> None:
    lines = [json.loads(line) for line in cli("observe", findings, rules=LIGHTHOUSE).stdout.splitlines()]
    assert {(o["finding"], o["signal"], o["role"], o["level"]) for o in lines} == {
        ("n-1", "lamp_upkeep", "evidence", "failing"),
        ("n-2", "fog_signal", "answer", None),
        ("s-1", "lamp_upkeep", "evidence", "failing"),
        ("s-2", "lamp_upkeep", "answer", None),
    }
    for item in lines:
        assert set(OBSERVATION.split()) <= set(item)


def test_extract_writes_findings_that_can_be_read_again(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    result = cli("extract", REPORT, "-o", out, rules=REPORT_RULES)
    assert result.stdout == ""
    assert REPORT.name in result.stderr
    found = [finding for finding, _ in read(out)]
    assert {finding.force for finding in found} == {"harrowmere"}
    assert {"judgment", "area_for_improvement", "statement"} <= {finding.kind for finding in found}
    assert all(list(json.loads(line))[:4] == ["id", "force", "cycle", "pillar"] for line in out.read_text("utf-8").splitlines())
    assert all(isinstance(finding, Finding) and finding.locator is not None for finding in found)


def test_a_document_checked_is_its_findings_checked(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    cli("extract", REPORT, "-o", out, rules=REPORT_RULES)
    flags = [
        [
            (flag["fingerprint"], flag["message"])
            for flag in json.loads(cli("check", path, "--format", "json", rules=REPORT_RULES).stdout)["flags"]
        ]
        for path in (REPORT, out)
    ]
    assert flags[0] == flags[1]
    assert flags[0]


# ---- explain, rules


@pytest.mark.parametrize("check", REGISTRY, ids=lambda e: e.code)
def test_explain_a_check(check: Entry) -> None:
    by_code, by_name = cli("explain", check.code), cli("explain", check.name)
    assert by_code.exit_code == 0
    assert by_code.stdout == by_name.stdout
    assert by_code.stdout.startswith(f"{check.code} {check.name} ({check.severity})\n")
    for heading in ("What it flags", "How it decides", "When it may be wrong", "Example"):
        assert f"\n{heading}\n" in by_code.stdout


def test_explain_prints_settings_in_force_and_examples_from_the_rules() -> None:
    assert "Settings in force\n    coverage: 0.4 (the shipped rules)\n" in cli("explain", "pc101").stdout
    assert "Example from the rules (not assessable)" in cli("explain", "PC201").stdout
    assert "Example from the rules" not in cli("explain", "PC201", rules=LIGHTHOUSE).stdout


@pytest.mark.parametrize("signal", ["arms_backlog", "dash_completion", "investigation_supervision"])
def test_explain_a_signal(signal: str) -> None:
    page = cli("explain", signal).stdout
    assert page.startswith(f"{signal} (effectiveness/")
    for word in ("Theme: ", "Source: ", "Examples", ", weight "):
        assert word in page


def test_explain_tells_caps_and_figures() -> None:
    page = cli("explain", "lamp_upkeep", rules=LIGHTHOUSE).stdout
    assert "Caps: at failing, the question's grade is fair at best" in page
    assert "Figure: percent: failing < 60, weak < 90, sound < 98, strong >= 98" in page
    assert "Figure: percent against the comparator" in cli("explain", "fog_signal", rules=LIGHTHOUSE).stdout


def test_explain_confidence() -> None:
    assert "One formula" in cli("explain", "confidence").stdout


def test_explain_assessment() -> None:
    assert "MR-Sort" in cli("explain", "assessment").stdout


def test_rules_list() -> None:
    assert cli("rules", "list", "--cycles").stdout.splitlines()[4] == "peel-2018  PEEL 2018/19"
    themes = cli("rules", "list", "--themes").stdout.splitlines()
    assert themes == sorted(set(themes))
    assert "dash_completion" in themes
    listing = cli("rules", "list", rules=LIGHTHOUSE).stdout
    assert (
        "coast/lights  Keeping the light (3 signals, 2026-11-22)\n  lamp_upkeep  4  The lamp is kept clean and lit\n" in listing
    )


# ---- start


HEAVY = ("pandas", "numpy", "rich", "jsonschema", "jinja2", "pypdfium2", "docx")
LIGHT = [["--version"], ["--help"], ["check", "--help"], ["completion", "bash"], ["cache", "info"]]
QUICK = [
    *LIGHT,
    *(["explain", name] for name in ("PC302", "PC301", "PC302.pair", "assessment", "arms_backlog", "theme:marac", "peel-2018")),
    ["explain"],
    [],
]


@pytest.mark.parametrize("words", QUICK, ids=" ".join)
def test_a_page_of_text_imports_nothing_heavy(words: list[str]) -> None:
    heavy = (*HEAVY, *(("re2", "yaml", "msgspec") if words in LIGHT[:3] else ()))
    code = f"""import sys
from peelcheck.cli import main
try:
    main({words!r})
except SystemExit as done:
    assert done.code == 0, done.code
assert not set({heavy!r}) & set(sys.modules), set({heavy!r}) & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_as_a_module_and_by_its_name() -> None:
    done = subprocess.run([sys.executable, "-m", "peelcheck", "--version"], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == f"peelcheck, version {__version__}\n"


@pytest.mark.parametrize(
    "command", [[], ["check"], ["extract"], ["observe"], ["explain"], ["rules"], ["rules", "list"], ["rules", "test"]]
)
def test_every_command_has_help(command: list[str]) -> None:
    result = cli(*command, "--help")
    assert result.exit_code == 0
    assert "Usage: " in result.stdout


def test_explain_prints_what_a_terminal_would_obey_plainly(tmp_path: Path) -> None:
    text = REPORT.read_text("utf-8").replace("In 31 of them", "In 31 of \u202ethem")
    (tmp_path / "report.txt").write_text(text, "utf-8")
    line = next(number for number, content in enumerate(text.splitlines(), 1) if "In 31 of" in content)
    result = cli("extract", "--explain", f"{tmp_path / 'report.txt'}:{line}", rules=REPORT_RULES)
    assert "In 31 of" in result.stdout
    assert "\u202e" not in result.stdout
