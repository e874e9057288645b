"""An answer that no signal recognises: a gap in the pack.

What it flags
    Areas for improvement, recommendations and causes of concern that the packs take to be about no signal.

Why it matters
    An answer that is not recognised answers nothing: weaknesses that it does answer would be called unanswered.

How it decides
    Only where a pack speaks to the question on which the answer stands. Coded answers count as recognised.

When it may be wrong
    It speaks of the packs, not of the inspected body.

Example
    findings:
      - {kind: area_for_improvement, question: q1, text: "The station should paint its boats."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject, quote
from peelcheck.evidence.assessment import pack_for


def check(context: Context) -> Iterator[Outcome]:
    """Look for the signal of every answer."""
    recognised = {o.finding for o in context.observations if o.role == "answer"}
    for inspection in context.corpus.by_inspection:
        for number, answer in enumerate(context.corpus.answers(inspection), 1):
            subject = Subject(inspection, answer.question, ordinal=str(number))
            topic = context.domain.topic(inspection.cycle, inspection.pillar, answer.question)
            if topic is None or pack_for(context.rules.packs.values(), topic, inspection.cycle) is None:
                yield NotAssessable(subject, "no pack speaks to this question")
            elif answer.id in recognised or answer.coded:
                yield Applied(subject)
            else:
                yield Fired(
                    subject,
                    f"No signal recognises this answer, so it answers nothing: “{quote(answer.text, 120)}”",
                    [context.show(answer.id)],
                    "This speaks of a gap in the rule pack, not of the inspected body.",
                    0.9,
                )
