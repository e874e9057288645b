from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers import REPORTS, extractor, short

from peelcheck.extract import Extraction
from peelcheck.model import yamls
from peelcheck.model.document import Document
from peelcheck.model.finding import Finding

NAMES = sorted(path.name for path in REPORTS.iterdir() if path.suffix in (".txt", ".md"))
DEFAULTS: dict[str, Any] = {
    "grade": None,
    "form": None,
    "carried_over_from": None,
    "year": None,
    "parent": None,
    "parts": [],
    "deadline": None,
    "answers": [],
    "claimed": None,
    "what": None,
    "fragment": False,
    "spans": 1,
}


def expected(path: Path) -> dict[str, Any]:
    return yamls.read(path.with_name(path.stem + ".expected.yaml")).data


def listed(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Every expected finding in full; `at` says where those below it stand."""
    place: dict[str, Any] = {}
    full = []
    for item in plan["findings"]:
        if "at" in item:
            place = {"question": item["at"], "section": item.get("section", []), "summary": item.get("summary", False)}
            place |= {"pillar": item.get("pillar", plan["pillar"])}
            continue
        (kind, text), *others = item.items()
        voice = {"voice": plan.get("voice", "inspectorate")}
        full.append({"kind": kind, "text": text, **place, **DEFAULTS, **voice, **dict(others)})
        if kind == "metric":
            del full[-1]["section"]  # tiles: see test_tables.py
    return full


def told(finding: Finding, by_id: dict[str, Finding]) -> dict[str, Any]:
    assert finding.locator is not None
    names = ("kind", "question", "pillar", "section", "summary", "voice", *DEFAULTS)
    fields = {name: getattr(finding, name) for name in names if name != "spans"}
    fields["text"] = finding.text if finding.locator.spans else short(finding.text)
    fields["spans"] = len(finding.locator.spans or [1])
    fields["parent"] = short(by_id[finding.parent].text) if finding.parent else None
    fields["answers"] = [short(by_id[other].text) for other in finding.answers]
    if finding.kind == "metric":
        metric = finding.metrics[0]
        against = metric.comparator and {"name": metric.comparator.name, "value": metric.comparator.value}
        fields |= {"text": metric.measure, "comparator": against}
        fields |= {name: getattr(metric, name) for name in ("value", "unit", "period")}
        fields["spans"] = 1
        del fields["section"]
    return fields


@pytest.fixture(scope="module", params=NAMES)
def report(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Extraction]:
    path = REPORTS / request.param
    return expected(path), extractor().extract(Document.read(path))


def test_there_is_a_report_for_every_layout() -> None:
    assert len(NAMES) == 6


def test_the_document_is_recognised(report: tuple[dict[str, Any], Extraction]) -> None:
    plan, found = report
    seen = found.recognised
    assert (seen.force, seen.cycle.cycle, seen.pillar) == (plan["force"], plan["cycle"], plan["pillar"])
    assert seen.letter is plan.get("letter", False)


def test_grades_are_read(report: tuple[dict[str, Any], Extraction]) -> None:
    plan, found = report
    names = ("kind", "pillar", "question", "grade", "form", "year", "carried_over_from")
    wanted = [tuple(f[name] for name in names) for f in listed(plan) if "judgment" in f["kind"]]
    assert [tuple(getattr(f, name) for name in names) for f in found.findings if "judgment" in f.kind] == wanted


def test_every_finding_is_as_expected_and_there_is_no_other(report: tuple[dict[str, Any], Extraction]) -> None:
    plan, found = report
    by_id = {finding.id: finding for finding in found.findings}
    wanted = listed(plan)
    got = [told(finding, by_id) for finding in found.findings]
    assert [(f["kind"], f["text"]) for f in got] == [(f["kind"], f["text"]) for f in wanted]
    for one, other in zip(got, wanted, strict=True):
        assert one == other


def test_every_locator_finds_its_text(report: tuple[dict[str, Any], Extraction]) -> None:
    _, found = report
    document = found.document
    for finding in found.findings:
        assert finding.locator is not None
        pieces = finding.locator.spans or [finding.locator.chars]
        assert " ".join(" ".join(document.text[a:b] for a, b in pieces).split()) == finding.text
        assert finding.locator.lines == document.lines.span(*finding.locator.chars)
        assert finding.locator.sha256 == document.sha256
