"""What several tests use: the invented reports, how to extract them, how to quote a text briefly."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from peelcheck.extract import Extraction, Extractor
from peelcheck.model.document import Document
from peelcheck.run import Tools

TESTS = Path(__file__).parent
REPORTS = TESTS / "reports"
SHARED = TESTS.parents[1] / "shared"


@cache
def extractor() -> Extractor:
    tools = Tools.of(TESTS / "rules")
    return Extractor(tools.domain, tools.rules)


def extract(text: str, name: str = "report.txt") -> Extraction:
    return extractor().extract(Document.of(text, name))


def short(text: str) -> str:
    words = text.split()
    return text if len(words) <= 8 else " ".join([*words[:4], "...", *words[-3:]])
