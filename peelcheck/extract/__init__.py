"""From documents to findings: recognise, split, place, read. What a layout looks like is data; the algorithm is general."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from peelcheck.extract.account import Account, account, explain_line
from peelcheck.extract.blocks import Block, blocks_of
from peelcheck.extract.layout import Grades, Layout
from peelcheck.extract.letters import LetterReader
from peelcheck.extract.outline import Place, Titles, outline
from peelcheck.extract.recognise import Recognised, recognise
from peelcheck.extract.reports import ReportReader, Writer
from peelcheck.model.document import Document
from peelcheck.model.domain import Domain
from peelcheck.model.finding import ANSWERS, Finding
from peelcheck.model.rulesdir import RulesDir
from peelcheck.model.text import key

_NEARLY = 88  # likeness (0..100) at which two answers are one
_REWORDED, _MARGIN = 70, 15  # the same where the wording was changed: likeness of their words, and lead over the next best

__all__ = ["Extraction", "Extractor", "link_quotes"]


@dataclass(frozen=True)
class Extraction:
    """What became of one document."""

    document: Document
    recognised: Recognised
    findings: list[Finding]
    blocks: list[Block]
    places: list[Place]

    def account(self) -> Account:
        """What became of every character, and what looks suspicious."""
        return account(self.document, self.recognised.cycle, self.blocks, self.places, self.findings)

    def explain(self, line: int) -> list[str]:
        """What a line (1-based) became, and by which rule."""
        return explain_line(self.document, self.blocks, self.places, self.findings, line)


class Extractor:
    """Extracts documents with one set of rules."""

    def __init__(self, domain: Domain, rules: RulesDir) -> None:
        self.domain, self.layout = domain, Layout.load(rules)

    def extract(self, document: Document) -> Extraction:
        """The findings of a document, in reading order. Raises InputError when it is in no known layout."""
        seen = recognise(document, self.domain, self.layout)
        grades = Grades(self.layout, seen.cycle)
        titles = Titles(seen.cycle, self.layout, grades)
        blocks = blocks_of(document, self.layout, titles.knows)
        places = outline(blocks, titles, seen.pillar, grades)
        writer = Writer(document, seen, self.layout, grades, titles, self.domain)
        reader = LetterReader(writer) if seen.letter else ReportReader(writer)
        reader.read(blocks, places)
        return Extraction(document, seen, writer.findings(), blocks, places)


def link_quotes(findings: Iterable[Finding]) -> list[Finding]:
    """Link answers that restate an answer of another document of the same inspection: exactly, nearly, or reworded."""
    from rapidfuzz import fuzz, process

    listed = list(findings)
    originals: dict[tuple[str, str], list[Finding]] = {}
    for finding in listed:
        if finding.kind in ANSWERS and finding.voice == "inspectorate":
            originals.setdefault((finding.force, finding.cycle), []).append(finding)
    linked = []
    for finding in listed:
        known = originals.get((finding.force, finding.cycle), [])
        if finding.kind in ANSWERS and finding.voice != "inspectorate" and finding.quotes is None and known:
            texts = [key(f.text) for f in known]
            best = process.extractOne(key(finding.text), texts, scorer=fuzz.ratio, score_cutoff=_NEARLY)
            original = known[best[2]] if best else _reworded(finding, known)
            if original:
                finding = msgspec.structs.replace(finding, quotes=original.id)
        linked.append(finding)
    return linked


def _reworded(finding: Finding, known: list[Finding]) -> Finding | None:
    """The one answer of the same kind and question that a restatement shares most of its words with, and by far."""
    from rapidfuzz import fuzz

    same = [f for f in known if (f.kind, f.pillar, f.question) == (finding.kind, finding.pillar, finding.question)]
    scored = sorted(((fuzz.token_set_ratio(key(finding.text), key(f.text)), f.id, f) for f in same), reverse=True)
    if not scored or scored[0][0] < _REWORDED or (len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN):
        return None
    return scored[0][2]
