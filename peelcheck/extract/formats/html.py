"""Web pages: the elements that hold content, in order, as blocks of text.

What a site puts around its text is told by tags, roles and the words in the names of classes.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from peelcheck.extract.formats.elements import DROPPED_TAGS, Element, elements, named
from peelcheck.extract.formats.made import Grid, Made, badge_phrase, fill_rows, one_line, raised, whole_number, word_set
from peelcheck.model.errors import InputError

_INLINE = word_set(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr"
)
_DROPPED_ROLES = word_set(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar tablist toolbar tooltip"
)
# Words in the names of classes and ids that mark what is not content, whatever else the name says.
_STRONG_WORDS = word_set(
    "cookie cookies gdpr breadcrumb breadcrumbs navbar nav subnav navigation sidebar skiplink pagination masthead "
    "offcanvas popup modal toc"
)
# Words that do so only when the name of a class says nothing but such words: "stop-and-search" is a subject.
_WEAK_WORDS = word_set("search related share sharing social feedback menu skip consent newsletter subscribe pager")
_FILLER_WORDS = word_set(
    "link links form box bar block content contents wrapper container list items item site page pages buttons button "
    "panel widget to main region section posts icons icon"
)
_BADGE_WORDS = word_set("badge tag label rating grade judgement judgment status pill chip")
_NOTE_WORDS = word_set("footnotes footnote endnotes endnote")
_TITLE_BREAK = re.compile(r"\s+[|–—-]\s+")


def from_html(source: str, path: Path) -> str:
    """The text of a web page."""
    text = _Page(elements(source, path)).read()
    if not text:
        raise InputError("has no text", "Save the page after it has loaded: its text may be put there by a script.", path=path)
    return text


class _Page:
    """Writes a page: walks its elements in order, gathers words, and ends a block where an element does."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._whole = max(1, root.size)
        self._made = Made()
        self._words: list[str] = []
        self._badges: list[str] = []  # to stand behind the block that is being gathered
        self._lists = 0
        self._items: list[int] = []  # levels of the open items
        self._inside: Counter[str] = Counter()  # open elements that change how others are read
        self._note = 0

    def read(self) -> str:
        """The made text."""
        waiting: list[tuple[Element, bool]] = [(self._root, False)]
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
            if element.tag == "h1" and (title := one_line(self._text(element)[0])):
                return title
        for element in self._root.branch():
            if element.tag == "title":
                return _TITLE_BREAK.split(one_line("".join(c.words for c in element.children)))[0] or None
        return None

    def _enter(self, element: Element) -> bool:
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
            self._words.append(raised(self._text(element)[0]))
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

    def _open(self, element: Element) -> None:
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

    def _leave(self, element: Element) -> None:
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
            self._made.paragraph(f"<sup>{self._note}</sup> {one_line(text)}" if text.strip() else "")
        else:
            self._made.item(text, self._items[-1])
        for badge in self._badges:
            self._made.paragraph(badge)
        self._badges = []

    def _picture(self, element: Element) -> None:
        said = element.get("alt") if element.tag == "img" else element.get("aria-label")
        phrase = None if self._inside["a"] else badge_phrase(said)
        if phrase:
            self._badges.append(phrase)

    def _heading(self, element: Element, level: int) -> None:
        text, badges = self._text(element)
        self._flush()
        self._made.heading(text, level)
        for badge in badges:
            self._made.paragraph(badge)

    def _text(self, branch: Element) -> tuple[str, list[str]]:
        """The words of a branch as one line, and those of the badges in it apart."""
        words: list[str] = []
        badges: list[str] = []
        waiting: list[tuple[Element, bool]] = [(branch, False)]
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
                phrase = badge_phrase(element.get("alt") or element.get("aria-label"))
                badges += [phrase] if phrase else []
                continue
            if element is not branch and element.tag == "sup":
                words.append(raised("".join(e.words for e in element.branch())))
                continue
            if branch.level and 0 < element.size < branch.size and any(_BADGE_WORDS & set(parts) for _, parts in named(element)):
                badges.append(one_line("".join(e.words for e in element.branch())))
                continue
            if element.tag not in _INLINE:
                waiting.append((element, True))
            waiting += [(child, False) for child in reversed(element.children)]
        return "".join(words), badges

    def _table(self, table: Element) -> bool:
        """Write a table of cells; False for one that only lays out its page."""
        rows: list[list[Element]] = []
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
                grid[-1].append((said, whole_number(cell.get("colspan")), whole_number(cell.get("rowspan"))))
        self._made.paragraph(caption)
        fill_rows(self._made, grid)
        return True

    def _is_toggle(self, element: Element) -> bool:
        """Whether a button opens a part of the page, and so heads it."""
        if element.tag != "button" and element.get("role") != "button":
            return False
        opens = {"aria-expanded", "aria-controls"} & set(element.attributes)
        return bool(opens) or "collapse" in (element.get("data-toggle"), element.get("data-bs-toggle"))

    def _is_dropped(self, element: Element) -> bool:
        """Whether an element is no content: by tag, role, or what its names say. What holds half of the page stays."""
        tag = element.tag
        if tag in DROPPED_TAGS:
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
        for which, parts in named(element):
            if _STRONG_WORDS & set(parts):
                return True
            if which == "class" and _WEAK_WORDS & set(parts) and set(parts) <= _WEAK_WORDS | _FILLER_WORDS:
                return True
        return False


def _is_notes(element: Element) -> bool:
    if element.get("role") in ("doc-endnotes", "doc-footnotes", "doc-footnote"):
        return True
    return element.tag in ("section", "div", "ol", "ul") and any(_NOTE_WORDS & set(parts) for _, parts in named(element))
