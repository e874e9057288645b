"""The repository's own rules: no domain in the code, schemas in step, sound seeds, no text of the documents."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from helpers import ROOT, SHARED, reader

from peelcheck.checks import REGISTRY
from peelcheck.cli.explain import schemas
from peelcheck.model.finding import Kind, Voice
from peelcheck.run import Tools, load

RULES = ROOT / "rules"
SEEDS = ROOT / "seeds"
SOURCES = sorted((ROOT / "peelcheck").rglob("*.py"))
RULE_FILES = sorted(path for path in RULES.rglob("*.yaml"))


# ---- no domain in the code


TERMS = """
police policing constabulary constable constables officer officers offender offenders offence crime crimes victim
victims burglary custody detective detectives firearms prosecution probation dash arms marac mappa thrive hmic hmicfrs
england wales vulnerable vulnerability safeguarding neighbourhood investigation investigations
"""


def walk(data: Any, *names: str) -> Iterator[str]:
    """Every text under the given keys, however deep."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in names:
                yield from ([value] if isinstance(value, str) else [v for v in value or [] if isinstance(v, str)])
            yield from walk(value, *names)
    elif isinstance(data, list):
        for item in data:
            yield from walk(item, *names)


@cache
def domain_words() -> frozenset[str]:
    """What only rules may spell: bodies, cycles, questions, grades, signals, themes, terms of the trade."""
    domain = Tools.of().domain
    words = set(TERMS.split())
    for force in domain.forces.values():
        words |= {force.id, force.name, *force.aliases}
    for cycle in domain.cycles.values():
        words |= {cycle.cycle, cycle.name, cycle.publisher}
        words |= {word for grade in cycle.scale.grades for word in (grade.id, grade.label, *grade.words)}
        for pillar, question in cycle.questions():
            words |= {question.topic, question.title, *question.aliases, *question.short, *([pillar.id] if pillar.id else [])}
    for name, (_, signal) in reader(shipped=True).loaded.signals().items():
        words |= {name, *([signal.theme] if "_" in signal.theme else [])}
    contract = {*get_args(Kind), *get_args(Voice), *(e.name for e in REGISTRY)}  # words that findings and checks use
    return frozenset(words - contract - {"ungraded"})


@cache
def domain_pattern() -> re.Pattern[str]:
    longest_first = sorted(domain_words(), key=len, reverse=True)
    return re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")


NAMES = [path.relative_to(ROOT).as_posix() for path in SOURCES]


@pytest.mark.parametrize("name", NAMES)
def test_no_domain_word_in_the_code(name: str) -> None:
    found = set(domain_pattern().findall((ROOT / name).read_text("utf-8")))
    assert found == set()


def test_the_words_are_worth_looking_for() -> None:
    assert {"west-mercia", "Kent Police", "requires_improvement", "Good", "arms_backlog", "peel-2018", "police"} <= domain_words()
    assert len(domain_words()) > 300


def test_no_check_names_a_signal_outside_its_example() -> None:
    for path in (ROOT / "peelcheck").rglob("*.py"):
        body = re.sub(r'"""(?s:.*?)"""', "", path.read_text("utf-8"))
        assert "lamp" not in body, path


# ---- rules and schemas


@pytest.mark.parametrize("name", sorted(schemas()))
def test_published_schema_is_in_step_with_its_type(name: str) -> None:
    assert (ROOT / "peelcheck" / "schemas" / name).read_bytes() == schemas()[name]


def test_no_schema_is_left_over() -> None:
    assert {path.name for path in (ROOT / "peelcheck" / "schemas").iterdir() if path.suffix == ".json"} == set(schemas())


@pytest.mark.parametrize("path", [*RULE_FILES, *sorted((ROOT / "tests" / "lighthouse").rglob("*.yaml"))], ids=lambda p: p.name)
def test_rule_file_begins_with_the_schema_for_editors(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match
    target = (path.parent / match[1]).resolve()
    assert target.parent == ROOT / "peelcheck" / "schemas"
    kinds = {"forces", "vocabulary", "assertion", "checks", "layouts", "labels"}
    kind = path.stem if path.stem in kinds else "cycle" if path.parent.name == "cycles" else "pack"
    assert target.name == f"{kind}.schema.json"
    assert target.name in schemas()


def test_forces_and_aliases_are_told_apart() -> None:
    forces = Tools.of().domain.forces.values()
    names = [name for force in forces for name in {force.name, *force.aliases}]
    assert len(names) == len(set(names))
    assert len(list(forces)) == 43


# ---- seeds


def seed_findings() -> Any:
    return load([SEEDS]).findings


def test_seeds_are_valid_and_have_ids_of_their_own() -> None:
    found = seed_findings()
    assert len(found) > 500
    assert len({finding.id for finding in found}) == len(found)


def test_seeds_are_in_the_coders_words() -> None:
    for finding in seed_findings():
        named = finding.kind in ("judgment", "past_judgment")
        assert finding.text_form == "summary" or named, finding.id


def test_seeds_name_what_the_rules_know() -> None:
    domain, signals = Tools.of().domain, reader(shipped=True).loaded.signals()
    for finding in seed_findings():
        assert finding.force in domain.forces
        cycle = domain.cycles[finding.cycle]
        assert finding.question in (None, "overall") or cycle.question(finding.pillar, finding.question), finding.id
        assert {code.signal for code in finding.coded} <= set(signals), finding.id
        assert finding.grade is None or finding.grade == "ungraded" or cycle.scale.rank(finding.grade) is not None


def test_seeds_point_to_each_other() -> None:
    found = {finding.id: finding for finding in seed_findings()}
    for finding in found.values():
        for name in (finding.parent, finding.quotes, *finding.answers):
            assert name is None or name in found, finding.id


def test_seeds_point_into_documents_of_the_manifest() -> None:
    manifest = yaml.safe_load((SEEDS / "documents.yaml").read_text("utf-8"))["documents"]
    known = {item["file"]: item["sha256"] for item in manifest}
    for finding in seed_findings():
        assert finding.locator is not None
        assert finding.locator.sha256 == known[finding.locator.document]
        assert finding.locator.chars[0] < finding.locator.chars[1]


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the documents are not at hand")
def test_seeds_point_to_the_places_that_they_name() -> None:
    from peelcheck.model.document import Document

    documents = {path.name: Document.read(path) for path in (SHARED / "seeds").glob("*.txt")}
    for finding in seed_findings():
        at = finding.locator
        document = documents[at.document]
        assert at.sha256 == document.sha256
        assert tuple(at.lines) == document.lines.span(*at.chars), finding.id
        assert document.text[slice(*at.chars)] == document.text[slice(*at.chars)].strip(), finding.id


# ---- no text of the documents


RUN = 8  # words


def sentences(text: str, ends: str = '.!?:;•"{}[]\n') -> list[str]:
    """A text cut at the ends of its sentences; each piece keeps its end. Lines that are not parted by a blank one go on."""
    plain = re.sub(r"<[^<>]{1,12}>", "", text)
    plain = re.sub(r"\n(?!\s*\n)", " ", plain.lower().replace("’", "").replace("'", ""))
    return re.split(f"(?<=[{re.escape(ends)}])", plain)


def grams(words: list[str]) -> set[str]:
    return {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def runs(pieces: Iterable[str]) -> set[str]:
    """Every run of eight words within a sentence, official titles left out."""
    parts = (part for piece in pieces for part in title_pattern().split(" ".join(re.findall(r"[a-z0-9]+", piece))))
    return set().union(*(grams(part.split()) for part in parts)) - set().union(*(grams(t.split()) for t in titles()))


@cache
def titles() -> frozenset[str]:
    """Official titles, which may stand anywhere: of questions, their parts, documents."""
    found: set[str] = set()
    for path in (RULES / "cycles").glob("*.yaml"):
        data = yaml.safe_load(path.read_text("utf-8"))
        found |= set(walk(data, "title", "aliases", "short", "sub_questions", "sections", "titles"))
    found |= set(walk(yaml.safe_load((SEEDS / "documents.yaml").read_text("utf-8")), "title"))
    return frozenset(" ".join(re.findall(r"[a-z0-9]+", title.lower().replace("’", "").replace("'", ""))) for title in found) - {
        ""
    }


@cache
def title_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(titles(), key=len, reverse=True))})\b")


def own_words(path: Path) -> list[str]:
    """The sentences of a file; of findings what a coder wrote, not the headings that he copied."""
    text = path.read_text("utf-8")
    if path.suffix == ".jsonl":
        records = [json.loads(line) for line in text.splitlines()]
        return [piece for record in records for part in [record["text"], *record.get("parts", [])] for piece in sentences(part)]
    return sentences(text)


def project_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the documents are not at hand")
def test_no_sentence_of_the_documents_is_copied() -> None:
    texts = [path.read_text("utf-8") for path in (SHARED / "seeds").glob("*.txt")]
    printed = runs(piece for text in texts for piece in sentences(text) if piece.endswith("."))  # prose, not headings
    assert len(printed) > 20_000
    copied = {}
    for path in project_files():
        try:
            common = runs(own_words(path)) & printed
        except UnicodeDecodeError:
            continue
        if common:
            copied[path.relative_to(ROOT).as_posix()] = sorted(common)[:3]
    assert copied == {}
