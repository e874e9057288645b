"""A finding's locator does not match its document.

What it flags
    Verbatim findings whose text does not stand where their locator says, and locators whose hash is not the document's.

Why it matters
    A flag that cannot be traced to its passage cannot be trusted or challenged.

How it decides
    Only where the document itself is part of the run: its hash is compared, then the text at the offsets, white space folded.
    Findings in a coder's own words are checked for the hash and for offsets that lie inside the document.

When it may be wrong
    When the document at hand is another edition of the one that was coded.

Example
    findings:
      - kind: statement
        question: q1
        text: "The lamp is dirty."
        locator: {document: light.txt, lines: [1, 1], chars: [0, 18]}
    documents: {light.txt: "The lamp is clean."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject
from peelcheck.model.counts import number_of
from peelcheck.model.document import Document
from peelcheck.model.finding import Finding
from peelcheck.model.text import fold


def check(context: Context) -> Iterator[Outcome]:
    """Hold locators against documents."""
    for inspection, findings in context.corpus.by_inspection.items():
        wrong: dict[str, list[tuple[Finding, str]]] = {}
        missing: set[str] = set()
        for finding in findings:
            if finding.locator is None:
                continue
            document = context.corpus.documents.get(finding.locator.document)
            if document is None:
                missing.add(finding.locator.document)
            elif problem := _problem(finding, document):
                wrong.setdefault(document.name, []).append((finding, problem))
        for name in sorted(missing):
            yield NotAssessable(Subject(inspection, ordinal=name), "the document is not part of this run")
        for name, found in sorted(wrong.items()):
            first, problem = found[0]
            yield Fired(
                Subject(inspection, ordinal=name),
                f"{number_of(len(found), 'finding does', 'findings do')} not match {name}: {problem} (first: {first.id}).",
                [context.show(f.id) for f, _ in found[:3]],
                "The document at hand may be another edition of the one that was coded.",
                1.0,
            )
        if not missing and not wrong:
            yield Applied(Subject(inspection))


def _problem(finding: Finding, document: Document) -> str | None:
    at = finding.locator
    assert at is not None  # noqa: S101
    if at.sha256 is not None and at.sha256 != document.sha256:
        return "the hash is another document's"
    if at.chars == (0, 0):  # coded by its line only
        return None if at.lines[1] <= len(document.lines.starts) else "the line lies outside the document"
    pieces = at.spans or [at.chars]
    if not all(0 <= a < b <= len(document.text) for a, b in pieces):
        return "the offsets lie outside the document"
    if finding.text_form == "verbatim" and fold(" ".join(document.text[a:b] for a, b in pieces)) != fold(finding.text):
        return "the text at the offsets is another"
    return None
