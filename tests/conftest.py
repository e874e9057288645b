from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from peelcheck.model.domain import Domain
from peelcheck.model.rulesdir import RulesDir
from peelcheck.signals.packs import Loaded
from peelcheck.signals.reader import SignalReader

TESTS = Path(__file__).parent
sys.path.insert(0, str(TESTS))  # `helpers` for every test


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the cache of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEELCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _packs_are_read_once() -> Iterator[None]:
    """Reading the packs takes half a second: runs with the same rules of the repository share a reader, which keeps no state."""
    known: dict[tuple[Path, ...], SignalReader] = {}

    def reader(rules: RulesDir, domain: Domain, loaded: Loaded) -> SignalReader:
        roots = tuple(root.resolve() for root in rules.roots)
        if not all(root.is_relative_to(TESTS.parent) for root in roots):
            return SignalReader(rules, domain, loaded)
        return known.setdefault(roots, known.get(roots) or SignalReader(rules, domain, loaded))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("peelcheck.run.tools.SignalReader", reader)
        yield
