"""Where sentences end."""

from __future__ import annotations

import re

_BREAK = re.compile(r"[.!?]+[\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9])")
_LAST_WORD = re.compile(r"([A-Za-z][A-Za-z.]*)\.$")


def sentence_spans(text: str, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    """Spans (end-exclusive) of the sentences of a paragraph of normalised text, blanks between them left out."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        if match.group(0) == ".":
            word = _LAST_WORD.search(text, max(start, match.start() - 12), match.end())
            if word and (word[1].lower() in abbreviations or re.fullmatch(r"[A-Z](?:\.[A-Z])*", word[1])):
                continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    trimmed = []
    for a, b in spans:
        piece = text[a:b]
        left = len(piece) - len(piece.lstrip())
        right = len(piece.rstrip())
        if right > left:
            trimmed.append((a + left, a + right))
    return trimmed
