"""What holds for any text: nothing but InputError is raised, locators find their text, ids are stable."""

from __future__ import annotations

import itertools
import re
import textwrap

import pytest
from helpers import REPORTS, extract, extractor
from hypothesis import given, settings
from hypothesis import strategies as st

from peelcheck.extract import Extraction
from peelcheck.model.errors import InputError
from peelcheck.model.finding import Finding

TEXTS = {p.name: p.read_text(encoding="utf-8") for p in sorted(REPORTS.iterdir()) if p.suffix in (".txt", ".md")}
OCR = TEXTS["ocr-2015.txt"]
LINES = sorted({line for text in TEXTS.values() for line in text.split("\n") if "PEEL" not in line})
ODD = ["\t", "- ", "* a", "| a | b | c |", "²", "<sup>1</sup> x", "Contents", "a" * 300, "½ of 3%.", "…", "\u2028", "\x0b", "1)"]
HEAD = "PEEL: Police effectiveness 2015\nAn inspection of Easterdale Police\n"
QUESTION = "How effective is the force at investigating crime and managing offenders?\n"

anything = st.text(max_size=400)
lines = st.lists(st.one_of(st.sampled_from(LINES), st.sampled_from(ODD), st.text(max_size=40)), max_size=40)
shuffled = lines.map("\n".join)
known = st.one_of(shuffled, anything).map(lambda body: HEAD + QUESTION + body)
often = settings(max_examples=120, deadline=None)


def quoted(found: Extraction, finding: Finding) -> str:
    assert finding.locator is not None
    pieces = finding.locator.spans or [finding.locator.chars]
    return " ".join(" ".join(found.document.text[a:b] for a, b in pieces).split())


@often
@given(st.one_of(anything, shuffled))
def test_any_text_is_extracted_or_refused(text: str) -> None:
    try:
        found = extract(text)
    except InputError as error:
        assert error.remedy  # noqa: PT017
    else:
        assert found.recognised.force in extractor().domain.forces


@often
@given(known)
def test_locators_find_their_text(text: str) -> None:
    found = extract(text)
    for finding in found.findings:
        assert finding.locator is not None
        assert quoted(found, finding) == finding.text
        start, end = finding.locator.chars
        assert 0 <= start < end <= len(text)
        spans = finding.locator.spans or [(start, end)]
        assert (spans[0][0], spans[-1][1]) == (start, end)
        assert spans == sorted(spans)
        first, last = finding.locator.lines
        assert first == text.count("\n", 0, start) + 1
        assert last == text.count("\n", 0, end - 1) + 1


@often
@given(known)
def test_statements_do_not_overlap(text: str) -> None:
    statements = [f.locator for f in extract(text).findings if f.kind == "statement" and f.locator]
    spans = sorted(span for locator in statements for span in locator.spans or [locator.chars])
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


@often
@given(known)
def test_ids_are_unique_and_references_resolve(text: str) -> None:
    findings = extract(text).findings
    ids = {f.id for f in findings}
    assert len(ids) == len(findings)
    assert all(f.parent is None or f.parent in ids for f in findings)
    assert all(ids.issuperset(f.answers) for f in findings)


@often
@given(known)
def test_every_character_is_accounted_for(text: str) -> None:
    account = extract(text).account()
    assert sum(account.characters.values()) == len(text)
    assert all(count >= 0 for count in account.characters.values())


@settings(max_examples=30, deadline=None)
@given(known)
def test_extraction_is_repeatable(text: str) -> None:
    assert extract(text).findings == extract(text).findings


def bare(findings: list[Finding]) -> list[tuple[object, ...]]:
    return [(f.id, f.kind, f.question, f.grade, f.text, f.parts, f.deadline, f.metrics, f.section) for f in findings]


@pytest.mark.parametrize("name", TEXTS)
def test_carriage_returns_change_nothing_but_offsets(name: str) -> None:
    text = TEXTS[name]
    before, after = extract(text), extract(text.replace("\n", "\r\n"))
    assert bare(after.findings) == bare(before.findings)
    assert [f.locator.lines for f in after.findings if f.locator] == [f.locator.lines for f in before.findings if f.locator]


@pytest.mark.parametrize("name", TEXTS)
def test_a_byte_order_mark_changes_nothing_but_offsets(name: str) -> None:
    before, after = extract(TEXTS[name]), extract("\ufeff" + TEXTS[name])
    assert bare(after.findings) == bare(before.findings)
    for one, other in zip(before.findings, after.findings, strict=True):
        assert one.locator is not None
        assert other.locator is not None
        assert other.locator.chars == tuple(offset + 1 for offset in one.locator.chars)


@pytest.mark.parametrize("name", TEXTS)
def test_blank_lines_at_the_end_change_nothing(name: str) -> None:
    assert bare(extract(TEXTS[name].rstrip() + "\n\n \n").findings) == bare(extract(TEXTS[name]).findings)


PARAGRAPHS = [m.end() for m in re.finditer(r"(?<=[a-z]\.)\n\n(?=[A-Z])", OCR) if m.start() > OCR.index("This chapter")]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PARAGRAPHS), st.from_regex(r"[A-Z][a-z]{3,9} [a-z]{2,9}( [a-z]{1,9}){3,9}\.", fullmatch=True))
def test_inserting_a_sentence_renames_no_other_finding(at: int, sentence: str) -> None:
    before = extract(OCR).findings
    after = extract(f"{OCR[:at]}{sentence}\n\n{OCR[at:]}").findings
    assert {(f.id, f.text) for f in before} < {(f.id, f.text) for f in after}
    (new,) = {f.id for f in after} - {f.id for f in before}
    assert next(f.text for f in after if f.id == new) == sentence


def wrapped(name: str, width: int) -> str:
    """A report with its sentences broken at a width."""
    fill = textwrap.TextWrapper(width=width, break_on_hyphens=False).fill
    return "\n".join(fill(line) if line.endswith(".") else line for line in TEXTS[name].split("\n"))


@pytest.mark.parametrize("width", range(62, 122, 6))
def test_the_width_of_lines_does_not_matter(width: int) -> None:
    name = "web-badged-2018.txt"
    broken = extract(wrapped(name, width)).findings
    assert [(f.id, f.kind) for f in broken] == [(f.id, f.kind) for f in extract(TEXTS[name]).findings]


def test_a_first_line_is_no_heading() -> None:
    found = extract(wrapped("web-badged-2018.txt", 52)).findings
    assert "The queue at the laboratory has doubled since May 2018." in [f.text for f in found]
