"""Letters of response: where answers are cut, what counts as addressed, what a response commits to, what a flag says."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import Record, corpus, fired, one, run, tools
from hypothesis import given, settings
from hypothesis import strategies as st

from peelcheck.checks import settings as checks_settings
from peelcheck.checks.commitment import Commitments
from peelcheck.checks.replies import Said


def answer(text: str, **more: Any) -> Record:
    return {"kind": "area_for_improvement", "question": "q1", "id": "a", "text": text, **more}


def reply(text: str, **more: Any) -> Record:
    return {"kind": "response", "voice": "force", "question": "q1", "answers": ["a"], "text": text, **more}


# ---- the law of full responses

NOUNS = ["boats", "ropes", "moorings", "pilots", "stairs", "treaty", "cellar", "WRA", "ladder", "signals", "crane", "barrels"]
VERBS = ["paint", "consult", "record", "train", "count", "sweep", "publish", "rebuild"]
JOINTS = [
    " and ",
    ", and ",
    ", including ",
    ", ensuring ",
    ", particularly ",
    "; ",
    ". ",
    ", and consult ",
    " so that ",
    " to protect ",
]
pieces = st.builds(
    lambda verb, nouns, word: f"{verb} {' '.join(nouns)} {word}".strip(),
    st.sampled_from(VERBS),
    st.lists(st.sampled_from(NOUNS), min_size=1, max_size=4, unique=True),
    st.text("abcdefghijklmnopqrstuvwxyz", max_size=9),
)
asked_for = st.builds(
    lambda first, more: first + "".join(joint + piece for joint, piece in more),
    pieces,
    st.lists(st.tuples(st.sampled_from(JOINTS), pieces), max_size=5),
)


@settings(max_examples=150, deadline=None)
@given(asked_for, st.lists(asked_for, max_size=3), st.booleans())
def test_a_response_that_restates_every_part_as_done_and_dated_is_never_flagged(text: str, parts: list[str], split: bool) -> None:
    said = [f"This was completed in March: {piece}." for piece in (text, *parts)]
    replies = [reply(s) for s in said] if split else [reply(" ".join(said))]
    result = run(answer(text, parts=parts), *replies, codes="PC601 PC602 PC603 PC605")
    assert [flag.message for flag in result.flag_list] == []


# ---- parts


def unaddressed(text: str, said: str, **more: Any) -> list[str]:
    flags = fired(run(answer(text, **more), reply(said), codes="PC602"), "PC602")
    return [flag.message.split("): “")[1].split("” (")[0] for flag in flags]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Paint leaking wooden boats and consult harbour pilots about moorings.", ["consult harbour pilots about moorings"]),
        ("Paint leaking wooden boats, ensuring harbour pilots trust moorings.", ["ensuring harbour pilots trust moorings"]),
        ("Paint leaking wooden boats, including winter tenders upriver.", ["including winter tenders upriver"]),
        ("Paint leaking wooden boats. Harbour pilots should inspect moorings.", ["Harbour pilots should inspect moorings"]),
        ("Paint leaking wooden boats; harbour pilots inspect moorings.", ["harbour pilots inspect moorings"]),
        ("Paint leaking wooden boats and ropes.", []),  # too little to stand alone
        ("Paint leaking wooden boats to protect harbour pilots at moorings.", []),  # what it is for
        ("Paint leaking wooden boats so that harbour pilots trust moorings.", []),
    ],
)
def test_where_an_answer_is_cut(text: str, left: list[str]) -> None:
    assert unaddressed(text, "All leaking wooden boats were painted in May.") == left


def test_words_in_a_purpose_address_the_part() -> None:
    text = "Paint leaking wooden boats, and consult river neighbours monthly so that harbour pilots trust moorings."
    assert unaddressed(text, "Leaking boats were painted. Harbour pilots trust their moorings.") == []


def test_a_part_is_addressed_by_a_paragraph_that_is_to_another_answer() -> None:
    text = "Paint leaking wooden boats, and consult harbour pilots about moorings."
    other = {"kind": "area_for_improvement", "question": "q1", "id": "b", "text": "Mend the horn."}
    speaks = reply("The horn was mended; harbour pilots were consulted about moorings.", answers=["b"])
    silent = reply("The horn was mended; harbour dues rise.", answers=["b"])
    boats = reply("Leaking wooden boats were painted in May.")
    assert fired(run(answer(text), other, boats, speaks, codes="PC602"), "PC602") == []
    assert one(run(answer(text), other, boats, silent, codes="PC602"), "PC602")


def test_a_part_is_less_sure_where_the_first_one_is_not_recognised_either() -> None:
    text = "Paint leaking wooden boats, and consult harbour pilots about moorings, ensuring winter tenders sail upriver."
    known = fired(run(answer(text), reply("Leaking boats were painted. Winter tenders sail.")), "PC602")
    unknown = fired(run(answer(text), reply("It was seen to. Winter tenders sail.")), "PC602")
    sure = {flag.fingerprint: flag.confidence for flag in known}
    assert all(flag.confidence < sure.get(flag.fingerprint, 0.6) for flag in unknown)
    assert len(unknown) == 2


def test_a_summary_is_withheld_and_says_why() -> None:
    text = "Paint leaking wooden boats, and consult harbour pilots about moorings."
    flag = one(run(answer(text), reply("Leaking boats were painted.", text_form="summary"), codes="PC602"), "PC602")
    assert flag.confidence < 0.6
    assert "coder's summary" in flag.counterargument


# ---- commitments


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The horn was rebuilt in May.", "done, dated"),
        ("The horn has been tested.", "done, not dated"),
        ("The horn is being tested.", "in progress, not dated"),
        ("We will test it by the end of the month.", "planned only, dated"),
        ("We will test it. The first horn was rebuilt.", "done, not dated"),
        ("Once it has been tested, we will say so.", "planned only, not dated"),
        ("The matter has been discussed.", "no action named, not dated"),
        ("We are confident in it.", "assurance only, not dated"),
        ("We do not agree. It was rebuilt.", "contested, not dated"),
        ("", "not addressed"),
    ],
)
def test_what_a_response_commits_to(text: str, status: str) -> None:
    words = checks_settings.load(tools().rules).checks["PC603"].words
    assert str(Commitments(words).read([Said("x", text)] if text else [])) == status


def test_the_message_names_the_status_of_each_part() -> None:
    text = "Rebuild broken fog horns, and consult harbour pilots about moorings."
    flag = one(run(answer(text), reply("We will rebuild broken horns."), codes="PC603"), "PC603")
    assert "names only plans, without owner and date" in flag.message
    assert "“Rebuild broken fog horns”: planned only, not dated" in flag.message
    assert "“consult harbour pilots about moorings”: not addressed" in flag.message


def test_a_deadline_makes_a_plan_without_a_date_surer() -> None:
    late, open_ended = (one(run(answer("Mend it.", deadline=d), reply("We will.")), "PC603") for d in ("within a week", None))
    assert (late.severity, open_ended.severity) == ("warning", "note")
    assert late.confidence > open_ended.confidence


def test_an_objection_beside_acts_is_less_sure_and_the_acts_are_its_counterargument() -> None:
    alone, beside = (
        one(run(answer("Mend it."), reply(t)), "PC603") for t in ("It is not possible.", "It is not possible; it was tested.")
    )
    assert alone.confidence > beside.confidence
    assert "done" in beside.counterargument


# ---- answers without a response


def test_a_listed_answer_is_surer_than_one_that_is_not_mentioned() -> None:
    other = {"kind": "area_for_improvement", "question": "q1", "id": "b", "text": "Mend the horn."}
    listed = {"kind": "area_for_improvement", "question": "q1", "voice": "force", "quotes": "a", "text": "Paint the boats."}
    horn = reply("The horn was mended.", answers=["b"])
    unmentioned, restated = (
        one(run(answer("Paint the boats."), other, horn, *more, codes="PC601"), "PC601") for more in ([], [listed])
    )
    assert restated.confidence > unmentioned.confidence >= 0.6
    elsewhere = one(run(answer("Paint the boats.", question="q2"), other, horn, codes="PC601"), "PC601")
    assert elsewhere.confidence < 0.6


def test_statements_of_a_coder_inside_a_response_count_as_said_in_it() -> None:
    text = "Paint leaking wooden boats, and consult harbour pilots about moorings."
    at = {"document": "letter.txt", "lines": [4, 4]}
    response = reply("Leaking boats were painted.", locator={**at, "chars": [10, 200]})
    detail: Record = {"kind": "statement", "question": "q1", "voice": "force", "text": "Harbour pilots were consulted."}
    inside, outside = ({**detail, "locator": {**at, "chars": chars}} for chars in ([50, 90], [300, 340]))
    assert fired(run(answer(text), response, inside, codes="PC602"), "PC602") == []
    assert len(corpus(answer(text), response, outside).findings) == 3
