"""What the checks of an answer against its evidence share."""

from __future__ import annotations

from collections.abc import Iterable

from peelcheck.checks.base import Context
from peelcheck.evidence.corpus import Inspection
from peelcheck.evidence.profile import SignalEvidence
from peelcheck.model.finding import LOW, Finding


def signals_of(context: Context) -> dict[str, list[str]]:
    """For each answer, by id, the signals that it is about."""
    found: dict[str, list[str]] = {}
    for item in context.observations:
        if item.role == "answer":
            found.setdefault(item.finding, []).append(item.signal)
    return found


def praise(context: Context, inspection: Inspection, answer: Finding, about: Iterable[str]) -> list[SignalEvidence]:
    """Evidence on what an answer is about, where all of it is praise; empty where the text is silent on a part, or blames one.

    An answer that tells the weakness itself is not praised: its words are the report's, too.
    """
    profile = context.profiles.get(inspection, {})
    names = list(dict.fromkeys(about))
    found = [profile[name] for name in names if name in profile and profile[name].observed]
    themes = {evidence.theme for evidence in found}
    if len(found) < len(names) or any(s.weak for s in profile.values() if s.theme in themes):
        return []
    told = {r.signal for r in context.read(" ".join([answer.text, *answer.parts])) if r.level in LOW}
    return [] if told & set(names) else found
