"""What differs between two runs: flags gone, new and changed, with the passages that moved.

Flags are the same by fingerprint, passages by what they say and were read as: their place may move.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct
from rich.console import Console
from rich.text import Text

from peelcheck.model.text import key
from peelcheck.report.base import where
from peelcheck.report.contract import Evidence, Flag
from peelcheck.report.runs import subject
from peelcheck.report.safe import as_json
from peelcheck.report.terminal import plain


class Gone(Flag, kw_only=True):
    """A flag that only the old run shows."""

    why: Annotated[str | None, Meta(description="Why the new run does not show it, where it tells: it is withheld, ignored.")]


class Changed(Struct, kw_only=True):
    """A flag that both runs show, and what differs; old before new."""

    fingerprint: str
    code: str
    about: str
    message: Annotated[str, Meta(description="That of the new run.")]
    severity: tuple[str, str] | None
    confidence: tuple[float, float] | None
    added: Annotated[list[Evidence], Meta(description="Passages of the new flag alone.")]
    removed: Annotated[list[Evidence], Meta(description="Passages of the old flag alone.")]
    peers_added: list[str]
    peers_removed: list[str]


class Counts(Struct, kw_only=True):
    """How many flags."""

    gone: int
    new: int
    changed: int
    same: int


class Differences(Struct, kw_only=True):
    """The object of `diff --format json`."""

    schema: Literal["peelcheck-diff/1"]
    old: str
    new: str
    summary: Counts
    provenance: Annotated[list[str], Meta(description="What the two runs rest on that differs, a line each.")]
    gone: list[Gone]
    added: list[Flag]
    changed: list[Changed]

    @property
    def any(self) -> bool:
        """Whether a flag differs."""
        return bool(self.gone or self.added or self.changed)


@dataclass(frozen=True)
class Side:
    """One of the two runs: its name, the object of `json`, and why flags that it does not show are hidden."""

    name: str
    run: dict[str, Any]
    hidden: dict[str, str]


def compare(old: Side, new: Side) -> Differences:
    """Hold two runs against each other. Raises msgspec.ValidationError where a flag does not keep the contract."""
    before = {f.fingerprint: f for f in _flags(old)}
    after = {f.fingerprint: f for f in _flags(new)}
    gone = [Gone(**msgspec.structs.asdict(flag), why=new.hidden.get(name)) for name, flag in before.items() if name not in after]
    added = [flag for name, flag in after.items() if name not in before]
    both = [(flag, after[name]) for name, flag in before.items() if name in after]
    changed = [item for one, other in both if (item := _changed(one, other)) is not None]
    counts = Counts(gone=len(gone), new=len(added), changed=len(changed), same=len(both) - len(changed))
    return Differences(
        schema="peelcheck-diff/1",
        old=old.name,
        new=new.name,
        summary=counts,
        provenance=list(_provenance(old.run.get("provenance", {}), new.run.get("provenance", {}))),
        gone=gone,
        added=added,
        changed=changed,
    )


def _flags(side: Side) -> list[Flag]:
    return msgspec.convert(side.run["flags"], list[Flag])


def _changed(old: Flag, new: Flag) -> Changed | None:
    before, after = _passages(old), _passages(new)
    peers = [{f"{p.force}/{p.cycle}" for p in flag.peers} for flag in (old, new)]
    item = Changed(
        fingerprint=new.fingerprint,
        code=new.code,
        about=subject(msgspec.structs.asdict(new)),
        message=new.message,
        severity=(old.severity, new.severity) if old.severity != new.severity else None,
        confidence=(old.confidence, new.confidence) if old.confidence != new.confidence else None,
        added=[item for name, item in after.items() if name not in before],
        removed=[item for name, item in before.items() if name not in after],
        peers_added=sorted(peers[1] - peers[0]),
        peers_removed=sorted(peers[0] - peers[1]),
    )
    moved = item.added or item.removed or item.peers_added or item.peers_removed
    return item if moved or item.severity or item.confidence else None


def _passages(flag: Flag) -> dict[tuple[str | None, ...], Evidence]:
    """The passages of a flag and its peers, by what they say and were read as."""
    found: dict[tuple[str | None, ...], Evidence] = {}
    for owner, items in [("", flag.evidence), *((f"{p.force}/{p.cycle}", p.evidence) for p in flag.peers)]:
        for item in items:
            found.setdefault((owner, key(item.text), item.signal, item.level), item)
    return found


def _provenance(old: dict[str, Any], new: dict[str, Any]) -> Iterable[str]:
    for name, what in (("version", "another version of peelcheck"), ("settings", "other settings")):
        if old.get(name) != new.get(name):
            yield what
    for name, what in (("packs", "pack"), ("documents", "document")):
        before, after = old.get(name) or {}, new.get(name) or {}
        for own in sorted({*before, *after}):
            if before.get(own) != after.get(own):
                how = "new" if own not in before else "gone" if own not in after else "changed"
                yield f"{what} {own} {how}"


def to_json(found: Differences) -> bytes:
    """The whole as one object."""
    return as_json(found, indent=1)


def show(console: Console, found: Differences) -> None:
    """Print the differences for people."""

    def line(text: str, style: str = "") -> None:
        console.print(Text(plain(" ".join(text.split())), style=style), soft_wrap=False)

    def passages(sign: str, items: list[Evidence]) -> None:
        for item in items:
            said = f"{f' [{item.level}]' if item.level else ''} {' '.join(item.text.split())}"
            console.print(Text(plain(f"    {sign} {where(item)}{said}")))

    for title, sign, style, flags in (("Gone", "-", "green", found.gone), ("New", "+", "red", found.added)):
        for flag in flags:
            why = getattr(flag, "why", None)
            about = subject(msgspec.structs.asdict(flag))
            line(f"{sign} {title}: {flag.severity} {flag.code} {flag.name} {about}{f' ({why})' if why else ''}", style)
            console.print(Text(plain(f"    {flag.message}")))
            passages(sign, flag.evidence)
    for item in found.changed:
        line(f"~ Changed: {item.code} {item.about}", "yellow")
        if item.severity:
            line(f"    severity {item.severity[0]}, now {item.severity[1]}")
        if item.confidence:
            line(f"    confidence {item.confidence[0]:.2f}, now {item.confidence[1]:.2f}")
        for sign, peers in (("-", item.peers_removed), ("+", item.peers_added)):
            if peers:
                line(f"    {sign} beside it: {', '.join(peers)}")
        passages("-", item.removed)
        passages("+", item.added)
    for said in found.provenance:
        line(f"differs: {said}", "dim")
    counts = found.summary
    line(f"{counts.gone} gone, {counts.new} new, {counts.changed} changed, {counts.same} the same.")
