"""The paragraph in which a report gives its overall judgment, and which questions it names as exceptions."""

from __future__ import annotations

import re
from collections import Counter

from peelcheck.checks.base import Context
from peelcheck.checks.peers import graded, questions
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import any_of
from peelcheck.model.text import key, normalise

OVERALL = "overall"
_STEM = 5  # letters by which inflections of a word agree
_WORD = re.compile(r"[a-z]{4,}")


class Overview:
    """The overall text of one inspection.

    exceptions -- patterns whose whole match is a clause that tells of a shortcoming beside the overall judgment
    shortcomings -- patterns that tell of one in any other sentence
    near -- lines below a label of the overall grade within which its paragraph begins
    """

    def __init__(
        self, context: Context, inspection: Inspection, exceptions: list[str], shortcomings: list[str], near: int
    ) -> None:
        findings = [f for f in context.corpus.by_inspection[inspection] if f.voice == "inspectorate"]
        heads = [f for f in findings if f.question == OVERALL and f.kind == "judgment"]
        beside = {f.id for f in findings if any(_beside(f, head, near) for head in heads)}
        self._all = [f for f in findings if f.question == OVERALL and f.kind == "statement" and (f.summary or f.id in beside)]
        self._words = _own_words(context, inspection)
        self._told: dict[str, list[Finding]] = {question: [] for question in self._words}
        self._besides: set[str] = set()
        overall = graded(context, inspection, OVERALL)
        for finding in (f for f in findings if f.id in beside and f.kind == "judgment" and f.form == "narrative"):
            own = graded(context, inspection, finding.question)
            if overall and own and finding.grade == own[0].grade and own[1] < overall[1] and finding.question in self._told:
                self._told[finding.question].append(finding)
        find, blame = any_of(exceptions), any_of(shortcomings)
        for finding in [*self._all, *heads]:
            text = normalise(finding.text).text
            clause = find(text)
            named = self._named(clause.group(0)) if clause else []
            rest = text[: clause.start()] + text[clause.end() :] if clause else text
            self._besides |= {*named, *(self._named(rest) if blame(rest) else ())}
            for question in named if finding.id in beside else ():
                self._told[question].append(finding)

    def passed_over(self, question: str) -> bool:
        """Whether no sentence of the whole overview tells of a shortcoming there."""
        return not self._told.get(question) and question not in self._besides

    def exceptions(self, question: str) -> list[Finding]:
        """The passages that name a question as an exception."""
        return self._told.get(question, [])

    def speaks_of(self, question: str) -> Finding | None:
        """The first sentence of the whole overview that names a question, however."""
        return next((f for f in self._all if question in self._named(f.text)), None)

    def _named(self, text: str) -> list[str]:
        stems = _stems(text)
        return [question for question, words in self._words.items() if stems & words]


def _beside(finding: Finding, head: Finding, near: int) -> bool:
    """Whether a finding stands in the paragraph of a judgment: its own, or the one below a label."""
    if finding.locator is None or head.locator is None:
        return finding.locator is head.locator
    if finding.locator.document != head.locator.document:
        return False
    below = finding.locator.lines[0] - head.locator.lines[0]
    return below == 0 or (head.form == "label" and 0 < below <= near)


def _own_words(context: Context, inspection: Inspection) -> dict[str, frozenset[str]]:
    """For each question, the stems of its titles that no other question and no overall title has."""
    asked = questions(context, inspection)
    stems = {q.id: _stems(" ".join([*q.titles, *q.short])) for q in asked}
    times = Counter(stem for found in stems.values() for stem in found)
    pillar = context.domain.cycles[inspection.cycle].pillar(inspection.pillar)
    common = _stems(" ".join(pillar.overall.titles) if pillar else "")
    ignored = {word[:_STEM] for word in context.stop_words}
    return {
        q: frozenset(stem for stem in found if times[stem] == 1 and stem not in common | ignored) for q, found in stems.items()
    }


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(key(text)))
