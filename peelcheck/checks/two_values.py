"""One metric has two values in one inspection.

What it flags
    The same figure, in the same words and for the same period, printed with two values: in the summary and in a chapter, in the
    text and in a table.

Why it matters
    One of them is wrong, and whoever quotes the report may quote that one.

How it decides
    Coded figures and rows of tables are one metric when measure, unit, period and scope agree; without a coded period they must
    also stand at the same place. Sentences speak of one metric when they say the same of it: the same content words but for
    the report's light words (`light`), the same unit, direction and period, and with several figures also in the same order,
    or with a noun of its own for each. Of a longer sentence the clause with the figure will do, or the words that name its
    amount ("a budget gap of"), and a count that a text comes back to ("all the 84 files") must be as many. One word more
    ("serious" before "fires") makes it another metric, and sentences that point to others ("this", "such") are left alone.
    The ranges that rounding and qualifiers allow must lie apart: 59 and 58.8 agree.

Settings
    shared: content words that two sentences must share

When it may be wrong
    When the two figures were measured at different times and the report does not say so.

Example
    findings:
      - {kind: statement, question: q1, text: "In 2019 some 212 ships passed the lamp.", summary: true}
      - {kind: statement, question: q1, text: "The lamp was passed by 221 ships in 2019."}
    expect: fires
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from peelcheck.checks.base import Applied, Context, Fired, NotAssessable, Outcome, Subject
from peelcheck.checks.mentions import HEAD, Mention, again, mention, subject
from peelcheck.checks.sums import content, masked, readable, shown
from peelcheck.evidence.corpus import Inspection
from peelcheck.extract.sentences import sentence_spans
from peelcheck.model.figures import Figure, Masked, Range, figures
from peelcheck.model.finding import Finding, Metric
from peelcheck.model.patterns import any_of
from peelcheck.model.quantities import PERIOD

SETTINGS = {"shared": 2}
WORDS = ("light",)
_TIME = re.compile(
    r"\b(?:(?:1[0-2]|[2-9]|twelve) months|year|as at|since|until|before|after|in|by|during|on|end(?:ing)?|q[1-4])?\s?"
    r"(?:\d{1,2}(?:st|nd|rd|th)? )?(?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december)? ?(?:19|20)\d\d(?:[/-]\d\d)?\b"
    r"|\b(?:last|previous|past|preceding|next|following|current|this) (?:\w+ )?(?:years?|months?|weeks?|quarter|inspection)\b"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_ENDINGS = re.compile(r"(?:ations?|ions?|ings?|ments?|edly|ed|ers?|ors?|ists?|ies|es|s|e|ly|al|y)$")
_TURNS = re.compile(
    r"\b(?:rose|risen|rise|increas\w+|grew|grown|growth|fell|fallen|fall|decreas\w+|reduc\w+|declin\w+|dropped|drop|"
    r"more|fewer|higher|lower|"
    r"further|additional|another|remaining|other|rest|target|plans?|planned|intends?|will|would|average|should|hop\w+|"
    r"expect\w*)\b",
    re.IGNORECASE,
)


_MOVED = re.compile(_TURNS.pattern.replace("should|", ""), re.IGNORECASE)
_POINTS = re.compile(
    r"\b(?:this(?! (?:inspection|report|year|time))|these|those|such|latter|former|of (?:them|which|whom)|same)\b", re.IGNORECASE
)
_IT = re.compile(r"\b(?:it|its|they|their|he|she)\b", re.IGNORECASE)


_JOINTS = re.compile(
    r", (?:and|but|which|while|so|too|although|because|as|fewer|more|higher|lower|up|down|far|well|an? (?:rise|fall|increase|"
    r"reduction))\b|; | - | (?:and|but) (?=(?:does|is|was|has|will|did|were|are|plans|"
    r"intends|expects|had|now|also)\b)| (?=(?:showed|shows|shown|found|revealed|indicated|suggested) )"
)
_OPENING = re.compile(
    r"^(?:as (?:we|noted|mentioned|set out|stated|described|shown)\b[^,]*|however|overall|in all|in total|we (?:found|"
    r"were told|note|"
    r"noted|estimate|are \w+|were \w+) that|(?:the|it) [a-z]+ (?:accepts|told us|says|said|acknowledges|recognises) that),? ",
    re.IGNORECASE,
)
_NOT_WHEN = frozenset("in the for during over to ending within on as at of by year ended end since between and from".split())  # noqa: SIM905
_MANY = 3  # figures of a sentence that is compared


class Value(NamedTuple):
    """One printed value of a metric."""

    finding: Finding
    printed: str
    range: Range


def check(context: Context) -> Iterator[Outcome]:
    """Compare the values of each metric."""
    light = any_of(context.words["light"])
    for inspection, findings in context.corpus.by_inspection.items():
        groups: dict[tuple[object, ...], list[Value]] = defaultdict(list)
        for finding in findings:
            if finding.quotes is not None:
                continue
            for key, value in (*_measured(finding), *_told(context, finding, light)):
                groups[key].append(value)
        compared = False
        named: dict[tuple[object, ...], list[Value]] = defaultdict(list)
        for finding in findings:
            for key, value in _subject(context, finding, light) if finding.quotes is None else ():
                named[key].append(value)
        told = {id_ for values in groups.values() if len(values) > 1 for id_ in (v.finding.id for v in values)}
        mentions = [m for f in findings if f.quotes is None and f.id not in told and (m := _mentioned(context, f, light))]
        groups.update({k: v for k, v in named.items() if len(v) > 1 and not {x.finding.id for x in v} & told})
        for head, one, other in again(mentions):
            groups["again", head, one.finding.id].extend(Value(m.finding, m.figure.printed, m.figure.range) for m in (one, other))
        for key, values in groups.items():
            if len({v.finding.id for v in values}) < 2:
                continue
            compared = True
            yield _outcome(context, inspection, key, values)
        if not compared:
            yield NotAssessable(Subject(inspection), "no metric is given twice")


def _outcome(context: Context, inspection: Inspection, key: tuple[object, ...], values: list[Value]) -> Outcome:
    """What two or more values of one metric come to."""
    first = values[0]
    other = next((v for v in values if v.finding.id != first.finding.id and v.range.gap(first.range) > 1e-9), None)
    subject = Subject(inspection, first.finding.question, ordinal=_name(key))
    if other is None:
        return Applied(subject)
    both = (first.finding, other.finding)
    coded = all(f.kind == "metric" or f.text_form == "summary" for f in both)
    step = max(first.range.high - first.range.low, other.range.high - other.range.low)
    slip = 0 < first.range.gap(other.range) <= step * 0.75
    return Fired(
        subject,
        f"{context.name(inspection)}: one figure is given as “{first.printed}” ({context.where(first.finding.id)}) "
        f"and as “{other.printed}” ({context.where(other.finding.id)}).",
        [context.show(f.id) for f in both],
        "The two may have been measured at different times, or of different things, without the text saying so.",
        min(0.65, 0.8) if slip else 0.8 if coded or "metric" not in (both[0].kind, both[1].kind) else 0.7,
        softened=slip,
    )


def _measured(finding: Finding) -> Iterator[tuple[tuple[object, ...], Value]]:
    """The coded figures of a finding, by what they measure."""
    for metric in finding.metrics:
        if metric.measure is None or metric.value is None or metric.unit is None:
            continue
        place = () if metric.period else (tuple(finding.section), finding.locator.lines[0] if finding.locator else finding.id)
        key = ("measure", metric.measure, metric.unit, _when(metric.period or ""), metric.scope, metric.direction, place)
        yield key, Value(finding, shown(metric.value) if metric.value % 1 == 0 else f"{metric.value:g}", _range(metric))
        held = metric.comparator
        if held and held.value is not None:
            yield (*key, held.name), Value(finding, f"{held.value:g}", _around(held.value))


def _name(key: tuple[object, ...]) -> str:
    """What a metric is known by: what it measures and when, never where it stands."""
    parts = [" ".join(sorted(map(str, p))) if isinstance(p, frozenset | tuple) else str(p) for p in key[1:]]
    if key[0] == "again":
        del parts[1]  # what it is, not where it stands
    if key[0] == "measure":
        del parts[5]  # the place
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:8]


def _around(value: float) -> Range:
    half = next((10.0**-places for places in range(3) if round(value, places) == value), 0.001) / 2
    return Range(value - half, value + half)


def _range(metric: Metric) -> Range:
    value = metric.value or 0.0
    words = {"over": "over", "under": "under", "about": "about", "nearly": "nearly", "up_to": "up to", "at_least": "at least"}
    said = words.get(metric.qualifier or "")
    if said:
        read = figures(f"{said} {value:g} percent")
        return read[0].range if len(read) == 1 else _around(value)
    return _around(value)


def _when(text: str) -> str:
    """A period in comparable form."""
    plain = re.sub(r"\b(?:12|twelve)[- ]months?\b", "year", text.lower())
    return " ".join(sorted(set(re.findall(r"\d+|[a-z]+", plain)) - _NOT_WHEN))


def _told(context: Context, finding: Finding, light: Callable[[str], Any]) -> Iterator[tuple[tuple[object, ...], Value]]:
    """The figures of sentences, by what the sentence says of them: in any order for one figure, in the same for several."""
    place = None
    if finding.kind == "metric" and finding.text_form == "verbatim":
        yield from _labelled(context, finding, light)
        return
    if finding.kind not in ("statement", "response"):
        return
    if finding.voice != "inspectorate":  # a later letter may well give newer figures than the report
        place = finding.locator.document if finding.locator else finding.id
    plain = masked(context, finding.text).plain
    for start, end in sentence_spans(plain, frozenset()):
        text = masked(context, plain[start:end])
        if not readable(text):
            continue
        found = [f for f in text.figures if f.kind != "t"] or list(text.figures)
        times = _times(text.plain, _without(text.plain, found))
        parts = [text] if 1 <= len(found) <= _MANY and all(f.kind != "h" for f in found) else []
        clauses = {clause: masked(context, clause) for f in found if f.kind != "h" and (clause := _clause(text.plain, f))}
        parts += [clause for clause in clauses.values() if len([f for f in clause.figures if f.kind != "t"]) == 1]
        for part in parts:
            yield from _as_said(context, finding, part, times, light, place)


def _as_said(
    context: Context, finding: Finding, text: Masked, times: list[str], light: Callable[[str], Any], place: str | None
) -> Iterator[tuple[tuple[object, ...], Value]]:
    """The figures of a sentence, or of the clause of it that holds its one figure."""
    found = [f for f in text.figures if f.kind != "t"] or list(text.figures)
    rest = _without(text.plain, found)
    said = _said(context, rest, light)
    called = _called(text, found[0]) if len(found) == 1 and any(re.search(r"\d", when) for when in times) else []
    dated = called and not said and any(re.search(r"\d{4}", when) for when in times)  # "2,145 keepers at 31 March 2016"
    if _POINTS.search(rest) or (len(set(said)) == 2 and _IT.search(rest) and not called):
        return
    if len(set(said)) + bool(called) < context.settings["shared"] and not dated:
        return  # with its time named, one thing may be known by fewer words
    said = said or called
    lasting = tuple(sorted(f.printed.lower() for f in text.figures if f.kind == "t" and f not in found))
    heads = [m[0].lower() for f in found if (m := re.match(r" [a-z-]+", text.plain[f.end :]))]
    free = len(found) == 1 or len(set(heads)) == len(found)  # in any order, where each figure has a noun of its own
    about = frozenset(said) if free else tuple(said)
    turns = tuple(sorted({_stem(m.group(0).lower()) for m in _TURNS.finditer(rest)}))
    for number, figure in enumerate(found):
        place_of = heads[number] if free and len(found) > 1 else str(number)
        key = (place, figure.unit, about, place_of, len(found), turns, _when(" ".join(times)), lasting)
        yield key, Value(finding, figure.printed, figure.range)


def _clause(plain: str, figure: Figure) -> str | None:
    """The clause of a sentence that holds a figure, where it has others."""
    cuts = [m.start() for m in _JOINTS.finditer(plain)]
    start = max((c for c in cuts if c < figure.start), default=0)
    end = min((c for c in cuts if c >= figure.end), default=len(plain))
    clause = _OPENING.sub("", plain[start:end]).strip(" ,;-")
    return clause if 0 < len(clause) < len(plain) - 2 and len(clause.split()) > 4 else None


def _called(text: Masked, figure: Figure) -> list[str]:
    """What a count counts, in full, and of money that it is money."""
    if figure.kind == "m":
        return ["money"]
    if figure.kind == "t":
        return []
    head = HEAD.match(text.text, text.places[text.figures.index(figure)] + 1)
    return [head[1].lower()] if head and " " in head[1] else []


def _subject(context: Context, finding: Finding, light: Callable[[str], Any]) -> Iterator[tuple[tuple[object, ...], Value]]:
    """The one figure of a sentence by the name of what it is the amount of."""
    text = masked(context, finding.text)
    found = [f for f in text.figures if f.kind != "t"] or list(text.figures)
    if finding.kind != "statement" or finding.voice != "inspectorate" or len(found) != 1 or found[0].kind == "h":
        return
    figure, rest = found[0], _without(text.plain, found)
    what, whole = subject(text, figure) or ("", False)
    if not what or _TURNS.search(rest if whole else what) or _POINTS.search(rest if whole else what):
        return
    said = _said(context, what, light)
    if len(set(said)) >= context.settings["shared"]:
        when = _when(" ".join(_times(text.plain, rest)))
        yield ("subject", figure.unit, frozenset(said), when), Value(finding, figure.printed, figure.range)


def _mentioned(context: Context, finding: Finding, light: Callable[[str], Any]) -> Mention | None:
    """The one count of a sentence, as something that the text may come back to."""
    text = masked(context, finding.text)
    found = [f for f in text.figures if f.kind != "t"]
    if finding.kind != "statement" or finding.voice != "inspectorate" or len(found) != 1:
        return None
    rest = _without(text.plain, found)
    near = re.split(r"[,;:]\s", text.plain[found[0].end :], maxsplit=1)[0]
    if _POINTS.search(near) or _MOVED.search(f"{text.plain[: found[0].start]} {near}"):
        return None
    return mention(finding, text, found[0], lambda said: _said(context, said, light), _when(" ".join(_times(text.plain, rest))))


def _times(plain: str, rest: str) -> list[str]:
    """The times that a sentence names."""
    return [*(m.group(0) for m in PERIOD.finditer(plain)), *(m.group(0) for m in _TIME.finditer(PERIOD.sub(" ", rest)))]


def _labelled(context: Context, finding: Finding, light: Callable[[str], Any]) -> Iterator[tuple[tuple[object, ...], Value]]:
    """A figure of a table with a period, by the words of its label: a sentence may say the same."""
    for metric in finding.metrics:
        said = _said(context, (metric.measure or "").replace("_", " "), light)
        if metric.value is None or not metric.period or metric.scope or len(set(said)) < context.settings["shared"]:
            continue
        unit = (metric.unit or "").replace("per_million", "per 1000000").replace("_", " ")
        key = (None, unit, frozenset(said), "0", 1, (), _when(metric.period), ())
        yield key, Value(finding, f"{metric.value:g}", _around(metric.value))


def _said(context: Context, text: str, light: Callable[[str], Any]) -> list[str]:
    """The stems of the words that say what a figure is about."""
    bare = re.sub(r"'s?\b|'(?= )", "", _TIME.sub(" ", PERIOD.sub(" ", text)))
    return [_stem(w) for w in content(context, bare) if not light(w)]


def _stem(word: str) -> str:
    """A word without its ending, so that "plans" and "planned", "replies" and "replied" agree."""
    stem = _ENDINGS.sub("", word) or word
    stem = _ENDINGS.sub("", stem) if len(stem) > 5 else stem  # "answered" and "answer"
    return re.sub(r"([b-df-hj-np-tv-z])\1$|[iy]$", r"\1", stem)


def _without(text: str, found: list[Figure]) -> str:
    """A sentence without its figures, but with what they are rates of."""
    for figure in reversed(found):
        tail = re.sub(r"^\S+|\bper ?cent(?:age points?)?\b|\d[\d,.]*|%", " ", figure.printed) if figure.kind == "r" else ""
        text = f"{text[: figure.start]} {tail} {text[figure.end :]}"
    return text
