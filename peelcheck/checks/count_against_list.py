"""A number that announces a list is not the number of things in the list.

What it flags
    "Five areas for improvement" above a list of four; "the following three points: this and that".

Why it matters
    Something was left out of the list, or added to it after it was counted: nobody can say what was asked for.

How it decides
    A `count_claim` is held against the answers of its kind that follow it in its document, up to the next claim or question.
    Without a place, against those of its question in the inspection. Where no such answer is at hand the list may stand in
    another document, and nothing is said. In a sentence, a number directly before a colon (or brackets) is held against the
    items behind it; where commas and "and" leave open how many there are, either count will do, and a list with figures or
    long items is not counted. Examples ("including") are no full list.

When it may be wrong
    When the document lost a part of its list, or two answers were printed as one.

Example
    findings:
      - {kind: count_claim, question: q1, text: "Three areas for improvement", claimed: 3, what: area_for_improvement}
      - {kind: area_for_improvement, question: q1, text: "Clean the lamp."}
      - {kind: area_for_improvement, question: q1, text: "Mend the horn."}
    expect: fires
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject, quote
from peelcheck.checks.sums import Claim, Passage, passages, report
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.figures import Figure, Masked, pattern
from peelcheck.model.finding import Finding

_MOST = 15  # a longer list is not written out in a sentence
_WIDE = 9  # words of an item
_HEAD = (r"(?P<n><n>)(?P<of>(?: [^\s.,;:()]+){1,6}?)", r"\bthe following (?P<n><n>)(?P<of>(?: [^\s.,;:()]+){1,8}?)")
_LISTS = tuple(
    pattern(head + tail)
    for head in _HEAD
    for tail in (
        r": (?P<list>[^:]+?)(?:\.(?=\s|$)|$)",
        r" \((?P<list>[^()]+)\)",
        r" - (?P<list>[^:-]+?)(?:\.(?=\s|$)|$| - )",
        r"\. (?:These|They) (?:are|were|cover|concern)(?: as follows)?:? (?P<list>[^:.]+?)(?:\.(?=\s|$)|$)",
        r",? (?:namely|covering|which are|these (?:are|being|were)):? (?P<list>[^:]+?)(?:\.(?=\s|$)|$)",
    )
)
# "The four partners on the board are A, B, C and D."
_NAMED = pattern(
    r"\b(?:the|its|these|those|their|our) (?P<n><n>)(?P<of>(?: [^\s.,;:()]+){1,7}?) (?:are|"
    r"were):? (?!not|never|also|all|each|both|still|being|now|as|<.>+ed|<.>+ly)(?P<list>[^:.]+?)(?:\.(?=\s|$)|$)"
)
# "Two towers, one at the mole and one on the cape."
_EACH = pattern(r"(?P<n><n>)(?P<of>(?: [^\s.,;:()]+){1,8}?)(?:,|:| -| \() ?(?P<list><n>[^:.]+)")
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_ORDER = pattern(r"(?P<n><n>)(?P<of>(?: [^\s.,;:()]+){1,8}?)(?:[:;.,]| -| \() ?(?P<list>(?:the )?first(?:ly)?\b.+)")
_PARTIAL = re.compile(
    r"\b(?:includ\w+|such as|for example|e\.g\.|in particular|especially|mainly|among|etc|first|one|per|who|because|"
    r"across|for(?! (?:this|it|that)\b)|to|with|over)\b"
    r"|\bin which\b",
    re.IGNORECASE,
)
_TRAILING = re.compile(r",? (?:each|all|both|which|who|and (?:each|all|both)) .*$")
_NOT_PLURAL = {"its", "this", "his", "was", "has", "less", "plus", "across", "as", "is", "us", "thus", "per"}
_QUALITY = re.compile(r"(?:\w(?:ed|ive|ful|ous|able|ible|less|led|ent|ant)|ly)\s*$")  # what things are like, not what they are
_PLURAL = re.compile(r"(?:[a-z]s|people|criteria|children|men|women)$")
_AND = re.compile(r"\b(?:and|or)\b")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|does|do|did|should|must|may|might|if|when|where|that|which|who)\b"
)


def check(context: Context) -> Iterator[Outcome]:
    """Count what is announced."""
    claimed: set[Inspection] = set()
    for inspection, findings in context.corpus.by_inspection.items():
        for number, claim in enumerate((f for f in findings if f.kind == "count_claim" and f.claimed is not None), 1):
            claimed.add(inspection)
            yield _counted(context, inspection, findings, claim, number)
    for outcome in report(context, partial(_told, context), "no number announces a list"):
        if not (isinstance(outcome, NotAssessable) and outcome.subject.inspection in claimed):
            yield outcome


def _counted(context: Context, inspection: Inspection, findings: list[Finding], claim: Finding, number: int) -> Outcome:
    """Hold a claim against the answers that it announces."""
    subject = Subject(inspection, claim.question, ordinal=f"{claim.what}-{number}")
    listed = _listed(context, findings, claim)
    if not listed:
        return NotAssessable(subject, "the list is not at hand: it may stand in another document")
    if len(listed) == claim.claimed:
        return Applied(subject)
    return Fired(
        subject,
        f"{context.name(inspection)}: the text announces {claim.claimed} (“{quote(claim.text, 80)}”, {context.where(claim.id)}), "
        f"the list holds {len(listed)}.",
        [context.show(claim.id), *(context.show(f.id) for f in listed[:8])],
        "A part of the list may have been lost, or two answers printed as one.",
        0.85 if claim.locator else 0.75,
    )


def _listed(context: Context, findings: list[Finding], claim: Finding) -> list[Finding]:
    """The answers of the kind that a claim counts, from it to the next claim; without a place, those of its question."""
    if claim.locator is None:
        answers = [f for f in findings if f.kind == claim.what and (claim.question in (None, "overall", f.question))]
        return [f for f in answers if f.quotes is None or f.quotes == f.id or f.quotes not in context.corpus.by_id]
    at, document = claim.locator.chars[0], claim.locator.document
    here = [f for f in findings if f.locator and f.locator.document == document and f.locator.chars[0] >= at and f is not claim]
    if claim.question in (None, "overall"):
        return [f for f in findings if f.kind == claim.what and f.locator and f.locator.document == document]
    ends = [f.locator.chars[0] for f in here if f.locator and f.kind == "count_claim"]
    return [
        f
        for f in here
        if f.kind == claim.what and f.question == claim.question and f.locator and f.locator.chars[0] < min(ends, default=1 << 60)
    ]


def _told(context: Context, inspection: Inspection, findings: list[Finding]) -> Iterator[Claim]:
    """Lists that a sentence announces and holds."""
    for passage in passages(context, findings):
        text = passage.masked
        if passage.second:
            continue
        seen: set[int] = set()
        for lists in (_EACH, _ORDER):
            for match in lists.finditer(text.text):
                figure, counted = text.group(match, "n"), _counters(text, match)
                if counted and figure.start not in seen and not figure.loose and 2 <= figure.value <= _MOST:
                    seen.add(figure.start)
                    yield _claim(passage, figure, counted, counted)
        for lists in (*_LISTS, _NAMED):
            for match in lists.finditer(text.text):
                figure = text.group(match, "n")
                counts = (
                    _items(text, match)
                    if len(match["of"].split()) <= (2 if match["list"].endswith(")") or text.text[match.end() - 1] == ")" else 8)
                    else None
                )
                if not counts or figure.start in seen or not 2 <= figure.value <= _MOST:
                    continue
                if figure.loose and not figure.printed.lower().startswith("under"):
                    continue
                seen.add(figure.start)
                yield _claim(passage, figure, *counts)


def _claim(passage: Passage, figure: Figure, least: int, most: int) -> Claim:
    many = str(least) if least == most else f"{least} to {most}"
    return Claim(
        passage.findings,
        "fits" if least <= figure.value <= most else "wrong",
        f"the text announces {figure.printed}, the list in it holds {many}",
        0.8 if least == most else 0.7,
        "Two items may be written as one, or one as two.",
    )


def _counters(text: Masked, match: re.Match[str]) -> int | None:
    """How many items a list has that counts them itself: 'one ... and one ...', 'first ..., secondly ...'."""
    listed = match["list"].lower()
    if match.re is _EACH:
        ones = [f.printed.lower() for f in text.within(match.start("list"), match.end("list"))]
        more = len(re.findall(r"(?:,|;|\band|\bplus) (?:and )?(?:another|the other|a (?:second|third|fourth|fifth))\b", listed))
        one = all(re.fullmatch(r"(?:just |only |another )?(?:one|1)", printed) for printed in ones)
        return len(ones) + more if one and len(ones) + more > 1 else None
    told = [
        at for at, word in enumerate(_ORDINALS, 1) if re.search(rf"(?:^|[,;.] |\band )(?:and )?(?:the )?{word}(?:ly)?\b", listed)
    ]
    last = bool(re.search(r"(?:[,;.] |\band )(?:and )?(?:the )?(?:last(?:ly)?|final(?:ly)?)\b", listed))
    whole = told == list(range(1, len(told) + 1)) and len(told) + last > 1
    return len(told) + last if whole else None


def _items(text: Masked, match: re.Match[str]) -> tuple[int, int] | None:
    """How many items a list holds, at least and at most; None where that cannot be said."""
    listed = _TRAILING.sub("", match["list"])
    if text.within(match.start("list"), match.end("list")) or _PARTIAL.search(match["of"]) or _VERB.search(match["of"]):
        return None
    of = match["of"].strip()
    plural = (
        any(_PLURAL.search(w) for w in of.lower().split() if w not in _NOT_PLURAL)
        if match.re is _NAMED or text.text[match.end("of") :].lstrip()[:1] in (":", "-")
        else _PLURAL.search(of)
    )
    if re.search(r"\b(?:includ\w+|such as|for example|e\.g|etc|than|compared)\b", listed, re.IGNORECASE) or not plural:
        return None
    strong = ";" in listed
    pieces = [p.strip() for p in re.split(";" if strong else ",", listed)]
    last = pieces[-1]
    joined = _AND.split(last)
    starts = bool(re.match(r"(?:and|or)\b", last))
    items = [p for p in pieces if p]
    if any(len(p.split()) > _WIDE for item in items for p in _AND.split(item)) or any(_VERB.search(p) for p in items):
        return None
    if match.re is _NAMED and any(_QUALITY.search(p) for item in items for p in _AND.split(item)):
        return None
    least = len(items)
    if strong:
        return least, least
    ands = sum(len(_AND.findall(p)) for p in items) - starts
    if len(items) == 1 and not ands:
        return None
    if not starts and len(joined) == 2 and ands == 1:
        return least + 1, least + 1
    return (least + (not starts and ands > 0), least + ands)
