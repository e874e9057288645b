from __future__ import annotations

import itertools

import pytest

from peelcheck.model.finding import Metric
from peelcheck.model.quantities import number, quantities


def only(text: str) -> Metric:
    (found,) = quantities(text)
    assert text[found.start : found.end]
    return found.metric


def gap(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("36 percent of calls", 36, "percent"),
        ("36 per cent of calls", 36, "percent"),
        ("36% of calls", 36, "percent"),
        ("36.5% of calls", 36.5, "percent"),
        ("a rise of 4 percentage points", 4, "percent"),
        pytest.param("Thirty-six percent of calls", 36, "percent"),
        pytest.param("after twenty-one days", 21, "days"),
        ("a fall of -3.4% since spring", -3.4, "percent"),
        ("a rise of +13.4% since spring", 13.4, "percent"),
        ("one in the box, half of the calls", 50, "percent"),
        ("a third of calls", 33.3, "percent"),
        ("two thirds of calls", 66.7, "percent"),
        ("three quarters of calls", 75, "percent"),
        ("nine tenths of calls", 90, "percent"),
        ("the queue doubled", 2, "ratio"),
        ("the queue has halved", 0.5, "ratio"),
        ("the queue trebled", 3, "ratio"),
        pytest.param("the queue quadrupled", 4, "ratio"),
        ("1,204 calls", 1204, "count"),
        ("seven calls", 7, "count"),
        ("twenty-one calls", 21, "count"),
        ("2 million calls", 2_000_000, "count"),
        ("three hundred calls", 300, "count"),
        ("23 gangs per million population", 23, "per_million"),
        ("59 thefts per 1,000 population", 59, "per_1000"),
        ("59 thefts per thousand people", 59, "per_1000"),
        ("4 thefts per 100,000 people", 4, "per_100000"),
        ("1.9 visits per gang", 1.9, "per_gang"),
        ("after 72 hours", 72, "hours"),
        ("after six weeks", 6, "weeks"),
        ("a 12-month plan", 12, "months"),
        ("a two-year wait", 2, "years"),
        ("between 10 and 20 percent of calls", 15, "percent"),
        ("10-20% of calls", 15, "percent"),
        ("10 to 20 days later", 15, "days"),
        ("three to four weeks later", 3.5, "weeks"),
        ("a fine of £250 for each", 250, "pounds"),
        pytest.param("the queue is three times longer", 3, "ratio"),
        ("twice as many callers wait", 2, "ratio"),
        pytest.param("one in five calls", 20, "percent"),
        pytest.param("three out of every four calls", 75, "percent"),
        pytest.param("one hundred and twenty calls", 120, "count"),
        pytest.param("a fine of £1.5m", 1_500_000, "pounds"),
    ],
)
def test_a_quantity_is_read(text: str, value: float, unit: str) -> None:
    metric = only(text)
    assert (metric.value, metric.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "part", "whole", "share"),
    [
        ("29 out of 60 files", 29, 60, 48.3),
        ("29 of 60 files", 29, 60, 48.3),
        ("29 of the 60 files", 29, 60, 48.3),
        ("29 files out of a total of 60", 29, 60, 48.3),
        ("two of the seven stores", 2, 7, 28.6),
        ("1,250 out of 2,500 calls", 1250, 2500, 50),
    ],
)
def test_a_part_of_a_whole_is_a_share(text: str, part: float, whole: float, share: float) -> None:
    metric = only(text)
    assert (metric.numerator, metric.denominator, metric.value, metric.unit) == (part, whole, share, "percent")


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("over", "over"),
        ("more than", "over"),
        ("just over", "over"),
        ("under", "under"),
        ("fewer than", "under"),
        ("less than", "under"),
        ("about", "about"),
        ("around", "about"),
        ("approximately", "about"),
        ("nearly", "nearly"),
        ("almost", "nearly"),
        ("up to", "up_to"),
        ("at least", "at_least"),
        ("at most", "at_most"),
        ("only", "only"),
        ("a further", "further"),
        ("another", "further"),
    ],
)
def test_a_quantity_is_qualified(words: str, qualifier: str) -> None:
    metric = only(f"It found {words} 40 percent of them.")
    assert (metric.value, metric.qualifier) == (40, qualifier)
    assert only(f"{words.capitalize()} 40 calls came.").qualifier == qualifier


@pytest.mark.parametrize(
    "text",
    [
        "in 2016",
        "since May 2018",
        "the 2017 inspection",
        "on 3 March 2019",
        "on 3rd March",
        "by the end of April 2020",
        "section 136 of the act",
        "question 3",
        "figure 4",
        "annex 2 and part 1",
        "level 2 training",
        "a priority 1 call",
        "chapter 7",
        "PEEL 2018/19",
        "the A38 road",
        "form MG5",
        "the Code G 2012",
        "one of them",
        "no one came",
        "zero tolerance",
        "the third sector",
        "the first hour",
        "the second boat",
        "a quarterly meeting",
        "24/7",
        "nothing at all",
        "",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert quantities(text) == []


def test_the_first_of_two_may_be_a_label() -> None:
    assert [q.metric.value for q in quantities("Under section 136 officers took 12 people.")] == [12]


def test_a_part_larger_than_its_whole_is_no_share() -> None:
    assert all(q.metric.denominator is None for q in quantities("60 out of 29 files"))


def test_a_period_is_told_from_a_quantity() -> None:
    metric = only("In the 12 months to 31 August 2016 the office took 35 calls.")
    assert (metric.value, metric.unit, metric.period) == (35, "count", "In the 12 months to 31 August 2016")


def test_quantities_come_in_order_and_apart() -> None:
    text = "Of 60 files 16 were thin, 29 out of 60 (48 percent) late and two thirds of them lost for over 3 weeks."
    found = quantities(text)
    assert [q.metric.value for q in found] == [60, 16, 48.3, 48, 66.7, 3]
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


def counties(text: str) -> list[tuple[int, int, str]]:
    at = text.find("all counties")
    return [(at, at + len("all counties"), "all_counties")] if at >= 0 else []


@pytest.mark.parametrize(
    "text",
    [
        "The rate is 9 percent, against 12 percent for all counties.",
        "The rate is 9 percent, which is a long way below all counties at 12 percent.",
        pytest.param("The rate is 9%, against 12% for all counties."),
        pytest.param("The rate is 9 percent; in all counties it is 12 percent."),
    ],
)
def test_a_figure_has_a_comparator(text: str) -> None:
    (found,) = quantities(text, counties)
    assert found.metric.comparator is not None
    held = found.metric.comparator
    assert (found.metric.value, held.name, held.value) == (9, "all_counties", 12)


def test_a_comparator_alone_is_not_the_figure_of_the_body() -> None:
    (found,) = quantities("It is above the rate for all counties of 12 percent.", counties)
    assert (found.metric.value, found.metric.comparator, found.metric.scope) == (12, None, "all_counties")


def test_figures_of_different_units_are_not_compared() -> None:
    found = quantities("It took 40 days, against 12 percent for all counties.", counties)
    assert [q.metric.comparator for q in found] == [None, None]


@pytest.mark.parametrize(
    ("text", "value"),
    [("4,300", 4300), ("seven", 7), ("twenty-one", 21), ("Thirty two", 32), ("2 million", 2_000_000), ("1.5", 1.5)],
)
def test_a_number_is_read(text: str, value: float) -> None:
    assert number(text) == value
