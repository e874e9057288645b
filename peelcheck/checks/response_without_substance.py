"""A response names no action, contests the answer, or only assures.

What it flags
    Answers whose responses name nothing that was done or is being done: only plans without a date, only an assurance, an
    objection, or neither an action nor an owner nor a date.

Why it matters
    Whether an answer was acted on can be checked later only where a response says what, by whom and by when.

How it decides
    The responses are read by their wording: acts that are `done`, `in_progress` or `planned`; or told where the response points
    to (`refers`); else an `assurance`, or nothing that is recognised. Talk is no act (`talk`), nor is what is told as a
    `condition`. `contested` finds objections, `dated` and `owner` who and when. The firmest act counts for the answer: done, in
    progress or told elsewhere is enough, and so is a plan with a date. An objection beside acts is flagged with less confidence.
    The message names the status, and that of each part of the answer where it has several. Responses to a whole
    list count for each of its answers. Not assessable where no response is at hand, and where one in a coder's own words, which
    leave out acts, owners and dates, neither objects nor assures.

Settings
    contested, assurance, planned, nothing: confidence by status
    beside_acts: what acts beside an objection take away
    deadline: what an answer with a deadline adds to a plan without a date
    named: what an owner or a date takes away where no act is named
    summary: highest confidence where a text is a coder's own
    shared: share of the weighted words at which a sentence speaks of a part
    firm: confidence below which the flag is a note

When it may be wrong
    An act may be told in words that the lists do not know; what is confidential is not printed.

Example
    findings:
      - {id: a, kind: area_for_improvement, question: q1, text: "The station should mend the horn."}
      - {kind: response, voice: force, question: q1, answers: [a], text: "We are confident that the horn is heard."}
    expect: fires
"""

from __future__ import annotations

from collections.abc import Iterator

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, quote
from peelcheck.checks.commitment import WORDS as STATUS_WORDS
from peelcheck.checks.commitment import Commitment, Commitments
from peelcheck.checks.parts import addressing, parts_of
from peelcheck.checks.replies import NO_RESPONSE, Correspondence, Pair, correspondences

SETTINGS = {
    "contested": 0.65,
    "assurance": 0.62,
    "planned": 0.55,
    "nothing": 0.5,
    "beside_acts": 0.1,
    "deadline": 0.07,
    "named": 0.1,
    "summary": 0.5,
    "shared": 0.2,
    "firm": 0.6,
}
WORDS = (*STATUS_WORDS, "joints", "ands", "aims")
_SAID = {
    "contested": "contests the answer (“{contested}”)",
    "assurance only": "gives an assurance and names no action",
    "planned only": "names only plans",
    "no action named": "names no action that could be recognised",
}


def check(context: Context) -> Iterator[Outcome]:
    """Read what every response commits to."""
    read = Commitments(context.words)
    for found in correspondences(context):
        if isinstance(found, NotAssessable):
            yield found
            continue
        for pair in found.pairs:
            if pair.responses and not pair.by_recommendation:
                yield _outcome(context, found, pair, read)
            elif not pair.by_recommendation:
                yield NotAssessable(found.subject(pair), NO_RESPONSE)


def _outcome(context: Context, found: Correspondence, pair: Pair, read: Commitments) -> Outcome:
    subject = found.subject(pair)
    whole = read.read(found.said(pair))
    dated_plan = whole.status == "planned only" and whole.dated
    if whole.status in ("done", "in progress", "told elsewhere") or dated_plan:
        return Applied(subject)
    if not pair.verbatim and whole.status not in ("contested", "assurance only"):
        return NotAssessable(subject, "a coder's own words leave out acts, owners and dates")
    sure = _sure(context, pair, whole)
    responses = list(dict.fromkeys(r.id for r in pair.responses))
    where = ", ".join(dict.fromkeys(context.where(i) for i in responses[:3]))
    missing = " and ".join(name for name, word in (("owner", whole.owner), ("date", whole.dated)) if not word)
    lacks = f", without {missing}" if missing else ""
    says = _SAID[whole.status].format(contested=whole.contested)
    return Fired(
        subject,
        f"{context.name(found.inspection)}, {pair.answer.question}: the response ({where}) {says}{lacks}. What it responds to: "
        f"“{quote(pair.shown.text.strip('* '))}” ({context.where(pair.shown.id)}).{_by_part(context, found, pair, read)}",
        [context.show(i) for i in [pair.shown.id, *responses]],
        _counter(whole),
        sure,
        softened=sure < context.settings["firm"],
    )


def _sure(context: Context, pair: Pair, whole: Commitment) -> float:
    settings: dict[str, float] = context.settings
    if whole.status == "contested":
        sure = settings["contested"] - (settings["beside_acts"] if whole.acts else 0)
    elif whole.status == "assurance only":
        sure = settings["assurance"]
    elif whole.status == "planned only":
        sure = settings["planned"] + (settings["deadline"] if pair.shown.deadline or pair.answer.deadline else 0)
    else:
        sure = settings["nothing"] - (settings["named"] if whole.owner or whole.dated else 0)
    return round(sure if pair.verbatim else min(sure, settings["summary"]), 2)


def _by_part(context: Context, found: Correspondence, pair: Pair, read: Commitments) -> str:
    parts = parts_of(pair.fullest, found, context.words)
    if len(parts) < 2:
        return ""
    said = found.said(pair)
    by_part = [(p, read.read(addressing(p, said, found, context.settings["shared"]))) for p in parts]
    if all(status.status == "not addressed" for _, status in by_part):
        return ""
    return " By part: " + "; ".join(f"“{quote(part.text, 60)}”: {status}" for part, status in by_part) + "."


def _counter(whole: Commitment) -> str:
    if whole.status == "contested":
        acts = f" It also tells of something {' and something '.join(sorted(whole.acts))}." if whole.acts else ""
        return f"An objection may be justified.{acts}"
    if whole.status == "assurance only":
        return "What stands behind an assurance may be confidential, or told elsewhere."
    if whole.status == "planned only":
        return "The plan may be dated in another document, or under way in words that the lists do not know."
    return "An action may be told in words that the lists do not know."
