"""Text of documents is not to be trusted: whatever it is, every format can be read, and gives the text back and obeys nothing."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sample import sample
from selectolax.lexbor import LexborHTMLParser

from peelcheck.checks.base import Peer
from peelcheck.checks.engine import Flag
from peelcheck.model.finding import Source
from peelcheck.report import markdown, sarif
from peelcheck.report.annotations import summary
from peelcheck.report.base import Report
from peelcheck.report.formats import FORMATS, render
from peelcheck.report.safe import as_json, log_line, one_line, shown

NASTY = [
    "::error file=a::b",
    "a\n::add-mask::b",
    "##[error]x",
    "%0A::set-env name=a::b",
    "[red]markup[/red] [link=http://a.example]b[/link]",
    "\x1b[31mred\x1b[0m \x9b31m \x1b]8;;http://a.example\x07b\x1b]8;;\x07",
    "a\u202eb\u2066c\u2069 \u2028 \u2029 d",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "'=1",
    "＝1",
    'a";=1,b',
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><!-- ]]> &amp; &#0;",
    "{{ report }} {% raw %} {0}",
    "| a | b |\n|---|---|",
    "# h\n\n- l\n\n1. n\n2) m\n\n> q\n\n    code\n\n```\nfence",
    "[a](http://b.example) ![i](x) <http://c.example> http://d.example www.e.example",
    "**b** _i_ `c` ~~s~~ \\ $m$",
    "]]>",
    "\x00\x08\x0b\x7f\x85\ufffe\uffff",
    "\ud800 \udfff",
    "a\r\nb\rc\nd\te",
    "]( ](1) [a](1)",
    "../../etc/passwd",
    "http://a.example/b?c#d",
    "//a.example/b",
    "a b%20c.txt",
    "javascript:alert(1)",
    "",
    " ",
]
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=())),
    st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=3)), max_size=4).map("".join),
)
some = settings(max_examples=150, deadline=None)


def poisoned(text: str) -> Report:
    """The sample with the text wherever a document, a person or a file name has a say; what the run made up stays."""
    known = sample()

    def change(flag: Flag) -> Flag:
        evidence = [replace(item, text=text, document=text, lines=item.lines or (1, 1)) for item in flag.evidence]
        peers = [
            Peer(text, text, text, True, [replace(e, text=text, document=text) for e in peer.evidence]) for peer in flag.peers
        ]
        subject = replace(
            flag.subject, inspection=flag.subject.inspection._replace(force=text), question=text, signal=text, ordinal=text
        )
        return replace(
            flag,
            subject=subject,
            message=text,
            counterargument=text,
            evidence=evidence,
            peers=peers,
            ignored=None if flag.ignored is None else text,
        )

    sources = {name: [Source(text, 1)] for name in known.corpus.sources}
    corpus = replace(known.corpus, sources=sources, skipped=[(text, text)])
    ran = [
        replace(
            r,
            not_assessable=[(replace(s, ordinal=text), text) for s, _ in r.not_assessable],
            held=[replace(s, question=text) for s in r.held],
        )
        for r in known.ran
    ]
    return replace(
        known,
        corpus=corpus,
        flags=[change(f) for f in known.flags],
        ignored=[change(f) for f in known.ignored],
        withheld=[change(f) for f in known.withheld],
        ran=ran,
        provenance={**known.provenance, "documents": {text: text}, "packs": {text: text}},
    )


def whole(text: str) -> str:
    """The text, with what UTF-8 cannot hold replaced: all that JSON may change."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def obeyed(text: str) -> list[str]:
    """Characters that a terminal or viewer would obey."""
    turns = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return [c for c in text if c in turns or (unicodedata.category(c) == "Cc" and c not in "\n\t")]


def flags_in(form: str, data: bytes) -> list[dict[str, Any]]:
    if form == "json":
        return list(json.loads(data)["flags"])
    return [json.loads(line) for line in data.decode().split("\n")[1:-1]]


@pytest.mark.parametrize("form", ["json", "jsonl"])
@some
@given(text=texts)
def test_json_gives_the_text_back_as_it_is(form: str, text: str) -> None:
    data = render(form, poisoned(text))
    for flag in flags_in(form, data):
        assert flag["message"] == flag["counterargument"] == flag["evidence"][0]["text"] == whole(text)
    assert obeyed(data.decode()) == []
    assert form == "json" or data.count(b"\n") == 1 + len(sample().flags)


def plain_message(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")


@some
@given(texts)
def test_sarif_gives_the_text_back_and_nothing_in_it_is_a_link_or_leads_out(text: str) -> None:
    data = render("sarif", poisoned(text))
    assert obeyed(data.decode()) == []
    for result in json.loads(data)["runs"][0]["results"]:
        assert result["properties"]["message"] == whole(text)
        for location in result["relatedLocations"]:
            said = location["message"]["text"]
            assert not re.search(r"\[[^\]]*\]\(", said)
            assert re.sub(r"\] ?\(", "](", plain_message(said)).endswith(re.sub(r"\] ?\(", "](", shown(text)))
            if not text:
                continue  # a document without a name is no place
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"(?:[\w.~-]|%[0-9A-F]{2})*", uri, re.ASCII)
            assert text in [unquote(uri, errors=errors) for errors in ("surrogateescape", "surrogatepass")]
        for location in result["locations"]:
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert urlsplit(uri).netloc == ""
            assert urlsplit(uri).scheme in ("", "file")


@some
@given(texts)
def test_junit_is_xml_and_gives_the_text_back(text: str) -> None:
    root = ET.fromstring(render("junit", poisoned(text)))
    failures = root.findall(".//failure")
    assert [item.attrib["message"] for item in failures] == [one_line(text)] * len(failures) != []
    assert all(shown(text) in (item.text or "") for item in failures)
    assert all(item.attrib["message"].endswith(one_line(text)) for item in root.findall(".//skipped[@message]")[-1:])


@some
@given(texts)
def test_csv_gives_the_text_back_and_no_cell_is_a_formula(text: str) -> None:
    data = render("csv", poisoned(text)).decode("utf-8-sig")
    assert obeyed(data.replace("\r\n", "\n")) == []
    found = list(csv.DictReader(io.StringIO(data, newline="")))
    assert len(found) == len(sample().flags)
    for row in found:
        assert None not in row
        assert row["message"].removeprefix("'") == shown(text)
        assert not [cell for cell in row.values() if cell[:1] and cell[:1] in "=+-@\t\n\r＝＋－＠"]


COMMAND = re.compile(r"::(?P<name>[a-z]+)(?: (?P<properties>[^:]*))?::(?P<data>.*)")


def unescaped(text: str) -> str:
    for escape, sign in {"%2C": ",", "%3A": ":", "%0A": "\n", "%0D": "\r", "%25": "%"}.items():
        text = text.replace(escape, sign)
    return text


@some
@given(texts)
def test_github_obeys_no_command_but_ours(text: str) -> None:
    data = render("github", poisoned(text)).decode()
    assert obeyed(data) == []
    lines = data.splitlines()
    commands = [match for line in lines if (match := COMMAND.match(line.strip()))]
    assert [m["name"] for m in commands] == ["error", "warning", "notice", "debug"]
    for match in commands[:-1]:
        properties = dict(pair.split("=", 1) for pair in match["properties"].split(","))
        assert set(properties) == {"file", "line", "endLine", "title"}
        assert unescaped(match["data"]).startswith(shown(text))
    others = [line for line in lines if not line.startswith("::")]
    assert not [line for line in others if "##[" in line or "::" in line]


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OWN_TAGS = {"h1", "h2", "h3", "p", "ul", "li", "strong", "code", "table", "thead", "tbody", "tr", "th", "td"}


@pytest.mark.parametrize("make", [lambda r: render("markdown", r), summary], ids=["markdown", "summary"])
@some
@given(text=texts)
def test_markdown_reads_no_sign_in_it_and_gives_the_text_back(make: Callable[[Report], bytes], text: str) -> None:
    data = make(poisoned(text)).decode()
    assert obeyed(data) == []
    page = LexborHTMLParser(MARKDOWN.render(data))
    assert {node.tag for node in page.css("body *")} <= OWN_TAGS
    assert page.css("[href], [src]") == []
    marked = [f.fingerprint for _, group in poisoned(text).by_inspection() for f in group]
    assert [node.text() for node in page.css("code")] == marked
    cells = [node.text() for node in page.css_first("table").css("tbody tr td:last-child")]
    assert cells == [one_line(text)] * len(sample().primary)
    assert not re.search(r"(?<!\\)(?:https?|ftp):(?=//)|(?i:www)\.", data)


@pytest.mark.parametrize("before", ["", "- ", "  - "])
@some
@given(text=st.one_of(texts, st.sampled_from(["+ a", "- a", "1. a", "12) a", "# a", "> a", "=", "---", "***", "a\n==="])))
def test_markdown_text_begins_nothing(before: str, text: str) -> None:
    page = LexborHTMLParser(MARKDOWN.render(before + markdown.text(text)))
    assert {node.tag for node in page.css("body *")} <= ({"ul", "li"} if before else {"p"})
    assert page.body.text().strip("\n") == one_line(text)


@some
@given(texts)
def test_html_is_text_where_text_was_given(text: str) -> None:
    data = render("html", poisoned(text)).decode()
    assert obeyed(data) == []
    page, known = LexborHTMLParser(data), LexborHTMLParser(render("html", sample()).decode())
    assert {node.tag for node in page.css("*")} <= {node.tag for node in known.css("*")}
    own = {"class", "id", "lang", "charset", "content", "name", "http-equiv", "scope"}
    assert {name for node in page.css("*") for name in node.attributes} <= own
    told = [node.text() for node in page.css("article > ul > li > q")]
    assert len(told) >= len(page.css("article"))
    assert set(told) == {shown(text)}


@some
@given(texts)
def test_a_terminal_obeys_nothing(text: str) -> None:
    assert obeyed(render("rich", poisoned(text)).decode()) == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", NASTY)
def test_every_format_bears_it(form: str, text: str) -> None:
    assert len(render(form, poisoned(text))) > 500


@given(texts)
def test_what_is_shown_is_settled(text: str) -> None:
    assert shown(shown(text)) == shown(text)
    assert len(shown(text)) <= len(text)
    assert "\n" not in one_line(text)
    assert "::" not in log_line(text)


@given(st.recursive(st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | texts, st.lists, max_leaves=5))
def test_json_loses_nothing(data: Any) -> None:
    def mended(item: Any) -> Any:
        return [mended(part) for part in item] if isinstance(item, list) else whole(item) if isinstance(item, str) else item

    assert json.loads(as_json(data)) == mended(data) == json.loads(as_json(data, indent=1))


PATHS = {
    "in/findings.jsonl": "in/findings.jsonl",
    "a b#c?d.jsonl": "a%20b%23c%3Fd.jsonl",
    "c:d.jsonl": "c%3Ad.jsonl",
    "../é.jsonl": "../%C3%A9.jsonl",
    "/data/f.jsonl": "file:///data/f.jsonl",
    "b\udcff.jsonl": "b%FF.jsonl",
}


@pytest.mark.parametrize(("path", "uri"), PATHS.items())
def test_a_path_is_a_uri_reference(path: str, uri: str) -> None:
    assert sarif.uri(path) == uri
    assert PurePosixPath(unquote(urlsplit(uri).path, errors="surrogateescape")) == PurePosixPath(path)
