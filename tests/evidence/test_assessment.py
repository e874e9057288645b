"""Which grades the evidence supports: coverage, caps, status, draws, the smallest change."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from helpers import Record, asked, graded, reader, run, said, told, tools

from peelcheck.evidence.assessment import Assessment, Assessor, declared, pack_for
from peelcheck.evidence.corpus import Inspection
from peelcheck.evidence.profile import Profile, profiles
from peelcheck.model.finding import LEVELS, Level

SIGNALS = ("lamp_upkeep", "fog_signal", "keeper_rota")  # weights 4, 3, 2
CAUSE: Record = {"kind": "cause_of_concern", "question": "q1", "text": "Nobody looks after it."}


def assessed(*records: Record) -> Assessment:
    (item,) = run(*records, codes="PC101").assessment_list
    return item


def all_at(level: str) -> list[Record]:
    return [said(signal, level) for signal in SIGNALS]


def assessor() -> Assessor:
    pack = reader().loaded.packs["coast/lights"]
    return Assessor(pack, tools().domain.cycles["watch-2020"])


def profile(**at: str) -> Profile:
    """Evidence on signals: a level, or two with a blank between them."""
    records = [said(signal, level) for signal, both in at.items() for level in both.split()]
    found: Profile = profiles(run(*records, codes="PC101").observation_list)[Inspection("north", "watch-2020", None)]
    return found


# ---- grades


@pytest.mark.parametrize(("level", "grade"), list(zip(LEVELS, ["poor", "fair", "fine", "superb"], strict=True)))
def test_evidence_of_one_level_supports_its_grade_alone(level: Level, grade: str) -> None:
    item = assessed(*all_at(level))
    assert item.acceptability[grade] == 1.0
    assert item.supported == grade
    assert item.coverage == 1.0


def test_shares_of_draws_add_up_and_name_every_grade_worst_first() -> None:
    item = assessed(said("lamp_upkeep", "sound"))
    assert list(item.acceptability) == ["poor", "fair", "fine", "superb"]
    assert sum(item.acceptability.values()) == pytest.approx(1)


def test_little_evidence_gives_a_wide_answer() -> None:
    little, much = assessed(said("keeper_rota", "sound")), assessed(*all_at("sound"))
    assert max(little.acceptability.values()) < 0.9 < max(much.acceptability.values())


def test_a_mixed_signal_widens_the_answer() -> None:
    kept = [said("fog_signal", "sound"), said("keeper_rota", "weak")]
    mixed = assessed(*kept, said("lamp_upkeep", "sound"), said("lamp_upkeep", "weak"))
    assert 0.2 < mixed.acceptability["fine"] < 0.8
    assert (mixed.signals["lamp_upkeep"].low, mixed.signals["lamp_upkeep"].high) == ("weak", "sound")


def test_silent_signals_take_their_level_from_the_base_rate() -> None:
    # keeper_rota is declared to be sound more often than not, fog_signal is declared to be nothing
    ranks = assessor().sorter.draw(profile(lamp_upkeep="strong"), "north").ranks
    assert (ranks[0] == 3).all()
    shares = [(ranks[2] == rank).mean() for rank in range(4)]
    assert shares == pytest.approx([0.1, 0.2, 0.6, 0.1], abs=0.04)
    assert [(ranks[1] == rank).mean() for rank in range(4)] == pytest.approx([0.25] * 4, abs=0.04)


# ---- coverage


@pytest.mark.parametrize(
    ("spoken", "coverage"),
    [((), 0), (("keeper_rota",), 2 / 9), (("lamp_upkeep",), 4 / 9), (("lamp_upkeep", "fog_signal"), 7 / 9), (SIGNALS, 1)],
)
def test_coverage_is_the_share_of_the_weight_that_was_observed(spoken: tuple[str, ...], coverage: float) -> None:
    records = [said(signal, "sound") for signal in spoken]
    assert assessed(graded("fine"), *records, *records).coverage == pytest.approx(coverage)


@pytest.mark.parametrize(
    "unseen",
    [
        said("lamp_upkeep", "sound", assertion="historical"),
        said("lamp_upkeep", "sound", assertion="planned"),
        said("lamp_upkeep", "weak", assertion="other_body"),
        said("lamp_upkeep", "sound", voice="force"),
        said("lamp_upkeep", "weak", voice="commissioner"),
        asked("lamp_upkeep"),
        told("The weather is poor."),
    ],
    ids=["history", "plans", "others", "own praise", "commissioner", "answer", "nothing"],
)
def test_what_is_no_evidence_covers_nothing(unseen: Record) -> None:
    bare, item = assessed(graded("fine")), assessed(graded("fine"), unseen)
    assert item.coverage == 0
    assert item.signals == {}
    assert item.acceptability == bare.acceptability


# ---- caps


def test_a_cause_of_concern_caps_the_grade() -> None:
    item = assessed(*all_at("strong"), {**CAUSE, "id": "c-1"})
    assert item.acceptability == {"poor": 0, "fair": 1, "fine": 0, "superb": 0}
    assert item.caps == ["c-1"]


@pytest.mark.parametrize("other", [{"question": "q2"}, {"force": "south"}, {"kind": "recommendation"}])
def test_what_stands_elsewhere_caps_nothing(other: dict[str, Any]) -> None:
    found = run(*all_at("strong"), {**CAUSE, **other}, codes="PC101").assessment_list
    item = next(a for a in found if a.inspection.force == "north" and a.question == "q1")
    assert item.acceptability["superb"] == 1
    assert item.caps == []


def with_cap(caps: dict[Level, str]) -> Assessor:
    """Sorts with a cap on the lightest signal, whose weight alone keeps no grade away."""
    pack = reader().loaded.packs["coast/lights"]
    rota = msgspec.structs.replace(pack.signals["keeper_rota"], caps=caps)
    changed = msgspec.structs.replace(pack, signals={**pack.signals, "keeper_rota": rota})
    return Assessor(changed, tools().domain.cycles["watch-2020"])


@pytest.mark.parametrize(("rota", "allowed"), [("weak", False), ("failing", False), ("sound", True)])
def test_a_signal_caps_the_grade_at_its_level_and_below(rota: str, allowed: bool) -> None:
    known = profile(lamp_upkeep="sound", fog_signal="sound", keeper_rota=rota)
    shares = with_cap({"weak": "fair"}).acceptability(known, "north", None)
    assert (shares["fine"] > 0) is allowed
    if rota == "weak":
        assert with_cap({}).acceptability(known, "north", None)["fine"] > 0


def test_a_signal_that_the_text_is_silent_on_caps_nothing() -> None:
    silent = profile(lamp_upkeep="sound", fog_signal="sound")
    assert with_cap({"weak": "fair"}).acceptability(silent, "n", None) == with_cap({}).acceptability(silent, "n", None)


# ---- status


@pytest.mark.parametrize(
    ("judgments", "status", "grade"),
    [
        ([], "unknown", None),
        ([graded("fine")], "fresh", "fine"),
        ([graded("fine", carried_over_from=2018)], "carried_over", "fine"),
        ([graded("ungraded")], "ungraded", "ungraded"),
        ([{**graded("fine"), "kind": "past_judgment", "year": 2018}], "unknown", None),
        ([graded("fine", question="q2")], "unknown", None),
        ([graded("fine", form="narrative"), graded("fair", form="label")], "fresh", "fair"),
        ([graded("fine", form="label", voice="commissioner"), graded("fair", form="inferred")], "fresh", "fair"),
    ],
    ids=["none", "label", "carried over", "ungraded", "past", "other question", "label first", "inspectorate first"],
)
def test_status_and_declared_grade(judgments: list[Record], status: str, grade: str | None) -> None:
    found = run(said("lamp_upkeep", "sound"), *judgments, codes="PC101").assessment_list
    (item,) = [a for a in found if a.question == "q1"]
    assert (item.status, item.declared) == (status, grade)


def test_only_questions_with_a_pack_that_something_is_said_of_are_assessed() -> None:
    assert run(told("a", question="q3"), graded("fine", question="q2"), codes="PC101").assessment_list == []


def test_evidence_counts_for_the_question_of_its_pack_wherever_it_stands() -> None:
    assert assessed(said("lamp_upkeep", "sound", question="q3")).question == "q1"


def test_a_pack_serves_the_cycles_that_it_names() -> None:
    pack = reader().loaded.packs["coast/lights"]
    narrow = msgspec.structs.replace(pack, applies_to=msgspec.structs.replace(pack.applies_to, cycles=["watch-2018"]))
    assert pack_for([narrow], "lights", "watch-2018") is narrow
    assert pack_for([narrow], "lights", "watch-2020") is None
    assert pack_for([pack], "lights", "watch-2020") is pack
    assert pack_for([pack], "boats", "watch-2020") is None


def test_no_judgment_is_declared_without_a_grade() -> None:
    assert declared([], "q1") is None


# ---- draws


def test_an_assessment_depends_on_nothing_else_in_the_corpus() -> None:
    records = [graded("fine"), said("lamp_upkeep", "sound"), said("fog_signal", "weak")]
    others = [
        r for force in ("south", "east") for r in (graded("poor", force=force), said("lamp_upkeep", "failing", force=force))
    ]
    alone = assessed(*records)
    together = run(*others, *records, codes="PC101").assessment_list
    (again,) = [a for a in together if a.inspection.force == "north"]
    assert again.acceptability == alone.acceptability


def test_draws_are_seeded_by_the_inspection() -> None:
    known = profile(lamp_upkeep="sound")
    assert assessor().acceptability(known, "north", None) == assessor().acceptability(known, "north", None)
    assert assessor().acceptability(known, "north", None) != assessor().acceptability(known, "south", None)
