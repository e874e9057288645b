"""Two different findings carry the same id.

What it flags
    Findings that share an id and differ in anything else.

Why it matters
    Flags, answers and quotations point to findings by id: they would point to either.

How it decides
    Ids are compared over the whole input. The same finding read twice, word for word, counts once and is not flagged.

When it may be wrong
    Never about the ids; which of the two is right it cannot say.

Example
    findings:
      - {id: x-1, kind: statement, question: q1, text: "The lamp is clean."}
      - {id: x-1, kind: statement, question: q1, text: "The lamp is dirty."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from peelcheck.checks.base import Applied, Context, Fired, Outcome, Subject
from peelcheck.evidence.corpus import Inspection


def check(context: Context) -> Iterator[Outcome]:
    """Compare ids."""
    for inspection in context.corpus.by_inspection:
        yield Applied(Subject(inspection))
    for name, group in groupby(sorted(context.corpus.findings, key=lambda f: f.id), key=lambda f: f.id):
        found = list(group)
        if len(found) < 2:
            continue
        first = found[0]
        places = ", ".join(f"{s.path}:{s.line}" if s.line else s.path for s in context.corpus.sources.get(name, [])[:4])
        yield Fired(
            Subject(Inspection(first.force, first.cycle, first.pillar), first.question, ordinal=name),
            f"The id {name!r} stands on {len(found)} different findings ({places}). Give each its own.",
            [context.show(name)],
            "They may be two versions of one finding: keep the newer.",
            1.0,
        )
