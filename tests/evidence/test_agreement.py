"""Measures of agreement: published figures, definitions, laws."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from peelcheck.evidence.agreement import Resamples, alpha, kappa

CODES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=30)


def table(pairs: list[tuple[int, int]], k: int = 4) -> np.ndarray:
    counted = np.zeros((k, k))
    for a, b in pairs:
        counted[a, b] += 1
    return counted


def letters(one: str, two: str) -> list[tuple[int, int]]:
    return [(ord(a) - 97, ord(b) - 97) for a, b in zip(one, two, strict=True)]


def test_kappa_of_two_by_two() -> None:
    assert kappa(np.array([[20.0, 5.0], [10.0, 15.0]])) == pytest.approx(0.4)


# Krippendorff, Computing Krippendorff's alpha-reliability (2011): two observers, binary and nominal data
def test_published_alphas() -> None:
    binary = list(zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], strict=True))
    assert alpha(table(binary, 2)) == pytest.approx(0.095, abs=5e-4)
    assert alpha(table(letters("aabbdcccedda", "babbbcccedda".replace("edda", "eddd")), 5)) == pytest.approx(0.692, abs=5e-4)


def by_definition(pairs: list[tuple[int, int]]) -> float:
    """Ordinal alpha as it is defined: mean squared rank distance within units, over that between any two values."""
    values = [value for pair in pairs for value in pair]
    each = [values.count(rank) for rank in range(4)]

    def distance(a: int, b: int) -> float:
        low, high = min(a, b), max(a, b)
        return (sum(each[low : high + 1]) - (each[low] + each[high]) / 2) ** 2

    within = np.mean([distance(a, b) for a, b in pairs])
    between = np.mean([distance(a, b) for a, b in combinations(values, 2)])
    return 1 - within / between


@settings(max_examples=150, deadline=None)
@given(CODES)
def test_ordinal_alpha_is_its_definition(pairs: list[tuple[int, int]]) -> None:
    assume(len({value for pair in pairs for value in pair}) > 1)
    assert alpha(table(pairs), ordinal=True) == pytest.approx(by_definition(pairs))


@settings(max_examples=100, deadline=None)
@given(CODES)
def test_coders_may_change_places(pairs: list[tuple[int, int]]) -> None:
    one = table(pairs)
    for measure in (kappa(one) - kappa(one.T), alpha(one) - alpha(one.T), alpha(one, True) - alpha(one.T, True)):
        assert np.isnan(measure) or abs(measure) < 1e-9


def test_full_agreement_is_1_and_no_variety_is_undefined() -> None:
    agreed = table([(0, 0), (1, 1), (3, 3)])
    assert [float(x) for x in (kappa(agreed), alpha(agreed), alpha(agreed, True))] == [1, 1, 1]
    alike = table([(2, 2)] * 5)
    assert np.isnan([kappa(alike), alpha(alike), alpha(alike, True)]).all()
    assert np.isnan([kappa(table([])), alpha(table([]))]).all()


def test_intervals_hold_the_measure_and_narrow_with_units() -> None:
    rng = np.random.default_rng(1)
    widths = []
    for units in (40, 640):
        gold = rng.integers(0, 3, units)
        other = np.where(rng.random(units) < 0.7, gold, rng.integers(0, 3, units))
        stack = np.zeros((units, 3, 3))
        stack[np.arange(units), gold, other] = 1
        estimate = Resamples.of(units).estimate(stack, alpha)
        assert estimate == Resamples.of(units).estimate(stack, alpha)  # seeded
        assert estimate.value is not None
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low < estimate.value < estimate.high
        widths.append(estimate.high - estimate.low)
    assert widths[1] < widths[0] / 2


def test_what_is_not_defined_has_no_interval() -> None:
    assert Resamples.of(3).estimate(np.zeros((3, 3, 3)), kappa) == (None, None, None)
    assert Resamples.of(0).estimate(np.zeros((0, 3, 3)), alpha) == (None, None, None)
