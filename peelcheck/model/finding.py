"""A finding: the unit of input. One JSON object a line; the published schema is made from these types."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from peelcheck.model.text import key

Level = Literal["failing", "weak", "sound", "strong"]
Assertion = Literal["present", "historical", "planned", "other_body"]
Voice = Literal["inspectorate", "force", "commissioner"]
Kind = Literal[
    "judgment",
    "past_judgment",
    "area_for_improvement",
    "cause_of_concern",
    "recommendation",
    "statement",
    "metric",
    "response",
    "count_claim",
]
LEVELS: tuple[Level, ...] = ("failing", "weak", "sound", "strong")
ANSWERS: tuple[Kind, ...] = ("area_for_improvement", "recommendation", "cause_of_concern")  # by rising consequence
LOW: frozenset[str] = frozenset({"failing", "weak"})


class Strict(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Data that people write: unknown keys are errors."""


class Comparator(Strict, frozen=True, kw_only=True):
    """What a figure is held against."""

    name: Annotated[str, Meta(description="Whose figure it is, as an identifier, for example of all forces together.")]
    value: Annotated[float | None, Meta(description="The figure itself, in the unit of the metric.")] = None


class Metric(Strict, frozen=True, kw_only=True):
    """One quantity, as it is printed."""

    measure: Annotated[str | None, Meta(description="What is measured, in snake_case; null where only read.")] = None
    value: Annotated[float | None, Meta(description="The number, as printed: 36 for 36 percent.")] = None
    unit: Annotated[str | None, Meta(description="percent, count, ratio, months, per_million, ...")] = None
    numerator: Annotated[float | None, Meta(description="The part, of '29 out of 60'.")] = None
    denominator: Annotated[float | None, Meta(description="The whole, of '29 out of 60'.")] = None
    qualifier: Annotated[str | None, Meta(description="over, under, about, up_to, at_least, ...")] = None
    comparator: Annotated[Comparator | None, Meta(description="What the figure is held against.")] = None
    period: Annotated[str | None, Meta(description="The time that the figure covers.")] = None
    scope: Annotated[str | None, Meta(description="What narrows the figure: 'two stations'.")] = None
    direction: Annotated[
        Literal["up", "down", "above", "below"] | None,
        Meta(description="What words say of it: it rose by, fell by, is above, below."),
    ] = None


class Locator(Strict, frozen=True, kw_only=True):
    """Where a finding stands in its document."""

    document: Annotated[str, Meta(description="Base name of the document.")]
    sha256: Annotated[str | None, Meta(description="SHA-256 of the document's bytes.")] = None
    lines: Annotated[tuple[int, int], Meta(description="First and last line, 1-based, inclusive.")]
    chars: Annotated[tuple[int, int], Meta(description="Offsets into the text, 0-based, end-exclusive; 0, 0: not known.")]
    spans: Annotated[
        list[tuple[int, int]] | None, Meta(description="The pieces, where a page break or a note splits the text.")
    ] = None


class Coded(Strict, frozen=True, kw_only=True):
    """A signal as a human coder (or another tool) states it; it wins over what the cues find in that finding."""

    signal: Annotated[str, Meta(description="Id of a signal of a rule pack.")]
    level: Annotated[Level | None, Meta(description="What the text says of it; null on an answer.")] = None
    assertion: Annotated[Assertion, Meta(description="How the statement holds.")] = "present"
    negates: Annotated[str | None, Meta(description="What is denied, for a denied weakness or strength.")] = None


class Ignore(Strict, frozen=True, kw_only=True, omit_defaults=True):
    """A suppression: which code, and why."""

    code: Annotated[str, Meta(description="A code, or the beginning of one: PC201, PC2.")]
    reason: Annotated[str, Meta(description="Why; required.", min_length=1)]
    until: Annotated[date | None, Meta(description="The last day on which it holds; it never expires if absent.")] = None

    def expired(self, today: date | None) -> bool:
        """Whether its last day is past; never where no day is given."""
        return self.until is not None and today is not None and self.until < today


class Finding(Strict, frozen=True, kw_only=True):
    """One finding extracted or coded from a document."""

    id: Annotated[str, Meta(description="Document key, hash of the normalised text, counter for repeats.")]
    force: Annotated[str, Meta(description="Id of the inspected body.")]
    cycle: Annotated[str, Meta(description="Id of the inspection programme.")]
    pillar: Annotated[str | None, Meta(description="Pillar of the cycle; null where it has none.")] = None
    question: Annotated[str | None, Meta(description="Id of a question of the cycle file, or 'overall'.")] = None
    kind: Kind
    voice: Annotated[Voice, Meta(description="Who speaks.")] = "inspectorate"
    section: Annotated[list[str], Meta(description="Headings above, outermost first.")] = []
    summary: Annotated[bool, Meta(description="True in an overview or a summary of findings.")] = False
    text: Annotated[str, Meta(description="The words of the document, or the coder's own.")]
    text_form: Annotated[Literal["verbatim", "summary"], Meta(description="Whose words.")] = "verbatim"
    locator: Locator | None = None
    grade: Annotated[str | None, Meta(description="Grade of the cycle, on judgments.")] = None
    form: Annotated[Literal["label", "narrative", "inferred"] | None, Meta(description="How a grade was read.")] = None
    carried_over_from: Annotated[int | None, Meta(description="Year of the inspection that graded it.")] = None
    year: Annotated[int | None, Meta(description="Year of a past judgment.")] = None
    parent: Annotated[str | None, Meta(description="Id of the cause of concern above a recommendation.")] = None
    parts: Annotated[list[str], Meta(description="Sub-bullets of an answer.")] = []
    deadline: Annotated[str | None, Meta(description="By when, as printed.")] = None
    quotes: Annotated[str | None, Meta(description="Id of the answer that this one restates.")] = None
    answers: Annotated[list[str], Meta(description="Ids of the answers that a response addresses.")] = []
    claimed: Annotated[int | None, Meta(description="The number that a count claim states.")] = None
    what: Annotated[str | None, Meta(description="What a count claim counts: a kind.")] = None
    metrics: Annotated[list[Metric], Meta(description="Every quantity in the text.")] = []
    coded: list[Coded] = []
    fragment: Annotated[bool, Meta(description="True where the text could not be joined to a whole sentence.")] = False
    ignore: list[Ignore] = []


class Source(msgspec.Struct, frozen=True):
    """Where a finding was read: its own file and, in a findings file, the 1-based line."""

    path: str
    line: int | None = None


def encode(finding: Finding) -> bytes:
    """A finding as one line of JSON, keys that say nothing left out."""
    always = {"id", "force", "cycle", "pillar", "question", "kind", "voice", "section", "summary", "text", "text_form"}
    plain = msgspec.to_builtins(finding)
    kept = {name: value for name, value in plain.items() if name in always or value not in (None, [], False)}
    return msgspec.json.encode(kept)


class Identities:
    """Gives ids within one document: key, six digits of the text's hash, counter. Inserting a text renames nothing."""

    def __init__(self, document_key: str) -> None:
        self.document_key = document_key
        self._seen: Counter[str] = Counter()

    def next(self, text: str) -> str:
        """The id of the next finding with this text."""
        digest = hashlib.sha256(key(text).encode()).hexdigest()[:6]
        self._seen[digest] += 1
        return f"{self.document_key}-{digest}-{self._seen[digest]}"
