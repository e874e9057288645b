"""Laws that hold for any findings, in the domain of tests/lighthouse."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from helpers import Record, asked, corpus, graded, run, said, told, tools
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rich.console import Console

from peelcheck.evidence.assessment import Assessment
from peelcheck.evidence.corpus import Corpus
from peelcheck.model.finding import LEVELS
from peelcheck.report.terminal import show
from peelcheck.run import Result, check

SIGNALS = ("lamp_upkeep", "fog_signal", "keeper_rota")
GRADES = ("poor", "fair", "fine", "superb", "ungraded")
TEXTS = ("The lamp smokes.", "The lamp burns steadily.", "The station should sweep its stairs.", "It is not clean.", "Dark.")

forces = st.sampled_from(["north", "south", "east"])
levels = st.sampled_from(LEVELS)
statements = st.builds(
    lambda signal, level, force, assertion, summary: said(signal, level, force=force, assertion=assertion, summary=summary),
    st.sampled_from(SIGNALS),
    levels,
    forces,
    st.sampled_from(["present", "present", "historical", "planned"]),
    st.booleans(),
)
texts = st.builds(lambda text, force: told(text, force=force), st.sampled_from(TEXTS), forces)
answers = st.builds(
    lambda signal, force, kind: {**asked(signal, force=force), "kind": kind},
    st.sampled_from([*SIGNALS, None]),
    forces,
    st.sampled_from(["area_for_improvement", "recommendation", "cause_of_concern"]),
)
judgments = st.builds(lambda grade, force: graded(grade, force=force), st.sampled_from(GRADES), forces)
findings = st.lists(st.one_of(statements, statements, texts, answers, judgments), min_size=1, max_size=14)


def whole(corpus: Corpus) -> tuple[Result, bytes]:
    result = check(corpus, tools=tools(), min_confidence=0)
    return result, result.render("json")


def reordered(known: Corpus, order: list[int]) -> Corpus:
    pairs = [(finding, known.sources[finding.id][0]) for finding in known.findings]
    return Corpus.of([pairs[index] for index in order], known.documents.values())


@settings(max_examples=60, deadline=None)
@given(findings, st.randoms(use_true_random=False))
def test_the_order_of_findings_changes_no_byte(records: list[Record], random: Any) -> None:
    known = corpus(*records)
    order = list(range(len(known.findings)))
    random.shuffle(order)
    assert whole(reordered(known, order))[1] == whole(known)[1]


def test_the_order_of_findings_with_one_id_changes_no_byte() -> None:
    known = corpus(said("lamp_upkeep", "weak", "a", id="x-1"), said("fog_signal", "sound", "b", id="x-1"), asked())
    assert len(known.findings) == 3
    assert whole(reordered(known, [2, 1, 0]))[1] == whole(known)[1]


def seen(assessments: list[Assessment]) -> list[tuple[Any, ...]]:
    return [(a.inspection, a.question, a.declared, a.status, a.acceptability, a.coverage) for a in assessments]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(statements, judgments, answers), min_size=1, max_size=10), st.data())
def test_a_sentence_repeated_changes_no_assessment(records: list[Record], data: st.DataObject) -> None:
    again = {**data.draw(st.sampled_from(records)), "summary": data.draw(st.booleans())}
    before, after = run(*records, codes="PC101"), run(*records, again, codes="PC101")
    assert seen(after.assessment_list) == seen(before.assessment_list)


def mean_rank(result: Result) -> float:
    """The rank of the grade that draws accept, on average: 0 is the worst."""
    (item,) = result.assessment_list
    return sum(rank * share for rank, share in enumerate(item.acceptability.values()))


observed = st.lists(st.tuples(st.sampled_from(SIGNALS), levels), min_size=1, max_size=8)


@settings(max_examples=100, deadline=None)
@given(observed, st.data())
def test_a_worse_level_never_raises_and_a_better_one_never_lowers(evidence: list[tuple[str, Any]], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(evidence) - 1))
    signal, level = evidence[index]
    other = data.draw(levels)
    assume(other != level)
    changed = [*evidence[:index], (signal, other), *evidence[index + 1 :]]
    before, after = (mean_rank(run(*(said(s, v) for s, v in e), codes="PC101")) for e in (evidence, changed))
    worse = LEVELS.index(other) < LEVELS.index(level)
    assert after <= before + 1e-9 if worse else after >= before - 1e-9


@settings(max_examples=100, deadline=None)
@given(observed, st.sampled_from(["poor", "fair", "fine", "superb"]), st.data())
def test_worse_evidence_never_removes_a_flag_that_a_grade_is_too_high(
    evidence: list[tuple[str, Any]], grade: str, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(evidence) - 1))
    signal, level = evidence[index]
    assume(level != "failing")
    worse = LEVELS[data.draw(st.integers(0, LEVELS.index(level) - 1))]
    changed = [*evidence[:index], (signal, worse), *evidence[index + 1 :]]
    before, after = (run(graded(grade), *(said(s, v) for s, v in e), codes="PC101") for e in (evidence, changed))
    assert len(after.flag_list) >= len(before.flag_list)


@settings(max_examples=100, deadline=None)
@given(observed, st.sampled_from(["poor", "fair", "fine", "superb"]), st.booleans(), st.data())
def test_better_evidence_never_removes_a_flag_that_a_grade_is_too_low(
    evidence: list[tuple[str, Any]], grade: str, concern: bool, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(evidence) - 1))
    signal, level = evidence[index]
    assume(level != "strong")
    better = LEVELS[data.draw(st.integers(LEVELS.index(level) + 1, 3))]
    changed = [*evidence[:index], (signal, better), *evidence[index + 1 :]]
    cause = [{**asked(), "kind": "cause_of_concern"}] if concern else []
    before, after = (run(graded(grade), *cause, *(said(s, v) for s, v in e), codes="PC102") for e in (evidence, changed))
    assert len(after.flag_list) >= len(before.flag_list)


@settings(max_examples=60, deadline=None)
@given(
    observed, st.sampled_from(["poor", "fair", "fine", "superb"]), st.lists(st.one_of(statements, judgments, answers), max_size=8)
)
def test_a_grade_flag_depends_on_no_other_report(evidence: list[tuple[str, Any]], grade: str, others: list[Record]) -> None:
    own = [graded(grade), *(said(signal, level) for signal, level in evidence)]
    elsewhere = [{**record, "force": "south"} for record in others]
    alone, together = (run(*records, codes="PC101 PC102") for records in (own, [*elsewhere, *own]))
    of_north = [flag for flag in together.flag_list if flag.subject.inspection.force == "north"]
    assert [(f.fingerprint, f.message, f.confidence) for f in of_north] == [
        (f.fingerprint, f.message, f.confidence) for f in alone.flag_list
    ]


absent = st.sampled_from(["historical", "planned", "other_body"])
unseen = st.lists(st.tuples(st.sampled_from(SIGNALS), levels, absent, forces), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(unseen, st.sampled_from(GRADES))
def test_evidence_that_is_not_present_fires_no_check(evidence: list[tuple[str, Any, Any, str]], grade: str) -> None:
    records = [said(signal, level, force=force, assertion=how) for signal, level, how, force in evidence]
    others = [
        record
        for force in ("north", "south", "east")
        for record in (asked("fog_signal", force=force), graded(grade, force=force))
    ]
    result = run(*records, *others, codes="PC101 PC102 PC201 PC302")
    assert result.flag_list == []
    assert {item.coverage for item in result.assessment_list} == {0.0}


@settings(max_examples=60, deadline=None)
@given(findings)
def test_every_flag_can_be_read_traced_and_argued_with(records: list[Record]) -> None:
    result, _ = whole(corpus(*records))
    for flag in result.flag_list:
        assert flag.message.strip()
        assert flag.counterargument.strip()
        assert flag.evidence
        assert 0 < flag.confidence <= 1
        assert {item.finding for item in flag.evidence} <= set(result.corpus.by_id)
    fingerprints = [flag.fingerprint for flag in result.flag_list]
    assert len(fingerprints) == len(set(fingerprints))


@settings(max_examples=60, deadline=None)
@given(findings)
def test_each_fact_has_one_primary_flag(records: list[Record]) -> None:
    result, _ = whole(corpus(*records))
    by_fingerprint = {flag.fingerprint: flag for flag in result.flag_list}
    for flag in result.flag_list:
        group = [flag, *(by_fingerprint[name] for name in flag.related)]
        assert sum(item.primary for item in group) == 1
        assert len({(item.subject.inspection, item.subject.signal) for item in group}) == 1


# ---- any text survives


CONTROL = ["\x1b[31m", "\x07", "\r", "\x9b", "\x7f"]
BIDI = ["\u202a", "\u202e", "\u2066", "\u2069"]
NASTY = [*CONTROL, *BIDI, "[red]", "[/red]", "[/]", "[link=x]y[/link]", "\\[", ":smile:", "“”"]
any_text = st.one_of(
    st.text(min_size=1, max_size=40), st.builds("".join, st.lists(st.sampled_from(NASTY), min_size=1, max_size=4))
)
FORBIDDEN = {chr(code) for code in [*range(32), *range(127, 160)]} - {"\n"} | set(map(chr, range(0x202A, 0x202F)))
FORBIDDEN |= set(map(chr, range(0x2066, 0x206A)))


def everywhere(text: str) -> list[Record]:
    """Findings that carry a text wherever the input is free."""
    at = {"document": text, "lines": [1, 1], "chars": [0, 4]}
    return [
        said("lamp_upkeep", "weak", f"The lamp {text}", locator=at, section=[text]),
        said("lamp_upkeep", "sound", text, locator={**at, "chars": [5, 9]}),
        said("lamp_upkeep", "weak", text, force="south"),
        asked("fog_signal", text),
        asked("lamp_upkeep", text, force="south", parts=[text]),
        told(f"The station should {text}.", ignore=[{"code": "PC103", "reason": text or "none"}]),
        graded("superb", text=text),
    ]


def names(text: str) -> list[Record]:
    """Findings that carry a text where a known name is expected."""
    unknown = [told("a", question=text), told("b", cycle=text), told("c", pillar=text), said(text, "weak")]
    grades = [graded("fine", question=text), graded("fair", question=text)]
    return [*unknown, *grades, said("lamp_upkeep", "weak", force=text), graded("fine", force=text)]


def rendered(records: list[Record]) -> tuple[str, dict[str, Any]]:
    """The page for a terminal, and the JSON object, of a run over findings."""
    known = corpus(*records)
    result, data = whole(known)
    page = io.StringIO()
    show(Console(file=page, width=200, highlight=False), result.report())
    return page.getvalue(), json.loads(data)


@settings(max_examples=100, deadline=None)
@given(any_text)
def test_any_text_survives_the_renderers(text: str) -> None:
    records = everywhere(text)
    page, data = rendered(records)
    assert not FORBIDDEN & set(page)
    assert "PC201" in page
    shown = {item["text"] for flag in data["flags"] for item in flag["evidence"]}
    assert shown <= {record["text"] for record in records}


@pytest.mark.parametrize("text", ["\x1b[31m", "\x9b", "\u202e"])
def test_any_name_survives_the_renderers(text: str) -> None:
    page, _ = rendered(names(text))
    assert not FORBIDDEN & set(page)


@pytest.mark.parametrize("grade", ["[/red]", "[red]"])
def test_any_grade_survives_the_renderers(grade: str) -> None:
    page, _ = rendered([graded(grade), said("lamp_upkeep", "weak")])
    assert grade in page.split("Grades and what the evidence supports")[1]


def test_markup_in_a_text_is_printed_not_obeyed() -> None:
    page, _ = rendered(everywhere("[bold]burns[/bold] [/]"))
    assert "The lamp [bold]burns[/bold] [/]" in page
