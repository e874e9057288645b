"""Ignores of the configuration and of findings: they hide, are counted, expire, and are told when they do nothing."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from folder import Folder
from helpers import asked, corpus, fired, one, said, tools
from helpers import run as run_check

from peelcheck.checks.choices import Choices
from peelcheck.run import check

WEAK = [
    said("lamp_upkeep", "failing", "The lamp is out."),
    asked("fog_signal"),
    said("lamp_upkeep", "failing", "b", force="south"),
    asked("fog_signal", force="south"),
]
PAST, FUTURE = datetime.date(2000, 1, 1), datetime.date(9000, 1, 1)


def checked(folder: Folder, *ignores: str, words: tuple[str, ...] = ("--select", "PC2")) -> dict[str, Any]:
    folder.findings(*WEAK)
    folder.write("peelcheck.toml", "".join(f"[[ignores]]\ncode = 'PC201'\nreason = 'by letter'\n{more}\n" for more in ignores))
    done = folder.run("check", "findings.jsonl", "--exit-zero", "--format", "json", *words)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_an_ignore_hides_what_it_means_with_its_reason_and_is_counted(folder: Folder) -> None:
    fingerprint = checked(folder)["flags"][0]["fingerprint"]
    for more, hidden in (("", 2), ("force = 'north'", 1), ("signal = 'lamp_upkeep'\nforce = 'south'", 1),
                         ("question = 'q1'", 2), ("cycle = 'watch-2020'", 2), (f"fingerprint = '{fingerprint}'", 1)):  # fmt: skip
        done = checked(folder, more)
        assert (done["summary"]["ignored"], done["summary"]["warning"]) == (hidden, 2 - hidden), more
        assert {f["reason"] for f in done["ignored"]} == {"by letter"}
        assert "remarks" not in done


@pytest.mark.parametrize("more", ["signal = 'keeper_rota'", "fingerprint = '00'", "force = 'south'\nquestion = 'q2'"])
def test_one_that_hides_nothing_is_told(folder: Folder, more: str) -> None:
    done = checked(folder, more)
    assert done["summary"]["ignored"] == 0
    assert done["remarks"] == ["note: peelcheck.toml: ignores.0: there is nothing to ignore (by letter). Remove it."]


@pytest.mark.parametrize("more", ["force = 'east'", "cycle = 'watch-2019'"])
def test_one_for_what_is_not_in_the_run_is_not_blamed(folder: Folder, more: str) -> None:
    assert "remarks" not in checked(folder, more)
    assert "remarks" not in checked(folder, "signal = 'keeper_rota'", words=("--select", "PC204,PC202,PC203"))


def test_one_for_flags_that_are_not_chosen_is_not_blamed(folder: Folder) -> None:
    assert "remarks" not in checked(folder, "force = 'north'", words=("--select", "PC201,force:south"))


def test_an_expired_one_hides_nothing_and_is_told(folder: Folder) -> None:
    assert checked(folder, f"until = {FUTURE}")["summary"]["ignored"] == 2
    done = checked(folder, f"until = {PAST}")
    assert done["summary"]["ignored"] == 0
    assert "ignores.0: expired, as it held until 2000-01-01" in done["remarks"][0]


def finding(until: datetime.date | None) -> Any:
    entry = {"code": "PC201", "reason": "by letter", **({"until": until.isoformat()} if until else {})}
    return [{**WEAK[0], "ignore": [entry]}, WEAK[1]]


def test_an_ignore_of_a_finding_expires_alike_and_holds_on_its_last_day() -> None:
    known = corpus(*finding(PAST))
    for today, hidden in ((None, True), (PAST, True), (PAST + datetime.timedelta(1), False)):
        result = check(known, tools=tools(), choices=Choices(today=today))
        assert len(result.ignored) == hidden
        assert len(fired(result, "PC201")) == (not hidden)
        assert len(fired(result, "PC009")) == (not hidden)
    assert "ignored PC201 until 2000-01-01, which is past (by letter)" in one(result, "PC009").message


def test_the_command_line_knows_the_day_and_the_library_does_not(folder: Folder) -> None:
    folder.findings(*finding(PAST))
    assert folder.run("check", "findings.jsonl", "--select", "PC201").exit_code == 1
    assert run_check(*finding(PAST), codes="PC201").counts["ignored"] == 1


def test_sarif_tells_who_ignores(folder: Folder) -> None:
    folder.findings(*finding(FUTURE), *WEAK[2:])
    folder.write("peelcheck.toml", "[[ignores]]\ncode = 'PC201'\nforce = 'south'\nreason = 'told'")
    done = folder.run("check", "findings.jsonl", "--select", "PC201", "--format", "sarif")
    results = json.loads(done.stdout)["runs"][0]["results"]
    said_of = {r["properties"]["force"]: r["suppressions"] for r in results}
    assert said_of == {
        "north": [{"kind": "inSource", "justification": "by letter"}],
        "south": [{"kind": "external", "justification": "told"}],
    }
