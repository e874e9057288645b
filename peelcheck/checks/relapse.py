"""A signal was weak, then sound, and is weak again.

What it flags
    Signals that are weak or failing now, that the latest earlier report speaking of them calls sound, and that stood weak
    before that.

Why it matters
    What came right once and went wrong again was perhaps never right, or rested on something that did not last: an
    inspection that asks only how things stand misses that.

How it decides
    The earlier times are the reports at hand whose cycles may be compared, and what reports say of inspections before them. A
    report that has both praise and blame for a signal does not count as sound. Always a note: it asks. Confidence is that of the
    less sure weakness, and lower where the sound time rests on one statement.

Settings
    single: taken off where one statement is all that calls it sound
    by_theme: taken off for each time that is known only from another signal of the theme

When it may be wrong
    The reports may speak of different sides of the same subject, and the middle one may only not have looked.

Example
    findings:
      - {kind: statement, question: q1, text: "The lamp smokes.", cycle: watch-2017}
      - {kind: statement, question: q1, text: "The lamp burns steadily.", cycle: watch-2019}
      - {kind: statement, question: q1, text: "The lamp smokes."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject
from peelcheck.checks.strength import against, confidence
from peelcheck.checks.years import NOTHING_EARLIER, WORDS, Point, Years
from peelcheck.evidence.profile import SignalEvidence

SETTINGS = {"single": 0.1, "by_theme": 0.1}
__all__ = ["SETTINGS", "WORDS", "check"]


def check(context: Context) -> Iterator[Outcome]:
    """Look for what was weak, sound, and weak again."""
    years = Years(context)
    for inspection in context.corpus.by_inspection:
        if not years.predecessors(inspection):
            yield NotAssessable(Subject(inspection), NOTHING_EARLIER)
            continue
        weak = {name: found for name, found in context.profiles.get(inspection, {}).items() if found.weak}
        if not weak:
            yield Applied(Subject(inspection))
        for signal, evidence in sorted(weak.items()):
            subject = Subject(inspection, context.question_of(inspection, evidence.topic), signal)
            past = years.history(inspection, signal)
            sound = next((p for p in reversed(past) if p.inspection is not None), None)
            first = next((p for p in reversed(past) if sound and p.year < sound.year and p.level == "weak"), None)
            later = [p for p in past if sound and p.year > sound.year]
            if not past:
                yield NotAssessable(subject, "no earlier report speaks of it")
            elif sound is None or sound.level != "sound" or first is None or later:
                yield Applied(subject)
            else:
                yield _fired(context, years, subject, evidence, sound, first)


def _fired(context: Context, years: Years, subject: Subject, evidence: SignalEvidence, sound: Point, first: Point) -> Fired:
    settings = context.settings
    sure = min(confidence(context, evidence), confidence(context, first.evidence))
    sure -= settings["by_theme"] * sum(point.by_theme for point in (sound, first))
    if len({o.finding for o in sound.evidence.strengths()}) < 2:
        sure -= settings["single"]
    here, then = (
        ", ".join(dict.fromkeys(context.where(o.finding) for o in e.weaknesses()[:2])) for e in (evidence, first.evidence)
    )
    between = context.where(sound.evidence.strengths()[0].finding)
    source = context.name(first.inspection) if first.inspection else "as a later report tells"
    peers = [
        years.peer(point.inspection, point.evidence, context.answers_about(point.inspection, evidence.signal))
        for point in (first, sound)
        if point.inspection is not None
    ]
    found = [*evidence.weaknesses(), *([] if first.inspection else first.evidence.weaknesses()[:2])]
    arguments = [
        *against(context, subject.inspection, evidence),
        "The reports may speak of different sides of the same subject, and the middle one may not have looked closely.",
    ]
    return Fired(
        subject,
        f"{context.name(subject.inspection)}: the text calls “{context.title(evidence.signal)}” {evidence.low} ({here}); it was "
        f"weak before ({source}, {then}) and sound in between ({between}).",
        context.observed([*found, *evidence.strengths()[:1]]),
        " ".join(arguments),
        round(min(max(sure, 0.05), 0.95), 2),
        peers=peers,
        softened=True,
    )
