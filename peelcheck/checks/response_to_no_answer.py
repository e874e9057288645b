"""A response that is to no answer that is known.

What it flags
    Responses that name no answer, or only answers that the findings do not hold, and that speak of none in their own words.

Why it matters
    It may be the response to another inspection, or to an answer that was lost on the way.

How it decides
    A response that names an answer at hand is to that one. Otherwise its words are held against every answer of the
    inspection: it is to one where it holds `shared` of the answer's weighted content words, or is about the same theme.
    A response to several pillars is held against the answers of all. Not assessable where no answer is at hand.

Settings
    shared: share of an answer's weighted words that a response must hold
    unknown: confidence where it names answers that are not at hand
    none: confidence where it names none

When it may be wrong
    It may be to an answer of a report that is not at hand.

Example
    findings:
      - {id: a, kind: area_for_improvement, question: q1, text: "The station should mend the horn."}
      - {kind: response, voice: force, question: q1, text: "Three new boats were bought."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject, quote
from peelcheck.checks.replies import NO_LETTER, Correspondence, correspondences
from peelcheck.model.finding import Finding

SETTINGS = {"shared": 0.25, "unknown": 0.5, "none": 0.65}


def check(context: Context) -> Iterator[Outcome]:
    """Look for the answer to every response."""
    for found in correspondences(context):
        if isinstance(found, NotAssessable):
            yield NotAssessable(found.subject, NO_LETTER)
            continue
        answers = [f for i in context.corpus.by_inspection if i[:2] == found.inspection[:2] for f in context.corpus.answers(i)]
        for response in found.responses:
            if response.pillar == found.inspection.pillar:  # one to all pillars is looked at once
                yield _outcome(context, found, response, answers)


def _outcome(context: Context, found: Correspondence, response: Finding, answers: list[Finding]) -> Outcome:
    subject = Subject(found.inspection, response.question, ordinal=found.identity(response.text))
    if any(i in context.corpus.by_id for i in response.answers):
        return Applied(subject)
    if not answers:
        return NotAssessable(subject, "no answers were found in the inspection: they may stand in a document that is not at hand")
    words, themes = found.words(response.text), found.themes(response.text)
    for text in (text for answer in answers for text in (answer.text, *answer.parts)):
        if found.share(found.words(text), words) >= context.settings["shared"] or themes & found.themes(text):
            return Applied(subject)
    named = bool(response.answers)
    names = "names answers that are not at hand" if named else "names no answer"
    return Fired(
        subject,
        f"{context.name(found.inspection)}, {response.question}: a response {names} and shares its words with none: "
        f"“{quote(response.text)}” ({context.where(response.id)}).",
        [context.show(response.id)],
        "It may be to an answer of a report that is not at hand, or to one in other words.",
        context.settings["unknown" if named else "none"],
        softened=True,
    )
