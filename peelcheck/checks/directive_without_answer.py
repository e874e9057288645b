"""The text says that the body should, must or needs to do something, and no answer says it.

What it flags
    Directives in the narrative of a report, in the inspectorate's own voice, whose subject no area for improvement,
    recommendation or cause of concern of the inspection shares.

Why it matters
    A demand that is not in the list of answers is followed up by nobody.

How it decides
    A directive is found by its wording (`directives` in checks.yaml). Its content words, and those of the sentences that it
    points back to, are held against the content words of every answer and its parts; words that most answers of the corpus
    share do not count. Where an answer holds at least `shared` of them, weighted by how rare they are in the report, the
    directive is answered. Sentences about other bodies, plans and conditions are not directives.

Settings
    shared: share of the directive's weighted words that an answer must hold
    back: how many sentences a directive may point back over

When it may be wrong
    An answer may say the same in other words; advice is not always meant as a demand.

Example
    findings:
      - {kind: statement, question: q1, text: "The station should renew the paint of its boats."}
      - {kind: area_for_improvement, question: q1, text: "The station should mend the horn."}
    expect: fires
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject, quote
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import any_of
from peelcheck.model.text import normalise

SETTINGS = {"shared": 0.34, "back": 3}
_WORD = re.compile(r"[A-Za-z][A-Za-z+-]{2,}")
_STEM = 6
_BACK = re.compile(r"^(?:however, |but |and |so )?(?:it|this|these|they|such)\b|\b(?:this|these|it)\b", re.IGNORECASE)


def check(context: Context) -> Iterator[Outcome]:
    """Look for an answer to every directive."""
    is_directive = any_of(context.directives)
    signals: dict[str, list[str]] = {}
    for item in context.observations:
        if item.role == "evidence" and item.low:
            signals.setdefault(item.finding, []).append(item.signal)
    for inspection, findings in context.corpus.by_inspection.items():
        answers = context.corpus.answers(inspection)
        statements = [f for f in findings if f.kind == "statement" and f.voice == "inspectorate"]
        rarity = _rarity(context, statements)
        held = [(a, _words(context, " ".join([a.text, *a.parts]))) for a in answers]
        count: Counter[str | None] = Counter()
        for index, finding in enumerate(statements):
            plain = normalise(finding.text).text
            match = is_directive(plain)
            if match is None:
                continue
            count[finding.question] += 1
            subject = Subject(inspection, finding.question, ordinal=_identity(context, plain))
            if not answers:
                yield NotAssessable(subject, "no answers were found in the inspection")
                continue
            back = _refers_to(statements, index, int(context.settings["back"]))
            words = _words(context, plain) | {w for f in back for w in _words(context, normalise(f.text).text)}
            if _answered(words, held, rarity, context.settings["shared"]) or _by_signal(context, inspection, [finding, *back], signals):
                yield Applied(subject)
            else:
                yield _fired(context, subject, finding, back, match.group(0))


def _fired(context: Context, subject: Subject, finding: Finding, back: list[Finding], words: str) -> Fired:
    return Fired(
        subject,
        f"{context.name(subject.inspection)}, {finding.question}: the text asks (“{words}”) for something that no answer takes up: "
        f"“{quote(finding.text)}” ({context.where(finding.id)}).",
        [context.show(f.id) for f in [*back, finding]],
        "An answer may say the same in other words, and advice is not always meant as a demand.",
        0.75 if back or finding.text_form == "verbatim" else 0.65,
    )


def _by_signal(context: Context, inspection: Inspection, findings: list[Finding], signals: dict[str, list[str]]) -> bool:
    """Whether an answer is about a weakness that the directive, or what it points back to, tells of."""
    return any(context.answers_about(inspection, s) for f in findings for s in signals.get(f.id, []))


def _refers_to(statements: list[Finding], index: int, most: int) -> list[Finding]:
    """The sentences of the paragraph that a directive points back to, in reading order."""
    back: list[Finding] = []
    at = index
    while len(back) < most and at > 0:
        here, before = statements[at], statements[at - 1]
        if not _BACK.search(here.text) or here.section != before.section:
            break
        if here.locator and before.locator and here.locator.lines[0] != before.locator.lines[1]:
            break
        back.insert(0, before)
        at -= 1
    return back


def _answered(words: frozenset[str] | set[str], held: list[tuple[Finding, frozenset[str]]], rarity: dict[str, float], shared: float) -> bool:
    whole = sum(rarity.get(w, 1.0) for w in words)
    if not whole:
        return True
    return any(sum(rarity.get(w, 1.0) for w in words & answer) / whole >= shared for _, answer in held)


def _rarity(context: Context, statements: list[Finding]) -> dict[str, float]:
    """Inverse document frequency of each word over the statements of an inspection."""
    seen: Counter[str] = Counter()
    for finding in statements:
        seen.update(_words(context, normalise(finding.text).text))
    return {word: math.log((len(statements) + 1) / number) for word, number in seen.items()}


def _words(context: Context, text: str) -> frozenset[str]:
    """Content words, cut to six letters so that inflections agree."""
    return frozenset(w[:_STEM] for w in (m.lower() for m in _WORD.findall(text)) if w not in context.stop_words)


def _identity(context: Context, text: str) -> str:
    """What a directive is known by: its content words, so that it may move and be repeated."""
    import hashlib

    return hashlib.sha256(" ".join(sorted(_words(context, text))).encode()).hexdigest()[:8]
