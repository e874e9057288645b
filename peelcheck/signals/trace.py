"""What the reader did on its way from a text to its readings, for those who ask.

The reader writes here as it goes, so that an explanation tells of what was done and is no second telling of it. Nobody
asks in an ordinary run: the reader then gets no trace, and keeps none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from peelcheck.model.finding import Assertion, Level, Metric

Span = tuple[int, int]  # end-exclusive offsets into the normalised text
Role = Literal["subject", "here", "unless", "term", "shield", "cue", "phrase", "figure"]
Reason = Literal[
    "shield",  # a shield of the vocabulary covers the words
    "unless",  # a pattern of the signal's `unless` matches the sentence
    "place",  # the words name the subject only in another place
    "without",  # the signal does not ask for this term, or refuses it
    "name",  # the words belong to the name of the subject
    "clause",  # the subject stands in another clause
    "side",  # the subject stands on the wrong side
    "reach",  # the subject stands too far away
    "lack",  # a lack of what is praised
    "denies",  # the term denies other words of blame
    "concession",  # praise in a clause that concedes
    "about",  # the sentence is not what the figure's rule asks for
    "figure-unless",  # a pattern of the figure's `unless` matches
    "level",  # the figure has another unit, or meets no condition
]
Loss = Literal["among blame", "outweighed", "gives way"]


class Serves(NamedTuple):
    """Whom a pattern serves: a signal, or for role `term` a term of the vocabulary. `level` is None where it judges nothing."""

    role: Role
    owner: str
    level: Level | None
    pattern: str


class Place(NamedTuple):
    """Where a sentence stands: the topic of its question, and the headings above it."""

    topic: str | None = None
    headings: tuple[str, ...] = ()


class Reading(NamedTuple):
    """One signal read in one sentence."""

    signal: str
    level: Level
    assertion: Assertion
    cue: str
    span: Span
    measured: bool = False
    value: float | None = None
    negates: str | None = None


class Clause(NamedTuple):
    """Where a clause stands, and whether it concedes."""

    start: int
    end: int
    concedes: bool


class Reach(NamedTuple):
    """What a trigger of an assertion reaches; `levels` empty for all."""

    start: int
    end: int
    assertion: Assertion
    levels: frozenset[Level]
    trigger: Span


class Heard(NamedTuple):
    """A pattern that matched, with the places."""

    serves: Serves
    spans: list[Span]


class Refused(NamedTuple):
    """Words that could have been read and were not; `signal` None: for no signal; `because`: the words that refused them."""

    signal: str | None
    serves: Serves
    span: Span | None
    reason: Reason
    because: Span | None


class Found(NamedTuple):
    """A reading before they are settled: by which pattern, of which subject, denied and triggered by which words."""

    reading: Reading
    serves: Serves
    subject: Span | None
    denial: Span | None
    trigger: Span | None


class Lost(NamedTuple):
    """A reading that another one displaced."""

    reading: Reading
    reason: Loss
    by: Reading


@dataclass
class Trace:
    """The steps of reading one sentence, in the order of the way."""

    plain: str = ""
    clauses: list[Clause] = field(default_factory=list)
    reaches: list[Reach] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    taken_over: frozenset[str] = frozenset()
    figures: list[tuple[Span, Metric]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    kept: list[Reading] = field(default_factory=list)

    def words(self, span: Span) -> str:
        """The words at a place."""
        return self.plain[slice(*span)].strip()

    def how(self, reading: Reading) -> Found:
        """How a reading came about."""
        return next(found for found in self.found if found.reading == reading)


def refuse(
    trace: Trace | None, signal: str | None, serves: Serves, span: Span | None, reason: Reason, because: Span | None
) -> None:
    """Take note that words are not read, if anyone asks."""
    if trace is not None:
        trace.refused.append(Refused(signal, serves, span, reason, because))
