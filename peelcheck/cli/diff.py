"""`peelcheck diff`: what a change of reports, coding or rules did to the flags."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peelcheck.cli.check import checked
from peelcheck.cli.common import print_or_write, write
from peelcheck.cli.options import CHOICE, RULES, settled
from peelcheck.model.errors import InputError

if TYPE_CHECKING:
    from peelcheck.config.settled import Settled
    from peelcheck.report.differences import Side

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("old", type=_PATH)
@click.argument("new", type=_PATH)
@click.option("--old-rules", type=_PATH, help="A rules folder for OLD, laid over the shipped one.")
@click.option("--new-rules", type=_PATH, help="A rules folder for NEW.")
@click.option("--format", "form", type=click.Choice(["rich", "json"]), default="rich", show_default=True, help="How to print.")
@click.option("--output", "-o", type=_PATH, help="Write to this file instead of stdout.")
@CHOICE
@RULES
@click.pass_context
def diff(
    ctx: click.Context,
    /,
    old: Path,
    new: Path,
    old_rules: Path | None,
    new_rules: Path | None,
    form: str,
    output: Path | None,
    **_: Any,
) -> None:
    """Say which flags are gone, new or changed between OLD and NEW, with the passages that moved.

    OLD and NEW are runs (written by `check --format json`), or findings files, documents or folders, which are then checked.
    To hold two versions of the rules against each other, name the same reports twice and give --old-rules and --new-rules.

    Exit codes: 0 the flags are the same, 1 they differ, 2 wrong use or bad input, 3 nothing was checked.
    """
    import msgspec

    from peelcheck.report import differences

    asked = settled(ctx)
    sides = [_side(asked, old, old_rules), _side(asked, new, new_rules)]
    try:
        found = differences.compare(*sides)
    except msgspec.ValidationError as error:
        raise InputError(
            f"a run does not keep the contract: {error}", "Make it again with `peelcheck check --format json`."
        ) from None
    if form == "json":
        write(differences.to_json(found), output)
    else:
        print_or_write(lambda console: differences.show(console, found), output)
    if found.any:
        sys.exit(1)


def _side(asked: Settled, path: Path, rules: Path | None) -> Side:
    """A run as it was written, or a run over reports."""
    import json

    from peelcheck.report import runs
    from peelcheck.report.differences import Side

    if runs.is_run(path):
        if rules is not None:
            raise InputError("is a run, which no rules change", "Name the reports themselves.", path=path)
        run = runs.read(path)
        return Side(path.as_posix(), run, {f["fingerprint"]: f"ignored: {f['reason']}" for f in run.get("ignored", [])})
    result = checked(asked, [path], rules)
    hidden = {f.fingerprint: f"withheld, confidence {f.confidence:.2f}" for f in result.withheld}
    hidden |= {f.fingerprint: f"ignored: {f.ignored}" for f in result.ignored}
    name = f"{path.as_posix()}{f' by {rules.as_posix()}' if rules else ''}"
    return Side(name, json.loads(result.render("json")), hidden)
