"""What every check is given, and what it says of every subject: fired, applied, or not assessable and why."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from peelcheck.evidence.assessment import Assessment, pack_for
from peelcheck.evidence.boilerplate import distinct_profiles
from peelcheck.evidence.corpus import Corpus, Inspection, label
from peelcheck.evidence.profile import Profile
from peelcheck.model.domain import Domain
from peelcheck.model.finding import ANSWERS, Finding
from peelcheck.model.patterns import any_of
from peelcheck.signals.assertion import Holding
from peelcheck.signals.observation import Observation
from peelcheck.signals.packs import Loaded
from peelcheck.signals.trace import Reading

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Evidence:
    """One passage that a flag shows."""

    finding: str
    document: str | None
    lines: tuple[int, int] | None
    chars: tuple[int, int] | None
    text: str
    signal: str | None = None
    level: str | None = None
    source: str | None = None  # file and line that it was read from, where it has no place in a document


@dataclass(frozen=True)
class Peer:
    """Another inspection that a flag compares with."""

    force: str
    cycle: str
    grade: str | None
    answered: bool | None
    evidence: list[Evidence]


@dataclass(frozen=True)
class Subject:
    """What a check is applied to."""

    inspection: Inspection
    question: str | None = None
    signal: str | None = None
    ordinal: str | None = None

    def __str__(self) -> str:
        parts = (
            self.inspection.force,
            self.inspection.cycle,
            self.inspection.pillar,
            self.question,
            self.signal,
            self.ordinal,
        )
        return "/".join(part for part in parts if part)


@dataclass(frozen=True)
class Fired:
    """A check found an inconsistency.

    softened -- True where the evidence has two sides: the flag is a note whatever the severity of its check
    named_peers -- False where the flag rests on a rate: then its identity is free of the peers, as one more changes nothing
    """

    subject: Subject
    message: str
    evidence: list[Evidence]
    counterargument: str
    confidence: float
    peers: list[Peer] = field(default_factory=list)
    softened: bool = False
    named_peers: bool = True


@dataclass(frozen=True)
class Applied:
    """A check was applied and found nothing."""

    subject: Subject


@dataclass(frozen=True)
class NotAssessable:
    """A check could not be applied, and why."""

    subject: Subject
    reason: str


@dataclass(frozen=True)
class Approximation:
    """How well grades follow evidence: of the inspections held against each other, those in no inconsistency.

    The quality of approximation of the rough set approach. `question` is None for all questions together.
    """

    cycle: str | None
    pillar: str | None
    question: str | None
    inspections: int
    consistent: int

    @property
    def quality(self) -> float:
        """Share of inspections in no inconsistency, 0 to 1."""
        return self.consistent / self.inspections


Outcome = Fired | Applied | NotAssessable | Approximation
Check = Callable[["Context"], Iterator[Outcome]]


@dataclass
class Context:
    """Everything a check may look at."""

    corpus: Corpus
    domain: Domain
    rules: Loaded
    observations: list[Observation]
    profiles: dict[Inspection, Profile]
    assessments: list[Assessment]
    settings: dict[str, Any]  # of the check that runs, as are its words
    shared_words: dict[str, list[str]]
    holding: Callable[[str], Holding]
    about: Callable[[str], list[tuple[str, str]]]  # the signals that an answer with this text would be about
    read: Callable[[str], list[Reading]]  # what a statement with this text would say of which signals
    words: dict[str, list[str]] = field(default_factory=dict)
    words_of: dict[str, dict[str, list[str]]] = field(default_factory=dict)  # of every check, by code
    today: date | None = None  # the day by which ignores expire; without it none does

    @cached_property
    def stop_words(self) -> frozenset[str]:
        """Words too common to say what an answer is about."""
        return frozenset(self.shared_words["stop_words"])

    @cached_property
    def mitigates(self) -> Callable[[str], Any]:
        """Finds words that soften a weakness."""
        return any_of(self.shared_words["mitigation"])

    @cached_property
    def answered(self) -> dict[Inspection, dict[str, list[str]]]:
        """By inspection: for each signal and theme, the ids of the answers about it, restated ones merged."""
        found: dict[Inspection, dict[str, list[str]]] = {}
        for item in self.observations:
            if item.role != "answer":
                continue
            finding = self.corpus.by_id[item.finding]
            if finding.quotes in self.corpus.by_id:
                continue
            slot = found.setdefault(Inspection(item.force, item.cycle, item.pillar), {})
            for name in {item.signal, item.theme}:
                ids = slot.setdefault(name, [])
                if item.finding not in ids:
                    ids.append(item.finding)
        return found

    @cached_property
    def reports(self) -> dict[tuple[str, str], list[Inspection]]:
        """By body and cycle: its inspections, one a pillar; a report may hold several."""
        found: dict[tuple[str, str], list[Inspection]] = {}
        for inspection in self.corpus.by_inspection:
            found.setdefault((inspection.force, inspection.cycle), []).append(inspection)
        return found

    @cached_property
    def said_of(self) -> dict[tuple[Inspection, str], list[Observation]]:
        """By inspection and signal: every observation, whatever its assertion."""
        found: dict[tuple[Inspection, str], list[Observation]] = {}
        for item in self.observations:
            found.setdefault((Inspection(item.force, item.cycle, item.pillar), item.signal), []).append(item)
        return found

    @cached_property
    def readings(self) -> dict[str, list[Observation]]:
        """By finding: what it was read as."""
        found: dict[str, list[Observation]] = {}
        for item in self.observations:
            found.setdefault(item.finding, []).append(item)
        return found

    @cached_property
    def answer_signals(self) -> dict[str, set[str]]:
        """By answer: the signals that it is about itself, whatever their themes."""
        found: dict[str, set[str]] = {}
        for item in self.observations:
            if item.role == "answer":
                found.setdefault(item.finding, set()).add(item.signal)
        return found

    @cached_property
    def distinct(self) -> dict[Inspection, Profile]:
        """The evidence by which bodies may be compared: wording that several reports share tells none from another."""
        return distinct_profiles(self.corpus, self.domain, self.profiles)

    def answers_about(self, inspection: Inspection, signal: str) -> list[Finding]:
        """The answers of an inspection, wherever they stand, that are about a signal or its theme."""
        slot = self.answered.get(inspection, {})
        pack_signal = self.rules.signals()[signal][1]
        ids = [*slot.get(signal, []), *slot.get(pack_signal.theme, [])]
        return [self.corpus.by_id[i] for i in dict.fromkeys(ids)]

    @cached_property
    def _recognised(self) -> frozenset[str]:
        return frozenset(o.finding for o in self.observations if o.role == "answer")

    def unread_answers(self, inspection: Inspection) -> list[Finding]:
        """Answers of an inspection that no signal recognises, although a pack speaks to their question."""
        return [
            answer
            for answer in self.corpus.answers(inspection)
            if answer.id not in self._recognised
            and not answer.coded
            and (topic := self.domain.topic(inspection.cycle, inspection.pillar, answer.question)) is not None
            and pack_for(self.rules.packs.values(), topic, inspection.cycle) is not None
        ]

    def question_of(self, inspection: Inspection, topic: str) -> str | None:
        """The question of an inspection that a topic belongs to."""
        cycle = self.domain.cycles.get(inspection.cycle)
        pillar = cycle.pillar(inspection.pillar) if cycle else None
        return next((q.id for q in pillar.questions if q.topic == topic), None) if pillar else None

    def title(self, signal: str) -> str:
        """A signal in words."""
        return self.rules.signals()[signal][1].title

    def name(self, inspection: Inspection) -> str:
        """An inspection in words."""
        return label(self.domain, inspection)

    def force(self, force: str) -> str:
        """The name of an inspected body."""
        known = self.domain.forces.get(force)
        return known.name if known else force

    def grade(self, inspection: Inspection, grade: str | None) -> str:
        """A grade in words."""
        return self.domain.cycles[inspection.cycle].scale.label(grade)

    def show(self, finding: str, signal: str | None = None, level: str | None = None) -> Evidence:
        """A finding as evidence."""
        found = self.corpus.by_id[finding]
        at = found.locator
        return Evidence(
            finding,
            at.document if at else None,
            at.lines if at else None,
            at.chars if at else None,
            found.text,
            signal,
            level,
            None if at else self.corpus.row(finding),
        )

    def observed(self, items: Iterable[Observation], most: int = 6) -> list[Evidence]:
        """Observations as evidence, each finding once."""
        shown: dict[str, Evidence] = {}
        for item in items:
            shown.setdefault(item.finding, self.show(item.finding, item.signal, item.level))
        return list(shown.values())[:most]

    def where(self, finding: str) -> str:
        """File and line of a finding, as people point to it."""
        return self.corpus.where(finding)

    def has_answers(self, inspection: Inspection) -> bool:
        """Whether any answer was found in an inspection."""
        return any(f.kind in ANSWERS for f in self.corpus.by_inspection.get(inspection, []))


def fingerprint(code: str, subject: Subject, peers: Iterable[Peer] = ()) -> str:
    """The identity of a flag: code, inspection, question, signal, ordinal, peers; never its text, lines or thresholds."""
    parts = [code, str(subject), *sorted(f"{peer.force}/{peer.cycle}" for peer in peers)]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def quote(text: str, most: int = 160) -> str:
    """Text for a message: one line, shortened at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " ..."
