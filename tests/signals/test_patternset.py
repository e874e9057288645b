"""The set of patterns finds what plain RE2 finds, pattern by pattern."""

from __future__ import annotations

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from peelcheck.model.patterns import cased, expand
from peelcheck.signals.patternset import PatternSet

MACROS = {"gap": r"(?: [\w'/-]+){0,#} ?", "not": "(?: not|n't)", "some": "(?:some|a few)"}
WORDS = ["lamp", "Lamp", "LAMP", "horn", "is", "not", "isn't", "clean", "a few", "some", "rota", "old", "(horn)", "oil."]

atoms = st.sampled_from(
    [
        "lamp",
        "Lamp",
        "horn",
        r"\bhorn\b",
        "is",
        "is{not}",
        "{some}",
        r"cle\w+",
        "old",
        "[a-c]lean",
        "(?:lamp|horn)",
        r"\(horn\)",
        "x?",
        "o.d",
    ]
)
gaps = st.sampled_from([" ", " ", "{gap 1}", "{gap 3}"])


def joined(parts: list[tuple[str, str]]) -> str:
    return "".join(atom + gap for atom, gap in parts[:-1]) + parts[-1][0]


runs = st.builds(joined, st.lists(st.tuples(atoms, gaps), min_size=1, max_size=4))
grouped = st.builds(lambda one, other: f"(?:{one}|{other})", runs, runs)
patterns = st.one_of(
    runs, runs, grouped, st.builds(lambda a, b: f"{a}|{b}", runs, runs), st.builds(lambda a, b: a + "{gap 2}" + b, grouped, runs)
)
texts = st.builds(" ".join, st.lists(st.sampled_from(WORDS), max_size=10))


def plain(pattern: str, text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re2.compile(cased(expand(pattern, MACROS))).finditer(text)]


@settings(max_examples=200, deadline=None)
@given(st.lists(patterns, min_size=1, max_size=8), st.lists(texts, min_size=1, max_size=3))
def test_the_set_finds_what_each_pattern_finds(wanted: list[str], sentences: list[str]) -> None:
    together: PatternSet[int] = PatternSet(MACROS)
    for number, pattern in enumerate(wanted):
        together.add(pattern, number)
    for text in sentences:
        found = {tag: spans for tags, spans in together.find(text.encode()) for tag in tags}
        assert found == {number: spans for number, p in enumerate(wanted) if (spans := plain(p, text))}


def test_an_empty_set_finds_nothing() -> None:
    assert PatternSet(MACROS).find(b"lamp") == []


def test_equal_patterns_serve_all_that_asked_for_them() -> None:
    together: PatternSet[str] = PatternSet(MACROS)
    together.add("lamp", "one")
    together.add("lamp", "other")
    assert together.find(b"the lamp") == [(["one", "other"], [(4, 8)])]


def together_and_alone(pattern: str, text: str) -> tuple[list[list[tuple[int, int]]], list[list[tuple[int, int]]]]:
    together: PatternSet[int] = PatternSet(MACROS)
    together.add(pattern, 0)
    return [spans for _, spans in together.find(text.encode())], [plain(pattern, text)]


TRICKY = "(lamp old horn) \\lamp horn (old)lamp horn"


def test_an_opening_bracket_in_a_class_opens_no_group() -> None:
    found, wanted = together_and_alone(r"[(]lamp{gap 2}horn", TRICKY)
    assert found == wanted


@pytest.mark.parametrize("pattern", [r"(?:[)]lamp{gap 2}horn)", r"\\(?:lamp{gap 2}horn)"])
def test_brackets_are_counted_as_re2_counts_them(pattern: str) -> None:
    found, wanted = together_and_alone(pattern, TRICKY)
    assert found == wanted


def test_what_is_found_comes_as_it_was_added() -> None:
    together: PatternSet[str] = PatternSet(MACROS)
    added = ["rota", "lamp{gap 2}horn", "horn", "old", "lamp", "clean", "lamp old"]
    for pattern in added:
        together.add(pattern, pattern)
    found = together.find(b"the clean horn and the lamp old horn of the rota")
    assert [tag for tags, _ in found for tag in tags] == added


def test_there_may_be_many_patterns_of_many_words() -> None:
    together: PatternSet[int] = PatternSet(MACROS)
    for number in range(2000):
        together.add(rf"(?:lighthouse|harbour master|foghorn) {number} keeper of the lamp\b", number)
    found = together.find(b"a harbour master 1999 keeper of the lamp and a foghorn 7 keeper of the lamp")
    assert found == [([7], [(47, 75)]), ([1999], [(2, 40)])]
