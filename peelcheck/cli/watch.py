"""`check --watch`: the command again whenever an input or a rule file changes.

Times and sizes are asked for twice a second: no library, and it works on every file system, shared ones too. A change counts
once it has lasted for one interval, so that a file is not read while it is written.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from peelcheck.cli.common import Failure
from peelcheck.cli.options import settled
from peelcheck.model.errors import InputError, NothingToCheckError

INTERVAL = 0.5  # seconds
_ON = "peelcheck.watch"

State = dict[str, tuple[int, int]]  # time and size by path


def _turn_on(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    ctx.meta[_ON] = bool(value)


WATCH = click.option(
    "--watch",
    is_flag=True,
    expose_value=False,
    callback=_turn_on,
    help="Check again whenever an input or a rule file changes; Ctrl-C ends it.",
)


class Watched(click.Command):
    """A command that runs once, or with --watch until somebody ends it."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; watching ends with exit code 0, or with 130 when it is interrupted at work."""
        if not ctx.meta.get(_ON):
            return super().invoke(ctx)
        from peelcheck.model.rulesdir import shipped

        paths = [Path(path) for path in settled(ctx)["paths"]]
        rules = [shipped(), *([Path(ctx.params["rules"])] if ctx.params.get("rules") else [])]
        written = {Path(word.partition("=")[2] or word).resolve() for word in ctx.params.get("outputs", ())}
        at_work = True
        try:
            while True:
                before, at_work = state(paths, rules, written), True
                click.clear()  # only where a terminal is
                self._once(ctx)
                at_work = False
                click.echo("watching for changes; Ctrl-C ends it", err=True)
                wait(before, paths, rules, written)
        except KeyboardInterrupt:
            click.echo(err=True)
            ctx.exit(130 if at_work else 0)

    def _once(self, ctx: click.Context) -> None:
        """One run; what is wrong with the input is said, and mended by whoever watches."""
        try:
            super().invoke(ctx)
        except SystemExit:
            pass  # flags were shown
        except InputError as error:
            Failure(str(error), 2).show()
        except NothingToCheckError as error:
            Failure(f"nothing was checked: {error}", 3).show()
        except click.ClickException as error:
            error.show()


def wait(before: State, paths: list[Path], rules: list[Path], written: set[Path]) -> None:
    """Return once something differs from what it was, and has stopped changing."""
    last = state(paths, rules, written)
    while True:
        time.sleep(INTERVAL)
        now = state(paths, rules, written)
        if now == last != before:
            return
        last = now


def state(paths: list[Path], rules: list[Path], written: set[Path]) -> State:
    """When each file was last written and how large it is; `written` are those that the command writes itself."""
    found: State = {}
    for path in paths:
        _add(found, path)
    for folder in rules:
        for pattern in ("*.yaml", "*/*.yaml"):
            for path in folder.glob(pattern):
                _add(found, path)
    for path in written:
        found.pop(str(path), None)
    return found


def _add(found: State, path: Path) -> None:
    """A file, or what is in a folder; hidden ones are not read by a check either."""
    if not path.is_dir():
        with suppress(OSError):
            stat = path.stat()
            found[str(path.resolve())] = stat.st_mtime_ns, stat.st_size
        return
    for root, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                _add(found, Path(root, name))
