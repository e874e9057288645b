"""Laws of the checks of numbers."""

from __future__ import annotations

import itertools
from typing import Any

from helpers import defaults, fired, run, told
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from peelcheck.model.figures import Masked, figures

lawful = settings(max_examples=60, deadline=None)
COUNTS = st.integers(2, 1900)


def codes(*texts: str) -> set[str]:
    assert defaults()
    result = run(*(told(text) for text in texts), codes="PC501 PC502 PC503 PC504 PC505 PC506")
    return {flag.code for flag in result.flag_list}


@lawful
@given(COUNTS, COUNTS, st.integers(0, 2), st.sampled_from(["percent", "per cent"]))
def test_a_true_share_is_never_flagged(one: int, other: int, places: int, percent: str) -> None:
    part, whole = sorted((one, other))
    assume(part < whole)
    text = f"Keepers signed {part:,} of the {whole:,} logs ({100 * part / whole:.{places}f} {percent})."
    assert codes(text) == set()


@lawful
@given(COUNTS, COUNTS, st.floats(2.1, 60))
def test_a_share_that_is_points_off_is_always_flagged(one: int, other: int, off: float) -> None:
    part, whole = sorted((one, other))
    wrong = round(100 * part / whole + off)
    assume(part < whole and wrong <= 100)
    assert "PC501" in codes(f"Keepers signed {part:,} of the {whole:,} logs ({wrong} percent).")


@lawful
@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from(["percent of nights", "wrecks per 1,000 ships"]))
def test_swapping_higher_and_lower_always_flags(one: int, other: int, unit: str) -> None:
    assume(abs(one - other) > 1)
    text = f"The lamp burned on {one} {unit}, %s than the average of {other} {unit}."
    true, false = ("higher", "lower") if one > other else ("lower", "higher")
    assert codes(text % true) == set()
    assert codes(text % false) == {"PC502"}


@lawful
@given(COUNTS, COUNTS, st.integers(2, 9))
def test_scaling_both_ends_of_a_change_changes_nothing(one: int, other: int, by: int) -> None:
    assume(one != other)

    def said(word: str, times: int) -> set[str]:
        return codes(f"The number of ships {word} from {one * times:,} to {other * times:,}.")

    for word in ("rose", "fell"):
        assert said(word, 1) == said(word, by)
    assert said("rose", 1) != said("fell", 1)


@lawful
@given(COUNTS, COUNTS)
def test_a_true_change_is_never_flagged(one: int, other: int) -> None:
    assume(one != other)
    word = "rose" if other > one else "fell"
    share = abs(round(100 * (other / one - 1)))
    assert codes(f"The number of ships {word} by {share} percent, from {one:,} to {other:,}.") == set()


@lawful
@given(st.lists(st.integers(2, 300), min_size=2, max_size=4), st.integers(-3, 3))
def test_parts_are_flagged_where_they_do_not_make_the_whole(parts: list[int], off: int) -> None:
    places = [f"{n} in the {side}" for n, side in zip(parts, ("north", "south", "east", "west"), strict=False)]
    whole = sum(parts) + off
    assume(whole / 2 < sum(parts) < 2 * whole)
    text = f"The coast has {whole:,} keepers: {', '.join(places[:-1])} and {places[-1]}."
    assert codes(text) == ({"PC504"} if off else set())


@lawful
@given(st.text(max_size=200))
def test_any_text_is_read_and_its_mask_keeps_what_is_no_figure(text: str) -> None:
    found = figures(text)
    masked = Masked(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert len(masked.text) == len(text) - sum(f.end - f.start - 1 for f in found)


def test_a_slip_is_a_note_and_a_gross_difference_an_error() -> None:
    def severity(percent: int) -> Any:
        return [f.severity for f in fired(run(told(f"Keepers signed 29 of the 60 logs ({percent} percent).")), "PC501")]

    assert [severity(p) for p in (48, 49, 58)] == [[], ["note"], ["error"]]


def test_a_run_of_figures_is_no_sentence() -> None:
    """However long it is, it is passed over at once: what is read of a sentence grows faster than its length."""
    found = run(told("Keepers " + " ".join(f"signed {n} of the {n + 9} logs ({n % 97} percent)" for n in range(3, 900)) + "."))
    assert [f for f in found.flag_list if f.code.startswith("PC50")] == []
