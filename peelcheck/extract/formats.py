"""Documents of every format as text: HTML, PDF and Word files become a light markdown, which the extractor reads.

A made document has the hash of its file's bytes and offsets into the made text. Headings are `#` lines, bullets `- ` lines with
two blanks of indent a level, table rows lines of cells with tabs between them, and paragraphs single lines; blank lines stand
between blocks. Marks of notes are `<sup>` tags, as in other markdown. The readers of formats are imported when first needed.
"""

from __future__ import annotations

import codecs
import ctypes
import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple

from peelcheck.model.document import Document
from peelcheck.model.errors import InputError

_TEXT = frozenset({".txt", ".md", ".markdown"})
SUFFIXES: frozenset[str] = _TEXT | {".html", ".htm", ".pdf", ".docx"}

_MAX_BYTES = 200_000_000
_MAX_HTML = 20_000_000
_MAX_ELEMENTS = 500_000
_MAX_DEPTH = 20_000  # the parser takes time with the square of the depth
_MAX_COLUMNS = 60
_MAX_PAGES = 3000
_MAX_CHARACTERS = 20_000_000
_MAX_UNPACKED = 400_000_000

_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_LONE = re.compile("[\ud800-\udfff]")
_NOTE_MARK = re.compile(r"^[\[(]?(?:\d{1,3}|[a-z*†‡§])[\])]?$")
_FOLDED_ORDINAL = re.compile(r"^(?:st|nd|rd|th)$", re.IGNORECASE)
_PHRASE = re.compile(r"^[A-Z][A-Za-z'’ -]{1,30}(?:: ?[A-Za-z'’ -]{2,40})?$")
_PICTURE = re.compile(
    r"\b(?:logo|icon|photo|photograph|image|picture|map|chart|graph|figure|diagram|banner|arrow|crest|video|screenshot)\b",
    re.IGNORECASE,
)
_MAX_HEADING_WORDS = 30


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def read_document(path: Path) -> Document:
    """Read a document of any known format, by its suffix.

    Raises InputError, with the remedy, for a file that cannot be read, is broken, locked, empty, too large, or a scan.
    """
    suffix = path.suffix.lower()
    if suffix in _TEXT:
        return Document.read(path)
    if suffix not in SUFFIXES:
        raise InputError("is not a document", f"Give one of: {' '.join(sorted(SUFFIXES))}.", path=path)
    data = _bytes(path)
    if suffix == ".pdf":
        text = _from_pdf(data, path)
    elif suffix == ".docx":
        text = _from_docx(data, path)
    else:
        text = _from_html(data, path)
    return Document(path.name, text, hashlib.sha256(data).hexdigest(), path)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError("is too large", f"Split it: {_MAX_BYTES // 1_000_000} MB is the limit.", path=path)
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", "Check the path and its permissions.", path=path) from None


def _folded(text: str) -> str:
    return _LONE.sub("\ufffd", _BLANK.sub(" ", text)).strip()


def _phrase(text: str | None) -> str | None:
    """An alternative text that is a short phrase and names no picture: what a badge says."""
    folded = _folded(text or "")
    if len(folded.split()) <= 6 and _PHRASE.match(folded) and not _PICTURE.search(folded):
        return folded
    return None


def _raised(text: str) -> str:
    """Raised text: the mark of a note as a tag, the ending of an ordinal number as it is."""
    folded = _folded(text)
    if _NOTE_MARK.match(folded):
        return f"<sup>{folded}</sup>"
    return folded if _FOLDED_ORDINAL.match(folded) else text


class _Made:
    """The text that is being made."""

    def __init__(self) -> None:
        self._blocks: list[tuple[str, str]] = []
        self.level = 1  # of the last heading

    def heading(self, text: str, level: int = 2) -> None:
        """A heading; one that is too long for it becomes a paragraph."""
        folded = _folded(text)
        if len(folded.split()) > _MAX_HEADING_WORDS:
            self.paragraph(folded)
        elif folded:
            self.level = min(max(level, 1), 6)
            self._blocks.append(("heading", f"{'#' * self.level} {folded}"))

    def paragraph(self, text: str) -> None:
        """A paragraph, or any line of its own. What would make a heading of it is escaped."""
        folded = _folded(text)
        if folded:
            self._blocks.append(("paragraph", f"\\{folded}" if folded.startswith("#") else folded))

    def item(self, text: str, level: int = 0) -> None:
        """A bullet."""
        folded = _folded(text)
        if folded:
            self._blocks.append(("item", f"{'  ' * min(level, 12)}- {folded}"))

    def row(self, cells: list[str]) -> None:
        """A row of a table; a single cell is a paragraph."""
        folded = [_folded(cell) for cell in cells]
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
        kept = "\n".join(_folded(line) for line in text.splitlines()).strip("\n")
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


def _fill_rows(made: _Made, grid: Grid) -> None:
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
            if down > 1 and len(text) <= 200 and at < _MAX_COLUMNS:
                held[at] = (text, min(down, 50) - 1)
            row += [text, *[""] * (min(max(across, 1), 20) - 1 if at < _MAX_COLUMNS else 0)]
            cell = next(waiting, None)
        made.row(row)


# --- HTML ---------------------------------------------------------------------------------------------------------------

_INLINE = _set(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr"
)
_DROPPED_TAGS = _set(
    "script style noscript template nav footer aside iframe object embed canvas video audio map select textarea input "
    "dialog head menu math"
)
_DROPPED_ROLES = _set(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar tablist toolbar tooltip"
)
# Words in the names of classes and ids that mark what is not content, whatever else the name says.
_STRONG_WORDS = _set(
    "cookie cookies gdpr breadcrumb breadcrumbs navbar nav subnav navigation sidebar skiplink pagination masthead "
    "offcanvas popup modal toc"
)
# Words that do so only when the name of a class says nothing but such words: "stop-and-search" is a subject.
_WEAK_WORDS = _set("search related share sharing social feedback menu skip consent newsletter subscribe pager")
_FILLER_WORDS = _set(
    "link links form box bar block content contents wrapper container list items item site page pages buttons button "
    "panel widget to main region section posts icons icon"
)
_BADGE_WORDS = _set("badge tag label rating grade judgement judgment status pill chip")
_NOTE_WORDS = _set("footnotes footnote endnotes endnote")
_NEED_NO_END = _set(
    "area base br col embed hr img input link meta source track wbr p li td th tr dt dd option thead tbody tfoot colgroup "
    "html head body path circle rect line polygon polyline ellipse use"
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})")
_HEADING_TAG = re.compile(r"^h([1-6])$")
_NAME_PART = re.compile(r"[a-z]+|[A-Z][a-z]*")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)
_KNOWN_CHARSETS = re.compile(
    r"^(?:utf-?8|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?\d|windows-?125\d|cp125\d|macintosh|x-mac-roman)$"
)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TITLE_BREAK = re.compile(r"\s+[|–—-]\s+")


@dataclass(slots=True)
class _Element:
    """An element or a run of text (tag ""), with what its branch holds."""

    tag: str
    attributes: dict[str, str | None]
    words: str = ""
    children: list[_Element] = field(default_factory=list)
    size: int = 0  # characters of text in the branch
    holds: frozenset[str] = frozenset()  # of "heading", "title", "table", "main"

    def get(self, name: str) -> str:
        """An attribute, or an empty string."""
        return self.attributes.get(name) or ""

    @property
    def level(self) -> int | None:
        """Which heading it is, or None."""
        match = _HEADING_TAG.match(self.tag)
        if match:
            return int(match[1])
        if self.get("role") == "heading":
            level = self.get("aria-level")
            return int(level) if level in tuple("123456") else 3
        return None

    def branch(self) -> Iterator[_Element]:
        """The element and everything below it, in order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.children)


def _from_html(data: bytes, path: Path) -> str:
    from selectolax.lexbor import LexborHTMLParser

    if len(data) > _MAX_HTML:
        raise InputError("is too large for a web page", f"Split it: {_MAX_HTML // 1_000_000} MB is the limit.", path=path)
    source = _decoded(data)
    if "\0" in source:
        raise InputError("is not a web page", "Give the page as it was saved from the browser.", path=path)
    if _depth(source) > _MAX_DEPTH:
        raise InputError("nests its elements too deeply", "Save the page again from the browser.", path=path)
    try:
        parser = LexborHTMLParser(source)
    except Exception:  # whatever the parser objects to
        raise InputError("cannot be read as a web page", "Save the page again from the browser.", path=path) from None
    root = _tree(parser.root)
    if root is None:
        raise InputError("holds too many elements", f"Split it: {_MAX_ELEMENTS:,} is the limit.", path=path)
    text = _Page(root).read()
    if not text:
        raise InputError("has no text", "Save the page after it has loaded: its text may be put there by a script.", path=path)
    return text


def _depth(source: str) -> int:
    """How deep elements nest at most, those left out that need no end."""
    depth = deepest = 0
    for match in _TAG.finditer(source):
        if match[2].lower() not in _NEED_NO_END:
            depth = max(0, depth + (-1 if match[1] else 1))
            deepest = max(deepest, depth)
    return deepest


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    named = _META.search(data[:4096])
    name = named[1].decode("ascii").lower() if named else "utf-8"
    if not _KNOWN_CHARSETS.match(name):
        name = "utf-8"
    name = "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name  # as browsers do
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return data.decode("cp1252", errors="replace")


def _tree(root: Any) -> _Element | None:
    """A parsed page as our own elements, without recursion: pages nest as deep as they like. None when they are too many."""
    top = _Element("html", {})
    if root is None:
        return top
    made: list[tuple[_Element, _Element | None]] = [(top, None)]
    waiting: list[tuple[Any, _Element]] = [(root.child, top)]
    count = 0
    while waiting:
        node, parent = waiting.pop()
        while node is not None:
            count += 1
            if count > _MAX_ELEMENTS:
                return None
            tag = (node.tag or "").lower()
            if tag == "-text":
                words = node.text_content or ""
                parent.children.append(_Element("", {}, words))
                parent.size += len(words.strip()) if parent.tag not in _DROPPED_TAGS else 0
            elif tag[:1].isalpha():
                element = _Element(tag, dict(node.attributes))
                parent.children.append(element)
                made.append((element, parent))
                if node.child is not None:
                    waiting.append((node.child, element))
            node = node.next
    for element, above in reversed(made):  # parents stand before their children: backwards, sums are complete
        own = {"heading"} if element.level else set()
        own |= {"h1": {"title"}, "table": {"table"}, "main": {"main"}}.get(element.tag, set())
        own |= {"main"} if element.get("role") == "main" else set()
        if own - element.holds:
            element.holds = element.holds | own
        if above is not None:
            above.size += element.size
            if element.holds - above.holds:
                above.holds = above.holds | element.holds
    return top


def _names(element: _Element) -> Iterator[tuple[str, list[str]]]:
    """The names of classes and the id: which of the two, and the words in the name."""
    for name in element.get("class").split()[:20]:
        yield "class", [part.lower() for part in _NAME_PART.findall(name)]
    if element.get("id"):
        yield "id", [part.lower() for part in _NAME_PART.findall(element.get("id"))]


class _Page:
    """Writes a page: walks its elements in order, gathers words, and ends a block where an element does."""

    def __init__(self, root: _Element) -> None:
        self._root = root
        self._whole = max(1, root.size)
        self._made = _Made()
        self._words: list[str] = []
        self._badges: list[str] = []  # to stand behind the block that is being gathered
        self._lists = 0
        self._items: list[int] = []  # levels of the open items
        self._inside: Counter[str] = Counter()  # open elements that change how others are read
        self._note = 0

    def read(self) -> str:
        """The made text."""
        waiting: list[tuple[_Element, bool]] = [(self._root, False)]
        while waiting:
            element, leaving = waiting.pop()
            if leaving:
                self._leave(element)
            elif self._enter(element):
                waiting.append((element, True))
                waiting += [(child, False) for child in reversed(element.children)]
        self._flush()
        text = self._made.text()
        if text and not self._made.has_title:
            title = self._title()
            if title:
                self._made.on_top(f"# {title}")
                text = self._made.text()
        return text

    def _title(self) -> str | None:
        """The first heading of the first level wherever it stands, else the page's own title without the site's name."""
        for element in self._root.branch():
            if element.tag == "h1" and (title := _folded(self._text(element)[0])):
                return title
        for element in self._root.branch():
            if element.tag == "title":
                return _TITLE_BREAK.split(_folded("".join(c.words for c in element.children)))[0] or None
        return None

    def _enter(self, element: _Element) -> bool:
        """Read an element; True to go on with its children."""
        tag = element.tag
        if not tag:
            self._words.append(element.words)
            return False
        if self._is_dropped(element):
            return False
        if tag in ("br", "wbr"):
            self._words.append(" " if tag == "br" else "")
            return False
        if tag in ("img", "svg"):
            self._picture(element)
            return False
        if tag == "sup":
            self._words.append(_raised(self._text(element)[0]))
            return False
        level = element.level
        if level or tag == "summary" or self._is_toggle(element):
            self._heading(element, level or self._made.level + 1)
            return False
        if tag == "button":
            return False
        if tag in ("table", "pre"):
            self._flush()
            if tag == "pre":
                self._made.lines("".join(e.words for e in element.branch()))
                return False
            if self._table(element):
                return False
        if tag in _INLINE:
            self._inside[tag] += 1
            return True
        self._open(element)
        return True

    def _open(self, element: _Element) -> None:
        tag = element.tag
        if tag in ("main", "article", "section"):
            self._inside[tag] += 1
        if _is_notes(element):
            self._inside["notes"] += 1
        if tag in ("ul", "ol"):
            self._flush()
            self._lists += 1
            self._note = 0
        elif tag == "li" and not element.holds & {"heading", "table"}:
            self._flush()
            self._items.append(self._lists - 1)
        elif self._items:
            self._words.append(" ")
        else:
            self._flush()

    def _leave(self, element: _Element) -> None:
        tag = element.tag
        if tag in _INLINE:
            self._inside[tag] -= 1
            return
        if tag in ("ul", "ol"):
            self._flush()
            self._lists -= 1
        elif tag == "li" and not element.holds & {"heading", "table"}:
            self._flush()
            if self._items:
                self._items.pop()
        elif self._items:
            self._words.append(" ")
        else:
            self._flush()
        if _is_notes(element):
            self._inside["notes"] -= 1
        if tag in ("main", "article", "section"):
            self._inside[tag] -= 1

    def _flush(self) -> None:
        """End the block that is being gathered."""
        text = "".join(self._words)
        self._words = []
        if not self._items:
            self._made.paragraph(text)
        elif self._inside["notes"]:
            self._note += 1
            self._made.paragraph(f"<sup>{self._note}</sup> {_folded(text)}" if text.strip() else "")
        else:
            self._made.item(text, self._items[-1])
        for badge in self._badges:
            self._made.paragraph(badge)
        self._badges = []

    def _picture(self, element: _Element) -> None:
        said = element.get("alt") if element.tag == "img" else element.get("aria-label")
        phrase = None if self._inside["a"] else _phrase(said)
        if phrase:
            self._badges.append(phrase)

    def _heading(self, element: _Element, level: int) -> None:
        text, badges = self._text(element)
        self._flush()
        self._made.heading(text, level)
        for badge in badges:
            self._made.paragraph(badge)

    def _text(self, branch: _Element) -> tuple[str, list[str]]:
        """The words of a branch as one line, and those of the badges in it apart."""
        words: list[str] = []
        badges: list[str] = []
        waiting: list[tuple[_Element, bool]] = [(branch, False)]
        while waiting:
            element, leaving = waiting.pop()
            if not element.tag:
                words.append(element.words)
                continue
            if leaving or (element.tag not in _INLINE and element is not branch):
                words.append(" ")
            if leaving or (element is not branch and element.tag != "button" and self._is_dropped(element)):
                continue
            if element.tag in ("img", "svg"):
                phrase = _phrase(element.get("alt") or element.get("aria-label"))
                badges += [phrase] if phrase else []
                continue
            if element is not branch and element.tag == "sup":
                words.append(_raised("".join(e.words for e in element.branch())))
                continue
            if branch.level and 0 < element.size < branch.size and any(_BADGE_WORDS & set(parts) for _, parts in _names(element)):
                badges.append(_folded("".join(e.words for e in element.branch())))
                continue
            if element.tag not in _INLINE:
                waiting.append((element, True))
            waiting += [(child, False) for child in reversed(element.children)]
        return "".join(words), badges

    def _table(self, table: _Element) -> bool:
        """Write a table of cells; False for one that only lays out its page."""
        rows: list[list[_Element]] = []
        caption = ""
        waiting = list(reversed(table.children))
        while waiting:
            element = waiting.pop()
            if element.tag == "caption":
                caption = self._text(element)[0]
            elif element.tag in ("thead", "tbody", "tfoot"):
                waiting += reversed(element.children)
            elif element.tag == "tr":
                rows.append([cell for cell in element.children if cell.tag in ("td", "th")])
        below = {flag for child in table.children for flag in child.holds}
        long = any(cell.size > 200 for cells in rows for cell in cells)
        single = all(len(cells) <= 1 for cells in rows)
        if single or table.get("role") in ("presentation", "none") or "table" in below or ("heading" in below and long):
            return False
        grid: Grid = []
        for cells in rows:
            grid.append([])
            for cell in cells:
                text, badges = self._text(cell)
                said = " ".join([text, *badges])
                grid[-1].append((said, _number(cell.get("colspan")), _number(cell.get("rowspan"))))
        self._made.paragraph(caption)
        _fill_rows(self._made, grid)
        return True

    def _is_toggle(self, element: _Element) -> bool:
        """Whether a button opens a part of the page, and so heads it."""
        if element.tag != "button" and element.get("role") != "button":
            return False
        opens = {"aria-expanded", "aria-controls"} & set(element.attributes)
        return bool(opens) or "collapse" in (element.get("data-toggle"), element.get("data-bs-toggle"))

    def _is_dropped(self, element: _Element) -> bool:
        """Whether an element is no content: by tag, role, or what its names say. What holds half of the page stays."""
        tag = element.tag
        if tag in _DROPPED_TAGS:
            return True
        if tag in ("html", "body", "main", "article"):
            return False
        if element.get("aria-hidden") == "true" and (tag in _INLINE or tag == "svg"):
            return True
        if "main" in element.holds or element.size * 2 > self._whole:
            return False
        if tag == "header":
            return not any(self._inside[name] > 0 for name in ("main", "article", "section"))
        if tag == "form":
            return "title" not in element.holds
        if element.get("role") in _DROPPED_ROLES:
            return True
        if element.level:
            return False
        for which, parts in _names(element):
            if _STRONG_WORDS & set(parts):
                return True
            if which == "class" and _WEAK_WORDS & set(parts) and set(parts) <= _WEAK_WORDS | _FILLER_WORDS:
                return True
        return False


def _is_notes(element: _Element) -> bool:
    if element.get("role") in ("doc-endnotes", "doc-footnotes", "doc-footnote"):
        return True
    return element.tag in ("section", "div", "ol", "ul") and any(_NOTE_WORDS & set(parts) for _, parts in _names(element))


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 1


# --- PDF ----------------------------------------------------------------------------------------------------------------

_GLYPHS = "•·▪▫●○◦‣■□◆❖➢➤►✓✔⁃\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d\uf06f\uf0a8"
_BULLET = re.compile(rf"^(?:[{_GLYPHS}]\s*|o\s+(?=[A-Za-z])|[-–—]\s+)")
_SURE_BULLET = re.compile(rf"^[{_GLYPHS}]")
_NUMBERED = re.compile(r"^(?:\d{1,2}[.)]|\(?[a-z][.)]|\(?[ivx]{1,4}[.)])\s")
_LEADER = re.compile(r"(?:\. ?){5,}\s*\w{1,5}$")
_SENTENCE_END = re.compile(r"[.!?:;][\"'’”)\]]*(?:<sup>[^<]*</sup>)?$")
_BOLD = re.compile(r"bold|black|heavy|semi|demi", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LAST_PART = re.compile(r"([^\W_]+(?:-[^\W_]+)*)-$")
_FIRST_PART = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_HYPHENS = "-\u00ad\u2010"
_KEEPS_HYPHEN = _set("self non anti well cross multi ex mid half semi all ill much")
_RAISED_AFTER = re.compile(r"[^\W\d_]|[.,;:!?)\]\"'’”]")
_PASSWORD = 4


@dataclass(slots=True)
class _Line:
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


class _PdfBlock(NamedTuple):
    kind: Literal["heading", "paragraph", "bullet", "row", "note"]
    lines: list[_Line]
    cells: list[str]


def _from_pdf(data: bytes, path: Path) -> str:
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
        pages: list[list[_Line]] = []
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
    return _Printed(pages).text()


def _page_lines(pdf: Any, number: int, path: Path, room: int) -> list[_Line]:
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

    def lines(self) -> list[_Line]:
        """All lines; pieces that stand side by side are one line with cells."""
        made: list[_Line] = []
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

    def _add(self, made: list[_Line], run: list[tuple[str, int]], hyphen: bool) -> None:
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
        cells = pieces if 1 < len(pieces) <= _MAX_COLUMNS else []
        line = _Line(
            self._number,
            " ".join(text for text, _, _ in pieces).strip(),
            left,
            right,
            y,
            size,
            (self._is_bold(sized), self._is_bold(last)),
            hyphen or run[-1][0] in _HYPHENS,
            cells,
            self._height,
        )
        before = made[-1] if made else None
        if (
            before
            and len(before.cells) < _MAX_COLUMNS
            and not before.hyphen
            and abs(before.y - y) < 0.3 * size
            and left >= before.right - 0.2 * size
        ):
            _beside(before, line)
        else:
            made.append(line)


def _beside(before: _Line, line: _Line) -> None:
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


class _Printed:
    """From the lines of all pages to text: what repeats goes, lines become blocks, blocks go on over page ends."""

    def __init__(self, pages: list[list[_Line]]) -> None:
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
        made = _Made()
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
        seen: dict[tuple[bool, str], list[tuple[int, float, _Line]]] = {}
        for number, lines in enumerate(self._pages):
            by_height = sorted(lines, key=lambda line: -line.y)
            for top, outer in ((True, by_height[:3]), (False, by_height[-3:])):
                for line in outer:
                    share = line.y / line.height if line.height else 0.5
                    if (share > 0.85) if top else (share < 0.15):
                        seen.setdefault((top, re.sub(r"\d+", "#", line.text.casefold())), []).append((number, line.y, line))
        dropped: dict[int, _Line] = {}
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
    def _repeats(item: tuple[int, float, _Line], found: list[tuple[int, float, _Line]]) -> bool:
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

    def _step(self, line: _Line) -> float:
        return self._steps.get(round(line.size), 1.2 * line.size)

    def _is_heading(self, lines: list[_Line]) -> bool:
        words = sum(line.words for line in lines)
        text = lines[-1].text
        if words > _MAX_HEADING_WORDS or re.search(r"[.,;]$", text) or not re.search(r"[^\W\d_]", lines[0].text):
            return False
        if min(line.size for line in lines) > 1.12 * self._body:
            return True
        large_enough = min(line.size for line in lines) > 0.95 * self._body
        return large_enough and not self._body_is_bold and all(all(line.bold) for line in lines)

    def _blocks(self, lines: list[_Line]) -> list[_PdfBlock]:
        """The blocks of one page."""
        blocks: list[_PdfBlock] = []
        tables = self._tables(lines)
        rights = self._right_margins(lines)
        open_lines: list[_Line] = []

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

    def _block(self, lines: list[_Line]) -> _PdfBlock:
        first = lines[0]
        if _BULLET.match(first.text):
            return _PdfBlock("bullet", lines, [])
        if self._is_heading(lines):
            return _PdfBlock("heading", lines, [])
        low = first.height and first.y < 0.45 * first.height
        if first.text.startswith("<sup>") or (low and first.size < 0.93 * self._body and re.match(r"\d{1,3} [A-Z]", first.text)):
            return _PdfBlock("note", lines, [])
        return _PdfBlock("paragraph", lines, [])

    def _begins(self, block: list[_Line], line: _Line, right: float) -> bool:
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

    def _right_margins(self, lines: list[_Line]) -> list[float]:
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

    def _tables(self, lines: list[_Line]) -> dict[int, list[str]]:
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

    def _joined(self, lines: list[_Line]) -> str:
        parts = [lines[0].text]
        for before, line in pairwise(lines):
            if not before.hyphen or not re.search(rf"\w[{_HYPHENS}]$", parts[-1]):
                parts += [" ", line.text]
                continue
            if not self._keeps_hyphen(parts[-1], line.text):
                parts[-1] = parts[-1].rstrip(_HYPHENS)
            parts.append(line.text)
        return "".join(parts)

    def _keeps_hyphen(self, left: str, right: str) -> bool:
        """Whether the hyphen at a line end belongs to the word: as the document writes it elsewhere, else as its halves look."""
        head, tail = _LAST_PART.search(re.sub(rf"[{_HYPHENS}]$", "-", left[-60:])), _FIRST_PART.match(right)
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


def _is_deliberate(before: _Line, line: _Line, right: float) -> bool:
    """Whether a line ends before it had to: the first word of the next would have had room in it."""
    if line.text[:1].islower():
        return False
    letter = (line.right - line.left) / max(1, len(line.text))
    room = right - before.right - 0.5 * before.size
    fits = (len(line.text.split(maxsplit=1)[0]) + 1) * letter < room
    short = before.right - before.left < 0.6 * (right - before.left)
    return fits and (short or bool(_SENTENCE_END.search(before.text)))


def _aligned(one: _Line, other: _Line) -> bool:
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


# --- Word ---------------------------------------------------------------------------------------------------------------

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURE_NAME = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_NOT_TEXT = frozenset({_W + name for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText")} | {_FALLBACK})
_HEADING_STYLE = re.compile(r"^heading (\d)\b", re.IGNORECASE)
_LIST_STYLE = re.compile(r"^list (?:bullet|number|continue)(?: (\d))?", re.IGNORECASE)
_OLD_WORD = b"\xd0\xcf\x11\xe0"


def _from_docx(data: bytes, path: Path) -> str:
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
        self._made = _Made()
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
        elif bold and len(text.split()) <= _MAX_HEADING_WORDS and not re.search(r"[.,:;]\s*$", text):
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
                    words.append(_raised(said))
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
                phrase = _phrase(element.get("descr"))
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
                across = _number(_value(properties, "gridSpan") or "1")
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
    return min(_number(_value(numbering, "ilvl") or "0"), 8)
