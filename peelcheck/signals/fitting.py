"""Whether words judge a subject, and at which level a figure stands."""

from __future__ import annotations

from peelcheck.model.finding import LEVELS, LOW, Level, Metric
from peelcheck.signals.assertion import Holding
from peelcheck.signals.packs import MetricRule, Term
from peelcheck.signals.trace import Reason, Span

TAKEN_OVER: Span = (0, 0)  # the place of a subject that stands in the sentence before


def fit(term: Term, span: Span, places: list[Span], holding: Holding, clause: int) -> tuple[Span, Reason | None]:
    """The first place of a subject that a term judges, and None; or the last place, and why it does not."""
    misfit: Reason | None = None
    for place in places:
        misfit = _misfit(term, span, place, holding, clause)
        if misfit is None:
            return place, None
    return places[-1], misfit


def _misfit(term: Term, span: Span, place: Span, holding: Holding, clause: int) -> Reason | None:
    """Why a term does not judge a subject; None where it stands on the right side, near enough, in the term's clause."""
    if place == TAKEN_OVER:
        return None if clause == 0 else "clause"
    if holding.clause(place[0]) != clause:
        joined = term.level in LOW and holding.joined.get(clause) == holding.clause(
            place[0]
        )  # praise there is mostly of other things
        return None if joined else "clause"
    if place[0] == span[0] <= span[1] <= place[1] or place[0] <= span[0] <= span[1] == place[1]:
        return "name"  # the words belong to the name of the subject
    if place[0] < span[1] and span[0] < place[1]:
        return None
    after = place[0] >= span[1]
    if (term.subject == "after" and not after) or (term.subject == "before" and after):
        return "side"
    gap = place[0] - span[1] if after else span[0] - place[1]
    return None if gap <= term.reach else "reach"


def level_of(rule: MetricRule, metric: Metric) -> Level | None:
    """The level at which a figure stands by a rule; None for another unit, and where no condition holds."""
    if metric.unit != rule.unit or metric.value is None:
        return None
    value = metric.value
    if rule.relative:
        if metric.comparator is None or not metric.comparator.value:
            return None
        value /= metric.comparator.value
    for level in LEVELS:
        condition = rule.levels.get(level)
        if condition and _holds(condition, value):
            return level
    return None


def _holds(condition: str, value: float) -> bool:
    sign, _, number = condition.partition(" ")
    limit = float(number)
    return {"<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit}[sign]
