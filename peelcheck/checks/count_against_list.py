"""A number that announces a list is not the number of things in the list.

What it flags
    "Five areas for improvement" above a list of four; "the following three points: this and that".

Why it matters
    Something was left out of the list, or added to it after it was counted: nobody can say what was asked for.

How it decides
    A `count_claim` is held against the answers of its kind that follow it in its document, up to the next claim or question.
    Without a place, against those of its question in the inspection. Where no such answer is at hand the list may stand in
    another document, and nothing is said. In a sentence, a number is held against the items that it announces: behind a colon,
    a hyphen, "namely" or in brackets, between commas ("two units, the dog section and the boat crew, are"), in clauses that begin
    alike ("how ..., how ... and how ..."), or counted one by one. Where commas and "and" leave open how many there are, either
    count will do, and a list with figures or long items is not counted. Examples ("including") are no full list.

When it may be wrong
    When the document lost a part of its list, or two answers were printed as one.

Example
    findings:
      - {kind: count_claim, question: q1, text: "Three areas for improvement", claimed: 3, what: area_for_improvement}
      - {kind: area_for_improvement, question: q1, text: "Clean the lamp."}
      - {kind: area_for_improvement, question: q1, text: "Mend the horn."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject, quote
from peelcheck.checks.lists import announced
from peelcheck.checks.sums import Claim, passages, report
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.finding import Finding


def check(context: Context) -> Iterator[Outcome]:
    """Count what is announced."""
    claimed: set[Inspection] = set()
    for inspection, findings in context.corpus.by_inspection.items():
        for number, claim in enumerate((f for f in findings if f.kind == "count_claim" and f.claimed is not None), 1):
            claimed.add(inspection)
            yield _counted(context, inspection, findings, claim, number)
    for outcome in report(context, partial(_told, context), "no number announces a list"):
        if not (isinstance(outcome, NotAssessable) and outcome.subject.inspection in claimed):
            yield outcome


def _counted(context: Context, inspection: Inspection, findings: list[Finding], claim: Finding, number: int) -> Outcome:
    """Hold a claim against the answers that it announces."""
    subject = Subject(inspection, claim.question, ordinal=f"{claim.what}-{number}")
    listed = _listed(context, findings, claim)
    if not listed:
        return NotAssessable(subject, "the list is not at hand: it may stand in another document")
    if len(listed) == claim.claimed:
        return Applied(subject)
    return Fired(
        subject,
        f"{context.name(inspection)}: the text announces {claim.claimed} (“{quote(claim.text, 80)}”, {context.where(claim.id)}), "
        f"the list holds {len(listed)}.",
        [context.show(claim.id), *(context.show(f.id) for f in listed[:8])],
        "A part of the list may have been lost, or two answers printed as one.",
        0.85 if claim.locator else 0.75,
    )


def _listed(context: Context, findings: list[Finding], claim: Finding) -> list[Finding]:
    """The answers of the kind that a claim counts, from it to the next claim; without a place, those of its question."""
    if claim.locator is None:
        answers = [f for f in findings if f.kind == claim.what and (claim.question in (None, "overall", f.question))]
        return [f for f in answers if f.quotes is None or f.quotes == f.id or f.quotes not in context.corpus.by_id]
    at, document = claim.locator.chars[0], claim.locator.document
    here = [f for f in findings if f.locator and f.locator.document == document and f.locator.chars[0] >= at and f is not claim]
    if claim.question in (None, "overall"):
        return [f for f in findings if f.kind == claim.what and f.locator and f.locator.document == document]
    ends = [f.locator.chars[0] for f in here if f.locator and f.kind == "count_claim"]
    return [
        f
        for f in here
        if f.kind == claim.what and f.question == claim.question and f.locator and f.locator.chars[0] < min(ends, default=1 << 60)
    ]


def _told(context: Context, inspection: Inspection, findings: list[Finding]) -> Iterator[Claim]:
    """Lists that a text announces and holds."""
    for passage in passages(context, findings):
        for figure, least, most in () if passage.second else announced(passage.masked):
            many = str(least) if least == most else f"{least} to {most}"
            yield Claim(
                passage.findings,
                "fits" if least <= figure.value <= most else "wrong",
                f"the text announces {figure.printed}, the list in it holds {many}",
                0.8 if least == most else 0.7,
                "Two items may be written as one, or one as two.",
            )
