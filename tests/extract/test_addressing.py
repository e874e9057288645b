"""Which answers the paragraphs of a letter address, and which original a restatement has."""

from __future__ import annotations

from typing import Any

from helpers import extract

from peelcheck.extract import link_quotes
from peelcheck.extract.addressing import Addressing
from peelcheck.model.finding import Finding, Kind

ANSWERS = [
    "The station should count the oil cans in both of its cellars.",
    "The station should rescue crews of stranded trawlers (CST) sooner.",
    "The station should teach its young keepers to swim.",
]
FILLER = ["The weather was kind this year.", "The board met in the town, and the keepers came.", "We have been to the fair."]


def addressed(*responses: str, to_all: Any = lambda text: None) -> list[list[int]]:
    return Addressing([*ANSWERS, *FILLER, *responses], to_all).addressed(ANSWERS, responses)


def test_paragraphs_in_the_order_of_the_list() -> None:
    said = ["Oil cans were counted in May.", "Two stranded trawlers were reached within the hour.", "Nine keepers can swim."]
    assert addressed(*said) == [[0], [1], [2]]


def test_paragraphs_in_another_order_with_one_left_out() -> None:
    assert addressed("Nine young keepers now swim.", "Cellars and oil cans were looked at.") == [[2], [0]]


def test_a_paragraph_without_a_word_of_its_own_goes_on_with_the_one_before() -> None:
    said = ["Stranded trawlers are reached sooner.", "A second boat was bought for it.", "Nine young keepers can swim."]
    assert addressed(*said) == [[1], [1], [2]]


def test_a_first_paragraph_about_nothing_in_particular_is_about_all() -> None:
    assert addressed("A mate leads a small team.", "Oil cans were counted.")[0] == [0, 1, 2]


def test_a_paragraph_about_all_of_them_wherever_it_stands() -> None:
    said = ["Oil cans were counted.", "All this is led by the mate."]
    assert addressed(*said, to_all=lambda text: text.startswith("All this")) == [[0], [0, 1, 2]]


def test_one_paragraph_may_address_two_answers() -> None:
    (found,) = addressed("Oil cans in the cellars were counted, and young keepers were taught to swim.")
    assert found == [0, 2]


def test_an_abbreviation_means_what_it_stands_for() -> None:
    long = ["Put a lamp in the shed.", "Rescue crews of long barges (CLB).", "Buy ropes."]
    said = ["CLBs are now met at sea."]
    spelt = ["Put a lamp in the shed.", "Rescue crews of long barges.", "Buy ropes."]
    assert Addressing([*long, *FILLER, *said]).addressed(long, said) == [[1]]
    assert Addressing([*spelt, *FILLER, *said, "They rescue crews of long barges."]).addressed(spelt, said) == [[0, 1, 2]]


def test_common_words_lead_nowhere() -> None:
    answers = ["We have been asked to have the boats painted.", "Mend the horn.", "Sweep the stairs."]
    said = ["A horn was mended.", "Until now we have been slow."]
    letter = [*answers, *FILLER, *said, *(f"We have been {word}." for word in "abcdefghijklmnopqrst")]
    assert Addressing(letter).addressed(answers, said) == [[1], [1]]


# ---- restatements


def made(name: str, text: str, voice: Any = "inspectorate", kind: Kind = "area_for_improvement") -> Finding:
    return Finding(id=name, force="f", cycle="c", question="q1", kind=kind, voice=voice, text=text)


ORIGINALS = [
    made(
        "o1", "The station should mend its broken horn, and should paint every leaking boat in the northern shed before winter."
    ),
    made("o2", "The station should train its keepers to swim in cold water."),
]


def linked(text: str, kind: Kind = "area_for_improvement") -> str | None:
    return link_quotes([*ORIGINALS, made("r", text, "force", kind)])[-1].quotes


def test_a_restatement_that_drops_a_part_still_has_its_original() -> None:
    assert linked("The station should mend its broken horn.") == "o1"


def test_a_restatement_that_is_like_two_or_of_another_kind_has_none() -> None:
    assert linked("The station should look after what it has.") is None
    assert linked("The station should mend its broken horn.", "recommendation") is None


def test_a_letter_whose_paragraphs_are_not_in_order() -> None:
    letter = """Dear Home Secretary,

PEEL 2018/19: an inspection of Morrowshire Police

This letter is in response to the HMICFRS report of September 2019.

Best Wishes

Jory Penhale
Police & Crime Commissioner

APPENDIX

Protecting vulnerable people

There were 3 AFIs in this area:

- *The force should answer silent calls from stalked people.*
- *The force should find missing children sooner.*
- *The force should house its sniffer dogs.*

Kennels for nine sniffer dogs stand in the yard.

They were paid for by the council.

Fewer children are missing overnight, since patrols look for missing children first.
"""
    found = extract(letter).findings
    by_id = {f.id: f.text for f in found}
    about = [[by_id[i].split("should ")[1].split()[0] for i in f.answers] for f in found if f.kind == "response"]
    assert about == [["house"], ["house"], ["find"]]
