"""A response addresses one part of an answer and not another.

What it flags
    Parts of an answer that no response to it speaks of: its sub-bullets, the pieces of its text where it asks for one thing
    more, and things that it names which the response leaves out (an agreement, an abbreviation).

Why it matters
    A response to half of an answer looks like a response to all of it.

How it decides
    The text is cut at the words of `joints` and `ands`; a piece with fewer than three content words stays with its neighbour,
    and the purpose of a piece (`aims`) belongs to it. A part is addressed where a sentence of the responses holds `shared` of
    the weight of its content words (the rarer in letter and report, the heavier) or is about the same theme, or where one other
    paragraph of the letter holds `elsewhere` of it. Something named (`named`, and abbreviations in capitals) is addressed where
    the letter names it anywhere, or writes it out. Where no part at all is recognised in the responses, their wording is too
    far from the answer's to be compared, and the check is silent; so it is where a response points to another text
    (`refers`). In a coder's own words much is left out: flags about them
    are less sure, except where the coder says that something is not mentioned (`unsaid`).
    Not assessable where no response is at hand.

Settings
    shared, elsewhere: shares of the weighted words
    named, abbreviation: confidence for a thing that is named and not mentioned
    clause: confidence for a part that opens with a clause of its own and shares no word with the response
    linked: the same for one that only an "and" sets apart
    some: what a few shared words take away, and a first part that is not recognised either
    summary: highest confidence where a text is a coder's own
    unsaid: confidence where the coder says that it is not mentioned

When it may be wrong
    A response may speak of a part in words of its own, or take it for granted.

Example
    findings:
      - id: a
        kind: area_for_improvement
        question: q1
        text: "The station should paint both leaking boats, and consult the harbour pilots about their moorings."
      - {kind: response, voice: force, question: q1, answers: [a], text: "Both boats were painted in May, leaking or not."}
    expect: fires
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, quote
from peelcheck.checks.parts import Part, addressing, parts_of
from peelcheck.checks.replies import NO_RESPONSE, Correspondence, Pair, Said, correspondences
from peelcheck.model.patterns import any_of, compiled
from peelcheck.model.wording import plain

SETTINGS = {
    "shared": 0.2,
    "elsewhere": 0.5,
    "named": 0.65,
    "abbreviation": 0.55,
    "clause": 0.62,
    "linked": 0.5,
    "some": 0.15,
    "summary": 0.45,
    "unsaid": 0.65,
}
WORDS = ("joints", "ands", "aims", "named", "unsaid", "refers")
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")


def check(context: Context) -> Iterator[Outcome]:
    """Look for the response to every part."""
    for found in correspondences(context):
        if isinstance(found, NotAssessable):
            yield found
            continue
        for pair in found.pairs:
            if pair.responses and not pair.by_recommendation:
                yield from _outcomes(context, found, pair)
            elif not pair.by_recommendation:
                yield NotAssessable(found.subject(pair), NO_RESPONSE)


def _outcomes(context: Context, found: Correspondence, pair: Pair) -> Iterator[Outcome]:
    refers = any_of(context.words["refers"])
    if any(refers(r.text) for r in pair.responses):
        yield Applied(found.subject(pair))
        return
    said, unsaid = _without(found.said(pair), context.words["unsaid"])
    parts = parts_of(pair.fullest, found, context.words)
    heard = [addressing(part, said, found, context.settings["shared"]) for part in parts]
    for part, sentences in zip(parts, heard, strict=True):
        missing = _unnamed(context, found, pair, part, said)
        sure = _sure(context, found, pair, part, missing, unsaid)
        if not missing and not heard[0]:  # what the answer asks for first is not recognised: its wording may be too far off
            sure = round(max(sure - context.settings["some"], 0.05), 2)
        if missing and (any(heard) or unsaid):
            yield _fired(context, found, pair, part, missing, sure)
        elif sentences or not any(heard) or found.elsewhere(part.wanted, pair) >= context.settings["elsewhere"]:
            yield Applied(found.subject(pair, part.text))
        else:
            yield _fired(context, found, pair, part, None, sure)


def _fired(context: Context, found: Correspondence, pair: Pair, part: Part, missing: str | None, sure: float) -> Fired:
    responses = list(dict.fromkeys(r.id for r in pair.responses))
    where = ", ".join(dict.fromkeys(context.where(i) for i in responses[:3]))
    what = f"“{missing}”, which an answer names, is not mentioned" if missing else "a part of an answer is not addressed"
    return Fired(
        found.subject(pair, missing or part.text),
        f"{context.name(found.inspection)}, {pair.answer.question}: {what} in the response ({where}): “{quote(part.text, 140)}” "
        f"({context.where(pair.shown.id)}).",
        [context.show(i) for i in dict.fromkeys([pair.shown.id, pair.fullest.id, *responses])],
        "The response may speak of it in other words, or take it for granted."
        + ("" if pair.verbatim else " What stands here is a coder's summary, which leaves much out."),
        sure,
        softened=True,
    )


def _sure(context: Context, found: Correspondence, pair: Pair, part: Part, missing: str | None, unsaid: list[str]) -> float:
    settings: dict[str, float] = context.settings
    told = found.words(" ".join(unsaid))
    if told & (found.words(missing) if missing else part.wanted):
        return settings["unsaid"]
    if missing:
        sure = settings["abbreviation" if missing.isupper() else "named"]
    else:
        sure = settings["clause" if part.clause else "linked"]
    if not missing and any((part.wanted | part.aim) & found.words(r.text) for r in pair.responses):
        sure -= settings["some"]
    return round(sure if pair.verbatim else min(sure, settings["summary"]), 2)


def _unnamed(context: Context, found: Correspondence, pair: Pair, part: Part, said: list[Said]) -> str | None:
    """Something that a part names and the letter does not mention anywhere."""
    letter = [s.text for s in said] + [f.text for f in found.letter if f.id not in {r.id for r in pair.responses}]
    held = frozenset().union(*(found.words(text) for text in letter))
    names = [str(m.group(0)) for p in context.words["named"] for m in compiled(p).finditer(part.text)]
    for name in [*names, *map(str, _CAPITALS.findall(part.text))]:
        if not found.words(name) <= held and not any(_written_out(name, text) for text in letter):
            return name
    return None


def _written_out(name: str, text: str) -> bool:
    """Whether a text holds words whose initials are the letters of an abbreviation."""
    if not name.isupper():
        return False
    initials = "".join(word[0] for word in plain(text).upper().split())
    return name in initials


def _without(said: list[Said], unsaid: list[str]) -> tuple[list[Said], list[str]]:
    """What is said, without the clauses in which a coder notes that something is not mentioned; and those clauses."""
    search = any_of(unsaid)
    kept: list[Said] = []
    denied: list[str] = []
    for sentence in said:
        clauses = re.split(r"(?<=[,;:]) ", sentence.text)
        denied += [c for c in clauses if search(c)]
        kept.append(Said(sentence.finding, " ".join(c for c in clauses if not search(c))))
    return [s for s in kept if s.text], denied
