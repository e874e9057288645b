"""A finding asks to ignore a code that has nothing to ignore there.

What it flags
    Entries of a finding's `ignore` list that suppressed no flag in this run.

Why it matters
    Suppressions that outlive their cause hide the next inconsistency.

How it decides
    The engine counts, for each entry, the flags that it suppressed; entries with none are flagged. Entries for codes that
    this run does not know are flagged too.

When it may be wrong
    In a run over a part of the corpus, the flag that the entry is for may need the rest.

Example
    findings:
      - {kind: statement, question: q1, text: "The lamp is clean.", ignore: [{code: PC201, reason: "settled by letter"}]}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Context, Fired, Outcome, Subject
from peelcheck.evidence.corpus import Inspection


def check(context: Context) -> Iterator[Outcome]:
    """Report the entries that suppressed nothing; the engine tells which did."""
    used: set[tuple[str, str]] = context.settings.get("used", set())
    for finding in context.corpus.findings:
        for entry in finding.ignore:
            if (finding.id, entry.code) in used:
                continue
            yield Fired(
                Subject(
                    Inspection(finding.force, finding.cycle, finding.pillar),
                    finding.question,
                    ordinal=f"{finding.id}:{entry.code}",
                ),
                f"This entry ignores {entry.code}, and there is nothing to ignore ({entry.reason}). Remove it.",
                [context.show(finding.id)],
                "The flag that it is for may need findings that are not part of this run.",
                1.0,
            )
