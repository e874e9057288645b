"""What the flags say: confidence, evidence, peers, counterarguments."""

from __future__ import annotations

import pytest
from helpers import Record, asked, fired, graded, one, run, said, told

from peelcheck.checks.engine import Flag
from peelcheck.checks.peers import wilson


def pair(*north: Record, level: str = "weak") -> list[Record]:
    """North's findings and an answer about the horn; south, weak too, is asked to mend its lamp."""
    south = [said("lamp_upkeep", level, id="s-1", force="south"), asked("lamp_upkeep", id="s-2", force="south")]
    return [*north, asked("fog_signal"), *south]


def weak(**more: object) -> Record:
    return said("lamp_upkeep", "weak", **more)


# ---- comparison of two inspections


def test_a_pair_is_a_note_that_shows_both_sides() -> None:
    flag = one(run(*pair(weak(id="n-1"), said("lamp_upkeep", "failing", id="n-2"))), "PC302")
    assert (flag.severity, flag.confidence) == ("note", 0.65)
    assert {item.finding for item in flag.evidence} == {"n-1", "n-2"}
    assert [(p.force, p.cycle, p.answered) for p in flag.peers] == [("south", "watch-2020", True)]
    assert [item.finding for item in flag.peers[0].evidence] == ["s-2", "s-1"]
    assert "%" not in flag.message
    assert "interval" not in flag.message
    assert "2 inspections only" in flag.counterargument


def test_a_pair_tells_the_grade_of_the_peer() -> None:
    flag = one(run(*pair(weak()), graded("fair", force="south")), "PC302")
    assert flag.peers[0].grade == "fair"


def test_a_worse_peer_is_an_argument() -> None:
    assert "South Sand Light the weakness is failing" in one(run(*pair(weak(), level="failing")), "PC302").counterargument
    assert "failing" not in one(run(*pair(weak())), "PC302").counterargument


def test_a_pair_leaves_out_peers_that_were_not_answered() -> None:
    west = [weak(force="west"), asked("fog_signal", force="west")]
    flags = fired(run(*pair(weak()), *west), "PC302")
    assert {flag.subject.inspection.force: [p.force for p in flag.peers] for flag in flags} == {
        "north": ["south"],
        "west": ["south"],
    }


# ---- comparison with many


def stations(answered: int, unanswered: int) -> list[Record]:
    """North, weak and not answered, and peers of which some are answered."""
    names = ["south", "east", "west", "mid", "far", "old"][: answered + unanswered]
    found = [weak(), asked("fog_signal")]
    for number, force in enumerate(names):
        found += [weak(force=force), asked("lamp_upkeep" if number < answered else "fog_signal", force=force)]
    return found


def test_many_peers_give_a_rate_with_its_interval() -> None:
    flag = one(run(*stations(5, 0)), "PC302")
    low, high = wilson(5, 5)
    assert flag.severity == "warning"
    assert flag.confidence == 0.67
    assert f"5 of 5 peers (95% interval {low:.0%} to {high:.0%})" in flag.message
    assert "inspections only" not in flag.counterargument
    assert [p.force for p in flag.peers] == ["east", "far", "mid", "south", "west"]


def test_a_rate_that_may_be_a_half_is_not_enough() -> None:
    assert fired(run(*stations(4, 1)), "PC302") == []
    assert fired(run(*stations(3, 3)), "PC302") == []


@pytest.mark.parametrize(("hits", "trials", "low", "high"), [(5, 5, 0.5655, 1.0), (0, 5, 0.0, 0.4345), (8, 10, 0.4902, 0.9433)])
def test_wilson_interval(hits: int, trials: int, low: float, high: float) -> None:
    assert wilson(hits, trials) == pytest.approx((low, high), abs=1e-4)


# ---- mixed signals


@pytest.mark.parametrize("code", ["PC201", "PC302"])
def test_a_mixed_signal_is_a_note_with_its_better_side_first(code: str) -> None:
    sound = said("lamp_upkeep", "sound", "The lamp was bright in March.")
    plain, mixed = one(run(*pair(weak())), code), one(run(*pair(weak(), sound)), code)
    assert mixed.severity == "note"
    assert mixed.confidence < plain.confidence
    assert mixed.counterargument.startswith("The same report also says (")
    assert "The lamp was bright in March." in mixed.counterargument
    assert mixed.evidence[-1].level == "sound"
    assert mixed.fingerprint == plain.fingerprint


def test_of_several_better_sides_a_measured_one_comes_first() -> None:
    better = [told("The lamp burns steadily."), told("The lamp was lit on 95 percent of nights.")]
    result = run(told("The lamp smokes."), *better, asked())
    assert "95 percent" in one(result, "PC201").counterargument.split("”")[0]


# ---- weakness without answer


def confidence(*records: Record) -> float:
    return one(run(*records, asked("fog_signal")), "PC201").confidence


def test_confidence_rises_with_what_a_weakness_rests_on() -> None:
    read = told("The lamp smokes.")
    assert confidence(read) < confidence(weak()) < confidence(told("The lamp was lit on 70 percent of nights."))
    assert confidence(weak()) < confidence(weak(), read) < confidence(weak(), {**read, "summary": True})
    assert confidence(weak()) < confidence(said("lamp_upkeep", "failing"))


def test_one_sentence_read_twice_is_not_repeated() -> None:
    twice = [{"signal": "lamp_upkeep", "level": level} for level in ("weak", "failing")]
    assert confidence(told("a", coded=twice)) == confidence(said("lamp_upkeep", "failing", "a"))


def test_a_figure_is_told() -> None:
    flag = one(run(told("The lamp was lit on 70 percent of nights."), asked("fog_signal")), "PC201")
    assert "a weakness (70 by its figure)" in flag.message
    assert "The lamp is kept clean and lit" in flag.message


def test_arguments_against_a_weakness_come_from_the_text() -> None:
    softened = told("Although a boy wipes it, the lamp smokes.")
    planned = said("lamp_upkeep", "sound", "It plans to clean the lamp.", assertion="planned")
    flag = one(run(softened, planned, asked("fog_signal")), "PC201")
    assert "softens what it says (“Although”" in flag.counterargument
    assert "Work on it is planned" in flag.counterargument
    assert "read from the wording by a rule" in flag.counterargument
    assert "by a rule" not in one(run(weak(), asked("fog_signal")), "PC201").counterargument


def test_what_is_told_with_softening_words_makes_a_note() -> None:
    soft, plain, again = (
        told(f"{lead} lamp smokes{end}.") for lead, end in (("Although wiped, the", ""), ("The", ""), ("The", " too"))
    )
    assert one(run(soft, plain, asked("fog_signal")), "PC201").severity == "note"
    assert one(run(soft, plain, again, asked("fog_signal")), "PC201").severity == "warning"
    failing = said("lamp_upkeep", "failing", "Although wiped, the lamp is out.")
    assert one(run(soft, failing, asked("fog_signal")), "PC201").severity == "warning"


def test_an_answer_about_the_theme_is_an_answer() -> None:
    # every signal of the pack is its own theme, so an answer about another signal is none
    assert fired(run(weak(), asked("lamp_upkeep")), "PC201") == []
    assert fired(run(weak(), asked("keeper_rota")), "PC201") != []


def test_the_force_admits_a_weakness_but_does_not_praise_itself() -> None:
    admitted = run(told("The lamp smokes.", voice="force"), asked("fog_signal"))
    assert fired(admitted, "PC201") != []
    praised = run(told("The lamp smokes."), told("The lamp burns steadily.", voice="force"), asked("fog_signal"))
    assert one(praised, "PC201").severity == "warning"
    assert fired(run(told("The lamp smokes.", voice="commissioner"), asked("fog_signal")), "PC201") == []


# ---- quoted answers


def quoted(**more: object) -> Record:
    return asked(id="letter-1", text="Do better.", voice="commissioner", **more)


def test_a_quoted_answer_counts_once() -> None:
    original = asked(id="report-1", text="Paint the boats.")
    assert len(fired(run(original, quoted(quotes="report-1")), "PC008")) == 1
    assert len(fired(run(original, quoted()), "PC008")) == 2


def test_a_quoted_answer_counts_alone_where_the_original_is_not_at_hand() -> None:
    result = run(weak(), quoted(quotes="report-1", coded=[{"signal": "lamp_upkeep"}]))
    assert fired(result, "PC201") == []
    assert [r.applied for r in result.ran if r.entry.code == "PC201"] == [1]


# ---- grades


def test_a_grade_flag_names_the_smallest_change_that_would_make_it_fit() -> None:
    kept = [graded("fine", id="g"), said("fog_signal", "sound"), said("keeper_rota", "weak")]
    flag = one(run(*kept, said("lamp_upkeep", "failing")), "PC101")
    assert "It would fit with lamp_upkeep at sound." in flag.message
    assert flag.evidence[0].finding == "g"
    assert {e.signal for e in flag.evidence[1:]} == {"lamp_upkeep", "keeper_rota"}
    assert "calls 1 signal sound, fog_signal above all" in flag.counterargument
    assert fired(run(*kept, said("lamp_upkeep", "sound")), "PC101") == []


def all_at(level: str) -> list[Record]:
    return [said(signal, level) for signal in ("lamp_upkeep", "fog_signal", "keeper_rota")]


def test_a_grade_flag_says_when_no_small_change_helps() -> None:
    cause = {"kind": "cause_of_concern", "question": "q1", "text": "The lamp is out."}
    assert "No change of three signals or fewer" in one(run(graded("superb"), cause, *all_at("sound")), "PC101").message


def test_the_lowest_grade_would_fit_with_failing_signals() -> None:
    assert fired(run(graded("poor"), *all_at("failing")), "PC102") == []
    assert "at failing" in one(run(graded("poor"), *all_at("strong")), "PC102").message


def test_two_labels_are_surer_than_a_label_and_a_sentence() -> None:
    labels, mixed = (run(graded("fine"), graded("fair", form=form)) for form in ("label", "narrative"))
    assert one(labels, "PC005").confidence > one(mixed, "PC005").confidence


# ---- directives


def test_directives_of_one_paragraph_make_one_flag() -> None:
    at = {"document": "d.txt", "lines": [4, 4]}
    first = told("The station should sweep its stairs.", locator={**at, "chars": [0, 30]})
    second = told("It is steep.", locator={**at, "chars": [31, 50]})
    third = told("The station must also oil its hinges.", locator={**at, "chars": [51, 80]})
    assert len(one(run(first, second, third, asked("fog_signal")), "PC204").evidence) == 2
    elsewhere = {**third, "locator": {"document": "d.txt", "lines": [9, 9], "chars": [200, 230]}}
    assert len(fired(run(first, second, elsewhere, asked("fog_signal")), "PC204")) == 2


def test_advice_is_a_note() -> None:
    flag = one(run(told("The station would benefit from a new staircase."), asked("fog_signal")), "PC204")
    assert flag.severity == "note"
    assert "advises" in flag.message


@pytest.mark.parametrize(
    "text",
    [
        "It should be noted that the station should sweep its stairs.",
        "Last year we found that the station should sweep its stairs.",
        "The stairs of the station are steep.",
    ],
)
def test_what_is_no_directive(text: str) -> None:
    assert fired(run(told(text), asked("fog_signal")), "PC204") == []


def test_a_demand_of_the_overview_is_left_to_its_chapter() -> None:
    demand = told("The station should sweep its stairs.", summary=True, question="overall")
    assert fired(run(demand, asked("fog_signal")), "PC204") == []


def test_demands_in_a_coders_words_count_less() -> None:
    demand = told("The station should rest its crew.", text_form="summary")
    verbatim = told("The station should rest its crew.")
    sure = [fired(run(one, asked("fog_signal")), "PC204")[0].confidence for one in (demand, verbatim)]
    assert sure[0] < sure[1]


SOUND = [said("fog_signal", "sound"), said("keeper_rota", "sound")]


def argument(*records: Record, code: str = "PC101") -> str:
    return one(run(*records), code).counterargument


def test_a_grade_too_high_for_a_cause_of_concern_alone_is_left_to_its_own_check() -> None:
    cause = {"kind": "cause_of_concern", "question": "q1", "text": "The lamp is out."}
    result = run(graded("fine"), cause, *all_at("sound"))
    assert fired(result, "PC103")
    assert fired(result, "PC101") == []


def test_a_grade_read_from_a_sentence_is_the_first_argument_and_lowers_confidence() -> None:
    label, sentence = (one(run(graded("fine", form=f), *all_at("failing")), "PC101") for f in ("label", "narrative"))
    assert sentence.counterargument.startswith("The grade was read from a sentence")
    assert sentence.confidence == pytest.approx(label.confidence - 0.1)


def test_more_evidence_makes_a_grade_flag_surer() -> None:
    less, more = (one(run(graded("superb"), *all_at("failing")[:n]), "PC101").confidence for n in (2, 3))
    assert less < more


def test_what_was_answered_was_weighed() -> None:
    flagged = [graded("fine"), *all_at("failing")]
    assert "answer" not in argument(*flagged)
    assert "1 of the 3 weak signals has an answer (lamp_upkeep" in argument(*flagged, asked("lamp_upkeep"))


def test_answers_of_the_question_may_carry_a_low_grade() -> None:
    flagged = [graded("poor"), *all_at("strong")]
    assert "may carry the grade" not in argument(*flagged, asked("lamp_upkeep", question="q2"), code="PC102")
    assert "The question has 1 answer (" in argument(*flagged, asked("lamp_upkeep"), code="PC102")


def test_softened_passages_speak_for_a_high_grade_only() -> None:
    soft = "The lamp recently went out."
    assert "softens" in argument(graded("fine"), said("lamp_upkeep", "failing", soft), said("fog_signal", "failing"))
    praise = said("lamp_upkeep", "strong", "The lamp was recently cleaned.")
    assert "softens" not in argument(graded("poor"), praise, said("fog_signal", "strong"), code="PC102")


def test_passages_under_another_question_may_count_there() -> None:
    elsewhere = [said(signal, "failing", question="q3") for signal in ("lamp_upkeep", "fog_signal", "keeper_rota")]
    assert "3 from under another question" in argument(graded("fine"), *elsewhere)
    assert "another question" not in argument(graded("fine"), *all_at("failing"))


def test_what_the_text_says_of_the_past_may_be_honoured() -> None:
    past = said("keeper_rota", "failing", "There was no rota.", assertion="historical")
    assert "looks back" in argument(graded("fine"), *all_at("failing"), past)
    assert "looks back" not in argument(graded("fine"), *all_at("failing"))


def test_a_demand_without_a_shortcoming_is_a_note() -> None:
    demand = told("The station must sweep the winding stairs.", section=["Stairs"])
    flag = one(run(demand, asked("fog_signal")), "PC204")
    assert flag.severity == "note"
    assert "standing duty" in flag.counterargument
    coded = told("The station must sweep the winding stairs.", coded=[{"signal": "keeper_rota", "level": "weak"}])
    flag = one(run(coded, asked("fog_signal")), "PC204")
    assert flag.severity == "warning"
    assert "standing duty" not in flag.counterargument


def test_silence_on_much_of_the_weight_is_an_argument() -> None:
    assert "silent on 56% of the weight" in argument(graded("superb"), said("lamp_upkeep", "failing"))
    assert "silent on" not in argument(graded("superb"), *all_at("failing"))


# ---- thin evidence


def test_a_long_text_of_which_little_is_read_points_to_the_pack() -> None:
    short, long = (
        one(run(graded("fine"), said("keeper_rota", "sound"), *(told(f"Sentence {n}.") for n in range(count))), "PC105")
        for count in (5, 60)
    )
    assert short.severity == "note"
    assert long.confidence < 0.6 <= short.confidence
    assert "lamp_upkeep, fog_signal" in short.message
    assert "60 were read as no signal" in long.counterargument


def thin(*records: Record) -> Flag:
    return one(run(graded("fine"), *records), "PC105")


def test_thin_evidence_says_of_hand_coding_what_is_so() -> None:
    own = [told(f"Sentence {n}.", text_form="summary") for n in range(5)]
    coded = {"coded": [{"signal": "keeper_rota", "level": "sound"}]}
    nothing = thin(*own)
    assert "rests on nothing that can be weighed; the text speaks to none of the question's signals" in nothing.message
    assert nothing.counterargument.startswith("The findings are a coder's own words: what the coder left out may stand")
    assert "None of the 5 statements on the question was read as a signal" in nothing.counterargument
    assert "read from the wording" not in nothing.counterargument
    some = thin({**own[0], **coded}, *own[1:])
    assert "rests on little that can be weighed; the text speaks to 22% of the weight" in some.message
    assert "Of the 5 statements on the question 4 were read as no signal" in some.counterargument
    every = thin(*({**record, **coded} for record in own))
    assert "read as" not in every.counterargument
    assert "coder" not in thin(*(told(f"Sentence {n}.") for n in range(5))).counterargument


@pytest.mark.parametrize(
    ("count", "why"),
    [(0, "no statement by the inspectorate"), (1, "only 1 statement by the inspectorate"), (4, "only 4 statements by the")],
)
def test_how_little_of_a_report_is_at_hand_is_said(count: int, why: str) -> None:
    result = run(graded("fine"), *(told(f"Sentence {n}.") for n in range(count)))
    (ran,) = [r for r in result.ran if r.entry.code == "PC105"]
    ((_, reason),) = ran.not_assessable
    assert reason.startswith(f"no report of the inspection is at hand: {why}")


# ---- codes that count for nothing


def test_one_flag_tells_of_a_signal_whose_codes_count_for_nothing() -> None:
    levels = [{**asked(text=text), "coded": [{"signal": "lamp_upkeep", "level": "weak"}]} for text in ("a", "b")]
    flag = one(run(*levels, said("lamp_upkeep", "failing")), "PC010")
    assert (flag.severity, flag.subject.ordinal) == ("note", "lamp_upkeep:level")
    assert flag.message.startswith("2 answers are coded as lamp_upkeep with a level, which counts for nothing")
    assert len(flag.evidence) == 2
    bare = one(run({**told("a"), "coded": [{"signal": "lamp_upkeep"}]}), "PC010")
    assert bare.message.startswith("1 finding is coded as lamp_upkeep without a level")


def test_a_carried_over_grade_without_findings_is_no_thin_evidence() -> None:
    others = [told(f"Sentence {n}.", question="q2") for n in range(9)]
    result = run(graded("fine", carried_over_from=2018), *others)
    assert fired(result, "PC105") == []
    (ran,) = [r for r in result.ran if r.entry.code == "PC105"]
    assert (ran.applied, len(ran.not_assessable)) == (0, 1)


# ---- text against text


def contradicting(*more: Record) -> list[Record]:
    return [told("The lamp burns steadily.", summary=True), told("It is dark."), told("The lamp smokes."), *more]


def test_a_contradiction_shows_both_sides_and_is_surer_when_coded() -> None:
    flag = one(run(*contradicting()), "PC106")
    assert [item.level for item in flag.evidence] == ["sound", "weak"]
    coded = [
        told("The lamp shines.", summary=True, coded=[{"signal": "lamp_upkeep", "level": "sound"}]),
        *(told(f"The lamp is dim {n}.", coded=[{"signal": "lamp_upkeep", "level": "weak"}]) for n in range(2)),
    ]
    assert (flag.severity, flag.confidence) == ("warning", 0.52)  # both name the lamp, and one sentence is all of the chapter
    more = told("The lamp smoked and it smokes.")
    assert one(run(*contradicting(more)), "PC106").confidence == pytest.approx(0.62)
    assert one(run(*coded), "PC106").confidence == pytest.approx(0.67)


def test_sides_that_name_nothing_in_common_are_less_sure() -> None:
    bare = [
        told("It shines.", summary=True, coded=[{"signal": "lamp_upkeep", "level": "sound"}]),
        told("It is dim.", coded=[{"signal": "lamp_upkeep", "level": "weak"}]),
    ]
    flag = one(run(*bare), "PC106")
    assert (flag.severity, flag.confidence) == ("note", 0.47)
    assert "do not both name the thing" in flag.counterargument


def test_what_the_report_says_between_is_the_first_argument() -> None:
    between = told("Although it is trimmed, the lamp smokes.")
    assert one(run(*contradicting(between)), "PC106").counterargument.startswith("The report says more of it")


# ---- answers against evidence


def test_repeated_and_strong_praise_makes_an_answer_stranger() -> None:
    once = one(run(asked("fog_signal"), said("fog_signal", "sound")), "PC203")
    twice = one(run(asked("fog_signal"), said("fog_signal", "sound"), said("fog_signal", "sound", "b")), "PC203")
    strong = one(run(asked("fog_signal"), said("fog_signal", "strong"), said("fog_signal", "strong", "b")), "PC203")
    assert once.confidence < 0.6 < twice.confidence < strong.confidence


def test_softened_praise_makes_it_less_strange() -> None:
    soft = said("fog_signal", "sound", "Although it is old, the horn is heard.")
    assert "softens" in one(run(asked("fog_signal"), soft), "PC203").counterargument
    assert one(run(asked("fog_signal"), soft), "PC203").confidence < 0.5


def test_an_answer_is_flagged_for_praise_or_for_silence_not_for_both() -> None:
    spoken = [told(f"Sentence {n}.") for n in range(5)]
    praised = run(asked("fog_signal"), said("fog_signal", "sound"), *spoken)
    silent = run(asked("fog_signal"), *spoken)
    assert [flag.code for flag in praised.flag_list if flag.code in ("PC202", "PC203")] == ["PC203"]
    assert [flag.code for flag in silent.flag_list if flag.code in ("PC202", "PC203")] == ["PC202"]
