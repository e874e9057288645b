"""From Python: paths to a corpus, a corpus to a result, a result to tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers import LIGHTHOUSE, ROOT, asked, corpus, graded, run, said, told

import peelcheck
from peelcheck.model.errors import InputError
from peelcheck.model.findingsfile import read
from peelcheck.run import load

BASE = {"id": "a-1", "force": "north", "cycle": "watch-2020", "question": "q1", "kind": "statement", "text": "The lamp smokes."}


def write(path: Path, data: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return path


YAML = "{id: a-1, force: north, cycle: watch-2020, question: q1, kind: statement, text: The lamp smokes.}"
FORMS = {
    "findings.jsonl": json.dumps(BASE) + "\n\n",
    "with-bom.jsonl": "\ufeff" + json.dumps(BASE),
    "windows.jsonl": json.dumps(BASE) + "\r\n",
    "list.json": [BASE],
    "object.json": {"findings": [BASE]},
    "findings.yaml": f"- {YAML}\n",
    "findings.yml": f"findings:\n  - {YAML}\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_findings_reads_alike(tmp_path: Path, name: str) -> None:
    known = read(write(tmp_path / "jsonl.jsonl", FORMS["findings.jsonl"]))[0][0]
    ((finding, source),) = read(write(tmp_path / name, FORMS[name]))
    assert finding == known
    assert source.path.endswith(name)


def test_csv_is_for_statements_in_a_coders_words(tmp_path: Path) -> None:
    rows = ["force,cycle,question,text,signal,level"]
    rows += ["north,watch-2020,q1,The lamp smokes.,lamp_upkeep,weak", "north,watch-2020,q1,Lit.,,"]
    text = "\n".join(rows)
    (one, source), (other, _) = read(write(tmp_path / "f.csv", text))
    assert (one.kind, one.text_form, one.coded[0].signal, one.coded[0].level) == ("statement", "summary", "lamp_upkeep", "weak")
    assert (other.coded, source.line) == ([], 2)
    assert one.id != other.id


def test_a_finding_knows_its_own_file_and_line(tmp_path: Path) -> None:
    write(tmp_path / "f.jsonl", json.dumps(BASE) + "\n\n" + json.dumps({**BASE, "id": "a-2"}) + "\n")
    found = load([tmp_path], LIGHTHOUSE)
    assert [(s.path.rpartition("/")[2], s.line) for s in found.sources["a-2"]] == [("f.jsonl", 3)]


def test_a_finding_read_twice_counts_once(tmp_path: Path) -> None:
    paths = [write(tmp_path / name, json.dumps(BASE)) for name in ("one.jsonl", "two.jsonl")]
    found = load([*paths, tmp_path], LIGHTHOUSE)
    assert len(found.findings) == 1
    assert len(found.sources["a-1"]) == 2


def test_findings_stand_in_the_order_of_their_document() -> None:
    places = [("b.txt", 0), ("a.txt", 50), ("a.txt", 5)]
    records = [told(f"{name} {at}", locator={"document": name, "lines": [1, 1], "chars": [at, at + 3]}) for name, at in places]
    assert [finding.text for finding in corpus(*records).findings] == ["a.txt 5", "a.txt 50", "b.txt 0"]


def test_a_result_gives_tables() -> None:
    result = run(
        said("lamp_upkeep", "weak", locator={"document": "d.txt", "lines": [7, 8], "chars": [1, 9]}),
        asked("fog_signal"),
        graded("superb"),
    )
    flag = result.flags[result.flags["code"] == "PC201"].iloc[0]
    assert (flag["severity"], flag["signal"], flag["evidence"]) == ("warning", "lamp_upkeep", ["d.txt:7"])
    (item,) = result.assessments.to_dict("records")
    assert (item["declared"], item["status"], item["topic"]) == ("superb", "fresh", "lights")
    assert sum(item[f"accept_{grade}"] for grade in ("poor", "fair", "fine", "superb")) == pytest.approx(1)
    seen = result.observations
    assert list(seen[seen["role"] == "evidence"]["first_line"]) == [7]
    assert len(result.flags) == len(result.flag_list)


def test_tables_of_nothing_have_their_columns() -> None:
    result = run(told("a"))
    assert list(result.flags.columns)[:4] == ["code", "name", "severity", "confidence"]
    assert len(result.assessments) == len(result.observations) == 0
    assert "declared" in result.assessments.columns


def test_a_table_of_no_observations_has_its_columns() -> None:
    assert "signal" in run(told("a")).observations.columns


def test_a_notebook_shows_text_as_text() -> None:
    page = run(told("<b>The lamp smokes.</b>"), asked("fog_signal"), told("The station should <i>rest</i>."))._repr_html_()
    assert "<b>" not in page
    assert "<i>" not in page
    assert "1 warning, 1 note" in page


def test_the_package_offers_load_and_check(tmp_path: Path) -> None:
    found = peelcheck.load([write(tmp_path / "f.jsonl", json.dumps(BASE))], rules=LIGHTHOUSE)
    result = peelcheck.check(found, rules=LIGHTHOUSE)
    assert result.counts == {"error": 0, "warning": 0, "note": 0, "withheld": 0, "ignored": 0, "baselined": 0}
    with pytest.raises(AttributeError):
        _ = peelcheck.chekc


def test_provenance_changes_with_settings_and_not_with_findings() -> None:
    one, other = run(told("a")), run(told("b"))
    assert one.provenance == other.provenance
    assert run(told("a"), min_confidence=0.5).provenance["settings"] != one.provenance["settings"]


def test_letters_quote_reports_across_files(tmp_path: Path) -> None:
    text = "Mend the horn before the winter fogs begin."
    original = {**BASE, "id": "r-1", "kind": "area_for_improvement", "text": text}
    quoted = {**original, "id": "l-1", "voice": "commissioner", "text": text.replace("the winter", "winter")}
    found = load([write(tmp_path / "f.json", [quoted, original])], LIGHTHOUSE)
    assert found.by_id["l-1"].quotes == "r-1"
    assert found.by_id["r-1"].quotes is None


def test_a_document_that_is_not_understood_stops_a_run_only_when_it_is_named(tmp_path: Path) -> None:
    write(tmp_path / "f.jsonl", json.dumps(BASE))
    note = write(tmp_path / "note.txt", "The lamp smokes.")
    assert [path.rpartition("/")[2] for path, _ in load([tmp_path], LIGHTHOUSE).skipped] == ["note.txt"]
    with pytest.raises(InputError, match="in no known layout"):
        load([note], LIGHTHOUSE)


def test_a_file_named_beside_its_folder_is_named(tmp_path: Path) -> None:
    write(tmp_path / "f.jsonl", json.dumps(BASE))
    note = write(tmp_path / "note.txt", "The lamp smokes.")
    with pytest.raises(InputError):
        load([tmp_path, note], LIGHTHOUSE)


def test_a_report_is_extracted_on_the_fly() -> None:
    found = load([ROOT / "tests" / "reports" / "web-badged-2018.txt"], ROOT / "tests" / "rules")
    assert found.documents.keys() == {"web-badged-2018.txt"}
    assert {finding.force for finding in found.findings} == {"harrowmere"}
