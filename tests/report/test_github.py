"""Annotations: ten of a level, the rest counted; the step summary has the whole, as far as the platform takes it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample import flagged, sample

from peelcheck.report.annotations import summary
from peelcheck.report.base import Report
from peelcheck.report.formats import render


def many(number: int, text: str = "The lamp smokes.") -> Report:
    """As many warnings, the surest first."""
    flag = flagged("PC201")
    flags = [
        replace(flag, fingerprint=f"{n:016x}", confidence=round(0.95 - n / 100000, 6), message=f"{n}. {text}", related=())
        for n in range(number)
    ]
    return replace(sample(), flags=flags, counts={**sample().counts, "error": 0, "warning": number, "note": 0})


def test_the_surest_ten_are_annotated_and_the_rest_is_counted() -> None:
    lines = render("github", many(25)).decode().splitlines()
    told = [line.split("::")[2].split(".")[0] for line in lines if line.startswith("::warning ")]
    assert told == [str(n) for n in range(10)]
    assert any("Not annotated: 15 warnings" in line for line in lines)


@pytest.mark.parametrize("number", [0, 1, 10])
def test_nothing_is_said_to_be_left_out_when_nothing_is(number: int) -> None:
    text = render("github", many(number)).decode()
    assert text.count("::warning ") == number
    assert "Not annotated" not in text


def test_levels_have_ten_each() -> None:
    note = replace(flagged("PC008"), related=())
    notes = [replace(note, fingerprint=f"n{n}") for n in range(12)]
    warnings = many(12)
    text = render("github", replace(warnings, flags=[*warnings.flags, *notes])).decode()
    assert (text.count("::warning "), text.count("::notice ")) == (10, 10)
    assert "Not annotated: 2 warnings, 2 notes" in text


def test_an_annotation_stands_at_file_and_line_of_the_finding() -> None:
    first = render("github", sample()).decode().splitlines()[1]
    place = "::warning file=tests/golden/formats/findings.jsonl,line=2,endLine=2,title=PC201 weakness-without-answer::"
    assert first.startswith(place)
    assert "%0ABut: " in first


def test_signs_are_escaped_once_and_the_percent_sign_first() -> None:
    flag = replace(flagged("PC201"), name="a,b:c%d", message="100%\r\nof %25 nights: all, none", related=())
    line = render("github", replace(sample(), flags=[flag])).decode().splitlines()[0]
    assert "title=PC201 a%2Cb%3Ac%25d::100%25%0Aof %2525 nights: all, none" in line


def test_the_summary_is_the_markdown_of_the_run() -> None:
    assert summary(sample()) == render("markdown", sample())


@pytest.mark.parametrize(("number", "length", "details"), [(1500, 10, False), (500, 200, False), (100, 10, True)])
def test_the_summary_is_never_longer_than_the_platform_takes(number: int, length: int, details: bool) -> None:
    page = summary(many(number, "The lamp smokes. " * length)).decode()
    assert len(page.encode()) < 1024 * 1024
    assert ("**But:**" in page) == details
    assert f"{number} warnings" in page
    assert details or "more are left out here" in page or page.count("PC201") >= number
