from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from peelcheck.model import checked
from peelcheck.model.domain import Cycle, Forces
from peelcheck.model.errors import InputError
from peelcheck.model.finding import Finding, encode

FORCES = """version: 1
forces:
  - id: harrowmere
    name: Harrowmere Police
    region: East
"""
CYCLE = """cycle: watch-2020
name: Watch 2020
publisher: The inspectorate of lights
recognised_by: ['^WATCH 2020$']
scale:
  grades:
    - {id: poor, label: Poor, words: [poor]}
    - {id: fine, label: Fine, words: [fine], needs: {level: sound, share: 0.6}}
  ungraded: {id: ungraded, label: Ungraded, words: [ungraded]}
pillars:
  - id: lights
    questions:
      - {id: q1, title: How bright are the lamps?, topic: lamps, graded: true}
"""


def refused(path: Path, text: str, kind: type) -> InputError:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        checked.load(path, kind)
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "key", "message", "remedy"),
    [
        ("region", "regoin", 5, 5, "forces.0.regoin", "unknown key 'regoin'", "Did you mean 'region'?"),
        ("    name: Harrowmere Police\n", "", 3, 5, "forces.0", "the key 'name' is missing", "Add 'name'."),
        ("version: 1", "version: one", 1, 1, "version", "'one' is not of type 'integer'", "It must be of type integer."),
        ("harrowmere", "12", 3, 5, "forces.0.id", "12 is not of type 'string'", "It must be text."),
        ("region: East", "region: [East]", 5, 5, "forces.0.region", "['East'] is not of type", "It must be"),
        ("name: Harrowmere Police", "name:", 4, 5, "forces.0.name", "the key is empty", "It must be text."),
    ],
)
def test_an_error_says_what_where_and_what_to_do(
    tmp_path: Path, old: str, new: str, line: int, column: int, key: str, message: str, remedy: str
) -> None:
    path = tmp_path / "forces.yaml"
    error = refused(path, FORCES.replace(old, new), Forces)
    assert (error.line, error.column, error.key) == (line, column, key)
    assert message in error.message
    assert error.remedy.startswith(remedy)
    assert str(error).startswith(f"{path}:{line}:{column}: ")


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "remedy"),
    [
        ("level: sound", "level: sounds", 8, "scale.grades.1.needs.level", "Did you mean 'sound'?"),
        ("share: 0.6", "share: much", 8, "scale.grades.1.needs.share", "It must be of type number."),
        ("graded: true", "gradde: true", 13, "pillars.0.questions.0.gradde", "Did you mean 'graded'?"),
        pytest.param("share: 0.6", "shares: 0.6", 8, "scale.grades.1.needs", "Did you mean 'share'?"),
        pytest.param("topic: lamps", "topics: lamps", 13, "pillars.0.questions.0", "Did you mean 'topic'?"),
        ("cycle: watch-2020\n", "", 1, None, "Add 'cycle'."),
    ],
)
def test_an_error_deep_in_the_file_is_placed(tmp_path: Path, old: str, new: str, line: int, key: str | None, remedy: str) -> None:
    error = refused(tmp_path / "cycle.yaml", CYCLE.replace(old, new), Cycle)
    assert error.line == line
    assert (error.key or "").startswith(key or "")
    assert error.remedy.startswith(remedy)


def test_a_good_file_is_typed_and_keeps_its_places(tmp_path: Path) -> None:
    path = tmp_path / "cycle.yaml"
    path.write_text(CYCLE, encoding="utf-8")
    cycle, marked = checked.load(path, Cycle)
    question = cycle.question("lights", "q1")
    assert question is not None
    assert (question.topic, question.graded, question.titles) == ("lamps", True, ["How bright are the lamps?"])
    assert marked.place(("pillars", 0, "questions", 0, "topic")) == (13, 52)


@pytest.mark.parametrize("text", ["", "- a\n", "text\n", "12\n"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    error = refused(tmp_path / "forces.yaml", text, Forces)
    assert error.line == 1
    assert error.remedy


RECORD: dict[str, Any] = {"id": "a-1", "force": "north", "cycle": "watch-2020", "kind": "statement", "text": "The lamp is lit."}
decoder = msgspec.json.Decoder(Finding)


def line_error(line: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        checked.load_json_line(line, Finding, decoder, Path("f.jsonl"), 7)
    return caught.value


@pytest.mark.parametrize(
    ("change", "key", "message", "remedy"),
    [
        ({"qustion": "q1"}, "qustion", "unknown key 'qustion'", "Did you mean 'question'"),
        ({"kind": "statment"}, "kind", "'statment' is not one of the known values", "Did you mean 'statement'"),
        ({"text": 3}, "text", "3 is not of type 'string'", "It must be text."),
        ({"metrics": [{"valeu": 3}]}, "metrics.0.valeu", "unknown key 'valeu'", "Did you mean 'value'?"),
        ({"ignore": [{"code": "PC201", "reason": ""}]}, "ignore.0.reason", "", "It must be"),
    ],
)
def test_a_bad_record_is_explained(change: dict[str, Any], key: str, message: str, remedy: str) -> None:
    error = line_error(msgspec.json.encode({**RECORD, **change}))
    assert (error.path, error.line, error.key) == (Path("f.jsonl"), 7, key)
    assert message in error.message
    assert error.remedy.startswith(remedy)


def test_a_missing_key_of_a_record_is_named() -> None:
    short = {name: value for name, value in RECORD.items() if name != "force"}
    assert line_error(msgspec.json.encode(short)).message == "the key 'force' is missing"


@pytest.mark.parametrize(
    "line",
    [
        b'{"id": "a',
        b"[]",
        b"null",
        b"\xff\xfe",
        b"nonsense",
        pytest.param(b"{} {}"),
    ],
)
def test_what_is_no_record_is_refused_with_its_line(line: bytes) -> None:
    error = line_error(line)
    assert (error.line, bool(error.remedy)) == (7, True)


def test_a_finding_survives_its_line() -> None:
    finding = msgspec.convert(
        {**RECORD, "metrics": [{"value": 3.0, "unit": "count"}], "locator": {"document": "d", "lines": [1, 1], "chars": [0, 9]}},
        Finding,
    )
    line = encode(finding)
    assert b"\n" not in line
    assert checked.load_json_line(line, Finding, decoder, Path("f.jsonl"), 1) == finding
    assert b"deadline" not in line
    assert line.startswith(b'{"id":"a-1","force":"north","cycle":"watch-2020","pillar":null,"question":null')


@pytest.mark.parametrize("kind", [Finding, Cycle, Forces])
def test_the_schema_of_a_type_is_a_schema(kind: type) -> None:
    schema = checked.schema_of(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
