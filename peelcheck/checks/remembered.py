"""Checking that remembers: assessments and flags of the same findings under the same rules come from the cache.

Checks compare everything with everything, so one changed finding has all of them run again; what was extracted and observed
of the other documents is still known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from peelcheck.checks import entry
from peelcheck.checks.base import Approximation, Subject
from peelcheck.checks.engine import Flag, Ran
from peelcheck.checks.settings import ChecksData
from peelcheck.evidence.assessment import Assessment
from peelcheck.evidence.corpus import Corpus
from peelcheck.model.rulesdir import RulesDir


class Checked(NamedTuple):
    """What came of a corpus, before anyone asks which flags to show."""

    assessments: list[Assessment]
    flags: list[Flag]
    ran: list[Ran]


class _Ran(Struct, frozen=True):
    """What a check did, as a cache keeps it."""

    code: str
    applied: int
    fired: int
    not_assessable: list[tuple[Subject, str]]
    held: list[Subject]
    approximations: tuple[Approximation, ...]


class _Kept(Struct, frozen=True):
    assessments: list[Assessment]
    flags: list[Flag]
    ran: list[_Ran]


def checked(corpus: Corpus, rules: RulesDir, data: ChecksData, asked: list[Any], make: Callable[[], Checked]) -> Checked:
    """Assessments, flags and what each check did, made if they are not known.

    data -- settings in force
    asked -- what else decides what the checks do, as plain data
    """
    if rules.cache.folder is None:
        return make()
    key = rules.cache.key("checked", rules.digest(), *map(msgspec.msgpack.encode, _bearing(corpus, data, asked)))
    kept = rules.cache.get(key, _Kept)
    if kept is not None:
        return Checked(kept.assessments, kept.flags, [_opened(ran) for ran in kept.ran])
    made = make()
    rules.keep(key, _Kept(made.assessments, made.flags, [_closed(ran) for ran in made.ran]))
    return made


def _bearing(corpus: Corpus, data: ChecksData, asked: list[Any]) -> list[Any]:
    """Everything that a check may look at."""
    documents = [(name, item.sha256, item.text) for name, item in sorted(corpus.documents.items())]
    return [corpus.findings, sorted(corpus.sources.items()), documents, corpus.skipped, data, asked]


def _closed(ran: Ran) -> _Ran:
    return _Ran(ran.entry.code, ran.applied, ran.fired, ran.not_assessable, ran.held, ran.approximations)


def _opened(kept: _Ran) -> Ran:
    known = entry(kept.code)
    assert known is not None  # noqa: S101
    return Ran(known, kept.applied, kept.fired, kept.not_assessable, kept.held, kept.approximations)
