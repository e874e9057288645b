"""JUnit as build servers read it: suites, cases, passes, failures and what was skipped; counts that agree."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace

import pytest
from helpers import Record, asked, run, said
from junitparser import Failure, JUnitXml, Skipped
from sample import sample

from peelcheck.report.base import Report
from peelcheck.report.formats import render


def parsed(report: Report) -> JUnitXml:
    return JUnitXml.fromroot(JUnitXml.fromstring(render("junit", report))._elem)


def cases(report: Report) -> dict[tuple[str, str, str], list[object]]:
    """What each case came to, by inspection, code and name."""
    return {(suite.name, case.classname.split()[0], case.name): list(case.result) for suite in parsed(report) for case in suite}


def test_there_is_a_suite_an_inspection_and_a_case_a_subject() -> None:
    found = cases(sample())
    assert {key[0] for key in found} == {"north/watch-2020", "south/watch-2020"}
    assert found["north/watch-2020", "PC201", "q1 · fog_signal"] == []  # applied, and nothing found
    (failed,) = found["north/watch-2020", "PC201", "q1 · lamp_upkeep"]
    assert isinstance(failed, Failure)
    assert failed.type == "warning"
    assert "But: What some answers" in failed.text


SKIPPED = {
    ("north/watch-2020", "PC201", "q1 · keeper_rota"): "withheld: confidence 0.42 is less than asked for",
    ("south/watch-2020", "PC201", "q1 · keeper_rota"): "ignored: Settled by letter.",
    ("north/watch-2020", "PC302", "q1 · lamp_upkeep"): "same fact as PC201 q1 · lamp_upkeep",
    ("north/watch-2020", "PC302", "q1 · fog_signal"): "not assessable: no comparable inspection shows the same weakness",
}


def test_what_is_not_told_is_skipped_with_the_reason() -> None:
    found = {key: results for key, results in cases(sample()).items() if any(isinstance(r, Skipped) for r in results)}
    assert {key: results[0].message for key, results in found.items()} == SKIPPED


@pytest.mark.parametrize(("fail_on", "failures"), [("error", 1), ("warning", 2), ("note", 3), ("never", 0)])
def test_failures_are_the_flags_that_fail_the_run(fail_on: str, failures: int) -> None:
    page = parsed(replace(sample(), fail_on=fail_on))
    assert page.failures == failures


def test_a_flag_that_does_not_fail_the_run_is_told_where_it_passes() -> None:
    text = render("junit", sample()).decode()
    assert "<system-out>note: No signal recognises this answer" in text


def counted(report: Report) -> None:
    page = parsed(report)
    for whole in [page, *page]:
        stated = (whole.tests, whole.failures, whole.errors, whole.skipped)
        whole.update_statistics()
        assert (whole.tests, whole.failures, whole.errors, whole.skipped) == stated
    assert page.tests == sum(suite.tests for suite in page)


def test_counts_agree() -> None:
    counted(sample())


def station(force: str) -> list[Record]:
    return [said("lamp_upkeep", "weak", force=force), asked("lamp_upkeep", force=force)]


def test_every_subject_of_every_check_has_one_case() -> None:
    result = run(said("lamp_upkeep", "weak"), asked("fog_signal"), *station("south"), *station("east"))
    report = result.report()
    counted(report)
    found = Counter((suite.name, case.classname, case.name) for suite in parsed(report) for case in suite)
    assert [key for key, times in found.items() if times > 1] == []
    assert sum(found.values()) == sum(len({s for s, _ in r.not_assessable} | set(r.held)) + r.fired for r in report.ran)


def test_two_flags_on_one_subject_are_two_cases() -> None:
    known = sample()
    flag = next(f for f in known.flags if f.peers)
    other = replace(flag, peers=[replace(flag.peers[0], force="east")], fingerprint="0" * 16)
    names = [name for _, code, name in cases(replace(known, flags=[*known.flags, other])) if code == flag.code]
    assert {f"q1 · lamp_upkeep beside {force} watch-2020" for force in ("south", "east")} <= set(names)


def test_it_is_xml_in_utf8() -> None:
    assert JUnitXml.fromfile(io.BytesIO(render("junit", sample()))).tests == 16


def test_what_was_not_assessed_never_passes() -> None:
    known = sample()
    ran = [replace(r, held=[*r.held, *(subject for subject, _ in r.not_assessable)]) for r in known.ran]
    assert cases(replace(known, ran=ran)).keys() == cases(known).keys()
    assert parsed(replace(known, ran=ran)).tests == parsed(known).tests
