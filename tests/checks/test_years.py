"""The checks across years: what they say and show, and laws that hold for any findings in the domain of tests/lighthouse."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import ROOT, Record, asked, corpus, fired, graded, one, run, said, told, tools
from hypothesis import given, settings
from hypothesis import strategies as st

from peelcheck.checks.engine import Flag
from peelcheck.evidence.corpus import Corpus
from peelcheck.model.finding import LEVELS
from peelcheck.model.patterns import any_of
from peelcheck.run import Result, Tools, check

CODES = "PC401 PC402 PC403 PC404 PC405 PC406"
OLD = {"cycle": "watch-2017"}
THEN = {"cycle": "watch-2019"}
UNLIKE = {"cycle": "watch-2018"}
HORN = asked("fog_signal", "Mend the horn.")


def at(line: int, start: int) -> dict[str, Any]:
    return {"document": "d.txt", "lines": [line, line], "chars": [start, start + 5]}


# ---- what is said and shown


def test_an_earlier_report_stands_beside_the_flag() -> None:
    before = [said("lamp_upkeep", "weak", **THEN), asked("lamp_upkeep", **THEN)]
    flag = one(run(*before, said("lamp_upkeep", "weak"), HORN), "PC406")
    (peer,) = flag.peers
    assert (peer.force, peer.cycle, peer.answered) == ("north", "watch-2019", True)
    assert "Watch 2019" in flag.message
    assert "may still stand" in flag.counterargument


def test_whether_it_was_answered_is_not_known_where_the_earlier_answers_are_not_at_hand() -> None:
    flag = one(run(said("lamp_upkeep", "weak", **THEN), said("lamp_upkeep", "weak"), HORN), "PC406")
    assert flag.peers[0].answered is None


def test_what_only_this_report_tells_of_before_is_marked_as_such() -> None:
    past = told("In 2017, we found fault with the lamp.", locator=at(1, 0))
    flag = one(run(past, said("lamp_upkeep", "weak", locator=at(9, 90)), HORN), "PC406")
    assert "this report says that an earlier one, not at hand, already named it (d.txt:1)" in flag.message
    assert flag.peers == []
    assert flag.evidence[0].lines == (1, 1)


def test_what_a_coder_calls_past_is_not_said_to_be_another_reports_finding() -> None:
    past = said("lamp_upkeep", "weak", "It used to smoke.", assertion="historical")
    flag = one(run(past, said("lamp_upkeep", "weak"), HORN), "PC406")
    assert "this report tells that it was so before" in flag.message


@pytest.mark.parametrize(("second", "more"), [("The lamp still smokes.", 0.2), ("The lamp smokes.", 0.0)])
def test_a_passage_that_says_so_itself_makes_it_surer(second: str, more: float) -> None:
    past = told("In 2017, we found fault with the lamp.", locator=at(1, 0))
    plain = run(past, told("The lamp smokes.", locator=at(9, 90)), HORN)
    same_paragraph = run(past, told(second, locator=at(1, 6)), HORN)
    assert one(same_paragraph, "PC406").confidence == pytest.approx(one(plain, "PC406").confidence + more)


def test_another_paragraph_says_nothing_of_what_was_named_before() -> None:
    past = told("In 2017, we found fault with the lamp.", locator=at(1, 0))
    next_line, same_line = (
        one(run(past, told("The lamp still smokes.", locator=at(line, 6)), HORN), "PC406").confidence for line in (2, 1)
    )
    assert next_line < same_line


def test_other_words_make_a_repeated_weakness_less_sure() -> None:
    then = "The wick of it was trimmed badly by candle light."
    same, other = (
        one(run(said("lamp_upkeep", "weak", then, **THEN), said("lamp_upkeep", "weak", now), HORN), "PC406").confidence
        for now in ("The wick is trimmed badly still.", "Gulls nest upon it.")
    )
    assert same == pytest.approx(other + 0.1)


def test_evidence_on_both_sides_makes_a_note() -> None:
    both = [said("lamp_upkeep", "weak", "a", **THEN), said("lamp_upkeep", "sound", "b", **THEN)]
    clear = one(run(both[0], said("lamp_upkeep", "weak"), HORN), "PC406")
    mixed = one(run(*both, said("lamp_upkeep", "weak"), HORN), "PC406")
    assert (clear.severity, mixed.severity) == ("warning", "note")
    assert mixed.confidence < clear.confidence


def test_silence_after_an_answer_is_only_a_doubt() -> None:
    flag = one(run(asked("lamp_upkeep", **THEN), said("keeper_rota", "sound")), "PC403")
    assert flag.severity == "note"
    assert flag.confidence < 0.5


def test_an_answer_that_was_given_twice_is_missed_once() -> None:
    flag = one(run(asked("lamp_upkeep", **OLD), asked("lamp_upkeep", **THEN), said("lamp_upkeep", "weak"), HORN), "PC403")
    assert [peer.cycle for peer in flag.peers] == ["watch-2019"]


def test_an_overall_grade_is_held_against_the_fresh_ones_by_a_note_that_names_the_years() -> None:
    old = [
        graded("fine", question="q1", carried_over_from=2017, text="a"),
        graded("superb", question="q3", carried_over_from=2019),
    ]
    said_so = told("The grade is carried over.", question="q1")
    flag = one(run(graded("fine", question="overall"), graded("fair", question="q2"), *old, said_so), "PC404")
    assert flag.severity == "note"
    assert "q1 (2017), q3 (2019)" in flag.message
    assert "The grade is carried over." in {item.text for item in flag.evidence}
    narrative = [{**record, "form": "narrative"} for record in old]
    less = one(run(graded("fine", question="overall"), graded("fair", question="q2"), *narrative), "PC404")
    assert less.confidence < flag.confidence


def test_the_words_of_a_report_can_be_told_from_talk_of_the_past() -> None:
    """The shipped words find what the inspectorate says of its earlier inspections, and leave the rest."""
    from peelcheck.checks import settings as checks_settings

    words = checks_settings.load(Tools.of().rules).checks["PC406"].words
    earlier, refused, persists = (any_of(words[name]) for name in ("earlier", "not_earlier", "persists"))
    for text in (
        "In our 2016 report we called for better custody records.",
        "Last year, we identified three gaps in the rota.",
        "We previously found that few files were reviewed.",
        "Files were thin when we last inspected the force.",
        "This was an area for improvement in our previous inspection.",
        "Following concerns raised in 2015, staff were trained.",
        "We have asked for this before.",
        "We raised this in previous inspections.",
        "HMICFRS first reported the gaps in custody records in 2015.",
    ):
        assert earlier(text), text
        assert not refused(text), text
    for text in (
        "Crime fell by 4 percent in the previous year.",
        "Officers had previously worked in pairs.",
        "The force said last year that it would recruit.",
        "In 2016 the force moved its control room.",
    ):
        assert not earlier(text), text
    assert refused("In 2015, we inspected every police force.")
    assert refused("In 2016, we judged the force to be good.")
    for text in (
        "It still has gaps.",
        "The problem remains.",
        "This has not been addressed.",
        "No progress was made.",
        "It is unresolved.",
    ):
        assert persists(text), text
    for text in ("It has been addressed.", "The rota is full.", "Officers continue to improve."):
        assert not persists(text), text


def test_what_came_before_is_the_latest_that_speaks_of_it() -> None:
    flags = fired(run(asked("lamp_upkeep", **OLD), asked("lamp_upkeep", **THEN), asked("lamp_upkeep")), "PC402")
    pairs = [(flag.subject.inspection.cycle, [peer.cycle for peer in flag.peers]) for flag in flags]
    assert sorted(pairs) == [("watch-2019", ["watch-2017"]), ("watch-2020", ["watch-2019"])]


def test_a_report_at_hand_speaks_for_its_year_before_a_later_one_does() -> None:
    later = said("lamp_upkeep", "weak", "In 2017 it smoked.", assertion="historical", **THEN)
    rest = [later, said("lamp_upkeep", "sound", **THEN), said("lamp_upkeep", "weak")]
    assert fired(run(*rest), "PC405")
    assert fired(run(said("lamp_upkeep", "sound", **OLD), *rest), "PC405") == []


# ---- laws


SIGNALS = ("lamp_upkeep", "fog_signal", "keeper_rota")
cycles = st.sampled_from(["watch-2017", "watch-2019", "watch-2020", "watch-2020"])
TEXTS = (
    "The lamp smokes.",
    "The lamp still smokes.",
    "In 2017, we found fault with the lamp.",
    "In 2019 we recommended a better horn, and it remains inconsistent.",
    "The lamp burns steadily.",
)
statements = st.builds(
    lambda signal, level, cycle, how: said(signal, level, cycle=cycle, assertion=how),
    st.sampled_from(SIGNALS),
    st.sampled_from(LEVELS),
    cycles,
    st.sampled_from(["present", "present", "historical"]),
)
texts = st.builds(lambda text, cycle: told(text, cycle=cycle), st.sampled_from(TEXTS), cycles)
answers = st.builds(lambda signal, cycle: asked(signal, cycle=cycle), st.sampled_from(SIGNALS), cycles)
judgments = st.builds(
    lambda grade, cycle, question, year: graded(grade, cycle=cycle, question=question, carried_over_from=year),
    st.sampled_from(["poor", "fair", "fine", "superb"]),
    cycles,
    st.sampled_from(["q1", "q2", "overall"]),
    st.sampled_from([None, None, 2017]),
)
records = st.lists(st.one_of(statements, statements, texts, answers, judgments), min_size=1, max_size=16)


def checked(known: Corpus) -> Result:
    return check(known, tools=tools(), min_confidence=0, selected=lambda e: e.code in CODES.split())


def told_of(flags: list[Flag]) -> list[tuple[Any, ...]]:
    return [(f.fingerprint, f.severity, f.confidence, f.message, f.evidence, f.peers, f.counterargument) for f in flags]


@settings(max_examples=80, deadline=None)
@given(records, st.randoms(use_true_random=False))
def test_the_order_of_findings_changes_nothing(found: list[Record], random: Any) -> None:
    known = corpus(*found)
    pairs = [(finding, known.sources[finding.id][0]) for finding in known.findings]
    random.shuffle(pairs)
    before, after = checked(known), checked(Corpus.of(pairs))
    assert told_of(after.flag_list) == told_of(before.flag_list)
    assert after.ran == before.ran


@settings(max_examples=80, deadline=None)
@given(records, records)
def test_another_body_changes_nothing(found: list[Record], others: list[Record]) -> None:
    elsewhere = [{**record, "id": f"south-{number}", "force": "south"} for number, record in enumerate(others)]
    alone = checked(corpus(*found))
    beside = checked(corpus(*found, *elsewhere))
    assert told_of([f for f in beside.flag_list if f.subject.inspection.force == "north"]) == told_of(alone.flag_list)


@settings(max_examples=80, deadline=None)
@given(records)
def test_nothing_is_compared_across_cycles_that_may_not_be(found: list[Record]) -> None:
    """All that came before is of a cycle with which nothing may be compared, and so is what this report tells of its year.

    What a coder calls past without a year is left out: it names no cycle.
    """
    moved = []
    for record in found:
        if any(code["assertion"] == "historical" for code in _codes(record)):
            continue
        text = record["text"].replace("2017", "2018").replace("2019", "2018")
        cycle = "watch-2020" if record["cycle"] == "watch-2020" else "watch-2018"
        moved.append({**record, "text": text, "cycle": cycle})
    flags = checked(corpus(*moved)).flag_list
    assert [flag for flag in flags if flag.code != "PC404"] == []


def _codes(record: Record) -> list[dict[str, str]]:
    return [code for code in record.get("coded", []) if "assertion" in code]


@settings(max_examples=80, deadline=None)
@given(records, st.sampled_from(["historical", "planned", "other_body"]))
def test_what_is_not_said_of_now_repeats_nothing(found: list[Record], how: str) -> None:
    """PC405 and PC406 need a weakness that is told in the present, whatever is told of before."""
    now = []
    for record in found:
        coded = [{**code, "assertion": how} if "assertion" in code else code for code in record.get("coded", [])]
        late = record["cycle"] == "watch-2020"
        if not (late and record["kind"] == "statement" and not coded):
            now.append({**record, "coded": coded} if late else record)
    result = checked(corpus(*now, HORN))
    late_flags = [f for f in result.flag_list if f.subject.inspection.cycle == "watch-2020"]
    assert [f for f in late_flags if f.code in ("PC405", "PC406")] == []


@settings(max_examples=80, deadline=None)
@given(records)
def test_a_flag_shows_its_evidence_and_never_another_body(found: list[Record]) -> None:
    for flag in checked(corpus(*found)).flag_list:
        assert flag.evidence
        assert flag.counterargument
        assert 0 < flag.confidence <= 0.95
        assert {peer.force for peer in flag.peers} <= {"north"}
        assert all(peer.cycle != flag.subject.inspection.cycle for peer in flag.peers)


def test_the_laws_see_flags() -> None:
    """The findings that the laws are tried on make each of these checks fire somewhere."""
    seen = set()
    for records_ in (
        [said("lamp_upkeep", "weak", **OLD), said("lamp_upkeep", "sound", **THEN), said("lamp_upkeep", "weak")],
        [said("lamp_upkeep", "weak", **THEN), said("lamp_upkeep", "weak"), HORN],
        [asked("lamp_upkeep", **THEN), asked("lamp_upkeep")],
        [asked("lamp_upkeep", **THEN), said("lamp_upkeep", "weak"), HORN],
        [graded("fine", question="overall"), graded("fair"), graded("fine", question="q2", carried_over_from=2017)],
    ):
        seen |= {flag.code for flag in run(*records_, codes=CODES).flag_list}
    assert seen >= {"PC402", "PC403", "PC404", "PC405", "PC406"}
    assert fired(run(said("lamp_upkeep", "weak", **UNLIKE), said("lamp_upkeep", "weak"), HORN), "PC406") == []


def test_every_shipped_cycle_has_its_year() -> None:
    shipped = Tools.of().domain.cycles.values()
    assert all(cycle.year for cycle in shipped)
    assert len({cycle.year for cycle in shipped}) == len(list((ROOT / "rules" / "cycles").glob("peel-*.yaml")))
