"""One flag of a run for the person who reviews it: evidence, peers and counter-argument, and nothing that sways."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.text import Text

from peelcheck.report.runs import subject
from peelcheck.report.terminal import plain


def show_flag(console: Console, flag: dict[str, Any], number: int, of: int) -> None:
    """Print a flag of a run."""
    console.print()
    console.rule(Text(plain(f"{number} of {of}: {flag['code']} {flag.get('name', '')}, {subject(flag)}")), align="left")
    console.print(Text(plain(flag["message"])))
    _evidence(console, "Evidence", flag["evidence"])
    for peer in flag.get("peers", []):
        answered = {True: ", answered", False: ", not answered"}.get(peer.get("answered"), "")
        _evidence(console, f"Peer {peer['force']}/{peer['cycle']}{answered}", peer.get("evidence", []))
    console.print(Text.assemble(("But: ", "bold"), plain(flag["counterargument"])))


def _evidence(console: Console, title: str, items: Iterable[dict[str, Any]]) -> None:
    console.print(Text(plain(title), style="bold"))
    for item in items:
        lines = item.get("lines")
        place = (
            f"{item['document']}:{lines[0]}" if item.get("document") and lines else item.get("source") or item.get("finding", "")
        )
        level = f" [{item['signal']}: {item['level']}]" if item.get("signal") and item.get("level") else ""
        console.print(Text(plain(f"  {place}{level}  {' '.join(str(item.get('text', '')).split())}")))
