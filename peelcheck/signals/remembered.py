"""Observation that remembers: what was read of the sentences of a document before comes from the cache.

What a sentence says depends on its own finding and on the sentence before it in its paragraph, so on nothing outside its
document: findings that stand together in one document are read together, and a change to one document leaves the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

import msgspec

from peelcheck.model.finding import Finding
from peelcheck.model.rulesdir import CHECKS, RulesDir
from peelcheck.signals.observation import Observation
from peelcheck.signals.reader import SignalReader


def observations(findings: Iterable[Finding], rules: RulesDir, reader: Callable[[], SignalReader]) -> list[Observation]:
    """Observations of findings, in their order.

    reader -- gives the reader, which is made only if it is needed
    """
    if rules.cache.folder is None:
        return list(reader().observations(findings))
    found: list[Observation] = []
    bearing = rules.digest(but=CHECKS)
    for _, group in groupby(findings, key=lambda f: f.locator.document if f.locator else None):
        together = list(group)
        key = rules.cache.key("observations", bearing, msgspec.msgpack.encode([_read_of(f) for f in together]))
        kept = rules.cache.get(key, list[Observation])
        if kept is None:
            kept = list(reader().observations(together))
            rules.keep(key, kept)
        found += kept
    return found


def _read_of(finding: Finding) -> Finding:
    """A finding without what reading it does not look at: the link to an answer of another document, and ignores."""
    if finding.quotes is None and not finding.ignore:
        return finding
    return msgspec.structs.replace(finding, quotes=None, ignore=[])
