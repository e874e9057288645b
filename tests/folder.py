"""A folder as a user has it: findings of lighthouses, and commands run in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner, Result
from helpers import LIGHTHOUSE, Record, corpus

from peelcheck.cli import main
from peelcheck.model.finding import encode

Refused = Callable[..., None]


class Folder(NamedTuple):
    """The folder, which is the current one."""

    path: Path

    def findings(self, *records: Record, name: str = "findings.jsonl") -> None:
        """Write findings."""
        self.write(name, "".join(encode(f).decode() + "\n" for f in corpus(*records).findings))

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_text(text, "utf-8")

    def read(self, name: str) -> str:
        """Read a file."""
        return (self.path / name).read_text("utf-8")

    def run(self, *words: str, rules: bool = True, answer: str | None = None) -> Result:
        """Run a command with the rules of the lighthouses."""
        return CliRunner().invoke(main, [*words, *(["--rules", str(LIGHTHOUSE)] if rules else [])], input=answer)
