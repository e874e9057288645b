"""`peelcheck config`: what is in force, and where it came from."""

from __future__ import annotations

import json
from typing import Any

import click

from peelcheck.cli.check import BASELINE, FAIL_ON, FORM, OUTPUTS, PATHS
from peelcheck.cli.options import CHOICE, RULES, settled


@click.command()
@PATHS
@FORM
@OUTPUTS
@CHOICE
@BASELINE
@FAIL_ON
@RULES
@click.pass_context
def config(ctx: click.Context, /, **_: Any) -> None:
    """Print every value in force and where it came from: the command line, a file, or the default.

    It takes the options of `check` and says what `check` would do with them. `--format json` prints JSON.
    """
    from datetime import date

    from peelcheck import run
    from peelcheck.report.safe import as_json, one_line

    asked = settled(ctx)
    asked.choices(run.Tools.of(asked.path("rules")), date.today())  # names that nobody knows are told here too
    if ctx.params["form"] == "json":
        from peelcheck.config.files import shortest

        file = asked.found.path
        values = {name: {"value": own.value, "from": own.origin} for name, own in asked.values.items()}
        click.echo(as_json({"file": str(shortest(file)) if file else None, "values": values}, indent=1), nl=False)
        return
    said = {name: json.dumps(own.value, ensure_ascii=False) for name, own in asked.values.items()}
    for name, own in asked.values.items():
        click.echo(one_line(f"{name} = {said[name]}  # {own.origin}"))
