"""A letter restates an answer in words that ask for less than the report does.

What it flags
    Restated answers that lack something of the original: a firm word where a mild one stands now, a part that is gone, a number,
    or a small word that the meaning hangs on (all, each, not, a deadline).

Why it matters
    A response can only be measured by what was asked.

How it decides
    Original and restatement are aligned word by word (Levenshtein). A word is lost where no word of the restatement is like it,
    so that spelling and inflection are nothing. The flag names a `mild` word that only the restatement has, words of `telling`
    and numbers that only the original has, or lost content words with at least `dropped` of its weight (two words or more).
    Punctuation, word order and words that say little are nothing. Both texts have to be verbatim: not assessable on a coder's own
    words, and where the original is not at hand.

Settings
    alike: likeness (0 to 100) at which two words are the same
    dropped: share of the weighted words
    weakened, lost, part: confidence for a milder word, for a telling word or a number, and for a part

When it may be wrong
    The letter may quote another version of the report, or shorten without meaning to.

Source
    Levenshtein 1966 (edit distance), by rapidfuzz.

Example
    findings:
      - {id: a, kind: area_for_improvement, question: q1, text: "The station must mend its horn and paint its leaking boats."}
      - {kind: area_for_improvement, voice: force, question: q1, quotes: a, text: "The station must mend its horn."}
      - {kind: response, voice: force, question: q1, answers: [a], text: "The horn was mended in May."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject, quote
from peelcheck.checks.replies import Correspondence, correspondences
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import compiled
from peelcheck.model.text import key
from peelcheck.model.wording import plain

SETTINGS = {"alike": 80, "dropped": 0.2, "weakened": 0.7, "lost": 0.65, "part": 0.65}
WORDS = ("mild", "telling")
_LEAST = 2


def check(context: Context) -> Iterator[Outcome]:
    """Hold every restated answer against its original."""
    for found in correspondences(context):
        if isinstance(found, NotAssessable) and not _restated(context, found):
            yield found
            continue
        letter = found if isinstance(found, Correspondence) else Correspondence(context, found.subject.inspection)
        for restated in letter.restated:
            yield _outcome(context, letter, restated)


def _restated(context: Context, found: NotAssessable) -> bool:
    return any(f.quotes for f in context.corpus.by_inspection[found.subject.inspection])


def _outcome(context: Context, found: Correspondence, restated: Finding) -> Outcome:
    original = context.corpus.by_id.get(restated.quotes or "")
    subject = Subject(found.inspection, restated.question, ordinal=found.identity((original or restated).text))
    if original is None:
        return NotAssessable(subject, "the answer that is restated is not at hand")
    if "summary" in (original.text_form, restated.text_form):
        return NotAssessable(subject, "the wording of a coder's own summary says nothing of the document's")
    change = _change(context, found, original, restated)
    if change is None:
        return Applied(subject)
    what, sure = change
    return Fired(
        subject,
        f"{context.name(found.inspection)}, {restated.question}: the letter ({context.where(restated.id)}) restates an answer "
        f"({context.where(original.id)}) otherwise than the report: {what}.",
        [context.show(restated.id), context.show(original.id)],
        "The letter may quote another version of the report, or shorten without meaning to.",
        sure,
        softened=sure < context.settings["weakened"],
    )


def _change(context: Context, found: Correspondence, original: Finding, restated: Finding) -> tuple[str, float] | None:
    """How a restatement asks for less, and how sure that is; None for editorial differences."""
    settings = context.settings
    before, after = (" ".join([plain(f.text), *map(plain, f.parts)]) for f in (original, restated))
    if key(before) == key(after):
        return None
    lost, gained = _differences(before, after, settings["alike"])
    mild = next((m for p in context.words["mild"] if (m := compiled(p).search(after)) and not compiled(p).search(before)), None)
    if mild:
        return f"“{mild.group(0)}” is new in it" + (f", “{quote(' '.join(lost), 80)}” is gone" if lost else ""), settings[
            "weakened"
        ]
    telling = next(
        (m for p in context.words["telling"] if (m := compiled(p).search(before)) and not compiled(p).search(after)), None
    )
    number = next((w for w in lost if any(c.isdigit() for c in w)), None)
    if telling or number:
        return f"“{telling.group(0) if telling else number}” is gone", settings["lost"]
    gone = found.words(" ".join(lost)) - found.words(after)
    if len(gone) >= _LEAST and found.weight(gone) >= settings["dropped"] * found.weight(found.words(before)):
        instead = f" (it has “{quote(' '.join(gained), 80)}” instead)" if found.words(" ".join(gained)) else ""
        return f"“{quote(' '.join(lost), 120)}” is gone{instead}", settings["part"]
    return None


def _differences(before: str, after: str, alike: float) -> tuple[list[str], list[str]]:
    """Words that only the one has, and only the other, in their order; words that are alike count as the same."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    old, new = key(before).split(), key(after).split()
    lost: list[str] = []
    gained: list[str] = []
    for step in Levenshtein.opcodes(old, new):
        if step.tag != "equal":
            lost += old[step.src_start : step.src_end]
            gained += new[step.dest_start : step.dest_end]
    return (
        [w for w in lost if not any(fuzz.ratio(w, other) >= alike for other in new)],
        [w for w in gained if not any(fuzz.ratio(w, other) >= alike for other in old)],
    )
