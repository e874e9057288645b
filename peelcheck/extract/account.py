"""What became of every character of a document, and what looks suspicious about it.

Characters in findings, in furniture (with its kind), in headings, unplaced and blank add up to the document.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from peelcheck.extract.blocks import Block
from peelcheck.extract.outline import OVERALL, Place
from peelcheck.model.counts import number_of
from peelcheck.model.document import Document
from peelcheck.model.domain import Cycle
from peelcheck.model.finding import ANSWERS, Finding
from peelcheck.model.text import normalise

Became = Literal["finding", "furniture", "heading", "unplaced", "blank"]
_MUCH = 0.02  # share of a document's characters from which unplaced text is suspicious


@dataclass(frozen=True)
class Account:
    """Characters by what became of them; furniture also by kind."""

    characters: dict[Became, int]
    furniture: dict[str, int]
    sections: list[str]
    kinds: dict[str, int]
    quantities: int
    suspicious: list[str]


def account(document: Document, cycle: Cycle, blocks: list[Block], places: list[Place], findings: list[Finding]) -> Account:
    """The account of one document."""
    became = _became(document, blocks, places, findings)
    letter = any(f.kind == "response" for f in findings)
    counts: Counter[Became] = Counter()
    furniture: Counter[str] = Counter()
    at = 0
    for start, end, what, why in became:
        text = document.text[start:end]
        if what == "unplaced" and not text.strip():
            continue
        if what == "unplaced" and not normalise(text).text.strip(" ]["):
            what, why = "furniture", "marks"
        counts[what] += end - start
        if what == "furniture":
            furniture[why] += end - start
        at += end - start
    counts["blank"] += len(document.text) - at
    sections = list(
        dict.fromkeys(_section(p) for b, p in zip(blocks, places, strict=True) if b.kind == "paragraph" and _section(p))
    )
    return Account(
        dict(counts),
        dict(furniture),
        sections,
        dict(Counter(f.kind for f in findings)),
        sum(len(f.metrics) for f in findings),
        _suspicious(document, cycle, blocks, places, findings, counts, letter),
    )


def explain_line(document: Document, blocks: list[Block], places: list[Place], findings: list[Finding], line: int) -> list[str]:
    """What a line became, and by which rule: one line for each block and finding on it."""
    said: list[str] = []
    for block, place in zip(blocks, places, strict=True):
        first, last = document.lines.span(block.start, block.pieces[-1][1])
        on_line = any(a <= line <= b for a, b in (document.lines.span(s, e) for s, e in block.pieces))
        if not on_line:
            continue
        where = "/".join(part for part in (place.pillar, place.question) if part)
        heads = " > ".join(part for part in place.section if part)
        target = f", announces {_target(place)}" if block.kind == "heading" and place.target else ""
        joined = f", joined over lines {first} to {last}" if len(block.pieces) > 1 else ""
        region = f", region {place.region}" if place.region else ""
        rule = f"{block.kind} (rule: {block.why}{joined}{target}){region}"
        said.append(f"{rule}; stands in {where or 'no question'}: {heads or 'no heading'}")
    for finding in findings:
        if finding.locator and finding.locator.lines[0] <= line <= finding.locator.lines[1]:
            detail = finding.grade or finding.what or ""
            said.append(f"-> {finding.kind} {detail} {finding.id}: {finding.text[:120]}".replace("  ", " "))
    return said or ["blank"]


def _target(place: Place) -> str:
    target = place.target
    if target is None:
        return ""
    named = target.question or target.region or target.kind or target.pillar
    return f"{target.what} {named}" if named else target.what


def _became(
    document: Document, blocks: list[Block], places: list[Place], findings: list[Finding]
) -> list[tuple[int, int, Became, str]]:
    """Stretches in order, without overlap; what lies between them is blank or the mark of a bullet."""
    covered = _merged((a, b) for f in findings if f.locator for a, b in f.locator.spans or [f.locator.chars])
    stretches: list[tuple[int, int, Became, str]] = []
    for block, place in zip(blocks, places, strict=True):
        what: Became = "unplaced"
        why = ""
        if block.kind == "furniture":
            what, why = "furniture", block.why
        elif place.region in ("annex", "contents"):
            what, why = "furniture", str(place.region)
        elif block.kind == "heading":
            what, why = "heading", block.why
        for piece in block.pieces:
            stretches += _cut(piece, covered, what, why)
    return sorted(stretches)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _cut(piece: tuple[int, int], covered: list[tuple[int, int]], what: Became, why: str) -> list[tuple[int, int, Became, str]]:
    """A piece cut where findings cover it; `covered` is sorted and without overlaps."""
    start, end = piece
    cut: list[tuple[int, int, Became, str]] = []
    at = start
    for a, b in islice(covered, max(0, bisect_right(covered, (start, 0)) - 1), None):
        if a >= end:
            break
        if b <= at:
            continue
        a, b = max(a, at), min(b, end)
        if a > at:
            cut.append((at, a, what, why))
        cut.append((a, b, "finding", ""))
        at = b
    if at < end:
        cut.append((at, end, what, why))
    return cut


def _section(place: Place) -> str:
    return " > ".join(part for part in place.section if part)


def _suspicious(
    document: Document,
    cycle: Cycle,
    blocks: list[Block],
    places: list[Place],
    findings: list[Finding],
    counts: Counter[Became],
    letter: bool,
) -> list[str]:
    found: list[str] = []
    ungraded: list[str] = []
    pillars = {p.pillar for p in places if p.question not in (None, OVERALL)}
    spoken = {(f.pillar, f.question) for f in findings if f.kind in ("statement", "response")}
    judged = {(f.pillar, f.question) for f in findings if f.kind == "judgment"}
    for pillar in cycle.pillars:
        if pillar.id not in pillars:
            continue
        for question in pillar.questions:
            if letter:
                continue
            if (pillar.id, question.id) not in spoken | judged:
                found.append(f"{question.id}: a question without a section")
            elif question.graded and (pillar.id, question.id) not in judged:
                ungraded.append(question.id)
    if ungraded:
        found.append(f"no grade found for {', '.join(ungraded)}")
    found += _empty_lists(document, blocks, places, findings)
    fragments = [f for f in findings if f.fragment]
    if fragments:
        lines = ", ".join(str(f.locator.lines[0]) for f in fragments[:6] if f.locator)
        where = f"{'line' if len(fragments) == 1 else 'lines'} {lines}"
        found.append(f"{number_of(len(fragments), 'fragment')} that could not be joined to a sentence ({where})")
    whole = max(1, len(document.text) - counts["blank"])
    if counts["unplaced"] / whole > _MUCH:
        found.append(f"{number_of(counts['unplaced'], 'character')} in no finding")
    return found


def _empty_lists(document: Document, blocks: list[Block], places: list[Place], findings: list[Finding]) -> list[str]:
    answers = [f.locator.chars[0] for f in findings if f.kind in ANSWERS and f.locator]
    heads = [
        b.start for b, p in zip(blocks, places, strict=True) if b.kind == "heading" and p.target and p.target.what == "answers"
    ]
    empty = []
    for number, start in enumerate(heads):
        end = heads[number + 1] if number + 1 < len(heads) else len(document.text)
        if not any(start < a < end for a in answers):
            empty.append(f"line {document.lines.at(start)}: a list of answers without items")
    return empty
