from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peelcheck.model.text import Lines, Normal, fold, key, normalise

PIECES = ["a", "B", "9", " ", "  ", ".", "“", "’", "—", "\u00a0", "\u00ad", "²", "<sup>3</sup>", "<b>", "</b>", "**", "\\*"]
PIECES += ["^{4}", "$^{5}$", "[", "](http://x.y/z)", "•", "…", "\t", "\n", "\r\n", "# ", "é", "😀"]
characters = st.characters(exclude_characters="`")  # see the known gap below
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.text(characters, max_size=60))


def origin(text: str, normal: Normal) -> list[int]:
    return normal.back if normal.back is not None else list(range(len(text)))


@settings(max_examples=200, deadline=None)
@given(texts)
def test_every_kept_character_is_found_again(text: str) -> None:
    normal = normalise(text)
    back = origin(text, normal)
    assert len(back) == len(normal.text)
    assert all(one < other for one, other in itertools.pairwise(back))
    for kept, offset in zip(normal.text, back, strict=True):
        assert kept == text[offset] or kept in "'\"- ."
        if text[offset].isalnum():
            assert kept == text[offset]


@settings(max_examples=200, deadline=None)
@given(texts)
def test_a_stretch_of_normal_text_has_its_stretch_of_the_original(text: str) -> None:
    normal = normalise(text)
    for at in range(len(normal.text)):
        start, end = normal.span(at, at + 1)
        assert normalise(text[start:end]).text in (normal.text[at], "")
        assert end == start + 1
    if normal.text:
        start, end = normal.span(0, len(normal.text))
        assert 0 <= start < end <= len(text)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_runs_of_blanks_are_folded(text: str) -> None:
    assert "  " not in normalise(text).text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("the force’s “own” work", 'the force\'s "own" work'),
        ("2018–19 — a year", "2018-19 - a year"),
        ("a\u00a0hard\u202fblank", "a hard blank"),
        ("a  wide   gap", "a wide gap"),
        ("safe\u00adguarding", "safeguarding"),
        ("lamps,³ gates⁴ and doors", "lamps, gates and doors"),
        ("lamps,<sup>3</sup> gates", "lamps, gates"),
        ("lamps $^{4\\,5}$ gates", "lamps gates"),
        ("lamps^{6} gates", "lamps gates"),
        ("a **bold** and *leaning* word", "a bold and leaning word"),
        ("a <b>bold</b> and <em>leaning</em> word", "a bold and leaning word"),
        ("an escaped \\* star and \\_ bar", "an escaped star and _ bar"),
        ("## Heading", "Heading"),
        ("plain already", "plain already"),
        ("3 < 4 and <unknown>", "3 < 4 and <unknown>"),
        ("", ""),
        pytest.param("see [the map](http://example.org/map) here", "see the map here"),
    ],
)
def test_text_is_made_plain(text: str, plain: str) -> None:
    assert normalise(text).text == plain


def test_one_character_does_not_change_how_another_is_read() -> None:
    assert normalise("a `b c").text == normalise("a `b c\u00ad").text


def test_plain_text_needs_no_map() -> None:
    assert normalise("It is 3 percent.").back is None


def test_titles_compare_by_letters_and_digits() -> None:
    assert key("  The force’s **Work**:\tquestion 1 ") == "the force s work question 1"
    assert key("—") == ""


def test_white_space_is_folded() -> None:
    assert fold(" a\u00a0 b\r\n\tc ") == "a b c"


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab\r\n", max_size=40))
def test_lines_are_counted_from_one(text: str) -> None:
    lines = Lines(text)
    for at in range(len(text)):
        assert lines.at(at) == text.count("\n", 0, at) + 1
        assert lines.span(at, at + 1) == (lines.at(at), lines.at(at))
    if text:
        assert lines.span(0, len(text)) == (1, text.count("\n", 0, len(text) - 1) + 1)
