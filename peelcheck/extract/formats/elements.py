"""The elements of a web page, with what each branch of them holds.

Nothing here recurses: pages nest as deep as they like, up to a limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peelcheck.extract.formats.made import word_set
from peelcheck.model.errors import InputError

_MAX_ELEMENTS = 500_000
_MAX_DEPTH = 20_000  # the parser takes time with the square of the depth
DROPPED_TAGS = word_set(
    "script style noscript template nav footer aside iframe object embed canvas video audio map select textarea input "
    "dialog head menu math"
)
_NEED_NO_END = word_set(
    "area base br col embed hr img input link meta source track wbr p li td th tr dt dd option thead tbody tfoot colgroup "
    "html head body path circle rect line polygon polyline ellipse use"
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})")
_HEADING_TAG = re.compile(r"^h([1-6])$")
_NAME_PART = re.compile(r"[a-z]+|[A-Z][a-z]*")


@dataclass(slots=True)
class Element:
    """An element or a run of text (tag ""), with what its branch holds."""

    tag: str
    attributes: dict[str, str | None]
    words: str = ""
    children: list[Element] = field(default_factory=list)
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

    def branch(self) -> Iterator[Element]:
        """The element and everything below it, in order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.children)


def elements(source: str, path: Path) -> Element:
    """The elements of a page. Raises InputError for one that cannot be parsed, or that is too deep or too large."""
    from selectolax.lexbor import LexborHTMLParser

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
    return root


def _depth(source: str) -> int:
    """How deep elements nest at most, those left out that need no end."""
    depth = deepest = 0
    for match in _TAG.finditer(source):
        if match[2].lower() not in _NEED_NO_END:
            depth = max(0, depth + (-1 if match[1] else 1))
            deepest = max(deepest, depth)
    return deepest


def _tree(root: Any) -> Element | None:
    """A parsed page as our own elements, without recursion: pages nest as deep as they like. None when they are too many."""
    top = Element("html", {})
    if root is None:
        return top
    made: list[tuple[Element, Element | None]] = [(top, None)]
    waiting: list[tuple[Any, Element]] = [(root.child, top)]
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
                parent.children.append(Element("", {}, words))
                parent.size += len(words.strip()) if parent.tag not in DROPPED_TAGS else 0
            elif tag[:1].isalpha():
                element = Element(tag, dict(node.attributes))
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


def named(element: Element) -> Iterator[tuple[str, list[str]]]:
    """The names of classes and the id: which of the two, and the words in the name."""
    for name in element.get("class").split()[:20]:
        yield "class", [part.lower() for part in _NAME_PART.findall(name)]
    if element.get("id"):
        yield "id", [part.lower() for part in _NAME_PART.findall(element.get("id"))]
