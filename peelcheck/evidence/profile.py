"""What the evidence says of each signal: the worst and the best level that the inspectorate's text gives it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from peelcheck.evidence.corpus import Inspection
from peelcheck.model.finding import LEVELS, LOW, Level
from peelcheck.signals.observation import Observation

RANK: dict[Level, int] = {level: rank for rank, level in enumerate(LEVELS)}


@dataclass
class SignalEvidence:
    """Evidence on one signal in one inspection."""

    signal: str
    theme: str
    topic: str
    observations: list[Observation] = field(default_factory=list)
    answers: list[Observation] = field(default_factory=list)

    @property
    def low(self) -> Level:
        """The worst level observed."""
        return min((o.level for o in self.observations if o.level), key=RANK.__getitem__)

    @property
    def high(self) -> Level:
        """The best level observed."""
        return max((o.level for o in self.observations if o.level), key=RANK.__getitem__)

    @property
    def observed(self) -> bool:
        """Whether there is any evidence."""
        return bool(self.observations)

    @property
    def weak(self) -> bool:
        """Whether some evidence tells of a weakness."""
        return self.observed and self.low in LOW

    @property
    def mixed(self) -> bool:
        """Whether there is evidence on both sides."""
        return self.weak and self.high not in LOW

    def weaknesses(self) -> list[Observation]:
        """Observations of weakness, the firmest first, then in reading order."""
        found = [o for o in self.observations if o.level in LOW]
        return sorted(found, key=lambda o: (RANK[o.level] if o.level else 0, o.read_by == "cue"))

    def strengths(self) -> list[Observation]:
        """Observations of strength, measured ones first, then the better, then in reading order."""
        found = [o for o in self.observations if o.level not in LOW]
        return sorted(found, key=lambda o: (o.value is None, -RANK[o.level] if o.level else 0))


Profile = dict[str, SignalEvidence]


def profiles(observations: Iterable[Observation]) -> dict[Inspection, Profile]:
    """The evidence of every inspection, by signal; answers stand apart and are never evidence."""
    found: dict[Inspection, Profile] = defaultdict(dict)
    for item in observations:
        if item.role != "answer" and not item.admissible:
            continue
        profile = found[Inspection(item.force, item.cycle, item.pillar)]
        signal = profile.setdefault(item.signal, SignalEvidence(item.signal, item.theme, item.topic))
        (signal.answers if item.role == "answer" else signal.observations).append(item)
    return dict(found)
