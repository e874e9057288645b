"""`peelcheck check`: the lint."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peelcheck.cli.cache import CACHE, tools_of
from peelcheck.cli.common import progress
from peelcheck.cli.options import CHOICE, RULES, settled
from peelcheck.cli.watch import WATCH, Watched
from peelcheck.model.errors import InputError, NothingToCheckError
from peelcheck.report.base import SEVERITIES
from peelcheck.report.formats import FORMATS

if TYPE_CHECKING:
    from peelcheck.checks.baseline import Known
    from peelcheck.config.settled import Settled
    from peelcheck.run import Result

PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
BASELINE = click.option(
    "--baseline", type=click.Path(path_type=Path, dir_okay=False), help="A file of known flags, which are not shown."
)
FORM = click.option("--format", "form", type=click.Choice(list(FORMATS)), show_default="rich", help="How to print.")
OUTPUTS = click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    metavar="[FORMAT=]FILE",
    help="FILE: write to it instead of stdout. FORMAT=FILE: write this format too. May be repeated.",
)
FAIL_ON = click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    show_default="warning",
    help="Severity from which the exit code is 1.",
)


@click.command(cls=Watched)
@PATHS
@FORM
@OUTPUTS
@CHOICE
@BASELINE
@FAIL_ON
@click.option("--exit-zero", is_flag=True, help="Exit 0 even if flags are shown.")
@WATCH
@CACHE
@RULES
@click.pass_context
def check(ctx: click.Context, /, exit_zero: bool, **_: Any) -> None:
    """Check findings files, folders and raw documents.

    PATHS, and what no option says, come from the configuration: `peelcheck config` shows it.

    Exit codes: 0 nothing shown at or above --fail-on, 1 at least one flag, 2 wrong use or bad input, 3 nothing was checked.
    """
    from peelcheck.checks import baseline
    from peelcheck.cli.outputs import deliver, parse

    asked = settled(ctx)
    wanted = parse(asked["format"], tuple(asked["output"]))
    file = asked.path("baseline")
    result = checked(asked, known=baseline.read(file) if file else None)
    fail_on = asked["fail-on"]
    deliver(wanted, result.report(fail_on))
    worst = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on != "never" else ()
    if not exit_zero and any(result.counts[severity] for severity in worst):
        sys.exit(1)


def checked(
    asked: Settled, paths: list[Path] | None = None, rules: Path | None = None, known: Mapping[str, Known] | None = None
) -> Result:
    """Run the checks as they are asked for, today. Raises NothingToCheckError where none could be applied.

    paths, rules -- in the place of those that are asked for
    known -- the flags of a baseline, by fingerprint
    """
    from datetime import date

    from peelcheck import run

    given = paths if paths is not None else [Path(path) for path in asked["paths"]]
    if not given:
        raise InputError("no findings or documents were given", "Name files or folders, or set `paths` in the configuration.")
    tools = tools_of(rules or asked.path("rules"))
    choices = asked.choices(tools, date.today(), known)
    with progress() as watch:
        corpus = run.load(given, tools=tools, watch=watch)
        result = run.check(corpus, tools=tools, choices=choices, watch=watch)
    if not any(r.applied for r in result.ran):
        raise NothingToCheckError("no check could be applied to what was given")
    return result
