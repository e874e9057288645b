"""The findings of a run, ordered and grouped by inspection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from peelcheck.model.document import Document
from peelcheck.model.domain import Domain
from peelcheck.model.finding import ANSWERS, Finding, Source, encode


class Inspection(NamedTuple):
    """One inspected body in one cycle and pillar."""

    force: str
    cycle: str
    pillar: str | None

    @property
    def order(self) -> tuple[str, str, str]:
        """A sorting key."""
        return self.force, self.cycle, self.pillar or ""


@dataclass
class Corpus:
    """Findings with where they were read, and the documents that are at hand.

    Findings are kept in one order (document, place, id), whatever the order in which they came.
    """

    findings: list[Finding]
    sources: dict[str, list[Source]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    skipped: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        findings: Iterable[tuple[Finding, Source]],
        documents: Iterable[Document] = (),
        skipped: Iterable[tuple[str, str]] = (),
    ) -> Corpus:
        """Order findings; one that was read twice, word for word, counts once."""
        sources: dict[str, list[Source]] = defaultdict(list)
        kept: list[Finding] = []
        seen: dict[str, list[Finding]] = defaultdict(list)
        for finding, source in findings:
            sources[finding.id].append(source)
            if finding not in seen[finding.id]:
                seen[finding.id].append(finding)
                kept.append(finding)
        kept.sort(key=_order)
        for places in sources.values():
            places.sort(key=lambda s: (s.path, s.line or 0))
        return cls(kept, dict(sources), {d.name: d for d in documents}, sorted(skipped))

    @cached_property
    def by_id(self) -> dict[str, Finding]:
        """Findings by id."""
        return {finding.id: finding for finding in self.findings}

    @cached_property
    def by_inspection(self) -> dict[Inspection, list[Finding]]:
        """Findings of each inspection, inspections sorted."""
        grouped: dict[Inspection, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            grouped[Inspection(finding.force, finding.cycle, finding.pillar)].append(finding)
        return {key: grouped[key] for key in sorted(grouped, key=lambda i: i.order)}

    def row(self, finding: str) -> str | None:
        """File and line of the findings file that a finding was read from; None where no line is known."""
        source = next(iter(self.sources.get(finding, [])), None)
        return f"{source.path}:{source.line}" if source and source.line else None

    def where(self, finding: str) -> str:
        """Where a finding stands, as people point to it: in its document, else in its findings file; else its id."""
        at = self.by_id[finding].locator
        return f"{at.document}:{at.lines[0]}" if at else self.row(finding) or finding

    def answers(self, inspection: Inspection) -> list[Finding]:
        """Answers of an inspection, from all its documents; one that restates another that is at hand is left out."""
        found = [f for f in self.by_inspection.get(inspection, []) if f.kind in ANSWERS]
        return [f for f in found if f.quotes is None or f.quotes not in self.by_id]


def _order(finding: Finding) -> tuple[str, int, int, str, bytes]:
    locator = finding.locator
    if locator is None:
        return finding.id.rpartition("-")[0], 1 << 60, 0, finding.id, encode(finding)
    return locator.document, locator.chars[0], locator.chars[1], finding.id, encode(finding)


def label(domain: Domain, inspection: Inspection) -> str:
    """An inspection in words."""
    force = domain.forces.get(inspection.force)
    cycle = domain.cycles.get(inspection.cycle)
    pillar = cycle.pillar(inspection.pillar) if cycle else None
    words = [force.name if force else inspection.force, cycle.name if cycle else inspection.cycle]
    return ", ".join([*words, *([pillar.title] if pillar and pillar.title else [])])
