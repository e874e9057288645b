"""How much a weakness can carry: confidence from things that can be said, and the strongest argument against it."""

from __future__ import annotations

from peelcheck.checks.base import Context, quote
from peelcheck.evidence.corpus import Inspection
from peelcheck.evidence.profile import SignalEvidence
from peelcheck.model.finding import LOW

_READ_BY = {"coded": 0.57, "measured": 0.62, "cue": 0.52}  # alone, one weak statement is withheld
_MOST = 0.95


def confidence(context: Context, evidence: SignalEvidence) -> float:
    """Confidence that a weakness stands in the text: how it was read, how often, how firmly, how much speaks against it."""
    found = evidence.weaknesses()
    value = max(_READ_BY[o.read_by] for o in found)
    findings = {o.finding for o in found}
    if len(findings) > 1:
        value += 0.1
    if evidence.low == "failing":
        value += 0.1
    if len(findings) > 1 and any(context.corpus.by_id[f].summary for f in findings):
        value += 0.05
    if evidence.mixed:
        value -= 0.2
    return round(min(max(value, 0.05), _MOST), 2)


def against(context: Context, inspection: Inspection, evidence: SignalEvidence) -> list[str]:
    """Arguments against a flag about a weakness, the strongest first, drawn from the corpus."""
    arguments: list[str] = []
    for item in evidence.strengths()[:1]:
        text = quote(context.corpus.by_id[item.finding].text)
        arguments.append(f"The same report also says ({context.where(item.finding)}): “{text}”")
    for item in evidence.weaknesses():
        finding = context.corpus.by_id[item.finding]
        softening = context.mitigates(finding.text)
        if softening:
            arguments.append(f"The passage softens what it says (“{softening.group(0)}”, {context.where(item.finding)}).")
            break
    denied = [
        o for o in context.said_of.get((inspection, evidence.signal), []) if o.assertion == "planned" and o.level not in LOW
    ]
    if denied:
        arguments.append(f"Work on it is planned ({context.where(denied[0].finding)}).")
    if all(o.read_by == "cue" for o in evidence.weaknesses()):
        arguments.append("The weakness was read from the wording by a rule, not coded by a person: read the passage.")
    return arguments
