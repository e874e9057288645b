"""A graded question is reported on, but its grade is nowhere in the findings.

What it flags
    Inspections of which findings on graded questions are at hand and the grades are not: one flag per inspection.

Why it matters
    Where a document lost its grades (they were pictures), nothing can be said of how grade and evidence fit. That must be
    said once, loudly, and not count as a pass.

How it decides
    A graded question with at least `least` statements and no judgment in any document of the inspection.

Settings
    least: statements from which a question counts as reported on

When it may be wrong
    When the grade is given in a form that the layout rules do not know: then those need mending.

Example
    findings:
      - {kind: statement, question: q1, text: "The lamp is clean."}
      - {kind: statement, question: q1, text: "The lamp is lit each night."}
      - {kind: statement, question: q1, text: "Its keeper keeps a log."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject
from peelcheck.evidence.assessment import declared

SETTINGS = {"least": 3}


def check(context: Context) -> Iterator[Outcome]:
    """Look for the judgment of every question that is reported on."""
    for inspection, findings in context.corpus.by_inspection.items():
        cycle = context.domain.cycles.get(inspection.cycle)
        pillar = cycle.pillar(inspection.pillar) if cycle else None
        if pillar is None:
            continue
        if not any(f.voice == "inspectorate" and f.kind == "statement" for f in findings):
            yield NotAssessable(Subject(inspection), "only others speak of it: its report is not at hand")
            continue
        lost = []
        for question in pillar.questions:
            spoken = [f for f in findings if f.question == question.id and f.kind == "statement"]
            if not question.graded or len(spoken) < context.settings["least"]:
                continue
            if declared(findings, question.id) is None:
                lost.append((question, spoken[0]))
            else:
                yield Applied(Subject(inspection, question.id))
        if lost:
            names = ", ".join(question.id for question, _ in lost)
            yield Fired(
                Subject(inspection),
                f"No grade could be read for {names} of {context.name(inspection)}: how grade and evidence fit cannot be said.",
                [context.show(first.id) for _, first in lost[:2]],
                "The document may have lost its grades (pictures); another document of the inspection may state them.",
                1.0,
            )
