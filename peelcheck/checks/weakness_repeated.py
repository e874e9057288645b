"""A weakness that an earlier report named is named again, and still no answer is about it.

What it flags
    Signals that are weak or failing now, were so in an earlier inspection of the same body, and that no answer of this
    inspection is about.

Why it matters
    A weakness that is printed twice and asked after by nobody is the one most likely to be printed a third time.

How it decides
    What came before is the latest earlier report at hand that speaks of the signal, or else of its theme; where it calls it
    sound, this is not a repetition (PC405 looks at those). Where no earlier report at hand calls it weak, statements of this text
    about earlier inspections stand in ("we found in our last inspection ..."), and the message says so. They only tell what
    was: that the weakness is still there must be told in the present. Confidence is that of the less sure side; it falls where
    the two reports tell of it in other words, for a signal is wide and two weaknesses may fit in it, and rises where the
    passage itself says that nothing changed. Only cycles that may be compared are. Not assessable where no
    answers were found.

Settings
    words: content words, beyond those of the signal's title, that the two texts must share in telling of it
    other_words: taken off where they share fewer
    by_theme: taken off where the earlier report speaks only of another signal of the theme
    persists: added where the passage itself says that it is still so, and taken off where a mention says no such thing
    both: added where an earlier report and this text agree

When it may be wrong
    The two reports may speak of different shortcomings of the same kind, and an answer given earlier may still stand.

Example
    findings:
      - {kind: statement, question: q1, text: "The lamp smokes.", cycle: watch-2019}
      - {kind: statement, question: q1, text: "The lamp smokes."}
      - {kind: area_for_improvement, question: q1, text: "Mend the horn."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject
from peelcheck.checks.strength import against, confidence
from peelcheck.checks.weakness_without_answer import why_not
from peelcheck.checks.years import NOTHING_EARLIER, WORDS, Mention, Point, Years
from peelcheck.evidence.corpus import Inspection
from peelcheck.evidence.profile import SignalEvidence
from peelcheck.model.text import key

SETTINGS = {"words": 2, "other_words": 0.1, "by_theme": 0.1, "persists": 0.1, "both": 0.05}
_STEM, _LEAST = 5, 4  # letters that words are cut to, and that they must have
__all__ = ["SETTINGS", "WORDS", "check"]


def check(context: Context) -> Iterator[Outcome]:
    """Look for weaknesses that were named before."""
    years = Years(context)
    for inspection in context.corpus.by_inspection:
        told = years.mentions(inspection)
        if not told and not years.predecessors(inspection):
            yield NotAssessable(Subject(inspection), NOTHING_EARLIER)
            continue
        weak = {s.signal: s for s in context.profiles.get(inspection, {}).values() if s.weak}
        for mention in told:
            if mention.passage and mention.signal not in weak:
                weak[mention.signal] = _passage(context, mention)
        if not weak:
            yield Applied(Subject(inspection))
        for signal, evidence in sorted(weak.items()):
            yield _judge(context, years, Subject(inspection, context.question_of(inspection, evidence.topic), signal), evidence)


def _passage(context: Context, mention: Mention) -> SignalEvidence:
    pack, known = context.rules.signals()[mention.signal]
    return SignalEvidence(mention.signal, known.theme, pack.applies_to.topic, list(mention.passage))


def _judge(context: Context, years: Years, subject: Subject, evidence: SignalEvidence) -> Outcome:
    inspection, signal = subject.inspection, subject.signal or ""
    before = _named_before(years, inspection, signal)
    told = [m for m in years.mentions(inspection) if m.signal == signal]
    if before is None and not told:
        return Applied(subject)
    reason = why_not(context, inspection, subject.question)
    if reason:
        return NotAssessable(subject, reason)
    if context.answers_about(inspection, signal):
        return Applied(subject)
    return _fired(context, years, subject, evidence, before, told)


def _named_before(years: Years, inspection: Inspection, signal: str) -> Point | None:
    """The latest earlier report that speaks of a signal, if it calls it weak."""
    reports = [point for point in years.history(inspection, signal) if point.inspection is not None]
    return reports[-1] if reports and reports[-1].level != "sound" else None


def _fired(
    context: Context, years: Years, subject: Subject, evidence: SignalEvidence, before: Point | None, told: list[Mention]
) -> Fired:
    inspection, settings = subject.inspection, context.settings
    sure = confidence(context, evidence)
    persists = any(m.persists for m in told)
    places = ", ".join(dict.fromkeys(context.where(o.finding) for o in evidence.weaknesses()[:3]))
    arguments = against(context, inspection, evidence)
    peers = []
    if before is not None and before.inspection is not None:
        sure = min(sure, confidence(context, before.evidence) - (settings["by_theme"] if before.by_theme else 0))
        alike = len(_words(context, evidence) & _words(context, before.evidence)) >= settings["words"]
        sure += (settings["both"] if told else 0) - (0 if alike else settings["other_words"])
        answers = context.answers_about(before.inspection, subject.signal or "")
        peers = [years.peer(before.inspection, before.evidence, answers)]
        source = f"an earlier report already named it ({context.name(before.inspection)})"
        if answers:
            arguments.append("The answer of the earlier report may still stand.")
    else:
        who = "says that an earlier one, not at hand, already named it" if told[0].named else "tells that it was so before"
        source = f"this report {who} ({context.where(told[0].finding.id)})"
        sure -= 0 if persists else settings["persists"]
    sure += settings["persists"] if persists else 0
    arguments.append("The reports may speak of different shortcomings of the same kind.")
    shown = [context.show(m.finding.id, m.signal) for m in told[:2]]
    return Fired(
        subject,
        f"{context.name(inspection)}: the text calls “{context.title(subject.signal or '')}” {evidence.low} ({places}), "
        f"{source}, and no answer in the report is about it.",
        list({e.finding: e for e in [*shown, *context.observed([*evidence.weaknesses(), *evidence.strengths()[:1]])]}.values()),
        " ".join(arguments),
        round(min(max(sure, 0.05), 0.95), 2),
        peers=peers,
        softened=evidence.mixed or (before is not None and before.evidence.mixed),
    )


def _words(context: Context, evidence: SignalEvidence) -> frozenset[str]:
    """The content words in which a weakness is told, cut so that inflections agree; those that name the signal say no more."""
    named = _stems(context, context.title(evidence.signal))
    texts = (context.corpus.by_id[o.finding].text for o in evidence.weaknesses())
    return frozenset(word for text in texts for word in _stems(context, text) - named)


def _stems(context: Context, text: str) -> frozenset[str]:
    words = (word for word in key(text).split() if len(word) >= _LEAST and word not in context.stop_words)
    return frozenset(word[:_STEM] for word in words)
