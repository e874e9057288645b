"""A carried-over grade, or an overall grade that rests on some, does not fit what was found this time.

What it flags
    A grade carried over from an earlier inspection that the text of this one contradicts, wherever it stands; and an overall
    grade above every grade that was given afresh, which rests on carried-over ones.

Why it matters
    A carried-over grade speaks of another year. A reader takes it, and the overall grade above it, for this year's.

How it decides
    A carried-over grade is held against this year's evidence on its subject as a fresh one would be: it is contradicted where
    fewer than `acceptability` of the draws accept it and at least `least` signals stand on the wrong side, or where a cause of
    concern forbids it. A question that was not inspected has little or no text: below `coverage` it is not assessable, and that
    it has no findings of its own is no fault. For the overall grade only the grades are compared, those of questions that
    are not graded left out; no rule adds question grades up, so this is a note: it asks.

Settings
    coverage: share of the pack's weight that this year's text must speak to
    acceptability: share of draws below which a grade is contradicted
    least: signals that must stand on the wrong side
    capped: confidence where a cause of concern forbids the grade
    overall: confidence where the overall grade is above all fresh ones; lower by a tenth where a grade was not printed as a label

When it may be wrong
    Text that stands under other questions may touch the subject only in passing. An overall grade weighs what was known
    before, and one question need not outweigh the others.

Example
    findings:
      - {kind: judgment, question: overall, grade: fine, form: label, text: "Fine"}
      - {kind: judgment, question: q1, grade: fine, form: label, carried_over_from: 2019, text: "Fine"}
      - {kind: judgment, question: q2, grade: fair, form: label, text: "Fair"}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject
from peelcheck.checks.years import OVERALL
from peelcheck.evidence.assessment import Assessment, declared
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.counts import number_of
from peelcheck.model.domain import Scale
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import any_of
from peelcheck.model.text import normalise

SETTINGS = {"coverage": 0.25, "acceptability": 0.1, "least": 3, "capped": 0.75, "overall": 0.8}
WORDS = ("carried",)
_SHOWN = 6


def check(context: Context) -> Iterator[Outcome]:
    """Hold carried-over grades against this year's text, and overall grades against fresh ones."""
    assessed = {(a.inspection, a.question): a for a in context.assessments}
    for inspection, findings in context.corpus.by_inspection.items():
        cycle = context.domain.cycles.get(inspection.cycle)
        if cycle is None:
            continue
        names = dict.fromkeys(f.question for f in findings if f.kind == "judgment" and f.question)
        judgments = {name: found for name in names if (found := declared(findings, name)) is not None}
        for question, judgment in judgments.items():
            if question != OVERALL and judgment.carried_over_from:
                subject = Subject(inspection, question)
                yield _held(context, subject, assessed.get((inspection, question)), judgment, cycle.scale)
        if OVERALL in judgments:
            yield _rests(context, inspection, judgments, cycle.scale)


def _held(context: Context, subject: Subject, item: Assessment | None, judgment: Finding, scale: Scale) -> Outcome:
    """One carried-over grade against the text of this year."""
    rank = scale.rank(judgment.grade)
    if rank is None or judgment.grade is None:
        return NotAssessable(subject, "the grade is not on the scale of its cycle")
    if item is None:
        return NotAssessable(subject, "no pack speaks to the question")
    cap = scale.rank(scale.cause_of_concern_cap)
    causes = [i for i in item.caps if i in context.corpus.by_id]
    grade = context.grade(subject.inspection, judgment.grade)
    lead = f"{context.name(subject.inspection)}, {subject.question}: {grade} is carried over from {judgment.carried_over_from}"
    if causes and cap is not None and rank > cap:
        return Fired(
            subject,
            f"{lead}, and this year's report has a cause of concern on the question ({context.where(causes[0])}).",
            [context.show(judgment.id), *(context.show(i) for i in causes)],
            "The cause of concern may belong to another question than the one under which it is printed.",
            context.settings["capped"],
        )
    if item.coverage < context.settings["coverage"]:
        return NotAssessable(subject, f"the question was not inspected afresh, and other text covers {item.coverage:.2f} of it")
    share = item.acceptability[judgment.grade]
    lower = sum(item.acceptability[g.id] for g in scale.grades[:rank])
    above = lower >= 1 - share - lower
    wrong = [s for s in item.signals.values() if (s.weak if above else not s.weak)]
    if share >= context.settings["acceptability"] or len(wrong) < context.settings["least"]:
        return Applied(subject)
    shown = [o for s in wrong for o in (s.weaknesses() if above else s.strengths())[:1]][:_SHOWN]
    other = [s for s in item.signals.values() if s not in wrong or s.mixed]
    return Fired(
        subject,
        f"{lead}; this year's text calls {len(wrong)} of its signals {'weak' if above else 'sound'}, and {share:.0%} of draws "
        f"accept it (coverage {item.coverage:.2f}).",
        [context.show(judgment.id), *context.observed(shown)],
        f"{number_of(len(other), 'signal speaks', 'signals speak')} for the grade. The question was not inspected: the text may "
        "touch it only in passing.",
        round(min(0.8, 0.5 + 0.4 * (item.coverage - context.settings["coverage"]) + 0.02 * len(wrong)), 2),
    )


def _rests(context: Context, inspection: Inspection, judgments: dict[str, Finding], scale: Scale) -> Outcome:
    """The overall grade against the fresh ones below it."""
    subject = Subject(inspection, OVERALL)
    overall = judgments[OVERALL]
    rank = scale.rank(overall.grade)
    ranks = {q: r for q, j in judgments.items() if q != OVERALL and (r := scale.rank(j.grade)) is not None}
    carried = [q for q in ranks if judgments[q].carried_over_from]
    fresh = [q for q in ranks if q not in carried]
    if rank is None or overall.carried_over_from:
        return NotAssessable(subject, "no overall grade of this inspection's own")
    if not carried or not fresh:
        return NotAssessable(subject, "no fresh and carried-over grades stand side by side")
    if max(ranks[q] for q in fresh) >= rank or max(ranks[q] for q in carried) < rank:
        return Applied(subject)
    sources = ", ".join(f"{q} ({judgments[q].carried_over_from})" for q in sorted(carried) if ranks[q] >= rank)
    lower = ", ".join(
        f"{q} {context.grade(inspection, judgments[q].grade)}, {context.where(judgments[q].id)}" for q in sorted(fresh)
    )
    says_so = any_of(context.words["carried"])
    said = [
        f.id
        for f in context.corpus.by_inspection[inspection]
        if f.kind == "statement" and f.question in carried and says_so(normalise(f.text).text)
    ]
    shown = [overall.id, *(judgments[q].id for q in sorted(fresh)), *(judgments[q].id for q in sorted(carried)), *said]
    labels = all(judgments[q].form == "label" for q in (OVERALL, *ranks))
    grade = context.grade(inspection, overall.grade)
    return Fired(
        subject,
        f"{context.name(inspection)}: {grade} overall ({context.where(overall.id)}), while "
        f"{'every' if len(fresh) > 1 else 'the only'} question that was graded afresh is lower ({lower}); "
        f"{grade} rests on carried-over grades of {sources}.",
        [context.show(i) for i in shown],
        f"No rule adds question grades up to the overall one, and {len(carried)} of the {len(ranks)} graded questions "
        f"{'has' if len(carried) == 1 else 'have'} a grade from before, which the overall one may weigh as still standing.",
        round(context.settings["overall"] - (0 if labels else 0.1), 2),
        softened=True,
    )
