"""A judgment carries a grade that its cycle does not have.

What it flags
    Judgments whose grade is not on the scale of their cycle.

Why it matters
    Scales changed between cycles; a grade of the wrong scale makes every comparison with it wrong.

How it decides
    The grade is looked up in the scale of the finding's cycle.

When it may be wrong
    When the finding's cycle is wrong rather than its grade.

Example
    findings:
      - {kind: judgment, question: q1, grade: splendid, text: "Splendid"}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, Outcome, Subject
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.errors import suggest


def check(context: Context) -> Iterator[Outcome]:
    """Look every grade up in its scale."""
    for finding in context.corpus.findings:
        cycle = context.domain.cycles.get(finding.cycle)
        if finding.kind != "judgment" or cycle is None:
            continue
        subject = Subject(Inspection(finding.force, finding.cycle, finding.pillar), finding.question, ordinal=finding.grade)
        known = [grade.id for grade in (*cycle.scale.grades, cycle.scale.ungraded)]
        if finding.grade in known:
            yield Applied(subject)
            continue
        yield Fired(
            subject,
            f"The grade {finding.grade!r} is not on the scale of {cycle.name}. {suggest(str(finding.grade), known)}",
            [context.show(finding.id)],
            "The cycle of the finding may be wrong, not its grade.",
            1.0,
        )
