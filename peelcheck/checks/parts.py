"""The parts of an answer: its sub-bullets, and its text cut where it asks for one thing more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from peelcheck.checks.replies import Correspondence, Said
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import compiled
from peelcheck.model.wording import plain

LEAST_WORDS = 3  # content words that make a part of their own
LINKED_WORDS = 4  # the same where no more than an "and" stands between two things
_EDGE = re.compile(r"^and\b[ ,]*|[ ,]*\band$")
_END = re.compile(r"[.;]\s+|\s*[.;,:*]+\s*$")


Piece = tuple[str, bool]


class Part(NamedTuple):
    """One thing that an answer asks for. `aim` is what it is for: speaking of that is speaking of the part."""

    text: str
    wanted: frozenset[str]
    aim: frozenset[str]
    clause: bool  # opened by a joint that begins a clause, a sentence or a bullet, not by a bare "and"


def parts_of(answer: Finding, found: Correspondence, words: dict[str, list[str]]) -> list[Part]:
    """Cut an answer into parts.

    words -- `joints`: patterns of the words that begin a new part and belong to it; `ands`: of those that only link two things
        and belong to neither; `aims`: of the words that begin the purpose of a part
    """
    pieces: list[Piece] = []
    opening = [] if answer.parts and plain(answer.text).rstrip().endswith(":") else [answer.text]
    for text in [*opening, *answer.parts]:
        for piece in _glued(list(_clauses(plain(text), words["joints"])), found, words["aims"]):
            pieces += [(part, n == 0) for n, part in enumerate(_linked(piece, found, words))]
    return [_part(text, clause, found, words["aims"]) for text, clause in pieces]


def _clauses(text: str, joints: list[str]) -> Iterator[str]:
    """A text cut at the ends of its sentences and where a joint begins a new part."""
    cuts = [(m.start(), m.start()) for p in joints for m in compiled(p).finditer(text)]
    cuts += [(m.start(), m.end()) for m in _END.finditer(text)]
    at = 0
    for start, resume in sorted(cuts):
        if start > at:
            yield text[at:start]
            at = resume
    yield text[at:]


def _glued(pieces: list[str], found: Correspondence, aims: list[str]) -> list[str]:
    """Pieces that ask for too little to stand alone, or only say what for, joined to the one before; a first one to the next."""
    kept: list[str] = []
    for piece in pieces:
        text = _trimmed(piece)
        if not text:
            continue
        small = len(found.words(_aimed(text, aims)[0])) < LEAST_WORDS
        first_is_small = len(kept) == 1 and len(found.words(_aimed(kept[0], aims)[0])) < LEAST_WORDS
        if kept and (small or first_is_small):
            kept[-1] = f"{kept[-1]}, {text}"
        else:
            kept.append(text)
    return kept


def _linked(text: str, found: Correspondence, words: dict[str, list[str]]) -> list[str]:
    """A piece cut where a word links two things, if both are large enough and not a pair of common words.

    What it is for stays with the last.
    """
    end = len(_aimed(text, words["aims"])[0])
    at, parts = 0, []
    for start, resume in sorted((m.start(), m.end()) for p in words["ands"] for m in compiled(p).finditer(text)):
        sides = text[at:start], text[resume:end]
        before = sides[0].split()[-1:]
        if resume < end and before and found.words(before[0]) and all(len(found.words(side)) >= LINKED_WORDS for side in sides):
            parts.append(_trimmed(text[at:start]))
            at = resume
    return [*parts, _trimmed(text[at:])]


def _trimmed(text: str) -> str:
    return _EDGE.sub("", text.strip(" ,;.:*-"))


def _aimed(text: str, aims: list[str]) -> tuple[str, str]:
    starts = [m.start() for p in aims if (m := compiled(p).search(text))]
    cut = min(starts, default=len(text))
    return text[:cut], text[cut:]


def _part(text: str, clause: bool, found: Correspondence, aims: list[str]) -> Part:
    main, aim = _aimed(text, aims)
    wanted = found.words(main)
    if len(wanted) < LEAST_WORDS:
        return Part(text, found.words(text), frozenset(), clause)
    return Part(text, wanted, found.words(aim), clause)


def addressing(part: Part, said: list[Said], found: Correspondence, shared: float) -> list[Said]:
    """The sentences that speak of a part: they hold a share of its words, by weight or by number, or have its theme."""
    themes = found.themes(part.text)
    chosen: list[Said] = []
    for sentence in said:
        held = found.words(sentence.text) & (part.wanted | part.aim)
        by_number = len(held) >= shared * len(part.wanted)
        by_weight = found.weight(held) >= shared * found.weight(part.wanted)
        if (held and (by_number or by_weight)) or themes & found.themes(sentence.text):
            chosen.append(sentence)
    return chosen
