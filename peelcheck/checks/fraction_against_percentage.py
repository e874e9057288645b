"""A fraction and the percentage beside it do not agree.

What it flags
    "29 of the 60 logs (58 percent)": the part, the whole and the percentage that the text gives for them cannot all be right.

Why it matters
    Readers and later reports quote the percentage. If it is wrong, everything that rests on it is.

How it decides
    The percentage is recomputed from part and whole and held against what its print allows: 48 percent is anything from 47.5
    to 48.5, "over 40" anything above, "about half" a band. The words must tie the percentage to the fraction (brackets, "or",
    "which is"); a percentage of something else in the same sentence is left alone. Where a sentence has one percentage and two
    or three counts, and its words tell of a part and its whole in whatever order, it is wrong only if no two of the counts give
    it. Counts and percentages that say how large a change is are no parts. "One in five" and "a quarter" count as percentages
    with a wide band. A difference that a slip of rounding explains is a note.

When it may be wrong
    When the percentage is of another whole than the one printed beside it.

Source
    Nuijten et al. 2016 (statcheck); Brown and Heathers 2017 (GRIM).

Example
    findings:
      - {kind: statement, question: q1, text: "Keepers had signed 29 of the 60 logs (58 percent)."}
    expect: fires
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from peelcheck.checks.base import Context, Outcome
from peelcheck.checks.portions import about_another, portions
from peelcheck.checks.sums import Claim, Passage, passages, report, shown, spread, verdict
from peelcheck.checks.turns import amounts
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.figures import Figure, Masked, Range, pattern
from peelcheck.model.finding import Finding

_IS = (
    r"(?:(?:that|this|it) (?:is|was|equates to|represents)(?: to say)?|which (?:is|was|equates to|equals|represents|"
    r"amounts to|means|"
    r"gives|makes|made|comes to|works out at)|equal to|equivalent to|equating to|amounting to|representing|i\.e\.|ie|a total of|"
    r"an? (?:overall |recording )?[a-z]+ of|making|giving|namely|in other words)"
)
_TIE = (
    rf"(?:\((?:{_IS},? |or )?|(?:,| -| -|;)? (?:or|{_IS}),? (?:that |on |in |for |at )?|[,;] (?:or |and )?{_IS} |"
    r"\. (?:This|That) (?:is|was|equates to|represents|represented|amounts to|amounted to) )"
)
_OF = r"(?:out of|of|from|among|amongst)"
_THE = r"(?:the |its |their |these |those |our |all |a total of |an? \w+ of |some |every |\w+'s )*"
# A part and its whole that stand together.
_TOGETHER = rf"(?P<a><nm>)(?: |/)<~5>(?:{_OF} {_THE}<~2>|(?<=/))(?P<b><nm>)"
_LOOSE = rf"(?:{_TOGETHER}|(?P<c><nm>) <~3>(?:for|in|across|among) {_THE}<~2>(?P<d><nm>))"
_CLOSED = r"(?=\s*(?:[,;.)]|-|$| of (?:the|them|all|those|these|its)\b))"
_AFTER = pattern(rf"{_TOGETHER}(?: <,13><.>*)?\s*(?:{_TIE}|, |,? - )(?P<p><ph>)")
_BEFORE = pattern(
    rf"(?P<p><ph>)(?: <~13><.>*)?\s*(?:\((?:{_IS},? )?|(?:,|;| -)? (?:or|{_IS}),? |,? with |, |: |,? - ){_THE}{_LOOSE}"
)
_BASE = pattern(rf"(?P<p><ph>) {_OF} {_THE}<~4>(?P<b><nm>) <~4><.>*\s*(?:\(|,? (?:or|{_IS}) ){_THE}(?P<a><nm>)")
_PART = pattern(rf"(?P<a><nm>)(?: <,12><.>*)?\s*(?P<tie>{_TIE}|, |,? - )(?P<p><ph>)")
_LOOKED = (
    "looked at|look at|examined|reviewed|assessed|audited|sampled|dip-sampled|covered|covers|read|checked|inspected|considered|"
    "analysed|surveyed|interviewed|spoke to|asked|tested|recorded|received|there (?:are|were)|studied|tracked|followed|held|took"
)
_WHOLE = pattern(rf"(?:\b{_OF}|\b(?:across|within|amongst)|\btotal of|\bsample of|\b(?:{_LOOKED})) {_THE}<~3>(?P<b><nm>)")
_INVERSE = pattern(r"(?P<p><p>) <~4>\((?:that is |i\.e\. )?(?P<a><nm>)(?: <.>+){0,3}\)")
_WITHIN = pattern(rf"(?P<a><nm>)(?: <,9><.>*)?\s*(?:{_TIE}|, |,? - |\()(?P<p><p>)\)? of {_THE}<~2>(?P<b><nm>)")
_OF_THESE = re.compile(
    r",?\s*(?:of|among|from) (?:which|these|those|them|whom|this number|that number)\b[ ,]*(?:only |just |some |"
    r"a total of )?(?:$|[(,])?",
    re.IGNORECASE,
)
_OF_THEM = pattern(r"<p> of (?:them|these|those) \(<n>")  # of those counted last, with their part in brackets
_BACK = re.compile(r"(?:of|from|among|in) (?:these|those|them|which|this)\b", re.IGNORECASE)
_SHARES = pattern(
    rf"(?P<h><h>)(?: <~9><.>*)?\s*(?:{_TIE}|(?:, | - )(?=<p>(?:,| -|[.;]|$| of (?:the (?:total|whole)|them|all|these|"
    rf"those)\b)))(?P<p><p>)"
)
_SHARES_BACK = pattern(rf"(?P<p><p>)(?: <~8><.>*)?\s*(?:{_TIE}|: {_IS} |(?:, | - )(?=<h>(?:,| -|\.)))(?P<h><h>)")
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_COMPARING = re.compile(
    r"\s*(?:that\b|as (?:many|much|often|likely)\b|the (?:rate|number|figure|average|level|share|proportion)\b|what\b)"
)


def check(context: Context) -> Iterator[Outcome]:
    """Recompute every percentage that stands beside its fraction."""
    yield from report(context, partial(_claims, context), "no fraction stands beside a percentage of it")


def _claims(context: Context, inspection: Inspection, findings: list[Finding]) -> Iterator[Claim]:
    read: set[tuple[str, int]] = set()  # a percentage is judged once, in the narrowest passage
    for passage in passages(context, findings):
        start = passage.second
        for share, pairs, firm in _tied_shares(passage.masked, start):
            key = (passage.findings[-1].id, share.end - len(passage.masked.plain))
            if key in read or (start and not _BACK.match(passage.masked.text, start)):
                continue
            read.add(key)
            yield _judged(passage, share, pairs, firm)
    for finding in findings:
        yield from _coded(finding)


def _tied_shares(text: Masked, start: int) -> Iterator[tuple[Figure, list[Range], bool]]:
    """Percentages with the shares that they may stand for, but for those that say how large a change is."""
    sizes = amounts(text)
    yield from (found for found in _read(text, start) if found[0] not in sizes)


def _read(text: Masked, start: int) -> Iterator[tuple[Figure, list[Range], bool]]:
    """Each percentage with the shares that it may stand for; whether the words leave no doubt which."""
    if _RESPECTIVELY.search(text.text):
        return
    sizes = amounts(text)

    def _share(part: Figure, whole: Figure) -> Range | None:
        return None if sizes & {part, whole} else share_of(part, whole)

    for found, firm in ((_AFTER, True), (_BEFORE, True), (_BASE, True), (_WITHIN, False)):
        for at, match in _all(found, text):
            names = ("a", "b") if match["a"] else ("c", "d")  # the first fits, or the second
            part, whole = (text.group(match, n) for n in names)
            if at.kind == "h" and text.text[: match.start("p")].rstrip().endswith(",") and found is _AFTER:
                continue
            if found is _AFTER and (about_another(text, match.end("p")) or not _tied(text, match)):
                continue
            if share := _share(part, whole):
                yield at, [share], firm
    for at, match in _all(_PART, text):
        tied = match["tie"].strip() not in (",", "-", ", -") or _tied(text, match)
        if at.kind == "h" or not tied or about_another(text, match.end("p")):
            continue
        part = text.group(match, "a")
        if _OF_THEM.match(text.text, match.start("p")):
            continue
        if re.search(r"\bto (?:the |just )?$", text.text[: match.start()]):
            continue  # "from 60 to 40 (33 percent)": a change
        wholes = [text.group(w, "b") for _, w in _all(_WHOLE, text, "b") if w.start("b") < match.start("p")]
        lead = text.text[max(0, match.start() - 24) : match.start()]
        back = _OF_THESE.search(lead) or _OF_THESE.match(text.text, match.end("a"))
        if back or (not wholes and "which" in match["tie"]):
            wholes = [f for f in text.within(0, match.start("a")) if f.kind == "n"][-1:] if back else wholes
        if not wholes and "which" in match["tie"]:
            wholes = [f for f in text.within(0, match.start("a")) if f.kind == "n"]
        shares = [s for w in wholes if w is not part and (s := _share(part, w))]
        if shares:
            yield at, shares, len(shares) == 1
    for at, match in _all(_INVERSE, text):
        wholes = [text.group(w, "b") for _, w in _all(_WHOLE, text, "b") if w.start("b") < match.start("p")]
        before = [f for f in text.within(0, match.start("p")) if f.kind == "n"]
        if _OF_THESE.match(text.text, match.start("p") + 1):
            wholes = before[-1:]
        shares = [s for w in wholes if (s := _share(text.group(match, "a"), w))]
        if shares:
            yield at, shares, len(shares) == 1
    for found in (_SHARES, _SHARES_BACK):
        for at, match in _all(found, text):
            words = text.group(match, "h")
            if _COMPARING.match(text.text, match.start("h") + 1):
                continue
            yield at, [words.range], True
    for at, shares in portions(text):
        yield at, shares, False


def _all(found: re.Pattern[str], text: Masked, name: str = "p") -> Iterator[tuple[Figure, re.Match[str]]]:
    """Matches, overlapping ones too, each with the figure of a group."""
    at = 0
    while match := found.search(text.text, at):
        yield text.group(match, name), match
        at = match.start() + 1


def share_of(part: Figure, whole: Figure) -> Range | None:
    """The percentage that a part is of its whole, allowing for rounding; None where it can be none."""
    if part.kind != whole.kind or part.range.low < 0 or whole.range.low <= 0 or part.value > whole.value:
        return None
    return Range(100 * part.range.low / whole.range.high, 100 * part.range.high / whole.range.low)


_CLOSING = pattern(_CLOSED)


def _tied(text: Masked, match: re.Match[str]) -> bool:
    """Whether a percentage behind a bare comma or hyphen is an aside: closed again, or 'of the total'."""
    lead = text.text[: match.start("p")]
    if not re.search(r"(?:,|-) $", lead):
        return True
    return bool(_CLOSING.match(text.text, match.end("p")))


def _judged(passage: Passage, share: Figure, pairs: list[Range], firm: bool) -> Claim:
    verdicts = [verdict(share.range, pair, share.step) for pair in pairs]
    best = min(verdicts, key=("fits", "slip", "wrong").index)
    counted = " or ".join(spread(pair) for pair in pairs)
    return Claim(
        passage.findings,
        best,
        f"the text gives “{share.printed}”, its own figures give {counted} percent",
        0.9 if firm else 0.75,
        "The percentage may be of another whole than the one printed beside it.",
    )


def _coded(finding: Finding) -> Iterator[Claim]:
    """Figures that a coder gave with part, whole and percentage."""
    for metric in finding.metrics:
        part, whole, value = metric.numerator, metric.denominator, metric.value
        if finding.text_form == "verbatim" or part is None or not whole or value is None or metric.unit != "percent":
            continue
        if metric.qualifier not in (None, "only", "about"):
            continue
        step = 1.0 if value == int(value) else 0.1 if round(value, 1) == value else 0.01
        half = step / 2 if metric.qualifier != "about" else max(3.0, step)
        found = Range(100 * part / whole, 100 * part / whole)
        message = f"the figures say {shown(value)} percent, {shown(part)} of {shown(whole)} is {spread(found)} percent"
        yield Claim((finding,), verdict(Range(value - half, value + half), found, step), message)
