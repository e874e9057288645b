"""Evidence that tells one body from another: what stands word for word in the reports of several is left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from peelcheck.evidence.corpus import Corpus, Inspection
from peelcheck.evidence.profile import Profile, SignalEvidence
from peelcheck.model.domain import Domain
from peelcheck.model.text import key

SAME = 90.0  # similarity, of 100, from which two sentences are one wording
LEAST_WORDS = 8  # shorter sentences may agree by chance


def distinct_profiles(corpus: Corpus, domain: Domain, profiles: dict[Inspection, Profile]) -> dict[Inspection, Profile]:
    """The evidence of every inspection without the sentences that another body's report of the cycle has too."""
    shared = boilerplate(corpus, domain, profiles)
    if not shared:
        return profiles
    found: dict[Inspection, Profile] = {}
    for inspection, profile in profiles.items():
        found[inspection] = {
            name: SignalEvidence(
                known.signal,
                known.theme,
                known.topic,
                [o for o in known.observations if o.finding not in shared],
                known.answers,
            )
            for name, known in profile.items()
        }
    return found


def boilerplate(corpus: Corpus, domain: Domain, profiles: dict[Inspection, Profile]) -> frozenset[str]:
    """Ids of findings whose wording, names of bodies aside, stands in the reports of two bodies or more of one cycle.

    Only sentences read as the same signal are held against each other, and only those in a document's own words.
    """
    sentences: dict[tuple[str, str], dict[str, dict[str, set[str]]]] = defaultdict(dict)
    for inspection, profile in profiles.items():
        for signal, known in profile.items():
            for item in known.observations:
                finding = corpus.by_id[item.finding]
                words = _nameless(finding.text, _names(frozenset(domain.force_names))) if finding.text_form == "verbatim" else ""
                if len(words.split()) >= LEAST_WORDS:
                    at = sentences[inspection.cycle, signal].setdefault(words, {})
                    at.setdefault(inspection.force, set()).add(finding.id)
    return frozenset(i for group in sentences.values() for i in _repeated(group))


def _repeated(group: dict[str, dict[str, set[str]]]) -> Iterable[str]:
    """The ids of sentences that two bodies share, exactly or nearly."""
    by_force = list(group.values())
    alike = {at for at, forces in enumerate(by_force) if len(forces) > 1}
    if len({force for forces in by_force for force in forces}) > 1:
        import numpy as np
        from rapidfuzz import fuzz, process

        texts = list(group)
        scores = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=SAME, dtype=np.uint8)
        for one, other in zip(*np.nonzero(np.triu(scores, 1)), strict=True):
            if len({*by_force[one], *by_force[other]}) > 1:
                alike |= {int(one), int(other)}
    return (i for at in alike for ids in by_force[at].values() for i in ids)


@lru_cache(maxsize=8)
def _names(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(map(key, names), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def _nameless(text: str, names: re.Pattern[str]) -> str:
    return names.sub("*", key(text))
