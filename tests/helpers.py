"""What tests of the rules and checks share: an invented domain of lighthouses, and findings in short form."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from peelcheck.checks import entry
from peelcheck.checks import settings as checks_settings
from peelcheck.checks.engine import Flag
from peelcheck.checks.settings import CheckExample
from peelcheck.cli.examples import corpus_of
from peelcheck.evidence.corpus import Corpus
from peelcheck.extract import Extraction, Extractor
from peelcheck.model.document import Document
from peelcheck.run import Result, Tools, check
from peelcheck.signals.reader import SignalReader

ROOT = Path(__file__).parents[1]
SHARED = (ROOT / "../shared").resolve()
LIGHTHOUSE = ROOT / "tests" / "lighthouse"
REPORTS = ROOT / "tests" / "reports"

Record = dict[str, Any]


@cache
def tools() -> Tools:
    return Tools.of(LIGHTHOUSE)


@cache
def reader(shipped: bool = False) -> SignalReader:
    return SignalReader(Tools.of().rules if shipped else tools().rules)


@cache
def defaults() -> checks_settings.Defaults:
    return checks_settings.load(tools().rules).examples_in


def said(signal: str, level: str, text: str | None = None, **more: Any) -> Record:
    """A statement that is coded, on q1 of north."""
    assertion = more.pop("assertion", "present")
    code = {"signal": signal, "level": level, "assertion": assertion}
    return {"kind": "statement", "question": "q1", "text": text or f"{signal} {level}.", "coded": [code], **more}


def told(text: str, **more: Any) -> Record:
    """A statement that nobody coded."""
    return {"kind": "statement", "question": "q1", "text": text, **more}


def asked(signal: str | None = None, text: str = "Do better.", **more: Any) -> Record:
    """An answer, coded as being about a signal or left to its words."""
    coded = [{"signal": signal}] if signal else []
    return {"kind": "area_for_improvement", "question": "q1", "text": text, "coded": coded, **more}


def graded(grade: str, **more: Any) -> Record:
    return {"kind": "judgment", "question": "q1", "grade": grade, "form": "label", "text": grade.title(), **more}


def corpus(*records: Record, documents: dict[str, str] | None = None) -> Corpus:
    example = CheckExample(findings=list(records), documents=documents or {}, expect="fires")
    return corpus_of(example, defaults())


def run(*records: Record, codes: str | None = None, min_confidence: float = 0.0) -> Result:
    """Check findings; `codes` are the checks to run, with blanks, all of them by default."""
    wanted = {known.code for code in codes.split() if (known := entry(code))} if codes else None
    found = corpus(*records)
    return check(found, tools=tools(), min_confidence=min_confidence, selected=lambda e: wanted is None or e.code in wanted)


def fired(result: Result, code: str) -> list[Flag]:
    return [flag for flag in result.flag_list if flag.code == code]


def one(result: Result, code: str) -> Flag:
    flags = fired(result, code)
    assert len(flags) == 1, [flag.message for flag in flags]
    return flags[0]


@cache
def extractor() -> Extractor:
    """Knows the invented forces of tests/rules, which the invented reports are about."""
    known = Tools.of(ROOT / "tests" / "rules")
    return Extractor(known.domain, known.rules)


def extract(text: str, name: str = "report.txt") -> Extraction:
    return extractor().extract(Document.of(text, name))


def short(text: str) -> str:
    """A text of more than eight words as its first four and last three."""
    words = text.split()
    return text if len(words) <= 8 else " ".join([*words[:4], "...", *words[-3:]])
