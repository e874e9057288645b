"""A question has more and graver answers than another body's, and the better grade.

What it flags
    Pairs of inspections of one cycle and question in which the better graded one was given more answers and a graver one.

Why it matters
    Nothing says how answers add up to a grade, and this check does not claim it. A reader who compares two reports
    will ask, though, and the answer should be in the text.

How it decides
    Counted are areas for improvement, recommendations and causes of concern on the question itself; sub-bullets are parts of
    their answer, and recommendations under a cause of concern count with it. Only fresh grades are compared, only questions
    with an answer on both sides, and only this way round: fewer answers with a lower grade say nothing. It is a note at low
    confidence, whatever the number of peers.

Settings
    least: how many more answers the better grade must have
    sure: its confidence
    step: what it gains where the gravest answers are two steps of the ladder apart

When it may be wrong
    Mostly. Answers may be small, a body may be asked for more because it can do more, and grades do not follow from counts.

Example
    findings:
      - {force: north, kind: judgment, question: q1, grade: fine, form: label, text: Fine}
      - {force: north, kind: recommendation, question: q1, text: "Mend the lamp."}
      - {force: north, kind: area_for_improvement, question: q1, text: "Mend the horn."}
      - {force: north, kind: area_for_improvement, question: q1, text: "Fill the gaps in the rota."}
      - {force: south, kind: judgment, question: q1, grade: fair, form: label, text: Fair}
      - {force: south, kind: area_for_improvement, question: q1, text: "Clean the lamp."}
    expect: fires
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Peer, Subject
from peelcheck.checks.peers import LEAST_PEERS, graded, names, questions, sample
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.counts import number_of
from peelcheck.model.finding import ANSWERS, Finding

SETTINGS = {"least": 2, "sure": 0.45, "step": 0.05}
_SHOWN = 4


@dataclass(frozen=True)
class _Marked:
    """A graded question with its answers, the gravest first."""

    subject: Subject
    judgment: Finding
    rank: int
    answers: list[Finding]

    @property
    def inspection(self) -> Inspection:
        return self.subject.inspection

    @property
    def gravest(self) -> int:
        return ANSWERS.index(self.answers[0].kind)


def check(context: Context) -> Iterator[Outcome]:
    """Compare the answers of every two inspections of a question."""
    groups: dict[tuple[str, str | None, str], list[_Marked]] = defaultdict(list)
    for inspection in context.corpus.by_inspection:
        for question in questions(context, inspection):
            subject = Subject(inspection, question.id)
            found = _marked(context, subject)
            if isinstance(found, _Marked):
                groups[inspection.cycle, inspection.pillar, question.id].append(found)
            elif found is not None:
                yield NotAssessable(subject, found)
    for group in groups.values():
        for item in group:
            others = [o for o in group if o.inspection.force != item.inspection.force]
            fewer = [o for o in others if _asks(context, item, o)]
            if not others:
                yield NotAssessable(item.subject, "no comparable inspection has a fresh grade and answers on the question")
            elif fewer:
                yield _fired(context, item, fewer, len(others) < LEAST_PEERS)
            else:
                yield Applied(item.subject)


def _marked(context: Context, subject: Subject) -> _Marked | str | None:
    """A question with what it takes to compare it, or why it cannot be; None where the findings do not mention it."""
    found = graded(context, subject.inspection, subject.question)
    answers = [a for a in context.corpus.answers(subject.inspection) if a.question == subject.question and a.parent is None]
    if found is None:
        return "no declared grade in the findings" if answers else None
    judgment, rank = found
    if judgment.carried_over_from:
        return "the grade was carried over from an earlier inspection"
    if not answers:
        return "no answers on the question: they may stand in another document"
    return _Marked(subject, judgment, rank, sorted(answers, key=lambda a: (-ANSWERS.index(a.kind), a.id)))


def _asks(context: Context, item: _Marked, other: _Marked) -> bool:
    more = len(item.answers) - len(other.answers) >= context.settings["least"]
    return item.rank > other.rank and more and item.gravest > other.gravest


def _fired(context: Context, item: _Marked, fewer: list[_Marked], pair: bool) -> Fired:
    steps = max(item.gravest - other.gravest for other in fewer)
    counts = ", ".join(f"{len(o.answers)} and {context.grade(o.inspection, o.judgment.grade)}" for o in fewer[:3])
    return Fired(
        item.subject,
        f"{context.name(item.inspection)}, {item.subject.question}: {number_of(len(item.answers), 'answer')}, the gravest "
        f"{item.answers[0].kind.replace('_', ' ')}, and graded {context.grade(item.inspection, item.judgment.grade)}; "
        f"{names(context, [o.inspection for o in fewer])} has fewer and milder ones and a lower grade ({counts}).",
        [context.show(item.judgment.id), *(context.show(a.id) for a in item.answers[:_SHOWN])],
        f"Grades do not follow from the number of answers: this only asks. {sample(len(fewer) + 1)}",
        round(context.settings["sure"] + (context.settings["step"] if steps > 1 else 0), 2),
        peers=[
            Peer(
                o.inspection.force,
                o.inspection.cycle,
                o.judgment.grade,
                True,
                [context.show(o.judgment.id), *(context.show(a.id) for a in o.answers[:_SHOWN])],
            )
            for o in fewer
        ],
        softened=True,
        named_peers=pair,
    )
