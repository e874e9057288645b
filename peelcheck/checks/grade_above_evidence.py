"""A declared grade is better than the evidence supports.

What it flags
    Freshly graded questions of which fewer than one draw in ten sort the evidence into the declared grade or a better one.

Why it matters
    It is the plainest question that a reader can ask of a report: does this grade fit what the text says?

How it decides
    MR-Sort with caps over the signals of the question's pack, resampled (see `peelcheck explain assessment`; `peelcheck assess`
    shows it for one grade). Worse evidence can therefore never take the flag back. A grade above what a cause of concern allows
    is for PC103: here the signals alone are asked. Not assessable below a coverage of 0.4, without a declared grade, when the
    grade was carried over, and where the question is ungraded.
    Confidence is that of the signals that speak against the grade, by their weight; it rises with coverage and where next to no
    draw agrees, and falls where the grade was read from a sentence (see `peelcheck explain confidence`).

Settings
    coverage: least share of the pack's weight that must be observed
    acceptability: share of draws below which the declared grade does not fit

When it may be wrong
    Grades rest on inspectors' professional judgment and on evidence that reports do not print. Pack weights and levels are
    proposals; the flag names the smallest change of evidence that would make the grade fit, so that a reader can weigh it.

Source
    Leroy, Mousseau and Pirlot 2011 (MR-Sort); Lahdelma and Salminen 2001 (SMAA-2).

Example
    findings:
      - {kind: judgment, question: q1, grade: fine, form: label, text: "Fine"}
      - {kind: statement, question: q1, text: "a", coded: [{signal: lamp_upkeep, level: failing}]}
      - {kind: statement, question: q1, text: "b", coded: [{signal: fog_signal, level: weak}]}
      - {kind: statement, question: q1, text: "c", coded: [{signal: keeper_rota, level: weak}]}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Context, Outcome
from peelcheck.checks.grades import misfits

SETTINGS = {"coverage": 0.4, "acceptability": 0.1}


def check(context: Context) -> Iterator[Outcome]:
    """Compare each declared grade with what the evidence supports, from above."""
    return misfits(context, above=True)
