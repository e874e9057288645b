"""With and without a cache a run gives the same bytes, whatever was run before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from helpers import LIGHTHOUSE, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peelcheck.extract import Extractor
from peelcheck.model.cache import NO_CACHE, Cache
from peelcheck.run import Tools, check, load
from peelcheck.signals.reader import SignalReader

REPORTS = ROOT / "tests" / "reports"
RULES = ROOT / "tests" / "rules"
BASE = {"force": "north", "cycle": "watch-2020", "question": "q1", "kind": "statement"}
SENTENCES = ["The lamp smokes.", "This is not always put right.", "The lamp is clean.", "Lamps are not always trimmed."]


def output(folder: Path, rules: Path, cache: Cache) -> bytes:
    tools = Tools.of(rules, cache)
    result = check(load([folder], tools=tools), tools=tools, min_confidence=0)
    return result.render("json") + repr(result.observation_list).encode()


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Any]]:
    """What is really extracted and read."""
    seen: dict[str, list[Any]] = {"extracted": [], "read": []}
    extract, read = Extractor.extract, SignalReader.observations

    def extracting(self: Extractor, document: Any) -> Any:
        seen["extracted"].append(document.name)
        return extract(self, document)

    def reading(self: SignalReader, findings: Any, watch: Any = None) -> Any:
        listed = list(findings)
        seen["read"].append({f.locator.document if f.locator else None for f in listed})
        return read(self, listed, watch)

    monkeypatch.setattr(Extractor, "extract", extracting)
    monkeypatch.setattr(SignalReader, "observations", reading)
    return seen


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("web-badged-2018.txt", "letter-2018.txt", "pdf-markdown-2016.md"):
        shutil.copy(REPORTS / name, folder / name)
    return folder


def test_a_second_run_extracts_and_reads_nothing(documents: Path, tmp_path: Path, counted: dict[str, list[Any]]) -> None:
    cache = Cache(tmp_path / "cache")
    bare = output(documents, RULES, NO_CACHE)
    assert output(documents, RULES, cache) == bare
    for names in counted.values():
        names.clear()
    assert output(documents, RULES, cache) == bare
    assert counted == {"extracted": [], "read": []}


def test_one_changed_document_reads_only_itself_again(documents: Path, tmp_path: Path, counted: dict[str, list[Any]]) -> None:
    cache = Cache(tmp_path / "cache")
    output(documents, RULES, cache)
    changed = documents / "web-badged-2018.txt"
    changed.write_text(changed.read_text("utf-8").replace("In 31 of them", "In 32 of them"), "utf-8")
    for names in counted.values():
        names.clear()
    with_cache = output(documents, RULES, cache)
    assert counted == {"extracted": [changed.name], "read": [{changed.name}]}
    assert with_cache == output(documents, RULES, NO_CACHE)


def test_a_renamed_document_is_another(documents: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    output(documents, RULES, cache)
    (documents / "web-badged-2018.txt").rename(documents / "zzz.txt")
    assert output(documents, RULES, cache) == output(documents, RULES, NO_CACHE)


def test_a_link_to_another_document_is_nothing_to_read(tmp_path: Path, counted: dict[str, list[Any]]) -> None:
    """The id of an answer changes with its text, and so does the link to it from the letter that restates it."""

    def write(text: str) -> bytes:
        asked = {**BASE, "kind": "area_for_improvement"}
        at = {"lines": [1, 1], "chars": [0, 40]}
        records = [
            {**asked, "id": f"r-{len(text)}", "text": text, "locator": {**at, "document": "report.txt"}},
            {**asked, "id": "l-1", "voice": "commissioner", "text": text[:40], "locator": {**at, "document": "letter.txt"}},
        ]
        (tmp_path / "f.json").write_text(json.dumps(records))
        corpus = load([tmp_path / "f.json"], tools=Tools.of(LIGHTHOUSE, NO_CACHE))
        assert corpus.by_id["l-1"].quotes == f"r-{len(text)}"
        return output(tmp_path / "f.json", LIGHTHOUSE, cache)

    cache = Cache(tmp_path / "cache")
    write("Mend the horn before the fogs of winter.")
    counted["read"].clear()
    write("Mend the horn before the fogs of winter. Now")
    assert counted["read"] == [{"report.txt"}]


def test_changed_rules_are_followed(tmp_path: Path) -> None:
    rules, cache, folder = tmp_path / "rules", Cache(tmp_path / "cache"), tmp_path / "in"
    shutil.copytree(LIGHTHOUSE, rules)
    folder.mkdir()
    (folder / "f.jsonl").write_text(json.dumps({**BASE, "id": "a-1", "text": "The lamp smokes."}) + "\n")
    seen = set()
    for name, old, new in [
        ("checks.yaml", "checks:", "checks: "),
        ("coast/lights.yaml", "weight: 4", "weight: 5"),
        ("cycles/watch-2020.yaml", "share: 0.6", "share: 0.5"),
        ("vocabulary.yaml", "", ""),
    ]:
        path = rules / name
        if path.is_file():
            assert old in path.read_text("utf-8"), name
            path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
        now = output(folder, rules, cache)
        assert now == output(folder, rules, NO_CACHE), name
        seen.add(now)
    assert len(seen) >= 2


records = st.lists(
    st.tuples(st.sampled_from(SENTENCES), st.sampled_from(["a.txt", "b.txt", None]), st.booleans()), min_size=1, max_size=6
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(records, min_size=2, max_size=3))
def test_whatever_was_run_before(
    edits: list[list[tuple[str, str | None, bool]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Findings come and go, next to each other or not; one cache lives through all of it."""
    folder = tmp_path_factory.mktemp("edits")
    cache = Cache(folder / "cache")
    (folder / "in").mkdir()
    for edit in edits:
        lines, at = [], 0
        for number, (text, document, answer) in enumerate(edit):
            record: dict[str, Any] = {
                **BASE,
                "id": f"f-{number}",
                "text": text,
                "force": "south" if document == "b.txt" else "north",
            }
            if document:
                record["locator"] = {"document": document, "lines": [1, 1], "chars": [at, at + len(text)]}
                at += len(text) + 1
            lines.append(json.dumps({**record, "kind": "area_for_improvement"} if answer else record))
        (folder / "in" / "f.jsonl").write_text("\n".join(lines) + "\n")
        assert output(folder / "in", LIGHTHOUSE, cache) == output(folder / "in", LIGHTHOUSE, NO_CACHE)
