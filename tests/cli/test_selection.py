"""Choosing flags by what they are about, which hides flags and changes none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from folder import Folder
from helpers import asked, graded, said

RECORDS = [
    *(
        record
        for force in ("north", "south")
        for record in (
            said("lamp_upkeep", "failing", f"{force} lamp", force=force),
            said("keeper_rota", "failing", f"{force} rota", force=force),
            asked("fog_signal", force=force),
            graded("superb", force=force),
        )
    ),
    said("lamp_upkeep", "failing", "then", force="north", cycle="watch-2019"),
    asked("fog_signal", force="north", cycle="watch-2019"),
    said("lamp_upkeep", "failing", "east lamp", force="east"),
    asked("lamp_upkeep", force="east"),
]


@pytest.fixture
def run(folder: Folder) -> Any:
    folder.findings(*RECORDS)

    def run(*words: str) -> dict[str, Any]:
        done = folder.run("check", "findings.jsonl", "--format", "json", "--min-confidence", "0", "--exit-zero", *words)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)  # type: ignore[no-any-return]

    return run


KEPT = {
    "signal:lamp_upkeep": lambda f: f["signal"] == "lamp_upkeep",
    "theme:lamp_upkeep,signal:keeper_rota": lambda f: f["signal"] in ("lamp_upkeep", "keeper_rota"),
    "force:north": lambda f: f["force"] == "north",
    "force:North Head": lambda f: f["force"] == "north",
    "force:north,force:south,PC2": lambda f: f["force"] != "east" and f["code"].startswith("PC2"),
    "cycle:watch-2019": lambda f: f["cycle"] == "watch-2019",
    "question:q1,weakness-without-answer": lambda f: f["question"] == "q1" and f["code"] == "PC201",
    "unequal-consequence,force:south,signal:lamp_upkeep": lambda f: (
        (f["code"], f["force"], f["signal"]) == ("PC302", "south", "lamp_upkeep")
    ),
}


def same(flag: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in flag.items() if name not in ("primary", "related")}


@pytest.mark.parametrize(("words", "kept"), KEPT.items())
def test_selecting_keeps_what_is_meant_as_it_is(run: Any, words: str, kept: Any) -> None:
    wanted = [same(f) for f in run()["flags"] if kept(f)]
    assert wanted
    assert [same(f) for f in run("--select", words)["flags"]] == wanted


@pytest.mark.parametrize("words", ["signal:lamp_upkeep", "force:north", "cycle:watch-2019", "PC2"])
def test_ignoring_leaves_the_rest(run: Any, words: str) -> None:
    kept = KEPT.get(words, lambda f: f["code"].startswith("PC2"))
    rest = [same(f) for f in run()["flags"] if not kept(f)]
    assert rest
    assert [same(f) for f in run("--ignore", words)["flags"]] == rest


def test_any_word_ignores(run: Any) -> None:
    left = run("--ignore", "PC2,force:south")["flags"]
    assert left == [f for f in left if not f["code"].startswith("PC2") and f["force"] != "south"] != []


def test_what_a_check_did_is_told_of_the_chosen_alone(run: Any) -> None:
    whole, part = ({c["code"]: c for c in run(*words)["checks"]} for words in ([], ["--select", "force:north,cycle:watch-2019"]))
    assert whole["PC201"]["applied"] > part["PC201"]["applied"] == part["PC201"]["fired"] == 1
    assert {n["subject"].split("/")[0] for c in part.values() for n in c["not_assessable"]} == {"north"}


def test_the_provenance_tells_that_flags_were_chosen(run: Any) -> None:
    hashes = [
        run(*words)["provenance"]["settings"] for words in ([], ["--select", "PC2"], ["--ignore", "PC2"], ["--select", "PC2"])
    ]
    assert len(set(hashes)) == 3
    assert hashes[1] == hashes[3]


def test_choosing_what_is_not_there_is_3(folder: Folder) -> None:
    folder.findings(*RECORDS)
    assert folder.run("check", "findings.jsonl", "--select", "force:far").exit_code == 3
