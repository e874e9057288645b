"""A run with a flag of every kind, for the tests of the formats."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from helpers import ROOT, tools

from peelcheck.checks.engine import Flag
from peelcheck.report.base import Report
from peelcheck.run import check, load

FINDINGS = "tests/golden/formats/findings.jsonl"
CODES = ("PC002", "PC008", "PC201", "PC302")  # a few, so that a new check changes no picture
PROVENANCE = {
    "version": "1.2.3",
    "packs": {"coast/lights": "0123456789abcdef"},
    "settings": "fedcba9876543210",
    "documents": {"north light, 2020.txt": "aa11"},
}


@cache
def sample() -> Report:
    """As `check` has it in the repository's folder, with a provenance that no change of the rules moves."""
    before = os.getcwd()
    os.chdir(ROOT)
    try:
        corpus = load([FINDINGS], tools=tools())
        result = check(corpus, tools=tools(), selected=lambda e: e.code in CODES)
    finally:
        os.chdir(before)
    return replace(result.report(), provenance=PROVENANCE)


def flagged(code: str) -> Flag:
    return next(flag for flag in sample().flags if flag.code == code)


def with_flags(change: Callable[[Flag], Flag]) -> Report:
    """The sample, each of its flags changed."""
    known = sample()
    return replace(known, flags=[change(f) for f in known.flags], ignored=[change(f) for f in known.ignored])
