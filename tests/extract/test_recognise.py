from __future__ import annotations

import pytest

from peelcheck.extract.recognise import date_of


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Saltwick\nMarch 2017\n", "2017-03"),
        ("Last updated 02/05/2019", "2019-05-02"),
        ("10th December 2019\nDear Minister", "2019-12-10"),
        ("The lamps were lit in 2019.", None),
        ("In April 2018 the station lit its lamps for the first time.", None),
        ("Version 45/13/2019", None),
    ],
)
def test_the_date_of_a_document_is_read_as_far_as_it_is_printed(text: str, date: str | None) -> None:
    assert date_of(text) == date
