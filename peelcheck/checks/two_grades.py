"""One question of one inspection carries two different grades.

What it flags
    Judgments of the same question in the same inspection whose grades differ.

Why it matters
    One of them is wrong, or one belongs to another year: everything built on the grade is in doubt until that is settled.

How it decides
    Grades of the judgments of a question are compared, over all documents of the inspection; a grade that was carried over
    counts like any other. Judgments about earlier inspections (`past_judgment`) do not take part.

When it may be wrong
    When a sentence about a part of a question, or about an earlier year, was taken for its grade.

Example
    findings:
      - {kind: judgment, question: q1, grade: fair, text: "Fair"}
      - {kind: judgment, question: q1, grade: poor, text: "Poor"}
    expect: fires
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, Outcome, Subject
from peelcheck.model.finding import Finding


def check(context: Context) -> Iterator[Outcome]:
    """Compare the judgments of each question."""
    for inspection, findings in context.corpus.by_inspection.items():
        judgments: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            if finding.kind == "judgment" and finding.question and finding.grade:
                judgments[finding.question].append(finding)
        for question, found in judgments.items():
            subject = Subject(inspection, question)
            grades = {f.grade: f for f in reversed(found)}
            if len(grades) < 2:
                yield Applied(subject)
                continue
            read = " and ".join(f"{f.grade} ({context.where(f.id)}, {f.form or 'form unknown'})" for f in grades.values())
            yield Fired(
                subject,
                f"{context.name(inspection)}, {question}: two grades, {read}.",
                [context.show(f.id) for f in grades.values()],
                "One of the sentences may speak of a part of the question, or of an earlier year.",
                0.95 if all(f.form == "label" for f in grades.values()) else 0.7,
            )
