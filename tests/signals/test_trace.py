"""What the reader says of its way is what it did."""

from __future__ import annotations

import pytest
from helpers import reader
from hypothesis import given, settings
from hypothesis import strategies as st

from peelcheck.report.steps import steps, why
from peelcheck.signals.trace import Trace

WORDS = (
    "the lamp horn rota is are not good poor inconsistent lack of a there no last year, but however, although other forces "
    "smokes burns steadily intends to improve 55 percent nights lamp oil is sold backlog"
)


def traced(text: str, before: str | None = None) -> Trace:
    trace = Trace()
    inherited = reader().read(before)[1] if before else frozenset()
    reader().read(text, inherited, trace=trace)
    return trace


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join))
def test_a_trace_changes_nothing_and_tells_all(text: str) -> None:
    plain, _ = reader().read(text)
    trace = traced(text)
    assert trace.kept == plain
    found = [f.reading for f in trace.found]
    assert set(plain) <= set(found)
    assert {*plain, *(lost.reading for lost in trace.lost)} == set(found)
    for refused in trace.refused:
        assert refused.span is None or trace.words(refused.span)


REFUSED = {
    "The lamp stands by a poor bakery.": ("lack", "side"),
    "The horn stands beside a good bakery.": ("praise", "side"),
    "The lamp burns, but the night is poor.": ("poor_state", "clause"),
    "The lamp oil is sold in poor bottles.": ("unless", "unless"),
    "There is a backlog of lamp repairs.": ("backlog", "without"),
    "Although the lamp is good, the horn is poor.": ("good_state", "concession"),
    "There is a lack of good lamps.": ("praise", "lack"),
    "The lamp was lit on 55 percent of days.": ("figure", "about"),
    "The lamp spent 55 percent of nights of leave.": ("figure", "figure-unless"),
    "The lamp was lit for 9 hours of most nights.": ("figure", "level"),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.items(), ids=lambda value: str(value)[:40])
def test_what_is_refused_says_why(text: str, expected: tuple[str, str]) -> None:
    who, reason = expected
    served = [(r.serves.owner if r.serves.role == "term" else r.serves.role, r.reason) for r in traced(text).refused]
    assert (who, reason) in served


def test_a_subject_far_away_is_said_to_be_far_away() -> None:
    text = "The lamp that the keeper bought " + "from his uncle and his aunt " * 6 + "is inconsistent."
    assert ("poor_state", "reach") in [(r.serves.owner, r.reason) for r in traced(text).refused]


def test_denial_and_trigger_are_named() -> None:
    trace = traced("There are no gaps in the care of the lamp.")
    (how,) = [f for f in trace.found if f.reading in trace.kept]
    assert (trace.words(how.denial or (0, 0)), how.reading.level) == ("no", "sound")
    trace = traced("Last year the lamp was inconsistent.")
    assert trace.words(trace.how(trace.kept[0]).trigger or (0, 0)) == "Last year"


def test_good_words_in_a_blame_and_the_milder_of_two_are_dropped() -> None:
    lost = traced("The lamp smokes and went out.").lost
    assert [(x.reading.cue, x.reason, x.by.cue) for x in lost] == [("smokes", "outweighed", "went out")]


def test_a_subject_taken_over_is_said_to_be() -> None:
    trace = traced("It is inconsistent.", before="The keeper trims the lamp.")
    assert trace.taken_over == {"lamp_upkeep"}
    assert "subject taken over from the sentence before" in why(trace, "lamp_upkeep")


def test_steps_name_every_stage() -> None:
    trace = traced("Last year the lamp was inconsistent, but the horn burns steadily on 55 percent of nights.")
    told = "\n".join(steps(trace, reader().loaded.vocabulary.terms, "Before it.", [("lamp_upkeep", "lamp")]))
    for part in ("Before", "Text", "Clauses", "Subjects", "Heard", "Figures", "Triggers", "Refused", "Read", "Kept", "As answer"):
        assert f"\n{part}" in f"\n{told}", part
    assert "lamp_upkeep: weak historical by" in told
    assert "historical by “Last year”" in told
    assert "term poor_state (weak; subject before" in told


def test_steps_of_a_text_that_says_nothing() -> None:
    told = steps(traced("The stairs \x1b[31mare steep."), reader().loaded.vocabulary.terms)
    assert "Subjects    none" in told
    assert "Kept        nothing" in told
    assert not any("\x1b" in line for line in told)


def test_why_tells_of_one_signal_only() -> None:
    trace = traced("The lamp is poor and the horn is good.")
    assert why(trace, "keeper_rota") == ["no subject found"]
    assert not any("fog_signal" in line for line in why(trace, "lamp_upkeep"))
