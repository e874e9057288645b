"""What a user asks of the checks, and what becomes of each flag by it: shown, withheld, ignored, or left in the baseline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import structs

from peelcheck.checks import REGISTRY, Entry, baseline
from peelcheck.checks.base import Severity, Subject
from peelcheck.checks.engine import Flag, Ran
from peelcheck.checks.selection import ALL, Selection
from peelcheck.checks.settings import ChecksData, CheckSettings
from peelcheck.evidence.corpus import Corpus
from peelcheck.model.counts import number_of
from peelcheck.model.finding import Source


@dataclass(frozen=True)
class Exemption:
    """An ignore of the configuration: flags of these codes, and about what, are not shown."""

    where: str  # file and key, for people
    select: Selection
    reason: str
    fingerprint: str | None = None
    until: date | None = None  # the last day on which it holds

    def expired(self, today: date | None) -> bool:
        """Whether its last day is past; never where no day is given."""
        return self.until is not None and today is not None and self.until < today

    def covers(self, flag: Flag) -> bool:
        """Whether it means a flag."""
        ours = self.fingerprint in (None, flag.fingerprint)
        return ours and self.select.runs(flag.code) and self.select.keeps(flag.subject)


@dataclass(frozen=True)
class PathChoice:
    """What holds for flags whose first passage comes from files of some names."""

    where: str
    glob: str  # `*` matches `/` too; without any `/` it is held against the base name
    base: Path
    select: Selection = ALL
    ignore: Selection = ALL
    severity: Mapping[str, Severity] = field(default_factory=dict)
    min_confidence: float | None = None

    def matches(self, source: Source, document: str | None) -> bool:
        """Whether it means a file: the one that the finding was read from, or the document that it points into."""
        path = Path(source.path).resolve()
        base = self.base.resolve()
        whole = path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()
        if "/" in self.glob:
            return fnmatchcase(whole, self.glob)
        return fnmatchcase(path.name, self.glob) or (document is not None and fnmatchcase(document, self.glob))


@dataclass(frozen=True)
class Choices:
    """All that is asked. `today` is the day by which ignores expire; a run without one is the same on every day."""

    select: Selection = ALL
    ignore: Selection = ALL
    severity: Mapping[str, Severity] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    min_confidence: float = 0.6
    paths: tuple[PathChoice, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    baseline: Mapping[str, baseline.Known] | None = None
    today: date | None = None

    def runs(self, entry: Entry) -> bool:
        """Whether a check is run."""
        return self.select.runs(entry.code) and entry.code not in self.ignore.codes

    def keeps(self, subject: Subject) -> bool:
        """Whether what a check says of a subject is shown."""
        return self.select.keeps(subject) and not self.ignore.drops(subject)

    def narrowing(self) -> list[object]:
        """What else than the rules decides which flags are shown, as plain data; nothing where nothing is asked.

        Where a file stands is not in it, nor is the baseline, nor the day.
        """
        paths = [(p.glob, p.select.plain(), p.ignore.plain(), sorted(p.severity.items()), p.min_confidence) for p in self.paths]
        exempt = [(e.select.plain(), e.fingerprint, e.until) for e in self.exemptions]
        if not paths and not exempt and self.select == self.ignore == ALL:
            return []
        return [self.select.plain(), self.ignore.plain(), paths, exempt]

    def over(self, data: ChecksData) -> ChecksData:
        """The data of the rules with the severities and settings that are asked for in their place."""
        checks = dict(data.checks)
        for code in {*self.severity, *self.settings}:
            own = checks.get(code, CheckSettings())
            severity = self.severity.get(code, own.severity)
            checks[code] = structs.replace(own, severity=severity, settings={**own.settings, **self.settings.get(code, {})})
        return structs.replace(data, checks=checks)


@dataclass(frozen=True)
class Sifted:
    """Where the flags of a run went. Remarks are sentences on what of the configuration did nothing."""

    shown: list[Flag]
    withheld: list[Flag]
    ignored: list[Flag]
    baselined: list[Flag]
    compared: baseline.Compared | None
    remarks: list[str]


def sift(flags: list[Flag], ran: Iterable[Ran], corpus: Corpus, choices: Choices) -> Sifted:
    """Part flags by what is asked. Order is kept."""
    ran_codes = {r.entry.code for r in ran}
    shown: list[Flag] = []
    withheld: list[Flag] = []
    ignored: list[Flag] = []
    left_out = 0
    of_file = _of_file(corpus, choices.paths)
    used: set[str] = set()
    for flag in flags:
        covering = [e for e in choices.exemptions if not e.expired(choices.today) and e.covers(flag)]
        used |= {e.where for e in covering}
        if not choices.keeps(flag.subject):
            continue
        applying = of_file(flag)
        if any(not _wanted(flag, own) for own in applying):
            left_out += 1
            continue
        severity, least = flag.severity, choices.min_confidence
        for own in applying:
            severity = own.severity.get(flag.code, severity)
            least = own.min_confidence if own.min_confidence is not None else least
        flag = flag if flag.softened else replace(flag, severity=severity)
        if flag.ignored is None and covering:
            flag = replace(flag, ignored=covering[0].reason, in_source=False)
        (ignored if flag.ignored is not None else shown if flag.confidence >= least else withheld).append(flag)
    baselined: list[Flag] = []
    compared = None
    if choices.baseline is not None:
        inspections = {"/".join(part for part in i if part) for i in corpus.by_inspection}
        fired = {flag.fingerprint for flag in flags}
        compared = baseline.compare(dict(choices.baseline), baseline.of(shown), fired, ran_codes, inspections)
        baselined = [flag for flag in shown if flag.fingerprint in compared.known]
        shown = [flag for flag in shown if flag.fingerprint not in compared.known]
    remarks = [*_idle(corpus, choices, ran_codes, used), *_unmatched(corpus, choices.paths)]
    if left_out:
        remarks.append(f"{number_of(left_out, 'flag')} left out by per-paths.")
    return Sifted(shown, withheld, ignored, baselined, compared, remarks)


def _wanted(flag: Flag, own: PathChoice) -> bool:
    if flag.code in own.ignore.codes or own.ignore.drops(flag.subject):
        return False
    return own.select.runs(flag.code) and own.select.keeps(flag.subject)


def _of_file(corpus: Corpus, paths: tuple[PathChoice, ...]) -> Callable[[Flag], list[PathChoice]]:
    def applying(flag: Flag) -> list[PathChoice]:
        if not paths or not flag.evidence:
            return []
        source = next(iter(corpus.sources.get(flag.evidence[0].finding, [])), None)
        return [own for own in paths if source and own.matches(source, flag.evidence[0].document)]

    return applying


def _idle(corpus: Corpus, choices: Choices, ran: set[str], used: set[str]) -> Iterable[str]:
    """The exemptions that are past, and those that hid nothing although all that they are about was checked."""
    for own in choices.exemptions:
        if own.expired(choices.today):
            yield f"note: {own.where}: expired, as it held until {own.until}; what it hid is shown again. Remove or renew it."
            continue
        codes = own.select.codes or {e.code for e in REGISTRY}
        here = any(
            (not own.select.forces or i.force in own.select.forces) and (not own.select.cycles or i.cycle in own.select.cycles)
            for i in corpus.by_inspection
        )
        if own.where not in used and here and codes <= ran:
            yield f"note: {own.where}: there is nothing to ignore ({own.reason}). Remove it."


def _unmatched(corpus: Corpus, paths: tuple[PathChoice, ...]) -> Iterable[str]:
    if not paths:
        return
    places = {
        (source, finding.locator.document if finding.locator else None)
        for finding in corpus.findings
        for source in corpus.sources.get(finding.id, [])
    }
    files = {(Source(source.path), document) for source, document in places}
    for own in paths:
        if not any(own.matches(source, document) for source, document in files):
            yield f"note: {own.where}: no file of this run matches."
