"""`peelcheck review`: a person says of each flag of a run whether it is fair."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from peelcheck.cli.common import write
from peelcheck.cli.options import CONFIGURATION, labels_option
from peelcheck.model.counts import number_of
from peelcheck.model.errors import InputError, suggest

_FILE = click.Path(path_type=Path, dir_okay=False)
_ASKED = "fair, arguable, wrong, skip, quit (first letters will do)"


@click.command()
@click.argument("run", type=_FILE)
@labels_option("The file of labels, made if absent; labels.yaml if nothing else is said.")
@click.option("--by", default="", help="Who reviews.")
@click.option("--again", is_flag=True, help="Ask of flags too that have a label.")
@click.option("--label", nargs=2, metavar="FINGERPRINT VERDICT", help="Label one flag without asking.")
@click.option("--reason", default="", help="With --label: why.")
@click.option("--reply", default="", help="With --label: what the inspected body says to it.")
@CONFIGURATION
def review(run: Path, labels: Path | None, by: str, again: bool, label: tuple[str, str] | None, reason: str, reply: str) -> None:
    """Say of each flag of RUN (written by `check --format json`) whether it is fair, arguable or wrong, and why.

    Labels are kept by fingerprint in a file of their own, and saved after each answer; `peelcheck explain CODE --labels FILE`
    shows how the flags of a check fared.
    """
    from peelcheck.checks import labels as kept
    from peelcheck.report import runs

    flags = runs.read(run)["flags"]
    file = labels or Path(kept.FILE)
    known = kept.read(file)

    def save(flag: dict[str, Any], verdict: kept.Verdict, why: str, answer: str) -> None:
        known[flag["fingerprint"]] = kept.Label(
            code=flag["code"], about=runs.subject(flag), verdict=verdict, reason=why, reply=answer, by=by
        )
        write(kept.text(known).encode(), file)

    if label is not None:
        fingerprint, verdict = label
        flag = next((f for f in flags if f["fingerprint"] == fingerprint), None)
        if flag is None:
            raise InputError(f"no flag has the fingerprint {fingerprint!r}", "Take it from the run's `fingerprint`.", path=run)
        if verdict not in kept.VERDICTS:
            raise InputError(f"unknown verdict {verdict!r}", suggest(verdict, list(kept.VERDICTS)))
        if not reason:
            raise InputError("a verdict needs a reason", "Add --reason TEXT.")
        save(flag, verdict, reason, reply)
    else:
        _ask([f for f in flags if again or f["fingerprint"] not in known], save)
    done = sum(f["fingerprint"] in known for f in flags)
    click.echo(f"{done} of {number_of(len(flags), 'flag')} labelled, in {file}", err=True)
    for code in sorted({f["code"] for f in flags}):
        found = kept.precision(known, code)
        if found is not None:
            click.echo(f"{code}: {found}")


def _ask(flags: list[dict[str, Any]], save: Any) -> None:
    from rich.console import Console

    from peelcheck.report.review import show_flag

    console = Console(highlight=False)
    for number, flag in enumerate(flags, 1):
        show_flag(console, flag, number, len(flags))
        try:
            verdict = click.prompt(_ASKED, value_proc=_meant)
            if verdict == "quit":
                return
            if verdict != "skip":
                reason = click.prompt("Why")
                save(flag, verdict, reason, click.prompt("Reply of the inspected body", default="", show_default=False))
        except click.Abort:
            click.echo(err=True)
            return


def _meant(begun: str) -> str:
    """The word that an answer begins. Raises BadParameter, after which `prompt` asks again."""
    from peelcheck.checks.labels import VERDICTS

    words = [*VERDICTS, "skip", "quit"]
    meant = [word for word in words if word.startswith(begun.strip().lower() or "?")]
    if len(meant) != 1:
        raise click.BadParameter(f"{begun!r} is none of {', '.join(words)}")
    return meant[0]
