"""The evidence of an inspection is nowhere worse than another's and better in part, and its grade is lower.

What it flags
    Freshly graded questions whose evidence is, on every signal that two reports of the cycle both speak to, no worse than
    another body's and on some better, while the other has the higher grade.

Why it matters
    Whatever weights inspectors have in mind, better on every count should not be graded lower: this needs no weights at all.

How it decides
    The dominance principle: on every shared signal the worst that one text says stands at or above the best that the other
    says, and above it on some. Held against each other are inspections of one cycle, pillar and question with fresh grades, which
    share at least `shared` signals that hold `share` of the observed weight of either. A signal that fails here and of which
    the other text is silent counts against this one; so does a cause of concern here that the other has not. Wording that
    several reports share is no evidence. Below `least_peers` comparable inspections it is a pair comparison: a note, confidence
    0.65 at most. Over all inspections held against each other the share in no such inconsistency is given, the quality of
    approximation: by question in the message, and for all in the result.

Settings
    shared: signals that two texts must share
    share: part of the observed weight of either that these must hold
    least_peers: comparable inspections below which it is a pair comparison
    pair: highest confidence of a pair comparison
    sure: confidence at the fewest shared signals
    signal: what every further shared signal adds, up to five
    many: what being at odds with two comparable inspections or more adds

When it may be wrong
    Signals of one level can differ in degree, grades rest on more than the text prints, and the other body's grade may be the
    one that does not fit.

Source
    Greco, Matarazzo and Slowinski 2001 (dominance-based rough set approach).

Example
    findings:
      - {force: north, kind: judgment, question: q1, grade: fair, form: label, text: Fair}
      - {force: north, kind: statement, question: q1, text: "a", coded: [{signal: lamp_upkeep, level: sound}]}
      - {force: north, kind: statement, question: q1, text: "b", coded: [{signal: fog_signal, level: sound}]}
      - {force: north, kind: statement, question: q1, text: "c", coded: [{signal: keeper_rota, level: strong}]}
      - {force: south, kind: judgment, question: q1, grade: fine, form: label, text: Fine}
      - {force: south, kind: statement, question: q1, text: "d", coded: [{signal: lamp_upkeep, level: weak}]}
      - {force: south, kind: statement, question: q1, text: "e", coded: [{signal: fog_signal, level: sound}]}
      - {force: south, kind: statement, question: q1, text: "f", coded: [{signal: keeper_rota, level: sound}]}
    expect: fires
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from peelcheck.checks.base import Applied, Approximation, Context, Evidence, Fired, NotAssessable, Outcome, Peer, Subject
from peelcheck.checks.peers import LEAST_PEERS, PAIR, names, sample
from peelcheck.evidence.assessment import Assessment, pack_for
from peelcheck.evidence.corpus import Inspection
from peelcheck.evidence.profile import RANK, Profile

if TYPE_CHECKING:  # it needs numpy, and a page about this check does not
    from peelcheck.evidence.dominance import Dominance, Relation

SETTINGS = {"shared": 6, "share": 0.5, "least_peers": LEAST_PEERS, "pair": PAIR, "sure": 0.55, "signal": 0.02, "many": 0.1}
_REASONS = {
    "unknown": "no declared grade in the findings",
    "carried_over": "the grade was carried over from an earlier inspection",
    "ungraded": "the question is not graded",
}
_SHOWN = 5


@dataclass(frozen=True)
class _Group:
    """The inspections of one question that have a fresh grade, and how they stand to each other."""

    items: list[Assessment]
    profiles: list[Profile]
    relation: Dominance

    @cached_property
    def compared(self) -> set[Inspection]:
        """The inspections that can be held against another."""
        return self._where(self.relation.comparable)

    @cached_property
    def at_odds(self) -> set[Inspection]:
        """Those that stand on either side of an inconsistency."""
        wrong = self.relation.inconsistent()
        return self._where(wrong) | self._where(wrong.T)

    def _where(self, relation: Relation) -> set[Inspection]:
        return {item.inspection for item, row in zip(self.items, relation, strict=True) if row.any()}


def check(context: Context) -> Iterator[Outcome]:
    """Hold every two inspections of a question against each other."""
    groups: dict[tuple[str, str | None, str], list[Assessment]] = defaultdict(list)
    for item in context.assessments:
        scale = context.domain.cycles[item.inspection.cycle].scale
        if item.status != "fresh":
            yield NotAssessable(Subject(item.inspection, item.question), _REASONS[item.status])
        elif scale.rank(item.declared) is None:
            yield NotAssessable(Subject(item.inspection, item.question), "the declared grade is not on the scale of its cycle")
        else:
            groups[item.inspection.cycle, item.inspection.pillar, item.question].append(item)
    compared: set[Inspection] = set()
    at_odds: set[Inspection] = set()
    for key in sorted(groups, key=str):
        group = _held(context, groups[key])
        compared |= group.compared
        at_odds |= group.at_odds
        approximation = Approximation(*key, len(group.compared), len(group.compared - group.at_odds))
        if group.compared:
            yield approximation
        yield from _judged(context, group, approximation)
    if compared:
        yield Approximation(None, None, None, len(compared), len(compared - at_odds))


def _held(context: Context, items: list[Assessment]) -> _Group:
    from peelcheck.evidence.dominance import Dominance, Standing

    pack = pack_for(context.rules.packs.values(), items[0].topic, items[0].inspection.cycle)
    weights = {name: float(signal.weight) for name, signal in pack.signals.items()} if pack else {}
    scale = context.domain.cycles[items[0].inspection.cycle].scale
    profiles = [context.distinct.get(item.inspection, {}) for item in items]
    standings = [
        Standing(scale.rank(item.declared) or 0, profile, bool(item.caps)) for item, profile in zip(items, profiles, strict=True)
    ]
    relation = Dominance(standings, weights, int(context.settings["shared"]), context.settings["share"])
    return _Group(items, profiles, relation)


def _judged(context: Context, group: _Group, approximation: Approximation) -> Iterator[Outcome]:
    wrong = group.relation.inconsistent()
    for row, item in enumerate(group.items):
        subject = Subject(item.inspection, item.question)
        comparable = int(group.relation.comparable[row].sum())
        others = [int(column) for column in wrong[row].nonzero()[0]]
        if not comparable:
            yield NotAssessable(subject, "no inspection of the cycle with a fresh grade shares enough signals")
        elif others:
            yield _fired(context, group, row, others, comparable, approximation)
        else:
            yield Applied(subject)


def _fired(context: Context, group: _Group, row: int, others: list[int], comparable: int, approximation: Approximation) -> Fired:
    item, relation = group.items[row], group.relation
    subject = Subject(item.inspection, item.question)
    pair = comparable < context.settings["least_peers"]
    closest = max(others, key=lambda column: (int(relation.shared[row, column].sum()), -column))
    shared = [name for name, both in zip(relation.names, relation.shared[row, closest], strict=True) if both]
    mine, theirs = group.profiles[row], group.profiles[closest]
    better = sorted((n for n in shared if RANK[mine[n].low] > RANK[theirs[n].high]), key=lambda n: (RANK[theirs[n].high], n))
    beside = names(context, [group.items[column].inspection for column in others])
    grades = " and ".join(dict.fromkeys(context.grade(group.items[c].inspection, group.items[c].declared) for c in others))
    value = context.settings["sure"] + context.settings["signal"] * min(len(shared) - context.settings["shared"], 5)
    value += context.settings["many"] if len(others) > 1 else 0
    message = (
        f"{context.name(item.inspection)}, {item.question}: graded {context.grade(item.inspection, item.declared)}, and {beside} "
        f"{grades}, though the text is nowhere worse on {len(shared)} shared signals and better on {len(better)} "
        f"({', '.join(better[:_SHOWN])}). {approximation.consistent} of {approximation.inspections} inspections of this question "
        f"that can be compared are in no such inconsistency."
    )
    return Fired(
        subject,
        message,
        [*_judgment(context, item), *_best(context, mine, [*better, *(n for n in shared if n not in better)])],
        " ".join([*_against(context, group, row, closest), *([sample(comparable + 1)] if pair else [])]),
        round(min(value, context.settings["pair"] if pair else 0.95), 2),
        peers=[_peer(context, group, row, column) for column in others],
        softened=pair,
        named_peers=pair,
    )


def _judgment(context: Context, item: Assessment) -> list[Evidence]:
    return [context.show(item.judgment.id)] if item.judgment else []


def _best(context: Context, profile: Profile, signals: Iterable[str]) -> list[Evidence]:
    """For each signal the worst that the text says, as that is what had to be no worse."""
    worst = [min(profile[n].observations, key=lambda o: RANK[o.level] if o.level else 0) for n in signals]
    return context.observed(worst, _SHOWN)


def _peer(context: Context, group: _Group, row: int, column: int) -> Peer:
    item, mine, theirs = group.items[column], group.profiles[row], group.profiles[column]
    shared = [n for n, both in zip(group.relation.names, group.relation.shared[row, column], strict=True) if both]
    shared.sort(key=lambda n: RANK[mine[n].low] <= RANK[theirs[n].high])
    highest = [max(theirs[n].observations, key=lambda o: RANK[o.level] if o.level else 0) for n in shared]
    return Peer(
        item.inspection.force,
        item.inspection.cycle,
        item.declared,
        None,
        [*_judgment(context, item), *context.observed(highest, _SHOWN)],
    )


def _against(context: Context, group: _Group, row: int, column: int) -> Iterator[str]:
    """What one text says and the other does not speak to, weak here or strong there; then what holds of any grade."""
    mine, theirs = group.profiles[row], group.profiles[column]
    alone = [n for n in group.relation.names if n in mine and mine[n].weak and not (n in theirs and theirs[n].observed)]
    there = [
        n
        for n in group.relation.names
        if n in theirs and theirs[n].observed and not theirs[n].weak and not (n in mine and mine[n].observed)
    ]
    if alone:
        yield f"The text also calls weak what the other is silent on ({', '.join(alone[:_SHOWN])})."
    if there:
        yield f"The other text has strengths on which this one is silent ({', '.join(there[:_SHOWN])})."
    yield "Grades rest on professional judgment and on evidence that reports do not print; the other grade may be the odd one."
