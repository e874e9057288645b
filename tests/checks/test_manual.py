"""The manual pages of the checks: their shape, and their examples run."""

from __future__ import annotations

import inspect

import pytest
from helpers import defaults, tools

from peelcheck.checks import REGISTRY, Entry, entry
from peelcheck.cli.examples import check_failures, manual_examples

SECTIONS = ["What it flags", "Why it matters", "How it decides", "Settings", "When it may be wrong", "Source", "Example"]
ALWAYS = {"What it flags", "Why it matters", "How it decides", "When it may be wrong", "Example"}

every_check = pytest.mark.parametrize("check", REGISTRY, ids=lambda e: e.code)


def page(check: Entry) -> str:
    return inspect.cleandoc(check.load().__doc__ or "")


@every_check
def test_page_has_its_sections_in_order(check: Entry) -> None:
    headings = [line for line in page(check).splitlines()[1:] if line and not line.startswith(" ")]
    assert set(headings) >= ALWAYS
    assert headings == [name for name in SECTIONS if name in headings]


@every_check
def test_page_begins_with_one_line_that_says_what_it_is_about(check: Entry) -> None:
    first, second = page(check).splitlines()[:2]
    assert first.endswith(".")
    assert not second


@every_check
def test_page_explains_every_setting_and_no_other(check: Entry) -> None:
    section = page(check).partition("\nSettings\n")[2].split("\n\n")[0]
    told = [name for line in section.splitlines() for name in line.partition(":")[0].strip().split(", ") if name]
    assert set(told) == set(getattr(check.load(), "SETTINGS", {}))


@every_check
def test_example_comes_out_as_the_page_says(check: Entry) -> None:
    examples = manual_examples(check)
    assert any(example.expect == "fires" for example in examples)
    assert [line for example in examples for line in check_failures(tools(), check, example, defaults())] == []


def test_registry_is_in_order_and_names_each_check_once() -> None:
    codes = [e.code for e in REGISTRY]
    assert codes == sorted(set(codes))
    assert len({e.name for e in REGISTRY}) == len(REGISTRY)
    assert all(entry(e.code.lower()) is e is entry(e.name) for e in REGISTRY)
