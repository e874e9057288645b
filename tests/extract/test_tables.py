from __future__ import annotations

from helpers import REPORTS, extract

from peelcheck.model.finding import Finding

HEAD = """PEEL: Police effectiveness 2016
An inspection of Northfell Constabulary

How effective is the force at investigating crime and reducing re-offending?

Every theft is counted once, by the hour at which it was noticed.

"""


def metrics(table: str) -> list[tuple[str | None, float | None, float | None]]:
    found = [f.metrics[0] for f in extract(HEAD + table).findings if f.kind == "metric"]
    return [(m.measure, m.value, m.comparator.value if m.comparator else None) for m in found]


def test_columns_are_told_by_their_heads() -> None:
    assert metrics("Rates\tEngland and Wales\tNorthfell\nThefts\t2.5\t1.5\n") == [("thefts", 1.5, 2.5)]


def test_bars_make_a_table_too() -> None:
    table = "| Rates | Northfell Constabulary | England and Wales |\n| --- | ---: | ---: |\n| Thefts | 1.5% | 2.5% |\n"
    assert metrics(table) == [("thefts", 1.5, 2.5)]


def test_bars_without_a_rule_make_a_table_too() -> None:
    assert metrics("| Rates | Northfell | England and Wales |\n| Thefts | 1.5% | 2.5% |\n") == [("thefts", 1.5, 2.5)]


def test_a_table_without_the_body_in_its_head_has_no_metrics() -> None:
    assert metrics("Rates\tSaltwick and Vale\tEngland and Wales\nThefts\t1.5\t2.5\n") == []


def test_a_table_of_the_body_alone_has_no_comparator() -> None:
    assert metrics("Year\tNorthfell\nThefts in 2016\t1,250\n") == [("thefts_in_2016", 1250.0, None)]


def test_one_cell_is_not_held_against_itself() -> None:
    found = metrics("Rates\tNorthfell\tEngland and Wales\n\tAll thefts\t11.0\t9.7\n")
    assert found in ([("all_thefts", 11.0, 9.7)], [("all_thefts", 11.0, None)], [])


def test_the_head_of_a_table_gives_the_unit() -> None:
    found = extract(f"{HEAD}Rates per 1,000 population\tNorthfell\tEngland and Wales\nThefts\t4.1\t2.3\n").findings
    (metric,) = [f.metrics[0] for f in found if f.kind == "metric"]
    assert metric.unit == "per_1000"


def tiles() -> list[Finding]:
    found = extract((REPORTS / "pdf-markdown-2016.md").read_text(encoding="utf-8")).findings
    return [f for f in found if f.kind == "metric" and f.section[0] == "Force in numbers"]


def test_a_tile_stands_under_its_own_heading() -> None:
    headings = ["Calls for assistance", "Crime outcomes", "Organised crime groups"]
    assert [f.section[1] for f in tiles()] == headings


def test_the_text_of_a_tile_is_its_label_and_its_figures() -> None:
    words = "Calls for assistance Calls for help per 1,000 people 12 months to 31 August 2016"
    assert tiles()[0].text == f"{words} Saltwick and Vale Police England and Wales **198** **240**"
