"""`peelcheck baseline`: write down the flags that are known, so that only new ones show."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peelcheck.cli.check import PATHS, checked
from peelcheck.cli.common import write
from peelcheck.cli.options import CHOICE, RULES, settled
from peelcheck.model.counts import number_of
from peelcheck.model.errors import InputError

if TYPE_CHECKING:
    from peelcheck.checks.baseline import Known
    from peelcheck.config.settled import Settled

_FILE = click.option(
    "--output", "-o", "file", type=click.Path(path_type=Path, dir_okay=False), help="The baseline; else the configured one."
)


class _Commands(click.Group):
    """Writes a baseline where no other command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command in that is meant."""
        named = args[:1] and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["write", *args])


@click.group(cls=_Commands)
def baseline() -> None:
    """Keep the flags that are known in a file, so that `check --baseline FILE` shows only new ones.

    `peelcheck baseline [PATHS] -o FILE` writes it (the command `write` may be left out).
    """


@baseline.command(name="write")
@PATHS
@_FILE
@CHOICE
@RULES
@click.pass_context
def write_(ctx: click.Context, /, file: Path | None, **_: Any) -> None:
    """Write the flags that a run shows to a new baseline.

    Only what is shown is written: what is withheld or ignored is not known.
    """
    from peelcheck.checks import baseline as known

    asked = settled(ctx)
    target = _target(asked, file)
    if target.exists():
        raise InputError("exists already", "`peelcheck baseline update` shows what it would add and remove.", path=target)
    shown = known.of(checked(asked).flag_list)
    write(known.text(shown).encode(), target)
    click.echo(f"{target}: {number_of(len(shown), 'flag')}", err=True)


@baseline.command()
@PATHS
@_FILE
@click.option("--yes", is_flag=True, help="Write without asking.")
@CHOICE
@RULES
@click.pass_context
def update(ctx: click.Context, /, file: Path | None, yes: bool, **_: Any) -> None:
    """Bring a baseline up to date, once a person has seen what that adds and removes.

    A line begins with + for a flag that would be hidden from now on, - for one that is gone, ~ for one whose evidence changed.
    Flags of checks and inspections that are not in the run stay as they are.
    """
    from peelcheck.checks import baseline as known
    from peelcheck.report.safe import log_line

    asked = settled(ctx)
    target = _target(asked, file)
    before = known.read(target)
    result = checked(asked, known=before)
    new, compared = known.of(result.flag_list), result.compared
    if compared is None:
        raise RuntimeError("a run with a baseline is held against it")
    messages = {flag.fingerprint: flag.message for flag in [*result.flag_list, *result.baselined]}
    for sign, flags in (("+", new), ("-", compared.fixed), ("~", compared.changed)):
        for name, own in flags.items():
            click.echo(log_line(f"{sign} {own}{f': {messages[name]}' if name in messages else ''}"))
    if not (new or compared.fixed or compared.changed):
        click.echo(f"{target}: nothing to change", err=True)
        return
    if not yes and not _agreed(target, new):
        click.echo(f"{target}: nothing written", err=True)
        return
    after = known.ordered({**compared.unseen, **compared.known, **new})
    write(known.text(after).encode(), target)
    click.echo(f"{target}: {number_of(len(after), 'flag')}, {len(new)} added, {len(compared.fixed)} removed", err=True)


def watched() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def _agreed(target: Path, new: dict[str, Known]) -> bool:
    if not watched():
        raise InputError("nobody can be asked whether to write it", "Give --yes once you have read the lines above.", path=target)
    return click.confirm(f"Write it ({number_of(len(new), 'flag')} would be hidden from now on)?", err=True)


def _target(asked: Settled, file: Path | None) -> Path:
    target = file or asked.path("baseline")
    if target is None:
        raise InputError("no file was named for the baseline", "Give -o FILE, or set `baseline` in the configuration.")
    return target
