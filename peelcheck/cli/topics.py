"""The pages of `explain` about what is no check and no signal: themes, cycles, settings; and the list of all that has one."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from peelcheck.checks import REGISTRY, Entry
from peelcheck.checks import settings as checks_settings
from peelcheck.model.counts import number_of
from peelcheck.model.domain import Cycle, Domain, Grade, Question
from peelcheck.model.errors import InputError, suggest
from peelcheck.model.rulesdir import CHECKS, RulesDir, shipped
from peelcheck.signals.packs import Loaded, Pack

if TYPE_CHECKING:
    from peelcheck.config.settled import Settled

PAGES = ("assessment", "confidence")
_WIDTH = 110


def everything(loaded: Loaded, domain: Domain) -> str:
    """The list of what `explain` knows."""
    signals = loaded.signals()
    parts: list[tuple[str, str, Iterable[str]]] = [
        ("Checks, by code or name", "peelcheck explain PC201", ()),
        ("Settings of checks", "peelcheck explain PC302.least_peers", ()),
        ("Methods", "peelcheck explain assessment", PAGES),
        ("Cycles", f"peelcheck explain {next(iter(domain.cycles), 'CYCLE')}", domain.cycles),
        ("Signals", f"peelcheck explain {next(iter(signals), 'SIGNAL')}", signals),
        ("Themes, which signals may share", "peelcheck explain theme:NAME", sorted(themes(loaded) - signals.keys())),
    ]
    lines: list[str] = []
    for title, command, names in parts:
        lines += [f"{title}: {command}"]
        if title.startswith("Checks"):
            lines += [f"    {e.code} {e.name}" for e in REGISTRY]
        lines += textwrap.wrap(", ".join(names), _WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
        lines.append("")
    return "\n".join(lines[:-1])


def themes(loaded: Loaded) -> set[str]:
    """Every theme of the packs."""
    return {signal.theme for _, signal in loaded.signals().values()}


def theme(name: str, loaded: Loaded, domain: Domain) -> str:
    """The page of a theme: its signals, and the questions whose packs they stand in."""
    lines = [f"{name} (theme)", "What a human coder would call it. Signals that share a theme are compared as one subject.", ""]
    for signal_name, (pack, signal) in loaded.signals().items():
        if signal.theme == name:
            lines += [f"{signal_name} ({pack.pack}, weight {signal.weight})", f"    {signal.title}"]
            lines += textwrap.wrap(
                f"Assessed in: {_questions(pack, domain)}", _WIDTH, initial_indent="    ", subsequent_indent="        "
            )
    return "\n".join(lines)


def _questions(pack: Pack, domain: Domain) -> str:
    topic, only = pack.applies_to.topic, pack.applies_to.cycles
    found = [
        f"{cycle.cycle} {question.id}"
        for cycle in domain.cycles.values()
        if not only or cycle.cycle in only
        for _, question in cycle.questions()
        if question.topic == topic
    ]
    return ", ".join(found) or "no cycle"


def cycle(item: Cycle, loaded: Loaded, domain: Domain) -> str:
    """The page of a cycle: its scale, what it may be compared with, its questions."""
    lines = [f"{item.cycle} {item.name} ({item.publisher})"]
    lines += [f"{what}: {when}" for what, when in (("Inspected", item.inspected), ("Published", item.published)) if when]
    lines += ["", "Scale, worst first"]
    lines += [f"    {grade.id}: {grade.label}. {_needs(grade)}" for grade in item.scale.grades]
    lines += [f"    {item.scale.ungraded.id}: {item.scale.ungraded.label}"]
    if item.scale.cause_of_concern_cap:
        lines += _wrapped(f"A cause of concern: the question's grade is {item.scale.cause_of_concern_cap} at best.")
    if item.scale.note:
        lines += _wrapped(item.scale.note)
    lines += ["", "Grades may be compared with those of"]
    lines += _wrapped(", ".join(item.comparable_with) or "no other cycle")
    back = {c.cycle for c in domain.cycles.values() if item.cycle in c.comparable_with} - {*item.comparable_with}
    if back:
        lines += _wrapped(f"It is named as comparable by {', '.join(sorted(back))}")
    if item.year is None:
        lines += _wrapped("It has no year, so nothing is compared across years.")
    for pillar in item.pillars:
        lines += ["", f"Questions{' of ' + str(pillar.id) if pillar.id else ''}{': ' + pillar.title if pillar.title else ''}"]
        for question in pillar.questions:
            lines += _wrapped(f"{question.id} ({_about(question, item, loaded)}) {question.title}")
    if item.notes:
        lines += ["", "Notes"]
        for note in item.notes:
            lines += _wrapped(note)
    return "\n".join(lines)


def _needs(grade: Grade) -> str:
    needs = grade.needs
    if needs is None:
        return "Needs nothing."
    failing = f", at most {needs.failing:.0%} failing" if needs.failing else ", nothing failing"
    failing = failing if needs.failing < 1 else ""
    return f"Needs {needs.share:.0%} of the weight at {needs.level} or better{failing}."


def _about(question: Question, item: Cycle, loaded: Loaded) -> str:
    packs = (p for p in loaded.packs.values() if p.applies_to.topic == question.topic)
    pack = next((p for p in packs if not p.applies_to.cycles or item.cycle in p.applies_to.cycles), None)
    read = number_of(len(pack.signals), "signal") if pack else "no pack reads it"
    return ", ".join([question.topic, *([] if question.graded else ["not graded"]), read])


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False)


class InForce(NamedTuple):
    """A setting of a check: its value, who set it, and what would hold otherwise."""

    value: float
    origin: str
    without: float | None = None  # where the configuration set it

    def __str__(self) -> str:
        without = f", {self.without:g} without it" if self.without is not None else ""
        return f"{self.value:g} ({self.origin}{without})"


def in_force(known: Entry, data: checks_settings.ChecksData, rules: RulesDir, asked: Settled | None) -> dict[str, InForce]:
    """The settings of a check: what the configuration says, else the rules, else the check itself."""
    of_rules = data.checks.get(known.code, checks_settings.CheckSettings()).settings
    where = rules.file(CHECKS)
    whose = "the shipped rules" if where.is_relative_to(shipped()) else where.as_posix()
    configured = asked.settings_of(known.code) if asked else {}
    found: dict[str, InForce] = {}
    for name, value in getattr(known.load(), "SETTINGS", {}).items():
        held = InForce(of_rules[name], whose) if name in of_rules else InForce(value, "default")
        own = configured.get(name)
        found[name] = InForce(own.value, own.origin, held.value) if own else held
    return found


def setting(known: Entry, name: str, data: checks_settings.ChecksData, rules: RulesDir, asked: Settled | None = None) -> str:
    """The page of one setting of a check. Raises InputError for one that it has not."""
    module = known.load()
    given = getattr(module, "SETTINGS", {})
    if name not in given:
        remedy = suggest(name, sorted(given)) if given else "It has none."
        raise InputError(f"{known.code} has no setting {name!r}", remedy)
    lines = [f"{known.code}.{name} ({known.name})"]
    meaning = dict(meanings(module.__doc__ or "")).get(name)
    lines += textwrap.wrap(meaning, _WIDTH) if meaning else []
    lines += ["", f"In force: {in_force(known, data, rules, asked)[name]}", f"Default: {given[name]:g}", ""]
    lines += ["To change it, in peelcheck.toml:", f"    settings = {{{known.code} = {{{name} = ...}}}}"]
    return "\n".join([*lines, "", f"`peelcheck explain {known.code}` prints the whole page of the check."])


def meanings(page: str) -> Iterator[tuple[str, str]]:
    """The settings of a manual page with what they mean, several of one meaning one by one."""
    inside = False
    entries: list[str] = []
    for line in inspect.cleandoc(page).splitlines():
        if line and not line.startswith(" "):
            inside = line == "Settings"
        elif inside and line.startswith("     "):
            entries[-1] += f" {line.strip()}"
        elif inside and line.strip():
            entries.append(line.strip())
    for text in entries:
        names, _, meaning = text.partition(": ")
        for name in names.split(", "):
            yield name.strip(" `"), meaning
