"""How sentences are read: the shipped rules of assertion and vocabulary, on the invented signals of tests/lighthouse."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import Record, corpus, reader, said, told

from peelcheck.model.finding import Comparator, Metric
from peelcheck.signals.observation import Observation

READINGS = {
    # plain praise and blame
    "The lamp is good.": "lamp_upkeep sound",
    "The lamp is inconsistent.": "lamp_upkeep weak",
    "There is a lack of oil for the lamp.": "lamp_upkeep weak",
    "The station keeps an excellent lamp.": "lamp_upkeep strong",
    "The station fails to light its lamp.": "lamp_upkeep weak",
    "The station is failing to light its lamp.": "lamp_upkeep failing",
    "The lamp stands on a tower.": "",
    "The stairs are good.": "",
    # cues, phrases, refusals
    "The lamp burns steadily.": "lamp_upkeep sound",
    "The chimney burns steadily.": "",
    "Ours is the brightest beam on the coast.": "lamp_upkeep strong",
    "The smoky lamp oil is sold in poor bottles.": "",
    # denials turn a reading round
    "The lamp is not good.": "lamp_upkeep weak",
    "The lamp is not always clean.": "lamp_upkeep weak",
    "There are no gaps in the care of the lamp.": "lamp_upkeep sound",
    "There is no backlog of horn repairs.": "fog_signal sound",
    "There is a backlog of horn repairs.": "fog_signal weak",
    "There is a backlog of lamp repairs.": "",  # a term that the signal does not ask for
    "The rota is managed without any weakness in the rota.": "keeper_rota sound",
    "The lamp never burns steadily.": "lamp_upkeep weak",  # a cue of praise that is denied
    # a clause that names nothing and points back blames the subject of the clause before; its praise may be of other things
    "The keepers have rearranged the rota, but it is still limited.": "keeper_rota weak",
    "The rota was reviewed; however, this does not work.": "keeper_rota weak",
    "The keepers have rearranged the rota, but the stairs are limited.": "",
    "The keepers have rearranged the rota, but it is better.": "",
    # history
    "Last year the lamp was inconsistent.": "lamp_upkeep weak historical",
    "In 2015 we found that the lamp was poor.": "lamp_upkeep weak historical",
    "When we last inspected, the horn was unreliable.": "fog_signal weak historical",
    "Last year the lamp was poor, but the lamp is now good.": "lamp_upkeep weak historical, lamp_upkeep sound",
    # plans
    "The station plans to improve its rota.": "",
    "The station intends to keep a good horn.": "fog_signal sound planned",
    "It is hoped that the lamp will be better.": "lamp_upkeep sound planned",
    "The station must have a good lamp.": "lamp_upkeep sound planned",
    "The station is developing a better rota.": "keeper_rota sound planned",
    "If the keeper leaves, the lamp may be poor.": "lamp_upkeep weak planned",
    "The lamp needs to be improved.": "lamp_upkeep weak",  # a demand tells of a weakness
    # other bodies
    "In other forces the rota is inconsistent.": "keeper_rota weak other_body",
    "Many forces have a poor rota.": "keeper_rota weak other_body",
    "In common with many other forces, the station has an inconsistent rota.": "keeper_rota weak",
    "The rota is better than in most other forces.": "keeper_rota sound",
    "Other forces have a good rota, but the rota here is poor.": "keeper_rota sound other_body, keeper_rota weak",
    # both sides of a sentence
    "The lamp is good, but the lamp is inconsistent in winter.": "lamp_upkeep sound, lamp_upkeep weak",
    "The lamp is good, although the horn is poor.": "lamp_upkeep sound, fog_signal weak",
    "The horn is poor; however, the lamp is effective.": "fog_signal weak, lamp_upkeep sound",
    "The lamp is effective, whereas the horn is poor.": "lamp_upkeep sound, fog_signal weak",
    # praise that is conceded before blame does not stand; blame that is conceded does
    "Although the lamp is good, the horn is poor.": "fog_signal weak",
    "Although the horn is poor, the lamp is good.": "fog_signal weak, lamp_upkeep sound",
    "Despite a good lamp, the horn is inconsistent.": "fog_signal weak",
    # a word far away, or on the wrong side, judges nothing
    "The lamp that the keeper bought from his uncle, who sold many such things in the old town beyond the hills before he "
    "went to sea for good, is poor.": "",
    "The horn stands beside a good bakery.": "",
}


MISREAD = {
    "Where the log is not kept, the lamp is poor.": "lamp_upkeep weak",
    "The keeper does not write, the lamp is poor.": "lamp_upkeep weak",
}


def spell(readings: Any) -> set[str]:
    return {f"{r.signal} {r.level}{'' if r.assertion == 'present' else ' ' + r.assertion}" for r in readings}


def here(text: str, **more: Any) -> set[str]:
    """The readings of a sentence as the signals of the lighthouse."""
    own = {"lamp_upkeep", "fog_signal", "keeper_rota"}
    return spell(r for r in reader().read(text, **more)[0] if r.signal in own)


@pytest.mark.parametrize(("text", "expected"), READINGS.items(), ids=lambda value: value[:50])
def test_reading(text: str, expected: str) -> None:
    assert here(text) == {part for part in expected.split(", ") if part}


@pytest.mark.parametrize(("text", "expected"), MISREAD.items(), ids=lambda value: value[:50])
def test_misreading(text: str, expected: str) -> None:
    assert here(text) == {expected}


def test_typography_changes_no_reading() -> None:
    plain = "The rota isn't effective - but the 'big' lamp is good."
    printed = "The\u00a0rota isn’t effective – but the ‘big’ **lamp**\u00b9 is good."
    assert here(plain) == here(printed) == {"keeper_rota weak", "lamp_upkeep sound"}


def test_a_denial_tells_what_it_denies() -> None:
    (reading,) = [r for r in reader().read("There is no backlog of horn repairs.")[0] if r.signal == "fog_signal"]
    assert (reading.level, reading.negates) == ("sound", "backlog")


# ---- figures


FIGURES = {
    "The lamp was lit on 55 percent of nights.": "failing",
    "The lamp was lit on 60 percent of nights.": "weak",
    "The lamp was lit on 97.5 percent of nights.": "sound",
    "The lamp was lit on 98 percent of nights.": "strong",
    "The lamp was lit on 29 out of 60 nights.": "failing",
    "The lamp was lit on two thirds of nights.": "weak",
    "The lamp was lit on 55 nights.": "",
    "The lamp burns 55 percent oil.": "",
    "The keeper spent 55 percent of his nights of leave at the lamp.": "",
    "The bell rang on 55 percent of nights.": "",
}


@pytest.mark.parametrize(("text", "level"), FIGURES.items(), ids=lambda value: value[:50])
def test_an_absolute_figure(text: str, level: str) -> None:
    measured = [r for r in reader().read(text)[0] if r.signal == "lamp_upkeep" and r.measured]
    assert [r.level for r in measured] == ([level] if level else [])


@pytest.mark.parametrize(("here_", "level"), [(30, "failing"), (60, "weak"), (80, "sound"), (96, "strong")])
def test_a_figure_against_its_comparator(here_: float, level: str) -> None:
    text = f"The horn sounded in time in {here_} percent of fogs, against 80 percent on the whole coast."
    measured = [r for r in reader().read(text)[0] if r.signal == "fog_signal" and r.measured]
    assert [(r.level, r.value) for r in measured] == [(level, here_)]


def test_a_figure_without_its_comparator_says_nothing() -> None:
    assert here("The horn sounded in time in 30 percent of fogs.") == set()


def test_a_figure_that_the_finding_knows_of_is_read() -> None:
    metric = Metric(value=30, unit="percent", comparator=Comparator(name="coast", value=80))
    assert here("The horn sounded in time less often than on the coast.", metrics=[metric]) == {"fog_signal failing"}


def test_a_figure_wins_over_words() -> None:
    readings, _ = reader().read("The lamp is poor: it was lit on 55 percent of nights.")
    (reading,) = [r for r in readings if r.signal == "lamp_upkeep"]
    assert (reading.level, reading.measured, reading.value) == ("failing", True, 55)


def test_a_figure_holds_as_its_sentence_does() -> None:
    assert here("Last year we found that the lamp was lit on 55 percent of nights.") == {"lamp_upkeep failing historical"}


# ---- findings


def observed(*records: Record) -> list[Observation]:
    own = {"lamp_upkeep", "fog_signal", "keeper_rota"}
    return [o for o in reader().observations(corpus(*records).findings) if o.signal in own]


def test_what_a_person_coded_wins_over_the_words() -> None:
    (item,) = observed(said("fog_signal", "strong", "The lamp smokes and the rota is poor."))
    assert (item.signal, item.level, item.read_by, item.cue) == ("fog_signal", "strong", "coded", None)


def test_a_coded_figure_keeps_its_value() -> None:
    (item,) = observed(said("lamp_upkeep", "failing", metrics=[{"value": 7, "unit": "count"}, {"value": 55, "unit": "percent"}]))
    assert item.value == 55


def test_a_signal_that_no_pack_has_is_left_to_its_check() -> None:
    assert observed(said("lamp_upkep", "weak", "The lamp smokes.")) == []


def test_an_answer_has_no_level_and_is_never_evidence() -> None:
    (item,) = observed({"kind": "area_for_improvement", "question": "q1", "text": "The lamp is poor: clean it."})
    assert (item.role, item.level, item.signal, item.admissible) == ("answer", None, "lamp_upkeep", False)
    code = {"signal": "fog_signal", "level": "weak"}
    (coded,) = observed({"kind": "recommendation", "question": "q1", "text": "a", "coded": [code]})
    assert (coded.role, coded.level, coded.signal) == ("answer", None, "fog_signal")


def test_parts_of_an_answer_are_read_with_it() -> None:
    found = observed({"kind": "cause_of_concern", "question": "q1", "text": "Mend:", "parts": ["the lamp", "the horn"]})
    assert {item.signal for item in found} == {"lamp_upkeep", "fog_signal"}


@pytest.mark.parametrize("kind", ["judgment", "past_judgment", "response", "count_claim"])
def test_other_kinds_are_no_evidence(kind: str) -> None:
    assert observed({"kind": kind, "question": "q1", "text": "The lamp smokes."}) == []


def test_an_observation_carries_where_it_stands_and_the_topic_of_its_pack() -> None:
    at = {"document": "d.txt", "lines": [3, 3], "chars": [10, 26]}
    (item,) = observed(told("The lamp smokes.", question="q2", locator=at, id="d-1"))
    assert (item.question, item.topic, item.theme, item.finding) == ("q2", "lights", "lamp_upkeep", "d-1")
    assert item.locator is not None
    assert item.locator.lines == (3, 3)


@pytest.mark.parametrize(
    ("voice", "text", "admissible"),
    [
        ("inspectorate", "The lamp smokes.", True),
        ("inspectorate", "The lamp burns steadily.", True),
        ("force", "The lamp smokes.", True),
        ("force", "The lamp burns steadily.", False),
        ("commissioner", "The lamp smokes.", False),
        ("inspectorate", "Last year the lamp was poor.", False),
    ],
)
def test_whose_words_are_evidence(voice: str, text: str, admissible: bool) -> None:
    (item,) = observed(told(text, voice=voice))
    assert item.admissible is admissible


# ---- sentences that point back


def paragraph(*texts: str, gap: int = 1, line: int = 1, section: str = "Light") -> list[Record]:
    """Sentences of one paragraph, or, with a wide gap, of several."""
    records, at = [], 0
    for number, text in enumerate(texts):
        lines = [line if gap < 4 else line + number] * 2
        place = {"document": "d.txt", "lines": lines, "chars": [at, at + len(text)]}
        records.append(told(text, section=[section], locator=place))
        at += len(text) + gap
    return records


def told_of(records: list[Record]) -> set[str]:
    return spell(observed(*records))


POINTERS = ["It is inconsistent.", "However, it is inconsistent.", "This is inconsistent.", "Its care is inconsistent."]


@pytest.mark.parametrize("pointer", POINTERS)
def test_a_pronoun_takes_over_the_subject(pointer: str) -> None:
    assert told_of(paragraph("The lamp stands on a tower.", pointer)) == {"lamp_upkeep weak"}


def test_a_subject_is_handed_on_from_sentence_to_sentence() -> None:
    assert told_of(paragraph("The lamp stands on a tower.", "It is tall.", "It is inconsistent.")) == {"lamp_upkeep weak"}


def test_a_sentence_that_points_nowhere_takes_over_nothing() -> None:
    assert told_of(paragraph("The lamp stands on a tower.", "Supper is inconsistent.")) == set()


def test_a_subject_of_its_own_comes_first() -> None:
    assert told_of(paragraph("The lamp stands on a tower.", "It has a horn that is inconsistent.")) == {"fog_signal weak"}


def test_a_pronoun_takes_over_only_within_its_paragraph() -> None:
    texts = ("The lamp stands on a tower.", "It is inconsistent.")
    assert told_of(paragraph(*texts, gap=2)) == {"lamp_upkeep weak"}
    assert told_of(paragraph(*texts, gap=5)) == set()
    one, other = paragraph(*texts)
    assert told_of([one, {**other, "section": ["Boats"]}]) == set()
    assert told_of([one, {**other, "locator": {**other["locator"], "document": "e.txt"}}]) == set()
    assert told_of([one, {**other, "locator": {**other["locator"], "lines": [2, 2]}}]) == set()


def test_a_pronoun_takes_over_nothing_from_a_coded_sentence() -> None:
    one, other = paragraph("The lamp stands on a tower.", "It is inconsistent.")
    coded = {**one, "coded": [{"signal": "fog_signal", "level": "sound"}]}
    assert told_of([coded, other]) == {"fog_signal sound"}


PLACED = {
    ("The signal is inconsistent.", "q1", ()): "fog_signal weak",
    ("The signal is inconsistent.", "q2", ()): "",
    ("The signal is inconsistent.", None, ()): "",
    ("The keepers are inconsistent.", "q2", ("Boats", "The night watch")): "keeper_rota weak",
    ("The keepers are inconsistent.", "q1", ("Boats",)): "",
}


@pytest.mark.parametrize(("given", "expected"), PLACED.items(), ids=str)
def test_a_plain_word_names_a_subject_where_it_stands_for_it(given: Any, expected: str) -> None:
    text, question, headings = given
    findings = corpus(told(text, question=question, section=list(headings))).findings
    assert " ".join(f"{o.signal} {o.level}" for o in reader().observations(findings)) == expected


def test_subjects_that_are_taken_over_are_read_in_one_order() -> None:
    """The order of a set differs from process to process; the order of readings must not."""
    every = frozenset(reader().loaded.packs["coast/lights"].signals)
    names = [reading.signal for reading in reader().read("This is not always done well.", every)[0]]
    assert len(names) > 2
    assert names == sorted(names)
