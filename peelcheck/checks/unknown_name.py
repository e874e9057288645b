"""A finding names a body, cycle, pillar, question or signal that the rules do not know.

What it flags
    Findings whose force, cycle, pillar, question or coded signal is not in the rule files.

Why it matters
    Such a finding takes part in no comparison: it would be passed over in silence.

How it decides
    Every name of a finding is looked up in the cycle files, the file of inspected bodies and the packs; names that occur
    once and names that occur a hundred times make one flag each. The nearest known name is offered.

When it may be wrong
    When the rules lag behind: a new cycle, a merged body. Add it to the rules.

Example
    findings:
      - {kind: statement, question: q9, text: "The lamp is clean."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, Outcome, Subject
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.counts import number_of
from peelcheck.model.errors import suggest
from peelcheck.model.finding import Finding

OVERALL = "overall"


def check(context: Context) -> Iterator[Outcome]:
    """Look every name up."""
    unknown: dict[tuple[Inspection, str, str], list[Finding]] = {}
    known: dict[tuple[str, str], list[str]] = {}
    for finding in context.corpus.findings:
        inspection = Inspection(finding.force, finding.cycle, finding.pillar)
        for what, name, names in _names(context, finding):
            if name not in names:
                unknown.setdefault((inspection, what, name), []).append(finding)
                known[what, name] = names
    for inspection in context.corpus.by_inspection:
        yield Applied(Subject(inspection))
    for (inspection, what, name), findings in unknown.items():
        often = number_of(len(findings), "finding")
        yield Fired(
            Subject(inspection, ordinal=f"{what}:{name}"),
            f"The {what} {name!r} is not in the rules ({often}). {suggest(name, known[what, name])}",
            [context.show(f.id) for f in findings[:3]],
            "The rules may lag behind the documents: if the name is right, add it to the rules.",
            1.0,
        )


def _names(context: Context, finding: Finding) -> Iterator[tuple[str, str, list[str]]]:
    domain = context.domain
    yield "force", finding.force, list(domain.forces)
    yield "cycle", finding.cycle, list(domain.cycles)
    cycle = domain.cycles.get(finding.cycle)
    if cycle is not None:
        pillar = cycle.pillar(finding.pillar)
        if pillar is None and finding.question not in (None, OVERALL):
            yield "pillar", str(finding.pillar), [str(p.id) for p in cycle.pillars]
        elif pillar is not None and finding.question is not None:
            yield "question", finding.question, [OVERALL, *(q.id for q in pillar.questions)]
    for code in finding.coded:
        yield "signal", code.signal, list(context.rules.signals())
