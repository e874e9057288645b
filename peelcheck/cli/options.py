"""Options that commands share, and what is in force by them and the configuration together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from peelcheck.cli.completion import checks

if TYPE_CHECKING:
    from peelcheck.config.files import Found
    from peelcheck.config.settled import Settled

F = TypeVar("F", bound=Callable[..., Any])
_PATH = click.Path(path_type=Path)
_FILE = click.Path(path_type=Path, dir_okay=False)
_META = "peelcheck.config"

# By the name of a parameter: the key of the configuration that it stands over.
_KEYS = {
    "paths": "paths",
    "form": "format",
    "outputs": "output",
    "select": "select",
    "ignore": "ignore",
    "fail_on": "fail-on",
    "min_confidence": "min-confidence",
    "rules": "rules",
    "baseline": "baseline",
    "labels": "labels",
}


def configured(ctx: click.Context) -> Found:
    """The configuration of this call, read once. Raises InputError."""
    from peelcheck.config import files

    if _META not in ctx.meta:
        named, isolated = ctx.meta.get(f"{_META}.file"), ctx.meta.get(f"{_META}.isolated", False)
        ctx.meta[_META] = files.Found() if isolated else files.read(named) if named else files.discover(Path.cwd())
    found: Found = ctx.meta[_META]
    return found


def settled(ctx: click.Context) -> Settled:
    """What is in force for the command that runs. Raises InputError."""
    from peelcheck.config.settled import settle

    given: dict[str, Any] = {}
    for name, key in _KEYS.items():
        if ctx.params.get(name) and ctx.get_parameter_source(name) is not ParameterSource.DEFAULT:
            given[key] = _plain(name, ctx.params[name])
        elif name == "min_confidence" and ctx.params.get(name) is not None:  # nought is a value
            given[key] = ctx.params[name]
    return settle(configured(ctx), given)


def _plain(name: str, value: Any) -> Any:
    """A value as the configuration would write it."""
    if name in ("select", "ignore"):
        return [word for word in (part.strip() for part in value.split(",")) if word]
    if isinstance(value, tuple):
        return [str(item) for item in value]
    return str(value) if isinstance(value, Path) else value


def _note(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def keep(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        ctx.meta[f"{_META}.{name}"] = value

    return keep


def _or_configured(key: str) -> Callable[[click.Context, click.Parameter, Path | None], Path | None]:
    """A path of the command line, or of the configuration."""

    def choose(ctx: click.Context, _: click.Parameter, value: Path | None) -> Path | None:
        if value is not None or ctx.resilient_parsing:
            return value
        found = configured(ctx)
        given: str | None = getattr(found.config, key)
        return None if given is None else found.here(given)

    return choose


def CONFIGURATION(command: F) -> F:  # noqa: N802 -- a decorator, as the options that stand beside it
    """Where the configuration is read from."""
    for option in (
        click.option("--isolated", is_flag=True, is_eager=True, expose_value=False, callback=_note("isolated"),
                     help="Read no configuration."),
        click.option("--config", type=_FILE, is_eager=True, expose_value=False, callback=_note("file"),
                     help="Read this configuration, not the nearest peelcheck.toml or pyproject.toml."),
    ):  # fmt: skip
        command = option(command)
    return command


def RULES(command: F) -> F:  # noqa: N802
    """--rules, which the configuration may name too."""
    option = click.option(
        "--rules", type=_PATH, callback=_or_configured("rules"), help="A rules folder laid over the shipped one."
    )
    return option(CONFIGURATION(command))


def labels_option(help_text: str) -> Callable[[F], F]:
    """--labels."""
    return click.option("--labels", "-l", type=_FILE, callback=_or_configured("labels"), help=help_text)


def CHOICE(command: F) -> F:  # noqa: N802
    """--select, --ignore and --min-confidence."""
    for option in (
        click.option("--min-confidence", type=click.FloatRange(0, 1), show_default="0.6", help="Withhold less sure flags."),
        click.option("--ignore", metavar="WORDS", shell_complete=checks, help="Not these, in the same words."),
        click.option("--select", metavar="WORDS", shell_complete=checks, help="Only these, with commas: codes, beginnings of "
                     "codes, names of checks, signal:NAME, theme:NAME, force:ID, cycle:ID, question:ID."),
    ):  # fmt: skip
        command = option(command)
    return command
