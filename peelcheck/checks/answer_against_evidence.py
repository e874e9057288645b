"""An answer is about something that the text only praises.

What it flags
    Areas for improvement, recommendations and causes of concern of which every signal is called sound or strong in the text of
    the inspection, and none weak.

Why it matters
    Either the praise or the answer is wrong, or the report keeps its reason to itself; and the body is asked to mend what it is
    praised for.

How it decides
    An answer is held against all signals that it is recognised to be about. All of them must be spoken of, and no evidence on
    them, or on another signal of their themes, may be weak or failing. An answer whose own words tell the weakness is no
    contradiction. Recommendations under a cause of concern are its parts, and not assessed. Where the text is merely silent on
    the weakness, PC202 speaks. Confidence rises where the praise is repeated, or as high as it can be, and falls where the
    praise is softened.

When it may be wrong
    An answer may ask for more of what is already sound, or be about a part that the praise does not cover.

Example
    findings:
      - {kind: area_for_improvement, question: q1, text: "Mend the horn.", coded: [{signal: fog_signal}]}
      - {kind: statement, question: q1, text: "a", coded: [{signal: fog_signal, level: strong}]}
      - {kind: statement, question: q1, text: "b", coded: [{signal: fog_signal, level: sound}]}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.answers import praise, signals_of
from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject, quote
from peelcheck.checks.strength import STEP, bounded, read_by_rule, reading, softened
from peelcheck.evidence.profile import SignalEvidence
from peelcheck.model.finding import Finding


def check(context: Context) -> Iterator[Outcome]:
    """Look for praise of what an answer asks to mend."""
    signals = signals_of(context)
    for inspection in context.corpus.by_inspection:
        for number, answer in enumerate(context.corpus.answers(inspection), 1):
            subject = Subject(inspection, answer.question, ordinal=str(number))
            about = signals.get(answer.id, [])
            if answer.parent is not None:
                yield NotAssessable(subject, "the answer is a part of a cause of concern")
            elif not about:
                yield NotAssessable(subject, "no signal recognises the answer")
            else:
                found = praise(context, inspection, answer, about)
                yield _fired(context, subject, answer, found) if found else Applied(subject)


def _fired(context: Context, subject: Subject, answer: Finding, found: list[SignalEvidence]) -> Fired:
    strengths = [o for evidence in found for o in evidence.strengths()]
    limited = softened(context, strengths)
    value = reading(context, strengths) + STEP * all(o.level == "strong" for o in strengths) - STEP * (limited is not None)
    names = ", ".join(f"“{context.title(evidence.signal)}”" for evidence in found)
    where = ", ".join(dict.fromkeys(context.where(o.finding) for o in strengths[:3]))
    arguments = [
        limited,
        "An answer may ask for more of what is sound, or for a part that the praise does not cover.",
        read_by_rule(strengths, "The praise"),
    ]
    return Fired(
        subject,
        f"{context.name(subject.inspection)}, {answer.question}: the answer “{quote(answer.text, 110)}” asks to mend what the "
        f"text only praises ({names}: {where}).",
        [context.show(answer.id), *context.observed(strengths)],
        " ".join(argument for argument in arguments if argument),
        bounded(value),
    )
