"""The text says that the body should, must or needs to do something, and no answer says it.

What it flags
    Directives in the narrative of a report, in the inspectorate's own voice, whose subject no area for improvement,
    recommendation or cause of concern of the inspection shares.

Why it matters
    A demand that is not in the list of answers is followed up by nobody.

How it decides
    A directive is found by its wording (`directives` in checks.yaml). Its content words, and those of the sentences that it
    points back to, are held against the content words of every answer and its parts; words are weighted by how rare
    they are in the report. Where an answer holds at least `shared` of that weight, the directive is answered; so it is where
    an answer is about a signal that it is about, or about a weakness that it tells of. An overview's demands are left to the
    chapters that it sums up. Directives of one paragraph make one flag, a note where the text tells of no shortcoming of what
    they are about. Sentences about other bodies, plans and conditions are not directives.

Settings
    shared: share of the directive's weighted words that an answer must hold
    back: how many sentences a directive may point back over
    firm, soft: confidence for demands, and for advice (which makes a note) and demands in a coder's own words

When it may be wrong
    An answer may say the same in other words; advice is not always meant as a demand.

Example
    findings:
      - {kind: statement, question: q1, text: "The station should renew the paint of its boats."}
      - {kind: area_for_improvement, question: q1, text: "The station should mend the horn."}
    expect: fires
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject, quote
from peelcheck.checks.strength import STEP, bounded
from peelcheck.evidence.corpus import Inspection
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import any_of
from peelcheck.model.text import normalise

SETTINGS = {"shared": 0.34, "back": 3, "firm": 0.7, "soft": 0.6}
WORDS = ("directives", "advice", "not_directives")
_WORD = re.compile(r"[A-Za-z][A-Za-z+-]{2,}")
_STEM = 5
OVERALL = "overall"
_POINTS = re.compile(r"\b(?:to|should|must) (?:\w+ ){1,2}(?:them|it|these|those|this)\b", re.IGNORECASE)
_BACK = re.compile(r"^(?:however, |but |and |so )?(?:it|they|its|their)\b|\b(?:this|these|such)\b", re.IGNORECASE)


def check(context: Context) -> Iterator[Outcome]:
    """Look for an answer to every directive."""
    is_directive = Directives(context, context.words)
    signals: dict[str, list[str]] = {}
    for item in context.observations:
        if item.role == "evidence" and item.low:
            signals.setdefault(item.finding, []).append(item.signal)
    for inspection, findings in context.corpus.by_inspection.items():
        answers = context.corpus.answers(inspection)
        statements = [f for f in findings if f.kind == "statement" and f.voice == "inspectorate"]
        statements = [f for f in statements if not (f.summary and f.question == OVERALL)]
        rarity = _rarity(context, statements)
        held = [(a, _words(context, " ".join([a.text, *a.parts]))) for a in answers]
        open_ones: list[_Open] = []
        for index, finding in enumerate(statements):
            found = is_directive(finding)
            if found is None:
                continue
            if not answers:
                yield NotAssessable(Subject(inspection, finding.question), "no answers were found in the inspection")
                continue
            back = _refers_to(statements, index, int(context.settings["back"]))
            words = frozenset(w for f in [finding, *back] for w in _words(context, f.text))
            about = [
                *(s for f in [finding, *back] for s in signals.get(f.id, [])),
                *(s for s, _ in context.about(finding.text)),
            ]
            by_signal = any(context.answers_about(inspection, signal) for signal in about)
            if by_signal or _answered(words, held, rarity, context.settings["shared"]):
                yield Applied(Subject(inspection, finding.question))
            else:
                short = any(signals.get(f.id) for f in [finding, *back]) or any(
                    (known := context.profiles.get(inspection, {}).get(signal)) and known.weak for signal in about
                )
                open_ones.append(_Open(finding, back, *found, short))
        yield from _fired(context, inspection, open_ones)


class _Open(NamedTuple):
    """A directive that no answer takes up."""

    finding: Finding
    back: list[Finding]
    words: str
    firm: bool
    short: bool  # whether the text tells of a shortcoming of what it is about


class Directives:
    """Tells directives from other sentences."""

    def __init__(self, context: Context, words: dict[str, list[str]]) -> None:
        self._firm, self._soft = any_of(words["directives"]), any_of(words["advice"])
        self._refused, self._holding = any_of(words["not_directives"]), context.holding

    def __call__(self, finding: Finding) -> tuple[str, bool] | None:
        """The words of a directive and whether it demands (or only advises); None for any other sentence."""
        plain = normalise(finding.text).text
        firm = self._firm(plain)
        match = firm or self._soft(plain)
        if match is None or self._refused(plain):
            return None
        if self._holding(plain).assertion(match.start(), match.end(), "weak") != "present":
            return None
        return match.group(0).strip(), firm is not None


def _fired(context: Context, inspection: Inspection, found: list[_Open]) -> Iterator[Fired]:
    """One flag a paragraph: its directives are about one thing."""
    while found:
        first = found[0]
        group = [o for o in found if o is first or _one_paragraph(first.finding, o.finding)]
        found = [o for o in found if o not in group]
        firm = any(o.firm for o in group)
        short = any(o.short for o in group)
        last = next((o for o in reversed(group) if o.firm), group[-1])
        shown = list(dict.fromkeys(f.id for o in group for f in [*o.back, o.finding]))
        yield Fired(
            Subject(inspection, first.finding.question, ordinal=_identity(context, first.finding.text)),
            f"{context.name(inspection)}, {first.finding.question}: the text {'asks' if firm else 'advises'} (“{last.words}”), "
            f"and no answer takes it up: “{quote(last.finding.text)}” ({context.where(last.finding.id)}).",
            [context.show(i) for i in shown],
            _unread(context, inspection, first.finding.question)
            + ("" if short else "The text tells of no shortcoming that could be read: it may restate a standing duty. ")
            + "An answer may say the same in other words, and advice is not always meant as a demand.",
            _confidence(context, inspection, last, firm),
            softened=not (firm and short),
        )


def _unread(context: Context, inspection: Inspection, question: str | None) -> str:
    """That an answer to the question could not be read, as an argument."""
    unread = [a for a in context.unread_answers(inspection) if a.question == question]
    return f"What an answer is about could not be read ({context.where(unread[0].id)}): it may be this. " if unread else ""


def _confidence(context: Context, inspection: Inspection, last: _Open, firm: bool) -> float:
    """Less for advice and for a coder's words; less again where "them" or "it" is not at hand, or an answer is not read."""
    base = context.settings["firm" if firm and last.finding.text_form == "verbatim" else "soft"]
    dangling = not last.back and _POINTS.search(last.finding.text)
    unread = _unread(context, inspection, last.finding.question)
    return bounded(base - (STEP if dangling else 0) - (STEP if unread else 0))


def _one_paragraph(one: Finding, other: Finding) -> bool:
    if one.locator is None or other.locator is None or one.locator.document != other.locator.document:
        return False
    return one.section == other.section and one.locator.lines[1] == other.locator.lines[0]


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


def _answered(words: frozenset[str], held: list[tuple[Finding, frozenset[str]]], rarity: dict[str, float], shared: float) -> bool:
    whole = sum(rarity.get(w, 1.0) for w in words)
    if not whole:
        return True
    return any(sum(rarity.get(w, 1.0) for w in words & answer) / whole >= shared for _, answer in held)


def _rarity(context: Context, statements: list[Finding]) -> dict[str, float]:
    """Inverse document frequency of each word over the statements of an inspection."""
    seen: Counter[str] = Counter()
    for finding in statements:
        seen.update(_words(context, finding.text))
    return {word: math.log((len(statements) + 1) / number) for word, number in seen.items()}


def _words(context: Context, text: str) -> frozenset[str]:
    """Content words, cut to five letters so that inflections agree."""
    return frozenset(w[:_STEM] for w in _WORD.findall(normalise(text).text.lower()) if w not in context.stop_words)


def _identity(context: Context, text: str) -> str:
    """What a directive is known by: its content words, so that it may move and be repeated."""
    return hashlib.sha256(" ".join(sorted(_words(context, text))).encode()).hexdigest()[:8]
