"""The keys of the configuration, as types. `peelcheck/schemas/config.schema.json` is made from them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from peelcheck.report.contract import Severity

FailOn = Literal["error", "warning", "note", "never"]
Share = Annotated[float, Meta(ge=0, le=1)]
Words = list[str]


class Keys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """Data that people write in TOML: keys with hyphens, unknown ones are errors."""


class PathKeys(Keys, frozen=True, kw_only=True):
    """What holds for flags whose first passage comes from some files."""

    select: Annotated[Words, Meta(description="Only these.")] = []
    ignore: Annotated[Words, Meta(description="Not these.")] = []
    severity: Annotated[dict[str, Severity], Meta(description="By code or name of the check.")] = {}
    min_confidence: Annotated[Share | None, Meta(description="Flags below it are withheld.")] = None


class IgnoreKeys(Keys, frozen=True, kw_only=True):
    """Flags that are known to be fair, and why."""

    code: Annotated[str, Meta(description="A code, the beginning of one, or a name.")]
    force: str | None = None
    cycle: str | None = None
    question: str | None = None
    signal: str | None = None
    fingerprint: Annotated[str | None, Meta(description="Of one flag.")] = None
    reason: Annotated[str, Meta(description="Why; required.", min_length=1)]
    until: Annotated[date | None, Meta(description="The last day on which it holds; it never expires if absent.")] = None


class Config(Keys, frozen=True, kw_only=True):
    """The configuration. Paths are relative to its file."""

    paths: Annotated[list[str], Meta(description="What is checked where the command line names nothing.")] = []
    format: Annotated[str, Meta(description="How to print.")] = "rich"
    output: Annotated[list[str], Meta(description="FILE, or FORMAT=FILE.")] = []
    select: Annotated[Words, Meta(description="Only these: codes, beginnings of codes, names, KIND:NAME.")] = []
    ignore: Annotated[Words, Meta(description="Not these.")] = []
    fail_on: Annotated[FailOn, Meta(description="Severity from which the exit code is 1.")] = "warning"
    min_confidence: Annotated[Share, Meta(description="Flags below it are withheld.")] = 0.6
    rules: Annotated[str | None, Meta(description="A rules folder laid over the shipped one.")] = None
    baseline: Annotated[str | None, Meta(description="A file of known flags, which are not shown.")] = None
    labels: Annotated[str | None, Meta(description="The file of labels that `review` writes and `explain` reads.")] = None
    severity: Annotated[dict[str, Severity], Meta(description="By code or name of the check.")] = {}
    settings: Annotated[dict[str, dict[str, float]], Meta(description="By code or name of the check, then by name.")] = {}
    per_paths: Annotated[dict[str, PathKeys], Meta(description="By a pattern of file names.")] = {}
    ignores: Annotated[list[IgnoreKeys], Meta(description="Flags not to show, each with a reason.")] = []


def defaults() -> dict[str, Any]:
    """Every key with the value that it has where nobody says otherwise."""
    plain: dict[str, Any] = msgspec.to_builtins(Config())
    return plain
