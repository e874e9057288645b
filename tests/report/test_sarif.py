"""SARIF as its standard and code scanning services want it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from helpers import ROOT, tools
from sample import CODES, sample

from peelcheck.checks import REGISTRY
from peelcheck.report.formats import render
from peelcheck.run import Tools, check, load


@cache
def schema() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(
        json.loads((ROOT / "tests" / "data" / "sarif" / "sarif-schema-2.1.0.json").read_text("utf-8"))
    )


def run_of(report: Any) -> dict[str, Any]:
    log = json.loads(render("sarif", report))
    schema().validate(log)
    (run,) = log["runs"]
    return run


def result(code: str, run: dict[str, Any]) -> dict[str, Any]:
    return next(r for r in run["results"] if r["ruleId"] == code)


def test_the_schema_is_no_rubber_stamp() -> None:
    log = json.loads(render("sarif", sample()))
    log["runs"][0]["results"][0]["level"] = "grave"
    with pytest.raises(jsonschema.ValidationError):
        schema().validate(log)


def test_every_check_that_ran_is_a_rule_with_its_page() -> None:
    rules = run_of(sample())["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(CODES)
    for rule in rules:
        entry = next(e for e in REGISTRY if e.code == rule["id"])
        assert rule["shortDescription"]["text"] == entry.title
        assert rule["fullDescription"]["text"] in " ".join(rule["help"]["text"].split())
        assert "When it may be wrong" in rule["help"]["text"]
        assert rule["defaultConfiguration"] == {"level": entry.severity}
        assert rule["properties"]["precision"] in ("very-high", "high", "medium", "low")
        assert entry.code in rule["helpUri"]


def test_a_check_that_found_nothing_is_a_rule_too() -> None:
    report = replace(sample(), flags=[], ignored=[])
    run = run_of(report)
    assert run["results"] == []
    assert len(run["tool"]["driver"]["rules"]) == len(CODES)


def test_every_result_names_its_rule_place_and_identity() -> None:
    run = run_of(sample())
    for found, flag in zip(run["results"], [*sample().flags, *sample().ignored], strict=True):
        assert run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == found["ruleId"] == flag.code
        assert (found["kind"], found["level"]) == ("fail", flag.severity)
        (location,) = found["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "tests/golden/formats/findings.jsonl"
        assert location["physicalLocation"]["region"]["startLine"] >= 1
        assert found["partialFingerprints"] == {"peelcheckSubject/v1": flag.fingerprint}


def test_evidence_and_peers_are_related_locations() -> None:
    found = result("PC302", run_of(sample()))["relatedLocations"]
    assert [place["id"] for place in found] == [1, 2, 3, 4]
    assert found[0]["physicalLocation"]["artifactLocation"]["uri"] == "north%20light%2C%202020.txt"
    assert found[0]["physicalLocation"]["region"] == {"startLine": 12, "endLine": 13}
    assert [place["message"]["text"] for place in found[1:]] == [
        "[failing] In May the lamp went out again.",
        "south, watch-2020 (answered): Light the lamp.",
        "south, watch-2020 (answered): [failing] No lamp burns.",
    ]


def test_what_is_ignored_is_suppressed_with_its_reason_and_the_rest_is_not() -> None:
    suppressed = [r["suppressions"] for r in run_of(sample())["results"]]
    assert suppressed[-1] == [{"kind": "inSource", "justification": "Settled by letter."}]
    assert suppressed[:-1] == [[]] * len(sample().flags)


def test_a_document_that_is_read_itself_is_the_place() -> None:
    known = Tools.of(ROOT / "tests" / "rules")
    corpus = load([ROOT / "tests" / "reports" / "web-badged-2018.txt"], tools=known)
    done = check(corpus, tools=known, min_confidence=0)
    for found in run_of(done.report())["results"]:
        place = found["locations"][0]["physicalLocation"]
        assert Path(place["artifactLocation"]["uri"]).name == "web-badged-2018.txt"
        first = found["relatedLocations"][0]["physicalLocation"]
        assert place["region"] == first["region"]
        assert first["artifactLocation"] == {"uri": "web-badged-2018.txt", "uriBaseId": "DOCUMENTS"}


def test_files_in_the_working_folder_are_named_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    source = tmp_path / "in" / "f.jsonl"
    source.write_bytes((ROOT / "tests" / "golden" / "formats" / "findings.jsonl").read_bytes())
    report = check(load([source], tools=tools()), tools=tools()).report()
    outside = run_of(report)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    monkeypatch.chdir(tmp_path)
    inside = run_of(report)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert (outside, inside) == (source.as_uri(), "in/f.jsonl")


def test_skipped_files_are_notifications() -> None:
    report = replace(sample(), corpus=replace(sample().corpus, skipped=[("a.jpg", "no document")]))
    (note,) = run_of(report)["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "skipped: a.jpg (no document)"
