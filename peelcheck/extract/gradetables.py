"""Grades in a summary: lists that name a grade and then its questions, and tables with a column for each grade.

A list of questions each followed by its grade needs nothing special; here the grade comes first, and may have no question.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from peelcheck.extract.blocks import Block
from peelcheck.extract.outline import Place, Target
from peelcheck.model.document import Document
from peelcheck.model.text import normalise

Label = Callable[[str], "str | None"]
Find = Callable[[str], Target]


class Listed(NamedTuple):
    """A grade that a summary gives to a question."""

    pillar: str | None
    question: str
    grade: str


def grade_lists(blocks: list[Block], places: list[Place], label: Label) -> dict[int, Listed | None]:
    """By block index: the grade of a question in a list that puts grades first; None for the grade lines themselves."""
    found: dict[int, Listed | None] = {}
    run: list[int] = []
    for index, (block, place) in enumerate(zip([*blocks, None], [*places, None], strict=True)):
        if block is not None and place is not None:
            if block.kind == "furniture":
                continue
            target = place.target
            if label(block.text) or (block.kind == "heading" and target and target.what == "question"):
                run.append(index)
                continue
        found |= _read_list(_without_section(run, blocks, places, label, prose=block is not None), blocks, places, label)
        run = []
    return found


def _without_section(run: list[int], blocks: list[Block], places: list[Place], label: Label, prose: bool) -> list[int]:
    """A run without the heading (and its grade) that opens the first section below the list."""
    if not prose or len(run) < 3:
        return run
    if label(blocks[run[-1]].text) and not label(blocks[run[-2]].text):
        return run[:-2]
    last = places[run[-1]].target
    named = [places[i].target for i in run[:-1] if not label(blocks[i].text)]
    again = last is not None and any(t is not None and (t.pillar, t.question) == (last.pillar, last.question) for t in named)
    return run[:-1] if again else run


def _read_list(run: list[int], blocks: list[Block], places: list[Place], label: Label) -> dict[int, Listed | None]:
    grades = [label(blocks[i].text) for i in run]
    questions = sum(grade is None for grade in grades)
    if len(run) < 3 or grades[0] is None or questions < 2 or (grades[-1] is not None and questions < 3):
        return {}
    found: dict[int, Listed | None] = {}
    grade = ""
    for index, read in zip(run, grades, strict=True):
        grade = read or grade
        target = places[index].target
        if read is None and target is not None and target.question is not None:
            found[index] = Listed(target.pillar, target.question, grade)
        else:
            found[index] = None
    return found


def grade_table(rows: list[Block], document: Document, label: Label, find: Find) -> list[tuple[Block, Listed]]:
    """The grades of a table with a column for each grade (or with a question and its grade in each row)."""
    found: list[tuple[Block, Listed]] = []
    columns: list[str | None] = []
    for row in rows:
        start = document.lines.starts[document.lines.at(row.start) - 1]  # a row may begin with an empty cell
        raw = document.text[start : row.pieces[-1][1]]
        cells = [normalise(cell).text.strip() for cell in raw.strip(" |").split("\t" if "\t" in raw else "|")]
        grades = [label(cell) for cell in cells]
        if sum(grade is not None for grade in grades) >= 3:
            columns = grades
            continue
        for number, cell in enumerate(cells):
            target = find(cell) if cell else None
            if target is None or target.what != "question" or target.question is None:
                continue
            beside = next((g for g in grades if g), None)
            grade = beside or (columns[number] if number < len(columns) else None)
            if grade:
                found.append((row, Listed(target.pillar, target.question, grade)))
    return found
