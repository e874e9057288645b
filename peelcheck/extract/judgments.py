"""Grades: on a line of their own, behind a heading, in a sentence. For this inspection, or an earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from peelcheck.extract.layout import Grades, Layout
from peelcheck.extract.outline import OVERALL, Place
from peelcheck.model.domain import Cycle

_WORD = re.compile(r"[a-z]{3,}")
_PAST_SHARE = 0.5
_SHORT_SHARE = 0.75
_AS_GOOD = 0.25  # how much smaller a share may be than the best one, and still name its question too
_TITLE_SHARE = 0.6  # of a title's content words, that a sentence must hold to be about the whole question
_CARRIED = (
    "how",
    "the",
    "and",
    "its",
    "those",
    "who",
    "are",
    "for",
    "does",
    "effective",
    "effectively",
    "well",
    "force",
)


Wanted = tuple["str | None", str, "list[frozenset[str]]"]  # pillar, question, content words of its titles


class Read(NamedTuple):
    """A grade read from a sentence."""

    pillar: str | None
    question: str
    grade: str
    past_year: int | None  # the year of an earlier inspection; 0 when it is earlier and the year is not said


class Judgments:
    """Reads grades of one cycle."""

    def __init__(self, cycle: Cycle, layout: Layout, grades: Grades, others: Iterable[Cycle] = ()) -> None:
        self._cycle, self._layout, self._grades, self._others = cycle, layout, grades, list(others)

    def label(self, line: str) -> str | None:
        """The grade that a line consists of, or None."""
        match = self._grades.label.search(line.strip())
        return self._grades.of(match.group(match.lastindex)) if match else None

    def is_graded(self, place: Place) -> bool:
        """Whether a grade can be given where a block stands: not to a pillar that has no overall grade."""
        if place.question != OVERALL:
            return True
        pillar = self._cycle.pillar(place.pillar)
        return pillar is not None and pillar.overall.graded

    def carried_over(self, sentence: str) -> int | None:
        """The year from which a sentence says that a grade was carried over, or None."""
        match = self._layout.carried_over.search(sentence)
        return int(match.group("year")) if match else None

    def sentence(self, sentence: str, place: Place) -> list[Read]:
        """The grades that a sentence gives to whole questions or pillars."""
        grade = self._grade(sentence)
        if grade is None or self._layout.not_ours(sentence):
            return []
        past = self._layout.past.search(sentence)
        pillars = self._pillars_named(sentence)
        whole = "overall" in sentence.lower()
        if past:
            year = next((int(g) for g in past.groups() if g), 0)
            here = [(place.pillar, place.question)] if place.question and place.summary else []
            return [Read(p, q, grade, year) for p, q in self._named_then(sentence, year) or here]
        if whole and len(pillars) > 1:
            return [Read(p, OVERALL, grade, None) for p in pillars]
        named = _named(sentence, self._wanted, _TITLE_SHARE)
        if named:
            return [Read(*named[0], grade, None)]
        if place.summary and whole and place.question:
            return [Read(place.pillar, place.question, grade, None)]
        return []

    def _grade(self, sentence: str) -> str | None:
        if self._grades.named.search(sentence) is None:
            return None
        for pattern in self._grades.narrative:
            match = pattern.search(sentence)
            if match:
                return self._grades.of(match.group(1))
        return None

    @cached_property
    def _wanted(self) -> list[Wanted]:
        return _wanted(self._cycle)

    def _named_then(self, sentence: str, year: int) -> list[tuple[str | None, str]]:
        """The questions of this cycle that a sentence about an earlier year speaks of, by the titles of that year's cycle.

        A question of the earlier cycle stands for the question of this cycle on the same topic.
        """
        then = next((c for c in self._others if str(year) in c.cycle), None) or next(
            (c for c in self._others if str(year) in (c.inspected or "")), self._cycle
        )
        found = []
        named = _named(sentence, _wanted(then), _PAST_SHARE) or _named(sentence, _wanted(then, short=True), _SHORT_SHARE)
        for pillar, question in named:
            earlier = then.question(pillar, question)
            topic = earlier.topic if earlier else None
            now = [q.id for p in self._cycle.pillars if p.id == pillar for q in p.questions if q.topic == topic]
            if question == OVERALL or now:
                found.append((pillar, OVERALL if question == OVERALL else now[0]))
        return list(dict.fromkeys(found))

    def _pillars_named(self, sentence: str) -> list[str | None]:
        low = sentence.lower()
        return [p.id for p in self._cycle.pillars if p.title and p.title.lower() in low]


def _wanted(cycle: Cycle, short: bool = False) -> list[Wanted]:
    """Content words of the titles (or short titles) of every question of a cycle, and of each pillar's overall judgment."""
    wanted: list[Wanted] = []
    for pillar in cycle.pillars:
        if pillar.overall.titles:
            wanted.append((pillar.id, OVERALL, [_content(t) for t in pillar.overall.titles]))
        wanted += [(pillar.id, q.id, [_content(t) for t in (q.short if short else q.titles)]) for q in pillar.questions]
    return wanted


def _named(sentence: str, wanted: list[Wanted], share: float) -> list[tuple[str | None, str]]:
    """Questions of whose title a sentence holds a share of the content words, best first."""
    words = _content(sentence)
    scored: list[tuple[float, int, tuple[str | None, str]]] = []
    for order, (pillar, question, titles) in enumerate(wanted):
        best = max((len(words & title) / len(title) for title in titles if title), default=0.0)
        if best >= share:
            scored.append((-best, order, (pillar, question)))
    scored.sort()
    return [place for rank, _, place in scored if rank <= scored[0][0] + _AS_GOOD]


def _content(text: str) -> frozenset[str]:
    """Content words of a title or sentence, cut to five letters so that inflections agree."""
    return frozenset(w[:5] for w in _WORD.findall(text.lower()) if w not in _CARRIED)
