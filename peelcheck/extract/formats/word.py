"""Word files: the body in order, with content controls and text boxes where they stand.

Styles tell headings and lists, by their names or settings or those of the styles they are based on.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from peelcheck.extract.formats.made import MAX_HEADING_WORDS, Made, badge_phrase, raised, whole_number
from peelcheck.model.errors import InputError

_MAX_UNPACKED = 400_000_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURE_NAME = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_NOT_TEXT = frozenset({_W + name for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText")} | {_FALLBACK})
_HEADING_STYLE = re.compile(r"^heading (\d)\b", re.IGNORECASE)
_LIST_STYLE = re.compile(r"^list (?:bullet|number|continue)(?: (\d))?", re.IGNORECASE)
_OLD_WORD = b"\xd0\xcf\x11\xe0"


def from_docx(data: bytes, path: Path) -> str:
    """The text of a Word file."""
    import docx

    if data.startswith(_OLD_WORD):
        raise InputError(
            "is locked by a password or in the older Word format", "Save it as .docx, without a password.", path=path
        )
    broken = InputError("is broken: it cannot be opened as a Word document", "Save it again as .docx.", path=path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
    except Exception:
        raise broken from None
    if unpacked > _MAX_UNPACKED:
        raise InputError("is too large when unpacked", "Save it again as .docx, without pictures.", path=path)
    try:
        text = _Word(docx.Document(io.BytesIO(data))).text()
    except Exception:  # a damaged package fails in any part of its reader
        raise broken from None
    if not text:
        raise InputError("has no text", "If its pages are pictures, put it through an OCR tool first.", path=path)
    return text


class _Style(NamedTuple):
    heading: int | None = None
    item: int | None = None
    contents: bool = False


class _Word:
    """Writes a Word document: its body in order, with content controls and text boxes where they stand."""

    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        self._made = Made()
        self._notes = 0
        self._raw = {s.get(_W + "styleId"): s for s in document.styles.element.iter(_W + "style")}
        self._styles: dict[str | None, _Style] = {}
        self._normal = next(
            (i for i, s in self._raw.items() if s.get(_W + "default") == "1" and s.get(_W + "type") == "paragraph"), None
        )

    def text(self) -> str:
        """The made text."""
        self._blocks(self._body)
        return self._made.text()

    def _blocks(self, parent: Any) -> None:
        for child in parent:
            if child.tag == _W + "p":
                self._paragraph(child)
            elif child.tag == _W + "tbl":
                self._table(child)
            elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "moveTo", _W + "customXml", _W + "smartTag"):
                self._blocks(child)

    def _style(self, name: str | None) -> _Style:
        """What a style makes of a paragraph, by its own name and settings or those of the style it is based on."""
        if name in self._styles:
            return self._styles[name]
        found = _Style()
        seen: set[str | None] = set()
        at = name
        while at in self._raw and at not in seen:
            seen.add(at)
            style = self._raw[at]
            called = _value(style, "name") or ""
            heading, listed = _HEADING_STYLE.match(called), _LIST_STYLE.match(called)
            if called.lower().startswith("toc "):
                found = _Style(contents=not called.lower().endswith("heading"), heading=2)
                break
            if heading or called.lower() == "title":
                found = _Style(heading=int(heading[1]) if heading else 1)
                break
            properties = style.find(_W + "pPr")
            level = _value(properties, "outlineLvl")
            if level is not None and level in "01234567":
                found = _Style(heading=int(level) + 1)
                break
            if listed:
                found = _Style(item=int(listed[1] or 1) - 1)
                break
            if (number := _list_level(properties)) is not None:
                found = _Style(item=number)
                break
            at = _value(style, "basedOn")
        self._styles[name] = found
        return found

    def _paragraph(self, paragraph: Any) -> None:
        properties = paragraph.find(_W + "pPr")
        style = self._style(_value(properties, "pStyle") or self._normal)
        if style.contents:
            return
        text, bold, boxes, badges = self._words(paragraph)
        own_level = _value(properties, "outlineLvl")
        own_item = _list_level(properties)
        dropped_item = properties is not None and properties.find(f"{_W}numPr/{_W}numId[@{_W}val='0']") is not None
        if style.heading or (own_level is not None and own_level in "01234567"):
            self._made.heading(text, style.heading or int(own_level or 0) + 1)
        elif own_item is not None or (style.item is not None and not dropped_item):
            self._made.item(text, max(own_item or 0, style.item or 0))
        elif bold and len(text.split()) <= MAX_HEADING_WORDS and not re.search(r"[.,:;]\s*$", text):
            self._made.heading(text, 4)
        else:
            self._made.paragraph(text)
        for badge in badges:
            self._made.paragraph(badge)
        for box in boxes:
            self._blocks(box)

    def _words(self, paragraph: Any) -> tuple[str, bool, list[Any], list[str]]:
        """The words of a paragraph, whether all are bold, the text boxes that hang on it, what its badges say."""
        words: list[str] = []
        boxes: list[Any] = []
        badges: list[str] = []
        bold: list[bool] = []
        waiting = list(reversed(paragraph))
        while waiting:
            element = waiting.pop()
            tag = element.tag
            if tag in _NOT_TEXT:
                continue
            if tag == _W + "txbxContent":
                boxes.append(element)
            elif tag == _W + "r":
                said = "".join(t.text or "" for t in element.iterchildren(_W + "t"))
                marks = element.find(_W + "rPr")
                if said.strip():
                    bold.append(_is_on(marks, "b"))
                if _value(marks, "vertAlign") == "superscript" and said:
                    words.append(raised(said))
                else:
                    waiting += reversed(element)
            elif tag == _W + "t":
                words.append(element.text or "")
            elif tag in (_W + "tab", _W + "br", _W + "cr", _W + "ptab"):
                words.append(" ")
            elif tag == _W + "noBreakHyphen":
                words.append("-")
            elif tag in (_W + "footnoteReference", _W + "endnoteReference"):
                self._notes += 1
                words.append(f"<sup>{self._notes}</sup>")
            elif tag == _PICTURE_NAME:
                phrase = badge_phrase(element.get("descr"))
                badges += [phrase] if phrase else []
            else:
                waiting += reversed(element)
        return "".join(words), bool(bold) and all(bold), boxes, badges

    def _table(self, table: Any) -> None:
        rows = [self._cells(row) for row in _inside(table, "tr")]
        if all(len(cells) <= 1 for cells in rows):
            for cells in rows:
                for cell in cells:
                    self._blocks(cell)
            return
        above: dict[int, str] = {}
        for cells in rows:
            row: list[str] = []
            for cell in cells:
                properties = cell.find(_W + "tcPr")
                across = whole_number(_value(properties, "gridSpan") or "1")
                merge = properties.find(_W + "vMerge") if properties is not None else None
                goes_on = merge is not None and merge.get(_W + "val", "continue") == "continue"
                text = above.get(len(row), "") if goes_on else self._cell(cell)
                above[len(row)] = text
                row += [text, *[""] * (min(max(across, 1), 20) - 1)]
            self._made.row(row)

    def _cells(self, row: Any) -> list[Any]:
        return list(_inside(row, "tc"))

    def _cell(self, cell: Any) -> str:
        parts: list[str] = []
        for paragraph in cell.iter(_W + "p"):
            text, _, _, badges = self._words(paragraph)
            parts += [text, *badges]
        return " ".join(part.strip() for part in parts if part.strip())


def _inside(parent: Any, name: str) -> Iterator[Any]:
    """Children of a name, those in content controls too."""
    for child in parent:
        if child.tag == _W + name:
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"):
            yield from _inside(child, name)


def _value(parent: Any, name: str) -> str | None:
    """The value of a setting, or None."""
    found = parent.find(_W + name) if parent is not None else None
    return None if found is None else found.get(_W + "val")


def _is_on(parent: Any, name: str) -> bool:
    found = parent.find(_W + name) if parent is not None else None
    return found is not None and found.get(_W + "val", "1") not in ("0", "false", "off")


def _list_level(properties: Any) -> int | None:
    """The level of a numbered or bulleted paragraph, or None."""
    numbering = properties.find(_W + "numPr") if properties is not None else None
    if numbering is None or _value(numbering, "numId") in (None, "0"):
        return None
    return min(whole_number(_value(numbering, "ilvl") or "0"), 8)
