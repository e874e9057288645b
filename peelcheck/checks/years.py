"""What came before: earlier inspections of the same body, and what a report says of those that are not at hand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from peelcheck.checks.base import Context, Peer
from peelcheck.checks.weakness_without_answer import why_not
from peelcheck.evidence.assessment import declared
from peelcheck.evidence.corpus import Inspection
from peelcheck.evidence.profile import SignalEvidence
from peelcheck.model.domain import Cycle
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import any_of
from peelcheck.model.text import normalise
from peelcheck.signals.observation import Observation

OVERALL = "overall"
WORDS = ("earlier", "not_earlier", "faulted", "asked", "persists")
NOTHING_EARLIER = "no earlier report that may be compared is at hand, and the text tells of none"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BEFORE = 0.5  # an earlier inspection whose year is not told stands half a year before the one that tells of it


class Mention(NamedTuple):
    """A statement that something was weak before."""

    finding: Finding
    signal: str
    year: float
    named: bool  # whether it says that an earlier inspection found so, rather than that it was so
    asked: bool  # whether an answer was given then
    persists: bool  # whether the passage says that it is still so
    passage: tuple[Observation, ...]  # what the same paragraph says of it now: weaknesses only


class Point(NamedTuple):
    """How a signal stood at one time."""

    year: float
    level: str  # weak, mixed, sound
    inspection: Inspection | None  # None where a later report tells of it
    evidence: SignalEvidence

    @property
    def by_theme(self) -> bool:
        """Whether it is known only from other signals of the theme."""
        return all(o.signal != self.evidence.signal for o in self.evidence.observations)


class Years:
    """The inspections of a corpus, by body, in time."""

    def __init__(self, context: Context) -> None:
        self.context = context
        words = context.words
        self._earlier, self._not_earlier = any_of(words["earlier"]), any_of(words["not_earlier"])
        self._faulted, self._asked, self._persists = (any_of(words[name]) for name in ("faulted", "asked", "persists"))
        self._told: dict[Inspection, list[Mention]] = {}
        self._before: dict[Inspection, list[Inspection]] = {}

    @cached_property
    def _observed(self) -> dict[str, list[Observation]]:
        found: dict[str, list[Observation]] = defaultdict(list)
        for item in self.context.observations:
            if item.role == "evidence":
                found[item.finding].append(item)
        return found

    def predecessors(self, inspection: Inspection) -> list[Inspection]:
        """Earlier inspections of the same body and pillar whose cycles may be compared, the latest first."""
        if inspection not in self._before:
            self._before[inspection] = predecessors(self.context, inspection)
        return self._before[inspection]

    def mentions(self, inspection: Inspection) -> list[Mention]:
        """What the text of an inspection says that earlier ones found fault with, in reading order."""
        if inspection not in self._told:
            findings = self.context.corpus.by_inspection.get(inspection, [])
            spoken = [f for f in findings if f.kind == "statement" and f.voice == "inspectorate"]
            self._told[inspection] = [m for at in range(len(spoken)) for m in self._mentions(inspection, spoken, at)]
        return self._told[inspection]

    def _mentions(self, inspection: Inspection, spoken: list[Finding], at: int) -> Iterable[Mention]:
        finding = spoken[at]
        plain = normalise(finding.text).text
        earlier = self._earlier(plain) if self._not_earlier(plain) is None else None
        own = [o for o in self._observed[finding.id] if o.assertion in ("historical", "present")]
        past = [o.signal for o in own if o.low and o.assertion == "historical"]
        if earlier is None:
            past = (
                past if finding.coded else []
            )  # a coder says that it was so then; for a rule it takes words that say who found it
        asked = earlier is not None and self._asked(plain) is not None
        faulted = earlier is not None and self._faulted(plain) is not None
        if not past and earlier is not None and (asked or faulted):
            past = [o.signal for o in own] if finding.coded else self._about(plain, earlier.start())
        year = self._year(inspection, earlier.group(0) if earlier else plain)
        if not past or year is None:
            return
        paragraph = [finding, *_rest_of_paragraph(spoken, at)]
        signals = self.context.rules.signals()
        for signal in sorted(set(past)):
            theme = signals[signal][1].theme
            passage = [o for f in paragraph for o in self._observed[f.id] if o.theme == theme and o.low and o.admissible]
            told = [finding.id, *(o.finding for o in passage)]
            persists = any(self._persists(normalise(f.text).text) is not None for f in paragraph if f.id in told)
            yield Mention(finding, signal, year, earlier is not None, asked, persists, tuple(passage))

    def _about(self, plain: str, at: int) -> list[str]:
        """What the words after a reference to an earlier inspection are about or, failing that, those before it."""
        return [name for name, _ in self.context.about(plain[at:]) or self.context.about(plain[:at])]

    def _year(self, inspection: Inspection, words: str) -> float | None:
        """When the earlier inspection was; None where it is no earlier one, or may not be compared."""
        cycle = self.context.domain.cycles.get(inspection.cycle)
        if cycle is None or cycle.year is None:
            return None
        given = _YEAR.search(words)
        if given is None:
            return cycle.year - _BEFORE
        year = int(given.group(0))
        known = self.context.domain.of_year(year)
        if year >= cycle.year or (known and not any(self.context.domain.comparable(cycle.cycle, c.cycle) for c in known)):
            return None
        return year

    def standing(self, inspection: Inspection, signal: str) -> SignalEvidence | None:
        """What an inspection says of a signal or, where it is silent on it, of the other signals of its theme."""
        profile = self.context.profiles.get(inspection, {})
        own = profile.get(signal)
        if own is not None and own.observed:
            return own
        pack, known = self.context.rules.signals()[signal]
        kin = [s for s in profile.values() if s.theme == known.theme and s.observed]
        return (
            SignalEvidence(signal, known.theme, pack.applies_to.topic, [o for s in kin for o in s.observations]) if kin else None
        )

    def history(self, inspection: Inspection, signal: str) -> list[Point]:
        """How a signal stood before an inspection, by earlier reports and by what reports say of earlier ones; oldest first."""
        earlier = self.predecessors(inspection)
        points = [
            Point(_year_of(self.context, one) or 0, _side(found), one, found)
            for one in earlier
            if (found := self.standing(one, signal)) is not None
        ]
        known = {point.year for point in points}
        for teller in [*earlier, inspection]:
            for mention in self.mentions(teller):
                if mention.signal == signal and mention.year not in known:
                    points.append(Point(mention.year, "weak", None, self._as_evidence(mention)))
        return sorted(points, key=lambda p: (p.year, p.inspection is None, p.evidence.observations[0].finding))

    def _as_evidence(self, mention: Mention) -> SignalEvidence:
        """A mention as if it were evidence of its time: it never enters an assessment."""
        pack, known = self.context.rules.signals()[mention.signal]
        found = [o for o in self._observed[mention.finding.id] if o.signal == mention.signal and o.low]
        if not found:
            found = [told(mention.finding, pack.applies_to.topic, mention.signal, known.theme)]
        return SignalEvidence(mention.signal, known.theme, pack.applies_to.topic, found)

    def peer(self, inspection: Inspection, evidence: SignalEvidence | None, answers: Iterable[Finding]) -> Peer:
        """An earlier inspection, to stand beside a flag."""
        given = list(answers)
        question = self.context.question_of(inspection, evidence.topic) if evidence else given[0].question
        judgment = declared(self.context.corpus.by_inspection[inspection], question or "")
        observed = [*evidence.weaknesses(), *evidence.strengths()[:2]] if evidence else []
        shown = [*[self.context.show(a.id) for a in given], *self.context.observed(observed, 4)]
        unknown = not given and why_not(self.context, inspection, question) is not None
        answered = None if unknown else bool(given)
        return Peer(inspection.force, inspection.cycle, judgment.grade if judgment else None, answered, shown)


def told(finding: Finding, topic: str, signal: str, theme: str) -> Observation:
    """A statement about an earlier inspection, read as a weakness of then."""
    return Observation(
        finding=finding.id,
        force=finding.force,
        cycle=finding.cycle,
        pillar=finding.pillar,
        question=finding.question,
        topic=topic,
        signal=signal,
        theme=theme,
        role="evidence",
        level="weak",
        assertion="historical",
        voice=finding.voice,
        locator=finding.locator,
    )


def predecessors(context: Context, inspection: Inspection) -> list[Inspection]:
    """Earlier inspections of the same body and pillar whose cycles may be compared, the latest first."""
    year = _year_of(context, inspection)
    found = []
    for other in context.corpus.by_inspection:
        if (other.force, other.pillar) != (inspection.force, inspection.pillar):
            continue
        before = _year_of(context, other)
        if year is None or before is None or before >= year:
            continue
        if context.domain.comparable(inspection.cycle, other.cycle):
            found.append((before, other))
    return [other for _, other in sorted(found, key=lambda pair: (-pair[0], pair[1].order))]


def inspected(context: Context, inspection: Inspection, question: str | None) -> bool:
    """Whether a question was inspected afresh: it has statements of its own, and no grade that was carried over."""
    findings = context.corpus.by_inspection.get(inspection, [])
    judgment = declared(findings, question or "")
    if judgment is not None and judgment.carried_over_from:
        return False
    return any(f.kind == "statement" and f.question == question for f in findings)


def earlier_cycle(context: Context, cycle: Cycle, year: int) -> Cycle | None:
    """The cycle of an earlier year whose grades may be compared."""
    if cycle.year is None or year >= cycle.year:
        return None
    return next((c for c in context.domain.of_year(year) if context.domain.comparable(cycle.cycle, c.cycle)), None)


def _year_of(context: Context, inspection: Inspection) -> int | None:
    cycle = context.domain.cycles.get(inspection.cycle)
    return cycle.year if cycle else None


def _side(evidence: SignalEvidence) -> str:
    return "mixed" if evidence.mixed else "weak" if evidence.weak else "sound"


def _rest_of_paragraph(spoken: list[Finding], at: int) -> list[Finding]:
    here = spoken[at].locator
    if here is None:
        return []
    rest = []
    for after in spoken[at + 1 :]:
        place = after.locator
        if place is None or place.document != here.document or place.lines[0] != here.lines[1]:
            break
        rest.append(after)
    return rest
