"""One invented report, and how it looks in every format that is read."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import Any

import docx
from docx.oxml import OxmlElement
from fpdf import FPDF

Part = tuple[str, Any]

# kind and content: title, h2, h3, h4, p, grade, items (text, or text and its parts), table; ^1^ is the mark of a note
REPORT: list[Part] = [
    ("title", "Harrowmere PEEL 2018"),
    ("h2", "Effectiveness"),
    ("h3", "How effectively does the force reduce crime and keep people safe?"),
    ("grade", "Requires improvement"),
    (
        "p",
        "Harrowmere Police requires improvement in how it reduces crime and keeps the people of its two counties safe. Its "
        "neighbourhood teams know their streets well, and shopkeepers speak warmly of them. Missing children wait too long "
        "for a visit, above all at weekends when the early shift is short of cars and nobody has the keys to the spare one.",
    ),
    ("p", "The force told us that it plans to hire eleven analysts before the winter."),
    ("h3", "How effective is the force at preventing crime, tackling anti-social behaviour and keeping people safe?"),
    ("grade", "Good"),
    ("h4", "Areas for improvement"),
    (
        "items",
        ["The force should tell each parish what its officers did there.", "It should visit both of its islands twice a month."],
    ),
    ("h4", "Prioritising crime prevention"),
    (
        "p",
        "Wardens log each visit on a tablet, and supervisors read the logs on Fridays.^1^ The follow-up is brisk: in 41 of 50 "
        "cases (82 percent) somebody rang back within a day. “We ring until they answer,” one warden said.",
    ),
    (
        "table",
        [
            ["Measure", "Harrowmere Police", "England and Wales"],
            ["Burglaries per 1,000 households", "9.4", "11.2"],
            ["Calls answered within ten seconds (%)", "87%", "91%"],
        ],
    ),
    ("h3", "How effective is the force at investigating crime and reducing re-offending?"),
    ("grade", "Inadequate"),
    ("h4", "Cause of concern"),
    ("p", "Harrowmere Police loses evidence because its stores are damp, its lists are old and nobody is in charge of them."),
    ("h4", "Recommendations"),
    ("p", "We recommend that, within three months, Harrowmere Police should:"),
    ("items", ["count everything in its seven stores; and", "name one person who answers for them."]),
    ("h4", "Areas for improvement"),
    (
        "items",
        [
            (
                "The force should shorten the queue at its telephone laboratory, in particular:",
                ["by training four more examiners; and", "by sending simple downloads to local stations, which have had the "
                 "machines for two years but not the cables that are needed to use them."],
            ),
            "The force should give every burglary file to a named sergeant by the end of March 2020.",
        ],
    ),
    ("h4", "Investigation quality"),
    (
        "p",
        "Sgt. Hale’s team checked 48 burglary files. In 31 of them (65 percent) nobody had written a plan; the rest were "
        "sound. The queue at the laboratory has doubled since May 2018, although two thirds of its investigations are of "
        "telephones that a patrol could have read at the station, had anybody asked the patrol to do so beforehand.",
    ),
    ("p", "Detectives are proud of their interviews. Follow-up calls to victims are rare."),
    ("h4", "Catching criminals"),
    ("p", "Officers keep a list of wanted people, and they update it daily."),
]  # fmt: skip

RUNNING = "Harrowmere Police - a report of the year"
_MARK = re.compile(r"\^(\d)\^")


def text() -> bytes:
    """As saved from a text window: hardly any marks of structure."""
    out: list[str] = []
    for kind, content in REPORT:
        if kind == "items":
            for item in content:
                main, parts = (item, []) if isinstance(item, str) else item
                out.append("\n".join([f"• {main}", *(f"  • {part}" for part in parts)]))
        elif kind == "table":
            out.append("\n".join("\t".join(row) for row in content))
        else:
            out.append(content)
    return (_MARK.sub(r"<sup>\1</sup>", "\n\n".join(out)) + "\n").encode()


def markdown() -> bytes:
    levels = {"title": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "grade": "**", "p": ""}
    out: list[str] = []
    for kind, content in REPORT:
        if kind == "items":
            lines = []
            for item in content:
                main, parts = (item, []) if isinstance(item, str) else item
                lines += [f"- {main}", *(f"  - {part}" for part in parts)]
            out.append("\n".join(lines))
        elif kind == "table":
            head, *rows = ["| " + " | ".join(row) + " |" for row in content]
            out.append("\n".join([head, "| --- | --- | --- |", *rows]))
        else:
            out.append(levels[kind] + content + ("**" if kind == "grade" else ""))
    return (_MARK.sub(r"<sup>\1</sup>", "\n\n".join(out)) + "\n").encode()


def _html_body() -> str:
    tags = {"title": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "p": "p"}
    out: list[str] = []
    for kind, content in REPORT:
        if kind == "items":
            items = []
            for item in content:
                main, parts = (item, []) if isinstance(item, str) else item
                inner = "".join(f"<li><p>{html.escape(part)}</p></li>" for part in parts)
                items.append(f"<li>{html.escape(main)}{f'<ul>{inner}</ul>' if inner else ''}</li>")
            out.append(f"<ul>\n{''.join(items)}\n</ul>")
        elif kind == "table":
            rows = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in content]
            out.append("<table><tbody>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</tbody></table>")
        elif kind == "grade":
            out.append(f'<div class="judgement"><img src="b.svg" alt="{content}"></div>')
        else:
            out.append(f"<{tags[kind]}>{html.escape(content)}</{tags[kind]}>")
    return _MARK.sub(r'<sup><a href="#n\1">\1</a></sup>', "\n".join(out))


def web_page() -> bytes:
    """As a site serves it, with all that a site puts around a text."""
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Harrowmere PEEL 2018 - Inspectorate</title>
<style>p {{ margin: 0 }}</style><script>var text = "<p>Northfell should do better.</p>";</script></head>
<body class="page no-sidebar search-off"><a class="skip-link" href="#c">Skip to content</a>
<div id="cookie-banner"><h2>Cookies here</h2><p>Northfell should accept them.</p></div>
<header role="banner"><img src="l.png" alt="Inspectorate"><nav><ul><li>Northfell</li></ul></nav></header>
<ol class="breadcrumb"><li>Home</li><li>Northfell</li></ol>
<main id="c"><div class="with-menu">{_html_body()}</div><aside><h2>See also</h2><p>Northfell is good.</p></aside></main>
<footer><p>Northfell again.</p></footer></body></html>""".encode()


def word() -> bytes:
    document = docx.Document()
    levels = {"title": 0, "h2": 1, "h3": 2, "h4": 3}

    def add(content: str, style: str | None = None) -> Any:
        paragraph = document.add_paragraph(style=style)
        for number, piece in enumerate(_MARK.split(content)):
            run = paragraph.add_run(piece)
            run.font.superscript = True if number % 2 else None
        return paragraph

    for kind, content in REPORT:
        if kind == "items":
            for item in content:
                main, parts = (item, []) if isinstance(item, str) else item
                add(main, "List Bullet")
                for part in parts:
                    add(part, "List Bullet 2")
        elif kind == "table":
            table = document.add_table(len(content), len(content[0]))
            for row, cells in zip(table.rows, content, strict=True):
                for cell, said in zip(row.cells, cells, strict=True):
                    cell.text = said
        elif kind in levels:
            document.add_heading(content, levels[kind])
        else:
            add(content)
    return saved(document)


def saved(document: Any) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def boxed(document: Any, *paragraphs: str) -> None:
    """Put a text box behind what a document holds."""
    run = document.add_paragraph().add_run()._r
    box = OxmlElement("w:txbxContent")
    for said in paragraphs:
        paragraph, inner, words = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
        words.text = said
        inner.append(words)
        paragraph.append(inner)
        box.append(paragraph)
    shape = OxmlElement("w:pict")
    shape.append(box)
    run.append(shape)


class Pages(FPDF):
    """Small pages, with a running header and page numbers or with neither."""

    def __init__(self, size: tuple[int, int] = (180, 130), running: str = "") -> None:
        self.running = running
        super().__init__(format=size)
        self.core_fonts_encoding = "windows-1252"
        self.set_margins(18, 20)
        self.set_auto_page_break(True, 18)
        self.set_font("Helvetica", size=10)
        self.add_page()

    def header(self) -> None:
        self.set_font("Helvetica", size=8)
        self.set_y(8)
        self.cell(0, 4, self.running)
        self.set_font("Helvetica", size=10)
        self.set_y(20)

    def footer(self) -> None:
        self.set_font("Helvetica", size=8)
        self.set_y(-10)
        self.cell(0, 4, str(self.page_no()) if self.running else "", align="C")
        self.set_font("Helvetica", size=10)

    def put(self, content: str, size: float = 10, style: str = "", indent: float = 0, gap: float = 3) -> None:
        self.set_font("Helvetica", style, size)
        self.set_x(self.l_margin + indent)
        self.multi_cell(0, size * 0.45, content, new_x="LMARGIN", new_y="NEXT", align="L")
        self.ln(gap)

    def put_marked(self, content: str) -> None:
        self.set_font("Helvetica", size=10)
        for number, piece in enumerate(_MARK.split(content)):
            self.char_vpos = "SUP" if number % 2 else "LINE"
            self.write(4.5, piece)
        self.char_vpos = "LINE"
        self.ln(7.5)

    def bullet(self, content: str, level: int = 0) -> None:
        self.set_font("Helvetica", size=10)
        self.set_x(self.l_margin + 4 + 6 * level)
        self.cell(4, 4.5, "•")
        self.multi_cell(0, 4.5, content, new_x="LMARGIN", new_y="NEXT", align="L")
        self.ln(1)

    def row(self, cells: list[str]) -> None:
        for cell, width in zip(cells, (75, 40, 25), strict=False):
            self.cell(width, 5, cell)
        self.ln(5)

    def bytes(self) -> bytes:
        return bytes(self.output())


def pdf() -> bytes:
    pages = Pages(running=RUNNING)
    fonts = {"title": (20, "B"), "h2": (16, "B"), "h3": (13, "B"), "h4": (10, "B"), "grade": (12, "B")}
    for kind, content in REPORT:
        if kind == "items":
            for item in content:
                main, parts = (item, []) if isinstance(item, str) else item
                pages.bullet(main)
                for part in parts:
                    pages.bullet(part, 1)
            pages.ln(2)
        elif kind == "table":
            for row in content:
                pages.row(row)
            pages.ln(3)
        elif kind == "p":
            pages.put_marked(content)
        else:
            pages.put(content, *fonts[kind])
    return pages.bytes()


FORMATS: dict[str, Callable[[], bytes]] = {".txt": text, ".md": markdown, ".html": web_page, ".docx": word, ".pdf": pdf}
