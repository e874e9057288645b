"""Reading a letter of response: quoted answers, the counts it claims, and the responses to them."""

from __future__ import annotations

from dataclasses import replace

from peelcheck.extract.addressing import Addressing
from peelcheck.extract.blocks import Block
from peelcheck.extract.lettertables import answer_column, cells, responded
from peelcheck.extract.outline import OVERALL, Place
from peelcheck.extract.reports import Reader, Writer
from peelcheck.model.finding import Finding, Kind
from peelcheck.model.quantities import number

_SIGNATURE = 12  # words that a line of a signature has at most


class LetterReader(Reader):
    """Reads a letter: the commissioner speaks; under a heading stand the quoted answers, then the responses."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(writer)
        writer.voice = "commissioner"
        self._claimed: Kind | None = None
        self._left = 0
        self._column: tuple[int, Kind] | None = None
        self._in_table: Finding | None = None
        self._quoted: list[Finding] = []
        self._responses: list[Finding] = []
        self._addressing = Addressing([])

    def read(self, blocks: list[Block], places: list[Place]) -> None:
        """Make the findings of a letter."""
        _mark_letterhead(blocks, places)
        self._addressing = Addressing([b.text for b in blocks if b.kind != "furniture"], self.w.layout.to_all)
        head = {" ".join(b.text.split()) for b in blocks if b.why in ("letterhead", "signature")}
        for block, place in zip(blocks, places, strict=True):
            self.w.at(replace(place, section=tuple(s for s in place.section if s not in head)))
            if block.kind == "furniture" or place.region == "contents":
                continue
            if block.kind == "row" and place.question != OVERALL and self._row(block):
                continue
            self._column = self._column if block.kind == "row" else None
            claim = self.w.layout.count_claim.search(block.text.strip())
            if claim and place.question != OVERALL:
                self._claim(block, claim.group("count"), claim.group("what"))
            elif block.kind == "heading":
                self._heading(block, place)
            elif place.question == OVERALL:
                self.narrative(block, place)
            elif self._left > 0 and self._quote(block):
                continue
            elif self._quoted:
                self._left = 0
                self._responses.append(self.w.make("response", block))
            else:
                self.narrative(block, place)
        self._address()

    def _heading(self, block: Block, place: Place) -> None:
        target = place.target
        if target is None or target.what not in ("question", "pillar", "overall"):
            return
        self._address()
        self.cause, self.deadline, self._left, self._quoted, self._claimed = None, None, 0, [], None
        self._column, self._in_table = None, None
        if target.grade:
            self.w.make("judgment", block, grade=target.grade, form="label")

    def _row(self, block: Block) -> bool:
        """Read a row of a table of answers and responses; False when it stands in no such table."""
        document = self.w.document
        row = cells(block, document)
        head = answer_column([document.text[a:b] for a, b in row], self.w.layout.data.letter.counted)
        if head:
            self._column = head
            block.kind, block.why = "furniture", "table head"
            return True
        if self._column is None or len(row) <= self._column[0]:
            return False
        (column, kind), said = self._column, responded(row, self._column[0], document)
        if row[column][0] < row[column][1]:
            self._in_table = self.w.make(kind, block, row[column], deadline=self.w.deadline(document.text[slice(*row[column])]))
        if said and self._in_table:  # a row without an answer goes on with the one above
            self.w.make("response", block, said, answers=[self._in_table.id])
        return True

    def _claim(self, block: Block, count: str, what: str) -> None:
        kinds = self.w.layout.data.letter.counted
        self._claimed = next(kind for word, kind in kinds.items() if what.lower().startswith(word))
        self._left = int(number(count))
        self.w.make("count_claim", block, claimed=self._left, what=self._claimed)

    def _quote(self, block: Block) -> bool:
        """Read a block as a quoted answer; False when it is none."""
        assert self._claimed is not None  # noqa: S101
        if block.kind == "paragraph" and self.w.layout.lead_in.search(block.text):
            self.cause_of(block)
            return True
        if block.kind == "bullet" or self.is_item(block):
            self._quoted.append(self.answer(self._claimed, block))
            self._left -= 1
            return True
        return False

    def _address(self) -> None:
        """Say of each response which of the quoted answers it addresses."""
        found = self._addressing.addressed([f.text for f in self._quoted], [f.text for f in self._responses])
        for response, indices in zip(self._responses, found, strict=True):
            self.w.amend(response, answers=[self._quoted[i].id for i in indices])
        self._responses = []


def _mark_letterhead(blocks: list[Block], places: list[Place]) -> None:
    """Make furniture of what stands above the salutation, and of the short lines below the close."""
    address = [i for i, b in enumerate(blocks) if b.why == "address"]
    dear = next((i for i in address if blocks[i].text.lower().startswith("dear")), None)
    if dear is None:
        return
    for block in blocks[:dear]:
        block.kind, block.why = "furniture", "letterhead"
    close = next((i for i in address if i > dear), len(blocks))
    for block, place in zip(blocks[close:], places[close:], strict=True):
        known = block.kind == "heading" and place.target is not None and place.target.what != "other"
        if known or len(block.text.split()) > _SIGNATURE:
            return
        if block.kind != "furniture":
            block.kind, block.why = "furniture", "signature"
