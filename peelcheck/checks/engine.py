"""Runs the checks: gives each its settings, stamps code and severity, groups flags about one fact, honours ignores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from peelcheck.checks import REGISTRY, Entry
from peelcheck.checks.base import (
    Applied,
    Approximation,
    Context,
    Evidence,
    Fired,
    NotAssessable,
    Peer,
    Severity,
    Subject,
    fingerprint,
)
from peelcheck.checks.settings import ChecksData, CheckSettings
from peelcheck.model.finding import LOW

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True)
class Flag:
    """One result of a check: the product."""

    code: str
    name: str
    severity: Severity
    confidence: float
    subject: Subject
    message: str
    evidence: list[Evidence]
    peers: list[Peer]
    counterargument: str
    fingerprint: str
    primary: bool = True
    related: tuple[str, ...] = ()
    ignored: str | None = None  # the reason, where a finding asks for it

    @property
    def order(self) -> tuple[object, ...]:
        """Sorting: graver first, surer first, then by place."""
        return SEVERITIES.index(self.severity), -self.confidence, self.code, str(self.subject), self.fingerprint


@dataclass(frozen=True)
class Ran:
    """What one check did."""

    entry: Entry
    applied: int  # fired ones among them
    fired: int
    not_assessable: list[tuple[Subject, str]]
    held: list[Subject]  # applied, and found nothing; each once
    approximations: tuple[Approximation, ...] = ()


def run(
    context: Context,
    data: ChecksData,
    selected: Callable[[Entry], bool] = lambda entry: True,
    watch: Callable[[str], None] = lambda name: None,
) -> tuple[list[Flag], list[Ran]]:
    """Run the selected checks in the order of the registry. `watch` is told the name of each before it runs."""
    flags: list[Flag] = []
    ran: list[Ran] = []
    context.words_of = {code: own.words for code, own in data.checks.items()}
    for entry in sorted((e for e in REGISTRY if selected(e)), key=lambda e: e.module == "idle_ignore"):
        watch(entry.name)
        own = data.checks.get(entry.code, CheckSettings())
        module = entry.load()
        context.settings, context.words = {**getattr(module, "SETTINGS", {}), **own.settings}, own.words
        if entry.module == "idle_ignore":
            context.settings["used"] = _used(context, flags)
            context.settings["left_out"] = {e.code for e in REGISTRY if not selected(e)}
        fired, held, not_assessable = [], [], []
        approximations: list[Approximation] = []
        for outcome in module.check(context):
            if isinstance(outcome, Fired):
                fired.append(_flag(context, entry, own.severity or entry.severity, outcome))
            elif isinstance(outcome, Applied):
                held.append(outcome.subject)
            elif isinstance(outcome, NotAssessable):
                not_assessable.append((outcome.subject, outcome.reason))
            else:
                approximations.append(outcome)
        distinct = {flag.fingerprint: flag for flag in reversed(fired)}
        flags += distinct.values()
        not_assessable.sort(key=lambda pair: (str(pair[0]), pair[1]))
        passed = sorted(set(held), key=str)
        ran.append(Ran(entry, len(held) + len(fired), len(distinct), not_assessable, passed, tuple(approximations)))
    return sorted(flags, key=lambda f: f.order), sorted(ran, key=lambda r: r.entry.code)


def _flag(context: Context, entry: Entry, severity: Severity, fired: Fired) -> Flag:
    if fired.softened:
        severity = "note"
    reasons = [
        ignore.reason
        for evidence in fired.evidence
        for ignore in context.corpus.by_id[evidence.finding].ignore
        if entry.code.startswith(ignore.code)
    ]
    return Flag(
        entry.code,
        entry.name,
        severity,
        fired.confidence,
        fired.subject,
        fired.message,
        fired.evidence,
        sorted(fired.peers, key=lambda p: (p.force, p.cycle)),
        fired.counterargument,
        fingerprint(entry.code, fired.subject, fired.peers if fired.named_peers else ()),
        ignored=reasons[0] if reasons else None,
    )


def _used(context: Context, flags: Iterable[Flag]) -> set[tuple[str, str]]:
    return {
        (evidence.finding, ignore.code)
        for flag in flags
        for evidence in flag.evidence
        for ignore in context.corpus.by_id[evidence.finding].ignore
        if flag.code.startswith(ignore.code)
    }


def grouped(flags: Iterable[Flag]) -> list[Flag]:
    """One fact, one accusation: of the flags about one fact, one is primary. In order.

    One fact: the same inspection and signal, or passages that another flag of the inspection shows as well.
    """
    ordered = sorted(flags, key=lambda f: f.order)
    leader = {flag.fingerprint: flag.fingerprint for flag in ordered}

    def lead(fingerprint: str) -> str:
        while leader[fingerprint] != fingerprint:
            fingerprint = leader[fingerprint]
        return fingerprint

    by_inspection: dict[object, list[tuple[Flag, frozenset[str]]]] = defaultdict(list)
    for flag in ordered:
        for other, shown in by_inspection[flag.subject.inspection]:
            if _one_fact(flag, _passages(flag), other, shown):
                leader[lead(flag.fingerprint)] = lead(other.fingerprint)
        by_inspection[flag.subject.inspection].append((flag, _passages(flag)))
    groups: dict[str, list[Flag]] = defaultdict(list)
    for flag in ordered:
        groups[lead(flag.fingerprint)].append(flag)
    return [
        replace(
            flag,
            primary=flag is group[0],
            related=tuple(sorted(f.fingerprint for f in group if f is not flag)),
        )
        for flag in ordered
        for group in [groups[lead(flag.fingerprint)]]
    ]


def _passages(flag: Flag) -> frozenset[str]:
    """The findings that bear a flag: those that tell of a weakness, all where none does."""
    return frozenset(e.finding for e in flag.evidence if e.level in LOW) or frozenset(e.finding for e in flag.evidence)


def _one_fact(one: Flag, shown: frozenset[str], other: Flag, beside: frozenset[str]) -> bool:
    a, b = one.subject, other.subject
    if a.signal and a.signal == b.signal:
        return True
    narrow = (a.signal or a.ordinal) and (b.signal or b.ordinal) and not (one.code == other.code and a.ordinal and b.ordinal)
    return bool(narrow and shown and beside and (shown <= beside or beside <= shown))
