"""From a document's lines to blocks: headings, paragraphs, bullets, table rows, furniture.

Paragraphs that a page break, a note or a hard line end splits are joined; what cannot be joined is marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from peelcheck.extract.layout import Layout
from peelcheck.model.document import Document
from peelcheck.model.text import Normal, fold, key, normalise

BlockKind = Literal["heading", "paragraph", "bullet", "row", "furniture"]
_ENDS = re.compile(r"[.!?:;][\"')\]]*$")
_MARKDOWN_HEADING = re.compile(r"^\s*(#{1,6})\s+(.*)$")
_BOLD_LINE = re.compile(r"^\s*(\*\*|<b>)(?P<text>.+?)(\*\*|</b>)\s*$")
_SEPARATOR_ROW = re.compile(r"^[\s|:+-]+$")
_MAX_HEADING_WORDS = 24


@dataclass
class Block:
    """A run of text of one kind; `pieces` are its stretches of the document (end-exclusive offsets)."""

    kind: BlockKind
    pieces: list[tuple[int, int]]
    why: str
    document: Document = field(repr=False)
    indent: int = 0
    fragment: bool = False
    _normal: Normal | None = field(default=None, repr=False)

    def extend(self, more: Block) -> None:
        """Take over the pieces of a block that goes on with this one."""
        self.pieces += more.pieces
        self._normal = None

    @property
    def first(self) -> str:
        """The normalised text of the first piece."""
        return normalise(self.document.text[slice(*self.pieces[0])]).text.lstrip()

    @property
    def last(self) -> str:
        """The normalised text of the last piece."""
        return normalise(self.document.text[slice(*self.pieces[-1])]).text.rstrip()

    @property
    def normal(self) -> Normal:
        """The normalised text with the way back to the document (to the piece, where there is one only)."""
        if self._normal is None:
            self._normal = self._read()
        return self._normal

    def _read(self) -> Normal:
        document = self.document.text
        if len(self.pieces) == 1:
            return normalise(document[slice(*self.pieces[0])])
        texts: list[str] = []
        back: list[int] = []
        for start, end in self.pieces:
            inner = normalise(document[start:end])
            if texts:
                texts.append(" ")
                back.append(start - 1)
            texts.append(inner.text)
            back += [start + o for o in (inner.back if inner.back is not None else range(end - start))]
        return Normal("".join(texts), back)

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.normal.text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Document offsets of a stretch of the normalised text."""
        a, b = self.normal.span(start, end)
        if len(self.pieces) > 1:
            return a, b
        offset = self.pieces[0][0]
        return a + offset, b + offset

    def parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """The pieces of the document that lie in a document stretch, without what stands between them."""
        return [(max(start, a), min(end, b)) for a, b in self.pieces if max(start, a) < min(end, b)]

    @property
    def key(self) -> str:
        """The text for comparing titles."""
        return key(self.text)

    @property
    def size(self) -> int:
        """Characters in the document."""
        return sum(end - start for start, end in self.pieces)

    @property
    def start(self) -> int:
        """First offset in the document."""
        return self.pieces[0][0]


def quoted(document: Document, pieces: list[tuple[int, int]]) -> str:
    """The document's own words at some pieces, joined, white space folded."""
    return fold(" ".join(document.text[a:b] for a, b in pieces))


def blocks_of(document: Document, layout: Layout, known: Callable[[str], bool]) -> list[Block]:
    """Split a document into filled blocks in reading order. `known`: tells the headings that the cycle's data knows."""
    return _join(_lines(document, layout, known))


def _lines(document: Document, layout: Layout, known: Callable[[str], bool]) -> list[Block]:
    """One block a line, classified."""
    text, starts = document.text, document.lines.starts
    wrapped = _wrap_width(text)
    blocks: list[Block] = []
    blank_before = True
    in_note = False
    for number, begin in enumerate(starts):
        end = starts[number + 1] - 1 if number + 1 < len(starts) else len(text)
        raw = text[begin:end]
        stripped = raw.strip("\ufeff \t\r\u00a0")
        if not stripped:
            blank_before, in_note = True, False
            continue
        tabbed = raw.count("\t") > 1
        begin += raw.index(stripped[0])
        end = begin + len(stripped)
        if tabbed:
            blocks.append(Block("row", [(begin, end)], "table", document))
            blank_before = False
            continue
        block = _classify(document, layout, known, begin, end, len(raw) - len(raw.lstrip()), in_note and not blank_before)
        if wrapped and block[-1].why == "short line" and _goes_on(text, starts, number):
            block[-1] = replace(block[-1], kind="paragraph", why="text")
        for item in block:
            if item.why == "note":
                in_note = True
            if (
                item.kind == "paragraph"
                and not blank_before
                and blocks
                and wrapped
                and blocks[-1].kind in ("paragraph", "bullet")
                and item is block[0]
            ):
                blocks[-1].extend(item)
            else:
                blocks.append(item)
        blank_before = False
    return blocks


def _goes_on(text: str, starts: list[int], number: int) -> bool:
    """Whether the line after a line is not blank: in a text with hard line ends a heading stands alone."""
    if number + 1 >= len(starts):
        return False
    end = starts[number + 2] - 1 if number + 2 < len(starts) else len(text)
    return bool(text[starts[number + 1] : end].strip())


def _wrap_width(text: str) -> bool:
    """Whether the text has hard line ends inside its paragraphs."""
    lengths = sorted(len(line) for line in text.splitlines() if line.strip())
    if len(lengths) < 8:
        return False
    return lengths[-max(1, len(lengths) // 20)] <= 130 and lengths[len(lengths) // 2] >= 30


def _classify(
    document: Document, layout: Layout, known: Callable[[str], bool], begin: int, end: int, indent: int, note: bool
) -> list[Block]:
    raw = document.text[begin:end]
    if "\t" in raw or (raw.startswith("|") and raw.count("|") > 2):
        kind_of: BlockKind = "furniture" if _SEPARATOR_ROW.match(raw) else "row"
        return [Block(kind_of, [(begin, end)], "table", document)]
    if note or layout.note.search(raw):
        return [Block("furniture", [(begin, end)], "note", document)]
    normal = normalise(raw)
    line = normal.text.strip()
    if not line:
        return [Block("furniture", [(begin, end)], "markup", document)]
    for kind, pattern, rest in layout.furniture:
        match = pattern.search(line)
        if match is None:
            continue
        if not rest or match.end() >= len(line):
            return [Block("furniture", [(begin, end)], kind, document)]
        at = begin + normal.span(match.end() - 1, match.end())[1]
        while at < end and document.text[at].isspace():
            at += 1
        first = Block("furniture", [(begin, at)], kind, document)
        return [first, *_classify(document, layout, known, at, end, 0, False)]
    heading = _MARKDOWN_HEADING.match(raw)
    if heading:
        return [Block("heading", [(begin + heading.start(2), end)], "markdown heading", document)]
    bullet = layout.bullet.search(raw)
    if bullet and bullet.start() == 0 and bullet.end() < len(raw):
        return [Block("bullet", [(begin + bullet.end(), end)], "bullet", document, indent=indent)]
    if _BOLD_LINE.match(raw) and len(line.split()) <= _MAX_HEADING_WORDS:
        return [Block("heading", [(begin, end)], "bold line", document)]
    if known(line):
        return [Block("heading", [(begin, end)], "known title", document)]
    words = line.split()
    if (
        len(words) <= 14
        and len(line) <= 110
        and not re.search(r"[.,;:]$", line)
        and line[0].isupper()
        and not layout.item.search(line)
    ):
        return [Block("heading", [(begin, end)], "short line", document)]
    return [Block("paragraph", [(begin, end)], "text", document, indent=indent)]


def _join(lines: list[Block]) -> list[Block]:
    """Join paragraphs across line ends, page breaks and notes; mark what begins in the middle of a sentence."""
    joined: list[Block] = []
    skip: set[int] = set()
    for index, block in enumerate(lines):
        if index in skip:
            continue
        if block.kind == "heading" and block.why == "short line" and _continues(lines, index):
            block = replace(block, kind="paragraph", why="text")
        joined.append(block)
        at = index
        while block.kind in ("paragraph", "bullet") and not _ENDS.search(block.last):
            nxt = _continuation(lines, at, block, skip)
            if nxt is None:
                break
            for between in range(at + 1, nxt):
                if lines[between].kind in ("paragraph", "bullet", "heading") and between not in skip:
                    lines[between] = replace(lines[between], kind="furniture", why="note")
            skip.add(nxt)
            block.extend(lines[nxt])
            at = nxt
    for block in joined:
        if block.kind == "paragraph" and block.first[:1].islower():
            block.fragment = True
        if block.kind == "paragraph" and not _ENDS.search(block.last) and block.size > 60:
            block.fragment = True
    return joined


def _continues(lines: list[Block], index: int) -> bool:
    """Whether a short line without a full stop is the start of a sentence that goes on below."""
    following = next((b for b in lines[index + 1 : index + 3] if b.kind != "furniture"), None)
    return following is not None and following.kind == "paragraph" and following.first[:1].islower()


def _continuation(lines: list[Block], at: int, block: Block, skip: set[int]) -> int | None:
    """Index of the line that goes on with an unfinished paragraph, or None."""
    page_break = False
    for ahead in range(at + 1, min(at + 16, len(lines))):
        other = lines[ahead]
        if ahead in skip:
            continue
        if other.kind == "furniture":
            page_break = page_break or other.why in ("note", "rule", "number_line")
            continue
        if other.kind == "heading" and other.why != "short line":
            return None
        if other.first[:1].islower() and other.kind in ("paragraph", "heading"):
            return ahead if page_break or ahead == at + 1 or block.kind == "paragraph" else None
        if page_break and block.size > 60 and other.kind == "paragraph" and _is_split(block, lines, at, ahead):
            return ahead
        if not page_break:
            return None
    return None


def _is_split(block: Block, lines: list[Block], at: int, ahead: int) -> bool:
    """A break in the middle of a name: nothing but notes and rules between, and no lower-case line soon after."""
    if any(b.kind != "furniture" for b in lines[at + 1 : ahead]):
        return False
    later = [b for b in lines[ahead + 1 : ahead + 10] if b.kind == "paragraph"]
    return not any(b.first[:1].islower() for b in later[:2])
