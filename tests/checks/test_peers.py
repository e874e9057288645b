"""Checks between bodies, over an invented coast of many stations: rates, outliers, dominance, and their laws."""

from __future__ import annotations

import io
import json
import random
import time
from typing import Any

import pytest
from helpers import Record, asked, corpus, fired, graded, one, run, said, told, tools
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from peelcheck.checks.metric_outlier_in_grade import modified_z
from peelcheck.evidence.dominance import Dominance, Standing
from peelcheck.evidence.profile import SignalEvidence
from peelcheck.model.finding import LEVELS
from peelcheck.report.terminal import show
from peelcheck.run import Result, check
from peelcheck.signals.observation import Observation

COAST = ["north", "south", "east", "west", "mid", "far", "old", "bar", "reef", "isle", "bay", "ford"]
SIGNALS = ("lamp_upkeep", "fog_signal", "keeper_rota")
ACROSS = "PC104 PC301 PC302 PC303 PC304 PC305"


def nights(value: float, force: str, **more: Any) -> Record:
    """A figure of the nights on which a lamp was lit, in a table."""
    metric = {"measure": "nights_lit", "value": value, "unit": "percent", **more}
    return {"kind": "metric", "question": "q1", "text": f"Nights lit: {value}", "force": force, "metrics": [metric]}


def coast(seed: int, stations: int = 12) -> list[Record]:
    """A fictional coast: every lamp is weak and most are answered, grades follow the evidence, figures lie close."""
    draw = random.Random(seed)
    found: list[Record] = []
    for force in COAST[:stations]:
        level = draw.choice(["weak", "sound", "strong"])
        grade = {"weak": "fair", "sound": "fine", "strong": "superb"}[level]
        found += [
            graded(grade, force=force),
            graded(grade, question="q2", force=force),
            graded(grade, question="overall", force=force),
            said("lamp_upkeep", "weak", force=force),
            *(said(signal, level, force=force) for signal in SIGNALS[1:]),
            asked("lamp_upkeep", force=force),
            nights(round(draw.uniform(88, 92), 1), force),
        ]
    return found


def rendered(records: list[Record]) -> tuple[str, dict[str, Any]]:
    """The page for a terminal, and the JSON object."""
    known = corpus(*records)
    result = check(known, tools=tools(), min_confidence=0)
    page = io.StringIO()
    show(Console(file=page, width=200, highlight=False), result.report())
    return page.getvalue(), json.loads(result.render("json"))


def of(records: list[Record], force: str) -> list[Record]:
    return [r for r in records if r["force"] == force]


def without(records: list[Record], force: str, kind: str) -> list[Record]:
    return [r for r in records if not (r["force"] == force and r["kind"] == kind)]


def changed(records: list[Record], force: str, question: str, grade: str) -> list[Record]:
    """The same, with another grade on one question of one station."""
    kept = [r for r in records if not (r["force"] == force and r["kind"] == "judgment" and r["question"] == question)]
    return [*kept, graded(grade, question=question, force=force)]


@pytest.mark.parametrize("seed", range(5))
def test_a_coast_whose_grades_follow_its_evidence_has_no_flag(seed: int) -> None:
    result = run(*coast(seed), codes=ACROSS)
    assert [flag.message for flag in result.flag_list] == []
    assert all(r.applied for r in result.ran if r.entry.code in ("PC104", "PC301", "PC302", "PC303"))


# ---- unequal consequence


def test_the_one_station_of_twelve_without_an_answer_is_told_with_a_rate() -> None:
    records = [*without(coast(1), "reef", "area_for_improvement"), asked("fog_signal", force="reef")]
    flag = one(run(*records, codes=ACROSS), "PC302")
    assert flag.subject.inspection.force == "reef"
    assert "11 of 11 peers (95% interval 74% to 100%)" in flag.message
    assert flag.severity == "warning"
    assert len(flag.peers) == 11


def test_one_more_station_does_not_rename_a_flag_that_rests_on_a_rate() -> None:
    def of_reef(stations: int) -> str:
        records = [*without(coast(1, stations), "east", "area_for_improvement"), asked("fog_signal", force="east")]
        return one(run(*records, codes="PC302"), "PC302").fingerprint

    assert of_reef(8) == of_reef(12)


def test_of_a_pair_the_peer_is_part_of_the_identity() -> None:
    def beside(peer: str) -> str:
        weak = [said("lamp_upkeep", "weak"), asked("fog_signal")]
        return one(
            run(*weak, said("lamp_upkeep", "weak", force=peer), asked("lamp_upkeep", force=peer), codes="PC302"), "PC302"
        ).fingerprint

    assert beside("south") != beside("east")


def one_answered(*more: Record) -> Result:
    """Every lamp of the coast is weak, and one station is asked to mend it."""
    records = [r for r in coast(1) if r["kind"] != "area_for_improvement"]
    answers = [asked("lamp_upkeep" if force == "isle" else None, "Paint the boats.", force=force) for force in COAST]
    return run(*records, *answers, *more, codes=ACROSS)


def test_one_station_of_twelve_with_an_answer_is_told_from_its_side() -> None:
    flag = one(one_answered(), "PC303")
    assert flag.subject.inspection.force == "isle"
    assert "0 of 11 peers (95% interval 0% to 26%)" in flag.message
    assert fired(one_answered(), "PC302") == []


def test_an_answer_is_odder_the_rarer_it_is() -> None:
    records = [said("lamp_upkeep", "weak", force=f"station-{number}") for number in range(14)]

    def sure(answered: int) -> float:
        answers = [
            asked("lamp_upkeep" if number < answered else None, "Paint the boats.", force=f"station-{number}")
            for number in range(14)
        ]
        return fired(run(*records, *answers, codes="PC303"), "PC303")[0].confidence

    assert sure(3) < 0.6 < sure(1)


def test_a_milder_weakness_elsewhere_is_no_peer_of_an_answer_here() -> None:
    assert fired(one_answered(said("lamp_upkeep", "failing", force="isle")), "PC303") == []
    everywhere = [said("lamp_upkeep", "failing", force=force) for force in COAST]
    assert one(one_answered(*everywhere), "PC303").subject.inspection.force == "isle"


def ladder(here: str, there: str) -> Result:
    lamp = [said("lamp_upkeep", "weak"), said("lamp_upkeep", "weak", "b")]
    south = [{**record, "force": "south"} for record in lamp]
    answers = [{**asked("lamp_upkeep"), "kind": here}, {**asked("lamp_upkeep", force="south"), "kind": there}]
    return run(*lamp, *south, *answers, codes="PC302")


def test_a_graver_answer_elsewhere_is_told_less_surely_than_none_here() -> None:
    two_steps = one(ladder("area_for_improvement", "cause_of_concern"), "PC302")
    one_step = one(ladder("area_for_improvement", "recommendation"), "PC302")
    assert one_step.confidence < two_steps.confidence < 0.6
    assert "has an area for improvement; in South Sand Light" in two_steps.message
    assert "a cause of concern" in two_steps.message
    assert two_steps.fingerprint == one_step.fingerprint
    assert fired(ladder("cause_of_concern", "area_for_improvement"), "PC302")[0].subject.inspection.force == "south"
    assert fired(ladder("recommendation", "recommendation"), "PC302") == []


def test_an_answer_in_another_pillar_excuses_and_does_not_accuse() -> None:
    lamp = [said("lamp_upkeep", "weak"), asked("fog_signal")]
    south = [said("lamp_upkeep", "weak", force="south"), asked("fog_signal", force="south")]
    elsewhere = asked("lamp_upkeep", force="south", pillar="shore")
    assert fired(run(*lamp, *south, elsewhere, codes="PC302"), "PC302") == []
    answered = [*south, asked("lamp_upkeep", force="south", id="s-9")]
    assert len(fired(run(*lamp, *answered, codes="PC302"), "PC302")) == 1
    assert fired(run(*lamp, *answered, asked("lamp_upkeep", pillar="shore"), codes="PC302"), "PC302") == []


def test_a_peer_whose_text_has_two_sides_is_said_to() -> None:
    lamp = [said("lamp_upkeep", "weak"), asked("fog_signal")]
    south = [said("lamp_upkeep", "weak", force="south"), asked("lamp_upkeep", force="south")]
    sound = said("lamp_upkeep", "sound", force="south")
    assert "two sides" not in one(run(*lamp, *south, codes="PC302"), "PC302").counterargument
    told_of = one(run(*lamp, *south, sound, codes="PC302"), "PC302").counterargument
    assert "The text of South Sand Light has two sides there." in told_of


def test_a_demand_of_the_text_is_the_lowest_step_and_is_told() -> None:
    lamp = [said("lamp_upkeep", "weak"), told("The station must clean its lamp."), asked("fog_signal", id="n")]
    south = [said("lamp_upkeep", "weak", force="south"), asked("lamp_upkeep", force="south")]
    assert "The text itself asks for it" in one(run(*lamp, *south, codes="PC302"), "PC302").counterargument


def of_next_cycle(force: str, *records: Record) -> list[Record]:
    return [{**record, "force": force, "cycle": "watch-2021"} for record in records]


def test_comparable_cycles_stand_in_where_most_of_them_were_answered() -> None:
    here = [said("lamp_upkeep", "weak"), said("lamp_upkeep", "weak", "b"), asked("fog_signal")]
    answered = [said("lamp_upkeep", "weak"), asked("lamp_upkeep")]
    alone = [said("lamp_upkeep", "weak"), asked("fog_signal")]
    two = [*of_next_cycle("south", *answered), *of_next_cycle("north", *answered)]
    flag = one(run(*here, *two, codes="PC302"), "PC302")
    assert (flag.subject.inspection.cycle, flag.severity, flag.confidence) == ("watch-2020", "note", 0.6)
    assert "They are of other cycles" in flag.message
    assert {(p.force, p.cycle) for p in flag.peers} == {("south", "watch-2021"), ("north", "watch-2021")}
    as_many = [*two, *of_next_cycle("east", *alone), *of_next_cycle("west", *alone)]
    assert [f for f in fired(run(*here, *as_many, codes="PC302"), "PC302") if f.subject.inspection.cycle == "watch-2020"] == []
    own_only = of_next_cycle("north", *answered, asked("lamp_upkeep", id="again"))
    assert fired(run(*here, *own_only, codes="PC302"), "PC302") == []


# ---- dominance


def test_dominance_names_both_sides_and_says_how_well_grades_fit() -> None:
    records = coast(3)
    strong = next(f for f in COAST if graded("superb", force=f) in records)
    result = run(*changed(records, strong, "q1", "poor"), codes="PC301")
    flags = fired(result, "PC301")
    assert [flag.subject.inspection.force for flag in flags] == [strong]
    assert flags[0].severity == "warning"
    assert flags[0].fingerprint == one(run(*changed(coast(3, 11), strong, "q1", "poor"), codes="PC301"), "PC301").fingerprint
    (whole,) = [a for r in result.ran for a in r.approximations if a.question is None]
    beaten = {peer.force for peer in flags[0].peers}
    assert beaten
    assert (whole.inspections, whole.consistent) == (12, 12 - 1 - len(beaten))
    assert f"{whole.consistent} of 12 inspections" in flags[0].message


def test_grades_that_follow_evidence_have_full_quality() -> None:
    approximations = [a for r in run(*coast(3), codes="PC301").ran for a in r.approximations]
    assert {(a.question, a.quality) for a in approximations} == {("q1", 1.0), (None, 1.0)}
    alone = run(*of(coast(3), "north"), codes="PC301")
    assert [a for r in alone.ran for a in r.approximations] == []


def test_a_pair_that_dominates_is_a_note() -> None:
    better = [graded("fair"), *(said(s, "sound") for s in SIGNALS)]
    worse = [graded("fine", force="south"), *(said(s, "weak", force="south") for s in SIGNALS)]
    flag = one(run(*better, *worse, codes="PC301"), "PC301")
    assert (flag.severity, [p.force for p in flag.peers]) == ("note", ["south"])
    assert flag.confidence <= 0.65


def standing(levels: list[str | None], rank: int = 0) -> Standing:
    """An inspection whose signals s0, s1 ... stand at one level each."""
    signals = {}
    for number, level in enumerate(levels):
        if level is not None:
            read = Observation(
                finding=str(number), force="a", cycle="b", pillar=None, question=None, topic="t", signal=f"s{number}",
                theme="t", role="evidence", level=level, assertion="present", voice="inspectorate",
            )  # fmt: skip
            signals[f"s{number}"] = SignalEvidence(f"s{number}", "t", "t", [read])
    return Standing(rank, signals)


WEIGHTS = {f"s{number}": 1.0 for number in range(6)}
complete = st.lists(st.lists(st.sampled_from(LEVELS), min_size=6, max_size=6), min_size=2, max_size=8)
partial = st.lists(st.lists(st.sampled_from([*LEVELS, None]), min_size=6, max_size=6), min_size=2, max_size=8)


@settings(max_examples=100, deadline=None)
@given(partial)
def test_nothing_dominates_itself_or_is_dominated_by_what_it_dominates(rows: list[list[str | None]]) -> None:
    better = Dominance([standing(row) for row in rows], WEIGHTS, 2, 0.5).better()
    assert not better.diagonal().any()
    assert not (better & better.T).any()


@settings(max_examples=100, deadline=None)
@given(complete)
def test_dominance_is_transitive_on_complete_evidence(rows: list[list[str | None]]) -> None:
    better = Dominance([standing(row) for row in rows], WEIGHTS, 6, 0.5).better()
    steps = (better.astype(int) @ better.astype(int)) > 0
    assert not (steps & ~better).any()


def test_evidence_that_is_shared_too_little_is_not_compared() -> None:
    mine, theirs = ["sound"] * 3 + [None] * 3, ["weak"] * 6
    assert Dominance([standing(mine), standing(theirs)], WEIGHTS, 3, 0.5).better()[0, 1]
    assert not Dominance([standing(mine), standing(theirs)], WEIGHTS, 4, 0.5).better()[0, 1]
    assert not Dominance([standing(mine), standing(theirs)], WEIGHTS, 3, 0.6).better()[0, 1]


def test_a_failing_signal_that_is_not_shared_speaks_against_the_better_side() -> None:
    theirs = standing(["weak"] * 5 + [None])
    assert Dominance([standing(["sound"] * 5 + ["weak"]), theirs], WEIGHTS, 3, 0.5).better()[0, 1]
    assert not Dominance([standing(["sound"] * 5 + ["failing"]), theirs], WEIGHTS, 3, 0.5).better()[0, 1]


def test_all_forces_of_five_cycles_are_compared_in_two_seconds() -> None:
    draw = random.Random(1)
    names = {f"s{number}": 1.0 for number in range(30)}

    def level() -> str | None:
        return draw.choice(LEVELS) if draw.random() < 0.8 else None

    groups = [[standing([level() for _ in names], draw.randrange(4)) for _ in range(43)] for _ in range(25)]
    start = time.perf_counter()
    for group in groups:
        Dominance(group, names, 6, 0.5).inconsistent()
    assert time.perf_counter() - start < 2


# ---- overall grades


def test_many_stations_with_the_same_grades_give_a_rate() -> None:
    records = [graded("fine", question=q, force=f) for f in COAST for q in ("q1", "q2", "overall")]
    flag = one(run(*changed(records, "bay", "overall", "fair"), codes="PC104"), "PC104")
    assert flag.subject.inspection.force == "bay"
    assert "11 of 11 peers" in flag.message
    assert flag.severity == "warning"
    above = one(run(*changed(records, "bay", "overall", "superb"), codes="PC104"), "PC104")
    assert above.fingerprint == flag.fingerprint


def test_a_pair_is_told_once_of_the_lower_grade() -> None:
    records = [graded("fine", question=q, force=f) for f in ("north", "south") for q in ("q1", "q2", "overall")]
    flag = one(run(*changed(records, "south", "overall", "superb"), codes="PC104"), "PC104")
    assert (flag.subject.inspection.force, flag.severity, flag.confidence) == ("north", "note", 0.65)
    assert [p.force for p in flag.peers] == ["south"]


# ---- figures


def figures(*values: float, **more: Any) -> list[Record]:
    return [r for force, v in zip(COAST, values, strict=False) for r in (graded("fine", force=force), nights(v, force, **more))]


def test_a_figure_far_out_is_told_with_the_others() -> None:
    flag = one(run(*figures(20, 90, 91, 92, 93, 94, 95), codes="PC305"), "PC305")
    assert (flag.subject.inspection.force, flag.severity) == ("north", "note")
    assert "far below the figures of 6 others with the same grade, Fine (median 92.5, from 90 to 95" in flag.message
    assert flag.fingerprint == one(run(*figures(20, 90, 91, 92, 93, 94), codes="PC305"), "PC305").fingerprint


def test_equal_figures_of_allied_stations_count_once() -> None:
    values = [20, 90, 91, 92, 93, 94]  # of north, south, east, west, mid and far; mid and far are allied
    assert fired(run(*figures(*values), codes="PC305"), "PC305") != []
    assert fired(run(*figures(*values[:5], 93), codes="PC305"), "PC305") == []


def test_a_figure_of_several_stations_is_none_of_them() -> None:
    records = figures(20, 90, 91, 92, 93, 94)
    joint = reworded(records, "north", "Nights lit by both stations.")
    assert fired(run(*joint, codes="PC305"), "PC305") == []
    allied = reworded(records, "mid", "Nights lit, with Far Skerry.")
    assert fired(run(*allied, codes="PC305"), "PC305") == []


def reworded(records: list[Record], force: str, text: str) -> list[Record]:
    return [{**r, "text": text} if r["force"] == force and r["kind"] == "metric" else r for r in records]


def test_two_values_for_one_figure_are_not_compared() -> None:
    records = figures(20, 90, 91, 92, 93, 94)
    assert fired(run(*records, nights(90, "north"), codes="PC305"), "PC305") == []


def test_what_was_is_not_compared() -> None:
    records = figures(20, 90, 91, 92, 93, 94)
    old = {**nights(20, "north"), "coded": [{"signal": "lamp_upkeep", "level": "weak", "assertion": "historical"}]}
    kept = [r for r in records if not (r["force"] == "north" and r["kind"] == "metric")]
    assert fired(run(*kept, old, codes="PC305"), "PC305") == []


def test_a_small_step_among_figures_that_agree_closely_is_not_far() -> None:
    assert fired(run(*figures(95, 90, 90.1, 90.2, 90.3, 90.4), codes="PC305"), "PC305") == []
    assert fired(run(*figures(9.5, 0.9, 1, 1.1, 1.2, 1.3), codes="PC305"), "PC305") != []


def test_figures_that_a_rule_reads_are_compared_by_signal() -> None:
    shares = [20, 92, 93, 94, 95, 96]
    records = [
        r
        for force, share in zip(COAST, shares, strict=False)
        for r in (
            graded("fine", force=force),
            told(f"The lamp was lit on {share} percent of nights.", force=force, metrics=[{"value": share, "unit": "percent"}]),
        )
    ]
    flag = one(run(*records, codes="PC305"), "PC305")
    assert (flag.subject.inspection.force, flag.subject.signal) == ("north", "lamp_upkeep")


@pytest.mark.parametrize("values", [[1.0, 1, 1, 1, 5], [2.0, 2, 2]])
def test_figures_that_hardly_differ_have_no_outlier(values: list[float]) -> None:
    assert modified_z(5, values) is None


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 100), min_size=6, max_size=15), st.integers(1, 9), st.integers(-50, 50))
def test_distance_in_a_grade_knows_no_unit(values: list[int], scale: int, shift: int) -> None:
    plain = [modified_z(v, [float(x) for x in values]) for v in values]
    other = [modified_z(v * scale + shift, [float(x * scale + shift) for x in values]) for v in values]
    for one_, two in zip(plain, other, strict=True):
        assert (one_ is None) == (two is None)
        assert one_ is None or two is None or one_ == pytest.approx(two)


# ---- laws


def identities(result: Result, but: str = "") -> set[tuple[str, str, float]]:
    return {
        (f.code, f.fingerprint, f.confidence)
        for f in result.flag_list
        if f.subject.inspection.force != but and f.code not in ACROSS.split()
    }


records_of = st.lists(
    st.one_of(
        st.builds(
            lambda s, v, f: said(s, v, force=f), st.sampled_from(SIGNALS), st.sampled_from(LEVELS), st.sampled_from(COAST[:6])
        ),
        st.builds(lambda s, f: asked(s, force=f), st.sampled_from(SIGNALS), st.sampled_from(COAST[:6])),
        st.builds(
            lambda g, q, f: graded(g, question=q, force=f),
            st.sampled_from(["poor", "fair", "fine", "superb"]),
            st.sampled_from(["q1", "q2", "overall"]),
            st.sampled_from(COAST[:6]),
        ),
        st.builds(nights, st.integers(10, 99), st.sampled_from(COAST[:6])),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=40, deadline=None)
@given(records_of, records_of)
def test_another_station_changes_no_flag_but_those_that_compare(records: list[Record], others: list[Record]) -> None:
    stranger = [{**record, "force": "ford"} for record in others]
    assert identities(run(*records)) == identities(run(*records, *stranger), but="ford")


@settings(max_examples=40, deadline=None)
@given(records_of, st.randoms(use_true_random=False))
def test_the_order_of_findings_changes_no_comparison(records: list[Record], shuffle: random.Random) -> None:
    marked = [{**record, "id": f"r-{number}"} for number, record in enumerate(records)]
    mixed = list(marked)
    shuffle.shuffle(mixed)
    assert run(*marked, codes=ACROSS).flag_list == run(*mixed, codes=ACROSS).flag_list


@settings(max_examples=40, deadline=None)
@given(records_of, st.sampled_from(["historical", "planned", "other_body"]))
def test_what_is_not_present_is_compared_with_nothing(records: list[Record], assertion: str) -> None:
    turned = [
        {**r, "coded": [{**code, "assertion": assertion} for code in r["coded"]]} if r["kind"] == "statement" else r
        for r in records
        if r["kind"] != "metric"
    ]
    assert run(*turned, codes="PC301 PC302 PC303 PC305").flag_list == []


def test_the_alliance_and_the_cycle_of_these_tests_are_there() -> None:
    assert tools().domain.alliances[0].forces == ["mid", "far"]
    assert tools().domain.cycles["watch-2021"].comparable_with == ["watch-2020"]


def test_the_quality_of_approximation_stands_in_the_json_and_on_the_page() -> None:
    records = coast(3)
    strong = next(f for f in COAST if graded("superb", force=f) in records)
    page, data = rendered(changed(records, strong, "q1", "poor"))
    by_question, whole = data["approximation"]
    assert by_question == {**whole, "cycle": "watch-2020", "question": "q1"}
    assert whole["question"] is None
    assert whole["quality"] == round(whole["consistent"] / whole["inspections"], 4) < 1
    assert f"{whole['consistent']} of 12 inspections that can be compared are in no inconsistency" in page
    page, data = rendered(of(records, "north"))
    assert data["approximation"] == []
    assert "inconsistency" not in page
