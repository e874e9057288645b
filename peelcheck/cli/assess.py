"""`peelcheck assess`: the whole reasoning of one assessment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from peelcheck.cli.cache import CACHE, tools_of
from peelcheck.cli.common import print_or_write, progress, write
from peelcheck.cli.options import RULES
from peelcheck.model.errors import InputError, suggest

if TYPE_CHECKING:
    from peelcheck.evidence.assessment import Assessment
    from peelcheck.model.domain import Domain


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), required=True)
@click.option(
    "--at", required=True, metavar="FORCE/CYCLE/QUESTION", help="Which; FORCE/CYCLE/PILLAR/QUESTION where pillars share ids."
)
@click.option("--format", "form", type=click.Choice(["rich", "json"]), default="rich", show_default=True, help="How to print.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to this file instead of stdout.")
@CACHE
@RULES
def assess(paths: tuple[Path, ...], at: str, form: str, output: Path | None, rules: Path | None) -> None:
    """Show how one grade is held against its evidence.

    The declared grade and where it was read; every signal with its weight, levels and passages; what the text is silent on; caps;
    what each grade needs and how many draws accept it; the smallest change of evidence that would make the declared grade fit.
    QUESTION is an id (q1) or a topic.
    """

    from peelcheck import run
    from peelcheck.report import reasoning

    tools = tools_of(rules)
    with progress() as watch:
        corpus = run.load(paths, tools=tools, watch=watch)
        assessed = run.assessments(corpus, tools)
    item = run.reasoning(corpus, tools, found(assessed, tools.domain, at))
    if form == "json":
        write(reasoning.to_json(item), output)
    else:
        print_or_write(lambda console: reasoning.show(console, tools.domain, item), output)


def found(assessed: list[Assessment], domain: Domain, at: str) -> Assessment:
    """The assessment that is meant. Raises InputError, naming what is near, where none is or several are."""
    parts = at.split("/")
    if len(parts) not in (3, 4) or not all(parts):
        raise InputError(f"--at {at!r} names no assessment", "Write FORCE/CYCLE/QUESTION, or FORCE/CYCLE/PILLAR/QUESTION.")
    force, cycle, question = domain.force_names.get(parts[0], parts[0]), parts[1], parts[-1]
    of_force = [a for a in assessed if a.inspection.force == force]
    if not of_force:
        raise _nothing(parts[0], force in domain.forces, "inspected body", [a.inspection.force for a in assessed])
    of_cycle = [a for a in of_force if a.inspection.cycle == cycle]
    if not of_cycle:
        raise _nothing(cycle, cycle in domain.cycles, f"cycle for {force}", [a.inspection.cycle for a in of_force])
    if len(parts) == 4:
        pillars = [a for a in of_cycle if (a.inspection.pillar or "") == parts[2]]
        if not pillars:
            known = any(p.id == parts[2] for p in domain.cycles[cycle].pillars)
            raise _nothing(parts[2], known, f"pillar for {force}/{cycle}", [a.inspection.pillar or "" for a in of_cycle])
        of_cycle = pillars
    hits = [a for a in of_cycle if question in (a.question, a.topic)]
    if not hits:
        questions = domain.cycles[cycle].questions()
        known = any(question in (q.id, q.topic) for _, q in questions)
        raise _nothing(question, known, f"question for {force}/{cycle}", [a.question for a in of_cycle])
    if len(hits) > 1:
        ways = " or ".join(f"{force}/{cycle}/{a.inspection.pillar}/{a.question}" for a in hits)
        raise InputError(f"--at {at!r} names {len(hits)} assessments, of several pillars", f"Write {ways}.")
    return hits[0]


def _nothing(word: str, known: bool, what: str, here: list[str]) -> InputError:
    names = sorted(dict.fromkeys(here))
    if known:
        listed = f"Assessed are: {', '.join(names)}." if names else "No question has a pack that its text speaks to."
        return InputError(f"--at names {word!r}, of which nothing is assessed here", listed)
    return InputError(f"--at names {word!r}, which is no {what} in what was given", suggest(word, names))
