"""Where every block of a document stands: pillar, question, headings above, region.

Question headings are told from the contents page (which repeats them), from boxes of an overview (which repeat them with a
few lines each) and from lists in an introduction (which are bullets).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from peelcheck.extract.blocks import Block
from peelcheck.extract.layout import Grades, Layout, Region
from peelcheck.model.domain import Cycle
from peelcheck.model.finding import Kind
from peelcheck.model.text import key

OVERALL = "overall"
_FUZZY = 93.0
_ROW = 3
_LONG = 40  # characters from which a heading may differ from its title by a few letters


class Target(NamedTuple):
    """What a heading announces."""

    what: str  # question, pillar, overall, region, answers, part, other
    pillar: str | None = None
    question: str | None = None
    region: Region | None = None
    kind: Kind | None = None
    grade: str | None = None


@dataclass(frozen=True)
class Place:
    """Where a block stands."""

    pillar: str | None
    question: str | None
    section: tuple[str, ...] = ()
    summary: bool = False
    region: Region | None = None
    target: Target | None = None


class Titles:
    """Every heading that a cycle's data knows, by key."""

    def __init__(self, cycle: Cycle, layout: Layout, grades: Grades) -> None:
        self._layout, self._grades = layout, grades
        self._exact: dict[str, Target] = {}
        for pillar in cycle.pillars:
            for title in pillar.overall.titles:
                self._exact[key(title)] = Target("overall", pillar.id, OVERALL)
            for name in (pillar.title, *pillar.aliases):
                if name:
                    self._exact.setdefault(key(name), Target("pillar", pillar.id, OVERALL))
            for question in pillar.questions:
                for title in question.titles:
                    self._exact[key(title)] = Target("question", pillar.id, question.id)
                for title in question.short:
                    self._exact.setdefault(key(title), Target("question", pillar.id, question.id))
                for title in (*question.sub_questions, *question.sections):
                    self._exact.setdefault(key(title), Target("part", pillar.id, question.id))
        self._long = [title for title in self._exact if len(title) >= _LONG]

    def knows(self, line: str) -> bool:
        """Whether a line is a known heading, or a long one that differs from it by a few letters."""
        k = key(line)
        return k in self._exact or (len(k) >= _LONG and not line.rstrip().endswith(".") and self._nearly(k) is not None)

    def find(self, text: str) -> Target:
        """What a heading announces; a grade in brackets behind it is read off."""
        k = key(text)
        found = self._exact.get(k)
        if found is None and (graded := self._grades.heading.search(text)):
            inner = self.find(graded.group(1))
            if inner.what in ("question", "overall", "pillar"):
                return inner._replace(grade=self._grades.of(graded.group(2)))
        if found is None:
            for kind, matches in self._layout.answer_headings:
                if matches(k):
                    return Target("answers", kind=kind)
        if found is None and len(k) >= _LONG:
            found = self._nearly(k)
        if found is None:
            for region, matches in self._layout.regions.items():
                if matches(k):
                    return Target("region", region=region)
        return found or Target("other")

    def _nearly(self, k: str) -> Target | None:
        from rapidfuzz import fuzz, process

        best = process.extractOne(k, self._long, scorer=fuzz.ratio, score_cutoff=_FUZZY)
        return self._exact[best[0]] if best else None


def outline(blocks: list[Block], titles: Titles, pillar: str | None, grades: Grades) -> list[Place]:
    """The place of every block, in step with `blocks`; blocks of a contents page become furniture."""
    _mark_contents(blocks, titles)
    targets = [titles.find(b.text) if b.kind == "heading" else None for b in blocks]
    main = _main_sections(blocks, targets)
    places: list[Place] = []
    place = Place(pillar, OVERALL)
    boxes = 0
    for index, (block, target) in enumerate(zip(blocks, targets, strict=True)):
        if block.kind == "heading" and grades.label.search(block.text.strip()):
            places.append(place)
            continue
        if target is None:
            if block.kind in ("paragraph", "bullet"):
                if boxes >= 3 and place.region == "overview" and place.question != OVERALL:
                    place = Place(place.pillar, OVERALL, place.section[:-1], True, "overview")
                boxes = 0
            places.append(place)
            continue
        boxes = boxes + 1 if target.what == "question" and index not in main else 0
        place = _step(place, block, target, index in main)
        places.append(place)
    return places


def _step(place: Place, block: Block, target: Target, main: bool) -> Place:
    heading = " ".join(block.text.split())
    if place.region == "annex" and not (target.what == "question" and main):
        return replace(place, section=(*place.section[:1], heading), target=target)
    if target.what == "question":
        if main:
            return Place(target.pillar, target.question, (heading,), target=target)
        return Place(target.pillar, target.question, ("", heading), True, "overview", target)
    if target.what == "pillar":
        return Place(target.pillar, OVERALL, (heading,), target=target)
    if target.what == "overall":
        return Place(target.pillar, OVERALL, (heading,), True, "overview", target)
    if target.what == "region":
        if target.region == "summary" and place.question not in (None, OVERALL):
            return Place(place.pillar, place.question, (*place.section[:1], heading), True, "summary", target)
        summary = target.region in ("overview", "summary")
        region = "overview" if summary else target.region
        return Place(place.pillar, OVERALL, (heading,), summary, region, target)
    if target.what == "answers":
        return Place(place.pillar, place.question, (*_stem(place), heading), place.summary, place.region, target)
    keep = place.region in ("overview", "annex", "general", "data") and target.what == "other"
    section = (*place.section[:1], heading) if target.what == "part" or len(place.section) < 2 else (*_stem(place), heading)
    return Place(place.pillar, place.question, section, place.summary if keep else False, place.region if keep else None, target)


def _stem(place: Place) -> tuple[str, ...]:
    """The headings that stay when a sibling of the innermost one begins."""
    if place.target is not None and place.target.what == "part":
        return place.section[:2]
    return place.section[:1] if len(place.section) < 3 else place.section[:2]


def _listed(blocks: list[Block], targets: list[Target | None]) -> set[int]:
    """Indices of question headings that stand in a row of three or more."""
    listed: set[int] = set()
    run: list[int] = []
    for index, (block, target) in enumerate(zip(blocks, targets, strict=True)):
        if target is not None and target.what == "question":
            run.append(index)
        elif block.kind in ("paragraph", "bullet", "row"):
            listed |= set(run) if len(run) >= _ROW else set()
            run = []
    return listed | (set(run) if len(run) >= _ROW else set())


def _mark_contents(blocks: list[Block], titles: Titles) -> None:
    inside, first = False, ""
    for block in blocks:
        if not inside:
            if block.kind == "heading" and titles.find(block.text).region == "contents":
                inside = True
                block.kind, block.why = "furniture", "contents"
            continue
        entry = re.sub(r"(?: \d+)+$", "", block.key)
        prose = block.kind == "paragraph" and len(block.text.split()) > 25 and block.text.rstrip().endswith(".")
        if first and (entry == first or prose):
            return
        if block.kind != "furniture" or block.why == "contents_line":
            first = first or entry
        block.kind, block.why = "furniture", "contents"


def _main_sections(blocks: list[Block], targets: list[Target | None]) -> set[int]:
    """Indices of the question headings that open the body of their question: of repeats, the one with most text.

    Three question headings in a row, with nothing but grades between, are a list: what stands below it belongs to none.
    """
    listed = _listed(blocks, targets)
    bodies: dict[tuple[str | None, str | None], list[tuple[int, int]]] = {}
    for index, target in enumerate(targets):
        if target is None or target.what != "question":
            continue
        size = 0
        for block, later in zip(blocks[index + 1 :], targets[index + 1 :], strict=True):
            if later is not None and (
                later.what in ("question", "overall", "pillar") or later.region in ("overview", "data", "general", "annex")
            ):
                break
            size += 0 if index in listed else len(block.text)
        bodies.setdefault((target.pillar, target.question), []).append((size, index))
    return {max(found, key=lambda item: (item[0], item[1]))[1] for found in bodies.values()}
