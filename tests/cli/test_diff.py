"""What `diff` tells: flags gone, new and changed, between runs, reports and rules."""

from __future__ import annotations

import json
import shutil
from typing import Any

import jsonschema
import pytest
from folder import Folder, Refused
from helpers import LIGHTHOUSE, ROOT, asked, said

LAMP = said("lamp_upkeep", "failing", "The lamp is out.")
ROTA = said("keeper_rota", "failing", "Nobody is on watch.")
ASKED = asked("fog_signal")


def diff(folder: Folder, *words: str, code: int = 1, rules: bool = True) -> dict[str, Any]:
    done = folder.run("diff", *words, "--format", "json", "--select", "PC2", rules=rules)
    assert done.exit_code == code, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    jsonschema.validate(found, json.loads((ROOT / "peelcheck" / "schemas" / "diff.schema.json").read_text("utf-8")))
    return found


@pytest.fixture
def two(folder: Folder) -> Folder:
    folder.findings(LAMP, ASKED, name="old.jsonl")
    folder.findings({**LAMP, "text": "The lens is broken."}, LAMP, ROTA, ASKED, name="new.jsonl")
    return folder


def test_the_same_reports_are_0(two: Folder) -> None:
    assert diff(two, "old.jsonl", "old.jsonl", code=0)["summary"] == {"gone": 0, "new": 0, "changed": 0, "same": 1}


def test_new_gone_and_changed_with_the_passages_that_moved(two: Folder) -> None:
    found = diff(two, "old.jsonl", "new.jsonl")
    assert found["summary"] == {"gone": 0, "new": 1, "changed": 1, "same": 0}
    assert [f["signal"] for f in found["added"]] == ["keeper_rota"]
    (changed,) = found["changed"]
    assert [e["text"] for e in changed["added"]] == ["The lens is broken."]
    assert changed["removed"] == []
    assert changed["confidence"][0] < changed["confidence"][1]
    back = diff(two, "new.jsonl", "old.jsonl")
    assert [f["signal"] for f in back["gone"]] == ["keeper_rota"]
    assert [e["text"] for e in back["changed"][0]["removed"]] == ["The lens is broken."]


def test_people_read_the_same(two: Folder) -> None:
    said_ = two.run("diff", "old.jsonl", "new.jsonl", "--select", "PC2").stdout
    assert "+ New: warning PC201 weakness-without-answer north/watch-2020/q1/keeper_rota" in said_
    assert "~ Changed: PC201 north/watch-2020/q1/lamp_upkeep" in said_
    assert "The lens is broken." in said_
    assert "0 gone, 1 new, 1 changed, 0 the same." in said_
    two.run("diff", "old.jsonl", "new.jsonl", "--select", "PC2", "-o", "out.txt")
    assert two.read("out.txt") == said_


def test_runs_are_read_as_they_were_written(two: Folder) -> None:
    for name in ("old", "new"):
        two.run("check", f"{name}.jsonl", "--format", "json", "-o", f"{name}.json", "--select", "PC2")
    found, over = diff(two, "old.json", "new.json"), diff(two, "old.jsonl", "new.jsonl")
    assert {k: v for k, v in found.items() if k not in ("old", "new")} == {
        k: v for k, v in over.items() if k not in ("old", "new")
    }
    assert diff(two, "old.json", "old.jsonl", code=0)["gone"] == []


def test_a_moved_passage_is_the_same_passage(folder: Folder) -> None:
    for name, line in (("old", 3), ("new", 90)):
        at = {"document": f"{name}.txt", "lines": [line, line], "chars": [line, line + 9]}
        folder.findings({**LAMP, "locator": at}, ASKED, name=f"{name}.jsonl")
    diff(folder, "old.jsonl", "new.jsonl", code=0)


def test_a_flag_that_is_hidden_now_says_why(two: Folder) -> None:
    two.findings({**LAMP, "ignore": [{"code": "PC201", "reason": "by letter"}]}, ASKED, name="hushed.jsonl")
    assert [f["why"] for f in diff(two, "old.jsonl", "hushed.jsonl")["gone"]] == ["ignored: by letter"]


def test_two_versions_of_the_rules_over_one_corpus(two: Folder) -> None:
    shutil.copytree(LIGHTHOUSE, two.path / "mine")
    checks = (two.path / "mine" / "checks.yaml").read_text("utf-8")
    pack = two.path / "mine" / "coast" / "lights.yaml"
    pack.write_text(pack.read_text("utf-8").replace("smok(?:es|ed|y)", "glows"), "utf-8")
    two.write("mine/checks.yaml", checks)
    text = {"kind": "statement", "question": "q1", "text": "The lamp smokes at night."}
    two.findings(text, ASKED, name="told.jsonl")
    words = ("told.jsonl", "told.jsonl", "--min-confidence", "0")
    found = diff(two, *words, "--old-rules", str(LIGHTHOUSE), "--new-rules", "mine", rules=False)
    assert [f["signal"] for f in found["gone"]] == ["lamp_upkeep"]
    assert found["provenance"] == ["pack coast/lights changed"]
    diff(two, *words, "--old-rules", "mine", "--new-rules", "mine", rules=False, code=0)


def test_wrong_use_is_2_and_nothing_is_3(two: Folder, refused: Refused) -> None:
    two.run("check", "old.jsonl", "--format", "json", "-o", "old.json")
    refused(two.run("diff", "old.json", "new.jsonl", "--old-rules", str(LIGHTHOUSE)), "old.json: is a run")
    refused(two.run("diff", "absent.json", "new.jsonl"), "absent.json")
    two.write("odd.json", json.dumps({"schema": "peelcheck/99", "flags": []}))
    refused(two.run("diff", "odd.json", "new.jsonl"), "odd.json: is not a run of the schema")
    broken = json.loads(two.read("old.json"))
    broken["flags"][0]["severity"] = "grave"
    two.write("odd.json", json.dumps(broken))
    refused(two.run("diff", "odd.json", "new.jsonl"), "does not keep the contract")
    (two.path / "empty").mkdir()
    assert two.run("diff", "empty", "new.jsonl").exit_code == 3
