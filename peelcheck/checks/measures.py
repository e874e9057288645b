"""Figures that may be held against each other: of one measure or signal, one unit, one time, one scope, one grade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from peelcheck.checks.base import Context, Subject
from peelcheck.checks.peers import graded
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.finding import Finding, Metric
from peelcheck.model.patterns import any_of
from peelcheck.model.text import key, normalise

_EXACT = frozenset({None, "about", "only", "just", "exactly"})
Definition = tuple[str | None, ...]


@dataclass(frozen=True)
class Figure:
    """One figure of one inspection, with the grade of its question."""

    subject: Subject
    title: str
    grade: str
    finding: str
    metric: Metric
    value: float

    @property
    def force(self) -> str:
        """The body that it is about."""
        return self.subject.inspection.force


def figures(context: Context) -> tuple[list[list[Figure]], list[tuple[Subject, str]]]:
    """Figures grouped by what makes them comparable, one an inspection; and those that cannot be compared, with why."""
    found: dict[tuple[Inspection, Definition], list[Figure | tuple[Subject, str]]] = defaultdict(list)
    for inspection, findings in context.corpus.by_inspection.items():
        for finding in findings:
            for definition, figure in _read(context, inspection, finding):
                found[inspection, definition].append(figure)
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    refused: list[tuple[Subject, str]] = []
    for (inspection, definition), items in found.items():
        usable = [item for item in items if isinstance(item, Figure)]
        if not usable:
            refused += [item for item in items[:1] if not isinstance(item, Figure)]
        elif len({item.value for item in usable}) > 1:
            refused.append((usable[0].subject, "two values are printed for the figure"))
        else:
            groups[inspection.cycle, inspection.pillar, usable[0].grade, definition].append(usable[0])
    return [sorted(group, key=lambda f: f.subject.inspection.order) for group in groups.values()], refused


def _read(
    context: Context, inspection: Inspection, finding: Finding
) -> Iterator[tuple[Definition, Figure | tuple[Subject, str]]]:
    """The figures of a finding by definition, or why one cannot be used."""
    if finding.voice != "inspectorate" or finding.kind not in ("metric", "statement"):
        return
    held = [o for o in context.readings.get(finding.id, []) if o.role == "evidence"]
    if any(o.assertion != "present" for o in held):
        return
    for metric in finding.metrics:
        if metric.value is None or metric.qualifier not in _EXACT or metric.scope in context.domain.comparator_names:
            continue
        signals = [o.signal for o in held if o.read_by == "measured" and o.value == metric.value]
        if metric.measure:
            yield _figure(context, inspection, finding, metric, None)
        else:
            for signal in signals:
                units = [rule.unit for rule in context.rules.signals()[signal][1].metrics if not rule.relative]
                if units.count(metric.unit or "") == 1:
                    yield _figure(context, inspection, finding, metric, signal)


def _figure(
    context: Context, inspection: Inspection, finding: Finding, metric: Metric, signal: str | None
) -> tuple[Definition, Figure | tuple[Subject, str]]:
    topic = context.rules.signals()[signal][0].applies_to.topic if signal else None
    question = context.question_of(inspection, topic) if topic else finding.question
    definition = (question, signal or metric.measure, metric.unit, metric.period, metric.scope, metric.direction)
    name = "/".join(str(part) for part in definition[2 if signal else 1 :] if part)
    subject = Subject(inspection, question, signal, name)
    judgment = graded(context, inspection, question)
    if judgment is None:
        return definition, (subject, "no declared grade in the findings")
    if judgment[0].carried_over_from:
        return definition, (subject, "the grade was carried over from an earlier inspection")
    if _of_several(context, inspection, finding):
        return definition, (subject, "the figure is of several bodies at once")
    title = f"“{context.title(signal)}”" if signal else f"“{(metric.measure or '').replace('_', ' ')}”"
    return definition, Figure(subject, title, str(judgment[0].grade), finding.id, metric, float(metric.value or 0))


def _of_several(context: Context, inspection: Inspection, finding: Finding) -> bool:
    """Whether the text speaks of several bodies, or it or the scope of its figures names one that this one is allied with."""
    if any_of(context.words["several"])(normalise(finding.text).text):
        return True
    text = f" {key(' '.join([finding.text, *(m.scope or '' for m in finding.metrics)]))} "
    for alliance in context.domain.alliances:
        if inspection.force in alliance.forces:
            others = [
                n for n, force in context.domain.force_names.items() if force in alliance.forces and force != inspection.force
            ]
            if any(f" {key(name)} " in text for name in [alliance.name, *others]):
                return True
    return False
