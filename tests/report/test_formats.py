"""Every format: what it looks like, that it parses, that it counts and tells where the result comes from.

After a change that is meant: UPDATE_GOLDEN=1 python -m pytest tests/report/test_formats.py, and read the difference.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from typing import Any

import jsonschema
import pytest
from helpers import ROOT
from markdown_it import MarkdownIt
from sample import CODES, PROVENANCE, sample
from selectolax.lexbor import LexborHTMLParser

from peelcheck.checks import REGISTRY
from peelcheck.report import contract
from peelcheck.report.formats import FORMATS, render

GOLDEN = ROOT / "tests" / "golden" / "formats"
SUFFIXES = {"rich": "txt", "jsonl": "ndjson", "sarif": "sarif", "junit": "xml", "github": "log", "markdown": "md"}
everywhere = pytest.mark.parametrize("form", FORMATS)


def rendered(form: str) -> str:
    return render(form, sample()).decode()


def rows(text: str) -> list[dict[str, str]]:
    """A reader of `csv`, as the contract tells to read it."""
    read = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [{name: cell.removeprefix("'") for name, cell in row.items()} for row in read]


def valid(data: Any, part: str) -> None:
    schema = json.loads((ROOT / "peelcheck" / "schemas" / "run.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator({**schema, "$ref": f"#/$defs/{part}"}).validate(data)


@everywhere
def test_it_looks_as_it_did(form: str) -> None:
    path = GOLDEN / f"sample.{SUFFIXES.get(form, form)}"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(render(form, sample()))
    assert path.read_bytes() == render(form, sample())


@everywhere
def test_the_same_result_gives_the_same_bytes_wherever_it_is_rendered(form: str, tmp_path: Any, monkeypatch: Any) -> None:
    here = render(form, sample())
    monkeypatch.chdir(tmp_path)
    assert render(form, sample()) == here


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "rich"])
def test_it_tells_what_it_rests_on_and_what_it_does_not_show(form: str) -> None:
    text = rendered(form).replace("\\", "")
    documents = "aa11" if form != "csv" else contract_digest()
    for part in (PROVENANCE["version"], "coast/lights", PROVENANCE["packs"]["coast/lights"], PROVENANCE["settings"], documents):
        assert part in text
    assert sample().counts["withheld"] == sample().counts["ignored"] == 1
    told = {
        "json": '"withheld": 1',
        "jsonl": '"withheld":1',
        "sarif": '"withheld": 1',
        "junit": 'name="withheld" value="1"',
        "csv": '"1","1"\r\n',
    }
    assert told.get(form, "1 withheld, 1 ignored") in text


def contract_digest() -> str:
    return rows(rendered("csv"))[0]["run_documents"]


@everywhere
def test_every_flag_that_is_shown_is_in_it_with_what_speaks_against_it(form: str) -> None:
    squeezed = "".join(rendered(form).replace("\\", "").split())
    for flag in sample().primary:
        assert flag.code in squeezed
    assert "onemaycoveritinwordsthatthepackdoesnotknow." in squeezed


def test_json_is_as_the_published_schema_says() -> None:
    data = json.loads(rendered("json"))
    valid(data, "Run")
    assert [flag["code"] for flag in data["flags"]] == [flag.code for flag in sample().flags]
    assert [(flag["code"], flag["reason"]) for flag in data["ignored"]] == [("PC201", "Settled by letter.")]


def test_the_schema_refuses_what_is_no_run() -> None:
    data = json.loads(rendered("json"))
    for wrong in ({**data, "schema": "peelcheck/0"}, {k: v for k, v in data.items() if k != "provenance"}):
        with pytest.raises(jsonschema.ValidationError):
            valid(wrong, "Run")


def test_jsonl_holds_what_json_holds_a_flag_a_line() -> None:
    header, *flags = (json.loads(line) for line in rendered("jsonl").splitlines())
    valid(header, "Header")
    for flag in flags:
        valid(flag, "Flag")
    assert {**header, "flags": flags} == json.loads(rendered("json"))


def test_csv_has_a_row_a_flag_and_the_columns_of_the_contract() -> None:
    found = rows(rendered("csv"))
    for row, flag in zip(found, sample().flags, strict=True):
        valid(row, "Row")
        assert tuple(row) == contract.Row.__struct_fields__
        assert (row["code"], row["message"], row["fingerprint"]) == (flag.code, flag.message, flag.fingerprint)
    (one,) = (row for row in found if row["code"] == "PC201" and row["signal"] == "lamp_upkeep")
    assert (one["document"], one["first_line"], one["last_line"], one["sha256"]) == ("north light, 2020.txt", "12", "13", "aa11")
    assert one["source"] == "tests/golden/formats/findings.jsonl:2"


def test_csv_and_json_tell_booleans_alike() -> None:
    flags = json.loads(rendered("json"))["flags"]
    assert [row["primary"] for row in rows(rendered("csv"))] == [json.dumps(flag["primary"]) for flag in flags]


def test_markdown_is_a_page_with_tables_and_details() -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(rendered("markdown"))
    assert sum(token.type == "table_open" for token in tokens) == 4
    heads = [tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h3"]
    assert len(heads) == len(sample().primary)


def test_html_is_one_page_that_loads_nothing_and_runs_nothing() -> None:
    page = LexborHTMLParser(rendered("html"))
    policy = page.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert page.css("script, link, img, iframe, object, embed, base, form, [style], [src], [href], [onclick]") == []
    assert [item.attributes["id"] for item in page.css("article")] == [
        flag.fingerprint for _, flags in sample().by_inspection() for flag in flags
    ]


def test_the_style_of_the_page_is_the_one_that_its_policy_allows() -> None:
    import base64
    import hashlib

    page = LexborHTMLParser(rendered("html"))
    style = page.css_first("style").text()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]


def test_no_renderer_needs_numpy_or_pandas() -> None:
    modules = ", ".join(f"peelcheck.report.{module}" for module in FORMATS.values())
    code = f"import sys, {modules}; print({{'numpy', 'pandas'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_sample_shows_all_that_there_is_to_show() -> None:
    assert {flag.code for flag in sample().flags} == set(CODES)
    assert {flag.severity for flag in sample().primary} == {"error", "warning", "note"}
    assert any(flag.peers for flag in sample().flags)
    assert set(CODES) <= {entry.code for entry in REGISTRY}
