"""From findings to a result: observe, assess, check."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from peelcheck.checks import REGISTRY, Entry
from peelcheck.checks import settings as checks_settings
from peelcheck.checks.base import Context
from peelcheck.checks.choices import Choices, sift
from peelcheck.checks.engine import grouped
from peelcheck.checks.engine import run as run_checks
from peelcheck.checks.remembered import Checked
from peelcheck.checks.remembered import checked as checks_remembered
from peelcheck.evidence.assessment import Assessment, assess, pack_for
from peelcheck.evidence.corpus import Corpus
from peelcheck.evidence.profile import profiles
from peelcheck.model.errors import NothingToCheckError
from peelcheck.run.result import Result
from peelcheck.run.tools import Tools, Watch, silent
from peelcheck.signals.observation import Observation
from peelcheck.signals.packs import Loaded

if TYPE_CHECKING:
    from peelcheck.checks.calibration import Calibration
    from peelcheck.evidence.reasoning import Reasoning


def check(
    corpus: Corpus,
    rules: Path | str | None = None,
    *,
    min_confidence: float | None = None,
    selected: Callable[[Entry], bool] = lambda entry: True,
    choices: Choices | None = None,
    tools: Tools | None = None,
    watch: Watch = silent,
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
