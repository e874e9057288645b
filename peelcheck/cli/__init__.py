"""The command line. Parts that cost time to import are imported by the commands that need them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peelcheck import __version__
from peelcheck.cli.assess import assess
from peelcheck.cli.baseline import baseline
from peelcheck.cli.cache import CACHE, cache_group, chosen, tools_of
from peelcheck.cli.check import check
from peelcheck.cli.common import Failure, progress, write
from peelcheck.cli.completion import completion, explained
from peelcheck.cli.config import config
from peelcheck.cli.diff import diff
from peelcheck.cli.init import init
from peelcheck.cli.options import RULES, labels_option, settled
from peelcheck.cli.review import review
from peelcheck.cli.rules import rules_group
from peelcheck.model.errors import InputError, NothingToCheckError, suggest

if TYPE_CHECKING:
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
@click.option("--topic", help="Only what is read for this topic; with --explain: the topic that the sentence stands in.")
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
    if before is not None or under:
        raise InputError("--before and --under say where the sentence of --explain stands", "Give --explain too.")
    if not paths:
        raise InputError("no findings or documents were given", "Name files or folders.")
    _known_topic(topic, tools)
    with progress() as watch:
        corpus = run.load(paths, tools=tools, watch=watch)
        observations = [o for o in tools.observations(corpus) if topic in (None, o.topic)]
    write(b"".join(msgspec.json.encode(o) + b"\n" for o in observations), output)


def _steps(tools: Tools, sentence: str, before: str | None, place: Place) -> list[str]:
    from peelcheck.report.steps import steps
    from peelcheck.signals.trace import Trace

    if not sentence.strip():
        raise NothingToCheckError("the sentence is empty")
    reader = tools.reader
    _known_topic(place.topic, tools)
    trace = Trace()
    inherited = reader.read(before, place=place)[1] if before else frozenset()
    reader.read(sentence, inherited, trace=trace, place=place)
    return steps(trace, reader.loaded.vocabulary.terms, before, reader.answers(sentence))


def _known_topic(topic: str | None, tools: Tools) -> None:
    topics = sorted({pack.applies_to.topic for pack in tools.loaded.packs.values()})
    if topic is not None and topic not in topics:
        raise InputError(f"no pack has the topic {topic!r}", suggest(topic, topics))


@main.command()
@click.argument("what", required=False, shell_complete=explained)
@labels_option("A file of labels that `review` wrote, besides the shipped one.")
@RULES
def explain(what: str | None, labels: Path | None, rules: Path | None) -> None:
    """Explain a check, a setting, a signal, a theme or a cycle.

    WHAT is a code or name of a check (PC302), one of its settings (PC302.least_peers), the name of a signal, theme or cycle
    (theme:NAME where a signal is called so too), `assessment`, or `confidence`. Without it, all names are listed.
    """
    from peelcheck.cli.explain import page

    click.echo(page(what, rules, labels, chosen(), settled(click.get_current_context())))


main.add_command(check)
main.add_command(assess)
main.add_command(init)
main.add_command(rules_group)
main.add_command(review)
main.add_command(baseline)
main.add_command(diff)
main.add_command(config)
main.add_command(cache_group)
main.add_command(completion)
