"""The text tells of a weakness, and no area for improvement, recommendation or cause of concern is about it.

What it flags
    Signals with weak or failing evidence in an inspection of which no answer, on any question and in any of its documents, is
    about the signal or its theme.

Why it matters
    What a report calls weak and asks nobody to mend tends to stay as it is; and another body may have been asked to mend the
    same thing.

How it decides
    Evidence is what the inspectorate says of the body now. Confidence rises when the weakness is measured or coded, repeated,
    failing, or repeated in a summary, and falls when the text also calls the signal sound; then the flag is a note, as it is
    where passages soften what they say ("some", "at times") and no more than one does not, unless it is a failing, or where
    the text tells of work on it that is planned. Confidence falls by 0.10 where answers of the inspection are about no signal
    that a pack knows, and by 0.10 for signals that give context only.
    Not assessable where no answers were found at all, and where the question is graded low and has no answers of its own
    while other questions do not either: they may stand in another document.

When it may be wrong
    Not every weakness warrants an answer; an answer may cover it in words that the pack does not know.

Example
    findings:
      - {kind: statement, question: q1, text: "The lamp was out on ten nights.", coded: [{signal: lamp_upkeep, level: failing}]}
      - {kind: area_for_improvement, question: q1, text: "Mend the horn.", coded: [{signal: fog_signal}]}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject
from peelcheck.checks.strength import STEP, against, bounded, confidence, mild
from peelcheck.evidence.assessment import declared
from peelcheck.evidence.corpus import Inspection
from peelcheck.evidence.profile import SignalEvidence
from peelcheck.signals.observation import Observation

_CONTEXT = 1  # weight of signals that an answer is seldom about


def check(context: Context) -> Iterator[Outcome]:
    """Look for an answer to every weakness."""
    for inspection, profile in context.profiles.items():
        for signal, evidence in profile.items():
            if not evidence.weak:
                continue
            question = context.question_of(inspection, evidence.topic)
            subject = Subject(inspection, question, signal)
            reason = why_not(context, inspection, question)
            if reason:
                yield NotAssessable(subject, reason)
            elif context.answers_about(inspection, signal):
                yield Applied(subject)
            else:
                yield _fired(context, subject, evidence)


def _fired(context: Context, subject: Subject, evidence: SignalEvidence) -> Fired:
    found = evidence.weaknesses()
    places = ", ".join(dict.fromkeys(context.where(o.finding) for o in found[:3]))
    unread = context.unread_answers(subject.inspection)
    arguments = against(context, subject.inspection, evidence)
    sure = confidence(context, evidence)
    if unread:
        sure -= STEP
        shown = ", ".join(context.where(answer.id) for answer in unread[:3])
        arguments.insert(
            0, f"What some answers of the report are about could not be read ({shown}): one of them may be about this."
        )
    if context.rules.signals()[evidence.signal][1].weight <= _CONTEXT:
        sure -= STEP
    arguments.append("Not every weakness warrants an answer, and one may cover it in words that the pack does not know.")
    told = f"{'failing' if evidence.low == 'failing' else 'weakness'}{_figure(context, found)}{_elsewhere(subject, found)}"
    return Fired(
        subject,
        f"{context.name(subject.inspection)}: held against “{context.title(evidence.signal)}”, the text tells of a {told} "
        f"({places}), and no answer in the report is about it.",
        context.observed([*found, *evidence.strengths()[:1]]),
        " ".join(arguments),
        bounded(sure),
        softened=evidence.mixed or mild(context, subject.inspection, evidence),
    )


def _figure(context: Context, found: list[Observation]) -> str:
    """The figure that shows a weakness, with its unit; nothing where none does."""
    for item in found:
        if item.value is None or item.read_by == "cue":
            continue
        metric = next((m for m in context.corpus.by_id[item.finding].metrics if m.value == item.value), None)
        unit = metric.unit.replace("_", " ") if metric and metric.unit not in (None, "count") else "by its figure"
        return f" ({item.value:,g} {unit})"
    return ""


def _elsewhere(subject: Subject, found: list[Observation]) -> str:
    """Where the text tells of it, if that is under another question than its own."""
    asked = {o.question for o in found}
    if subject.question in asked or None in asked:
        return ""
    return f" under {', '.join(sorted(q for q in asked if q))}"


def why_not(context: Context, inspection: Inspection, question: str | None) -> str | None:
    """Why nothing can be said of a missing answer; None where it can."""
    answers = context.corpus.answers(inspection)
    if not answers:
        return "no answers were found in the inspection: they may stand in a document that is not at hand"
    if question is None or any(a.question == question for a in answers):
        return None
    cycle = context.domain.cycles[inspection.cycle]
    judgment = declared(context.corpus.by_inspection[inspection], question)
    needs = next((g.needs for g in cycle.scale.grades if judgment and g.id == judgment.grade), None)
    low = judgment is not None and (needs is None or needs.level in ("failing", "weak"))
    if low and judgment is not None and judgment.grade != cycle.scale.ungraded.id:
        return "the question is graded low and has no answers here: they may stand in another document"
    return None
