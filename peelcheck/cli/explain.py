"""What `explain` and `rules list` print."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from peelcheck.checks import REGISTRY, entry, labels
from peelcheck.checks import settings as checks_settings
from peelcheck.cli import topics
from peelcheck.model.cache import NO_CACHE, Cache
from peelcheck.model.counts import number_of
from peelcheck.model.domain import Domain
from peelcheck.model.errors import InputError, suggest
from peelcheck.model.rulesdir import RulesDir
from peelcheck.signals import packs
from peelcheck.signals.packs import Pack, Signal

if TYPE_CHECKING:
    from peelcheck.config.settled import Settled

_KINDS = ("signal", "theme", "cycle")


def page(
    what: str | None,
    rules: Path | None,
    reviewed: Path | None = None,
    cache: Cache = NO_CACHE,
    asked: Settled | None = None,
) -> str:
    """The page of a check, setting, signal, theme, cycle or method; without a name, the list of all that have one.

    reviewed -- a file of labels, besides the one of the rules
    asked -- the configuration, which may set severity and settings of a check

    Raises InputError for an unknown name. Where a signal and a theme share a name, it means the signal, and `theme:NAME` the
    theme.
    """
    folder = RulesDir(rules, cache)
    if what is None:
        return topics.everything(packs.load(folder), Domain.load(folder))
    known = entry(what)
    if known is not None:
        data = checks_settings.load(folder)
        own = data.checks.get(known.code, checks_settings.CheckSettings())
        body = inspect.cleandoc(known.load().__doc__ or "")
        set_here = asked.severity_of(known.code) if asked else None
        severity = f"{set_here.value}, set in {set_here.origin}" if set_here else own.severity or known.severity
        lines = [f"{known.code} {known.name} ({severity})", "", body]
        in_force = topics.in_force(known, data, folder, asked)
        if in_force:
            lines += ["", "Settings in force", *(f"    {name}: {item}" for name, item in in_force.items())]
        for example in own.examples:
            lines += ["", f"Example from the rules ({example.expect.replace('_', ' ')})"]
            lines += [f"    - {_finding(f)}" for f in example.findings]
        told = _reviewed(known.code, folder, reviewed)
        return "\n".join([*lines, "", "Under review", *(f"    {line}" for line in told)])
    if what == "assessment":
        from peelcheck.evidence import assessment

        return inspect.cleandoc(assessment.__doc__ or "")
    if what == "confidence":
        from peelcheck.checks import strength

        return inspect.cleandoc(strength.__doc__ or "")
    code, dot, name = what.partition(".")
    if dot and (known := entry(code)) is not None:
        return topics.setting(known, name, checks_settings.load(folder), folder, asked)
    kind, colon, name = what.partition(":")
    if not colon or kind not in _KINDS:
        kind, name = "", what
    loaded, domain = packs.load(folder), Domain.load(folder)
    signals = loaded.signals()
    if name in signals and kind in ("", "signal"):
        return _signal(name, *signals[name], loaded.extensions.get(signals[name][0].pack))
    if name in topics.themes(loaded) and kind in ("", "theme"):
        return topics.theme(name, loaded, domain)
    if name in domain.cycles and kind in ("", "cycle"):
        return topics.cycle(domain.cycles[name], loaded, domain)
    raise InputError(f"nothing is called {what!r}", suggest(name, names(folder, kind)))


def names(folder: RulesDir, kind: str = "") -> list[str]:
    """What `explain` knows by name: of one kind (signal, theme, cycle), or of all."""
    loaded = packs.load(folder)
    found = {"signal": list(loaded.signals()), "theme": sorted(topics.themes(loaded)), "cycle": list(Domain.load(folder).cycles)}
    if kind:
        return found[kind]
    checks = [*(e.code for e in REGISTRY), *(e.name for e in REGISTRY), *topics.PAGES]
    return list(dict.fromkeys([*checks, *found["signal"], *found["cycle"], *found["theme"]]))


def _reviewed(code: str, folder: RulesDir, own: Path | None) -> list[str]:
    """How the flags of a check fared: by the labels of the rules, and by those of a file."""
    if own is not None and not own.is_file():
        raise InputError("there is no such file of labels", "Make one with `peelcheck review`.", path=own)
    sources = [("the rules", labels.shipped(folder)), *([(own.name, labels.read(own))] if own else [])]
    found = [(name, labels.precision(given, code)) for name, given in sources]
    told = [f"{precision} (labels of {name})" for name, precision in found if precision]
    return told or ["nobody has labelled a flag of it yet (`peelcheck review`)"]


def _finding(finding: dict[str, object]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in finding.items())


def _signal(name: str, pack: Pack, signal: Signal, extension: Path | None) -> str:
    lines = [
        f"{name} ({pack.pack}{_extended(extension)}, weight {signal.weight})",
        signal.title,
        "",
        signal.rationale,
        "",
        f"Theme: {signal.theme}",
    ]
    lines += [f"Source: {source}" for source in signal.sources]
    lines += [f"Caps: at {level}, the question's grade is {grade} at best" for level, grade in signal.caps.items()]
    for metric in signal.metrics:
        levels = ", ".join(f"{level} {condition}" for level, condition in metric.levels.items())
        lines.append(f"Figure: {metric.unit}{' against the comparator' if metric.relative else ''}: {levels}")
    lines += ["", "Examples"]
    for example in signal.examples:
        holds = "" if example.assertion == "present" else f", {example.assertion}"
        if example.answer:
            lines.append(f"    {'no answer' if example.level == 'none' else 'an answer'} about it: {example.text}")
            continue
        before = f"{example.before} " if example.before else ""
        lines.append(f"    {example.level}{holds}: {before}{example.text}")
    return "\n".join(lines)


def _extended(extension: Path | None) -> str:
    return f", extended by {extension}" if extension else ""


def listing(themes: bool, cycles: bool, rules: Path | None) -> str:
    """Packs with their signals; or themes; or cycles; one a line."""
    folder = RulesDir(rules)
    if cycles:
        domain = Domain.load(folder)
        return "\n".join(f"{name}  {cycle.name}" for name, cycle in domain.cycles.items())
    loaded = packs.load(folder)
    if themes:
        return "\n".join(sorted({signal.theme for _, signal in loaded.signals().values()}))
    lines: list[str] = []
    for pack in loaded.packs.values():
        extended = _extended(loaded.extensions.get(pack.pack))
        lines.append(f"{pack.pack}  {pack.title} ({number_of(len(pack.signals), 'signal')}, {pack.updated}{extended})")
        width = max(map(len, pack.signals), default=0)
        lines += [f"  {name:<{width}}  {signal.weight}  {signal.title}" for name, signal in pack.signals.items()]
    return "\n".join(lines)


def schemas() -> dict[str, bytes]:
    """The published schemas by file name, made from the types."""
    from peelcheck.checks.baseline import Baseline
    from peelcheck.checks.settings import ChecksData
    from peelcheck.config.keys import Config
    from peelcheck.extract.layout import LayoutData
    from peelcheck.model.checked import schema_of
    from peelcheck.model.domain import Cycle, Forces
    from peelcheck.model.finding import Finding
    from peelcheck.report import contract
    from peelcheck.report.differences import Differences
    from peelcheck.signals.assertion import AssertionRules

    kinds: dict[str, type] = {
        "finding": Finding,
        "cycle": Cycle,
        "forces": Forces,
        "layouts": LayoutData,
        "vocabulary": packs.Vocabulary,
        "assertion": AssertionRules,
        "checks": ChecksData,
        "labels": labels.Labels,
    }
    kinds |= {"config": Config, "baseline": Baseline, "diff": Differences}
    made = {**{name: schema_of(kind) for name, kind in kinds.items()}, "pack": packs.schema(), "run": contract.schema()}
    return {
        f"{name}.schema.json": msgspec.json.format(msgspec.json.encode(schema, order="deterministic"), indent=1) + b"\n"
        for name, schema in made.items()
    }
