"""Text as patterns want it, with the way back to the text as it stands in the document.

Patterns are written in plain ASCII. Documents hold curly quotes, long dashes, hard blanks, footnote marks and remains of
markup. `normalise` maps the one to the other and keeps, for every character that is left, where it came from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

# One character for one: offsets stay.
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ´`", "'"),
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\t\r\n\f\v", " "),
        "…": ".",
        "•": "-",
    }
)
# Dropped: soft hyphens, zero-width characters, superscript note marks, emphasis and note markup, backslash escapes.
_DROPPED = re.compile(
    r"[\u00ad\u200b-\u200d\u2060\ufeff¹²³⁰⁴-⁹]+|<sup>[^<>]{0,12}</sup>|</?(?:b|i|em|strong|u|br)\s*/?>"
    r"|\$?\^\{[^{}]{0,24}\}\$?|\*+|\\(?=[_*#\[\]().+!-])|(?<=\])\((?:https?:|www\.)[^()\s]*\)"
    r"|\[(?=[^\[\]]*\]\((?:https?:|www\.))|[\[\]](?=\(|\s|$)|#{1,6} "
)
_BLANKS = re.compile(r" {2,}")
_SPECIAL = re.compile(r"[^\x20-\x5b\x5d-\x7e]|[*^\\<\[\]#`]|  ")


class Normal(NamedTuple):
    """Normalised text; `back` gives, for each of its characters, the offset in the original, or None where they agree."""

    text: str
    back: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets (end-exclusive) of a non-empty stretch of the normalised text."""
        if self.back is None:
            return start, end
        return self.back[start], self.back[end - 1] + 1


def normalise(text: str) -> Normal:
    """Straighten quotes, dashes and blanks, drop note marks and markup, fold runs of blanks."""
    if _SPECIAL.search(text) is None:
        return Normal(text, None)
    same = text.translate(_SAME_LENGTH)
    cuts = [m.span() for m in _DROPPED.finditer(same)]
    if not cuts and "  " not in same:
        return Normal(same, None)
    back: list[int] = []
    kept: list[str] = []
    at = 0
    for start, end in [*cuts, (len(same), len(same))]:
        kept.append(same[at:start])
        back.extend(range(at, start))
        at = end
    joined = "".join(kept)
    if "  " not in joined:
        return Normal(joined, back)
    pieces: list[str] = []
    origin: list[int] = []
    at = 0
    for run in _BLANKS.finditer(joined):
        pieces.append(joined[at : run.start() + 1])
        origin += back[at : run.start() + 1]
        at = run.end()
    pieces.append(joined[at:])
    origin += back[at:]
    return Normal("".join(pieces), origin)


def fold(text: str) -> str:
    """White space folded to single blanks, ends stripped: how a finding quotes its document."""
    return " ".join(text.split())


def key(text: str) -> str:
    """Text for comparing titles and identities: normalised, lower case, letters and digits only, single blanks."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", normalise(text).text.lower()).split())


class Lines:
    """Where the lines of a text begin; turns offsets into 1-based line numbers."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]

    def at(self, offset: int) -> int:
        """The 1-based line on which an offset stands."""
        return bisect_right(self.starts, offset)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """First and last line, both 1-based and inclusive, of a non-empty stretch."""
        return self.at(start), self.at(max(start, end - 1))
