"""What the checks of answers across years share: which answers of two inspections are about the same thing."""

from __future__ import annotations

from typing import NamedTuple

from peelcheck.checks.base import Context
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.finding import Finding
from peelcheck.model.text import key

_LEAST_WORDS = 4  # content words that an answer needs for its wording to say anything


class Shared(NamedTuple):
    """What two answers share, the closest first."""

    signals: tuple[str, ...]  # of the later answer: exact ones, or those whose theme is shared
    exact: bool
    alike: float  # likeness of the wording, 0 to 100


def signals_of(context: Context) -> dict[str, list[str]]:
    """The signals that each answer is about."""
    found: dict[str, list[str]] = {}
    for item in context.observations:
        if item.role == "answer" and item.signal not in found.setdefault(item.finding, []):
            found[item.finding].append(item.signal)
    return {answer: sorted(names) for answer, names in found.items()}


def numbered(context: Context, inspection: Inspection) -> list[tuple[int, Finding]]:
    """The answers of an inspection with their number; recommendations under a cause of concern count by themselves."""
    return list(enumerate(context.corpus.answers(inspection), 1))


def shared(context: Context, about: dict[str, list[str]], later: Finding, earlier: Finding) -> Shared:
    """What a later answer shares with an earlier one."""
    packs = context.rules.signals()
    here, there = about.get(later.id, []), about.get(earlier.id, [])
    exact = tuple(s for s in here if s in there)
    themes = {packs[s][1].theme for s in there}
    return Shared(exact or tuple(s for s in here if packs[s][1].theme in themes), bool(exact), _alike(context, later, earlier))


def _alike(context: Context, one: Finding, other: Finding) -> float:
    if one.text_form != "verbatim" or other.text_form != "verbatim":
        return 0.0  # a coder's own words say nothing of the wording
    from rapidfuzz import fuzz

    texts = [" ".join(w for w in key(f.text).split() if w not in context.stop_words) for f in (one, other)]
    if min(len(text.split()) for text in texts) < _LEAST_WORDS:
        return 0.0
    return float(fuzz.token_sort_ratio(*texts))
