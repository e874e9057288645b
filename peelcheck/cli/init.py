"""`peelcheck init`: lays what a repository of findings needs into a folder, and never touches what is there."""

from __future__ import annotations

import csv
import io
import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import click

from peelcheck import __version__
from peelcheck.model.errors import InputError

_CONFIG = "peelcheck.toml"
_HOOKS = ".pre-commit-config.yaml"
_WORKFLOW = ".github/workflows/peelcheck.yml"
_GITLAB = ".gitlab-ci.yml"
_TABLE = "findings/template.csv"
_UNTRACKED = ".gitignore"
_TO_PASTE = (_HOOKS, _GITLAB, _UNTRACKED)  # what a repository may have of its own, and would add to
_OURS = re.compile(r"^[^#\n]*\bpeelcheck\b", re.MULTILINE)  # speaks of peelcheck, and not in a comment


class Laid(NamedTuple):
    """What became of one file."""

    name: str
    text: str
    made: bool
    why: str = "it is there already"
    lacks: bool = False  # what would be added to a file of the repository's own


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--gitlab", is_flag=True, help=f"{_GITLAB} in place of the workflow for GitHub.")
@click.option(
    "--install",
    default=f"peelcheck=={__version__}",
    show_default=True,
    metavar="REQUIREMENT",
    help="What pip installs in continuous integration, as in 'peelcheck @ git+https://...'.",
)
def init(folder: Path, gitlab: bool, install: str) -> None:
    """Lay configuration, a folder of findings, local rules and a CI job into FOLDER (this one, if none is given).

    What is there already is left as it is, and named.
    """
    if not install.strip() or not install.isprintable():
        raise InputError(f"--install {install!r} is no requirement", "Give what `pip install` takes, on one line.")
    laid = lay(folder, gitlab, install)
    for item in laid:
        click.echo(f"made: {item.name}" if item.made else f"left: {item.name} ({item.why})")
    for item in laid:
        if item.lacks:
            click.echo(f"\nTo be added to {item.name} by hand:\n\n{item.text}", nl=False)
    click.echo("\n".join(_next(folder, laid, gitlab, install)))


def lay(folder: Path, gitlab: bool, install: str) -> list[Laid]:
    """Make the files that are not there. Raises InputError where a folder cannot be made, before anything is."""
    known = {**_known(install), "outputs": ["peelcheck.xml", "peelcheck.md"] if gitlab else ["peelcheck.sarif"]}
    files = {
        _CONFIG: "peelcheck.toml",
        "findings/README.md": "findings.md",
        f"rules/{known['pack']}.yaml": "pack.yaml",
        _HOOKS: "pre-commit.yaml",
        _UNTRACKED: "gitignore",
        **({_GITLAB: "gitlab.yml"} if gitlab else {_WORKFLOW: "workflow.yml"}),
    }
    texts = {name: _rendered(template, known) for name, template in files.items()} | {_TABLE: known["rows"]}
    for name in texts:
        _hold(folder, folder / name)
    return [_lay(folder, name, texts[name]) for name in sorted(texts)]


def _lay(folder: Path, name: str, text: str) -> Laid:
    path = folder / name
    if name == _CONFIG and _configured(folder):
        return Laid(name, text, made=False, why="pyproject.toml has [tool.peelcheck]")
    if name == _TABLE and path.parent.is_dir() and any(p.name != "README.md" for p in path.parent.iterdir()):
        return Laid(name, text, made=False, why="there are findings already" if not path.exists() else "it is there already")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return Laid(name, text, made=False, lacks=name in _TO_PASTE and not _speaks_of_it(name, text, path))
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", "Check the folder and its permissions.", path=path) from None
    return Laid(name, text, made=True)


def _speaks_of_it(name: str, text: str, path: Path) -> bool:
    """Whether a file of the repository's own holds already what would be added to it."""
    try:
        own = path.read_text("utf-8")
    except (OSError, ValueError):
        return False
    if name != _UNTRACKED:
        return bool(_OURS.search(own))
    wanted = {line.strip("/") for line in text.splitlines() if not line.startswith("#")}
    return wanted <= {line.strip().strip("/") for line in own.splitlines()}


def _hold(folder: Path, path: Path) -> None:
    """Raises InputError where something that is no folder stands in a folder's place."""
    for above in [folder, *(p for p in path.parents if p.is_relative_to(folder))]:
        if above.exists() and not above.is_dir():
            raise InputError("is to be a folder, and is a file", "Move it away, or name another folder.", path=above)


def _configured(folder: Path) -> bool:
    """Whether a pyproject.toml configures peelcheck: peelcheck.toml beside it would win over it."""
    try:
        data = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    tool = data.get("tool")
    return isinstance(tool, dict) and "peelcheck" in tool


def _rendered(name: str, known: dict[str, Any]) -> str:
    import jinja2

    env = jinja2.Environment(  # noqa: S701 -- no web pages; braces are left to the workflows
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    text = resources.files("peelcheck").joinpath("templates", f"{name}.jinja").read_text("utf-8")
    return env.from_string(text).render(known)


def _known(install: str) -> dict[str, Any]:
    """What the templates name, out of the rules: a body, a cycle and question that a pack reads, a grade, signals."""
    from peelcheck.evidence.assessment import pack_for
    from peelcheck.model.domain import Domain
    from peelcheck.model.rulesdir import RulesDir
    from peelcheck.signals import packs

    rules = RulesDir()
    domain, loaded = Domain.load(rules), packs.load(rules)
    for cycle in sorted(domain.cycles.values(), key=lambda c: c.year or 0, reverse=True):
        for pillar, question in cycle.questions():
            pack = pack_for(loaded.packs.values(), question.topic, cycle.cycle)
            if pack is None or not question.graded:
                continue
            force = next(iter(domain.forces))
            grade = cycle.scale.grades[len(cycle.scale.grades) // 2]
            first, second = list(pack.signals)[:2]
            place = [force, cycle.cycle, pillar.id or "", question.id]
            rows = [
                ["force", "cycle", "pillar", "question", "kind", "text", "grade", "signal", "level"],
                [*place, "judgment", f"Invented example: {grade.label}", grade.id, "", ""],
                *([*place, "statement", f"Invented example: {pack.signals[s].title}", "", s, "sound"] for s in (first, second)),
            ]
            weight = pack.signals[first].weight
            return {
                "requirement": shlex.quote(install),
                "table": Path(_TABLE).name,
                "force": force,
                "grade": grade.id,
                "pack": pack.pack,
                "signal": first,
                "weight": weight,
                "other_weight": weight + 1 if weight < 5 else weight - 1,
                "other_signal": second,
                "rows": _csv(rows),
            }
    raise InputError("no pack reads a question of any cycle", "Reinstall peelcheck.", path=rules.roots[-1])


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _next(folder: Path, laid: list[Laid], gitlab: bool, install: str) -> Iterator[str]:
    made = {item.name for item in laid if item.made}
    yield "\nNext:"
    if folder != Path():
        yield f"  cd {shlex.quote(str(folder))}"
    table = f", in place of {_TABLE}" if _TABLE in made else ""
    yield f"  Put reports or findings into findings/{table}, then: peelcheck check"
    yield "  Say in rules/ what is otherwise for you than in the shipped packs, then: peelcheck rules test --rules rules"
    if _HOOKS in made:
        yield "  Check before each commit: pre-commit install"
    job = _GITLAB if gitlab else _WORKFLOW
    if job in made:
        yield f"  Commit all. {job} installs {install!r}: see that its machine can (--install names another source)."
