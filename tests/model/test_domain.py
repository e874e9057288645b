from __future__ import annotations

from pathlib import Path

import pytest

from peelcheck.model.domain import Domain
from peelcheck.model.errors import InputError
from peelcheck.model.finding import LEVELS
from peelcheck.model.patterns import compiled
from peelcheck.model.rulesdir import RulesDir, shipped
from peelcheck.model.text import key

CYCLE = """cycle: {name}
name: Watch 2020
publisher: The inspectorate of lights
recognised_by: ['{pattern}']
comparable_with: [{other}]
scale:
  grades: [{{id: poor, label: Poor, words: [poor]}}]
  ungraded: {{id: ungraded, label: Ungraded, words: [ungraded]}}
pillars: [{{id: null, questions: []}}]
"""


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(RulesDir())


def overlay(folder: Path, **files: str) -> RulesDir:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".yaml").write_text(text, encoding="utf-8")
    return RulesDir(folder)


def test_every_shipped_cycle_loads_under_its_own_name(domain: Domain) -> None:
    names = {path.stem for path in (shipped() / "cycles").glob("*.yaml")} - {"layouts"}
    assert set(domain.cycles) == names
    assert len(names) >= 9


def test_scales_rise_and_their_words_are_lower_case_and_unique(domain: Domain) -> None:
    for cycle in domain.cycles.values():
        scale = cycle.scale
        assert scale.grades[0].needs is None
        needs = [grade.needs for grade in scale.grades[1:] if grade.needs]
        assert len(needs) == len(scale.grades) - 1
        assert [LEVELS.index(n.level) for n in needs] == sorted(LEVELS.index(n.level) for n in needs)
        assert [n.failing for n in needs] == sorted((n.failing for n in needs), reverse=True)
        words = [word for grade in (*scale.grades, scale.ungraded) for word in grade.words]
        assert len(words) == len(set(words))
        assert all(word == word.lower() for word in words)
        assert scale.cause_of_concern_cap is None or scale.rank(scale.cause_of_concern_cap) is not None


def test_questions_are_told_apart_by_id_and_title(domain: Domain) -> None:
    for cycle in domain.cycles.values():
        for pillar in cycle.pillars:
            ids = [question.id for question in pillar.questions]
            assert len(ids) == len(set(ids))
            titles = [title for question in pillar.questions for title in {key(title) for title in question.titles}]
            assert len(titles) == len(set(titles))


def test_comparability_goes_both_ways(domain: Domain) -> None:
    for one in domain.cycles:
        assert domain.comparable(one, one)
        for other in domain.cycles:
            assert domain.comparable(one, other) == domain.comparable(other, one), (one, other)


def test_names_of_bodies_are_their_own(domain: Domain) -> None:
    claimed = [name for force in domain.forces.values() for name in {force.name, *force.aliases}]
    assert len(claimed) == len(set(claimed)) == len(domain.force_names)
    assert all(len(name) >= 3 for name in claimed)
    for alliance in domain.alliances:
        assert set(alliance.forces) <= set(domain.forces)


def test_a_question_has_a_topic(domain: Domain) -> None:
    assert domain.topic("peel-2018", "effectiveness", "q3") == "vulnerability"
    assert domain.topic("peel-2018", "effectiveness", "q99") is None
    assert domain.topic("no-such", "effectiveness", "q3") is None


def test_ranks_and_labels(domain: Domain) -> None:
    scale = domain.cycles["peel-2018"].scale
    assert [scale.rank(grade) for grade in ("inadequate", "outstanding", "ungraded", None)] == [0, 3, None, None]
    assert (scale.label("requires_improvement"), scale.label("ungraded")) == ("Requires improvement", "Ungraded")


def test_a_file_of_ones_own_takes_the_place_of_the_shipped_one(tmp_path: Path, domain: Domain) -> None:
    forces = "version: 1\nforces: [{id: harrowmere, name: Harrowmere Police}]\n"
    own = Domain.load(overlay(tmp_path, forces=forces))
    assert list(own.forces) == ["harrowmere"]
    assert set(own.cycles) == set(domain.cycles)


def test_a_cycle_of_ones_own_stands_beside_the_shipped_ones(tmp_path: Path, domain: Domain) -> None:
    text = CYCLE.format(name="watch-2020", pattern="^WATCH$", other="peel-2018")
    own = Domain.load(overlay(tmp_path, **{"cycles__watch-2020": text}))
    assert set(own.cycles) == {*domain.cycles, "watch-2020"}


def test_an_unknown_comparable_cycle_is_refused(tmp_path: Path) -> None:
    text = CYCLE.format(name="watch-2020", pattern="^WATCH$", other="peel-2081")
    with pytest.raises(InputError, match=r"unknown cycle 'peel-2081'.*Did you mean 'peel-20"):
        Domain.load(overlay(tmp_path, **{"cycles__watch-2020": text}))


def test_a_pattern_that_is_refused_is_placed(tmp_path: Path) -> None:
    text = CYCLE.format(name="watch-2020", pattern="(?=ahead)", other="")
    with pytest.raises(InputError) as caught:
        Domain.load(overlay(tmp_path, **{"cycles__watch-2020": text}))
    assert (caught.value.line, caught.value.key) == (4, "recognised_by.0")
    assert "RE2" in caught.value.remedy


@pytest.mark.parametrize("pattern", ["(", "(?=ahead)", r"(a)\1"])
def test_a_comparator_that_is_refused_is_placed(tmp_path: Path, pattern: str) -> None:
    text = f"version: 1\nforces: []\ncomparators:\n  all: ['{pattern}']\n"
    with pytest.raises(InputError) as caught:
        Domain.load(overlay(tmp_path, forces=text))
    assert (caught.value.line, caught.value.key) == (3, "comparators")


def test_comparators_are_found_by_name(domain: Domain) -> None:
    text = "The rate of England and Wales is lower."
    assert domain.comparators(text) == [(12, 29, "england_and_wales")]


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a folder of rules"):
        RulesDir(tmp_path / "none")


def test_a_file_that_is_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no cycles/none\.yaml"):
        RulesDir(tmp_path).file("cycles/none.yaml")


def test_files_are_sorted_by_name_whatever_their_folder(tmp_path: Path) -> None:
    rules = overlay(tmp_path, **{"cycles__peel-2016": "{}", "cycles__aardvark": "{}"})
    names = [path.name for path in rules.glob("cycles/*.yaml")]
    assert names == sorted(names)
    assert next(path for path in rules.glob("cycles/*.yaml") if path.name == "peel-2016.yaml").parent == tmp_path / "cycles"


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("lamp", "LAMP", True),
        ("Lamp", "LAMP", False),
        (r"\Slamp", "xLAMP", True),
        (r"\bLamp\b", "a Lamp", True),
        ("(?i)Lamp", "LAMP", True),
    ],
)
def test_a_capital_makes_a_pattern_mind_its_case(pattern: str, text: str, found: bool) -> None:
    assert bool(compiled(pattern).search(text)) is found
