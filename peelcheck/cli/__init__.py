"""The command line. Parts that cost time to import are imported by the commands that need them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peelcheck import __version__
from peelcheck.cli.assess import assess
from peelcheck.cli.cache import CACHE, cache_group, chosen, tools_of
from peelcheck.cli.common import RULES, Failure, progress, write
from peelcheck.cli.completion import checks, completion, explained
from peelcheck.cli.review import review
from peelcheck.cli.rules import rules_group
from peelcheck.cli.watch import WATCH, Watched
from peelcheck.model.errors import InputError, NothingToCheckError, suggest
from peelcheck.report.base import SEVERITIES
from peelcheck.report.formats import FORMATS

if TYPE_CHECKING:
    from peelcheck.checks import Entry
    from peelcheck.run import Tools
    from peelcheck.signals.trace import Place


class Commands(click.Group):
    """Turns bad input into exit code 2 and nothing to check into 3, for every command alike."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except InputError as error:
            raise Failure(str(error), 2) from None
        except NothingToCheckError as error:
            raise Failure(f"nothing was checked: {error}", 3) from None


@click.group(
    cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(__version__, prog_name="peelcheck")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Does this grade fit the evidence? Checks inspection reports for grades and areas for improvement that do not fit."""
    if ctx.invoked_subcommand is None:
        from peelcheck.cli.start import page

        click.echo(page(Path.cwd()))


_PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), required=True)


@main.command(cls=Watched)
@_PATHS
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="rich", show_default=True, help="How to print.")
@click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    metavar="[FORMAT=]FILE",
    help="FILE: write to it instead of stdout. FORMAT=FILE: write this format too. May be repeated.",
)
@click.option("--select", shell_complete=checks, help="Only these checks: codes, beginnings of codes or names, with commas.")
@click.option("--ignore", shell_complete=checks, help="Not these checks.")
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="warning",
    show_default=True,
    help="Severity from which the exit code is 1.",
)
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.6, show_default=True, help="Withhold less sure flags.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 even if flags are shown.")
@WATCH
@CACHE
@RULES
def check(
    paths: tuple[Path, ...],
    form: str,
    outputs: tuple[str, ...],
    select: str | None,
    ignore: str | None,
    fail_on: str,
    min_confidence: float,
    exit_zero: bool,
    rules: Path | None,
) -> None:
    """Check findings files, folders and raw documents.

    Exit codes: 0 nothing shown at or above --fail-on, 1 at least one flag, 2 wrong use or bad input, 3 nothing was checked.
    """
    from peelcheck import run
    from peelcheck.cli.outputs import deliver, parse

    wanted = parse(form, outputs)
    selected = _selection(select, ignore)
    tools = tools_of(rules)
    with progress() as watch:
        corpus = run.load(paths, tools=tools, watch=watch)
        result = run.check(corpus, tools=tools, min_confidence=min_confidence, selected=selected, watch=watch)
    if not any(r.applied for r in result.ran):
        raise NothingToCheckError("no check could be applied to what was given")
    deliver(wanted, result.report(fail_on))
    worst = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on != "never" else ()
    if not exit_zero and any(result.counts[severity] for severity in worst):
        sys.exit(1)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write findings to this file instead of stdout.")
@click.option("--explain", "where", metavar="FILE:LINE", help="Say what a line became, and by which rule, and stop.")
@click.option("--text", "as_text", is_flag=True, help="Write the text that one document is read as; locators point into it.")
@RULES
def extract(paths: tuple[Path, ...], output: Path | None, where: str | None, as_text: bool, rules: Path | None) -> None:
    """Extract findings from documents, as JSON Lines; an account of each document goes to stderr."""
    from peelcheck import run
    from peelcheck.model.finding import encode

    if where is not None:
        click.echo("\n".join(_explained(where, rules)))
        return
    if not paths:
        raise InputError("no documents were given", "Name files or folders.")
    if as_text:
        write(_text_of(paths), output)
        return
    with progress() as watch:
        done, findings, skipped = run.extractions(paths, run.Tools.of(rules), watch)
    write(b"".join(encode(f) + b"\n" for f in findings), output)
    from rich.console import Console

    from peelcheck.report.terminal import accounts

    width = None if sys.stderr.isatty() else 110
    Console(stderr=True, width=width, highlight=False).print(accounts(done))
    for path, reason in skipped:
        click.echo(f"skipped: {path} ({reason})", err=True)


def _text_of(paths: tuple[Path, ...]) -> bytes:
    from peelcheck.extract.formats import read_document

    if len(paths) > 1 or paths[0].is_dir():
        raise InputError("--text writes the text of one document", "Name one file.", path=paths[-1])
    return read_document(paths[0]).text.encode()


def _explained(where: str, rules: Path | None) -> list[str]:
    from peelcheck import run

    name, _, line = where.rpartition(":")
    if not name or not line.isdigit() or int(line) < 1:
        raise InputError(f"{where!r} names no line", "Write FILE:LINE, for example report.txt:12.")
    from peelcheck.report.terminal import plain

    done, _, _ = run.extractions([Path(name)], run.Tools.of(rules))
    return [plain(said) for said in done[0].explain(int(line))]


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write observations to this file instead of stdout.")
@click.option("--explain", "sentence", metavar="SENTENCE", help="Show each step of reading one sentence, and stop.")
@click.option("--before", metavar="SENTENCE", help="With --explain: the sentence before it in its paragraph.")
@click.option("--topic", help="With --explain: the topic of the question that it stands in.")
@click.option("--under", multiple=True, metavar="HEADING", help="With --explain: a heading above it; several may be given.")
@CACHE
@RULES
def observe(
    paths: tuple[Path, ...],
    output: Path | None,
    sentence: str | None,
    before: str | None,
    topic: str | None,
    under: tuple[str, ...],
    rules: Path | None,
) -> None:
    """Read findings or documents as signals, as JSON Lines."""
    import msgspec

    from peelcheck import run
    from peelcheck.signals.trace import Place

    tools = tools_of(rules)
    if sentence is not None:
        if paths or output:
            raise InputError("--explain reads one sentence", "Leave out the paths and --output.")
        click.echo("\n".join(_steps(tools, sentence, before, Place(topic, under))))
        return
    if before is not None or topic is not None or under:
        raise InputError("--before, --topic and --under say where the sentence of --explain stands", "Give --explain too.")
    if not paths:
        raise InputError("no findings or documents were given", "Name files or folders.")
    with progress() as watch:
        corpus = run.load(paths, tools=tools, watch=watch)
        observations = run.observe(corpus, tools)
    write(b"".join(msgspec.json.encode(o) + b"\n" for o in observations), output)


def _steps(tools: Tools, sentence: str, before: str | None, place: Place) -> list[str]:
    from peelcheck.report.steps import steps
    from peelcheck.signals.reader import SignalReader
    from peelcheck.signals.trace import Trace

    if not sentence.strip():
        raise NothingToCheckError("the sentence is empty")
    reader = SignalReader(tools.rules, tools.domain)
    topics = sorted({pack.applies_to.topic for pack in reader.loaded.packs.values()})
    if place.topic is not None and place.topic not in topics:
        raise InputError(f"no pack has the topic {place.topic!r}", suggest(place.topic, topics))
    trace = Trace()
    inherited = reader.read(before, place=place)[1] if before else frozenset()
    reader.read(sentence, inherited, trace=trace, place=place)
    return steps(trace, reader.loaded.vocabulary.terms, before, reader.answers(sentence))


@main.command()
@click.argument("what", required=False, shell_complete=explained)
@click.option("--labels", type=click.Path(path_type=Path), help="A file of labels that `review` wrote, besides the shipped one.")
@RULES
def explain(what: str | None, labels: Path | None, rules: Path | None) -> None:
    """Explain a check, a setting, a signal, a theme or a cycle.

    WHAT is a code or name of a check (PC302), one of its settings (PC302.least_peers), the name of a signal, theme or cycle
    (theme:NAME where a signal is called so too), `assessment`, or `confidence`. Without it, all names are listed.
    """
    from peelcheck.cli.explain import page

    click.echo(page(what, rules, labels, chosen()))


main.add_command(assess)
main.add_command(rules_group)
main.add_command(review)
main.add_command(cache_group)
main.add_command(completion)


def _selection(select: str | None, ignore: str | None) -> Callable[[Entry], bool]:
    from peelcheck.checks import REGISTRY

    def codes(text: str | None) -> set[str]:
        found: set[str] = set()
        for word in (text or "").replace(" ", "").split(","):
            if not word:
                continue
            hits = {e.code for e in REGISTRY if e.code.startswith(word.upper()) or e.name == word.lower()}
            if not hits:
                raise InputError(f"no check is called {word!r}", suggest(word, [e.code for e in REGISTRY]))
            found |= hits
        return found

    chosen = codes(select) or {e.code for e in REGISTRY}
    chosen -= codes(ignore)
    return lambda entry: entry.code in chosen
