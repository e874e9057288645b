"""Units of two codings, and what is counted on them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from peelcheck.evidence.scoring import ANY, Coding, Swap, match, score
from peelcheck.model.errors import NothingToCheckError
from peelcheck.model.finding import Finding


def coding(text: str, at: tuple[int, int] | None = None, document: str = "north.txt", **more: Any) -> Coding:
    """A coding whose levels are given by label: lamp="weak", or lamp="weak sound"."""
    record: dict[str, Any] = {
        "id": more.pop("id", f"{document}-{text}-{at}"),
        "force": more.pop("force", "north"),
        "cycle": "watch-2020",
        "kind": "statement",
        "text": text,
    }
    if at is not None:
        record["locator"] = {"document": document, "lines": [1, 1], "chars": list(at), "sha256": more.pop("sha256", None)}
    levels = {label: frozenset(said.split()) for label, said in more.items()}
    return Coding(msgspec.convert(record, Finding), levels)  # type: ignore[arg-type]


OVERLAPS = {
    "the same": ((0, 40), True),
    "half of the shorter one": ((20, 60), True),
    "less than half": ((21, 61), False),
    "within a longer one": ((-0, 400), True),
    "none": ((40, 80), False),
}


@pytest.mark.parametrize(("span", "together"), OVERLAPS.values(), ids=OVERLAPS)
def test_units_overlap_by_half_of_the_shorter_one(span: tuple[int, int], together: bool) -> None:
    matched = match([coding("a", (0, 40), lamp="weak")], [coding("b", span, lamp="weak")], both_ways=True)
    assert len(matched.units) == (1 if together else 2)


def test_other_documents_do_not_overlap() -> None:
    one, two = coding("a", (0, 40), lamp="weak"), coding("b", (0, 40), "south.txt", force="south", lamp="weak")
    matched = match([one], [two], both_ways=True)
    assert (matched.units, matched.unmatched, matched.beyond) == ([], 1, 1)


def test_another_edition_of_a_document_is_matched_by_text() -> None:
    gold = coding("a", (0, 40), sha256="1" * 64, lamp="weak")
    assert match([gold], [coding("b", (0, 40), sha256="2" * 64, lamp="weak")], both_ways=False).unmatched == 1
    assert len(match([gold], [coding("A.", (9, 40), sha256="2" * 64, lamp="weak")], both_ways=False).units) == 1


def test_without_places_the_id_or_the_text_matches() -> None:
    gold = [coding("The lamp smokes.", id="g-1", lamp="weak"), coding("Own words.", id="x", horn="weak")]
    other = [coding("the lamp  smokes", id="o-1", lamp="weak"), coding("Others' words.", id="x", horn="sound")]
    matched = match(gold, other, both_ways=True)
    assert [(sorted(u.gold), sorted(u.other)) for u in matched.units] == [(["lamp"], ["lamp"]), (["horn"], ["horn"])]


def test_a_passage_of_two_sentences_is_one_unit() -> None:
    gold = [coding("a b", (0, 80), lamp="weak")]
    other = [coding("a", (0, 40), lamp="weak"), coding("b", (41, 80), horn="sound")]
    (unit,) = match(gold, other, both_ways=False).units
    assert unit.other == {"lamp": {"weak"}, "horn": {"sound"}}


def test_silence_counts_only_where_the_text_was_seen() -> None:
    gold = [coding("a", (0, 40), lamp="weak"), coding("b", (50, 90), lamp="weak"), coding("c", (0, 9), "south.txt", lamp="weak")]
    other = [coding("a", (0, 40), lamp="weak"), coding("d", (200, 240), lamp="weak")]
    matched = match(gold, other, both_ways=False)
    assert (len(matched.units), matched.unmatched, matched.beyond) == (2, 1, 1)
    both = match(gold, other, both_ways=True)
    assert (len(both.units), both.unmatched, both.beyond) == (3, 1, 0)


def test_counts_rows_and_confusions() -> None:
    gold = [
        coding("1", (0, 10), lamp="weak"),
        coding("2", (20, 30), lamp="failing sound"),
        coding("3", (40, 50), lamp="sound"),
        coding("4", (60, 70), horn="weak"),
        coding("5", (80, 90)),
    ]
    other = [
        coding("1", (0, 10), lamp="failing"),
        coding("2", (20, 30), lamp="weak"),
        coding("3", (40, 50)),
        coding("4", (60, 70), lamp="weak"),
        coding("5", (80, 90), horn="strong"),
    ]
    result = score(match(gold, other, both_ways=False))
    rows = {row.label: row for row in result.rows}
    lamp = rows["lamp"]
    assert lamp.low == (2, 2, 1)
    assert (lamp.low.precision, lamp.low.recall, lamp.low.f1) == (2 / 3, 1.0, pytest.approx(0.8))
    assert lamp.high == (2, 0, 0)
    assert (lamp.high.precision, lamp.high.recall, lamp.high.f1) == (None, 0.0, 0.0)
    assert result.whole.low == (3, 2, 1)
    assert result.anyhow.label == ANY
    assert result.anyhow.low == (3, 3, 0)
    assert result.sides == [[2, 1, 0], [1, 0, 1], [0, 1, 0]]
    assert result.levels == [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    assert result.swaps == [Swap("horn", "lamp", "low", 1)]


def test_full_agreement() -> None:
    gold = [coding(str(n), (n * 20, n * 20 + 10), lamp=level) for n, level in enumerate(("weak", "sound", "strong"))]
    result = score(match([*gold, coding("9", (900, 910))], [*gold, coding("9", (900, 910))], both_ways=True))
    assert (result.whole.kappa.value, result.whole.nominal.value, result.whole.ordinal.value) == (1, 1, 1)
    assert (result.whole.low.f1, result.whole.high.f1) == (1, 1)


def test_nothing_coded_is_nothing_to_score() -> None:
    with pytest.raises(NothingToCheckError):
        score(match([coding("a", (0, 40))], [coding("a", (0, 40))], both_ways=True))
