"""The text that every reader of a format makes: a light markdown, put together block by block.

Headings are `#` lines, bullets `- ` lines with two blanks of indent a level, table rows lines of cells with tabs between them,
and paragraphs single lines; blank lines stand between blocks. Marks of notes are `<sup>` tags, as in other markdown. The helpers
that several readers need stand here too.
"""

from __future__ import annotations

import re

MAX_COLUMNS = 60
MAX_HEADING_WORDS = 30

_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_LONE = re.compile("[\ud800-\udfff]")
_NOTE_MARK = re.compile(r"^[\[(]?(?:\d{1,3}|[a-z*†‡§])[\])]?$")
_FOLDED_ORDINAL = re.compile(r"^(?:st|nd|rd|th)$", re.IGNORECASE)
_PHRASE = re.compile(r"^[A-Z][A-Za-z'’ -]{1,30}(?:: ?[A-Za-z'’ -]{2,40})?$")
_PICTURE = re.compile(
    r"\b(?:logo|icon|photo|photograph|image|picture|map|chart|graph|figure|diagram|banner|arrow|crest|video|screenshot)\b",
    re.IGNORECASE,
)


def word_set(words: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(words.split())


def one_line(text: str) -> str:
    """A text with its blanks folded, so that it fits on a line."""
    return _LONE.sub("\ufffd", _BLANK.sub(" ", text)).strip()


def badge_phrase(text: str | None) -> str | None:
    """An alternative text that is a short phrase and names no picture: what a badge says."""
    folded = one_line(text or "")
    if len(folded.split()) <= 6 and _PHRASE.match(folded) and not _PICTURE.search(folded):
        return folded
    return None


def raised(text: str) -> str:
    """Raised text: the mark of a note as a tag, the ending of an ordinal number as it is."""
    folded = one_line(text)
    if _NOTE_MARK.match(folded):
        return f"<sup>{folded}</sup>"
    return folded if _FOLDED_ORDINAL.match(folded) else text


def whole_number(text: str) -> int:
    """The number of columns, rows or levels that an attribute names; 1 when it names none."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 1


class Made:
    """The text that is being made."""

    def __init__(self) -> None:
        self._blocks: list[tuple[str, str]] = []
        self.level = 1  # of the last heading

    def heading(self, text: str, level: int = 2) -> None:
        """A heading; one that is too long for it becomes a paragraph."""
        folded = one_line(text)
        if len(folded.split()) > MAX_HEADING_WORDS:
            self.paragraph(folded)
        elif folded:
            self.level = min(max(level, 1), 6)
            self._blocks.append(("heading", f"{'#' * self.level} {folded}"))

    def paragraph(self, text: str) -> None:
        """A paragraph, or any line of its own. What would make a heading of it is escaped."""
        folded = one_line(text)
        if folded:
            self._blocks.append(("paragraph", f"\\{folded}" if folded.startswith("#") else folded))

    def item(self, text: str, level: int = 0) -> None:
        """A bullet."""
        folded = one_line(text)
        if folded:
            self._blocks.append(("item", f"{'  ' * min(level, 12)}- {folded}"))

    def row(self, cells: list[str]) -> None:
        """A row of a table; a single cell is a paragraph."""
        folded = [one_line(cell) for cell in cells]
        if not any(folded):
            return
        if len(folded) == 1:
            self.paragraph(folded[0])
            return
        # A row of two with an empty one would lose its only tab with the blanks at its ends.
        tail = "\t" if len(folded) == 2 and not all(folded) else ""
        self._blocks.append(("row", "\t".join(folded) + tail))

    def lines(self, text: str) -> None:
        """Lines as they stand."""
        kept = "\n".join(one_line(line) for line in text.splitlines()).strip("\n")
        if kept.strip():
            self._blocks.append(("lines", kept))

    @property
    def has_title(self) -> bool:
        """Whether there is a heading of the first level."""
        return any(kind == "heading" and text.startswith("# ") for kind, text in self._blocks)

    def on_top(self, line: str) -> None:
        """Put a line before everything."""
        self._blocks.insert(0, ("paragraph", line))

    def text(self) -> str:
        """The whole; empty when nothing with a letter was made."""
        parts: list[str] = []
        before = ""
        for kind, text in self._blocks:
            if parts:
                parts.append("\n" if kind == before and kind in ("item", "row") else "\n\n")
            parts.append(text)
            before = kind
        whole = "".join(parts)
        return whole + "\n" if re.search(r"[^\W\d_]", whole) else ""


Grid = list[list[tuple[str, int, int]]]  # rows of cells: text, columns spanned, rows spanned


def fill_rows(made: Made, grid: Grid) -> None:
    """Write a table. A cell over several columns leaves the others empty, one over several rows is repeated in them."""
    held: dict[int, tuple[str, int]] = {}
    for cells in grid:
        row: list[str] = []
        waiting = iter(cells)
        cell = next(waiting, None)
        while cell is not None or len(row) in held:
            at = len(row)
            if at in held:
                text, left = held.pop(at)
                row.append(text)
                if left > 1:
                    held[at] = (text, left - 1)
                continue
            assert cell is not None  # noqa: S101
            text, across, down = cell
            if down > 1 and len(text) <= 200 and at < MAX_COLUMNS:
                held[at] = (text, min(down, 50) - 1)
            row += [text, *[""] * (min(max(across, 1), 20) - 1 if at < MAX_COLUMNS else 0)]
            cell = next(waiting, None)
        made.row(row)
