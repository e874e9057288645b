"""An answer of an earlier inspection comes back in a later one.

What it flags
    Areas for improvement, recommendations and causes of concern about a signal, or in words, of an answer that an earlier
    inspection of the same body gave.

Why it matters
    Either the first one was not acted on, or acting on it did not help, or it was closed too soon. The later report should
    say which.

How it decides
    Answers are held against those of the latest earlier inspection at hand that has one of the same kind: by signal, by theme,
    or by wording (content words, in any order; not where a coder worded it). Where no earlier answer is at hand, what
    this text says of answers given before stands in, and the message says so. Always a note: it asks whether the first one was
    resolved. Confidence is lower where the text itself takes the earlier inspection up. Only cycles that may be compared are.

Settings
    signal, theme, wording: confidence by what the two share
    more: added where they share more signals than one, or a signal and the wording
    alike: likeness, 0 to 100, from which the wording counts
    told: taken off where the text itself takes up what came before
    mention, persists: confidence where only this text tells of the earlier answer, and where it says that it is still so

When it may be wrong
    The two may be about different sides of one subject, and the first may have been met in full.

Source
    RapidFuzz, token sort ratio.

Example
    findings:
      - {kind: area_for_improvement, question: q1, text: "Clean the lamp.", cycle: watch-2019}
      - {kind: area_for_improvement, question: q1, text: "See to the lamp."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.answers_in_time import Shared, numbered, shared, signals_of
from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject, quote
from peelcheck.checks.years import NOTHING_EARLIER, WORDS, Mention, Years
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.finding import Finding

SETTINGS = {
    "signal": 0.62,
    "theme": 0.5,
    "wording": 0.6,
    "more": 0.05,
    "alike": 75,
    "told": 0.15,
    "mention": 0.5,
    "persists": 0.57,
}
__all__ = ["SETTINGS", "WORDS", "check"]


def check(context: Context) -> Iterator[Outcome]:
    """Look for answers that were given before."""
    years = Years(context)
    about = signals_of(context)
    for inspection in context.corpus.by_inspection:
        earlier = years.predecessors(inspection)
        told = years.mentions(inspection)
        if not any(context.has_answers(e) for e in earlier) and not any(m.asked for m in told):
            yield NotAssessable(Subject(inspection), NOTHING_EARLIER)
            continue
        for number, answer in numbered(context, inspection):
            yield _judge(context, years, about, inspection, number, answer)


def _judge(
    context: Context, years: Years, about: dict[str, list[str]], inspection: Inspection, number: int, answer: Finding
) -> Outcome:
    for earlier in years.predecessors(inspection):
        pairs = [(shared(context, about, answer, other), other) for other in context.corpus.answers(earlier)]
        pairs = [(common, other) for common, other in pairs if _sure(context, common) > 0]
        if pairs:
            common, other = max(pairs, key=lambda pair: (_sure(context, pair[0]), pair[0].alike))
            return _fired(context, years, _subject(inspection, number, answer, common.signals), common, earlier, answer, other)
    mention = next((m for m in years.mentions(inspection) if m.asked and m.signal in about.get(answer.id, [])), None)
    if mention is not None:
        return _by_mention(context, _subject(inspection, number, answer, (mention.signal,)), answer, mention)
    return Applied(_subject(inspection, number, answer, ()))


def _subject(inspection: Inspection, number: int, answer: Finding, signals: tuple[str, ...]) -> Subject:
    """Answers about one signal are one subject."""
    return Subject(inspection, answer.question, *((signals[0], None) if signals else (None, str(number))))


def _sure(context: Context, common: Shared) -> float:
    """How surely two answers are about one thing; 0 for not at all."""
    own = context.settings
    worded = common.alike >= own["alike"]
    if not common.signals:
        return float(own["wording"]) if worded else 0.0
    sure = max(own["signal"] if common.exact else own["theme"], own["wording"] if worded else 0.0)
    more = worded or (common.exact and len(common.signals) > 1)
    return float(sure + (own["more"] if more else 0))


def _fired(
    context: Context, years: Years, subject: Subject, common: Shared, earlier: Inspection, answer: Finding, other: Finding
) -> Fired:
    told = [m for m in years.mentions(subject.inspection) if m.signal in common.signals]
    by = f"“{context.title(common.signals[0])}”" if common.signals else "the same thing, by its wording"
    arguments = []
    if told:
        arguments.append(f"The text itself takes up what was found before ({context.where(told[0].finding.id)}).")
    arguments.append("The two may be about different sides of one subject, and the earlier one may have been met.")
    return Fired(
        subject,
        f"{context.name(subject.inspection)}, {answer.question}: the answer “{quote(answer.text, 110)}” "
        f"({context.where(answer.id)}) is about {by}, as was one of {context.name(earlier)} "
        f"({context.where(other.id)}): was the earlier one resolved?",
        [context.show(answer.id), *(context.show(m.finding.id, m.signal) for m in told[:2])],
        " ".join(arguments),
        round(_sure(context, common) - (context.settings["told"] if told else 0), 2),
        peers=[years.peer(earlier, None, [other])],
        softened=True,
    )


def _by_mention(context: Context, subject: Subject, answer: Finding, mention: Mention) -> Fired:
    return Fired(
        subject,
        f"{context.name(subject.inspection)}, {answer.question}: the answer “{quote(answer.text, 110)}” "
        f"({context.where(answer.id)}) is about “{context.title(mention.signal)}”, of which this report says that "
        f"an earlier one, not at hand, already asked for better ({context.where(mention.finding.id)}): was that resolved?",
        [context.show(answer.id), context.show(mention.finding.id, mention.signal)],
        "The text itself takes up what was found before; read on there before you ask.",
        context.settings["persists" if mention.persists else "mention"],
        softened=True,
    )
