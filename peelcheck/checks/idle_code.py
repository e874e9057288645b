"""A coded signal counts for nothing: a level on an answer, or no level on what is evidence.

What it flags
    Areas for improvement, recommendations and causes of concern that are coded with a level; and other findings that are coded
    with a signal and no level.

Why it matters
    A level is what a text says of a signal, and an answer says what should be done: its level is passed over. A statement without
    one says nothing of the signal, and as a person's coding wins, no rule reads the statement either. Either slip would pass in
    silence, and evidence be missing that its coder believes to be there.

How it decides
    By the kind of the finding, for signals that the packs know; one flag for each signal of a question.

When it may be wrong
    Never about the level that is passed over. A signal may be coded without a level on purpose, to keep a rule from reading a
    sentence wrongly.

Example
    findings:
      - {kind: area_for_improvement, question: q1, text: "Mend the lamp.", coded: [{signal: lamp_upkeep, level: weak}]}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, Outcome, Subject
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.counts import number_of
from peelcheck.model.finding import ANSWERS, Coded, Finding

_SHOWN = 3
_TOLD = {
    "level": (
        ("answer is", "answers are"),
        "with a level, which counts for nothing there: empty it, or code what the text says of the signal on a statement.",
        "The answer counts as being about the signal all the same.",
    ),
    "no-level": (
        ("finding is", "findings are"),
        "without a level, which counts for nothing: say what the text says of the signal.",
        "It may be meant: nothing is read in a sentence that is coded so.",
    ),
}


def check(context: Context) -> Iterator[Outcome]:
    """Look at every code of every finding."""
    idle: dict[Subject, list[Finding]] = {}
    coded: dict[Inspection, None] = {}
    known = context.rules.signals()
    for finding in context.corpus.findings:
        inspection = Inspection(finding.force, finding.cycle, finding.pillar)
        for code in finding.coded:
            if code.signal not in known:
                continue
            if slip := _slip(finding, code):
                subject = Subject(inspection, finding.question, ordinal=f"{code.signal}:{slip}")
                idle.setdefault(subject, []).append(finding)
            coded.setdefault(inspection)
    for inspection in coded:
        yield Applied(Subject(inspection))
    for subject, found in idle.items():
        yield _fired(context, subject, found)


def _slip(finding: Finding, code: Coded) -> str | None:
    if finding.kind in ANSWERS:
        return "level" if code.level else None
    return None if code.level else "no-level"


def _fired(context: Context, subject: Subject, found: list[Finding]) -> Fired:
    signal, _, slip = (subject.ordinal or "").partition(":")
    counted, told, but = _TOLD[slip]
    message = f"{number_of(len(found), *counted)} coded as {signal} {told}"
    return Fired(subject, message, [context.show(f.id) for f in found[:_SHOWN]], but, 1.0)
