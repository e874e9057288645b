"""An overview that claims to follow a standard, against a chapter that names what does not: a part of PC106."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from peelcheck.checks.base import Applied, Context, Fired, Outcome, Subject
from peelcheck.checks.strength import STEP, bounded, read_by
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import compiled

_NEAR = 40  # characters on either side in which a word limits a claim

Words = dict[str, Callable[[str], Any]]


def standards(context: Context, words: Words) -> Iterator[Outcome]:
    """For every question: overviews that claim, and chapters that deny, that one named standard is kept."""
    named = [compiled(pattern).search for pattern in context.words["standards"]]
    for inspection, findings in context.corpus.by_inspection.items():
        told = [f for f in findings if f.kind == "statement" and f.voice == "inspectorate" and f.question is not None]
        kept = [f for f in told if f.summary and claims(context, words, f.text, words["conforms"])]
        broken = [f for f in told if not f.summary and claims(context, words, f.text, words["short"]) and _now(context, f)]
        for question in dict.fromkeys(f.question for f in kept):
            pairs = [
                (a, b)
                for a in kept
                for b in broken
                if a.question == b.question == question and any(n(a.text) and n(b.text) for n in named)
            ]
            yield _fired(context, inspection, pairs) if pairs else Applied(Subject(inspection, question))


def claims(context: Context, words: Words, text: str, pattern: Callable[[str], Any]) -> bool:
    """Whether a text says something without a word beside it that limits it, softens it or puts it in time."""
    opening = words["openings"](text)
    bare = text[opening.end() :] if opening and opening.start() == 0 else text
    match = pattern(bare)
    if not match:
        return False
    near = bare[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    return not any(found(near) for found in (context.mitigates, words["limits"], words["times"]))


def _now(context: Context, finding: Finding) -> bool:
    """Whether nothing read in a finding is past, planned or another's."""
    return all(o.assertion == "present" for o in context.observations if o.finding == finding.id)


def _fired(context: Context, inspection: Inspection, pairs: list[tuple[Finding, Finding]]) -> Fired:
    kept, broken = (list({f.id: f for f in side}.values()) for side in zip(*pairs, strict=True))
    named = _named_above(context, inspection, broken)
    sides = [", ".join(context.where(f.id) for f in side[:3]) for side in (kept, broken)]
    return Fired(
        Subject(inspection, kept[0].question),
        f"{context.name(inspection)}, {kept[0].question}: the overview says that a standard is followed ({sides[0]}), the "
        f"chapter that something is not done as it asks ({sides[1]}): do both speak of the same thing?",
        [context.show(f.id) for f in [*kept[:3], *broken[:3]]],
        (f"The overview itself names the weakness ({context.where(named.id)}). " if named else "")
        + "The claim may be about another part of the matter than the exception.",
        bounded(min(_side(side) for side in (kept, broken)) + (0 if named else STEP)),
        softened=True,
    )


def _named_above(context: Context, inspection: Inspection, broken: list[Finding]) -> Finding | None:
    """A statement of the overview that tells of the weakness of which the chapter tells."""
    ids = {f.id for f in broken}
    weak = [o for o in context.observations if o.low and o.assertion == "present" and o.role == "evidence"]
    signals = {o.signal for o in weak if o.finding in ids}
    above = (context.corpus.by_id[o.finding] for o in weak if o.signal in signals)
    return next((f for f in above if f.summary and f.force == inspection.force and f.question == broken[0].question), None)


def _side(findings: Iterable[Finding]) -> float:
    listed = list(findings)
    return read_by("coded" if any(f.coded for f in listed) else "cue") + STEP * (len(listed) > 1)
