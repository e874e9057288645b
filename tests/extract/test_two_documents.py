from __future__ import annotations

from pathlib import Path

from peelcheck.run import load

TESTS = Path(__file__).resolve().parents[1]
PAIR = [TESTS / "reports" / name for name in ("web-badged-2018.txt", "pdf-markdown-2016.md")]


def test_two_documents_together_give_what_each_gives_alone() -> None:
    rules = TESTS / "rules"
    together = load(PAIR, rules).findings
    alone = [finding for path in PAIR for finding in load([path], rules).findings]
    assert sorted(together, key=lambda f: f.id) == sorted(alone, key=lambda f: f.id)
