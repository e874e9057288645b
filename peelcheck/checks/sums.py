"""What the checks of numbers share: passages to read, verdicts that allow for rounding, outcomes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject, quote
from peelcheck.evidence.corpus import Inspection
from peelcheck.extract.sentences import sentence_spans
from peelcheck.model.figures import Masked, Range, figures
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import compiled
from peelcheck.model.text import normalise

Verdict = Literal["fits", "slip", "wrong"]
_NOT_TEXT = ("judgment", "past_judgment", "metric")
_BACK = re.compile(
    r"(?:this|that|these|those|of (?:these|those|them|which)|it|which|by (?:comparison|contrast)|the)\b", re.IGNORECASE
)
_MOST = 24  # figures of a sentence
_SLIP = 0.65  # confidence in a difference that a slip of rounding would explain


@dataclass(frozen=True)
class Passage:
    """A sentence, or two of which the second points back to the first."""

    findings: tuple[Finding, ...]
    masked: Masked
    second: int = 0  # where the second sentence begins in the masked text; 0: there is one only


@dataclass(frozen=True)
class Claim:
    """Something that a passage says of its figures, and whether it holds."""

    findings: tuple[Finding, ...]
    verdict: Verdict
    message: str  # goes on after "the text ..."
    confidence: float = 0.9
    but: str = "One of the figures may be about something else than the words suggest: read the passage."


def masked(context: Context, text: str) -> Masked:
    """A text of a finding, its figures masked. Numbers that name something ("line 4") are none."""
    return _masked(text, tuple(context.shared_words["named_numbers"]))


@lru_cache(maxsize=8192)
def _masked(text: str, named: tuple[str, ...]) -> Masked:
    plain = normalise(text).text
    names = [m.span() for pattern in named for m in compiled(pattern).finditer(plain)]
    return Masked(plain, [f for f in figures(plain) if not any(s <= f.start < e for s, e in names)])


def verdict(claimed: Range, found: Range, step: float) -> Verdict:
    """Hold what is printed against what was recomputed; `step` is one unit of the last printed place."""
    gap = claimed.gap(found)
    return "fits" if gap <= 1e-9 else "slip" if gap <= step * 0.75 else "wrong"


def passages(context: Context, findings: list[Finding]) -> Iterator[Passage]:
    """Sentences with figures, and pairs of neighbours of which the second points back."""
    before: Finding | None = None
    for finding in findings:
        if finding.kind in _NOT_TEXT:
            before = None
            continue
        said = [masked(context, text) for text in _pieces(finding.text)]
        yield from (Passage((finding,), own) for own in said if readable(own))
        for first, second in pairwise(said):
            yield from _pair(context, (finding,), first, second)
        if before is not None and neighbours(before, finding):
            yield from _pair(context, (before, finding), masked(context, _pieces(before.text)[-1]), said[0])
        before = finding


def _pieces(text: str) -> list[str]:
    """A text of one or two sentences, or the sentences of a longer one."""
    plain = normalise(text).text
    spans = sentence_spans(plain, frozenset())
    return [plain[start:end] for start, end in spans] if len(spans) > 2 else [plain]


def readable(text: Masked) -> bool:
    """Whether a text has figures, and few enough to be read as a sentence: a run of more is a table that lost its lines."""
    return 0 < len(text.figures) <= _MOST


def _pair(context: Context, findings: tuple[Finding, ...], first: Masked, second: Masked) -> Iterator[Passage]:
    if readable(first) and len(second.figures) <= _MOST and _BACK.match(second.plain):
        yield Passage(findings, masked(context, f"{first.plain} {second.plain}"), len(first.text) + 1)


def neighbours(one: Finding, other: Finding) -> bool:
    """Whether one sentence follows the other in the same paragraph."""
    if one.section != other.section or one.question != other.question or one.kind != other.kind:
        return False
    if one.locator is None or other.locator is None:
        return one.locator is other.locator
    same = one.locator.document == other.locator.document
    return same and 0 <= other.locator.lines[0] - one.locator.lines[1] <= 1


def report(context: Context, read: Callable[[Inspection, list[Finding]], Iterator[Claim]], nothing: str) -> Iterator[Outcome]:
    """The outcomes of a check of numbers: what it read in each inspection, and that there was nothing to read."""
    for inspection, findings in context.corpus.by_inspection.items():
        spoken: dict[tuple[str, ...], int] = {}
        for claim in read(inspection, findings):
            ids = tuple(f.id for f in claim.findings)
            spoken[ids] = spoken.get(ids, 0) + 1
            last = claim.findings[-1]
            subject = Subject(inspection, last.question, ordinal=f"{identity(context, claim.findings)}-{spoken[ids]}")
            if claim.verdict == "fits":
                yield Applied(subject)
                continue
            slip = claim.verdict == "slip"
            where = ", ".join(dict.fromkeys(context.where(f.id) for f in claim.findings))
            yield Fired(
                subject,
                f"{context.name(inspection)}: {claim.message}: “{quote(last.text)}” ({where}).",
                [context.show(i) for i in dict.fromkeys(ids)],
                "The difference is no larger than a slip in rounding." if slip else claim.but,
                min(_SLIP, claim.confidence) if slip else claim.confidence,
                softened=slip,
            )
        if not spoken:
            yield NotAssessable(Subject(inspection), nothing)


def identity(context: Context, findings: tuple[Finding, ...]) -> str:
    """What passages are known by: their content words, without any figure, so that they may move and be corrected."""
    words = sorted({w[:5] for f in findings for w in content(context, f.text)})
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:8]


def content(context: Context, text: str) -> list[str]:
    """The words of a text that say what it is about."""
    found = re.findall(r"[a-z][a-z'-]+", masked(context, text).text.lower())
    return [w for w in found if len(w) > 2 and w not in context.stop_words]


def shown(value: float) -> str:
    """A number for a message."""
    return f"{value:,.1f}".removesuffix(".0") if abs(value) < 1e15 else f"{value:g}"


def spread(found: Range) -> str:
    """A range for a message: one number where its ends print alike."""
    low, high = shown(found.low), shown(found.high)
    return low if low == high else f"{low} to {high}"
