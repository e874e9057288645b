"""What the commands share: how they fail, show progress and write."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peelcheck.model.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from peelcheck.run import Watch

_SLOW = 0.6  # seconds after which a person who watches is shown progress


class Failure(click.ClickException):
    """One clear line on stderr, and an exit code."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]

    def show(self, file: Any = None) -> None:
        """Print the line."""
        from peelcheck.report.terminal import plain

        click.echo(f"peelcheck: {plain(self.message)}", err=True)


@contextmanager
def progress() -> Iterator[Watch]:
    """A progress bar on stderr, when a person is watching and the work is long."""
    if not sys.stderr.isatty():
        yield lambda name, done, whole: None
        return
    import time

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    from peelcheck.report.terminal import plain

    bar = Progress(TextColumn("{task.description}", markup=False), BarColumn(), console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=None)
    begun = time.monotonic()

    def watch(name: str, done: int, whole: int) -> None:
        if not bar.live.is_started and (time.monotonic() - begun > _SLOW or whole > 20):
            bar.start()
        bar.update(task, description=plain(name)[:40], completed=done, total=whole)

    try:
        yield watch
    finally:
        if bar.live.is_started:
            bar.stop()


def print_or_write(show: Callable[[Console], None], output: Path | None) -> None:
    """Print for people: on the terminal, or as plain text of a fixed width into a file."""
    from rich.console import Console

    from peelcheck.report.terminal import WIDTH

    if output is None:
        show(Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False))
        return
    text = io.StringIO()
    show(Console(file=text, width=WIDTH, highlight=False))
    write(text.getvalue().encode(), output)


def write(data: bytes, output: Path | None) -> None:
    """Write to a file whole or not at all, or to stdout."""
    if output is not None:
        write_files([(data, output)])
        return
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_files(files: list[tuple[bytes, Path]]) -> None:
    """Write files, each whole or not at all; none if one of them has no place. Raises InputError."""
    for _, output in files:
        if output.is_dir():
            raise InputError("cannot be written: it is a folder", "Name a file.", path=output)
    ready: list[tuple[Path, Path]] = []
    try:
        for data, output in files:
            temporary = output.with_name(f".{output.name}.{os.getpid()}.tmp")
            ready.append((temporary, output))
            temporary.write_bytes(data)
        for temporary, output in ready:
            temporary.replace(output)
    except OSError as error:
        for temporary, _ in ready:
            temporary.unlink(missing_ok=True)
        raise InputError(
            f"cannot be written: {error.strerror}", "Check the folder and its permissions.", path=ready[-1][1]
        ) from None
