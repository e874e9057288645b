"""What --help prints, as it is: after a change that is meant, UPDATE_GOLDEN=1 python -m pytest tests/cli/test_help.py."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from helpers import ROOT

from peelcheck.cli import main

FOLDER = ROOT / "tests" / "golden" / "help"


def commands(command: click.Command, *path: str) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from commands(command.commands[name], *path, name)


ALL = list(commands(main))


def file(path: tuple[str, ...]) -> Path:
    return FOLDER / f"{'-'.join(['peelcheck', *path])}.txt"


@pytest.mark.parametrize("path", ALL, ids=lambda p: "-".join(p) or "peelcheck")
def test_help_is_as_it_was(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*path, "--help"], prog_name="peelcheck", terminal_width=100)
    assert result.exit_code == 0
    if os.environ.get("UPDATE_GOLDEN"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        file(path).write_text(result.stdout, "utf-8")
    assert result.stdout == file(path).read_text("utf-8")


def test_no_help_is_left_over() -> None:
    assert set(FOLDER.iterdir()) == {file(path) for path in ALL}


# ---- every error has a remedy


def raised() -> Iterator[tuple[str, ast.Call, int]]:
    """Every InputError that is made, and every error of a marked file: the call, and where its remedy stands."""
    for path in sorted((ROOT / "peelcheck").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            if isinstance(node.func, ast.Name) and node.func.id == "InputError":
                yield place, node, 1
            elif isinstance(node.func, ast.Attribute) and node.func.attr == "error" and len(node.args) == 3:
                yield place, node, 2


def text(node: ast.expr) -> str | None:
    """A text as far as it is written out; None where it comes from somewhere else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def test_every_error_says_what_is_wrong_and_what_to_do() -> None:
    wrong = []
    number = 0
    for place, call, at in raised():
        number += 1
        words = {k.arg: k.value for k in call.keywords}
        remedy = call.args[at] if len(call.args) > at else words.get("remedy")
        message = call.args[at - 1] if len(call.args) >= at else words.get("message")
        if remedy is None or message is None:
            wrong.append(f"{place}: no remedy")
            continue
        said, told = text(remedy), text(message)
        if said is not None and (not said.strip() or said.strip()[-1] not in ".?}"):
            wrong.append(f"{place}: the remedy is no sentence: {said!r}")
        if told is not None and (not told.strip() or told.endswith(".")):
            wrong.append(f"{place}: the message ends like a sentence: {told!r}")
    assert wrong == []
    assert number > 100
