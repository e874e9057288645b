"""Baselines: the flags that are known and left for later. What is new shows, what is gone is told.

A flag is known by its fingerprint, so a baseline outlives rewording and moving of the text. It also holds a digest of the
flag's own passages: where they differ the flag is told as changed and stays hidden. Its peers' passages are not in it, as one
more report in the corpus would change them all. The file is sorted, without dates, ids, lines or text: the same flags make the
same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from msgspec import Meta, structs

from peelcheck.checks.engine import Flag
from peelcheck.model import checked
from peelcheck.model.errors import InputError
from peelcheck.model.finding import Strict
from peelcheck.model.text import key

_HEAD = "# Known flags, by fingerprint, which `peelcheck check --baseline` hides. `peelcheck baseline update` writes it.\n"


class Known(Strict, frozen=True, kw_only=True):
    """One flag."""

    code: str
    inspection: Annotated[str, Meta(description="Inspected body, cycle and pillar.")]
    about: Annotated[str, Meta(description="Question, signal and what else tells it from others; for people.")] = ""
    evidence: Annotated[str, Meta(description="Digest of its passages.")]

    def __str__(self) -> str:
        return " ".join(part for part in (self.code, self.inspection, self.about) if part)


class Baseline(Strict, frozen=True, kw_only=True):
    """The file."""

    baseline: Annotated[dict[str, Known], Meta(description="By the fingerprint of the flag.")]


@dataclass(frozen=True)
class Compared:
    """A run held against a baseline; each by fingerprint."""

    known: dict[str, Known]  # shown but for the baseline
    changed: dict[str, Known]  # of these, those whose evidence is no longer what it was
    fixed: dict[str, Known]  # fired no more, though what they are about was checked
    unseen: dict[
        str, Known
    ]  # neither fired nor gone: of checks or inspections that are not in the run, or withheld or ignored now

    def told(self) -> list[str]:
        """What has changed and what is fixed, a line each."""
        changed = [f"note: changed since the baseline: {known}." for known in self.changed.values()]
        return [*changed, *(f"fixed since the baseline: {known}." for known in self.fixed.values())]


def digest(flag: Flag) -> str:
    """What the passages of a flag say, in whatever order, place, case and spacing."""
    said = sorted({(key(item.text), item.signal or "", item.level or "") for item in flag.evidence})
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def of(flags: Iterable[Flag]) -> dict[str, Known]:
    """A baseline of flags."""
    found: dict[str, Known] = {}
    for flag in flags:
        inspection, subject = flag.subject.inspection, flag.subject
        beside = sorted({f"beside {peer.force}/{peer.cycle}" for peer in flag.peers}) if len(flag.peers) == 1 else []
        about = "/".join(part for part in (subject.question, subject.signal, subject.ordinal) if part)
        found[flag.fingerprint] = Known(
            code=flag.code,
            inspection="/".join(part for part in inspection if part),
            about=" ".join([*([about] if about else []), *beside]),
            evidence=digest(flag),
        )
    return ordered(found)


def ordered(known: dict[str, Known]) -> dict[str, Known]:
    """In the order of the file."""
    return dict(sorted(known.items(), key=lambda pair: (pair[1].code, pair[1].inspection, pair[1].about, pair[0])))


def compare(
    known: dict[str, Known], shown: dict[str, Known], fired: set[str], codes: set[str], inspections: set[str]
) -> Compared:
    """Hold what a run shows against a baseline.

    shown -- of the flags that would be shown
    fired -- the fingerprints of all flags, withheld and ignored ones too
    codes, inspections -- what was checked: what lies outside is not fixed because it is absent
    """
    here = {name: shown[name] for name in known if name in shown}
    changed = {name: own for name, own in here.items() if own.evidence != known[name].evidence}
    absent = {name: own for name, own in known.items() if name not in shown}
    fixed = {
        name: own for name, own in absent.items() if name not in fired and own.code in codes and own.inspection in inspections
    }
    unseen = {name: own for name, own in absent.items() if name not in fixed}
    return Compared(ordered(here), ordered(changed), ordered(fixed), ordered(unseen))


def read(path: Path) -> dict[str, Known]:
    """The flags of a baseline file. Raises InputError."""
    if not path.is_file():
        raise InputError("there is no such baseline", "Make one with `peelcheck baseline -o FILE`.", path=path)
    return dict(checked.load(path, Baseline)[0].baseline)


def text(known: dict[str, Known]) -> str:
    """The file."""
    plain = {name: {k: v for k, v in structs.asdict(own).items() if v} for name, own in ordered(known).items()}
    return _HEAD + yaml.safe_dump({"baseline": plain}, sort_keys=False, allow_unicode=True, width=1000)
