"""`peelcheck assess`: the whole reasoning of one assessment."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from helpers import LIGHTHOUSE

from peelcheck.cli import main

BASE = {"force": "north", "cycle": "watch-2020", "question": "q1", "kind": "statement"}
LAMP = {"signal": "lamp_upkeep", "level": "failing"}
HORN = {"signal": "fog_signal", "level": "weak"}
AT = {"document": "north.txt", "lines": [7, 8], "chars": [20, 60]}
RECORDS = [
    {
        **BASE,
        "id": "n-0",
        "kind": "judgment",
        "grade": "fine",
        "form": "label",
        "text": "Fine",
        "locator": {**AT, "lines": [2, 2]},
    },
    {**BASE, "id": "n-1", "text": "The lamp [red]went[/red] out.\x1b[31m", "coded": [LAMP], "locator": AT},
    {**BASE, "id": "n-2", "text": "It burns again.", "coded": [{**LAMP, "level": "sound"}]},
    {**BASE, "id": "n-3", "text": "The horn is heard.", "coded": [{"signal": "fog_signal", "level": "weak"}]},
    {**BASE, "id": "n-4", "kind": "cause_of_concern", "text": "Nobody looks after it."},
    {**BASE, "id": "s-0", "force": "south", "text": "The horn is loud.", "coded": [{"signal": "fog_signal", "level": "strong"}]},
]


def written(folder: Path, records: list[dict[str, Any]]) -> Path:
    path = folder / "findings.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("in"), RECORDS)


def assess(path: Path, at: str, *more: str, rules: Path = LIGHTHOUSE) -> Result:
    return CliRunner().invoke(main, ["assess", str(path), "--at", at, "--rules", str(rules), *more])


def reasoning(path: Path, at: str = "north/watch-2020/q1") -> dict[str, Any]:
    result = assess(path, at, "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_object_holds_the_whole_way(findings: Path) -> None:
    data = reasoning(findings)
    assert (data["schema"], data["declared"], data["status"], data["judgment"]["lines"]) == (
        "peelcheck-assessment/1",
        "fine",
        "fresh",
        [2, 2],
    )
    assert data["coverage"] == pytest.approx(7 / 9, abs=1e-4)
    lamp, horn = data["signals"]
    assert (lamp["signal"], lamp["weight"], lamp["low"], lamp["high"]) == ("lamp_upkeep", 4, "failing", "sound")
    assert [(p["finding"], p["level"], p["read_by"]) for p in lamp["evidence"]] == [
        ("n-1", "failing", "coded"),
        ("n-2", "sound", "coded"),
    ]
    assert (horn["low"], horn["high"]) == ("weak", "weak")
    assert [(s["signal"], s["base_rate"]["sound"]) for s in data["silent"]] == [("keeper_rota", 0.6)]
    assert data["supported"] in ("poor", "fair")


def test_shares_add_up_to_the_weight(findings: Path) -> None:
    data = reasoning(findings)
    exact = sum(share["at"] for share in data["shares"])
    assert exact + data["mixed"] + data["unspoken"] == pytest.approx(1, abs=1e-3)
    assert data["mixed"] == pytest.approx(4 / 9, abs=1e-4)
    assert data["failing"] == pytest.approx([0, 4 / 9], abs=1e-4)
    weak = next(share for share in data["shares"] if share["level"] == "weak")
    assert (weak["least"], weak["most"]) == pytest.approx((3 / 9, 7 / 9), abs=1e-4)


def test_grades_stand_best_first_with_what_they_need(findings: Path) -> None:
    grades = reasoning(findings)["grades"]
    assert [grade["grade"] for grade in grades] == ["superb", "fine", "fair", "poor"]
    assert sum(grade["acceptability"] for grade in grades) == pytest.approx(1)
    fine = grades[1]
    assert fine["needs"] == {"level": "sound", "share": 0.6, "failing": 0.1}
    assert (fine["least"], fine["most"]) == pytest.approx((0, 6 / 9), abs=1e-4)
    assert grades[-1]["needs"] is None


def test_caps_say_why_and_whether_they_always_hold(findings: Path) -> None:
    concern, lamp = reasoning(findings)["caps"]
    assert (concern["best"], concern["because"]["finding"], concern["signal"], concern["always"]) == ("fair", "n-4", None, True)
    assert (lamp["best"], lamp["signal"], lamp["level"], lamp["always"]) == ("fair", "lamp_upkeep", "failing", False)


def test_no_change_lifts_a_cause_of_concern_and_without_it_one_is_named(findings: Path, tmp_path: Path) -> None:
    assert reasoning(findings)["change"] is None
    free = reasoning(written(tmp_path, [record for record in RECORDS if record["kind"] != "cause_of_concern"]))
    assert free["fits"] is (free["change"] == [])
    superb = [{**record, "grade": "superb"} if record["id"] == "n-0" else record for record in RECORDS[:4]]
    changes = reasoning(written(tmp_path, superb))["change"]
    assert changes == [{"signal": "lamp_upkeep", "level": "strong"}]


def test_an_assessment_without_a_grade_has_nothing_to_fit(findings: Path) -> None:
    data = reasoning(findings, "south/watch-2020/q1")
    assert (data["declared"], data["status"], data["fits"], data["change"]) == (None, "unknown", None, None)


def test_the_page_tells_the_same_and_obeys_no_markup(findings: Path) -> None:
    page = assess(findings, "north/watch-2020/q1").stdout
    for words in (
        "Declared: Fine, north.txt:2, read from a label",
        "lamp_upkeep  weight 4  failing to sound",
        "north.txt:7 [failing, coded] The lamp [red]went[/red] out.",
        "Silent signals",
        "Cap: Fair at best, as there is a cause of concern (",
        "No change of three signals or fewer",
    ):
        assert words in page
    assert "findings.jsonl:5):“Nobodylooksafterit.”" in "".join(page.split())
    assert "\x1b" not in page


def test_a_figure_stands_apart_from_how_it_was_read(tmp_path: Path) -> None:
    metric = {"value": 36, "unit": "percent"}
    path = written(tmp_path, [RECORDS[0], {**BASE, "id": "n-1", "text": "36 percent.", "coded": [HORN], "metrics": [metric]}])
    assert "[weak, coded, 36]" in " ".join(assess(path, "north/watch-2020/q1").stdout.split())


def test_where_nothing_is_observed_no_share_is_shown(tmp_path: Path) -> None:
    silent = written(tmp_path, [RECORDS[0], {**BASE, "id": "n-9", "text": "The stairs are red."}])
    page = assess(silent, "north/watch-2020/q1").stdout
    assert "the text speaks to no signal of coast/lights" in page
    assert "Nothing is observed, so no grade is held against it." in page
    assert re.findall(r"\d%|draws accept|fits", page) == []
    data = reasoning(silent)
    assert (data["coverage"], data["fits"]) == (0, None)


def test_a_file_takes_the_same_page(findings: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.txt"
    assert assess(findings, "north/watch-2020/q1", "-o", str(out)).exit_code == 0
    assert out.read_text("utf-8") == assess(findings, "north/watch-2020/q1").stdout


def test_names_and_topics_do_as_well_as_ids(findings: Path) -> None:
    assert reasoning(findings, "North Head Light/watch-2020/lights") == reasoning(findings)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("nrth/watch-2020/q1", "Did you mean 'north'"),
        ("east/watch-2020/q1", "of which nothing is assessed here. Assessed are: north, south."),
        ("north/watch-2022/q1", "Did you mean 'watch-20"),
        ("north/watch-2018/q1", "Assessed are: watch-2020."),
        ("north/watch-2020/q7", "which is no question"),
        ("north/watch-2020/q2", "Assessed are: q1."),
        ("north/watch-2020/shore/q1", "which is no pillar"),
        ("north/q1", "Write FORCE/CYCLE/QUESTION"),
        ("north//q1", "Write FORCE/CYCLE/QUESTION"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(findings: Path, at: str, words: str) -> None:
    result = assess(findings, at)
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_nothing_assessed_is_nothing_checked(tmp_path: Path) -> None:
    result = assess(written(tmp_path, [{**BASE, "id": "a", "question": "q2", "text": "Boats."}]), "north/watch-2020/q2")
    assert result.exit_code == 3


def test_a_question_of_several_pillars_must_be_named_with_its_pillar(findings: Path, tmp_path: Path) -> None:
    for name in ("forces.yaml", "checks.yaml"):
        (tmp_path / name).write_text((LIGHTHOUSE / name).read_text("utf-8"), "utf-8")
    (tmp_path / "cycles").mkdir()
    cycle = (LIGHTHOUSE / "cycles" / "watch-2020.yaml").read_text("utf-8").split("pillars:")[0]
    cycle = re.sub(r"(?m)^comparable_with:.*\n", "", cycle)
    question = "{id: q1, title: How well?, topic: lights}"
    pillars = "pillars:\n" + "".join(f"  - {{id: {name}, title: {name}, questions: [{question}]}}\n" for name in ("shore", "sea"))
    (tmp_path / "cycles" / "watch-2020.yaml").write_text(cycle + pillars, "utf-8")
    (tmp_path / "coast").mkdir()
    (tmp_path / "coast" / "lights.yaml").write_text((LIGHTHOUSE / "coast" / "lights.yaml").read_text("utf-8"), "utf-8")
    path = written(tmp_path, [{**r, "id": f"{r['id']}-{p}", "pillar": p} for r in RECORDS for p in ("shore", "sea")])
    result = assess(path, "north/watch-2020/q1", rules=tmp_path)
    assert result.exit_code == 2
    assert "Write north/watch-2020/sea/q1 or north/watch-2020/shore/q1." in result.stderr
    one = assess(path, "north/watch-2020/sea/q1", "--format", "json", rules=tmp_path)
    assert json.loads(one.stdout)["pillar"] == "sea"
