"""The checks of numbers, by planting: false figures must be found, true ones left alone."""

from __future__ import annotations

import random
import re
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import ROOT, SHARED

from checks.planting import Planted, many, templates
from peelcheck.checks import settings as checks_settings
from peelcheck.checks.settings import CheckExample
from peelcheck.cli.examples import corpus_of
from peelcheck.extract import Extractor
from peelcheck.model.document import Document
from peelcheck.model.finding import Finding
from peelcheck.run import Corpus, Result, Source, Tools, check, load

SETS = {
    "first": ["figure_sentences.yaml"],
    "second": ["figure_sentences_more.yaml"],
    "third": ["figure_sentences_third.yaml"],
    "fourth": ["figure_sentences_fourth.yaml"],
    "fifth": ["figure_sentences_fifth.yaml"],
    "sixth": ["figure_sentences_sixth.yaml"],
    "seventh": ["figure_sentences_seventh.yaml"],
    "eighth": ["figure_sentences_eighth.yaml"],
    "ninth": ["figure_sentences_ninth.yaml"],
    "tenth": ["figure_sentences_tenth.yaml"],
    "eleventh": ["figure_sentences_eleventh.yaml"],
    "twelfth": ["figure_sentences_twelfth.yaml"],
}
# What must be caught of each set, and of all together but the last: nothing was mended for that one, it shows what is to be
# expected of wording that was never seen.
LEAST = dict.fromkeys(SETS, 0.95) | {
    "fifth": 0.89,
    "seventh": 0.91,
    "ninth": 0.92,
    "tenth": 0.9,
    "eleventh": 0.92,
    "twelfth": 0.85,
}
TOGETHER = 0.95
NUMBERS = re.compile("PC50[1-6]")
at_hand = pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the documents are not at hand")


@cache
def shipped() -> Tools:
    return Tools.of()


def numbers(corpus: Corpus) -> Result:
    return check(corpus, tools=shipped(), min_confidence=0, selected=lambda e: NUMBERS.fullmatch(e.code) is not None)


def told(planted: list[Planted]) -> Corpus:
    """Each planted sentence in an inspection of its own."""
    records: list[dict[str, Any]] = []
    for number, item in enumerate(planted):
        base = {"kind": "statement", "question": "q1", "force": f"force-{number}"}
        records.append({**base, "text": item.text, "id": f"a-{number}"})
        if item.also:
            records.append({**base, "text": item.also, "id": f"b-{number}", "section": ["Elsewhere"]})
    defaults = checks_settings.load(shipped().rules).examples_in
    return corpus_of(CheckExample(findings=records, expect="fires"), defaults)


def by_place(result: Result) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for flag in result.flag_list:
        found[int(flag.evidence[0].finding.partition("-")[2])].add(flag.code)
    return found


def table(planted: list[Planted], hits: list[bool]) -> str:
    """Per kind: how many were planted, and how many flagged."""
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for item, hit in zip(planted, hits, strict=True):
        rows[f"{item.code} {item.kind}"][0] += 1
        rows[f"{item.code} {item.kind}"][1] += hit
    return "\n".join(f"{kind:16} {hit:4} of {number:4}" for kind, (number, hit) in sorted(rows.items()))


@pytest.mark.parametrize("name", SETS)
def test_planted_falsehoods_are_caught(name: str) -> None:
    planted = list(many(11, 400, templates(*SETS[name]), true=False))
    found = by_place(numbers(told(planted)))
    hits = [item.code in found[number] for number, item in enumerate(planted)]
    sys.stdout.write(f"\nfalse, flagged\n{table(planted, hits)}")
    missed = [item.text for item, hit in zip(planted, hits, strict=True) if not hit]
    assert sum(hits) >= LEAST[name] * len(planted), missed[:10]


def test_of_all_sets_together_the_aim_is_kept() -> None:
    found = [t for name, names in SETS.items() if name != "twelfth" for t in templates(*names)]
    planted = list(many(29, 2 * len(found), found, true=False))
    places = by_place(numbers(told(planted)))
    hits = [item.code in places[number] for number, item in enumerate(planted)]
    sys.stdout.write(f"\nfalse, flagged\n{table(planted, hits)}\n{sum(hits)} of {len(hits)}")
    assert sum(hits) >= TOGETHER * len(hits)


@pytest.mark.parametrize("name", SETS)
def test_true_variations_are_left_alone(name: str) -> None:
    planted = list(many(7, 1000 if name in ("first", "second") else 400, templates(*SETS[name]), true=True))
    found = by_place(numbers(told(planted)))
    sys.stdout.write(f"\ntrue, flagged\n{table(planted, [bool(found[number]) for number in range(len(planted))])}")
    assert [(item.text, item.also, found[number]) for number, item in enumerate(planted) if found[number]] == []


def kept(what: str) -> list[Any]:
    found: list[Any] = yaml.safe_load((Path(__file__).parent / f"figure_{what}.yaml").read_text("utf-8"))[what]
    return found


def flagged(told_: list[tuple[str, str | None]]) -> list[bool]:
    found = by_place(numbers(told([Planted("", "", text, also, True) for text, also in told_])))
    return [bool(found[number]) for number in range(len(told_))]


def test_of_two_sentences_that_differ_in_one_word_the_false_one_is_flagged() -> None:
    """Ratios that are no percentages (so many for each) are not read: the floor allows for them."""
    pairs = kept("pairs")
    assert [p["true"] for p, hit in zip(pairs, flagged([(p["true"], p.get("also")) for p in pairs]), strict=True) if hit] == []
    hits = flagged([(p["false"], p.get("also")) for p in pairs])
    assert sum(hits) >= 0.8 * len(pairs), [p["false"] for p, hit in zip(pairs, hits, strict=True) if not hit]


def test_true_sentences_made_to_mislead_are_left_alone() -> None:
    texts = kept("controls")
    assert len(texts) >= 900
    assert [text for text, hit in zip(texts, flagged([(text, None) for text in texts]), strict=True) if hit] == []


def test_there_are_enough_sentences_of_every_kind() -> None:
    for names in SETS.values():
        found = templates(*names)
        assert len({t["text"] for t in found}) == len(found)
        assert {"fraction", "compare", "change", "parts", "count", "two"} <= {t["kind"] for t in found}
    assert len(templates(*SETS["first"])) >= 60
    assert len(templates(*SETS["second"])) >= 100


# ---- in the five documents


@pytest.mark.parametrize("folder", [ROOT / "seeds", SHARED / "seeds"], ids=["coded", "documents"])
def test_no_figure_of_the_five_documents_is_flagged(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip("the documents are not at hand")
    result = numbers(load([folder], tools=shipped()))
    assert [flag.message for flag in result.flag_list] == []
    assert sum(ran.applied for ran in result.ran) > 25


# What their sentences hold that can be made false: a short phrase, and what it becomes.
ALTERED = {
    "000": [
        ("(29 out of 60)", "(49 out of 60)", "PC501"),
        ("rate of 35 mapped", "rate of 12 mapped", "PC502"),
        ("17 mapped OCGs", "71 mapped OCGs", "PC502"),
        ("rate of 2.7 disruptions", "rate of 1.7 disruptions", "PC502"),
        ("from 40 to approximately 150", "from 400 to approximately 150", "PC503"),
    ],
    "001": [
        ("(39 out of 43 forces)", "(13 out of 43 forces)", "PC501"),
        ("83.3 per cent", "38.3 per cent", "PC502"),
        ("figure of 14.3 percent", "figure of 41.3 percent", "PC502"),
        ("520 in January to 380", "320 in January to 380", "PC503"),
    ],
    "003": [
        ("157 (28%)", "157 (18%)", "PC501"),
        ("equates to 17%", "equates to 27%", "PC501"),
        ("There were 5 AFIs", "There were 6 AFIs", "PC505"),
        ("There were four recommendations", "There were six recommendations", "PC505"),
    ],
    "004": [("rate of 83.8 percent", "rate of 78.8 percent", "PC502")],
}


def read(text: str, name: str) -> list[Finding]:
    return Extractor(shipped().domain, shipped().rules).extract(Document.of(text, name)).findings


def documents() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((SHARED / "seeds").glob("*.txt"))}


@at_hand
@pytest.mark.parametrize(("name", "was", "becomes", "code"), [(n, *a) for n, found in ALTERED.items() for a in found])
def test_a_figure_of_a_document_that_is_altered_is_caught(name: str, was: str, becomes: str, code: str) -> None:
    text = next(text for file, text in documents().items() if file.startswith(name))
    assert was in text
    found = read(text.replace(was, becomes, 1), f"{name}.txt")
    flags = numbers(Corpus.of((f, Source("document")) for f in found)).flag_list
    assert [flag.code for flag in flags] == [code]


def planted_in(text: str, items: list[Planted], rng: random.Random) -> str:
    """A document with sentences set behind sentences of its paragraphs."""
    lines = text.split("\n")
    spoken = {f.locator.lines[1] - 1 for f in read(text, "document.txt") if f.kind in ("statement", "response") and f.locator}
    prose = [n for n in sorted(spoken) if len(lines[n]) > 120 and lines[n].rstrip().endswith(".")]
    places = rng.sample(prose, min(len(prose), 2 * len(items)))
    for item in items:
        lines[places.pop()] += f" {item.text}"
        if item.also:
            lines[places.pop()] += f" {item.also}"
    return "\n".join(lines)


@at_hand
@pytest.mark.parametrize("true", [False, True], ids=["false", "true"])
def test_sentences_planted_into_the_documents(true: bool) -> None:
    rng = random.Random(3)
    pool = [t for t in templates(*SETS["first"]) if not re.match(r"(?i)this|that|of (?:these|those)|it\b", t["text"])]
    planted, hits = [], []
    for number, (name, text) in enumerate(documents().items()):
        for turn in range(2):
            items = list(many(100 * turn + number, 20, rng.sample(pool, 20), true))
            result = numbers(Corpus.of((f, Source(name)) for f in read(planted_in(text, items, rng), name)))
            flagged = [(flag.code, " ".join(e.text for e in flag.evidence)) for flag in result.flag_list]
            planted += items
            hits += [any((i.code == c or true) and i.text in texts for c, texts in flagged) for i in items]
            own = [text for i in items for text in (i.text, i.also) if text]
            assert [texts for _, texts in flagged if not any(text in texts for text in own)] == []
    sys.stdout.write(f"\nin the documents, {'true' if true else 'false'}, flagged\n{table(planted, hits)}")
    assert len(planted) >= 200
    missed = [item.text for item, hit in zip(planted, hits, strict=True) if hit == true]
    assert len(missed) <= (0 if true else 0.05 * len(planted)), missed
