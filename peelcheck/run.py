"""The whole way from paths to a result, for the command line and for Python."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from peelcheck.checks import REGISTRY, Entry
from peelcheck.checks import settings as checks_settings
from peelcheck.checks.base import Context
from peelcheck.checks.baseline import Compared
from peelcheck.checks.choices import Choices, sift
from peelcheck.checks.engine import SEVERITIES, Flag, Ran, grouped
from peelcheck.checks.engine import run as run_checks
from peelcheck.checks.remembered import Checked
from peelcheck.checks.remembered import checked as checks_remembered
from peelcheck.evidence.assessment import Assessment, assess, pack_for
from peelcheck.evidence.corpus import Corpus
from peelcheck.evidence.profile import profiles
from peelcheck.extract import Extraction, Extractor, link_quotes
from peelcheck.extract.formats import SUFFIXES, read_document
from peelcheck.extract.remembered import extracted
from peelcheck.model import findingsfile
from peelcheck.model.cache import NO_CACHE, Cache
from peelcheck.model.document import Document
from peelcheck.model.domain import Domain
from peelcheck.model.errors import InputError, NothingToCheckError
from peelcheck.model.finding import Finding, Source
from peelcheck.model.rulesdir import RulesDir
from peelcheck.report.base import Report
from peelcheck.signals.observation import Observation
from peelcheck.signals.packs import Loaded
from peelcheck.signals.packs import load as load_packs
from peelcheck.signals.reader import SignalReader
from peelcheck.signals.remembered import observations

if TYPE_CHECKING:
    import pandas as pd

    from peelcheck.checks.calibration import Calibration
    from peelcheck.evidence.reasoning import Reasoning

_FOR_PEOPLE = frozenset({"documents.yaml", "README.md"})  # in a folder: neither read nor listed as skipped

Watch = Callable[[str, int, int], None]


def _silent(name: str, done: int, whole: int) -> None:
    return None


@dataclass
class Tools:
    """Rules, read once; what takes time to make is made when it is first needed."""

    rules: RulesDir
    domain: Domain

    @classmethod
    def of(cls, rules: Path | str | None = None, cache: Cache = NO_CACHE) -> Tools:
        """Read the cycles and inspected bodies of a rules folder laid over the shipped one.

        cache -- what was made of documents, findings and rules before
        """
        folder = RulesDir(Path(rules) if rules is not None else None, cache)
        return cls(folder, Domain.load(folder))

    @cached_property
    def loaded(self) -> Loaded:
        """The packs and the vocabulary."""
        return load_packs(self.rules)

    @cached_property
    def settings(self) -> checks_settings.ChecksData:
        """What the rules set for the checks."""
        return checks_settings.load(self.rules)

    @cached_property
    def extractor(self) -> Extractor:
        """Extracts documents."""
        return Extractor(self.domain, self.rules)

    @cached_property
    def reader(self) -> SignalReader:
        """Reads sentences as signals."""
        return SignalReader(self.rules, self.domain, self.loaded)

    def observations(self, corpus: Corpus) -> list[Observation]:
        """The observations of a corpus, in its order."""
        return observations(corpus.findings, self.rules, lambda: self.reader)


def load(
    paths: Iterable[Path | str], rules: Path | str | None = None, *, tools: Tools | None = None, watch: Watch = _silent
) -> Corpus:
    """Read findings files, folders and raw documents alike into one corpus.

    Raises InputError for a file that is named and not understood, NothingToCheckError when nothing was found.
    """
    tools = tools or Tools.of(rules)
    found: list[tuple[Finding, Source]] = []
    documents: list[Document] = []
    skipped: list[tuple[str, str]] = []
    files = list(_files(paths, skipped))
    for number, (path, named) in enumerate(files):
        watch(path.name, number, len(files))
        try:
            if path.suffix.lower() in SUFFIXES:
                document, findings = extracted(path, tools.rules, lambda: tools.extractor)
                documents.append(document)
                found += [(f, Source(path.as_posix())) for f in findings]
            else:
                found += findingsfile.read(path)
        except InputError as error:
            if named or path.suffix.lower() in findingsfile.SUFFIXES:
                raise
            skipped.append((path.as_posix(), error.message))
    if not found:
        why = "; ".join(f"{path}: {reason}" for path, reason in skipped[:3])
        raise NothingToCheckError(f"no findings and no recognised documents were found{' (' + why + ')' if why else ''}")
    linked = link_quotes(f for f, _ in found)
    return Corpus.of(zip(linked, (s for _, s in found), strict=True), documents, skipped)


def _files(paths: Iterable[Path | str], skipped: list[tuple[str, str]]) -> Iterator[tuple[Path, bool]]:
    """Files to read, and whether each was named itself."""
    seen: set[Path] = set()
    listed = [Path(given) for given in paths]
    named = {path.resolve() for path in listed if not path.is_dir()}
    for path in listed:
        if not path.exists():
            raise InputError("there is no such file or folder", "Check the path.", path=path)
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in inside:
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts) if path.is_dir() else False
            if hidden or file.resolve() in seen:
                continue
            seen.add(file.resolve())
            is_named = file.resolve() in named
            known = file.suffix.lower() in SUFFIXES | findingsfile.SUFFIXES
            if not is_named and (file.name in _FOR_PEOPLE or not known):
                if file.name not in _FOR_PEOPLE:
                    skipped.append((file.as_posix(), "neither findings nor a document"))
                continue
            if not known:
                kinds = " ".join(sorted(SUFFIXES | findingsfile.SUFFIXES))
                raise InputError(f"is of no known kind ({file.suffix or 'no suffix'})", f"Known: {kinds}.", path=file)
            yield file, is_named


@dataclass
class Result:
    """What a run found. `flags`, `assessments` and `observations` are pandas DataFrames; the `_list`s are the objects."""

    corpus: Corpus
    tools: Tools
    observation_list: list[Observation]
    assessment_list: list[Assessment]
    flag_list: list[Flag]  # shown: at or above the confidence asked for, not ignored
    withheld: list[Flag]
    ignored: list[Flag]
    ran: list[Ran]
    provenance: dict[str, Any] = field(default_factory=dict)
    baselined: list[Flag] = field(default_factory=list)
    compared: Compared | None = None  # with the baseline, where there is one
    remarks: list[str] = field(default_factory=list)  # on what of the configuration did nothing

    @property
    def counts(self) -> dict[str, int]:
        """Flags shown by severity, one for each fact, and what is not shown."""
        counted: dict[str, int] = {s: sum(f.severity == s and f.primary for f in self.flag_list) for s in SEVERITIES}
        hidden = {"withheld": len(self.withheld), "ignored": len(self.ignored), "baselined": len(self.baselined)}
        return {**counted, **hidden}

    @property
    def flags(self) -> pd.DataFrame:
        """One row a flag that is shown."""
        from peelcheck.report.tables import flags_frame

        return flags_frame(self.flag_list)

    @property
    def assessments(self) -> pd.DataFrame:
        """One row an assessment."""
        from peelcheck.report.tables import assessments_frame

        return assessments_frame(self.assessment_list)

    @property
    def observations(self) -> pd.DataFrame:
        """One row an observation."""
        from peelcheck.report.tables import observations_frame

        return observations_frame(self.observation_list)

    def report(self, fail_on: str = "warning") -> Report:
        """What the renderers read.

        fail_on -- the severity from which flags fail the run, or `never`: the formats that tell passes from failures need it
        """
        return Report(
            domain=self.tools.domain,
            corpus=self.corpus,
            observations=len(self.observation_list),
            assessments=self.assessment_list,
            flags=self.flag_list,
            withheld=self.withheld,
            ignored=self.ignored,
            ran=self.ran,
            counts=self.counts,
            provenance=self.provenance,
            fail_on=fail_on,
            baselined=self.baselined,
            compared=self.compared,
            remarks=self.remarks,
        )

    def render(self, form: str) -> bytes:
        """The result in one of the formats of `check --format`."""
        from peelcheck.report.formats import render

        return render(form, self.report())

    def _repr_html_(self) -> str:
        from html import escape

        counts = ", ".join(f"{n} {name}" for name, n in self.counts.items())
        return f"<p>peelcheck: {escape(counts)}</p>{self.flags.to_html(escape=True)}"


def check(
    corpus: Corpus,
    rules: Path | str | None = None,
    *,
    min_confidence: float | None = None,
    selected: Callable[[Entry], bool] = lambda entry: True,
    choices: Choices | None = None,
    tools: Tools | None = None,
    watch: Watch = _silent,
) -> Result:
    """Observe, assess and check a corpus.

    min_confidence -- flags below it are withheld, and counted; 0.6 where nothing else is asked
    selected -- which checks to run
    choices -- what else is asked: which flags to show, severities, settings, ignores, a baseline. Without a day (`today`) among
        them no ignore expires, so that the same input gives the same result on every day
    """
    tools = tools or Tools.of(rules)
    choices = choices or Choices()
    if min_confidence is not None:
        choices = replace(choices, min_confidence=min_confidence)
    data = choices.over(tools.settings)
    watch("reading signals", 0, 3)
    read = tools.observations(corpus)
    made = checks_remembered(
        corpus,
        tools.rules,
        data,
        _asked(corpus, selected, choices),
        lambda: _checked(corpus, tools, data, read, selected, choices, watch),
    )
    sifted = sift(made.flags, made.ran, corpus, choices)
    return Result(
        corpus,
        tools,
        read,
        made.assessments,
        grouped(sifted.shown),
        grouped(sifted.withheld),
        sifted.ignored,
        made.ran,
        _provenance(corpus, tools.loaded, data, choices),
        baselined=sifted.baselined,
        compared=sifted.compared,
        remarks=sifted.remarks,
    )


def _asked(corpus: Corpus, selected: Callable[[Entry], bool], choices: Choices) -> list[Any]:
    """What of the choices decides what the checks do; the day only where an ignore of a finding ends on one."""
    codes = [entry.code for entry in REGISTRY if selected(entry) and choices.runs(entry)]
    ends = any(ignore.until is not None for finding in corpus.findings for ignore in finding.ignore)
    return [codes, choices.select.plain(), choices.ignore.plain(), choices.today if ends else None]


def _checked(
    corpus: Corpus,
    tools: Tools,
    data: checks_settings.ChecksData,
    read: list[Observation],
    selected: Callable[[Entry], bool],
    choices: Choices,
    watch: Watch,
) -> Checked:
    reader = tools.reader
    watch("assessing", 1, 3)
    profile = profiles(read)
    assessments = assess(corpus, tools.domain, reader.loaded.packs.values(), profile)
    watch("checking", 2, 3)
    context = Context(
        corpus=corpus,
        domain=tools.domain,
        rules=reader.loaded,
        observations=read,
        profiles=profile,
        assessments=assessments,
        settings={},
        shared_words={"stop_words": data.stop_words, "mitigation": data.mitigation, "named_numbers": data.named_numbers},
        holding=reader.asserter.holding,
        about=reader.answers,
        read=lambda text: reader.read(text)[0],
        today=choices.today,
    )

    def runs(entry: Entry) -> bool:
        return selected(entry) and choices.runs(entry)

    return Checked(assessments, *run_checks(context, data, runs, keeps=choices.keeps))


def assessments(corpus: Corpus, tools: Tools) -> list[Assessment]:
    """The assessments of a corpus. Raises NothingToCheckError where no question has a pack."""
    packs = tools.loaded.packs.values()
    found = assess(corpus, tools.domain, packs, profiles(tools.observations(corpus)))
    if not found:
        raise NothingToCheckError("no question of what was given has a pack that its text speaks to")
    return found


def reasoning(corpus: Corpus, tools: Tools, item: Assessment) -> Reasoning:
    """The whole reasoning of an assessment, with the thresholds of the check that a grade is too high."""
    from peelcheck.evidence.reasoning import reason

    settings = checks_settings.in_force(tools.settings, "PC101")
    cycle = tools.domain.cycles[item.inspection.cycle]
    pack = pack_for(tools.loaded.packs.values(), item.topic, cycle.cycle)
    if pack is None:
        raise ValueError(f"no pack has the topic {item.topic!r}")
    return reason(item, corpus, cycle, pack, settings["acceptability"], settings["coverage"])


def calibration(corpus: Corpus, tools: Tools) -> Calibration:
    """How the checks of grades fare on a corpus. Raises NothingToCheckError where it has no freshly graded question."""
    from peelcheck.checks.calibration import CODES, Thresholds, calibrate

    data = tools.settings
    settings = {code: checks_settings.in_force(data, code) for code in CODES}
    in_force = {code: Thresholds(own["acceptability"], own["coverage"]) for code, own in settings.items()}
    found = calibrate(assessments(corpus, tools), tools.domain.cycles, in_force)
    if not found.graded:
        raise NothingToCheckError("no question is graded afresh in what was given, so there is nothing to calibrate on")
    return found


def observe(corpus: Corpus, tools: Tools) -> list[Observation]:
    """The observations of a corpus, in its order."""
    return tools.observations(corpus)


def extractions(
    paths: Iterable[Path | str], tools: Tools, watch: Watch = _silent
) -> tuple[list[Extraction], list[Finding], list[tuple[str, str]]]:
    """Extract documents: what became of each, all findings with quotations linked, and what was skipped."""
    skipped: list[tuple[str, str]] = []
    done: list[Extraction] = []
    files = list(_files(paths, skipped))
    for number, (path, named) in enumerate(files):
        watch(path.name, number, len(files))
        if path.suffix.lower() not in SUFFIXES:
            if named:
                raise InputError("is not a document", f"Give one of: {' '.join(sorted(SUFFIXES))}.", path=path)
            skipped.append((path.as_posix(), "not a document"))
            continue
        try:
            done.append(tools.extractor.extract(read_document(path)))
        except InputError as error:
            if named:
                raise
            skipped.append((path.as_posix(), error.message))
    if not done:
        raise NothingToCheckError("no recognised documents were found")
    return done, link_quotes(f for e in done for f in e.findings), skipped


def _provenance(corpus: Corpus, loaded: Loaded, data: checks_settings.ChecksData, choices: Choices) -> dict[str, Any]:
    from peelcheck import __version__

    documents = {f.locator.document: f.locator.sha256 for f in corpus.findings if f.locator and f.locator.sha256}
    settings = msgspec.json.encode([data, choices.min_confidence, *choices.narrowing()], order="deterministic")
    return {
        "version": __version__,
        "packs": loaded.hashes(),
        "settings": hashlib.sha256(settings).hexdigest()[:16],
        "documents": dict(sorted(documents.items())),
    }
