"""Where a result goes: the formats and files that `check` is asked for."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from peelcheck.cli.common import write, write_files
from peelcheck.model.errors import InputError, suggest
from peelcheck.report.formats import FORMATS, render
from peelcheck.report.safe import log_line

if TYPE_CHECKING:
    from peelcheck.report.base import Report

_STEP_SUMMARY = "GITHUB_STEP_SUMMARY"


class Outputs(NamedTuple):
    """What was asked for."""

    stdout: str | None  # the format that is printed, unless a file takes its place
    files: list[tuple[str, Path]]

    @property
    def forms(self) -> set[str]:
        """Every format that is asked for."""
        return {form for form, _ in self.files} | ({self.stdout} if self.stdout else set())


def parse(form: str, given: tuple[str, ...]) -> Outputs:
    """Understand --format and --output before anything is read. Raises InputError.

    form -- what is printed
    given -- each `FILE`, which takes the place of stdout, or `FORMAT=FILE`, which is written besides
    """
    stdout: str | None = form
    files: list[tuple[str, Path]] = []
    for word in given:
        name, equals, path = word.partition("=")
        if not equals:
            if stdout is None:
                raise InputError(f"two files are to take the place of stdout ({word!r})", "Write FORMAT=FILE for the others.")
            stdout = None
            files.append((form, Path(word)))
            continue
        if name not in FORMATS:
            raise InputError(f"no format is called {name!r} (in --output {word!r})", suggest(name, list(FORMATS)))
        if not path:
            raise InputError(f"--output {word!r} names no file", f"Write {name}=FILE.")
        files.append((name, Path(path)))
    seen: set[Path] = set()
    for _, file in files:
        if file.resolve() in seen:
            raise InputError("is to be written twice", "Give each output a file of its own.", path=file)
        seen.add(file.resolve())
        if not file.parent.is_dir():
            raise InputError("cannot be written: its folder does not exist", "Make the folder first.", path=file)
    return Outputs(stdout, files)


def deliver(outputs: Outputs, report: Report) -> None:
    """Render everything, then write the files, then print. A summary goes to stderr where no output has one for people."""
    printed = None
    if outputs.stdout and not (outputs.stdout == "rich" and sys.stdout.isatty()):
        printed = render(outputs.stdout, report)
    write_files([(render(form, report), path) for form, path in outputs.files])
    if "github" in outputs.forms:
        _step_summary(report)
    if printed is not None:
        write(printed, None)
    elif outputs.stdout == "rich":
        _at_a_terminal(report)
    if not outputs.forms & {"rich", "github"}:  # these say it themselves
        for line in (*report.sums(), *report.skipped()):
            click.echo(log_line(line), err=True)


def _at_a_terminal(report: Report) -> None:
    from rich.console import Console

    from peelcheck.report.terminal import show

    show(Console(highlight=False), report)


def _step_summary(report: Report) -> None:
    """Add the whole, as Markdown, to the page that GitHub Actions shows of the step."""
    path = os.environ.get(_STEP_SUMMARY)
    if not path:
        return
    from peelcheck.report.annotations import summary

    try:
        with Path(path).open("ab") as file:
            file.write(summary(report))
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", f"It is named by ${_STEP_SUMMARY}.", path=path) from None
