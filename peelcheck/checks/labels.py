"""What people who reviewed flags said of them: kept by fingerprint, so that it outlives rewording and moving of the text.

A check's precision is the share of its labelled flags that are fair, with the Wilson score interval: a handful of labels says
little, and the interval shows how little.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, get_args

import yaml
from msgspec import Meta, structs

from peelcheck.checks.peers import wilson
from peelcheck.model import checked
from peelcheck.model.finding import Strict
from peelcheck.model.rulesdir import RulesDir

FILE = "labels.yaml"
Verdict = Literal["fair", "arguable", "wrong"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_HEAD = "# What people said of flags, by fingerprint: `peelcheck review` writes it, `peelcheck explain CODE` sums it up.\n"


class Label(Strict, frozen=True, kw_only=True):
    """What one person said of one flag."""

    code: str
    about: Annotated[str, Meta(description="The inspection, question and signal of the flag, for people.")]
    verdict: Verdict
    reason: str
    reply: Annotated[str, Meta(description="What the inspected body says to it.")] = ""
    by: Annotated[str, Meta(description="Who said so.")] = ""


class Labels(Strict, frozen=True, kw_only=True):
    """The file."""

    labels: Annotated[dict[str, Label], Meta(description="By the fingerprint of the flag.")] = {}


class Precision(NamedTuple):
    """How flags of one check fared under review."""

    verdicts: dict[Verdict, int]
    number: int
    low: float
    high: float

    def __str__(self) -> str:
        told = ", ".join(f"{number} {verdict}" for verdict, number in self.verdicts.items() if number)
        share = self.verdicts["fair"] / self.number
        return f"{told} of n = {self.number}: {share:.0%} fair (95% interval {self.low:.0%} to {self.high:.0%})"


def read(path: Path) -> dict[str, Label]:
    """The labels of a file; none where there is no file. Raises InputError."""
    return dict(checked.load(path, Labels)[0].labels) if path.is_file() else {}


def shipped(rules: RulesDir) -> dict[str, Label]:
    """The labels of all rule folders; a user's own win."""
    found: dict[str, Label] = {}
    for root in reversed(rules.roots):
        found |= read(root / FILE)
    return found


def text(labels: dict[str, Label]) -> str:
    """The file of labels: sorted, without dates."""
    kept = {name: {k: v for k, v in structs.asdict(label).items() if v} for name, label in sorted(labels.items())}
    return _HEAD + yaml.safe_dump({"labels": kept}, sort_keys=False, allow_unicode=True, width=120)


def precision(labels: dict[str, Label], code: str) -> Precision | None:
    """How the flags of a check fared; None where nobody labelled one."""
    counted = Counter(label.verdict for label in labels.values() if label.code == code)
    number = sum(counted.values())
    if not number:
        return None
    return Precision({verdict: counted[verdict] for verdict in VERDICTS}, number, *wilson(counted["fair"], number))
