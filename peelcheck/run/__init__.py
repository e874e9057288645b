"""The whole way from paths to a result, for the command line and for Python."""

from __future__ import annotations

from peelcheck.evidence.corpus import Corpus
from peelcheck.model.finding import Source
from peelcheck.run.checking import assessments, calibration, check, reasoning
from peelcheck.run.loading import extractions, load
from peelcheck.run.result import Result
from peelcheck.run.tools import Tools, Watch

__all__ = [
    "Corpus",
    "Result",
    "Source",
    "Tools",
    "Watch",
    "assessments",
    "calibration",
    "check",
    "extractions",
    "load",
    "reasoning",
]
