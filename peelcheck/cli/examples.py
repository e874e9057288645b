"""Runs the examples of signals and of checks: what `rules test` does."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

from peelcheck.checks import REGISTRY, Entry
from peelcheck.checks.settings import CheckExample, Defaults
from peelcheck.evidence.corpus import Corpus
from peelcheck.model.document import Document
from peelcheck.model.errors import InputError, suggest
from peelcheck.model.finding import Finding, Identities, Source
from peelcheck.report.steps import why
from peelcheck.run import Tools, check
from peelcheck.signals.packs import Example, place_of
from peelcheck.signals.reader import SignalReader
from peelcheck.signals.trace import Place, Trace

_BELOW = "\n    "


def run_examples(names: list[str], rules: Path | None) -> tuple[list[str], int]:
    """Run examples; returns for each failure what and why, and how many ran. `names`: signals or codes; none for all."""
    tools = Tools.of(rules)
    reader = tools.reader
    signals = reader.loaded.signals()
    codes = {e.code: e for e in REGISTRY}
    for name in names:
        if name not in signals and name not in codes:
            raise InputError(f"no signal or check is called {name!r}", suggest(name, [*signals, *codes]))
    failures: list[str] = []
    count = 0
    for name, (pack, signal) in signals.items():
        if names and name not in names:
            continue
        for example in signal.examples:
            count += 1
            failures += signal_failures(reader, name, example, place_of(example, pack))
    data = tools.settings
    for code, own in data.checks.items():
        if names and code not in names:
            continue
        for shown in own.examples:
            count += 1
            failures += check_failures(tools, codes[code], shown, data.examples_in)
    return failures, count


def signal_failures(reader: SignalReader, name: str, example: Example, place: Place) -> Iterator[str]:
    """How one example of a signal reads otherwise than it should, and why; nothing if it does not."""
    if example.answer:
        words = dict(reader.answers(example.text)).get(name)
        if (words is not None) == (example.level == "none"):
            wanted = "no answer" if words is not None else "an answer"
            reason = f"answered_by matches “{words}”" if words is not None else "no pattern of answered_by matches"
            yield f"{name}: “{example.text}”: expected {wanted} about it{_BELOW}{reason}"
        return
    trace = Trace()
    inherited = reader.read(example.before, place=place)[1] if example.before else frozenset()
    readings = [r for r in reader.read(example.text, inherited, trace=trace, place=place)[0] if r.signal == name]
    if example.level == "none":
        fits = not [r for r in readings if r.assertion == "present"]
    else:
        fits = any(
            r.level == example.level and r.assertion == example.assertion and example.negates in (None, r.negates)
            for r in readings
        )
    if not fits:
        found = "; ".join(f"{r.level} {r.assertion} by “{r.cue}”{' denied' if r.negates else ''}" for r in readings) or "nothing"
        wanted = example.level if example.assertion == "present" else f"{example.level} {example.assertion}"
        yield f"{name}: “{example.text}”: expected {wanted}, found {found}{_BELOW}{_BELOW.join(why(trace, name))}"


def check_failures(tools: Tools, entry: Entry, example: CheckExample, defaults: Defaults) -> Iterator[str]:
    """How one example of a check comes out otherwise than it should: a line, or none."""
    corpus = corpus_of(example, defaults)
    result = check(corpus, tools=tools, min_confidence=0, selected=lambda e: e.code == entry.code)
    outcome = "holds"
    if any(f.code == entry.code for f in result.flag_list):
        outcome = "fires"
    elif not any(r.applied for r in result.ran):
        outcome = "not_assessable"
    if outcome != example.expect:
        reasons = "; ".join(reason for r in result.ran for _, reason in r.not_assessable[:2])
        text = example.findings[0].get("text", "")
        yield f"{entry.code}: “{text}”: expected {example.expect}, found {outcome} {reasons}".rstrip()


def corpus_of(example: CheckExample, defaults: Defaults) -> Corpus:
    """The findings of an example, what they leave out filled in."""
    identities = Identities("example")
    findings: list[tuple[Finding, Source]] = []
    for given in example.findings:
        filled: dict[str, Any] = {**msgspec.to_builtins(defaults), **given}
        filled.setdefault("id", identities.next(str(given.get("text", ""))))
        findings.append((msgspec.convert(filled, Finding), Source("example")))
    return Corpus.of(findings, [Document.of(text, name) for name, text in example.documents.items()])


def manual_examples(entry: Entry) -> list[CheckExample]:
    """The examples in the manual page of a check."""
    page = inspect.cleandoc(entry.load().__doc__ or "")
    found = []
    for part in page.split("\nExample\n")[1:]:
        lines = []
        for line in part.splitlines():
            if line and not line.startswith(" "):
                break
            lines.append(line)
        found.append(msgspec.convert(yaml.safe_load(textwrap.dedent("\n".join(lines))), CheckExample))
    return found
