"""The published form of a run: what `json`, `jsonl` and `csv` hold. Keys may be added, none taken away or changed.

`peelcheck/schemas/run.schema.json` is made from these types.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

VERSION = "peelcheck/1"
Severity = Literal["error", "warning", "note"]
Range = tuple[int, int] | None


class Evidence(Struct, kw_only=True, omit_defaults=True):
    """One passage that a flag shows."""

    finding: Annotated[str, Meta(description="Id of the finding.")]
    document: Annotated[str | None, Meta(description="Base name of the document.")]
    lines: Annotated[Range, Meta(description="First and last line, 1-based, inclusive.")]
    chars: Annotated[Range, Meta(description="Offsets into the text, 0-based, end-exclusive.")]
    text: str
    signal: Annotated[str | None, Meta(description="The signal that the passage was read as.")]
    level: Annotated[str | None, Meta(description="What it says of the signal.")]
    source: Annotated[
        str | None, Meta(description="FILE:LINE that it was read from; only where it has no place in a document.")
    ] = None


class Peer(Struct, kw_only=True):
    """Another inspection that a flag compares with."""

    force: str
    cycle: str
    grade: str | None
    answered: bool | None
    evidence: list[Evidence]


class Flag(Struct, kw_only=True):
    """One result of a check."""

    code: str
    name: str
    severity: Severity
    confidence: Annotated[float, Meta(ge=0, le=1, description="How surely the text says so.")]
    force: str
    cycle: str
    pillar: str | None
    question: str | None
    signal: str | None
    message: str
    evidence: list[Evidence]
    peers: list[Peer]
    counterargument: Annotated[str, Meta(description="The best case against the flag.")]
    primary: Annotated[bool, Meta(description="False where another flag about the same fact stands for it.")]
    related: Annotated[list[str], Meta(description="Fingerprints of the other flags about the same fact.")]
    fingerprint: Annotated[str, Meta(description="Identity: the same while the flag is about the same subject.")]


class Ignored(Flag, kw_only=True):
    """A flag that a finding or the configuration asks to ignore."""

    reason: str


class SignalSeen(Struct, kw_only=True):
    """What the evidence says of one signal."""

    low: str
    high: str
    findings: list[str]


class Assessment(Struct, kw_only=True):
    """The declared grade of a question beside the grades that the evidence supports."""

    force: str
    cycle: str
    pillar: str | None
    question: str
    topic: str
    declared: str | None
    form: str | None
    status: Annotated[str, Meta(description="fresh, carried_over, ungraded or unknown.")]
    acceptability: Annotated[dict[str, float], Meta(description="Share of draws that accept each grade.")]
    coverage: Annotated[float, Meta(description="Share of the pack's weight that was observed.")]
    caps: Annotated[list[str], Meta(description="Findings or signals that cap the grade.")]
    signals: dict[str, SignalSeen]


class NotAssessable(Struct, kw_only=True):
    """What a check could not be applied to, and why."""

    subject: str
    reason: str


class Check(Struct, kw_only=True):
    """What one check did."""

    code: str
    name: str
    applied: Annotated[int, Meta(description="Subjects that it was applied to, those that fired among them.")]
    fired: Annotated[int, Meta(description="Flags before any was withheld or ignored.")]
    not_assessable: list[NotAssessable]


class Read(Struct, kw_only=True):
    """How much was read."""

    documents: int
    inspections: int
    forces: int
    findings: int
    observations: int


class Skipped(Struct, kw_only=True):
    """A file that was not read."""

    path: str
    reason: str


class Approximation(Struct, kw_only=True):
    """How well grades follow evidence, between the inspections that could be held against each other."""

    cycle: str | None
    pillar: str | None
    question: Annotated[str | None, Meta(description="None for all questions together.")]
    inspections: int
    consistent: Annotated[int, Meta(description="Those in no inconsistency.")]
    quality: Annotated[float, Meta(ge=0, le=1, description="Their share.")]


class Tool(Struct, kw_only=True):
    """What made the result."""

    name: str
    version: str


class Provenance(Struct, kw_only=True):
    """What the result depends on."""

    version: str
    packs: Annotated[
        dict[str, str], Meta(description="Beginning of the SHA-256 of each rule pack; PACK+FILE is a file that extends it.")
    ]
    settings: Annotated[str, Meta(description="Beginning of the SHA-256 of the settings.")]
    documents: Annotated[dict[str, str], Meta(description="SHA-256 of each document, by base name.")]


class Summary(Struct, kw_only=True):
    """Flags by severity, one a fact, and what is not shown."""

    error: int
    warning: int
    note: int
    withheld: Annotated[int, Meta(description="Less sure than asked for.")]
    ignored: int
    baselined: int


class Baselined(Struct, kw_only=True):
    """A flag that a baseline holds."""

    fingerprint: str
    code: str
    inspection: str
    about: str


class Baseline(Struct, kw_only=True):
    """What a baseline says beyond the number of flags that it hides."""

    changed: Annotated[list[Baselined], Meta(description="Hidden, and their evidence is no longer what it was.")]
    fixed: Annotated[list[Baselined], Meta(description="In the baseline, and fired no more.")]


class Header(Struct, kw_only=True):
    """The first line of `jsonl`: all but the flags, which follow, one a line."""

    schema: Literal["peelcheck/1"]
    tool: Tool
    corpus: Read
    assessments: list[Assessment]
    checks: list[Check]
    approximation: list[Approximation]
    provenance: Provenance
    summary: Summary
    ignored: list[Ignored]
    skipped: list[Skipped]
    baseline: Annotated[Baseline | msgspec.UnsetType, Meta(description="Only in a run with a baseline.")] = msgspec.UNSET
    remarks: Annotated[
        list[str] | msgspec.UnsetType, Meta(description="What is idle or expired in the configuration; absent if nothing is.")
    ] = msgspec.UNSET


class Run(Header, kw_only=True):
    """The object of `json`."""

    flags: list[Flag]


class Row(Struct, kw_only=True):
    """A row of `csv`, in the order of its columns.

    Cells are text. One that begins with = + - @ ' a tab or the like has a ' before it, so that no spreadsheet reads it as
    a formula: take one ' away from a cell that begins with it. UTF-8 with a byte order mark.
    """

    code: str
    name: str
    severity: str
    confidence: str
    force: str
    cycle: str
    pillar: str
    question: str
    signal: str
    message: str
    counterargument: str
    primary: Annotated[str, Meta(description="true or false; a fact has one primary flag.")]
    related: Annotated[str, Meta(description="Fingerprints, with blanks.")]
    fingerprint: str
    document: Annotated[str, Meta(description="Document of the first passage.")]
    first_line: str
    last_line: str
    sha256: Annotated[str, Meta(description="Of that document.")]
    source: Annotated[str, Meta(description="File that the first passage was read from, and its line.")]
    evidence: Annotated[str, Meta(description="Passages, one a line: place, [level], text.")]
    peers: Annotated[str, Meta(description="Inspections compared with, each followed by its passages.")]
    run_version: str
    run_packs: Annotated[str, Meta(description="name=hash, with blanks.")]
    run_settings: str
    run_documents: Annotated[str, Meta(description="Beginning of the SHA-256 of all documents' names and hashes.")]
    run_withheld: Annotated[str, Meta(description="How many flags of the run are withheld.")]
    run_ignored: str


def schema() -> dict[str, Any]:
    """The JSON Schema of a run; `$defs` holds the lines of `jsonl` (Header, Flag) and the columns of `csv` (Row)."""
    _, parts = msgspec.json.schema_components([Run, Header, Flag, Row], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A run of peelcheck ({VERSION})",
        "$ref": "#/$defs/Run",
        "$defs": parts,
    }
