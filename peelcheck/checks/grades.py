"""What the two checks of a declared grade against its evidence share."""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject, quote
from peelcheck.checks.strength import of_grade, read_by_rule, reading, softened
from peelcheck.evidence.assessment import Assessment, Assessor, cap_of, pack_for, seed_of
from peelcheck.evidence.corpus import Inspection
from peelcheck.evidence.profile import RANK, SignalEvidence
from peelcheck.model.counts import number_of
from peelcheck.signals.observation import Observation

REASONS = {
    "unknown": "no declared grade in the findings",
    "carried_over": "the grade was carried over from an earlier inspection",
    "ungraded": "the question is not graded",
}
_SHOWN = 6
_NAMED = 3
_THIN = 0.6  # coverage below which silence is an argument


def misfits(context: Context, above: bool) -> Iterator[Outcome]:
    """Declared grades that lie above (or below) what the evidence supports."""
    for item in context.assessments:
        subject = Subject(item.inspection, item.question)
        if item.status != "fresh":
            yield NotAssessable(subject, REASONS[item.status])
        elif item.coverage < context.settings["coverage"]:
            yield NotAssessable(subject, f"coverage is {item.coverage:.2f}, below {context.settings['coverage']}")
        else:
            yield _judge(context, subject, item, above)


def accepted(item: Assessment, grade: str, above: bool) -> float:
    """The share of draws that sort the evidence into a grade or a better one (a worse one where not `above`).

    Not the share that accepts the grade itself: worse evidence could raise that, and so take back a flag that a grade is too
    high; this it only lowers. A grade that is too high for a cause of concern is the matter of PC103: from above the signals
    alone are asked.
    """
    shares = item.uncapped if above else item.acceptability
    grades = list(shares)
    rank = grades.index(grade)
    return sum(shares[name] for name in (grades[rank:] if above else grades[: rank + 1]))


def _judge(context: Context, subject: Subject, item: Assessment, above: bool) -> Outcome:
    if item.declared not in item.acceptability:
        return NotAssessable(subject, "the declared grade is not on the scale of its cycle")
    share = accepted(item, item.declared, above)
    if share >= context.settings["acceptability"]:
        return Applied(subject)
    weights = {name: signal.weight for name, (_, signal) in context.rules.signals().items()}
    wrong_way = [s for s in item.signals.values() if (s.weak if above else not s.weak)]
    wrong_way.sort(key=lambda s: (RANK[s.low] if above else -RANK[s.high], -weights[s.signal]))
    found = [(s, s.weaknesses() if above else s.strengths()) for s in wrong_way]
    shown = [o for _, items in found for o in items[:1]][:_SHOWN]
    judgment = [context.show(item.judgment.id)] if item.judgment else []
    label = context.grade(item.inspection, item.declared)
    message = (
        f"{context.name(item.inspection)}, {item.question}: {label} is {'higher' if above else 'lower'} than the text supports; "
        f"{item.acceptability[item.declared]:.0%} of draws accept it, most sort the evidence as "
        f"{context.grade(item.inspection, item.supported)} (coverage {item.coverage:.2f}).{_change(context, item)}"
    )
    readings = [(weights[s.signal], reading(context, items)) for s, items in found]
    return Fired(
        subject,
        message,
        [*judgment, *context.observed(shown)],
        _counterargument(context, item, above, shown),
        of_grade(item, readings, context.settings["coverage"], share),
    )


def _change(context: Context, item: Assessment) -> str:
    cycle = context.domain.cycles[item.inspection.cycle]
    pack = pack_for(context.rules.packs.values(), item.topic, cycle.cycle)
    if pack is None or item.declared is None:
        return ""
    cap, _ = cap_of(cycle, context.corpus.by_inspection[item.inspection], item.question)
    changes = Assessor(pack, cycle).smallest_change(
        item.signals, seed_of(item.inspection, item.question), cap, item.declared, context.settings["acceptability"]
    )
    if not changes:
        return " No change of three signals or fewer would make it fit."
    said = (f"{name} at {level}{'' if name in item.signals else ' (the text is silent on it)'}" for name, level in changes)
    return f" It would fit with {', '.join(said)}."


def _counterargument(context: Context, item: Assessment, above: bool, shown: list[Observation]) -> str:
    arguments = [
        _narrative(context, item),
        _answers(context, item, above),
        _other_side(context, item, above),
        softened(context, shown) if above else None,
        _elsewhere(context, item, shown),
        _history(context, item),
        _silence(item),
        read_by_rule(shown, "All this"),
        "Grades rest on professional judgment and on evidence that the report does not print.",
    ]
    return " ".join(argument for argument in arguments if argument)


def _narrative(context: Context, item: Assessment) -> str | None:
    if item.judgment is None or item.form == "label":
        return None
    return f"The grade was read from a sentence ({context.where(item.judgment.id)}), not from a label: it may be another's."


def _answers(context: Context, item: Assessment, above: bool) -> str | None:
    """What the report asks of the body: it explains a low grade, and shows that a weakness was seen."""
    if not above:
        found = [a for a in context.corpus.answers(item.inspection) if a.question == item.question]
        where = ", ".join(context.where(a.id) for a in found[:_NAMED])
        count = number_of(len(found), "answer")
        return f"The question has {count} ({where}), which may carry the grade." if found else None
    asked = {s.signal: context.answers_about(item.inspection, s.signal) for s in item.signals.values() if s.weak}
    seen = [name for name, answers in asked.items() if answers]
    if not seen:
        return None
    first = context.where(asked[seen[0]][0].id)
    if len(asked) == 1:
        return f"The one weak signal has an answer ({seen[0]}: {first}): it was seen and weighed."
    have, they = ("has", "it was") if len(seen) == 1 else ("have", "they were")
    return f"{len(seen)} of the {len(asked)} weak signals {have} an answer ({seen[0]}: {first}): {they} seen and weighed."


def _other_side(context: Context, item: Assessment, above: bool) -> str | None:
    weights = {name: signal.weight for name, (_, signal) in context.rules.signals().items()}
    other: list[SignalEvidence] = [s for s in item.signals.values() if (not s.weak if above else s.weak)]
    if not other:
        return None
    heaviest = min(other, key=lambda s: (-weights[s.signal], s.signal))
    first = (heaviest.strengths() if above else heaviest.weaknesses())[0]
    text = quote(context.corpus.by_id[first.finding].text, 110)
    side = "sound" if above else "weak"
    count = number_of(len(other), "signal")
    return f"The text also calls {count} {side}, {heaviest.signal} above all ({context.where(first.finding)}): “{text}”"


def _elsewhere(context: Context, item: Assessment, shown: list[Observation]) -> str | None:
    """Evidence that stands under another question may have been weighed there."""
    found = [o for o in shown if o.question not in (item.question, None)]
    if not found:
        return None
    where = ", ".join(context.where(o.finding) for o in found[:_NAMED])
    return f"Of the passages shown, {len(found)} from under another question ({where}) may count there."


def _history(context: Context, item: Assessment) -> str | None:
    """What the same text says of the past, where that may weigh in the grade."""
    past = [
        o
        for o in context.observations
        if o.assertion == "historical"
        and o.role == "evidence"
        and o.topic == item.topic
        and o.voice == "inspectorate"
        and Inspection(o.force, o.cycle, o.pillar) == item.inspection
    ]
    if not past:
        return None
    where = ", ".join(dict.fromkeys(context.where(o.finding) for o in past[:_NAMED]))
    return f"The text also looks back ({where}): the grade may honour a change, which levels of today do not show."


def _silence(item: Assessment) -> str | None:
    if item.coverage >= _THIN:
        return None
    return f"The text is silent on {1 - item.coverage:.0%} of the weight of the pack."
