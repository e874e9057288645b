"""Settings of the checks, and the words that they look for: the typed form of rules/checks.yaml."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

from peelcheck.checks import REGISTRY, entry
from peelcheck.checks.base import Severity
from peelcheck.model import checked
from peelcheck.model.errors import suggest
from peelcheck.model.finding import Strict
from peelcheck.model.patterns import PatternError, compiled
from peelcheck.model.rulesdir import RulesDir
from peelcheck.model.yamls import Marked, Step

Expected = Literal["fires", "holds", "not_assessable"]


class CheckExample(Strict, frozen=True, kw_only=True):
    """Findings in short form, and what the check must say of them."""

    findings: list[dict[str, Any]]
    documents: Annotated[dict[str, str], Meta(description="Texts of documents, by name.")] = {}
    expect: Expected


class CheckSettings(Strict, frozen=True, kw_only=True):
    """Settings of one check."""

    severity: Severity | None = None
    settings: dict[str, float] = {}
    words: Annotated[
        dict[str, list[str]], Meta(description="The patterns that it looks for, by the names that its module gives.")
    ] = {}
    examples: list[CheckExample] = []


class Defaults(Strict, frozen=True, kw_only=True):
    """What examples leave out."""

    force: str
    cycle: str
    pillar: str | None = None


class ChecksData(Strict, frozen=True, kw_only=True):
    """The file."""

    examples_in: Annotated[Defaults, Meta(description="Where the findings of examples stand unless they say otherwise.")]
    stop_words: Annotated[list[str], Meta(description="Words too common to say what an answer is about.")]
    mitigation: Annotated[list[str], Meta(description="Patterns that soften a weakness in the passage that tells of it.")]
    named_numbers: Annotated[list[str], Meta(description="Patterns of numbers that name something and count nothing.")] = []
    checks: dict[str, CheckSettings]


def load(rules: RulesDir) -> ChecksData:
    """Read checks.yaml. Raises InputError for unknown codes and settings, and for patterns that RE2 refuses."""
    return rules.made(rules.cache.key("checks", rules.digest()), ChecksData, lambda: _load(rules))


def _load(rules: RulesDir) -> ChecksData:
    data, marked = checked.load(rules.file("checks.yaml"), ChecksData)
    for code, own in data.checks.items():
        known = entry(code)
        if known is None:
            raise marked.error(("checks", code), f"unknown code {code!r}", suggest(code, [e.code for e in REGISTRY]))
        module = known.load()
        for kind, given in (("settings", own.settings), ("words", own.words)):
            known_names = sorted(getattr(module, kind.upper(), ()))
            for name in given:
                if name not in known_names:
                    remedy = suggest(name, known_names) if known_names else "It has none."
                    raise marked.error(("checks", code, kind, name), f"{code} has no {kind} {name!r}", remedy)
        for name, patterns in own.words.items():
            _must_compile(marked, ("checks", code, "words", name), patterns)
    for e in REGISTRY:
        given = data.checks[e.code].words if e.code in data.checks else {}
        for name in getattr(e.load(), "WORDS", ()):
            if name not in given:
                raise marked.error(
                    ("checks",), f"{e.code} needs words {name!r}", f"Give a list under checks: {e.code}: words: {name}:."
                )
    for name in ("mitigation", "named_numbers"):
        _must_compile(marked, (name,), getattr(data, name))
    return data


def in_force(data: ChecksData, code: str) -> dict[str, float]:
    """The settings of a check: its own, or what the rules say instead. Raises KeyError for an unknown code."""
    known = entry(code)
    if known is None:
        raise KeyError(code)
    return {**getattr(known.load(), "SETTINGS", {}), **data.checks.get(code, CheckSettings()).settings}


def _must_compile(marked: Marked, base: tuple[Step, ...], patterns: list[str]) -> None:
    for index, pattern in enumerate(patterns):
        try:
            compiled(pattern)
        except PatternError as error:
            raise marked.error((*base, index), str(error), "Write it in RE2 syntax.") from None
