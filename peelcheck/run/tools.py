"""Rules, and what is made of them once for a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from peelcheck.checks import settings as checks_settings
from peelcheck.evidence.corpus import Corpus
from peelcheck.extract import Extractor
from peelcheck.model.cache import NO_CACHE, Cache
from peelcheck.model.domain import Domain
from peelcheck.model.rulesdir import RulesDir
from peelcheck.signals.observation import Observation
from peelcheck.signals.packs import Loaded
from peelcheck.signals.packs import load as load_packs
from peelcheck.signals.reader import SignalReader
from peelcheck.signals.remembered import observations

Watch = Callable[[str, int, int], None]


def silent(name: str, done: int, whole: int) -> None:
    """Watch nothing."""


@dataclass
class Tools:
    """Rules, read once; what takes time to make is made when it is first needed."""

    rules: RulesDir
    domain: Domain

    @classmethod
    def of(cls, rules: Path | str | None = None, cache: Cache = NO_CACHE) -> Tools:
        """Read the cycles and inspected bodies of a rules folder laid over the shipped one.

        cache -- what was made of documents, findings and rules before
        """
        folder = RulesDir(Path(rules) if rules is not None else None, cache)
        return cls(folder, Domain.load(folder))

    @cached_property
    def loaded(self) -> Loaded:
        """The packs and the vocabulary."""
        return load_packs(self.rules)

    @cached_property
    def settings(self) -> checks_settings.ChecksData:
        """What the rules set for the checks."""
        return checks_settings.load(self.rules)

    @cached_property
    def extractor(self) -> Extractor:
        """Extracts documents."""
        return Extractor(self.domain, self.rules)

    @cached_property
    def reader(self) -> SignalReader:
        """Reads sentences as signals."""
        return SignalReader(self.rules, self.domain, self.loaded)

    def observations(self, corpus: Corpus) -> list[Observation]:
        """The observations of a corpus, in its order."""
        return observations(corpus.findings, self.rules, lambda: self.reader)
