"""What a document is: which inspected body, cycle and pillar, a report or a letter. Read from its own text."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from peelcheck.extract.layout import Layout
from peelcheck.model.counts import number_of
from peelcheck.model.document import Document
from peelcheck.model.domain import Cycle, Domain
from peelcheck.model.errors import InputError
from peelcheck.model.patterns import compiled
from peelcheck.model.quantities import MONTHS
from peelcheck.model.text import key, normalise

_TITLE_ZONE = 1500  # characters in which a title stands
_TITLE_BONUS = 10
_DATE_WORDS = 8  # words that the line of a document's date has at most
_DATE = re.compile(
    r"\b(?P<d>\d{1,2})/(?P<m>0?[1-9]|1[0-2])/(?P<y>20\d\d)\b"
    rf"|(?:\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?\b(?P<month>{'|'.join(MONTHS)}) (?P<year>20\d\d)\b",
    re.IGNORECASE,
)


class Recognised(NamedTuple):
    """What a document was taken for, and why."""

    force: str
    cycle: Cycle
    pillar: str | None
    letter: bool
    why: list[str]
    date: str | None = None  # as far as printed: 2019-12-10 or 2017-03


def recognise(document: Document, domain: Domain, layout: Layout) -> Recognised:
    """Tell a document's force, cycle, pillar and kind. Raises InputError when it is in no known layout."""
    normal = "\n".join(normalise(line).text for line in document.text.splitlines())
    lines = [line.strip() for line in normal.splitlines() if line.strip()]
    letter = _letter(lines, normal, layout)
    cycle, cycle_why = _cycle(normal, domain)
    force, force_why = _force(normal, domain)
    missing = [name for name, found in (("cycle", cycle), ("inspected body", force)) if found is None]
    pillar, hits = _pillar(lines, cycle) if cycle else (None, 0)
    if missing or (not hits and not letter):
        what = " and no ".join(missing) if missing else "question heading"
        raise InputError(
            f"is in no known layout: no {what} was recognised in its text",
            "Give a report or letter of a cycle that `peelcheck rules list --cycles` names, or findings (.jsonl).",
            path=document.path or document.name,
        )
    assert cycle is not None  # noqa: S101
    assert force is not None  # noqa: S101
    kind = "letter" if letter else "report"
    return Recognised(
        force, cycle, pillar, letter, [f"{kind}", cycle_why, force_why, number_of(hits, "question heading")], date_of(normal)
    )


def date_of(text: str) -> str | None:
    """The first date that stands on a short line of the title zone, in ISO form, as far as it is printed."""
    lines = (line.strip() for line in text[:_TITLE_ZONE].splitlines())
    short = [line for line in lines if len(line.split()) <= _DATE_WORDS and not line.endswith(".")]
    match = next((m for line in short if (m := _DATE.search(line))), None)
    if match is None:
        return None
    if match["y"]:
        return f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}"
    month = MONTHS.index(match["month"].lower()) + 1
    return f"{match['year']}-{month:02}" + (f"-{int(match['day']):02}" if match["day"] else "")


def _letter(lines: list[str], text: str, layout: Layout) -> bool:
    forms = layout.data.letter
    head = lines[:60]
    hits = 0
    for pattern in forms.recognised_by:
        search = compiled(pattern).search
        hits += any(search(line) for line in head) if pattern.startswith("^") else bool(search(text))
    return hits >= forms.needed


def _cycle(text: str, domain: Domain) -> tuple[Cycle | None, str]:
    scores: dict[str, tuple[int, int]] = {}
    for cycle in domain.cycles.values():
        places = [m.start() for pattern in cycle.recognised_by for m in compiled(pattern).finditer(text)]
        if places:
            score = len(places) + _TITLE_BONUS * sum(place < _TITLE_ZONE for place in places)
            scores[cycle.cycle] = (score, -min(places))
    if not scores:
        return None, ""
    best = max(scores, key=lambda name: scores[name])
    return domain.cycles[best], f"{best}: {scores[best][0]} points of its marks, the first at character {-scores[best][1]}"


def _force(text: str, domain: Domain) -> tuple[str | None, str]:
    names = domain.force_names
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) + r")\b")
    counts: Counter[str] = Counter()
    for match in pattern.finditer(text):
        counts[names[match.group(0)]] += 1 + _TITLE_BONUS * (match.start() < _TITLE_ZONE)
    if not counts:
        return None, ""
    best, points = counts.most_common(1)[0]
    return best, f"{best}: {points} points of its names"


def _pillar(lines: list[str], cycle: Cycle) -> tuple[str | None, int]:
    titles = {key(title): pillar.id for pillar, question in cycle.questions() for title in (*question.titles, *question.short)}
    counts = Counter(titles[k] for k in map(key, lines) if k in titles)
    glued = Counter(pillar for line in lines for t, pillar in titles.items() if len(t) > 40 and key(line).endswith(t))
    counts += glued
    return (counts.most_common(1)[0][0], sum(counts.values())) if counts else (cycle.pillars[0].id, 0)
