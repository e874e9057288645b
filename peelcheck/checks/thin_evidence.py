"""A graded question rests on little that its pack can weigh.

What it flags
    Freshly graded questions on which the report speaks to little of the weight of the question's pack.

Why it matters
    A grade should be argued where it is given. Where the text is silent on most of what usually decides, a reader cannot tell
    why this grade and not the next, and no other check can either.

How it decides
    Coverage is the share of the pack's weight that the evidence speaks to, wherever it stands in the inspection. The check fires
    below `coverage`. Not assessable for grades that were carried over, are unknown or not given; where no report of the
    inspection is at hand, only a letter or a summary (a report holds `report` statements by the inspectorate outside its
    overviews); and where the question has no text of its own at all, which is more likely lost than never written. Confidence
    rises where the question's own text is short, and falls where it is long: then the pack may not know its words.

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
from peelcheck.model.finding import Finding

SETTINGS = {"coverage": 0.4, "report": 5, "short": 10, "long": 40}
_NAMED = 4


def check(context: Context) -> Iterator[Outcome]:
    """Look for grades on which the text says little."""
    for item in context.assessments:
        subject = Subject(item.inspection, item.question)
        told = _told(context, item.inspection)
        own = [f for f in told if f.question == item.question]
        if item.status != "fresh":
            yield NotAssessable(subject, REASONS[item.status])
        elif not _report_at_hand(told, context.settings["report"]):
            yield NotAssessable(subject, "no report of the inspection is at hand, only a letter or a summary")
        elif not own:
            yield NotAssessable(subject, "no text of the question itself was found: it may have been lost")
        elif item.coverage >= context.settings["coverage"]:
            yield Applied(subject)
        else:
            yield _fired(context, subject, item, own)


def _told(context: Context, inspection: Inspection) -> list[Finding]:
    findings = context.corpus.by_inspection[inspection]
    return [f for f in findings if f.kind == "statement" and f.voice == "inspectorate" and not f.summary]


def _report_at_hand(told: list[Finding], least: float) -> bool:
    counts = Counter(f.locator.document if f.locator else "" for f in told)
    return max(counts.values(), default=0) >= least


def _fired(context: Context, subject: Subject, item: Assessment, own: list[Finding]) -> Fired:
    pack = pack_for(context.rules.packs.values(), item.topic, item.inspection.cycle)
    silent = {n: s.weight for n, s in pack.signals.items() if n not in item.signals} if pack else {}
    heaviest = sorted(silent, key=lambda name: (-silent[name], name))[:_NAMED]
    found = [o for s in item.signals.values() for o in s.observations]
    unread = {f.id for f in own} - {o.finding for o in context.observations}
    value = (
        reading(context, found) + STEP * (len(own) <= context.settings["short"]) - STEP * (len(own) >= context.settings["long"])
    )
    arguments = [
        f"Of the {len(own)} statements on the question {len(unread)} were read as no signal: they may tell it in words that the "
        "pack does not know.",
        read_by_rule(found, "What there is"),
        "Grades rest on evidence that the report does not print, too.",
    ]
    return Fired(
        subject,
        f"{context.name(item.inspection)}, {item.question}: {context.grade(item.inspection, item.declared)} rests on little that "
        f"can be weighed; the text speaks to {item.coverage:.0%} of the weight of the question's signals and is silent on "
        f"{', '.join(heaviest)}{' and others' if len(silent) > len(heaviest) else ''}.",
        [*([context.show(item.judgment.id)] if item.judgment else []), *context.observed(found)],
        " ".join(argument for argument in arguments if argument),
        bounded(value),
    )
