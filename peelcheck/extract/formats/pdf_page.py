"""PDF files, the second step: from printed lines to blocks of text.

Headers, footers and page numbers go, lines become headings, paragraphs, bullets, notes and rows by place, size and weight, and
paragraphs go on over the ends of pages and columns.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from peelcheck.extract.formats.made import MAX_HEADING_WORDS, Made, word_set
from peelcheck.extract.formats.pdf_lines import HYPHENS, Line, read_pages

_GLYPHS = "•·▪▫●○◦‣■□◆❖➢➤►✓✔⁃\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d\uf06f\uf0a8"
_BULLET = re.compile(rf"^(?:[{_GLYPHS}]\s*|o\s+(?=[A-Za-z])|[-–—]\s+)")
_SURE_BULLET = re.compile(rf"^[{_GLYPHS}]")
_NUMBERED = re.compile(r"^(?:\d{1,2}[.)]|\(?[a-z][.)]|\(?[ivx]{1,4}[.)])\s")
_LEADER = re.compile(r"(?:\. ?){5,}\s*\w{1,5}$")
_SENTENCE_END = re.compile(r"[.!?:;][\"'’”)\]]*(?:<sup>[^<]*</sup>)?$")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LAST_PART = re.compile(r"([^\W_]+(?:-[^\W_]+)*)-$")
_FIRST_PART = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_KEEPS_HYPHEN = word_set("self non anti well cross multi ex mid half semi all ill much")


class _PdfBlock(NamedTuple):
    kind: Literal["heading", "paragraph", "bullet", "row", "note"]
    lines: list[Line]
    cells: list[str]


def from_pdf(data: bytes, path: Path) -> str:
    """The text of a PDF."""
    return _Printed(read_pages(data, path)).text()


class _Printed:
    """From the lines of all pages to text: what repeats goes, lines become blocks, blocks go on over page ends."""

    def __init__(self, pages: list[list[Line]]) -> None:
        self._pages = pages
        sizes: Counter[float] = Counter()
        for lines in pages:
            for line in lines:
                sizes[line.size] += len(line.text)
        self._body = sizes.most_common(1)[0][0] if sizes else 10.0
        self._running = self._drop_margins()
        self._steps = self._usual_steps()
        bold: Counter[bool] = Counter()
        for lines in self._pages:
            for line in lines:
                if abs(line.size - self._body) <= 0.08 * self._body:
                    bold[all(line.bold)] += len(line.text)
        self._body_is_bold = bold[True] > bold[False]
        self._known = self._vocabulary()

    def text(self) -> str:
        """The made text."""
        made = Made()
        levels: list[float] = []
        blocks = self._over_pages([block for lines in self._pages for block in self._blocks(lines)])
        for block in blocks:
            if block.kind == "row":
                made.row(block.cells)
                continue
            text = self._joined(block.lines)
            if block.kind != "bullet":
                levels = []
            if block.kind == "heading":
                made.heading(text)
            elif block.kind == "bullet":
                left = block.lines[0].left
                while levels and left < levels[-1] - 4:
                    levels.pop()
                if not levels or left > levels[-1] + 4:
                    levels.append(left)
                made.item(_BULLET.sub("", text, count=1), len(levels) - 1)
            else:
                made.paragraph(text)
        whole = made.text()
        for line in reversed(self._running):
            if line.lower() not in whole.lower():
                made.on_top(line)
        return made.text()

    # Headers, footers, page numbers.

    def _drop_margins(self) -> list[str]:
        """Drop what repeats at the top and the bottom of pages; gives the wording of dropped headers."""
        seen: dict[tuple[bool, str], list[tuple[int, float, Line]]] = {}
        for number, lines in enumerate(self._pages):
            by_height = sorted(lines, key=lambda line: -line.y)
            for top, outer in ((True, by_height[:3]), (False, by_height[-3:])):
                for line in outer:
                    share = line.y / line.height if line.height else 0.5
                    if (share > 0.85) if top else (share < 0.15):
                        seen.setdefault((top, re.sub(r"\d+", "#", line.text.casefold())), []).append((number, line.y, line))
        dropped: dict[int, Line] = {}
        running: list[str] = []
        for (top, _), found in seen.items():
            repeats = [item for item in found if self._repeats(item, found)]
            large = any(line.size > 1.15 * self._body for _, _, line in repeats)
            on_most = len(repeats) * 2 > len(self._pages)
            if repeats and (on_most or not large):
                dropped |= {id(line): line for _, _, line in repeats}
                if on_most and top and len(_WORD.findall(repeats[0][2].text)) >= 2:
                    running.append(repeats[0][2].text)
        places: dict[tuple[int, int], set[int]] = {}
        for line in dropped.values():
            for off in (-1, 0, 1):
                places.setdefault((round(line.y) + off, round(line.size)), set()).add(line.page)
        for found in seen.values():  # the header of a short chapter stands where most pages have theirs
            for _, y, line in found:
                alike = places.get((round(y), round(line.size)), set())
                if len(alike - {line.page}) * 2 > len(self._pages):
                    dropped[id(line)] = line
        self._pages = [[line for line in lines if id(line) not in dropped] for lines in self._pages]
        return running

    @staticmethod
    def _repeats(item: tuple[int, float, Line], found: list[tuple[int, float, Line]]) -> bool:
        """Whether a line stands at the same height on two more pages nearby (every other page may have another)."""
        near = {number for number, y, _ in found if abs(number - item[0]) <= 5 and abs(y - item[1]) < 4}
        return len(near) >= 3

    # Blocks.

    def _usual_steps(self) -> dict[int, float]:
        """By size in points: the usual distance from line to line."""
        steps: dict[int, Counter[float]] = {}
        for lines in self._pages:
            for one, other in pairwise(lines):
                step = one.y - other.y
                if abs(one.size - other.size) < 0.3 and 0.8 * one.size < step < 2.2 * one.size:
                    steps.setdefault(round(one.size), Counter())[round(step * 2) / 2] += 1
        usual = {}
        for size, counted in steps.items():
            most = max(counted.values())
            usual[size] = min(step for step, count in counted.items() if count * 4 >= most)
        return usual

    def _step(self, line: Line) -> float:
        return self._steps.get(round(line.size), 1.2 * line.size)

    def _is_heading(self, lines: list[Line]) -> bool:
        words = sum(line.words for line in lines)
        text = lines[-1].text
        if words > MAX_HEADING_WORDS or re.search(r"[.,;]$", text) or not re.search(r"[^\W\d_]", lines[0].text):
            return False
        if min(line.size for line in lines) > 1.12 * self._body:
            return True
        large_enough = min(line.size for line in lines) > 0.95 * self._body
        return large_enough and not self._body_is_bold and all(all(line.bold) for line in lines)

    def _blocks(self, lines: list[Line]) -> list[_PdfBlock]:
        """The blocks of one page."""
        blocks: list[_PdfBlock] = []
        tables = self._tables(lines)
        rights = self._right_margins(lines)
        open_lines: list[Line] = []

        def close() -> None:
            if open_lines:
                blocks.append(self._block(list(open_lines)))
                open_lines.clear()

        for at, line in enumerate(lines):
            if at in tables:
                close()
                blocks.append(_PdfBlock("row", [line], tables[at]))
                continue
            if open_lines and self._begins(open_lines, line, rights[at]):
                close()
            open_lines.append(line)
        close()
        return blocks

    def _block(self, lines: list[Line]) -> _PdfBlock:
        first = lines[0]
        if _BULLET.match(first.text):
            return _PdfBlock("bullet", lines, [])
        if self._is_heading(lines):
            return _PdfBlock("heading", lines, [])
        low = first.height and first.y < 0.45 * first.height
        if first.text.startswith("<sup>") or (low and first.size < 0.93 * self._body and re.match(r"\d{1,3} [A-Z]", first.text)):
            return _PdfBlock("note", lines, [])
        return _PdfBlock("paragraph", lines, [])

    def _begins(self, block: list[Line], line: Line, right: float) -> bool:
        """Whether a line begins a new block behind the lines of the open one."""
        before, first = block[-1], block[0]
        em = line.size
        step = before.y - line.y
        lower = line.text[:1].islower()
        if before.hyphen and lower and -0.5 * em < step <= 1.4 * self._step(line) and abs(before.size - em) <= 0.08 * em:
            return False
        if _SURE_BULLET.match(line.text) and before.text.strip() not in _GLYPHS:
            return True
        if len(block) == 1 and before.text.strip() and before.text.strip() in _GLYPHS:
            return False  # a bullet that stands apart from its text
        if abs(before.size - em) > 0.08 * max(before.size, em) or _LEADER.search(before.text[-200:]):
            return True
        if step > 1.4 * self._step(line) or step < -0.5 * em:
            return True
        if before.bold[1] != line.bold[0] and (all(before.bold) or all(line.bold)) and not lower:
            return True
        if self._is_heading(block) and all(line.bold) == all(first.bold):
            return False
        if line.text.startswith("<sup>") and not lower:
            return True
        deliberate = _is_deliberate(before, line, right)
        if _BULLET.match(line.text) or _NUMBERED.match(line.text):
            return deliberate or bool(_SENTENCE_END.search(before.text)) or abs(line.left - before.left) > 0.8 * em
        if _BULLET.match(first.text) and len(block) == 1:
            return line.left < first.left - 0.5 * em or (line.left <= first.left + 1 and deliberate)
        if line.left > before.left + 0.8 * em and not (len(block) == 1 and _NUMBERED.match(first.text)):
            return True
        if len(block) > 1 and line.left < before.left - 0.8 * em:
            return True
        return deliberate

    def _right_margins(self, lines: list[Line]) -> list[float]:
        """For every line the right edge of the run of lines in which it stands."""
        rights: list[float] = []
        begin = 0
        for at in range(1, len(lines) + 1):
            if at < len(lines):
                one, other = lines[at - 1], lines[at]
                step = one.y - other.y
                same = abs(one.size - other.size) <= 0.08 * one.size
                if same and 0 < step <= 1.4 * self._step(other) and other.left < one.right:
                    continue
            rights += [max(line.right for line in lines[begin:at])] * (at - begin)
            begin = at
        return rights

    def _tables(self, lines: list[Line]) -> dict[int, list[str]]:
        """Lines that are rows of a table: two or more in turn whose cells stand under one another. Their cells by index."""
        found: dict[int, list[str]] = {}
        at = 0
        while at < len(lines):
            end = at
            while end < len(lines) and lines[end].cells and (end == at or _aligned(lines[end - 1], lines[end])):
                end += 1
            if end - at >= 2:
                widest = max((lines[k].cells for k in range(at, end)), key=len)
                for k in range(at, end):
                    found[k] = _columns(lines[k].cells, widest)
            at = max(end, at + 1)
        return found

    # Over page ends, and line ends.

    def _over_pages(self, blocks: list[_PdfBlock]) -> list[_PdfBlock]:
        """Join a paragraph with its rest on the next page or in the next column; notes between them stand behind it."""
        joined: list[_PdfBlock] = []
        body: _PdfBlock | None = None  # the last block that is no note
        for block in blocks:
            if body is not None and block.kind == "paragraph" and self._goes_on(body, block):
                body.lines.extend(block.lines)
                continue
            joined.append(block)
            if block.kind != "note":
                body = block
        return joined

    def _goes_on(self, one: _PdfBlock, other: _PdfBlock) -> bool:
        last, first = one.lines[-1], other.lines[0]
        if one.kind not in ("paragraph", "bullet") or abs(last.size - first.size) > 0.08 * last.size:
            return False
        if last.page == first.page and last.y - first.y > -0.5 * last.size:
            return False
        if _SENTENCE_END.search(last.text):
            return False
        if first.text[:1].islower():
            return True
        right = max(line.right for line in one.lines)
        return len(one.lines) > 1 and last.words > 5 and not _is_deliberate(last, first, right)

    def _vocabulary(self) -> Counter[str]:
        """Words of the document, those that a line end splits left out."""
        known: Counter[str] = Counter()
        split = False
        for lines in self._pages:
            for line in lines:
                words = [match[0].casefold() for match in _WORD.finditer(line.text)]
                known.update(words[1 if split else 0 : len(words) - 1 if line.hyphen else len(words)])
                split = line.hyphen
        return known

    def _joined(self, lines: list[Line]) -> str:
        parts = [lines[0].text]
        for before, line in pairwise(lines):
            if not before.hyphen or not re.search(rf"\w[{HYPHENS}]$", parts[-1]):
                parts += [" ", line.text]
                continue
            if not self._keeps_hyphen(parts[-1], line.text):
                parts[-1] = parts[-1].rstrip(HYPHENS)
            parts.append(line.text)
        return "".join(parts)

    def _keeps_hyphen(self, left: str, right: str) -> bool:
        """Whether the hyphen at a line end belongs to the word: as the document writes it elsewhere, else as its halves look."""
        head, tail = _LAST_PART.search(re.sub(rf"[{HYPHENS}]$", "-", left[-60:])), _FIRST_PART.match(right)
        if left.endswith("\u00ad"):
            return False
        if head is None or tail is None or not right[:1].islower() or not head[1][-1].isalpha():
            return True
        one, other = head[1].casefold(), tail[0].casefold()
        with_hyphen, without = self._known[f"{one}-{other}"], self._known[one + other]
        if with_hyphen != without:
            return with_hyphen > without
        if "-" in one or one in _KEEPS_HYPHEN:
            return True
        return len(one) > 2 and len(other) > 1 and self._known[one] > 0 and self._known[other] > 0


def _is_deliberate(before: Line, line: Line, right: float) -> bool:
    """Whether a line ends before it had to: the first word of the next would have had room in it."""
    if line.text[:1].islower():
        return False
    letter = (line.right - line.left) / max(1, len(line.text))
    room = right - before.right - 0.5 * before.size
    fits = (len(line.text.split(maxsplit=1)[0]) + 1) * letter < room
    short = before.right - before.left < 0.6 * (right - before.left)
    return fits and (short or bool(_SENTENCE_END.search(before.text)))


def _aligned(one: Line, other: Line) -> bool:
    """Whether the cells of a line, the first apart, stand under cells of the line before: left, right or centred."""
    if not 0 < one.y - other.y < 4 * other.size:
        return False
    slack = 0.7 * other.size
    for _, left, right in other.cells[1:]:
        if not any(
            abs(left - a) < slack or abs(right - b) < slack or abs(left + right - a - b) < 2 * slack for _, a, b in one.cells
        ):
            return False
    return True


def _columns(cells: list[tuple[str, float, float]], widest: list[tuple[str, float, float]]) -> list[str]:
    """The cells of a row under those of the row that has most: each in the column whose middle is nearest."""
    if len(cells) == len(widest):
        return [text for text, _, _ in cells]
    row = [""] * len(widest)
    for text, left, right in cells:
        nearest = min(
            range(len(widest)),
            key=lambda k: min(
                abs(left - widest[k][1]), abs(right - widest[k][2]), abs(left + right - widest[k][1] - widest[k][2]) / 2
            ),
        )
        row[nearest] = f"{row[nearest]} {text}".strip()
    return row
