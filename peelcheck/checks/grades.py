"""What the two checks of a declared grade against its evidence share."""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject
from peelcheck.evidence.assessment import Assessment, Assessor, cap_of, pack_for, seed_of
from peelcheck.evidence.profile import RANK

_REASONS = {
    "unknown": "no declared grade in the findings",
    "carried_over": "the grade was carried over from an earlier inspection",
    "ungraded": "the question is not graded",
}
_SHOWN = 6


def misfits(context: Context, above: bool) -> Iterator[Outcome]:
    """Declared grades that lie above (or below) what the evidence supports."""
    for item in context.assessments:
        subject = Subject(item.inspection, item.question)
        if item.status != "fresh":
            yield NotAssessable(subject, _REASONS[item.status])
        elif item.coverage < context.settings["coverage"]:
            yield NotAssessable(subject, f"coverage is {item.coverage:.2f}, below {context.settings['coverage']}")
        else:
            yield _judge(context, subject, item, above)


def _judge(context: Context, subject: Subject, item: Assessment, above: bool) -> Outcome:
    scale = context.domain.cycles[item.inspection.cycle].scale
    rank = scale.rank(item.declared)
    if rank is None or item.declared is None:
        return NotAssessable(subject, "the declared grade is not on the scale of its cycle")
    share = item.acceptability[item.declared]
    lower = sum(item.acceptability[g.id] for g in scale.grades[:rank])
    higher = 1 - share - lower
    if share >= context.settings["acceptability"] or (lower < higher) == above:
        return Applied(subject)
    wrong_way = [s for s in item.signals.values() if (s.weak if above else not s.weak)]
    pack = context.rules.packs
    weights = {name: signal.weight for p in pack.values() for name, signal in p.signals.items()}
    wrong_way.sort(key=lambda s: (RANK[s.low] if above else -RANK[s.high], -weights[s.signal]))
    shown = [o for s in wrong_way for o in (s.weaknesses() if above else s.strengths())[:1]][:_SHOWN]
    judgment = [context.show(item.judgment.id)] if item.judgment else []
    label = context.grade(item.inspection, item.declared)
    side = "higher" if above else "lower"
    message = (
        f"{context.name(item.inspection)}, {item.question}: {label} is {side} than the text supports; "
        f"{share:.0%} of draws accept it, most sort the evidence as {context.grade(item.inspection, item.supported)} "
        f"(coverage {item.coverage:.2f}).{_change(context, item, above)}"
    )
    return Fired(
        subject,
        message,
        [*judgment, *context.observed(shown)],
        _counterargument(context, item, above),
        round(min(0.9, 0.55 + 0.3 * (item.coverage - 0.4) + (0.1 if share < 0.02 else 0)), 2),
    )


def _change(context: Context, item: Assessment, above: bool) -> str:
    cycle = context.domain.cycles[item.inspection.cycle]
    pack = pack_for(context.rules.packs.values(), item.topic, cycle.cycle)
    if pack is None or item.declared is None:
        return ""
    cap, _ = cap_of(cycle, context.corpus.by_inspection[item.inspection], item.question)
    seed = seed_of(item.inspection, item.question)
    changes = Assessor(pack, cycle).smallest_change(
        item.signals, seed, cap, item.declared, above, context.settings["acceptability"]
    )
    if not changes:
        return " No change of three signals or fewer would make it fit."
    listed = ", ".join(f"{name} at {level}" for name, level in changes)
    return f" It would fit with {listed}."


def _counterargument(context: Context, item: Assessment, above: bool) -> str:
    other = [s for s in item.signals.values() if (not s.weak if above else s.weak)]
    named = ", ".join(sorted(s.signal for s in other)[:4])
    side = "sound" if above else "weak"
    lead = f"The text also calls {len(other)} signals {side} ({named}). " if other else ""
    return (
        lead + "Grades rest on professional judgment and on evidence that the report does not print; pack weights are proposals."
    )
