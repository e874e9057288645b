"""A question with a cause of concern is graded higher than the cycle's rule allows.

What it flags
    A declared grade above the cap that the cycle's data sets for questions with a cause of concern.

Why it matters
    A cause of concern tells of a serious or systemic shortcoming. The reverse does not hold: a low grade needs none.

How it decides
    The cap stands in the cycle file; causes of concern are taken where they stand. Not assessable without a declared grade,
    for carried-over grades, and where the cycle sets no cap.

When it may be wrong
    A cause of concern may have been raised on another question than the one under which it is printed.

Example
    findings:
      - {kind: judgment, question: q1, grade: fine, form: label, text: "Fine"}
      - {kind: cause_of_concern, question: q1, text: "The lamp is out."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject
from peelcheck.evidence.assessment import declared


def check(context: Context) -> Iterator[Outcome]:
    """Hold declared grades against the cap."""
    for inspection in context.corpus.by_inspection:
        cycle = context.domain.cycles.get(inspection.cycle)
        if cycle is None:
            continue
        findings = context.corpus.by_inspection[inspection]
        questions = dict.fromkeys(f.question for f in findings if f.kind == "judgment" and f.question)
        causes = {f.question: f for f in context.corpus.answers(inspection) if f.kind == "cause_of_concern"}
        for question in dict.fromkeys([*questions, *(q for q in causes if q)]):
            subject = Subject(inspection, question)
            judgment = declared(findings, question)
            limit, rank = (
                cycle.scale.rank(cycle.scale.cause_of_concern_cap),
                cycle.scale.rank(judgment.grade if judgment else None),
            )
            if limit is None:
                yield NotAssessable(subject, "the cycle sets no cap for causes of concern")
            elif judgment is None or rank is None:
                yield NotAssessable(subject, "no declared grade in the findings")
            elif judgment.carried_over_from:
                yield NotAssessable(subject, "the grade was carried over from an earlier inspection")
            elif question in causes and rank > limit:
                cause = causes[question]
                given = context.grade(inspection, judgment.grade)
                best = context.grade(inspection, cycle.scale.cause_of_concern_cap)
                yield Fired(
                    subject,
                    f"{context.name(inspection)}, {question}: graded {given} with a cause of concern "
                    f"({context.where(cause.id)}); the cycle's rule allows {best} at best.",
                    [context.show(judgment.id), context.show(cause.id)],
                    "The cause of concern may belong to another question than the one under which it is printed.",
                    0.9,
                )
            else:
                yield Applied(subject)
