"""A figure lies far from those of the other bodies with the same grade.

What it flags
    Figures of the inspectorate about a body that stand far out among the same figures of inspections of the cycle that have the
    same grade on the question.

Why it matters
    Inspections that are graded alike should not differ widely in what they measure, or the text should say why.

How it decides
    Figures are the same where measure, unit, period, scope, direction and question are; or where they are what a rule of the
    pack reads as one signal, if the signal has one rule for the unit. Held against each other are inspections with the same fresh
    grade, at least `least_peers` others. Far is a modified z-score over `limit`: 0.6745 times the distance from the median by
    the median absolute deviation, which is corrected for small samples; and more than `apart` of the median away, as
    figures that agree closely make small steps look large. Left out are figures with words that bound them
    ("over"), of the past, of plans or of other bodies, and those of several bodies at once (`several` in checks.yaml); equal
    figures of allied bodies count once. Not assessable where two values are printed for one figure, and where more than half
    of the figures are equal.

Settings
    least_peers: other figures that are needed
    limit: modified z-score from which a figure lies far out
    apart: part of the median that it must lie away from it besides
    sure: confidence just above the limit
    slope: what every unit above the limit adds
    few, less: with fewer others than this it loses that: of six figures drawn at random one lies far out in a case of ten
    most: highest confidence

When it may be wrong
    Bodies differ in size, place and ways of counting; and a figure seldom decides a grade.

Source
    Iglewicz and Hoaglin 1993 (modified z-score); Croux and Rousseeuw 1992 (small samples).

Example
    findings:
      - {force: north, kind: judgment, question: q1, grade: fine, form: label, text: Fine}
      - {force: north, kind: metric, question: q1, text: "a", metrics: [{measure: lit, value: 20, unit: percent}]}
      - {force: south, kind: judgment, question: q1, grade: fine, form: label, text: Fine}
      - {force: south, kind: metric, question: q1, text: "b", metrics: [{measure: lit, value: 90, unit: percent}]}
      - {force: east, kind: judgment, question: q1, grade: fine, form: label, text: Fine}
      - {force: east, kind: metric, question: q1, text: "c", metrics: [{measure: lit, value: 91, unit: percent}]}
      - {force: west, kind: judgment, question: q1, grade: fine, form: label, text: Fine}
      - {force: west, kind: metric, question: q1, text: "d", metrics: [{measure: lit, value: 92, unit: percent}]}
      - {force: mid, kind: judgment, question: q1, grade: fine, form: label, text: Fine}
      - {force: mid, kind: metric, question: q1, text: "e", metrics: [{measure: lit, value: 93, unit: percent}]}
      - {force: far, kind: judgment, question: q1, grade: fine, form: label, text: Fine}
      - {force: far, kind: metric, question: q1, text: "f", metrics: [{measure: lit, value: 94, unit: percent}]}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Peer
from peelcheck.checks.measures import Figure, figures
from peelcheck.checks.peers import LEAST_PEERS
from peelcheck.model.counts import number_of

SETTINGS = {
    "least_peers": LEAST_PEERS,
    "limit": 3.5,
    "apart": 0.1,
    "sure": 0.55,
    "slope": 0.03,
    "few": 10,
    "less": 0.05,
    "most": 0.8,
}
WORDS = ("several",)
_NORMAL = 0.6745  # the median absolute deviation of a normal distribution, in standard deviations
_SMALL = {2: 1.196, 3: 1.495, 4: 1.363, 5: 1.206, 6: 1.200, 7: 1.140, 8: 1.129, 9: 1.107}
_SHOWN = 8


def check(context: Context) -> Iterator[Outcome]:
    """Look at every figure among the same figures of bodies with the same grade."""
    groups, refused = figures(context)
    for subject, reason in refused:
        yield NotAssessable(subject, reason)
    for group in groups:
        pooled = counted(context, group)
        values = [f.value for f in pooled]
        for figure in group:
            others = len(pooled) - 1
            if others < context.settings["least_peers"]:
                yield NotAssessable(figure.subject, f"{number_of(others, 'other figure')} of the same grade: too few")
                continue
            score = modified_z(figure.value, values)
            if score is None:
                yield NotAssessable(figure.subject, "more than half of the figures are equal")
            elif abs(score) > context.settings["limit"] and _apart(context, figure.value, values):
                yield _fired(context, figure, [f for f in pooled if f.force != figure.force], score)
            else:
                yield Applied(figure.subject)


def modified_z(value: float, values: list[float]) -> float | None:
    """How far a value lies from the median of all, in robust standard deviations; None where they hardly differ."""
    middle = median(values)
    spread = median(abs(v - middle) for v in values)
    if not spread:
        return None
    size = len(values)
    return _NORMAL * (value - middle) / (spread * _SMALL.get(size, size / (size - 0.8)))


def _apart(context: Context, value: float, values: list[float]) -> bool:
    middle = median(values)
    return abs(value - middle) > float(context.settings["apart"]) * abs(middle)


def counted(context: Context, group: list[Figure]) -> list[Figure]:
    """The figures, equal ones of allied bodies once: they may be one figure for both."""
    kept: list[Figure] = []
    for figure in group:
        same = [k for k in kept if k.value == figure.value]
        if not any({k.force, figure.force} <= set(a.forces) for k in same for a in context.domain.alliances):
            kept.append(figure)
    return kept


def _fired(context: Context, figure: Figure, others: list[Figure], score: float) -> Fired:
    values = [f.value for f in others]
    side = "above" if score > 0 else "below"
    unit = f" {figure.metric.unit.replace('_', ' ')}" if figure.metric.unit else ""
    grade = context.grade(figure.subject.inspection, figure.grade)
    other = figure.metric.comparator
    against = f"The text itself gives {other.value:g} beside it. " if other is not None and other.value is not None else ""
    near = sorted(others, key=lambda f: (abs(f.value - figure.value), f.force))[:_SHOWN]
    sure = context.settings["sure"] + context.settings["slope"] * (abs(score) - context.settings["limit"])
    sure -= context.settings["less"] if len(others) < context.settings["few"] else 0
    return Fired(
        figure.subject,
        f"{context.name(figure.subject.inspection)}, {figure.subject.question}: {figure.title} is {figure.value:g}{unit}, far "
        f"{side} the figures of {number_of(len(others), 'other')} with the same grade, {grade} (median {median(values):g}, from "
        f"{min(values):g} to {max(values):g}; modified z-score {score:.1f}).",
        [context.show(figure.finding, figure.subject.signal)],
        f"{against}Bodies differ in size, place and ways of counting, and a figure seldom decides a grade.",
        round(min(sure, context.settings["most"]), 2),
        peers=[
            Peer(f.force, f.subject.inspection.cycle, f.grade, None, [context.show(f.finding, f.subject.signal)]) for f in near
        ],
        named_peers=False,
    )
