"""Settings, severity, groups, ignores, identity: what the engine does with what checks say."""

from __future__ import annotations

import shutil
from pathlib import Path

from helpers import LIGHTHOUSE, Record, asked, corpus, fired, graded, one, run, said, told

from peelcheck.checks.base import Subject, fingerprint
from peelcheck.evidence.corpus import Inspection
from peelcheck.run import Result, Tools, check


def pair(**more: object) -> list[Record]:
    """North's lamp is weak and not answered, so PC201 and PC302 speak of one fact."""
    return [
        said("lamp_upkeep", "weak", **more),
        asked("fog_signal"),
        said("lamp_upkeep", "weak", force="south"),
        asked("lamp_upkeep", force="south"),
    ]


def ran(result: Result, code: str) -> tuple[int, int]:
    return next((r.applied, r.fired) for r in result.ran if r.entry.code == code)


def test_flags_about_one_fact_form_a_group_that_counts_once() -> None:
    result = run(*pair())
    group = {flag.code: flag for flag in result.flag_list if flag.subject.signal == "lamp_upkeep"}
    assert set(group) == {"PC201", "PC302"}
    assert group["PC201"].primary
    assert not group["PC302"].primary
    assert group["PC201"].related == (group["PC302"].fingerprint,)
    assert group["PC302"].related == (group["PC201"].fingerprint,)
    assert (result.counts["warning"], result.counts["note"]) == (1, 0)


def test_flags_about_other_facts_stand_alone() -> None:
    result = run(said("lamp_upkeep", "weak"), said("keeper_rota", "weak"), asked("fog_signal"), graded("dim"))
    assert {flag.related for flag in result.flag_list} == {()}
    assert all(flag.primary for flag in result.flag_list)
    assert result.counts["warning"] == 2


def test_two_signals_that_rest_on_the_same_passages_are_one_fact() -> None:
    both = [{"signal": s, "level": "weak", "assertion": "present"} for s in ("lamp_upkeep", "keeper_rota")]
    shared = {"kind": "statement", "question": "q1", "text": "The keeper left and the lamp went out.", "coded": both}
    result = run(shared, said("keeper_rota", "weak", "The rota has gaps."), asked("fog_signal"), codes="PC201")
    assert [flag.primary for flag in fired(result, "PC201")] == [True, False]
    apart = run(shared, said("keeper_rota", "weak", "a"), said("lamp_upkeep", "weak", "b"), asked("fog_signal"), codes="PC201")
    assert [flag.primary for flag in fired(apart, "PC201")] == [True, True]


def test_a_withheld_flag_is_counted_and_does_not_lead_its_group() -> None:
    mixed = [*pair(), said("lamp_upkeep", "sound")]
    shown, asked_for = run(*mixed, min_confidence=0.6), run(*mixed)
    assert fired(shown, "PC201") == []
    assert shown.counts["withheld"] == len(asked_for.flag_list) - len(shown.flag_list) == 2
    assert {flag.fingerprint for flag in shown.withheld} <= {flag.fingerprint for flag in asked_for.flag_list}


IGNORE = {"code": "PC201", "reason": "settled by letter"}


def test_an_ignore_takes_a_flag_out_and_is_counted() -> None:
    result = run(*pair(ignore=[IGNORE]))
    assert fired(result, "PC201") == []
    assert [(flag.code, flag.ignored) for flag in result.ignored] == [("PC201", "settled by letter")]
    assert result.counts["ignored"] == 1
    assert one(result, "PC302").primary
    assert fired(result, "PC009") == []


def test_an_ignore_may_be_the_beginning_of_a_code() -> None:
    result = run(*pair(ignore=[{**IGNORE, "code": "PC2"}]))
    assert [flag.code for flag in result.ignored] == ["PC201"]
    assert one(result, "PC302")


def test_an_idle_ignore_is_flagged_beside_one_that_is_used() -> None:
    result = run(*pair(ignore=[IGNORE, {"code": "PC103", "reason": "an old quarrel"}]))
    assert "ignores PC103" in one(result, "PC009").message
    assert "an old quarrel" in one(result, "PC009").message


def test_an_ignore_that_is_used_was_looked_at() -> None:
    assert ran(run(*pair(ignore=[IGNORE])), "PC009") == (1, 0)


def test_an_ignore_for_a_check_that_did_not_run_is_not_idle() -> None:
    assert fired(run(*pair(ignore=[IGNORE]), codes="PC103 PC009"), "PC009") == []


def test_selection_runs_nothing_else() -> None:
    result = run(*pair(), codes="PC302 PC103")
    assert [r.entry.code for r in result.ran] == ["PC103", "PC302"]
    assert {flag.code for flag in result.flag_list} == {"PC302"}


def test_every_check_tells_what_it_did() -> None:
    result = run(*pair())
    assert ran(result, "PC201") == (2, 1)
    assert ran(result, "PC302") == (2, 1)
    assert ran(result, "PC005") == (0, 0)


def test_identity_survives_rewording_and_new_evidence() -> None:
    known = [graded("superb"), said("fog_signal", "weak"), told("The station should sweep its stairs.")]
    new = [graded("superb", form="narrative", text="The light is superb."), said("fog_signal", "failing", "Broken.")]
    before = run(*pair(), *known)
    after = run(*new, told("Stairs: the station must SWEEP its."), *pair(text="Soot dims it.", id="other"))
    wanted = {"PC101", "PC201", "PC204", "PC302"}
    one_, other = ({(f.code, f.fingerprint) for f in r.flag_list if f.code in wanted} for r in (before, after))
    assert one_ == other
    assert {code for code, _ in one_} == wanted


def test_identity_tells_inspections_questions_and_signals_apart() -> None:
    here = Inspection("north", "watch-2020", None)
    subjects = [
        Subject(here),
        Subject(here, "q1"),
        Subject(here, "q2"),
        Subject(here, "q1", "lamp_upkeep"),
        Subject(here, "q1", ordinal="1"),
        Subject(here._replace(force="south"), "q1"),
        Subject(here._replace(pillar="shore"), "q1"),
    ]
    assert len({fingerprint(code, s) for code in ("PC101", "PC102") for s in subjects}) == 2 * len(subjects)


def overlay(tmp_path: Path, checks: str) -> Tools:
    """The lighthouse rules with other settings of the checks."""
    shutil.copytree(LIGHTHOUSE, tmp_path / "rules")
    file = tmp_path / "rules" / "checks.yaml"
    file.write_text(file.read_text("utf-8").replace("checks:\n", f"checks:\n{checks}"), "utf-8")
    return Tools.of(tmp_path / "rules")


def test_rules_set_severity_and_settings(tmp_path: Path) -> None:
    tools = overlay(tmp_path, "  PC201: {severity: note}\n  PC302: {settings: {least_peers: 1}}\n")
    result = check(corpus(*pair()), tools=tools, min_confidence=0)
    assert one(result, "PC201").severity == "note"
    assert fired(result, "PC302") == []  # one peer of one gives an interval that reaches below a half


def test_flags_are_ordered_by_severity_then_confidence() -> None:
    result = run(*pair(), graded("dim"), told("a", question="q9"), said("keeper_rota", "failing"))
    rank = {"error": 0, "warning": 1, "note": 2}
    keys = [(rank[flag.severity], -flag.confidence) for flag in result.flag_list]
    assert keys == sorted(keys)
    assert len({flag.severity for flag in result.flag_list}) == 3
