"""A finding asks to ignore a code that has nothing to ignore there.

What it flags
    Entries of a finding's `ignore` list that suppressed no flag in this run, or that no longer may: their last day is past.

Why it matters
    Suppressions that outlive their cause hide the next inconsistency.

How it decides
    The engine counts, for each entry, the flags that it suppressed; entries with none are flagged. Entries for codes that
    this run does not know are flagged too. An entry with an `until` that lies before the day of the run ignores nothing: what
    it hid is shown again, and the entry is flagged. A run is told its day; from Python, without one, no entry expires.

When it may be wrong
    In a run over a part of the corpus, the flag that the entry is for may need the rest.

Example
    findings:
      - {kind: statement, question: q1, text: "The lamp is clean.", ignore: [{code: PC999, reason: "settled by letter"}]}
    expect: fires
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject
from peelcheck.evidence.corpus import Inspection


def check(context: Context) -> Iterator[Outcome]:
    """Report the entries that suppressed nothing; the engine tells which did, and which checks ran."""
    used: set[tuple[str, str]] = context.settings.get("used", set())
    left_out: set[str] = context.settings.get("left_out", set())
    count: Counter[tuple[Inspection, str | None, str]] = Counter()
    for finding in context.corpus.findings:
        inspection = Inspection(finding.force, finding.cycle, finding.pillar)
        for entry in finding.ignore:
            count[inspection, finding.question, entry.code] += 1
            number = count[inspection, finding.question, entry.code]
            subject = Subject(inspection, finding.question, ordinal=f"{entry.code}:{number}")
            if entry.expired(context.today):
                yield Fired(
                    subject,
                    f"This entry ignored {entry.code} until {entry.until}, which is past ({entry.reason}). Remove or renew it.",
                    [context.show(finding.id)],
                    "The reason may hold still.",
                    1.0,
                )
                continue
            if (finding.id, entry.code) in used:
                yield Applied(subject)
                continue
            if any(code.startswith(entry.code) for code in left_out):
                yield NotAssessable(subject, "a check that the entry is for was not run")
                continue
            yield Fired(
                subject,
                f"This entry ignores {entry.code}, and there is nothing to ignore ({entry.reason}). Remove it.",
                [context.show(finding.id)],
                "The flag that it is for may need findings that are not part of this run.",
                1.0,
            )
