"""What a person sees."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from helpers import Record, asked, graded, run, said, told
from rich.console import Console
from sample import with_flags

from peelcheck.report.base import under
from peelcheck.report.formats import render
from peelcheck.report.terminal import plain, show


def page(*records: Record, min_confidence: float = 0.0, width: int = 160) -> str:
    result = run(*records, min_confidence=min_confidence)
    out = io.StringIO()
    show(Console(file=out, width=width, highlight=False), result.report())
    return out.getvalue()


AT = {"document": "north.txt", "lines": [12, 13], "chars": [20, 60]}
PAIR = [
    said("lamp_upkeep", "failing", "The lamp smokes.", locator=AT),
    asked("fog_signal"),
    said("lamp_upkeep", "failing", "No lamp burns.", force="south"),
    asked("lamp_upkeep", "Light the lamp.", force="south"),
]


def test_a_flag_shows_severity_code_evidence_and_what_speaks_against_it() -> None:
    text = page(*PAIR)
    for words in (
        "North Head Light, Watch 2020",
        "WARNING  PC201 weakness-without-answer  confidence 0.67  q1 · lamp_upkeep",
        "north.txt:12 [failing] The lamp smokes.",
        "But: Not every weakness warrants an answer",
    ):
        assert words in text


def test_a_fact_is_told_once_with_what_else_was_found_about_it() -> None:
    text = page(*PAIR)
    assert "same fact: PC302 unequal-consequence (note): " in text
    assert "beside it: south, watch-2020 (answered)" in text
    assert "No lamp burns." in text
    assert "NOTE  PC302" not in text
    assert "1 warning, 0 notes" in text


def test_grades_stand_beside_what_the_evidence_supports() -> None:
    text = page(*PAIR, graded("fine"))
    row = next(line for line in text.splitlines() if "north/watch-2020" in line)
    assert "Fine" in row
    assert "fresh" in row
    assert "0.44" in row


def test_a_message_does_not_repeat_the_inspection_that_stands_above_it() -> None:
    result = run(*PAIR)
    for form in ("rich", "markdown", "html"):
        text = " ".join(result.render(form).decode().split())
        assert "Held against “The lamp is kept clean and lit”, the text tells of a failing" in text, form
        assert "(note): “The lamp is kept clean and lit” is called failing here" in text, form
        assert "North Head Light, Watch 2020: " not in text, form
    for form in ("github", "junit", "json", "sarif", "csv"):
        assert "North Head Light, Watch 2020: held against" in result.render(form).decode(), form


def test_a_message_does_not_repeat_its_question_either() -> None:
    messages = {
        "North Head Light, Watch 2020, q1: the text asks": "The text asks",
        "North Head Light, Watch 2020, q1 and q2: two": "q1 and q2: two",
        "North Head Light, Watch 2020 is graded": "North Head Light, Watch 2020 is graded",
        "No grade for North Head Light, Watch 2020: none": "No grade for North Head Light, Watch 2020: none",
    }
    for message, shown in messages.items():
        report = with_flags(lambda f: replace(f, message=message))  # noqa: B023
        assert {under(report, flag) for flag in report.flags if flag.subject.question} == {shown}


def test_a_peer_of_which_nobody_asks_whether_it_was_answered_has_no_empty_brackets() -> None:
    flag = with_flags(lambda f: replace(f, peers=[replace(p, answered=None) for p in f.peers]))
    for form in ("rich", "markdown", "html"):
        text = render(form, flag).decode()
        assert re.search(r"beside it: south, watch-2020\s*$", text, re.MULTILINE), form
        assert "<ul></ul>" not in text


@pytest.mark.parametrize(("ordinal", "shown"), [("21c5537d", False), ("3", False), ("fine", True), ("q4", True)])
def test_ordinals_that_mean_nothing_to_people_are_left_out(ordinal: str, shown: bool) -> None:
    report = with_flags(lambda f: replace(f, subject=replace(f.subject, signal=None, ordinal=ordinal)))
    for form in ("rich", "markdown", "html"):
        assert (f"q1 · {ordinal}" in render(form, report).decode()) is shown, form


def test_below_the_tables_stands_how_to_read_them() -> None:
    result = run(*PAIR, graded("fine"))
    for form in ("rich", "markdown", "html"):
        text = " ".join(result.render(form).decode().split())
        assert "More: peelcheck explain assessment." in text, form
        assert "What was not assessable is no pass" in text, form


def test_ids_of_an_inspection_are_not_broken_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peelcheck.report.terminal.short", lambda _: "a-lighthouse/watch-2018/effectiveness")
    for width in (110, 160):
        text = page(graded("fine"), told("The lamp is red."), width=width)
        assert "watch-2018/effectiveness " in text


def test_a_grade_beside_nothing_has_no_shares() -> None:
    result = run(graded("fine"), told("The stairs are red."))
    for form in ("rich", "markdown", "html"):
        row = next(line for line in result.render(form).decode().splitlines() if "north/watch-2020" in line and "Fine" in line)
        assert "nothing observed" in row, form
        assert "%" not in row, form


def test_every_check_is_listed_with_what_it_did() -> None:
    row = next(line for line in page(*PAIR).splitlines() if line.split()[:1] == ["PC201"])
    assert row.split() == ["PC201", "weakness-without-answer", "2", "1", "0"]


def test_what_is_not_shown_is_counted() -> None:
    ignored = said("fog_signal", "weak", ignore=[{"code": "PC201", "reason": "settled"}])
    text = page(told("The lamp smokes."), ignored, asked("keeper_rota"), min_confidence=0.6)
    assert "(1 withheld, 1 ignored)" in text
    assert "--min-confidence 0 shows them" in text
    assert "--min-confidence" not in page(*PAIR)


@pytest.mark.parametrize("width", [20, 60, 300])
def test_a_narrow_terminal_folds_and_drops_nothing(width: int) -> None:
    squeezed = "".join(page(*PAIR, width=width).split())
    assert "same fact".replace(" ", "") in squeezed
    assert "weakness-without-answer" in squeezed
    assert "onemaycoveritinwordsthatthepackdoesnotknow." in squeezed


def test_plain_takes_out_what_a_terminal_would_obey() -> None:
    assert plain("a\x1b[31mb\x07\r\u202ec\u2069\n\td") == "a[31mbc\n\td"
