"""Every check with cases in which it fires, holds, and cannot be applied: cases.yaml."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from helpers import defaults, tools

from peelcheck.checks import REGISTRY, Entry, entry
from peelcheck.checks.settings import CheckExample
from peelcheck.cli.examples import check_failures, corpus_of
from peelcheck.run import check

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
EVERY = [pytest.param(code, case, id=f"{code}-{case['why']}") for code, cases in CASES.items() for case in cases]
FIRING = [case for case in EVERY if case.values[1]["expect"] == "fires"]


def example_of(case: dict[str, Any]) -> CheckExample:
    return msgspec.convert({name: value for name, value in case.items() if name != "why"}, CheckExample)


@pytest.mark.parametrize(("code", "case"), EVERY)
def test_case(code: str, case: dict[str, Any]) -> None:
    known = entry(code)
    assert known is not None
    assert list(check_failures(tools(), known, example_of(case), defaults())) == []


@pytest.mark.parametrize("check", REGISTRY, ids=lambda e: e.code)
def test_every_outcome_of_a_check_has_a_case(check: Entry) -> None:
    source = inspect.getsource(check.load())
    calls = {"fires": "Fired(", "holds": "Applied(", "not_assessable": "NotAssessable("}
    shared = {"PC101", "PC102"}  # these two decide in a module of their own
    wanted = {name for name, call in calls.items() if call in source or check.code in shared}
    if check.code == "PC009":
        wanted -= {"holds"}  # it holds only beside another check: test_engine
    assert {case["expect"] for case in CASES[check.code]} >= wanted


def moved(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The findings of a case with other ids, in another document, on other lines."""
    given = case["findings"]
    names = {id(record): f"other-{number}" for number, record in enumerate(given)}
    same = {record["id"]: record["id"] for record in given if "id" in record}
    for number, record in enumerate(given):
        place = {"document": "other.txt", "lines": [900 + number] * 2, "chars": [9000 + 90 * number, 9050 + 90 * number]}
        yield {"locator": place, **record, "id": same.get(record.get("id", ""), names[id(record)])}


UNMOVED = {"PC006": "the id is what it is about", "PC007": "the place is what it is about"}


@pytest.mark.parametrize(("code", "case"), [c for c in FIRING if c.values[0] not in UNMOVED])
def test_identity_survives_other_ids_and_other_places(code: str, case: dict[str, Any]) -> None:
    example = example_of(case)
    results = [
        check(
            corpus_of(msgspec.structs.replace(example, findings=findings), defaults()),
            tools=tools(),
            min_confidence=0,
            selected=lambda e: e.code == code,
        )
        for findings in (example.findings, list(moved(case)))
    ]
    before, after = ({flag.fingerprint for flag in result.flag_list} for result in results)
    assert before == after
    assert before


# Messages speak of how text and grade fit, never of how an inspected body behaves.
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
WHO = r"(?:North|South|East|West|the (?:force|station|body|constabulary))"
BLAMES = re.compile(
    rf"\b{WHO}(?:'s \w+)? (?:fail|failed|fails|do|does|did|has|had|have|is|was|are|were|cannot|could|lacks?|neglects?|ignores?"
    r"|refuses?|should|must|needs?|ought|struggles?|improves?|performs?)\b"
)
OF_THE_RECORD = re.compile(
    r"\b(?:texts?|grade[ds]?|answers?|report|evidence|figures?|findings?|responses?|judgments?|records?|letter|says?|words?|values?"
    r"|sentence|total|sum|percent|ids?|stands?|names?|statements?|ignore|document|passages?)\b"
)


@pytest.mark.parametrize(("code", "case"), FIRING)
def test_a_message_is_about_the_record(code: str, case: dict[str, Any]) -> None:
    found = check(
        corpus_of(example_of(case), defaults()), tools=tools(), min_confidence=0, selected=lambda e: e.code == code
    ).flag_list
    assert found
    for flag in found:
        own = QUOTED.sub("", flag.message)
        assert not BLAMES.search(own), flag.message
        assert OF_THE_RECORD.search(own), flag.message


def test_blame_is_known_when_it_is_seen() -> None:
    assert BLAMES.search("North does not mend its lamp.")
    assert BLAMES.search("the force failed to mend it")
    assert not BLAMES.search(QUOTED.sub("", "North, 2020: the text says “North does not mend its lamp”."))
