"""Reading a report: judgments, answers, statements and figures, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import msgspec

from peelcheck.extract import tables
from peelcheck.extract.blocks import Block, quoted
from peelcheck.extract.gradetables import Listed, grade_lists, grade_table
from peelcheck.extract.judgments import Judgments
from peelcheck.extract.layout import Grades, Layout
from peelcheck.extract.outline import OVERALL, Place, Titles
from peelcheck.extract.recognise import Recognised
from peelcheck.extract.sentences import sentence_spans
from peelcheck.model.document import Document
from peelcheck.model.domain import Domain
from peelcheck.model.finding import Finding, Identities, Kind, Locator, Metric, Voice
from peelcheck.model.quantities import quantities
from peelcheck.model.text import normalise

_WORDY = re.compile(r"[A-Za-z]{2}")


class Writer:
    """Makes findings of one document: ids, locators, quantities."""

    def __init__(
        self, document: Document, seen: Recognised, layout: Layout, grades: Grades, titles: Titles, domain: Domain
    ) -> None:
        force = domain.forces[seen.force]
        self.find = titles.find
        self.document, self.layout = document, layout
        self.judgments = Judgments(seen.cycle, layout, grades, domain.cycles.values())
        self.columns = tables.Columns([force.name, *force.aliases], domain.comparators)
        self._comparators = domain.comparators
        self._seen = seen
        self._ids = Identities(document.key)
        self._abbreviations = frozenset(layout.data.abbreviations)
        self._made: list[Finding] = []
        self._place = Place(None, None)
        self.voice: Voice = "inspectorate"

    def at(self, place: Place) -> None:
        """Findings made from here on stand at this place."""
        self._place = place

    def findings(self) -> list[Finding]:
        """Everything made, in reading order."""
        return self._made

    def sentences(self, block: Block) -> Iterator[tuple[str, tuple[int, int]]]:
        """Sentences of a block: normalised text and document span."""
        for start, end in sentence_spans(block.text, self._abbreviations):
            sentence = block.text[start:end]
            if _WORDY.search(sentence):
                yield sentence, block.span(start, end)

    def make(self, kind: Kind, block: Block, span: tuple[int, int] | None = None, **fields: Any) -> Finding:
        """Make a finding of a block or of a stretch of it (document offsets)."""
        if span is None:
            span = (block.pieces[0][0], block.pieces[-1][1])
        pieces = block.parts(*span)
        text = quoted(self.document, pieces)
        if "metrics" not in fields and kind not in ("judgment", "past_judgment", "count_claim"):
            fields["metrics"] = self.quantities(text)
        if block.fragment and kind == "statement":
            fields["fragment"] = self._cut(block, span)
        finding = Finding(
            id=self._ids.next(text),
            force=self._seen.force,
            cycle=self._seen.cycle.cycle,
            pillar=fields.pop("pillar", self._place.pillar),
            question=fields.pop("question", self._place.question),
            kind=kind,
            voice=fields.pop("voice", self.voice),
            section=[s for s in self._place.section if s],
            summary=self._place.summary,
            text=text,
            locator=Locator(
                document=self.document.name,
                sha256=self.document.sha256,
                lines=self.document.lines.span(*span),
                chars=span,
                spans=pieces if len(pieces) > 1 else None,
            ),
            **fields,
        )
        self._made.append(finding)
        return finding

    def amend(self, finding: Finding, **fields: Any) -> Finding:
        """Replace a finding made before."""
        for index in range(len(self._made) - 1, -1, -1):
            if self._made[index] is finding:
                self._made[index] = msgspec.structs.replace(finding, **fields)
                return self._made[index]
        raise LookupError(finding.id)

    def last(self, kind: Kind, question: str | None) -> Finding | None:
        """The last finding of a kind on a question."""
        return next((f for f in reversed(self._made) if f.kind == kind and f.question == question), None)

    def quantities(self, text: str) -> list[Metric]:
        """Every quantity in a text."""
        return [q.metric for q in quantities(normalise(text).text, self._comparators)]

    def deadline(self, text: str) -> str | None:
        """By when, as printed."""
        match = self.layout.deadline.search(text)
        return match.group(0) if match else None

    def voice_of(self, sentence: str) -> Voice:
        """Whose words a sentence reports."""
        for voice, speaks in self.layout.voices.items():
            if speaks(sentence):
                return cast(Voice, voice)
        return self.voice

    def _cut(self, block: Block, span: tuple[int, int]) -> bool:
        first = block.text[:1].islower() and span[0] == block.pieces[0][0]
        last = span[1] == block.pieces[-1][1] and block.text.rstrip()[-1:] not in ".!?:;\"')"
        return first or last


class Reader:
    """What reports and letters share: statements with the grades that they state, and lists of answers."""

    def __init__(self, writer: Writer) -> None:
        self.w = writer
        self.cause: Finding | None = None
        self.deadline: str | None = None

    def read(self, blocks: list[Block], places: list[Place]) -> None:
        """Make the findings of a document."""
        raise NotImplementedError

    def narrative(self, block: Block, place: Place) -> None:
        """Statements of a paragraph, one a sentence, and the grades that they give."""
        for sentence, span in self.w.sentences(block):
            self.w.make("statement", block, span, voice=self.w.voice_of(sentence))
            year = self.w.judgments.carried_over(sentence)
            label = self.w.last("judgment", place.question) if year else None
            if year and label is not None:
                self.w.amend(label, carried_over_from=year)
                continue
            for read in self.w.judgments.sentence(sentence, place):
                at = {"pillar": read.pillar, "question": read.question, "grade": read.grade, "form": "narrative"}
                if read.past_year is None:
                    self.w.make("judgment", block, span, **at)
                else:
                    self.w.make("past_judgment", block, span, **at, year=read.past_year or None)

    def cause_of(self, block: Block) -> bool:
        """Make a cause of concern of a paragraph; True if the paragraph ends by asking for recommendations."""
        lead = self.w.layout.lead_in.search(block.text)
        end = lead.start() if lead else len(block.text)
        if block.text[:end].strip():
            span = block.span(0, len(block.text[:end].rstrip()))
            self.cause = self.w.make("cause_of_concern", block, span)
        if lead and not block.text[:end].strip():
            block.kind, block.why = "furniture", "lead_in"
        if lead:
            self.deadline = self.w.deadline(lead.group(0))
            if self.cause and self.deadline:
                self.cause = self.w.amend(self.cause, deadline=self.deadline)
        return bool(lead)

    def answer(self, kind: Kind, block: Block) -> Finding:
        """Make an answer of an item of a list."""
        fields: dict[str, Any] = {"deadline": self.w.deadline(block.text)}
        if kind == "recommendation":
            fields["deadline"] = fields["deadline"] or self.deadline
            fields["parent"] = self.cause.id if self.cause else None
        return self.w.make(kind, block, **fields)

    def is_item(self, block: Block) -> bool:
        """Whether a paragraph without a bullet is an item of a list of answers."""
        return bool(self.w.layout.item.search(block.text.strip()))


class ReportReader(Reader):
    """Reads a report."""

    mode: Kind | None = None
    box: Kind | None = None
    item: Finding | None = None
    indent = 0

    def read(self, blocks: list[Block], places: list[Place]) -> None:
        """Make the findings of a report."""
        listed = grade_lists(blocks, places, self.w.judgments.label)
        index = 0
        while index < len(blocks):
            block, place = blocks[index], places[index]
            self.w.at(place)
            if place.region == "data" and not (place.target and place.target.region == "data" and block.kind == "heading"):
                index = self._figures(blocks, places, index)
                continue
            if block.kind == "row":
                index = self._table(blocks, index)
                continue
            if index in listed:
                self._listed(block, listed[index])
            elif place.region not in ("annex", "contents"):
                self._block(block, place)
            index += 1

    def _listed(self, block: Block, item: Listed | None) -> None:
        """A line of a summary that puts grades first."""
        if item is not None:
            at: dict[str, Any] = {"pillar": item.pillar, "question": item.question, "grade": item.grade, "form": "label"}
            self.w.make("judgment", block, **at)

    def _block(self, block: Block, place: Place) -> None:
        if block.kind == "furniture":
            return
        grade = self.w.judgments.label(block.text) if place.question else None
        if self.mode is None and self.box and self.is_item(block) and not block.text.rstrip().endswith("."):
            self.mode = self.box
        if grade and place.region != "general" and self.w.judgments.is_graded(place):
            self.w.make("judgment", block, grade=grade, form="label")
        elif block.kind == "heading":
            self._heading(block, place)
        elif self.mode is None or not self._answers(block):
            self.mode = None
            lead = self.w.layout.lead_in.search(block.text)
            if lead:
                self.mode, self.item = "recommendation", None
                self.deadline = self.w.deadline(lead.group(0))
            if not lead or lead.start() > 0:
                self.narrative(block, place)

    def _heading(self, block: Block, place: Place) -> None:
        target = place.target
        self.item = None
        self.box = target.kind if target else None
        if target is None or target.what != "answers":
            if not (target and target.what == "other" and self.mode == "cause_of_concern" and self.cause is None):
                self.mode = None
            return
        if target.kind == "cause_of_concern":
            self.cause = None
        elif target.kind == "area_for_improvement" or self.mode != "cause_of_concern":
            self.cause = None if target.kind != "recommendation" else self.cause
        self.mode, self.deadline = target.kind, None

    def _answers(self, block: Block) -> bool:
        """Read a block as part of the open list of answers; False when the list has ended."""
        if self.mode == "cause_of_concern":
            if block.kind == "bullet" and self.cause is not None:
                self.answer("recommendation", block)
            elif self.cause is None or self.w.layout.lead_in.search(block.text):
                if self.cause_of(block):
                    self.mode = "recommendation"
            else:
                return False
            return True
        if self.mode == "recommendation" and self.w.layout.lead_in.search(block.text):
            return self.cause_of(block) or True
        if block.kind == "bullet" and self.item is not None and block.indent > self.indent:
            text = quoted(self.w.document, block.pieces)
            self.item = self.w.amend(self.item, parts=[*self.item.parts, text])
            block.kind, block.why = "furniture", "part of an answer"
            return True
        if block.kind == "bullet" or self.is_item(block):
            assert self.mode is not None  # noqa: S101
            self.item, self.indent = self.answer(self.mode, block), block.indent
            return True
        return False

    def _table(self, blocks: list[Block], index: int) -> int:
        end = index
        while end < len(blocks) and blocks[end].why == "table":
            end += 1
        listed = [b for b in blocks[index:end] if b.kind == "row"]
        for row, item in grade_table(listed, self.w.document, self.w.judgments.label, self.w.find):
            self._listed(row, item)
            row.why = "figure"
        for used, metric, _ in tables.rows(listed, self.w.document, self.w.columns):
            self.w.make("metric", used[0], metrics=[metric])
            used[0].why = "figure"
        for block in blocks[index:end]:
            if block.why != "figure":
                block.kind, block.why = "furniture", "table head"
        return end

    def _figures(self, blocks: list[Block], places: list[Place], index: int) -> int:
        end = index
        while end < len(blocks) and places[end].region == "data":
            end += 1
        above = places[index].section[:1]
        for used, metric, group in tables.tiles(blocks[index:end], self.w.columns):
            self.w.at(replace(places[index], section=(*above, group) if group else above))
            span = (used[0].start, used[-1].pieces[-1][1])
            whole = Block("paragraph", [p for b in used for p in b.pieces], "tile", self.w.document)
            self.w.make("metric", whole, span, metrics=[metric])
        return end


__all__ = ["OVERALL", "Reader", "ReportReader", "Writer"]
