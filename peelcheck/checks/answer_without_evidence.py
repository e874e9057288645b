"""An answer is about something of which the text shows no weakness.

What it flags
    Areas for improvement, recommendations and causes of concern none of whose signals has weak or failing evidence in any
    document of the inspection.

Why it matters
    A body that is asked to mend what the report does not fault cannot tell what would satisfy the inspectorate.

How it decides
    An answer is held against all signals that it is recognised to be about, and their themes. Not assessable for answers that
    no signal recognises, and where the question has fewer than `least` statements. Where the text does speak of all that the
    answer is about, and only praises it, that is for PC203.

Settings
    least: statements that the answer's question must have
    extracted, coded: confidence when the findings were extracted, or coded by hand

When it may be wrong
    The weakness may be told in words that the pack does not know, or in a document that is not at hand.

Example
    findings:
      - {kind: area_for_improvement, question: q1, text: "Mend the horn.", coded: [{signal: fog_signal}]}
      - {kind: statement, question: q1, text: "a", coded: [{signal: lamp_upkeep, level: weak}]}
      - {kind: statement, question: q1, text: "b", coded: [{signal: keeper_rota, level: sound}]}
      - {kind: statement, question: q1, text: "c"}
      - {kind: statement, question: q1, text: "d"}
      - {kind: statement, question: q1, text: "e"}
    expect: fires
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peelcheck.checks.answers import praise
from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject, quote

SETTINGS = {"least": 5, "extracted": 0.5, "coded": 0.65}


def check(context: Context) -> Iterator[Outcome]:
    """Look for the weakness behind every answer."""
    signals: dict[str, list[str]] = defaultdict(list)
    themes: dict[str, set[str]] = defaultdict(set)
    for item in context.observations:
        if item.role == "answer":
            signals[item.finding].append(item.signal)
            themes[item.finding].add(item.theme)
    for inspection, findings in context.corpus.by_inspection.items():
        profile = context.profiles.get(inspection, {})
        weak = {name for s in profile.values() if s.weak for name in (s.signal, s.theme)}
        for number, answer in enumerate(context.corpus.answers(inspection), 1):
            subject = Subject(inspection, answer.question, ordinal=str(number))
            spoken = [f for f in findings if f.question == answer.question and f.kind == "statement"]
            if not signals[answer.id]:
                yield NotAssessable(subject, "no signal recognises the answer")
            elif len(spoken) < context.settings["least"]:
                yield NotAssessable(subject, "the question has too little text of its own")
            elif weak & ({*signals[answer.id]} | themes[answer.id]):
                yield Applied(subject)
            elif answer.parent is None and praise(context, inspection, answer, signals[answer.id]):
                yield Applied(subject)  # the text says the opposite: PC203
            else:
                coded = any(f.coded for f in spoken)
                names = ", ".join(signals[answer.id])
                better = [o for n in signals[answer.id] if n in profile for o in profile[n].strengths()[:1]]
                yield Fired(
                    subject,
                    f"{context.name(inspection)}, {answer.question}: the answer “{quote(answer.text, 110)}” is about {names}, "
                    "of which the text shows no weakness.",
                    [context.show(answer.id), *context.observed(better)],
                    "The weakness may be told in words that the pack does not know, or in a document that is not at hand.",
                    context.settings["coded" if coded else "extracted"],
                )
