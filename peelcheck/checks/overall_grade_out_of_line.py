"""An overall grade that differs where the question grades do not, or an overall text that leaves an exception out.

What it flags
    Inspections of one cycle whose questions have the same grades, one for one, and whose overall grades differ; and overall texts
    which say what falls short of the overall grade and leave out a question that is graded below it too.

Why it matters
    The overall grade is the one that is quoted. No rule adds question grades up to it, so the same grades with another
    sum, or an exception that is passed over, need a word of explanation.

How it decides
    Only inspections with a grade on every graded question are held against each other. With `least_peers` others of the same
    grades, it fires where the Wilson interval of the share that has another overall grade lies above one half. Below
    that it is a pair comparison, told of the lower overall grade: a note, confidence 0.65 at most. An exception in the text is
    found by its wording (`exceptions` in checks.yaml) in the paragraph of the overall judgment; it names a question by
    a word of its titles that no other question and no overall title has. Where the words name no lower graded question,
    nothing is said of the others; and one that any sentence of the overview blames (`shortcomings`) is not left out.

Settings
    least_peers: others with the same question grades from which a rate is given
    pair: confidence of a pair comparison
    many: confidence where enough others are graded otherwise
    left_out: confidence that an exception was left out, in the words of the report
    retold: the same in a coder's own words
    near: lines below an overall label within which its paragraph begins

When it may be wrong
    Questions do not weigh alike, a grade may be at the edge of the next, and an overview need not name every shortcoming.

Source
    Wilson 1927 (score interval).

Example
    findings:
      - {force: north, kind: judgment, question: overall, grade: fair, form: label, text: Fair}
      - {force: north, kind: judgment, question: q1, grade: fine, form: label, text: Fine}
      - {force: north, kind: judgment, question: q2, grade: fair, form: label, text: Fair}
      - {force: south, kind: judgment, question: overall, grade: fine, form: label, text: Fine}
      - {force: south, kind: judgment, question: q1, grade: fine, form: label, text: Fine}
      - {force: south, kind: judgment, question: q2, grade: fair, form: label, text: Fair}
    expect: fires
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Peer, Subject, quote
from peelcheck.checks.overview import OVERALL, Overview
from peelcheck.checks.peers import LEAST_PEERS, PAIR, graded, names, questions, rate, sample, wilson
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.finding import Finding

SETTINGS = {"least_peers": LEAST_PEERS, "pair": PAIR, "many": 0.75, "left_out": 0.65, "retold": 0.6, "near": 3}
WORDS = ("exceptions", "shortcomings")

Grades = dict[str, tuple[Finding, int]]


def check(context: Context) -> Iterator[Outcome]:
    """Compare overall grades, and overall texts with the grades of their questions."""
    alike: dict[tuple[object, ...], list[Inspection]] = defaultdict(list)
    for inspection, findings in context.corpus.by_inspection.items():
        subject = Subject(inspection, OVERALL)
        overall = graded(context, inspection, OVERALL)
        if overall is None:
            if any(f.kind == "judgment" for f in findings):
                yield NotAssessable(subject, "no overall grade in the findings")
            continue
        asked = [q.id for q in questions(context, inspection) if q.graded]
        found = {q: known for q in asked if (known := graded(context, inspection, q))}
        missing = [q for q in asked if q not in found]
        if missing or not asked:
            yield NotAssessable(subject, f"no grade in the findings for {', '.join(missing) or 'any question'}")
        else:
            alike[inspection.cycle, inspection.pillar, *(found[q][1] for q in asked)].append(inspection)
        yield from _overview(context, inspection, overall, found)
    for group in alike.values():
        for inspection in group:
            yield _compared(context, inspection, [i for i in group if i.force != inspection.force])


def _compared(context: Context, inspection: Inspection, others: list[Inspection]) -> Outcome:
    subject = Subject(inspection, OVERALL)
    if not others:
        return NotAssessable(subject, "no other inspection of the cycle has the same question grades")
    mine = _rank(context, inspection)
    pair = len(others) < context.settings["least_peers"]
    differ = [i for i in others if (_rank(context, i) > mine if pair else _rank(context, i) != mine)]
    if not differ or (not pair and wilson(len(differ), len(others))[0] <= 0.5):
        return Applied(subject)
    share = "" if pair else f" So it is for {rate(len(differ), len(others))} with these grades."
    grades = ", ".join(dict.fromkeys(_label(context, i) for i in differ))
    return Fired(
        subject,
        f"{context.name(inspection)}: the overall grade is {_label(context, inspection)}; with the same grade on every question "
        f"{names(context, differ)} has {grades}.{share}",
        [context.show(f.id) for f in _judgments(context, inspection)],
        "No rule adds question grades up: questions need not weigh alike, and each grade may be near the edge of the next. "
        + (sample(len(others) + 1) if pair else ""),
        context.settings["pair" if pair else "many"],
        peers=[
            Peer(i.force, i.cycle, _judgments(context, i)[0].grade, None, [context.show(f.id) for f in _judgments(context, i)])
            for i in (differ if pair else others)
        ],
        softened=pair,
        named_peers=pair,
    )


def _rank(context: Context, inspection: Inspection) -> int:
    found = graded(context, inspection, OVERALL)
    return found[1] if found else -1


def _judgments(context: Context, inspection: Inspection) -> list[Finding]:
    """The overall judgment, then those of the questions."""
    asked = [OVERALL, *(q.id for q in questions(context, inspection) if q.graded)]
    return [found[0] for q in asked if (found := graded(context, inspection, q))]


def _label(context: Context, inspection: Inspection) -> str:
    return context.grade(inspection, _judgments(context, inspection)[0].grade)


def _overview(context: Context, inspection: Inspection, overall: tuple[Finding, int], found: Grades) -> Iterator[Outcome]:
    """An overall text that names an exception should name each."""
    lower = {q for q, (_, rank) in found.items() if rank < overall[1]}
    if not lower:
        return
    words = context.words
    overview = Overview(context, inspection, words["exceptions"], words["shortcomings"], int(context.settings["near"]))
    told = {q for q in lower if overview.exceptions(q)}
    for question in sorted(lower):
        subject = Subject(inspection, OVERALL, ordinal=question)
        if not told:
            yield NotAssessable(subject, "the overall text names no question that is graded below it")
        elif not overview.passed_over(question):
            yield Applied(subject)
        else:
            yield _left_out(context, subject, overall[0], found[question][0], sorted(told), overview)


def _left_out(
    context: Context, subject: Subject, overall: Finding, judgment: Finding, told: list[str], overview: Overview
) -> Fired:
    question = subject.ordinal or ""
    named = [f for q in told for f in overview.exceptions(q)]
    verbatim = all(f.text_form == "verbatim" or f.kind == "judgment" for f in named)
    elsewhere = overview.speaks_of(question)
    lead = (
        f"The overview speaks of it, if not as falling short ({context.where(elsewhere.id)}): “{quote(elsewhere.text)}” "
        if elsewhere
        else ""
    )
    return Fired(
        subject,
        f"{context.name(subject.inspection)}: beside the overall grade, {context.grade(subject.inspection, overall.grade)}, the "
        f"text names as falling short {', '.join(told)} ({context.where(named[0].id)}) and not {question}, which is graded "
        f"{context.grade(subject.inspection, judgment.grade)} as well.",
        [context.show(i) for i in dict.fromkeys(f.id for f in [overall, *named, judgment])],
        f"{lead}An overview need not name every shortcoming, and may do so in words that are not in the question's titles.",
        context.settings["left_out" if verbatim else "retold"],
    )
