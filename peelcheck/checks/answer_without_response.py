"""A letter of response has no response to an answer.

What it flags
    Areas for improvement, recommendations and causes of concern that a letter restates and then passes over, and those of the
    report that the letter does not mention at all, though it responds to others of the same inspection.

Why it matters
    A response is due to every answer. One that is left out is the easiest to forget.

How it decides
    A response names the answers that it is to. Where none is to this one, every paragraph of the letter is held against its
    content words, weighted by how rare they are in letter and report: a paragraph that holds at least `elsewhere` of the
    weight, or is about the same theme in the same place, counts as a response. A cause of concern is answered by responses
    to its recommendations. Where all that there is speaks to a whole list of answers and not to this one, the flag is less sure.
    Not assessable where no response is at hand.

Settings
    elsewhere: share of the weighted words that a paragraph must hold to count as a response
    restated, unmentioned: confidence for an answer that the letter lists, and for one that it never mentions
    silent: the same where the letter responds to no answer of the question at all
    general: the same where there are only responses to the whole list

When it may be wrong
    The response may use other words altogether, or stand in another letter.

Example
    findings:
      - {id: a, kind: area_for_improvement, question: q1, text: "The station should mend the horn."}
      - {id: b, kind: area_for_improvement, question: q1, text: "The station should paint its boats."}
      - {kind: response, voice: force, question: q1, answers: [b], text: "Both boats were painted in May."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, quote
from peelcheck.checks.replies import Correspondence, Pair, correspondences

SETTINGS = {"elsewhere": 0.4, "restated": 0.75, "unmentioned": 0.65, "silent": 0.5, "general": 0.5}


def check(context: Context) -> Iterator[Outcome]:
    """Look for the response to every answer."""
    for found in correspondences(context):
        if isinstance(found, NotAssessable):
            yield found
            continue
        for pair in found.pairs:
            yield _outcome(context, found, pair)


def _outcome(context: Context, found: Correspondence, pair: Pair) -> Outcome:
    subject = found.subject(pair)
    settings = context.settings
    if pair.by_recommendation or any(found.specific(pair, r) for r in pair.responses):
        return Applied(subject)
    if _mentioned(context, found, pair):
        return Applied(subject)
    if pair.responses:
        alone = sum(r.id in {x.id for x in pair.responses} for r in found.responses) == len(found.responses)
        if alone:  # one response to all of them is the way in which this letter responds
            return Applied(subject)
        said, sure = "the letter responds to the whole list and says nothing to this", settings["general"]
    elif pair.restated or pair.answer.voice != "inspectorate":
        said, sure = "the letter restates this and responds to others, but not to it", settings["restated"]
    elif any(p.responses for p in found.pairs if p.answer.question == pair.answer.question):
        said, sure = "the letter responds to other answers and does not mention this", settings["unmentioned"]
    else:
        said, sure = "the letter responds to other answers and is silent on this question", settings["silent"]
    shown = dict.fromkeys([pair.shown.id, pair.answer.id, *(r.id for r in pair.responses)])
    return Fired(
        subject,
        f"{context.name(found.inspection)}, {pair.answer.question}: {said}: “{quote(pair.shown.text.strip('* '))}” "
        f"({context.where(pair.shown.id)}).",
        [context.show(i) for i in shown],
        "The response may be given in other words, as part of another, or in a document that is not at hand.",
        sure,
    )


def _mentioned(context: Context, found: Correspondence, pair: Pair) -> bool:
    """Whether any paragraph of the letter, or an answer that it lists and nobody linked, speaks of this answer."""
    least = context.settings["elsewhere"]
    own = found.words(" ".join([pair.shown.text, *pair.shown.parts]))
    if found.elsewhere(own, pair) >= least:
        return True
    unlinked = [f for f in found.restated if f is not pair.answer and f.quotes is None]
    if not pair.restated and any(found.share(own, found.words(f.text)) >= least for f in unlinked):
        return True
    themes = found.themes(pair.shown.text)
    near = [r for r in found.responses if r.question == pair.answer.question and r.pillar == pair.answer.pillar]
    return bool(themes) and any(themes & found.themes(r.text) for r in near)
