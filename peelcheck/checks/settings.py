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
    examples: list[CheckExample] = []


class Defaults(Strict, frozen=True, kw_only=True):
    """What examples leave out."""

    force: str
    cycle: str
    pillar: str | None = None


class ChecksData(Strict, frozen=True, kw_only=True):
    """The file."""

    examples_in: Annotated[Defaults, Meta(description="Where the findings of examples stand unless they say otherwise.")]
    directives: list[str]
    advice: list[str]
    not_directives: list[str]
    stop_words: list[str]
    mitigation: list[str]
    checks: dict[str, CheckSettings]


def load(rules: RulesDir) -> ChecksData:
    """Read checks.yaml. Raises InputError for unknown codes and settings, and for patterns that RE2 refuses."""
    data, marked = checked.load(rules.file("checks.yaml"), ChecksData)
    for code, own in data.checks.items():
        known = entry(code)
        if known is None:
            raise marked.error(("checks", code), f"unknown code {code!r}", suggest(code, [e.code for e in REGISTRY]))
        defaults = getattr(known.load(), "SETTINGS", {})
        for name in own.settings:
            if name not in defaults:
                raise marked.error(
                    ("checks", code, "settings", name),
                    f"{code} has no setting {name!r}",
                    suggest(name, sorted(defaults)) if defaults else "It has none.",
                )
    for group in ("directives", "advice", "not_directives", "mitigation"):
        for index, pattern in enumerate(getattr(data, group)):
            try:
                compiled(pattern)
            except PatternError as error:
                raise marked.error((group, index), str(error), "Write it in RE2 syntax.") from None
    return data
