from __future__ import annotations

import pytest
from helpers import extract

from peelcheck.model.finding import Finding

HEAD = "PEEL 2023–25\nAn inspection of Northfell Constabulary\nResponding to the public\nGood\n"


def findings(body: str) -> list[Finding]:
    return extract(HEAD + body).findings[1:]


def test_an_answer_with_a_full_stop_is_read() -> None:
    (answer,) = findings("Area for improvement\nThe constabulary should answer silent calls within a minute.\n")
    assert answer.kind == "area_for_improvement"


def test_an_answer_may_be_printed_like_a_heading() -> None:
    body = "Area for improvement\nThe constabulary should answer silent calls\nMany are children who cannot speak.\n"
    assert [f.kind for f in findings(body)] == ["area_for_improvement", "statement"]


def test_a_box_holds_several_answers_each_explained() -> None:
    body = """Areas for improvement
The constabulary should answer all of the silent calls that it receives from children and from others
Many are children who cannot speak.
The constabulary should ring back each caller who hangs up before anybody has answered the call
Some hang up for fear.
"""
    kinds = ["area_for_improvement", "statement", "area_for_improvement", "statement"]
    assert [f.kind for f in findings(body)] == kinds


def test_a_lead_in_may_do_without_recommending() -> None:
    body = """Cause of concern
Callers wait too long.
Recommendations
Within three months, the constabulary should make sure that:
- calls are answered.
"""
    cause, recommendation = findings(body)
    assert (cause.kind, recommendation.kind) == ("cause_of_concern", "recommendation")
    assert recommendation.parent == cause.id


@pytest.mark.parametrize("deadline", ["Within three months", "Immediately", "By 1 May 2024"])
def test_a_deadline_may_begin_a_sentence(deadline: str) -> None:
    (answer,) = findings(f"Area for improvement\n{deadline}, Northfell Constabulary should answer silent calls.\n")
    assert answer.deadline == deadline


def test_a_deadline_begins_with_a_word() -> None:
    (answer,) = findings("Area for improvement\nThe constabulary should ring again two days after each call.\n")
    assert answer.deadline is None


def test_the_overview_below_our_judgments_is_read() -> None:
    text = """PEEL 2023–25
An inspection of Northfell Constabulary
Our judgments
HM Inspector’s observations
I am pleased with how it has changed since we came last.
Responding to the public
Good
Callers are content with the answers that they get.
"""
    assert [f.text.split()[0] for f in extract(text).findings] == ["I", "Good", "Callers"]
