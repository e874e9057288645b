"""How much a flag can carry: confidence from things that can be said, and the strongest arguments against it.

One formula serves the checks that hold evidence against something. It starts from how the evidence was read: 0.62 by a figure,
0.57 by a person, 0.52 by the wording (the best of several), so that one mild statement alone is withheld. It adds

    0.10  where more than one finding says so
    0.10  where the evidence stands at the worst, or at the best, level
    0.05  where it is repeated and one of the findings is an overview
    0.10  where enough peers bear it out (PC302)
    0.30  for each whole of coverage above the least, where a grade is held against its evidence
    0.10  where next to no draw accepts that grade

and takes off

    0.20  where the text also says the opposite of the same signal
    0.10  where the grade was read from a sentence, not from a label

and adds or takes off 0.10 for each circumstance that a check names on its manual page. It stays between
0.05 and 0.95. A comparison of fewer than five inspections has a ceiling of its own (PC302).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from peelcheck.checks.base import Context, quote
from peelcheck.evidence.assessment import Assessment
from peelcheck.evidence.corpus import Inspection
from peelcheck.evidence.profile import SignalEvidence
from peelcheck.model.finding import LOW
from peelcheck.signals.observation import Observation, ReadBy

_READ_BY: dict[ReadBy, float] = {"coded": 0.57, "measured": 0.62, "cue": 0.52}  # alone, one weak statement is withheld
_LEAST, _MOST = 0.05, 0.95
STEP = 0.1
_OVERVIEW = 0.05
_MIXED = 0.2
_COVERED = 0.3
_HARDLY = 0.02  # share of draws that is next to none


def reading(context: Context, found: Collection[Observation]) -> float:
    """Confidence that the text says what these observations read in it: how they were read, how often, how prominently."""
    value = max((_READ_BY[o.read_by] for o in found), default=_READ_BY["cue"])
    findings = {o.finding for o in found}
    if len(findings) > 1:
        value += STEP
        value += _OVERVIEW if any(context.corpus.by_id[f].summary for f in findings) else 0
    return value


def read_by(how: ReadBy) -> float:
    """What one statement is worth, by how it was read."""
    return _READ_BY[how]


def confidence(context: Context, evidence: SignalEvidence) -> float:
    """Confidence that a weakness stands in the text."""
    value = reading(context, evidence.weaknesses())
    value += STEP if evidence.low == "failing" else 0
    return bounded(value - (_MIXED if evidence.mixed else 0))


def of_grade(item: Assessment, readings: Iterable[tuple[int, float]], least: float, share: float) -> float:
    """Confidence that a grade does not fit: how the evidence against it was read, how much there is, how few draws accept it.

    readings -- weight and confidence of each signal that speaks against the grade
    least -- coverage from which grades are held against evidence
    share -- of draws that accept the grade
    """
    listed = list(readings)
    weight = sum(w for w, _ in listed)
    value = sum(w * c for w, c in listed) / weight if weight else _READ_BY["cue"]
    value += _COVERED * (item.coverage - least) + (STEP if share < _HARDLY else 0)
    return bounded(value - (STEP if item.form != "label" else 0))


def bounded(value: float) -> float:
    """A confidence within its bounds, with two digits."""
    return round(min(max(value, _LEAST), _MOST), 2)


def softened(context: Context, found: Iterable[Observation]) -> str | None:
    """Where a passage softens what it says, as an argument; None where none does."""
    for item in found:
        finding = context.corpus.by_id[item.finding]
        softening = context.mitigates(finding.text)
        if softening:
            return f"The passage softens what it says (“{softening.group(0)}”, {context.where(item.finding)})."
    return None


def read_by_rule(found: Iterable[Observation], what: str = "The weakness") -> str | None:
    """That no person has read it, as an argument; None where one has."""
    if all(o.read_by == "cue" for o in found):
        return f"{what} was read from the wording by a rule, not coded by a person: read the passage."
    return None


def mild(context: Context, inspection: Inspection, evidence: SignalEvidence) -> bool:
    """Whether passages soften what they say, all but one at least, and tell of no failing; or work on it is planned."""
    texts = {o.finding: context.corpus.by_id[o.finding].text for o in evidence.weaknesses()}
    softer = sum(bool(context.mitigates(text)) for text in texts.values())
    slight = softer and len(texts) - softer <= 1 and evidence.low != "failing"
    return bool(slight) or bool(_planned(context, inspection, evidence))


def _planned(context: Context, inspection: Inspection, evidence: SignalEvidence) -> list[Observation]:
    said = context.said_of.get((inspection, evidence.signal), [])
    return [o for o in said if o.assertion == "planned" and o.level not in LOW and o.voice == "inspectorate"]


def against(context: Context, inspection: Inspection, evidence: SignalEvidence) -> list[str]:
    """Arguments against a flag about a weakness, the strongest first, drawn from the corpus."""
    arguments: list[str | None] = []
    for item in evidence.strengths()[:1]:
        text = quote(context.corpus.by_id[item.finding].text)
        arguments.append(f"The same report also says ({context.where(item.finding)}): “{text}”")
    arguments.append(softened(context, evidence.weaknesses()))
    planned = _planned(context, inspection, evidence)
    if planned:
        text = quote(context.corpus.by_id[planned[0].finding].text, 100)
        arguments.append(f"Work on it is planned ({context.where(planned[0].finding)}): “{text}”")
    arguments.append(read_by_rule(evidence.weaknesses()))
    return [argument for argument in arguments if argument]
