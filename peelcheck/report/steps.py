"""Each step from a text to its readings, in words: what `observe --explain` prints and why an example fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peelcheck.model.finding import Metric
from peelcheck.report.terminal import plain
from peelcheck.signals.packs import Term
from peelcheck.signals.trace import Found, Lost, Reach, Refused, Serves, Trace

_WIDTH = 12
_REASONS = {
    "shield": "shielded by {}",
    "place": "the words name this subject only in the text of its own question, or under its headings",
    "without": "the signal does not ask for this term",
    "name": "the words belong to the subject's name {}",
    "clause": "the subject {} stands in another clause",
    "side": "the subject {} stands on the wrong side",
    "reach": "the subject {} stands too far away",
    "lack": "a lack takes the praise out of it: {}",
    "denies": "it denies other words of blame: {}",
    "concession": "praise in a clause that concedes",
    "unless": "not read for this signal: its `unless` matches {}",
    "about": "no `about` of this figure matches the sentence",
    "figure-unless": "an `unless` of this figure matches {}",
    "level": "another unit, or no condition holds",
}


def steps(trace: Trace, terms: dict[str, Term], before: str | None = None, answers: Iterable[tuple[str, str]] = ()) -> list[str]:
    """The whole way of one sentence, a line a step.

    before -- the sentence before it
    answers -- signals that the text would be about as an answer, with the words that say so
    """
    clauses = [_quoted(trace, (c.start, c.end)) + (" (concedes)" if c.concedes else "") for c in trace.clauses]
    subjects = [h for h in trace.heard if h.serves.role in ("subject", "here")]
    heard = [h for h in trace.heard if h.serves.role not in ("subject", "here", "shield")]
    parts: list[tuple[str, list[str]]] = [
        ("Before", [before] if before else []),
        ("Text", [trace.plain]),
        ("Clauses", clauses if len(clauses) > 1 else []),
        ("Subjects", [f"{h.serves.owner}: {_places(trace, h.spans)} by {h.serves.pattern}" for h in subjects] or ["none"]),
        ("Taken over", [f"{name}, from the sentence before" for name in sorted(trace.taken_over)]),
        ("Heard", [f"{_served(h.serves, terms)}: {_places(trace, h.spans)} by {h.serves.pattern}" for h in heard] or ["nothing"]),
        ("Figures", [f"{_quoted(trace, span)}: {_figure(metric)}" for span, metric in trace.figures]),
        ("Triggers", [_reach(trace, reach) for reach in trace.reaches]),
        ("Refused", [_refused(trace, r) for r in trace.refused]),
        ("Read", [_found(trace, f) for f in trace.found]),
        ("Dropped", [_lost(lost) for lost in trace.lost]),
        ("Kept", [f"{r.signal}: {r.level} {r.assertion} by “{r.cue}”" for r in trace.kept] or ["nothing"]),
        ("As answer", [f"about {name}: “{words}”" for name, words in answers]),
    ]
    return [plain(line) for title, lines in parts for line in _part(title, lines)]


def why(trace: Trace, signal: str) -> list[str]:
    """Why one signal was read as it was, or was not read: a line a step."""
    lines = [
        f"subject {_places(trace, h.spans)}"
        for h in trace.heard
        if h.serves.owner == signal and h.serves.role in ("subject", "here")
    ]
    if signal in trace.taken_over:
        lines.append("subject taken over from the sentence before")
    about = (signal, None) if lines else (signal,)  # words refused for all signals say nothing of one without a subject
    lines = lines or ["no subject found"]
    lines += [f"refused: {_refused(trace, r)}" for r in trace.refused if r.signal in about and r.reason != "without"]
    lines += [f"read: {_found(trace, f)}" for f in trace.found if f.reading.signal == signal]
    lines += [f"dropped: {_lost(lost)}" for lost in trace.lost if lost.reading.signal == signal]
    return [plain(line) for line in dict.fromkeys(lines)]


def _part(title: str, lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(dict.fromkeys(lines)):
        yield f"{title if number == 0 else '':<{_WIDTH}}{line}"


def _quoted(trace: Trace, span: tuple[int, int]) -> str:
    return f"“{trace.words(span)}”"


def _places(trace: Trace, spans: list[tuple[int, int]]) -> str:
    return ", ".join(dict.fromkeys(_quoted(trace, span) for span in spans))


def _served(serves: Serves, terms: dict[str, Term]) -> str:
    if serves.role == "term":
        term = terms[serves.owner]
        return f"term {serves.owner} ({term.level}; subject {term.subject}, within {term.reach})"
    return f"{serves.role} of {serves.owner} ({serves.level})"


def _named(serves: Serves) -> str:
    return f"term {serves.owner}" if serves.role == "term" else serves.role


def _figure(metric: Metric) -> str:
    number = f"{metric.value:g} {metric.unit}" if metric.value is not None else "no number"
    against = metric.comparator
    held = f", against {against.name}{'' if against.value is None else f' {against.value:g}'}" if against else ""
    return f"{number}{held}{f', of a part only: {metric.scope}' if metric.scope else ''}"


def _reach(trace: Trace, reach: Reach) -> str:
    only = f", only {' and '.join(sorted(reach.levels))}" if reach.levels else ""
    return f"{reach.assertion} by {_quoted(trace, reach.trigger)}, reaches {_quoted(trace, (reach.start, reach.end))}{only}"


def _refused(trace: Trace, refused: Refused) -> str:
    because = "" if refused.because is None else _quoted(trace, refused.because)
    if refused.because == (0, 0):
        because = "of the sentence before"
    words = "" if refused.span is None else f" {_quoted(trace, refused.span)}"
    signal = f"{refused.signal}: " if refused.signal else ""
    return f"{signal}{_named(refused.serves)}{words}: {_REASONS[refused.reason].format(because)}".replace("  ", " ")


def _found(trace: Trace, found: Found) -> str:
    reading = found.reading
    subject = f", subject {_quoted(trace, found.subject)}" if found.subject else ""
    denied = f", turned round by {_quoted(trace, found.denial)}" if found.denial else ""
    trigger = f", {reading.assertion} by {_quoted(trace, found.trigger)}" if found.trigger else ""
    return f"{reading.signal}: {reading.level} by {_named(found.serves)} “{reading.cue}”{subject}{denied}{trigger}"


def _lost(lost: Lost) -> str:
    reading = lost.reading
    why_lost = {
        "among blame": f"praise among the blame “{lost.by.cue}”",
        "gives way": f"{lost.by.signal} reads the same words and is narrower",
        "outweighed": f"“{lost.by.cue}” ({lost.by.level}) stands for this side",
    }[lost.reason]
    return f"{reading.signal}: {reading.level} {reading.assertion} by “{reading.cue}”: {why_lost}"
