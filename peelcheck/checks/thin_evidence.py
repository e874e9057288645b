"""A graded question rests on little that its pack can weigh.

What it flags
    Freshly graded questions on which the report speaks to little of the weight of the question's pack.

Why it matters
    A grade should be argued where it is given. Where the text is silent on most of what usually decides, a reader cannot tell
    why this grade and not the next, and no other check can either.

How it decides
    Coverage is the share of the pack's weight that the evidence speaks to, wherever it stands in the inspection. The check fires
    below `coverage`. Not assessable for grades that were carried over, are unknown or not given; where no report of the
    inspection is at hand, only a letter, a summary or a few findings (a report holds `report` statements by the inspectorate
    outside its overviews); and where the question has no text of its own at all, which is more likely lost than never written.
    Confidence rises where the question's own text is short, and falls where it is long: then the pack may not know its words.

Settings
    coverage: share of the pack's weight below which evidence is thin
    report: statements by the inspectorate that make a document a report
    short, long: statements on the question up to which its text is short, and from which it is long

When it may be wrong
    The pack may not know the words in which the evidence is told, and inspectors see more than they print.

Example
    findings:
      - {kind: judgment, question: q1, grade: fine, form: label, text: "Fine"}
      - {kind: statement, question: q1, text: "a", coded: [{signal: keeper_rota, level: sound}]}
      - {kind: statement, question: q1, text: "b"}
      - {kind: statement, question: q1, text: "c"}
      - {kind: statement, question: q1, text: "d"}
      - {kind: statement, question: q1, text: "e"}
    expect: fires
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject
from peelcheck.checks.grades import REASONS
from peelcheck.checks.strength import STEP, bounded, read_by_rule, reading
from peelcheck.evidence.assessment import Assessment, pack_for
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.counts import number_of
from peelcheck.model.finding import Finding

SETTINGS = {"coverage": 0.4, "report": 5, "short": 10, "long": 40}
_NAMED = 4
_SUMMARIES = "The findings are a coder's own words: what the coder left out may stand in the report."


def check(context: Context) -> Iterator[Outcome]:
    """Look for grades on which the text says little."""
    for item in context.assessments:
        subject = Subject(item.inspection, item.question)
        told = _told(context, item.inspection)
        own = [f for f in told if f.question == item.question]
        if item.status != "fresh":
            yield NotAssessable(subject, REASONS[item.status])
        elif (most := _most_of_a_document(told)) < context.settings["report"]:
            yield NotAssessable(subject, _no_report(most))
        elif not own:
            yield NotAssessable(subject, "no text of the question itself was found: it may have been lost")
        elif item.coverage >= context.settings["coverage"]:
            yield Applied(subject)
        else:
            yield _fired(context, subject, item, own)


def _told(context: Context, inspection: Inspection) -> list[Finding]:
    findings = context.corpus.by_inspection[inspection]
    return [f for f in findings if f.kind == "statement" and f.voice == "inspectorate" and not f.summary]


def _most_of_a_document(told: list[Finding]) -> int:
    counts = Counter(f.locator.document if f.locator else "" for f in told)
    return max(counts.values(), default=0)


def _no_report(most: int) -> str:
    if not most:
        return "no report of the inspection is at hand: no statement by the inspectorate outside an overview"
    return f"no report of the inspection is at hand: only {number_of(most, 'statement')} by the inspectorate outside an overview"


def _fired(context: Context, subject: Subject, item: Assessment, own: list[Finding]) -> Fired:
    pack = pack_for(context.rules.packs.values(), item.topic, item.inspection.cycle)
    silent = {n: s.weight for n, s in pack.signals.items() if n not in item.signals} if pack else {}
    heaviest = sorted(silent, key=lambda name: (-silent[name], name))[:_NAMED]
    found = [o for s in item.signals.values() for o in s.observations]
    value = (
        reading(context, found) + STEP * (len(own) <= context.settings["short"]) - STEP * (len(own) >= context.settings["long"])
    )
    spoken = f"{item.coverage:.0%} of the weight" if found else "none"
    arguments = [
        _SUMMARIES if all(f.text_form == "summary" for f in own) else None,
        _unread(context, own),
        read_by_rule(found, "What there is") if found else None,
        "Grades rest on evidence that the report does not print, too.",
    ]
    return Fired(
        subject,
        f"{context.name(item.inspection)}, {item.question}: {context.grade(item.inspection, item.declared)} rests on "
        f"{'little' if found else 'nothing'} that can be weighed; the text speaks to {spoken} of the question's signals and is "
        f"silent on {', '.join(heaviest)}{' and others' if len(silent) > len(heaviest) else ''}.",
        [*([context.show(item.judgment.id)] if item.judgment else []), *context.observed(found)],
        " ".join(argument for argument in arguments if argument),
        bounded(value),
    )


def _unread(context: Context, own: list[Finding]) -> str | None:
    """Statements that nothing was read in, as an argument; None where there are none."""
    read = {o.finding for o in context.observations}
    count = sum(f.id not in read for f in own)
    if not count:
        return None
    if count == 1:
        lead = "The one statement" if len(own) == 1 else f"One of the {len(own)} statements"
        return f"{lead} on the question was read as no signal: it may tell it in words that the pack does not know."
    lead = f"None of the {count} statements on the question was read as a signal"
    if count < len(own):
        lead = f"Of the {len(own)} statements on the question {count} were read as no signal"
    return f"{lead}: they may tell it in words that the pack does not know."
