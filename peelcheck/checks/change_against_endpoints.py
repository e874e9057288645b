"""A change and the two figures that it leads from and to do not agree.

What it flags
    "Rose from 50 to 40", "fell by 20 percent, from 100 to 60", "doubled from 40 to 60".

Why it matters
    A change is what readers remember of two figures, and a wrong one turns progress into decline.

How it decides
    Both ends must be printed. Which is the earlier one is said by "from ... to", "compared with", by years and months, or by
    words as "previous" and "now"; where none tells, a change is wrong only if it is so either way round. The direction must be
    that of the words, and the size, where it is said, that of the figures: percent of the first figure, percentage points
    between percentages (a percentage between percentages may be either), or a plain difference. Rounding is allowed for at each
    of the figures. "Doubled" and its like allow `factor`. "Improved" and "worsened" are read only where the words say whether
    more of the thing is `wanted` or `unwanted`. Changes in real terms and figures of other bodies are left alone.

Settings
    factor: how far a stated factor may be from that of the figures, as a share

When it may be wrong
    When the two figures are not the ends of the change that the words tell of.

Source
    Nuijten et al. 2016 (statcheck).

Example
    findings:
      - {kind: statement, question: q1, text: "The number of wrecks fell from 40 to 50."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Context, Outcome
from peelcheck.checks.changes import Change, changes
from peelcheck.checks.comparator_against_figures import Factor, factor_verdict
from peelcheck.checks.moments import moves
from peelcheck.checks.scene import same_thing
from peelcheck.checks.sums import Claim, Verdict, passages, report, shown, spread, verdict
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.figures import Range
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import any_of

SETTINGS = {"factor": 0.15}
WORDS = ("wanted", "unwanted")


def check(context: Context) -> Iterator[Outcome]:
    """Recompute every change of which both ends are printed."""
    wanted, unwanted = any_of(context.words["wanted"]), any_of(context.words["unwanted"])

    elsewhere = context.domain.comparators  # a figure of another body is no end of a change

    def better(text: str) -> int:
        return bool(wanted(text)) - bool(unwanted(text))

    def claims(inspection: Inspection, findings: list[Finding]) -> Iterator[Claim]:
        read: set[str] = set()
        for passage in passages(context, findings):
            if passage.second and {f.id for f in passage.findings} & read:
                continue
            told = list(changes(passage.masked.measured, better, same_thing))
            if not told and not passage.second and not elsewhere(passage.masked.plain):
                told = list(moves(passage.masked.measured, better, same_thing))
            for change in told:
                read |= {f.id for f in passage.findings}
                ends = f"from {shown(change.start.value)} to {shown(change.end.value)}"
                said = " ".join(part for part in (change.words, change.by.printed if change.by else "") if part)
                judged, why = _judge(change, context.settings["factor"])
                yield Claim(
                    passage.findings,
                    judged,
                    f"the text says “{said}”, {ends} {why}",
                    0.9 - 0.1 * bool(passage.second),
                    "The two figures may not be the ends of the change that the words tell of.",
                )

    yield from report(context, claims, "no change is told with both its ends")


def _judge(change: Change, most: float) -> tuple[Verdict, str]:
    """Hold what is said of a change against its ends, either way round where the words leave that open; and what they give."""
    judged, why = _one_way(change, most)
    turned = change._replace(start=change.end, end=change.start, sure=True)
    if judged != "fits" and not change.sure and _one_way(turned, most)[0] == "fits":
        return "fits", why
    return judged, why


def _one_way(change: Change, most: float) -> tuple[Verdict, str]:
    a, b = change.start.range, change.end.range
    if change.factor:
        found = change.end.value / change.start.value if change.start.value else 0.0
        told = Factor(change.factor, change.bound)
        return factor_verdict(told, b, a, most), f"is {shown(round(found, 1))} times as much"
    if (change.sign > 0 and a.over(b)) or (change.sign < 0 and b.over(a)):
        return "wrong", "goes the other way"
    if change.by is None:
        return "fits", "goes that way"
    return _size(change, a, b)


def _size(change: Change, a: Range, b: Range) -> tuple[Verdict, str]:
    by = change.by
    assert by is not None  # noqa: S101
    if by.kind == "t" and by.unit != change.start.unit:
        return "fits", ""
    up = change.end.value >= change.start.value
    points = Range(b.low - a.high, b.high - a.low) if up else Range(a.low - b.high, a.high - b.low)
    read: list[tuple[Range, str]] = []
    if by.kind in "ph" and a.low > 0:
        share = Range(100 * (b.low / a.high - 1), 100 * (b.high / a.low - 1))
        read.append((share if up else -share, "percent"))
    if by.kind == "q" or (by.kind == "p" and change.start.kind == "p") or by.kind not in "phq":
        read.append((points, "points" if by.kind in "pq" else ""))
    if not read:
        return "fits", ""
    size = Range(*sorted((abs(by.range.low), abs(by.range.high)))) if by.range.high < 0 else by.range
    verdicts = [verdict(size, found, by.step) for found, _ in read]
    best = min(verdicts, key=("fits", "slip", "wrong").index)
    found, unit = read[0]
    return best, f"is a change of {spread(found)} {unit}".rstrip()
