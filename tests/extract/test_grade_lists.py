from __future__ import annotations

from helpers import extract

HEAD = """PEEL 2023–25
An inspection of Northfell Constabulary
Overall summary
Northfell Constabulary has improved since we came last.
"""
BODY = """Recording data about crime
Good
Its clerks are never more than a day behind with the book.
Preventing crime
Inadequate
Nobody plans ahead, and gates are left open.
Managing offenders
Inadequate
Nobody visits them at home or at work.
"""
LISTED = [("q11", "good"), ("q3", "inadequate"), ("q7", "inadequate")]


def grades(summary: str) -> list[tuple[str | None, str | None]]:
    return [(f.question, f.grade) for f in extract(HEAD + summary + BODY).findings if f.kind == "judgment"]


def test_grades_stand_below_their_questions() -> None:
    assert grades("") == LISTED


def test_a_list_may_name_a_grade_and_then_its_questions() -> None:
    summary = "Good\nRecording data about crime\nInadequate\nPreventing crime\nManaging offenders\n"
    assert grades(summary) == LISTED * 2


def test_a_grade_of_such_a_list_may_have_no_question() -> None:
    summary = "Outstanding\nGood\nRecording data about crime\nInadequate\nPreventing crime\nManaging offenders\n"
    assert grades(summary) == LISTED * 2


def test_a_table_may_have_a_column_for_each_grade() -> None:
    rows = ["Good\tAdequate\tInadequate", "Recording data about crime\t\tPreventing crime", "-\t\tManaging offenders"]
    assert sorted(grades("\n".join(rows) + "\n")) == sorted(LISTED * 2)


def test_the_first_cell_of_a_row_may_be_empty() -> None:
    rows = ["Outstanding\tGood\tAdequate\tInadequate", "\tRecording data about crime\t\tPreventing crime"]
    assert sorted(grades("\n".join(rows) + "\n")) == sorted([*LISTED, *LISTED[:2]])


def test_a_table_of_grades_may_be_drawn_with_bars() -> None:
    table = "| Good | Adequate | Inadequate |\n| Recording data about crime | | Preventing crime |\n"
    assert sorted(grades(table)) == sorted([*LISTED, *LISTED[:2]])
