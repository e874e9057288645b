"""The commands for those who write rules: `peelcheck rules`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from peelcheck.cli.common import Failure, print_or_write, progress, write
from peelcheck.cli.options import RULES
from peelcheck.model.counts import number_of
from peelcheck.model.errors import InputError, NothingToCheckError

if TYPE_CHECKING:
    from peelcheck.evidence.scoring import Coding
    from peelcheck.report.agreement import About
    from peelcheck.run import Tools
    from peelcheck.signals.reader import SignalReader

_PATH = click.Path(path_type=Path)


@click.group(name="rules")
def rules_group() -> None:
    """Write, test and measure rule packs."""


@rules_group.command(name="list")
@click.option("--themes", is_flag=True, help="Themes only, one a line.")
@click.option("--cycles", is_flag=True, help="Cycles only, one a line.")
@RULES
def rules_list(themes: bool, cycles: bool, rules: Path | None) -> None:
    """List packs and signals, themes, or cycles."""
    from peelcheck.cli.explain import listing

    click.echo(listing(themes, cycles, rules))


@rules_group.command(name="test")
@click.argument("names", nargs=-1)
@RULES
def rules_test(names: tuple[str, ...], rules: Path | None) -> None:
    """Run the examples of signals and checks; name some to run only these. Exit code 1 when one fails."""
    from peelcheck.cli.examples import run_examples

    failures, count = run_examples(list(names), rules)
    for failure in failures:
        click.echo(failure)
    click.echo(f"{number_of(count, 'example')}, {len(failures)} failed")
    if count == 0:
        raise Failure("no examples were found for these names", 3)
    if failures:
        sys.exit(1)


@rules_group.command(name="new")
@click.argument("pack")
@click.argument("signal")
@click.option("--output", "-o", type=_PATH, metavar="FOLDER", help="Add it to the pack in this rules folder, made if need be.")
@click.option("--topic", help="Topic of a new pack, as cycles name it; the last part of PACK if absent.")
@RULES
def rules_new(pack: str, signal: str, output: Path | None, topic: str | None, rules: Path | None) -> None:
    """Print a signal to be filled in, with every key and what it means.

    PACK is FOLDER/TOPIC. With -o the signal is added to that pack in a rules folder of yours; a shipped pack gets a file there
    that extends it.
    """
    from peelcheck.model.rulesdir import RulesDir
    from peelcheck.signals import packs, scaffold

    if output is not None:
        if rules is not None and click.get_current_context().get_parameter_source("rules") == ParameterSource.COMMANDLINE:
            raise InputError("-o names the rules folder already", "Leave out --rules.")
        path = scaffold.add(output, pack, signal, topic)
        click.echo(f"{path}: fill in {signal}, then: peelcheck rules test {signal} --rules {output}")
        return
    loaded = packs.load(RulesDir(rules))
    scaffold.check(loaded, pack, signal)
    click.echo(scaffold.block(signal) if pack in loaded.packs else scaffold.document(pack, signal, topic), nl=False)


@rules_group.command(name="lint")
@click.option("--corpus", type=_PATH, multiple=True, metavar="PATH", help="Read this instead of the examples; may be repeated.")
@click.option("--strict", is_flag=True, help="Exit code 1 when there is a warning.")
@click.option("--all", "everywhere", is_flag=True, help="With --rules: say it of the shipped files too.")
@RULES
def rules_lint(corpus: tuple[Path, ...], strict: bool, everywhere: bool, rules: Path | None) -> None:
    """Say what is weak in the packs, one line each: FILE:LINE:COL severity message.

    With --rules it is said of the files in that folder only.

    Patterns that nothing matches, that match one example only, or that speak for two signals by the same words; subjects of
    one common word; alternations that a capital makes case-sensitive; terms and macros that nobody uses; signals without
    answers or with too few examples.
    """
    from peelcheck import run
    from peelcheck.report.terminal import plain
    from peelcheck.signals.lint import lint

    tools = run.Tools.of(rules)
    findings = None
    if corpus:
        with progress() as watch:
            findings = run.load(corpus, tools=tools, watch=watch).findings
    remarks = lint(tools.reader, tools.rules, findings)
    shown = [r for r in remarks if rules is None or everywhere or r.path.resolve().is_relative_to(rules.resolve())]
    for remark in shown:
        click.echo(plain(str(remark)))
    warnings = sum(remark.severity == "warning" for remark in shown)
    left = f" ({len(remarks) - len(shown)} on shipped files: --all shows them)" if len(shown) < len(remarks) else ""
    click.echo(f"{number_of(warnings, 'warning')}, {number_of(len(shown) - warnings, 'note')}{left}", err=True)
    if strict and warnings:
        sys.exit(1)


@rules_group.command(name="schema")
@click.argument("name", required=False)
def rules_schema(name: str | None) -> None:
    """Print the published JSON Schema NAME (pack, finding, checks ...); without NAME, list them."""
    from peelcheck.cli.explain import schemas
    from peelcheck.model.errors import suggest

    known = {file.partition(".")[0]: text for file, text in schemas().items()}
    if name is None:
        click.echo("\n".join(sorted(known)))
    elif name in known:
        click.echo(known[name].decode(), nl=False)
    else:
        raise InputError(f"no schema is called {name!r}", suggest(name, list(known)))


@rules_group.command(name="score")
@click.argument("gold", type=_PATH)
@click.argument("paths", nargs=-1, type=_PATH)
@click.option("--findings", type=_PATH, help="Findings that a second person has coded: how far do both agree?")
@click.option("--by", type=click.Choice(["signal", "theme"]), default="theme", show_default=True, help="What must agree.")
@click.option("--markdown", type=_PATH, metavar="FILE", help="Write the tables to this file too.")
@RULES
def rules_score(
    gold: Path, paths: tuple[Path, ...], findings: Path | None, by: str, markdown: Path | None, rules: Path | None
) -> None:
    """Hold what the packs read, or what a second person coded, against the hand coding GOLD.

    GOLD is a findings file whose findings are `coded` (CSV: the column signal). The packs read PATHS, the documents that were
    coded; without PATHS they read the texts of GOLD itself. A finding of GOLD that is not coded is one that says nothing.
    """
    from rich.console import Console

    from peelcheck import run
    from peelcheck.evidence import scoring
    from peelcheck.report import agreement

    if paths and findings:
        raise InputError("PATHS are read by the packs, --findings by nobody", "Give one or the other.")
    tools = run.Tools.of(rules)
    reader = tools.reader
    mine = _coded(gold, tools, reader, by)
    if findings is not None:
        theirs, other = _coded(findings, tools, reader, by), findings.name
    else:
        theirs, other = _read([*paths] or [gold], tools, reader, by), "the packs"
    score = scoring.score(scoring.match(mine, theirs, both_ways=findings is not None))
    dates = [(name, pack.updated) for name, pack in sorted(reader.loaded.packs.items())]
    about: About = agreement.About(gold.name, other, by, dates)
    agreement.show(Console(width=None if sys.stdout.isatty() else 170, highlight=False), score, about)
    if markdown is not None:
        write(agreement.markdown(score, about).encode(), markdown)


@rules_group.command(name="calibrate")
@click.argument("paths", nargs=-1, type=_PATH, required=True)
@click.option("--format", "form", type=click.Choice(["rich", "json"]), default="rich", show_default=True, help="How to print.")
@click.option("--output", "-o", type=_PATH, help="Write to this file instead of stdout.")
@RULES
def rules_calibrate(paths: tuple[Path, ...], form: str, output: Path | None, rules: Path | None) -> None:
    """Say how often PC101 and PC102 would flag the grades of a corpus, and whether its thresholds could come from it.

    Declared grades are taken to be right but for few. One inspection is left out at a time, thresholds are chosen on the rest and
    tried on it, with the grade that it has and with each other grade in its place. Read the intervals before the shares.
    """

    from peelcheck import run
    from peelcheck.report import calibration

    tools = run.Tools.of(rules)
    with progress() as watch:
        corpus = run.load(paths, tools=tools, watch=watch)
    found = run.calibration(corpus, tools)
    if form == "json":
        write(calibration.to_json(found), output)
    else:
        print_or_write(lambda console: calibration.show(console, tools.domain, found), output)


def _coded(path: Path, tools: Tools, reader: SignalReader, by: str) -> list[Coding]:
    """What a person has coded. Raises InputError for a code that names no signal, NothingToCheckError for none at all."""
    from peelcheck import run
    from peelcheck.evidence.scoring import Coding
    from peelcheck.model.errors import suggest
    from peelcheck.model.finding import ANSWERS, Level

    known = {name: name if by == "signal" else signal.theme for name, (_, signal) in reader.loaded.signals().items()}
    if by == "theme":
        known = {**{theme: theme for theme in known.values()}, **known}  # a theme may be coded instead of a signal
    corpus = run.load([path], tools=tools)
    codings: list[Coding] = []
    for finding in corpus.findings:
        if finding.kind in ANSWERS or (finding.kind not in ("statement", "metric") and not finding.coded):
            continue
        levels: dict[str, frozenset[Level]] = {}
        for code in finding.coded:
            if code.signal not in known:
                source = corpus.sources[finding.id][0]
                message, remedy = f"no signal is called {code.signal!r}", suggest(code.signal, list(known))
                raise InputError(message, remedy, path=source.path, line=source.line, key="coded")
            if code.level is not None and code.assertion == "present":
                label = known[code.signal]
                levels[label] = levels.get(label, frozenset()) | {code.level}
        codings.append(Coding(finding, levels))
    if not any(coding.levels for coding in codings):
        raise NothingToCheckError(f"no statement in {path} is coded")
    return codings


def _read(paths: list[Path], tools: Tools, reader: SignalReader, by: str) -> list[Coding]:
    """What the packs read, whatever a person has coded there."""
    import msgspec

    from peelcheck import run
    from peelcheck.evidence.scoring import Coding
    from peelcheck.model.finding import Level

    with progress() as watch:
        corpus = run.load(paths, tools=tools, watch=watch)
    findings = [msgspec.structs.replace(f, coded=[]) for f in corpus.findings if f.kind in ("statement", "metric")]
    levels: dict[str, dict[str, frozenset[Level]]] = {}
    for seen in reader.observations(findings):
        if seen.level is not None and seen.assertion == "present":
            own = levels.setdefault(seen.finding, {})
            label = seen.signal if by == "signal" else seen.theme
            own[label] = own.get(label, frozenset()) | {seen.level}
    return [Coding(finding, levels.get(finding.id, {})) for finding in findings]
