"""What a renderer is given, and how renderers speak of it alike. They decide nothing: order and groups come from the run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from peelcheck.model.counts import number_of

if TYPE_CHECKING:  # a renderer needs no numpy to be imported
    from peelcheck.checks.base import Evidence, Peer, Subject
    from peelcheck.checks.baseline import Compared
    from peelcheck.checks.engine import Flag, Ran
    from peelcheck.evidence.assessment import Assessment
    from peelcheck.evidence.corpus import Corpus, Inspection
    from peelcheck.evidence.reasoning import Passage
    from peelcheck.model.domain import Domain
    from peelcheck.report.contract import Evidence as Recorded

_MADE = re.compile(r"[0-9a-f]{8}(?:-\d+)?|\d+")  # ordinals that are digests or counters
SEVERITIES = ("error", "warning", "note")
HIDDEN = ("withheld", "ignored", "baselined")
_LITTLE = 0.25  # coverage below which shares of draws are not shown
# What people are told below the two tables.
OF_GRADES = (
    "Draws vary what is not certain: weights, mixed signals, and what the text is silent on. Coverage is the share of the weight "
    "that the text speaks to; the less of it, the less the draws say. More: peelcheck explain assessment."
)
OF_CHECKS = (
    "Fired counts withheld flags, too. What was not assessable is no pass: what a check needs was not there. What that is: "
    "peelcheck explain CODE."
)


@dataclass(frozen=True)
class Report:
    """The result of a run, as renderers read it."""

    domain: Domain
    corpus: Corpus
    observations: int
    assessments: list[Assessment]
    flags: list[Flag]  # shown, in order
    withheld: list[Flag]
    ignored: list[Flag]
    ran: list[Ran]
    counts: dict[str, int]
    provenance: dict[str, Any] = field(default_factory=dict)
    fail_on: str = "warning"  # severity from which a flag fails the run, or `never`
    baselined: list[Flag] = field(default_factory=list)
    compared: Compared | None = None  # with the baseline, where there is one
    remarks: list[str] = field(default_factory=list)  # on the configuration, a sentence each

    @property
    def primary(self) -> list[Flag]:
        """One flag a fact, in order."""
        return [flag for flag in self.flags if flag.primary]

    @cached_property
    def by_fingerprint(self) -> dict[str, Flag]:
        """The flags that are shown, by identity."""
        return {flag.fingerprint: flag for flag in self.flags}

    def by_inspection(self) -> Iterator[tuple[Inspection, list[Flag]]]:
        """The primary flags of each inspection that has any."""
        ordered = sorted(self.primary, key=lambda f: (f.subject.inspection.order, f.order))
        for inspection, group in groupby(ordered, key=lambda f: f.subject.inspection):
            yield inspection, list(group)

    def related(self, flag: Flag) -> list[Flag]:
        """The other flags that are shown about the same fact."""
        known = self.by_fingerprint
        return [known[name] for name in flag.related if name in known]

    @property
    def read(self) -> dict[str, int]:
        """How much was read."""
        return {
            "documents": len({f.locator.document for f in self.corpus.findings if f.locator}),
            "inspections": len(self.corpus.by_inspection),
            "forces": len({i.force for i in self.corpus.by_inspection}),
            "findings": len(self.corpus.findings),
            "observations": self.observations,
        }

    def sums(self) -> list[str]:
        """What was read, found and not shown, a sentence each."""
        read = ", ".join(number_of(self.read[f"{one}s"], one) for one in ("document", "inspection", "finding", "observation"))
        shown = ", ".join(number_of(self.counts[severity], severity) for severity in SEVERITIES)
        hidden = [f"{self.counts[name]} {name}" for name in HIDDEN if self.counts[name]]
        lines = [f"{read}.", f"{shown}{' (' + ', '.join(hidden) + ')' if hidden else ''}."]
        if self.counts["withheld"]:
            lines.append("Withheld flags are less sure than asked for: --min-confidence 0 shows them.")
        return [*lines, *(self.compared.told() if self.compared else []), *self.remarks]

    def skipped(self) -> list[str]:
        """Files that were not read, and why."""
        return [f"skipped: {path} ({reason})" for path, reason in self.corpus.skipped]


class Place(NamedTuple):
    """A file as it was named, and lines, 1-based and inclusive, where they are known."""

    path: str
    first: int | None = None
    last: int | None = None


def primary_place(report: Report, flag: Flag) -> Place | None:
    """Where a flag stands: the findings file and line that its first evidence was read from, else its document."""
    evidence = flag.evidence[0] if flag.evidence else None
    finding = evidence.finding if evidence else next((f.id for f in _findings(report, flag)), None)
    place = row_of(report, finding or "")
    if place and not place.first and evidence and evidence.lines and evidence.document == Path(place.path).name:
        return Place(place.path, *evidence.lines)
    return place


def row_of(report: Report, finding: str) -> Place | None:
    """The file that a finding was read from, and its line there where one is known."""
    source = next(iter(report.corpus.sources.get(finding, [])), None)
    return Place(_from_here(source.path), source.line, source.line) if source else None


def _findings(report: Report, flag: Flag) -> list[Any]:
    return report.corpus.by_inspection.get(flag.subject.inspection, [])


def _from_here(path: str) -> str:
    """A path relative to the folder that the command runs in, where it lies in it."""
    here = Path.cwd()
    return Path(path).relative_to(here).as_posix() if Path(path).is_relative_to(here) else path


def where(item: Evidence | Passage | Recorded) -> str:
    """Document and line of a passage, as people point to it; else the row of its findings file; else the finding's id."""
    return f"{item.document}:{item.lines[0]}" if item.document and item.lines else item.source or item.finding


def about(subject: Subject) -> str:
    """Question, signal and ordinal of a subject, as far as it has them."""
    return " · ".join(part for part in (subject.question, subject.signal, subject.ordinal) if part)


def heading(subject: Subject) -> str:
    """The same for people: without an ordinal that only tells one flag from another."""
    return about(replace(subject, ordinal=None) if subject.ordinal and _MADE.fullmatch(subject.ordinal) else subject)


def under(report: Report, flag: Flag) -> str:
    """The message of a flag as it reads where its inspection and question stand above it or beside it."""
    from peelcheck.evidence.corpus import label

    rest = flag.message.removeprefix(label(report.domain, flag.subject.inspection))
    if rest == flag.message or rest[:2] not in (": ", ", "):
        return flag.message
    rest = rest[2:].removeprefix(f"{flag.subject.question}: ")
    named = flag.subject.question is not None and rest.startswith(flag.subject.question)
    return rest if named else rest[:1].upper() + rest[1:]


def beside(peer: Peer) -> str:
    """Another inspection that a flag compares with, in a line."""
    answered = {True: "answered", False: "not answered", None: ""}[peer.answered]
    return f"{peer.force}, {peer.cycle}{f' ({answered})' if answered else ''}"


def short(inspection: Inspection) -> str:
    """An inspection by its ids."""
    return "/".join(part for part in inspection if part)


def grades(report: Report, item: Assessment) -> tuple[str, str, str]:
    """Of an assessment in words: the declared grade, how it came about, and the share of draws that accept each grade."""
    scale = report.domain.cycles[item.inspection.cycle].scale
    shares = ", ".join(f"{scale.label(g)} {share:.0%}" for g, share in reversed(item.acceptability.items()) if share >= 0.005)
    if item.coverage < _LITTLE:  # the draws would tell of the base rates
        shares = "too little observed" if item.signals else "nothing observed"
    return scale.label(item.declared) if item.declared else "not stated", item.status.replace("_", " "), shares
