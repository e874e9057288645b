"""Two passages of one report say the opposite of the same thing, both without qualification.

What it flags
    Signals that the inspectorate calls sound in one passage and weak in another, where neither takes anything back: an overview
    against the chapter that it sums up, words of conformity against words of falling short, a figure against the statement that
    there is none, general praise against a weakness that is measured.

Why it matters
    A reader who trusts one passage is misled by the other, and nobody can tell on which of them the grade rests.

How it decides
    Only what the inspectorate says of the body now. A passage counts where the finding says one thing of the signal, no word
    limits it (`limits` in checks.yaml: some, most, in one area), none softens it, and none puts it in time (`times`: since,
    now, still): a report that weighs one side against the other, or tells of a change, contradicts nothing. The passages must
    stand `apart` in one document: what follows closely is one account. Where both name the thing, they must name the same one:
    profiles of communities and profiles of problems are two. Then one of these must hold:
    conformity (`conforms`) against falling short (`short`); a figure against its absence (`unknown`); an overview whose
    evidence is all on one side against a chapter whose evidence is all on the other; praise of the whole (`whole`) against a
    weakness that a figure shows, which makes a note. Without regard to signals, an overview that claims and its chapter that
    denies that one named standard (`standards`) is kept, which makes a note too.
    Confidence is that of the side which is read less surely. It rises where the passages name the same thing, and falls where
    one statement is all that the chapter says of it; where they do not name the same thing, the flag is a note.

Settings
    apart: statements that must lie between two passages of one document

When it may be wrong
    Signals are wider than sentences: the passages may be about two parts of one thing.

Example
    findings:
      - {kind: statement, question: q1, text: "The lamp is clean.", summary: true, coded: [{signal: lamp_upkeep, level: sound}]}
      - {kind: statement, question: q1, text: "The lamp is dirty.", coded: [{signal: lamp_upkeep, level: weak}]}
      - {kind: statement, question: q1, text: "No lamp is lit.", coded: [{signal: lamp_upkeep, level: failing}]}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from peelcheck.checks.base import Applied, Context, Fired, Outcome, Subject, quote
from peelcheck.checks.conformity import Words, standards
from peelcheck.checks.strength import STEP, bounded, read_by_rule, reading
from peelcheck.checks.things import different
from peelcheck.evidence.profile import SignalEvidence
from peelcheck.model.finding import LOW
from peelcheck.model.patterns import any_of
from peelcheck.signals.observation import Observation

SETTINGS = {"apart": 10}
WORDS = ("limits", "times", "openings", "conforms", "short", "standards", "unknown", "whole")

_PRAISED_ABOVE = "sound in the overview and weak below it"
_BLAMED_ABOVE = "weak in the overview and sound below it"


class _Clash(NamedTuple):
    """Passages that cannot both hold, and in which way."""

    praise: list[Observation]
    blame: list[Observation]
    what: str
    firm: bool


def check(context: Context) -> Iterator[Outcome]:
    """Look for passages that contradict each other."""
    words = {name: any_of(context.words[name]) for name in WORDS}
    places = {finding.id: number for number, finding in enumerate(context.corpus.findings)}
    for inspection, profile in context.profiles.items():
        for signal, evidence in profile.items():
            if not evidence.mixed:
                continue
            subject = Subject(inspection, context.question_of(inspection, evidence.topic), signal)
            clash = _clash(context, words, places, evidence)
            yield _fired(context, subject, evidence, clash) if clash else Applied(subject)
    yield from standards(context, words)


def _clash(context: Context, words: Words, places: dict[str, int], evidence: SignalEvidence) -> _Clash | None:
    by_id = context.corpus.by_id
    plain = [o for o in evidence.observations if _unqualified(context, words, o, evidence)]
    praise = [o for o in plain if not o.low]
    blame = [o for o in plain if o.low]

    def says(item: Observation, name: str) -> bool:
        return bool(words[name](by_id[item.finding].text))

    def pairs(better: Callable[[Observation], bool], worse: Callable[[Observation], bool]) -> _Clash | None:
        some, others = [o for o in praise if better(o)], [o for o in blame if worse(o)]
        met = [(a, b) for a in some for b in others if _apart(context, places, a, b)]
        if not met:
            return None
        return _Clash(list(dict.fromkeys(a for a, _ in met)), list(dict.fromkeys(b for _, b in met)), "", True)

    overview = [o for o in evidence.observations if by_id[o.finding].summary]
    chapter = [o for o in evidence.observations if not by_id[o.finding].summary]
    found: list[tuple[str, bool, _Clash | None]] = [
        ("to conform and to fall short", True, pairs(lambda a: says(a, "conforms"), lambda b: says(b, "short"))),
        ("to have a figure and to have none", True, pairs(lambda a: _measured(context, a), lambda b: says(b, "unknown"))),
    ]
    if overview and chapter and not any(o.low for o in overview) and all(o.low for o in chapter):
        found.append((_PRAISED_ABOVE, True, pairs(lambda a: a in overview, lambda b: b in chapter)))
    if overview and chapter and all(o.low for o in overview) and not any(o.low for o in chapter):
        found.append((_BLAMED_ABOVE, True, pairs(lambda a: a in chapter, lambda b: b in overview)))
    found.append(
        (
            "sound as a whole and weak by a figure",
            False,
            pairs(lambda a: says(a, "whole"), lambda b: _measured(context, b)),
        )
    )
    return next((clash._replace(what=what, firm=firm) for what, firm, clash in found if clash), None)


def _unqualified(context: Context, words: Words, item: Observation, evidence: SignalEvidence) -> bool:
    """Whether the inspectorate says this and nothing else of the signal in that finding, and takes nothing back."""
    finding = context.corpus.by_id[item.finding]
    sides = {(o.level in LOW) for o in evidence.observations if o.finding == item.finding}
    if item.voice != "inspectorate" or len(sides) > 1 or any(metric.scope for metric in finding.metrics):
        return False
    return not any(found(finding.text) for found in (context.mitigates, words["limits"], words["times"]))


def _measured(context: Context, item: Observation) -> bool:
    """Whether a figure shows it: one that was read as such, a share, or one that is held against another; not any count."""
    metrics = context.corpus.by_id[item.finding].metrics
    return item.value is not None or any(m.value is not None and (m.unit == "percent" or m.comparator) for m in metrics)


def _apart(context: Context, places: dict[str, int], one: Observation, other: Observation) -> bool:
    """Whether two passages stand far enough from each other, or in different documents, and may be about the same thing."""
    first, second = (context.corpus.by_id[o.finding] for o in (one, other))
    close = abs(places[first.id] - places[second.id]) <= context.settings["apart"]
    if close and first.locator and second.locator and first.locator.document == second.locator.document:
        return False
    return different(context, one.signal, first.text, second.text) is not True


def _alone(context: Context, evidence: SignalEvidence, clash: _Clash) -> bool:
    """Whether an overview is held against a chapter that has one statement on the matter: the pack may have missed the rest."""
    chapter = {o.finding for o in evidence.observations if not context.corpus.by_id[o.finding].summary}
    return clash.what in (_PRAISED_ABOVE, _BLAMED_ABOVE) and len(chapter) == 1


def _fired(context: Context, subject: Subject, evidence: SignalEvidence, clash: _Clash) -> Fired:
    same = any(
        different(context, evidence.signal, *(context.corpus.by_id[o.finding].text for o in (a, b))) is False
        for a in clash.praise
        for b in clash.blame
    )
    value = min(reading(context, clash.praise), reading(context, clash.blame)) + STEP * (same - _alone(context, evidence, clash))
    places = [", ".join(dict.fromkeys(context.where(o.finding) for o in side[:3])) for side in (clash.praise, clash.blame)]
    between = [o for o in evidence.observations if o not in clash.praise and o not in clash.blame]
    text = quote(context.corpus.by_id[between[0].finding].text, 110) if between else ""
    asked = context.answers_about(subject.inspection, evidence.signal)
    arguments = [
        f"The report says more of it ({context.where(between[0].finding)}): “{text}”" if between else None,
        "" if same else "The passages do not both name the thing: one may be about another part of it.",
        f"An answer is about it ({context.where(asked[0].id)}): the weakness was weighed." if asked else None,
        read_by_rule([*clash.praise, *clash.blame], "One side or both"),
        "The passages may be about two parts of one thing.",
    ]
    return Fired(
        subject,
        f"{context.name(subject.inspection)}: the text calls “{context.title(evidence.signal)}” {clash.what}, without "
        f"qualification on either side ({places[0]}; {places[1]}).",
        context.observed([*clash.praise[:3], *clash.blame[:3]]),
        " ".join(argument for argument in arguments if argument),
        bounded(value),
        softened=not (clash.firm and same),
    )
