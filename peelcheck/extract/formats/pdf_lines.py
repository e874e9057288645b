"""PDF files, the first step: from the glyphs of each page to its printed lines.

A line knows its words, place, size and weight. Pieces that stand side by side are cells of one line; raised digits are marks
of notes.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peelcheck.extract.formats.made import MAX_COLUMNS
from peelcheck.model.errors import InputError

_MAX_PAGES = 3000
_MAX_CHARACTERS = 20_000_000

HYPHENS = "-\u00ad\u2010"
_BOLD = re.compile(r"bold|black|heavy|semi|demi", re.IGNORECASE)
_RAISED_AFTER = re.compile(r"[^\W\d_]|[.,;:!?)\]\"'’”]")
_PASSWORD = 4


@dataclass(slots=True)
class Line:
    """A printed line: words, and where it stands (points from the lower left corner of the page as shown)."""

    page: int
    text: str
    left: float
    right: float
    y: float
    size: float
    bold: tuple[bool, bool]  # at its beginning and at its end
    hyphen: bool = False
    cells: list[tuple[str, float, float]] = field(default_factory=list)  # of a line with wide gaps: text, left, right
    height: float = 0.0  # of the page

    @property
    def words(self) -> int:
        """How many words."""
        return len(self.text.split())


def read_pages(data: bytes, path: Path) -> list[list[Line]]:
    """The lines of every page."""
    import pypdfium2

    if b"%PDF-" not in data[:1024]:
        raise InputError("is not a PDF", "Give the document as it was published.", path=path)
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise InputError("is locked by a password", "Save a copy without a password.", path=path) from None
        raise InputError("is broken: it cannot be opened as a PDF", "Get the file again.", path=path) from None
    try:
        count = len(pdf)
        if count > _MAX_PAGES:
            raise InputError(f"has {count} pages", f"Split it: {_MAX_PAGES} is the limit.", path=path)
        pages: list[list[Line]] = []
        room = _MAX_CHARACTERS
        for number in range(count):
            lines = _page_lines(pdf, number, path, room)
            room -= sum(len(line.text) for line in lines)
            pages.append(lines)
    finally:
        pdf.close()
    letters = sum(character.isalpha() for lines in pages for line in lines for character in line.text)
    if letters < 3 or (count >= 3 and letters < 40 * count):
        raise InputError("has no text: it is a scan", "Put it through an OCR tool first.", path=path)
    return pages


def _page_lines(pdf: Any, number: int, path: Path, room: int) -> list[Line]:
    """The lines of a page, in the order in which they were set."""
    import pypdfium2

    page = text_page = None
    try:
        page = pdf[number]
        text_page = page.get_textpage()
        length = text_page.count_chars()
        if length > room:
            raise InputError("holds too much text", f"Split it: {_MAX_CHARACTERS:,} characters is the limit.", path=path)
        width, height = page.get_size()
        return _Glyphs(text_page.raw, length, number, page.get_rotation(), width, height).lines()
    except pypdfium2.PdfiumError:
        raise InputError(f"is broken: page {number + 1} cannot be read", "Get the file again.", path=path) from None
    finally:
        if text_page is not None:
            text_page.close()
        if page is not None:
            page.close()


class _Glyphs:
    """The characters of one page. Places are asked for sparingly: at ends of lines, at blanks, at raised digits."""

    def __init__(self, raw_page: Any, length: int, number: int, rotation: int, width: float, height: float) -> None:
        from pypdfium2 import raw

        self._raw, self._page, self._length = raw, raw_page, length
        self._number, self._rotation, self._width, self._height = number, rotation, width, height
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._matrix = raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def lines(self) -> list[Line]:
        """All lines; pieces that stand side by side are one line with cells."""
        made: list[Line] = []
        run: list[tuple[str, int]] = []
        unicode = self._raw.FPDFText_GetUnicode
        high = 0
        for index in range(self._length):
            code = unicode(self._page, index)
            if code in (10, 13, 2, 0xFFFE):
                hyphen = code in (2, 0xFFFE)
                if hyphen:
                    run.append(("-", index))
                self._add(made, run, hyphen)
                run = []
            elif 0xD800 <= code < 0xDC00:
                high = code
            elif 0xDC00 <= code < 0xE000:
                if high:
                    run.append((chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00), index))
                high = 0
            elif 0 < code < 0x110000:
                character = chr(code)
                run.append((" " if character.isspace() else character, index))
        self._add(made, run, False)
        return made

    def _place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as it is shown: turned pages keep the places of the unturned one."""
        if self._rotation == 90:
            return y, self._height - x
        if self._rotation == 180:
            return self._width - x, self._height - y
        if self._rotation == 270:
            return self._width - y, x
        return x, y

    def _origin(self, index: int) -> tuple[float, float]:
        x, y = self._numbers[:2]
        self._raw.FPDFText_GetCharOrigin(self._page, index, x, y)
        return self._place(x.value, y.value)

    def _right(self, index: int) -> float:
        left, right, bottom, top = self._numbers
        self._raw.FPDFText_GetCharBox(self._page, index, left, right, bottom, top)
        corners = (self._place(left.value, bottom.value), self._place(right.value, top.value))
        return max(x for x, _ in corners)

    def _size(self, index: int) -> float:
        size = float(self._raw.FPDFText_GetFontSize(self._page, index))
        if self._raw.FPDFText_GetMatrix(self._page, index, self._matrix):
            size *= float((self._matrix.c**2 + self._matrix.d**2) ** 0.5)
        return round(size, 1)

    def _is_bold(self, index: int) -> bool:
        self._name.value = b""
        self._raw.FPDFText_GetFontInfo(self._page, index, self._name, len(self._name), self._flags)
        return bool(_BOLD.search(self._name.value.decode("utf-8", "replace")))

    def _add(self, made: list[Line], run: list[tuple[str, int]], hyphen: bool) -> None:
        while run and run[-1][0] == " ":
            run.pop()
        begin = next((at for at, (character, _) in enumerate(run) if character != " "), None)
        if begin is None:
            return
        run = run[begin:]
        first, last = run[0][1], run[-1][1]
        left, y = self._origin(first)
        letters = [index for character, index in run if character.isalpha()] or [first]
        sized = letters[0]
        size = sorted(self._size(letters[at]) for at in (0, len(letters) // 2, -1))[1] or 1.0
        pieces: list[tuple[str, float, float]] = []  # text, left, right
        words: list[str] = []
        began = left
        at = 0
        while at < len(run):
            character, index = run[at]
            if character == " ":
                after = next(k for k in range(at, len(run)) if run[k][0] != " ")
                x = self._origin(index)[0]
                following = self._origin(run[after][1])[0]
                if following - x > 1.5 * size and words:
                    pieces.append(("".join(words), began, x))
                    words, began = [], following
                else:
                    words.append(" ")
                at = after
                continue
            if (character.isdigit() or character in "*†‡") and (at == 0 or _RAISED_AFTER.match(run[at - 1][0])):
                end = at + 1
                while end < len(run) and end < at + 3 and run[end][0].isdigit():
                    end += 1
                if self._size(index) <= 0.8 * size and self._origin(index)[1] > y - 0.1 * size:
                    words.append(f"<sup>{''.join(c for c, _ in run[at:end])}</sup>")
                    at = end
                    continue
            words.append(character)
            at += 1
        right = self._right(last)
        if sized != first:
            y = self._origin(sized)[1]
        pieces.append(("".join(words), began, right))
        cells = pieces if 1 < len(pieces) <= MAX_COLUMNS else []
        line = Line(
            self._number,
            " ".join(text for text, _, _ in pieces).strip(),
            left,
            right,
            y,
            size,
            (self._is_bold(sized), self._is_bold(last)),
            hyphen or run[-1][0] in HYPHENS,
            cells,
            self._height,
        )
        before = made[-1] if made else None
        if (
            before
            and len(before.cells) < MAX_COLUMNS
            and not before.hyphen
            and abs(before.y - y) < 0.3 * size
            and left >= before.right - 0.2 * size
        ):
            _beside(before, line)
        else:
            made.append(line)


def _beside(before: Line, line: Line) -> None:
    """Put a line behind another on the same height: a bullet and its text, or the cells of a row."""
    apart = line.left - before.right > 1.5 * line.size
    if apart or before.cells or line.cells:
        own = before.cells or [(before.text, before.left, before.right)]
        more = line.cells or [(line.text, line.left, line.right)]
        if not apart:
            own, more = [*own[:-1], (f"{own[-1][0]} {more[0][0]}", own[-1][1], more[0][2])], more[1:]
        before.cells = [*own, *more]
    before.text = f"{before.text} {line.text}"
    if before.words == line.words + 1:
        before.size = line.size
    before.right, before.hyphen, before.bold = line.right, line.hyphen, (before.bold[0], line.bold[1])
