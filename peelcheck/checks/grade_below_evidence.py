"""A declared grade is worse than the evidence supports.

What it flags
    Freshly graded questions of which fewer than one draw in ten sort the evidence into the declared grade or a worse one.

Why it matters
    A body that is graded below what the text says of it has a case to make, and a reader should see it.

How it decides
    As PC101, from the other side: better evidence can never take the flag back. A cause of concern on the question caps the
    grade, so it cannot fire against one.

Settings
    coverage: least share of the pack's weight that must be observed
    acceptability: share of draws below which the declared grade does not fit

When it may be wrong
    As PC101; and a single grave weakness may rightly outweigh much praise where no cap in the pack says so.

Source
    Leroy, Mousseau and Pirlot 2011 (MR-Sort); Lahdelma and Salminen 2001 (SMAA-2).

Example
    findings:
      - {kind: judgment, question: q1, grade: poor, form: label, text: "Poor"}
      - {kind: statement, question: q1, text: "a", coded: [{signal: lamp_upkeep, level: strong}]}
      - {kind: statement, question: q1, text: "b", coded: [{signal: fog_signal, level: sound}]}
      - {kind: statement, question: q1, text: "c", coded: [{signal: keeper_rota, level: strong}]}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Context, Outcome
from peelcheck.checks.grades import misfits

SETTINGS = {"coverage": 0.4, "acceptability": 0.1}


def check(context: Context) -> Iterator[Outcome]:
    """Compare each declared grade with what the evidence supports, from below."""
    return misfits(context, above=False)
