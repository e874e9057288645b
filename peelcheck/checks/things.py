"""Whether two sentences that are about one signal name the same thing."""

from __future__ import annotations

import re

from peelcheck.checks.base import Context
from peelcheck.model.patterns import compiled, expand
from peelcheck.model.text import normalise

_BEFORE = re.compile(r"([A-Za-z][\w'-]+) $")
_STEM = 5


def different(context: Context, signal: str, one: str, other: str) -> bool | None:
    """True where both name a thing of the signal and no thing in common, False where they share one, None where one names none.

    A thing is what the signal's subject matches, with the word before it: it tells profiles of one kind from those of another.
    """
    first, second = (_things(context, signal, text) for text in (one, other))
    if not first or not second:
        return None
    return not any(_same(a, b) for a in first for b in second)


def _same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two names are alike; a word before one of them tells nothing, as the other has none."""
    return one[1] == other[1] and (one[0] == other[0] or not one[0] or not other[0])


def _things(context: Context, signal: str, text: str) -> set[tuple[str, str]]:
    plain = normalise(text).text
    found = set()
    for pattern in context.rules.signals()[signal][1].subject:
        for match in compiled(expand(pattern, context.rules.vocabulary.macros)).finditer(plain):
            before = _BEFORE.search(plain[: match.start()])
            word = before.group(1).lower() if before else ""
            found.add(("" if word in context.stop_words else word[:_STEM], _stems(match.group(0))))
    return found


def _stems(words: str) -> str:
    return " ".join(word[:_STEM] for word in re.findall(r"[a-z0-9'-]+", words.lower()))
