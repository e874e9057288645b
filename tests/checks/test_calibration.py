"""What a corpus can say of the thresholds: rates, intervals, and what is chosen without the inspection that is tried."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import LIGHTHOUSE, ROOT, Record, corpus, graded, said, tools

from peelcheck.checks.calibration import (
    ACCEPTABILITIES,
    CODES,
    COVERAGES,
    Calibration,
    Rate,
    Thresholds,
    calibrate,
    choose,
    flagged,
)
from peelcheck.cli import main
from peelcheck.evidence.assessment import Assessment
from peelcheck.run import assessments

SIGNALS = ("lamp_upkeep", "fog_signal", "keeper_rota")
IN_FORCE = Thresholds(0.1, 0.4)
CONCERN: Record = {"kind": "cause_of_concern", "question": "q1", "text": "Nobody looks after it."}


def station(force: str, grade: str, level: str, **more: object) -> list[Record]:
    return [graded(grade, force=force, **more), *(said(signal, level, force=force) for signal in SIGNALS)]


def assessed(*records: Record) -> list[Assessment]:
    return assessments(corpus(*records), tools())


def calibrated(*records: Record) -> Calibration:
    return calibrate(assessed(*records), tools().domain.cycles, dict.fromkeys(CODES, IN_FORCE))


FITTING = [*station("north", "fine", "sound"), *station("south", "fair", "weak"), *station("east", "poor", "failing")]


def test_grades_that_fit_are_not_flagged_and_others_in_their_place_are() -> None:
    found = calibrated(*FITTING)
    for row in (*found.with_in_force, *found.with_chosen):
        order = ["poor", "fair", "fine", "superb"]
        above, below = order.index(row.tried) > order.index(row.declared), order.index(row.tried) < order.index(row.declared)
        assert {code: rate.hits for code, rate in row.flags.items()} == {"PC101": above, "PC102": below}


def test_the_base_rate_counts_declared_grades() -> None:
    found = calibrated(*FITTING, *station("west", "fine", "sound"))
    assert {grade: (rate.hits, rate.cases) for grade, rate in found.base_rate.items()} == {
        "poor": (1, 4),
        "fair": (1, 4),
        "fine": (2, 4),
    }


def test_what_is_not_graded_afresh_counts_for_nothing() -> None:
    others = [*station("west", "fine", "weak", carried_over_from=2018), *station("far", "ungraded", "weak")]
    assert calibrated(*FITTING, *others) == calibrated(*FITTING)


def test_thresholds_are_chosen_without_the_inspection_that_they_are_tried_on() -> None:
    odd = station("west", "superb", "failing")
    found = calibrated(*FITTING, *odd)
    chosen = {item.inspection.force: item.chosen for item in found.left_out}
    assert chosen["west"] == choose(assessed(*FITTING)) == Thresholds(max(ACCEPTABILITIES), min(COVERAGES))
    # no threshold spares a superb station whose lamp is out, so that the others get the least sensitive one
    assert chosen["north"] == Thresholds(min(ACCEPTABILITIES), max(COVERAGES))


def test_nothing_to_choose_on_gives_the_least_sensitive_thresholds() -> None:
    assert choose([]) == Thresholds(min(ACCEPTABILITIES), max(COVERAGES))


def test_a_flag_needs_coverage() -> None:
    (item,) = assessed(graded("superb"), said("keeper_rota", "failing"))
    assert not flagged(item, "superb", Thresholds(0.3, 0.4), "PC101")
    assert flagged(item, "superb", Thresholds(0.3, 0.2), "PC101")


def test_a_cause_of_concern_is_left_to_its_own_check() -> None:
    (item,) = assessed(*station("north", "fine", "sound"), CONCERN)
    assert not flagged(item, "fine", IN_FORCE, "PC101")
    assert not flagged(item, "fair", IN_FORCE, "PC102")


def test_rates_tell_how_little_they_know() -> None:
    low, high = Rate(0, 3).interval or (None, None)
    assert (low, high) == (pytest.approx(0), pytest.approx(0.5615, abs=1e-3))
    assert Rate(0, 0).interval is None
    assert Rate(0, 0).share is None


# ---- the command


def calibration(path: Path | str, *more: str, rules: Path | None = LIGHTHOUSE) -> Result:
    own = ["--rules", str(rules)] if rules else []
    return CliRunner().invoke(main, ["rules", "calibrate", str(path), *own, *more])


def written(folder: Path, records: list[Record]) -> Path:
    path = folder / "findings.jsonl"
    given = ({"id": f"x-{n}", "force": "north", "cycle": "watch-2020", **record} for n, record in enumerate(records))
    path.write_text("".join(json.dumps(record) + "\n" for record in given), "utf-8")
    return path


def test_the_object_and_the_page_say_how_little_few_cases_tell(tmp_path: Path) -> None:
    path = written(tmp_path, FITTING)
    data = json.loads(calibration(path, "--format", "json").stdout)
    assert (data["schema"], data["graded"]) == ("peelcheck-calibration/1", 3)
    assert data["in_force"]["thresholds"]["PC102"] == {"acceptability": 0.1, "coverage": 0.4}
    assert len(data["left_out"]["inspections"]) == 3
    (row,) = [r for r in data["left_out"]["rows"] if (r["declared"], r["tried"]) == ("fine", "superb")]
    assert row["PC101"] == {"hits": 1, "cases": 1, "share": 1.0, "interval": [pytest.approx(0.2065, abs=1e-3), 1.0]}
    page = " ".join(calibration(path).stdout.split())
    for words in ("as it is", "0% (0% to 79%)", "up to 56% of grades elsewhere", "3 freshly graded questions in 3 inspections"):
        assert words in page


def test_each_check_is_tried_with_its_own_thresholds() -> None:
    in_force = {"PC101": IN_FORCE, "PC102": Thresholds(0, 0.4)}
    rows = calibrate(assessed(*FITTING), tools().domain.cycles, in_force).with_in_force
    assert any(row.flags["PC101"].hits for row in rows)
    assert not any(row.flags["PC102"].hits for row in rows)


def test_nothing_graded_is_nothing_to_calibrate_on(tmp_path: Path) -> None:
    assert calibration(written(tmp_path, [said("lamp_upkeep", "weak")])).exit_code == 3


def test_no_declared_grade_of_the_seeds_is_flagged() -> None:
    rows = json.loads(calibration(ROOT / "seeds", "--format", "json", rules=None).stdout)["in_force"]["rows"]
    as_it_is = [row for row in rows if row["declared"] == row["tried"]]
    assert as_it_is
    assert all(row[code]["hits"] == 0 for row in as_it_is for code in ("PC101", "PC102"))
    lowest = [row for row in rows if row["tried"] == "inadequate"]
    assert all(row["PC102"]["share"] == 1 for row in lowest)
