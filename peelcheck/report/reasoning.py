"""The reasoning of one assessment, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from peelcheck.evidence.corpus import label
from peelcheck.evidence.reasoning import Cap, Reasoning, Spoken
from peelcheck.model.counts import number_of
from peelcheck.model.domain import Domain
from peelcheck.report.base import where
from peelcheck.report.terminal import plain

_STATUS = {
    "fresh": "graded in this inspection",
    "carried_over": "carried over from an earlier inspection: not held against this evidence",
    "ungraded": "the question is not graded",
    "unknown": "no grade was found",
}


def show(console: Console, domain: Domain, item: Reasoning) -> None:
    """Print the whole way from the evidence to the grades that it supports."""
    console.rule(
        Text(plain(f"{label(domain, item.assessment.inspection)}: {item.assessment.question}"), style="bold"), align="left"
    )
    for line in _head(domain, item):
        console.print(Text(plain(line)))
    console.print()
    told = f"{number_of(len(item.spoken), 'signal')} of {item.pack}, the heaviest first"
    console.print(Text(f"Evidence: {told if item.spoken else f'the text speaks to no signal of {item.pack}'}", style="bold"))
    for signal in item.spoken:
        for part in _signal(signal):
            console.print(part)
    if item.silent:
        console.print()
        console.print(_silent(item))
    if item.spoken:
        console.print(_shares(item))
        console.print(Text(f"Failing: {item.failing[0]:.2f} of the weight, {item.failing[1]:.2f} if mixed signals are worse."))
        console.print()
    console.print(_grades(item))
    for line in (*_caps(domain, item), *_change(domain, item)):
        console.print(Text(plain(line)))


def _head(domain: Domain, item: Reasoning) -> Iterator[str]:
    seen = item.assessment
    scale = domain.cycles[seen.inspection.cycle].scale
    yield item.title
    if item.judgment is not None:
        carried = item.assessment.judgment.carried_over_from if item.assessment.judgment else None
        year = f" (of {carried})" if carried else ""
        form = f", read from a {seen.form}" if seen.form else ""
        yield f"Declared: {scale.label(seen.declared)}{year}, {where(item.judgment)}{form}: “{item.judgment.text}”"
    yield f"Status: {_STATUS[seen.status]}."
    enough = "enough" if seen.coverage >= item.least_coverage else "too little"
    yield f"Coverage: {seen.coverage:.2f} of the pack's weight is spoken of ({enough}: {item.least_coverage:g} is asked for)."


def _signal(item: Spoken) -> Iterator[Text | Padding]:
    level = item.low if item.low == item.high else f"{item.low} to {item.high}"
    head = Text.assemble((plain(item.signal), "cyan"), f"  weight {item.weight}  ", (level, "magenta"), plain(f"  {item.title}"))
    yield Padding(head, (0, 0, 0, 2))
    for passage in item.evidence:
        figure = f", {passage.value:g}" if passage.value is not None else ""
        how = f" [{passage.level}, {passage.read_by}{figure}]"
        yield Padding(Text.assemble((plain(where(passage)), "green"), (how, "magenta"), f" {plain(passage.text)}"), (0, 0, 0, 4))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, box=box.SIMPLE, title_justify="left", title_style="bold")
    for number, name in enumerate(columns):
        table.add_column(name, justify="left" if number == 0 else "right", overflow="fold")
    return table


def _rows(table: Table, rows: Iterable[Iterable[str]]) -> Table:
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    return table


def _silent(item: Reasoning) -> Table:
    table = _table("Silent signals: each draw gives them a level at these rates", "signal", "weight", *_levels(item))
    return _rows(table, ([s.signal, str(s.weight), *(f"{rate:.2f}" for rate in s.base_rate.values())] for s in item.silent))


def _levels(item: Reasoning) -> list[str]:
    return [share.level for share in item.shares]


def _shares(item: Reasoning) -> Table:
    title = f"Share of the weight (mixed signals hold {item.mixed:.2f}, silent ones {item.unspoken:.2f})"
    table = _table(title, "level", "there", "there or better", "if mixed ones are better")
    return _rows(table, ([s.level, f"{s.at:.2f}", f"{s.least:.2f}", f"{s.most:.2f}"] for s in reversed(item.shares)))


def _grades(item: Reasoning) -> Table:
    needed = ("grade", "at least at", "by share")
    if not item.spoken:  # what draws accept would tell of the base rates alone
        asks = ([g.label, *([g.needs.level, f"{g.needs.share:.2f}"] if g.needs else ["", ""])] for g in item.grades)
        return _rows(_table("What each grade needs", *needed), asks)
    title = f"What each grade needs, and how many of {item.draws} draws accept it"
    table = _table(title, *needed, "for certain", "at the most", "failing up to", "draws", "")
    for grade in item.grades:
        needs, declared = grade.needs, "declared" if grade.grade == item.assessment.declared else ""
        asked = (
            [needs.level, f"{needs.share:.2f}", f"{grade.least:.2f}", f"{grade.most:.2f}", f"{needs.failing:.2f}"]
            if needs
            else [""] * 5
        )
        _rows(table, [[grade.label, *asked, f"{grade.acceptability:.1%}", declared]])
    return table


def _caps(domain: Domain, item: Reasoning) -> Iterator[str]:
    scale = domain.cycles[item.assessment.inspection.cycle].scale
    for cap in item.caps:
        yield f"Cap: {scale.label(cap.best)} at best, as {_because(cap)} ({where(cap.because)}): “{cap.because.text}”"
    if not item.caps:
        yield "No cap is in force."


def _because(cap: Cap) -> str:
    if cap.signal is None:
        return "there is a cause of concern"
    return f"{cap.signal} stands at {cap.level}" + ("" if cap.always else " in some draws")


def _change(domain: Domain, item: Reasoning) -> Iterator[str]:
    if not item.spoken:
        yield "Nothing is observed, so no grade is held against it."
        return
    if not item.on_scale:
        yield "No grade of the scale is declared, so there is nothing to hold against the evidence."
        return
    grade = domain.cycles[item.assessment.inspection.cycle].scale.label(item.assessment.declared)
    if item.change is None:
        yield f"No change of three signals or fewer would bring {grade} to {item.threshold:.0%} of the draws."
    elif not item.change:
        yield f"{grade} fits: {item.threshold:.0%} of the draws or more accept it."
    else:
        spoken = {signal.signal for signal in item.spoken}
        listed = ", ".join(f"{n} at {level}{'' if n in spoken else ' (the text is silent on it)'}" for n, level in item.change)
        yield f"Smallest change of evidence that would make {grade} fit: {listed}."


def to_json(item: Reasoning) -> bytes:
    """The reasoning as one JSON object (schema `peelcheck-assessment/1`): keys may be added, none taken away."""
    seen = item.assessment
    held = item.on_scale and bool(item.spoken)
    whole: dict[str, Any] = {
        "schema": "peelcheck-assessment/1",
        **seen.inspection._asdict(),
        "question": seen.question,
        "title": item.title,
        "topic": seen.topic,
        "pack": item.pack,
        "declared": seen.declared,
        "form": seen.form,
        "status": seen.status,
        "judgment": item.judgment,
        "coverage": seen.coverage,
        "least_coverage": item.least_coverage,
        "signals": item.spoken,
        "silent": item.silent,
        "shares": item.shares,
        "mixed": item.mixed,
        "unspoken": item.unspoken,
        "failing": item.failing,
        "caps": item.caps,
        "grades": item.grades,
        "supported": seen.supported,
        "draws": item.draws,
        "threshold": item.threshold,
        "fits": seen.acceptability[seen.declared] >= item.threshold if held and seen.declared else None,
        "change": None if item.change is None else [{"signal": n, "level": level} for n, level in item.change],
    }
    return msgspec.json.format(msgspec.json.encode(_rounded(msgspec.to_builtins(whole))), indent=1) + b"\n"


def _rounded(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _rounded(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_rounded(value) for value in data]
    return round(data, 4) if isinstance(data, float) else data
