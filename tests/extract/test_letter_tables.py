"""Letters that respond in a table."""

from __future__ import annotations

import pytest
from helpers import extract

from peelcheck.model.finding import Finding

LETTER = """Dear Home Secretary,

PEEL 2018/19: an inspection of Morrowshire Police

This letter is in response to the HMICFRS report of September 2019.

Best Wishes

Jory Penhale
Police & Crime Commissioner

APPENDIX

Investigating crime

{table}

Protecting vulnerable people

There was one AFI in this area.

The force should answer silent calls.

Nine more call takers were hired in May.
"""
BARS = """| No | Recommendation | Response | Lead |
| --- | --- | --- | --- |
| 1 | Number every label by May 2020. | Accepted. Completed in March. | A chief inspector |
| 2 | Return stolen bicycles. |  |  |
| 3 | Lock the store. | We will buy locks. | |
|  |  | They come in June. | |
"""
TABS = """Recommendation\tProgress\tDate
Number every label.\tCompleted.\tMarch 2020
Return stolen bicycles.\t\t
Lock the store.\tWe will buy locks.\t"""


def read(table: str) -> list[Finding]:
    return extract(LETTER.format(table=table)).findings


def said(findings: list[Finding]) -> dict[str, list[str]]:
    answers = [f for f in findings if f.kind == "recommendation"]
    return {a.text: [f.text for f in findings if f.kind == "response" and f.answers == [a.id]] for a in answers}


def test_a_table_with_bars() -> None:
    found = read(BARS)
    assert said(found) == {
        "Number every label by May 2020.": ["Accepted. Completed in March. | A chief inspector"],
        "Return stolen bicycles.": [],
        "Lock the store.": ["We will buy locks.", "They come in June."],
    }
    assert {f.question for f in found if f.kind == "recommendation"} == {"q2"}
    assert next(f for f in found if f.text.startswith("Number")).deadline == "by May 2020"


def test_a_table_with_tabs() -> None:
    assert list(said(read(TABS)).values()) == [["Completed. March 2020"], [], ["We will buy locks."]]


@pytest.mark.parametrize("table", [BARS, TABS])
def test_what_a_table_gives_stands_where_it_says(table: str) -> None:
    text = LETTER.format(table=table)
    for finding in extract(text).findings:
        assert finding.locator is not None
        assert " ".join(text[slice(*finding.locator.chars)].split()) == finding.text


@pytest.mark.parametrize("table", [BARS, TABS])
def test_the_list_behind_the_table_is_read_as_before(table: str) -> None:
    found = read(table)
    (answer,) = [f for f in found if f.kind == "area_for_improvement"]
    assert [f.text for f in found if answer.id in f.answers] == ["Nine more call takers were hired in May."]
