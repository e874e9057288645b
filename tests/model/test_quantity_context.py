from __future__ import annotations

import pytest

from peelcheck.model.quantities import quantities


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Calls rose by 12 percent.", "up"),
        ("There was an increase of 12 percent.", "up"),
        ("The queue fell to 40 files.", "down"),
        ("This is 8 percent fewer than before.", "down"),
        ("The rate is higher than 30 percent.", "above"),
        ("The rate is below 30 percent.", "below"),
        ("The rate is 30 percent.", None),
    ],
)
def test_words_give_a_figure_its_direction(text: str, direction: str | None) -> None:
    assert [q.metric.direction for q in quantities(text)] == [direction]


def test_a_place_narrows_a_figure_and_is_none_itself() -> None:
    found = quantities("In two stations, 85 percent of forms were complete.")
    assert [(q.metric.value, q.metric.scope) for q in found if q.metric.unit == "percent"] == [(85.0, "two stations")]
    assert all(q.metric.scope is None for q in found if q.metric.unit == "count")
