from __future__ import annotations

import hashlib
import html
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from helpers import ROOT, extractor
from hypothesis import given, settings
from hypothesis import strategies as st
from renderings import FORMATS, RUNNING, Pages, boxed, saved, web_page

from peelcheck.cli import main
from peelcheck.extract import Extraction
from peelcheck.extract.formats import SUFFIXES, read_document
from peelcheck.model.errors import InputError
from peelcheck.model.text import fold, normalise


@pytest.fixture
def made(tmp_path: Path) -> Callable[[bytes | str, str], str]:
    def make(data: bytes | str, suffix: str = ".html") -> str:
        path = tmp_path / f"file{suffix}"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return read_document(path).text

    return make


@pytest.fixture(scope="module")
def extractions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Extraction]:
    folder = tmp_path_factory.mktemp("formats")
    done = {}
    for suffix, render in FORMATS.items():
        path = folder / f"report{suffix}"
        path.write_bytes(render())
        done[suffix] = extractor().extract(read_document(path))
    return done


def told(extraction: Extraction) -> list[tuple[Any, ...]]:
    listed = []
    for f in extraction.findings:
        text = "" if f.kind == "metric" else fold(normalise(f.text).text)  # the text of a table cell is its row
        parent = next((fold(normalise(g.text).text) for g in extraction.findings if g.id == f.parent), None)
        listed.append((f.kind, f.pillar, f.question, f.section, f.grade, f.form, text, f.parts, f.metrics, parent, f.deadline))
    return listed


# One report in every format.


def test_the_report_has_findings_of_every_kind(extractions: dict[str, Extraction]) -> None:
    found = extractions[".txt"].findings
    kinds = {f.kind for f in found}
    assert kinds >= {"judgment", "area_for_improvement", "cause_of_concern", "recommendation", "statement", "metric"}
    assert [f.grade for f in found if f.form == "label"] == ["requires_improvement", "good", "inadequate"]
    assert max(len(f.parts) for f in found) == 2
    assert [(f.metrics[0].value, f.metrics[0].comparator.value) for f in found if f.kind == "metric"] == [(9.4, 11.2), (87, 91)]


@pytest.mark.parametrize("suffix", sorted(set(FORMATS) - {".txt"}))
def test_every_format_yields_the_same_findings(suffix: str, extractions: dict[str, Extraction]) -> None:
    assert told(extractions[suffix]) == told(extractions[".txt"])


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_locators_point_into_the_made_text_and_carry_the_hash_of_the_file(
    suffix: str, extractions: dict[str, Extraction]
) -> None:
    document = extractions[suffix].document
    assert document.path is not None
    assert document.sha256 == hashlib.sha256(document.path.read_bytes()).hexdigest()
    for f in extractions[suffix].findings:
        assert f.locator is not None
        assert f.locator.sha256 == document.sha256
        pieces = f.locator.spans or [f.locator.chars]
        assert fold(" ".join(document.text[a:b] for a, b in pieces)) == f.text


def test_every_known_suffix_is_tried_here() -> None:
    assert set(FORMATS) | {".markdown", ".htm"} == SUFFIXES


# Web pages.

PAGE = """<body><main><h1>Harrowmere <em>PEEL</em> 2018</h1>
<p>Three <b>bold</b>,<i> slanted</i> words<sup><a href="#n1">1</a></sup> of the 21<sup>st</sup> of May.<br>
A&nbsp;caf&eacute; &amp; more.</p>
<h3>Investigating crime <span class="badge badge--a">Good</span></h3>
<div class="grade"><img src="b.svg" alt="Graded: Requires improvement"><img src="a.png" alt="Photo of a boat"></div>
<div class="afi-box"><h4>Areas for improvement</h4><ul><li>It should do a thing, in particular:
  <ul><li>by this; and</li><li><p>by that.</p></li></ul></li><li><p>It should ask.</p><p>It should wait.</p></li></ul></div>
<div class="accordion"><button aria-expanded="false"><span aria-hidden="true">+</span>Investigation quality</button>
  <div hidden><p>Files are checked.</p></div></div>
<button>Print</button>
<details><summary>Catching criminals</summary>Officers keep a list.</details>
<section id="stop-and-search"><p>Searches are recorded.</p></section>
<aside><p>See also Northfell.</p></aside>
<form action="/vote"><label>Was this useful?</label></form>
</main></body>"""
MADE = """# Harrowmere PEEL 2018

Three bold, slanted words<sup>1</sup> of the 21st of May. A café & more.

### Investigating crime

Good

Graded: Requires improvement

#### Areas for improvement

- It should do a thing, in particular:
  - by this; and
  - by that.
- It should ask. It should wait.

##### Investigation quality

Files are checked.

###### Catching criminals

Officers keep a list.

Searches are recorded.
"""


def test_a_page_becomes_light_markdown(made: Callable[..., str]) -> None:
    assert made(PAGE) == MADE


def test_what_a_site_puts_around_its_text_is_dropped(made: Callable[..., str]) -> None:
    text = made(web_page())
    for words in ("Northfell", "Cookies", "Home", "Skip", "Inspectorate", "var text"):
        assert words not in text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<header><h1>Title</h1></header><main><p>Some words.</p></main>", "# Title\n\nSome words.\n"),
        ("<title>Title | Site</title><p>Some words.</p>", "# Title\n\nSome words.\n"),
        ("<form id=aspnetForm><h1>Title</h1><p>Words.</p></form>", "# Title\n\nWords.\n"),
        ("<main class=with-sidebar><h1>T</h1><div class=has-toc><p>All of it.</p></div></main>", "# T\n\nAll of it.\n"),
        ("<h1>T</h1><div role=heading aria-level=2>Part</div>Words.", "# T\n\n## Part\n\nWords.\n"),
        ("<h1>T</h1><ul><li><h2>Card</h2><p>Words.</p></li></ul>", "# T\n\n## Card\n\nWords.\n"),
        ("<h1>T</h1><table><tr><td><h2>Box</h2><p>Words.</p></td></tr></table>", "# T\n\n## Box\n\nWords.\n"),
        ("<h1>T</h1><table><tr><td></td><td>b</td></tr><tr><td>c</td><td>1</td></tr></table>", "# T\n\n\tb\t\nc\t1\n"),
        ("<h1>T</h1><table><tr><th colspan=2>a<th>b<tr><td rowspan=2>c<td>1<td>2<tr><td>3<td>4</table>",
         "# T\n\na\t\tb\nc\t1\t2\nc\t3\t4\n"),
        ("<h1>T</h1><p>Words.</p><section class=footnotes><ol><li>A note. <a href=#r>↩</a></li></ol></section>",
         "# T\n\nWords.\n\n<sup>1</sup> A note. ↩\n"),
        ("<h1>T</h1><p># not a heading</p>", "# T\n\n\\# not a heading\n"),
        ("<h1>T</h1><pre>one\n  two\n</pre>", "# T\n\none\ntwo\n"),
        ("<h1>T</h1><dl><dt>Area</dt><dd>Good</dd></dl>", "# T\n\nArea\n\nGood\n"),
        ("<h1>T</h1><a href=/><img alt=Home></a><svg role=img aria-label=Good></svg>", "# T\n\nGood\n"),
        ("<h1>T</h1><p>Uncl<b>osed <p>and</b> crossed", "# T\n\nUnclosed\n\nand crossed\n"),
    ],
)  # fmt: skip
def test_pages_of_every_make(page: str, text: str, made: Callable[..., str]) -> None:
    assert made(page) == text


@pytest.mark.parametrize(
    "data",
    [
        "<h1>T</h1><p>a café – “well”</p>".encode(),
        b"\xef\xbb\xbf" + "<h1>T</h1><p>a café – “well”</p>".encode(),
        "<h1>T</h1><p>a café – “well”</p>".encode("utf-16"),
        "<h1>T</h1><p>a café – “well”</p>".encode("cp1252"),
        "<meta charset=iso-8859-1><h1>T</h1><p>a café – “well”</p>".encode("cp1252"),
        '<meta http-equiv=x content="text/html; charset=macintosh"><h1>T</h1><p>a café – “well”</p>'.encode("mac-roman"),
        "<meta charset=zlib><h1>T</h1><p>a café – “well”</p>".encode(),
        "<meta charset=utf-8><h1>T</h1><p>a café – “well”</p>".encode("cp1252"),
    ],
)  # fmt: skip
def test_charsets(data: bytes, made: Callable[..., str]) -> None:
    assert made(data, ".htm") == "# T\n\na café – “well”\n"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60), min_size=1, max_size=5))
def test_any_words_of_a_paragraph_survive(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.html"
    path.write_text("<meta charset=utf-8><h1>T</h1>" + "".join(f"<p>{html.escape(t)}</p>" for t in texts), "utf-8")
    lines = [line[1:] if line.startswith("\\#") else line for line in read_document(path).text.split("\n")[2::2]]
    wanted = [fold(t) for t in texts]
    assert [line for line in lines if line] == [line for line in wanted if line]


# PDF.


def test_headers_and_page_numbers_go_and_paragraphs_go_on_over_pages(made: Callable[..., str]) -> None:
    sentence = "The boats were counted twice by the harbour master and once more by his brother, who cannot count."
    pages = Pages(running=RUNNING)
    for number in range(12):
        pages.put(" ".join([f"In part {number} of the port nothing had changed.", *[sentence] * 4]))
    lines = made(pages.bytes(), ".pdf").strip().split("\n\n")
    assert pages.page_no() >= 4
    assert lines[0] == RUNNING  # once, where a title stands
    assert len(lines) == 13
    for number, line in enumerate(lines[1:]):
        assert line.startswith(f"In part {number} ")
        assert line.endswith(" ".join([sentence] * 4))


def test_hyphens_at_line_ends(made: Callable[..., str]) -> None:
    pages = Pages()
    pages.put(
        "The investi-\ngation had no follow-\nup plan, and self-\ndefence is taught in a 24-\nhour shift of non-\nUK\nofficers."
    )
    pages.put("A follow-up plan helps.")
    text = made(pages.bytes(), ".pdf")
    assert "The investigation had no follow-up plan, and self-defence is taught in a 24-hour shift of non-UK officers." in text


def test_short_lines_are_not_run_together(made: Callable[..., str]) -> None:
    pages = Pages()
    pages.put("The first paragraph fills a line and goes on to fill the half of another one, where it comes to its end.", gap=0)
    pages.put(
        "A second one follows without any gap, and it too is long enough to be set on more than one line of the page.", gap=0
    )
    lines = made(pages.bytes(), ".pdf").split("\n\n")
    assert [line.split()[0] for line in lines] == ["The", "A"]


def test_bold_and_large_lines_are_headings_and_bold_words_are_not(made: Callable[..., str]) -> None:
    pages = Pages()
    pages.put("A heading that is long enough to be set on two lines of a page as small as this one is", 15)
    pages.put("A bold heading", style="B")
    pages.put("A bold sentence is no heading, for it ends like a sentence.", style="B")
    pages.put("Plain words.", gap=0)
    pages.put("The plain text must be the longer one of the two, or bold would be the rule here. " * 3)
    lines = made(pages.bytes(), ".pdf").strip().split("\n\n")
    assert [line for line in lines if line.startswith("#")] == [
        "## A heading that is long enough to be set on two lines of a page as small as this one is",
        "## A bold heading",
    ]


def test_notes_at_the_foot_of_a_page_stand_behind_the_paragraph_that_they_split(made: Callable[..., str]) -> None:
    pages = Pages((120, 80))
    pages.put("Every year the lamp is taken down and cleaned, and every")
    pages.set_font("Helvetica", size=7)
    pages.set_y(56)
    pages.write(4, "4 Except in a year with a war.")
    pages.add_page()
    pages.put("year somebody drops it.")
    lines = made(pages.bytes(), ".pdf").strip().split("\n\n")
    assert "Every year the lamp is taken down and cleaned, and every year somebody drops it." in lines
    assert lines[-1] == "4 Except in a year with a war."


def test_columns_are_read_one_after_the_other(made: Callable[..., str]) -> None:
    pages = Pages((210, 120))
    texts = [f"Paragraph {n} of a page " + "with two columns, set to the full width, " * 4 + "ends here." for n in range(8)]
    with pages.text_columns(ncols=2, gutter=8, text_align="J", line_height=1.2) as columns:
        for text in texts:
            columns.write(text)
            columns.ln()
            columns.ln()
    assert made(pages.bytes(), ".pdf").strip().split("\n\n") == texts


def test_contents_with_leaders_are_one_entry_a_line(made: Callable[..., str]) -> None:
    pages = Pages()
    for number in range(3):
        pages.put(f"Part {number} {'.' * 60} {number}", gap=0)
    assert len(made(pages.bytes(), ".pdf").strip().split("\n\n")) == 3


# Word.


def test_word_text_in_boxes_controls_and_revisions(made: Callable[..., str]) -> None:
    document = docx.Document()
    document.add_heading("Investigating crime", 2)
    document.add_paragraph("Lamps are lit.")
    boxed(document, "Areas for improvement", "The keeper should sleep.")
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "A frame of one cell."
    kept = document.add_paragraph("Kept ")
    for tag, said in (("w:del", "gone"), ("w:ins", "words.")):
        change, run = OxmlElement(tag), kept.add_run(said)._r
        if tag == "w:del":
            run.find(qn("w:t")).tag = qn("w:delText")
        change.append(run)
        kept._p.append(change)
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(content)
    content.append(document.add_paragraph("In a control.")._p)
    document.element.body.insert(0, control)
    bold = document.add_paragraph().add_run("A bold line")
    bold.bold = True
    assert made(saved(document), ".docx").strip().split("\n\n") == [
        "In a control.",
        "## Investigating crime",
        "Lamps are lit.",
        "Areas for improvement",
        "The keeper should sleep.",
        "A frame of one cell.",
        "Kept words.",
        "#### A bold line",
    ]


def test_word_tables_and_lists(made: Callable[..., str]) -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for number, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = f"c{number}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "tall"
    document.add_paragraph("one", "List Number")
    document.add_paragraph("two", "List Bullet 3")
    assert made(saved(document), ".docx") == "wide\t\tc2\ntall\tc4\tc5\ntall\tc7\tc8\n\n- one\n    - two\n"


# What cannot be read.


def locked() -> bytes:
    pages = Pages()
    pages.set_encryption(owner_password="owner", user_password="user")
    pages.put("Words.")
    return pages.bytes()


def scanned() -> bytes:
    pages = Pages()
    for _ in range(3):
        pages.rect(30, 30, 60, 60, style="F")
        pages.add_page()
    return pages.bytes()


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(5):
            packed.writestr(f"{number}.xml", bytes(100_000_000))
    return held.getvalue()


def without_styles() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("word/document.xml", "<w:document/>")
    return held.getvalue()


BAD: list[tuple[str, Callable[[], bytes], str, str]] = [
    (".pdf", scanned, "has no text: it is a scan", "OCR"),
    (".pdf", locked, "is locked by a password", "without a password"),
    (".pdf", lambda: b"%PDF-1.7\n" + b"junk" * 500, "is broken", "again"),
    (".pdf", lambda: FORMATS[".pdf"]()[:900], "is broken", "again"),
    (".pdf", lambda: b"<html>words</html>", "is not a PDF", "published"),
    (".docx", lambda: b"PK\x03\x04junk", "is broken", ".docx"),
    (".docx", without_styles, "is broken", ".docx"),
    (".docx", lambda: FORMATS[".docx"]()[:9000], "is broken", ".docx"),
    (".docx", lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "older Word format", ".docx"),
    (".docx", bomb, "too large when unpacked", "pictures"),
    (".docx", lambda: saved(docx.Document()), "has no text", "OCR"),
    (".html", lambda: b"", "has no text", "script"),
    (".html", lambda: b"<script>document.write('words')</script>", "has no text", "script"),
    (".html", lambda: bytes(range(256)), "is not a web page", "browser"),
    (".html", lambda: b"<div>" * 100_000 + b"words", "too deeply", "browser"),
    (".html", lambda: b"<p>" * 600_000 + b"words", "too many elements", "Split"),
    (".txt", lambda: b"\0\1", "is not a text document", "plain text"),
    (".odt", lambda: b"words", "is not a document", ".docx"),
]


@pytest.mark.parametrize(("suffix", "data", "message", "remedy"), BAD)
def test_bad_files_end_in_one_line_with_path_and_remedy(
    suffix: str, data: Callable[[], bytes], message: str, remedy: str, tmp_path: Path
) -> None:
    path = tmp_path / f"bad{suffix}"
    path.write_bytes(data())
    with pytest.raises(InputError) as caught:
        read_document(path)
    assert caught.value.path == path
    assert message in caught.value.message
    assert remedy in caught.value.remedy
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("suffix", [".html", ".pdf", ".docx", ".txt"])
def test_a_file_that_is_not_there(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_document(tmp_path / f"none{suffix}")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([".html", ".pdf", ".docx"]),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=40)), min_size=1, max_size=4),
)
def test_damaged_files_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, damage: list[tuple[float, bytes]]
) -> None:
    data = bytearray(_SOUND[suffix])
    for share, junk in damage:
        at = int(share * len(data))
        data[at : at + len(junk)] = junk
    path = tmp_path_factory.getbasetemp() / f"damaged{suffix}"
    path.write_bytes(data)
    try:
        text = read_document(path).text
    except InputError:
        return
    assert text.endswith("\n")


_SOUND = {suffix: FORMATS[suffix]() for suffix in (".html", ".pdf", ".docx")}


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>x<td>y" * 3000,
        "<h2>a" + "<span class=badge>" * 15_000 + "b",
        "<ul><li>x" * 15_000,
        "<table>" + ("<tr>" + "<td rowspan=60 colspan=20>x" * 800) * 40,
        "<p>" + "<sup>" * 19_000 + "1",
        "<div role=heading>" * 15_000 + "x",
        "<p>" + "." * 300_000,
    ],
)
def test_hostile_pages_are_read_without_recursion_or_growth(page: str, made: Callable[..., str]) -> None:
    assert len(made(f"<h1>T</h1>{page}")) < 60 * len(page)


# The command line.


def test_extract_text_writes_the_made_text(tmp_path: Path) -> None:
    path, out = tmp_path / "page.html", tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    shown = CliRunner().invoke(main, ["extract", "--text", str(path)])
    assert (shown.exit_code, shown.stdout) == (0, MADE)
    written = CliRunner().invoke(main, ["extract", "--text", str(path), "-o", str(out)])
    assert (written.exit_code, written.stdout, out.read_text("utf-8")) == (0, "", MADE)


def test_extract_text_takes_one_document(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    for arguments in ([str(path), str(path)], [str(tmp_path)]):
        result = CliRunner().invoke(main, ["extract", "--text", *arguments])
        assert result.exit_code == 2
        assert "one document" in result.stderr


@pytest.mark.parametrize("command", ["check", "extract"])
def test_a_broken_file_ends_a_run_with_one_line_and_2(command: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7 junk")
    result = CliRunner().invoke(main, [command, str(path)])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "broken.pdf" in result.stderr


def test_a_broken_file_in_a_folder_is_skipped_and_listed(tmp_path: Path) -> None:
    (tmp_path / "broken.docx").write_bytes(b"junk")
    (tmp_path / "report.html").write_bytes(web_page())
    rules = str(ROOT / "tests" / "rules")
    result = CliRunner().invoke(main, ["extract", str(tmp_path), "--rules", rules])
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 26
    assert "broken.docx" in result.stderr


def test_readers_of_formats_are_imported_when_needed() -> None:
    code = (
        "import sys, peelcheck.run, peelcheck.cli\n"
        "print([m for m in ('pypdfium2', 'selectolax', 'docx', 'lxml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
