"""An answer of an earlier inspection is not taken up again, while its subject is weak or not spoken of.

What it flags
    Areas for improvement, recommendations and causes of concern of an earlier inspection whose signals this report calls weak
    or failing with no answer about them, or does not mention.

Why it matters
    An answer that is neither met nor repeated is lost: the body may take silence for its end.

How it decides
    Each answer of an earlier inspection at hand is followed up to the first later report that speaks of its signals: taken up by
    an answer, or called sound, it is done with. Where the text calls a signal weak, the flag has the confidence of that
    weakness. Where the question was inspected afresh and no text speaks of the subject, it is a note of low confidence. What
    this text itself tells of earlier answers is left to PC406: a report that recalls an answer has not dropped its subject.
    Not assessable where the question was not inspected, and where the answers of this inspection are not at hand.

Settings
    silent: confidence where no text speaks of the subject
    by_theme: taken off where this text is weak only on another signal of the theme
    several: taken off where another signal of the same answer is called sound

When it may be wrong
    Follow-up may be reported elsewhere, and an answer may be covered by one whose words the pack does not know.

Example
    findings:
      - {kind: area_for_improvement, question: q1, text: "Clean the lamp.", cycle: watch-2019}
      - {kind: statement, question: q1, text: "The lamp smokes."}
      - {kind: area_for_improvement, question: q1, text: "Mend the horn."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.answers_in_time import numbered, signals_of
from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject, quote
from peelcheck.checks.strength import against, confidence
from peelcheck.checks.weakness_without_answer import why_not
from peelcheck.checks.years import NOTHING_EARLIER, WORDS, Years, inspected
from peelcheck.evidence.corpus import Inspection
from peelcheck.evidence.profile import SignalEvidence
from peelcheck.model.finding import Finding

SETTINGS = {"silent": 0.3, "by_theme": 0.1, "several": 0.05}
__all__ = ["SETTINGS", "WORDS", "check"]


def check(context: Context) -> Iterator[Outcome]:
    """Follow up earlier answers."""
    years = Years(context)
    about = signals_of(context)
    for inspection in context.corpus.by_inspection:
        earlier = [e for e in years.predecessors(inspection) if context.has_answers(e)]
        if not earlier:
            yield NotAssessable(Subject(inspection), NOTHING_EARLIER)
        for one in earlier:
            for number, answer in numbered(context, one):
                yield _follow(context, years, inspection, one, number, answer, about.get(answer.id, []))


def _follow(
    context: Context, years: Years, inspection: Inspection, earlier: Inspection, number: int, answer: Finding, signals: list[str]
) -> Outcome:
    """What became of one answer of an earlier inspection."""
    unnamed = Subject(inspection, None, ordinal=f"{earlier.cycle}-{number}")
    if not signals:
        return NotAssessable(unnamed, "no signal recognises the earlier answer")
    for later in _between(years, inspection, earlier):
        spoken = [found for s in signals if (found := years.standing(later, s)) is not None]
        if any(context.answers_about(later, s) for s in signals) or (spoken and not any(found.weak for found in spoken)):
            return Applied(unnamed)  # followed up from there, or met
    if any(context.answers_about(inspection, s) for s in signals):
        return Applied(unnamed)
    now = {s: found for s in signals if (found := years.standing(inspection, s)) is not None}
    weak = [found for found in now.values() if found.weak]
    if not weak:
        return Applied(unnamed) if now else _silence(context, years, inspection, earlier, answer, signals)
    worst = max(weak, key=lambda e: (_sure(context, e), e.signal))
    question = context.question_of(inspection, worst.topic)
    subject = Subject(inspection, question, worst.signal)
    reason = why_not(context, inspection, question)
    if reason:
        return NotAssessable(subject, reason)
    sound = [e for e in now.values() if not e.weak]
    places = ", ".join(dict.fromkeys(context.where(o.finding) for o in worst.weaknesses()[:3]))
    arguments = [*against(context, inspection, worst)]
    if sound:
        arguments.insert(
            0, f"Another side of the same answer is called sound ({context.where(sound[0].strengths()[0].finding)})."
        )
    arguments.append("Follow-up may be reported elsewhere, and the earlier answer may still stand.")
    return Fired(
        subject,
        f"{context.name(inspection)}: {context.name(earlier)} asked for better (“{quote(answer.text, 110)}”, "
        f"{context.where(answer.id)}); the text now calls “{context.title(worst.signal)}” {worst.low} ({places}), "
        "and no answer is about it.",
        context.observed([*worst.weaknesses(), *worst.strengths()[:1]]),
        " ".join(arguments),
        round(max(0.05, _sure(context, worst) - (context.settings["several"] if sound else 0)), 2),
        peers=[years.peer(earlier, None, [answer])],
        softened=worst.mixed or bool(sound),
    )


def _sure(context: Context, evidence: SignalEvidence) -> float:
    kin = all(o.signal != evidence.signal for o in evidence.observations)
    return confidence(context, evidence) - (context.settings["by_theme"] if kin else 0)


def _between(years: Years, inspection: Inspection, earlier: Inspection) -> list[Inspection]:
    """The inspections between two."""
    known = years.predecessors(inspection)
    return known[: known.index(earlier)]


def _silence(
    context: Context, years: Years, inspection: Inspection, earlier: Inspection, answer: Finding, signals: list[str]
) -> Outcome:
    """An answer of whose subject this report says nothing."""
    signal = signals[0]
    question = context.question_of(inspection, context.rules.signals()[signal][0].applies_to.topic)
    subject = Subject(inspection, question, signal)
    if not inspected(context, inspection, question):
        return NotAssessable(subject, "the question was not inspected this time, or its text is not at hand")
    statement = next(f for f in context.corpus.by_inspection[inspection] if f.question == question and f.kind == "statement")
    return Fired(
        subject,
        f"{context.name(inspection)}: {context.name(earlier)} asked for better (“{quote(answer.text, 110)}”, "
        f"{context.where(answer.id)}), and no text or answer that could be read as being about it was found in this report.",
        [context.show(answer.id), context.show(statement.id)],
        "What became of it may be told in words that the pack does not know, or in another report; silence is not evidence.",
        context.settings["silent"],
        peers=[years.peer(earlier, None, [answer])],
        softened=True,
    )
