from __future__ import annotations

import pytest
from helpers import extractor

from peelcheck.extract.judgments import Judgments
from peelcheck.extract.layout import Grades
from peelcheck.extract.outline import OVERALL, Place

HERE = Place("effectiveness", "q1")
OVERVIEW = Place("effectiveness", OVERALL, summary=True)
Read = tuple[str | None, str, str, int | None]
OVERALL_GOOD: Read = ("effectiveness", OVERALL, "good", None)


def judgments(cycle: str = "peel-2016") -> Judgments:
    tools = extractor()
    known = tools.domain.cycles
    return Judgments(known[cycle], tools.layout, Grades(tools.layout, known[cycle]), known.values())


def read(sentence: str, place: Place = HERE, cycle: str = "peel-2016") -> list[Read]:
    return [tuple(found) for found in judgments(cycle).sentence(sentence, place)]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("line", "grade"),
    [
        ("Good", "good"),
        ("REQUIRES IMPROVEMENT", "requires_improvement"),
        ("Judgment: Inadequate", "inadequate"),
        ("Graded - outstanding", "outstanding"),
        ("Ungraded", "ungraded"),
        ("Good practice", None),
        ("The force is good", None),
        ("Adequate", None),
    ],
)
def test_a_label_is_a_grade_of_the_cycle_alone_on_its_line(line: str, grade: str | None) -> None:
    assert judgments().label(line) == grade


def test_the_scale_of_the_cycle_decides_what_a_grade_is() -> None:
    assert judgments("peel-2023").label("Adequate") == "adequate"


@pytest.mark.parametrize(
    "sentence",
    [
        "Northfell Constabulary is good at reducing crime and keeping people safe.",
        "The force is good at reducing crime and keeping people safe.",
        "HMIC judges Northfell Constabulary to be good at reducing crime and keeping people safe.",
        "The force has been assessed as good at reducing crime and keeping people safe.",
        "The extent to which the force is reducing crime and keeping people safe is good.",
        pytest.param("Overall, Northfell Constabulary is good at reducing crime and keeping people safe."),
        pytest.param("Overall, the force is good at reducing crime and keeping people safe."),
    ],
)
def test_a_sentence_in_the_words_of_a_title_gives_its_grade(sentence: str) -> None:
    assert read(sentence) == [OVERALL_GOOD]


@pytest.mark.parametrize(
    "sentence",
    [
        "The force is good at mending its cars.",
        "The force's approach to neighbourhood patrols requires improvement.",
        "The force acknowledges that its work in reducing crime and keeping people safe is judged to be inadequate.",
        "People are safe and crime is reduced where the weather is good.",
        "It is good that the force keeps people safe.",
    ],
)
def test_praise_or_blame_of_a_part_is_no_grade(sentence: str) -> None:
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("In 2016 we judged the force to be good at tackling serious and organised crime.", 2016),
        ("In our 2017 report we graded how the force was tackling serious and organised crime as good.", 2017),
        ("Last year the force was graded as good at tackling serious and organised crime.", 0),
        pytest.param("In 2015 we judged the force to be good at tackling serious and organised crime.", 2015),
    ],
)
def test_a_grade_of_an_earlier_year_is_past(sentence: str, year: int) -> None:
    assert read(sentence, cycle="peel-2018") == [("effectiveness", "q4", "good", year)]


def test_an_earlier_grade_is_named_by_the_titles_of_its_year() -> None:
    sentence = "In 2015 we judged the force to be good at investigating crime and managing offenders."
    assert read(sentence, cycle="peel-2018") == [("effectiveness", "q2", "good", 2015)]


def test_an_overview_may_recall_an_earlier_overall_grade() -> None:
    sentence = "This is better than in 2015, when we judged it to be inadequate."
    assert read(sentence, OVERVIEW) == [("effectiveness", OVERALL, "inadequate", 2015)]
    assert read(sentence) == []


def test_one_sentence_may_grade_several_pillars() -> None:
    sentence = "Overall the force was judged to be good in effectiveness, efficiency and legitimacy."
    pillars = {"effectiveness", "efficiency", "legitimacy"}
    assert {(pillar, question) for pillar, question, _, _ in read(sentence)} == {(p, OVERALL) for p in pillars}


def test_a_year_of_carrying_over_is_read() -> None:
    assert judgments().carried_over("Our grade from the 2014 force inspection has been carried over.") == 2014
    assert judgments().carried_over("We carried over the bags of 2014.") is None
