"""`check --watch`: runs again when something changed, lives through bad input, ends on Ctrl-C."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import LIGHTHOUSE, ROOT

from peelcheck.cli.watch import state

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
RECORD = {"id": "a-1", "force": "north", "cycle": "watch-2020", "question": "q1", "kind": "statement", "text": "The lamp smokes."}


class Watching:
    def __init__(self, *words: str | Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "peelcheck", "check", *map(str, words), "--watch"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def until_it_waits(self) -> str:
        said = ""
        while "watching for changes" not in said:
            said += self._lines.get(timeout=60)
        return said

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    shutil.copytree(LIGHTHOUSE, tmp_path / "rules")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "f.jsonl").write_text(json.dumps(RECORD) + "\n")
    found = Watching(tmp_path / "in", "--rules", tmp_path / "rules")
    yield found
    found.end()


def test_it_runs_again_and_survives_bad_input(watching: Watching, tmp_path: Path) -> None:
    assert "1 finding," in watching.until_it_waits()
    file = tmp_path / "in" / "f.jsonl"
    file.write_text("{")
    said = watching.until_it_waits()
    assert "f.jsonl:1: is not one whole JSON object a line" in said
    assert "Traceback" not in said
    file.write_text(json.dumps({**RECORD, "text": "The lamp is clean."}) + "\n")
    assert "0 errors" in watching.until_it_waits()
    rules = tmp_path / "rules" / "checks.yaml"
    rules.write_text(rules.read_text("utf-8") + "\nnonsense: 1\n")
    assert "unknown key 'nonsense'" in watching.until_it_waits()
    file.unlink()
    rules.write_text(rules.read_text("utf-8").replace("\nnonsense: 1\n", "\n"))
    assert "nothing was checked" in watching.until_it_waits()
    assert watching.interrupt() == 0


def test_output_that_goes_elsewhere_has_no_escapes(watching: Watching) -> None:
    assert "\x1b" not in watching.until_it_waits()
    assert watching.interrupt() == 0


def test_what_is_watched(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep" / ".hidden").mkdir(parents=True)
    (tmp_path / "rules" / "coast").mkdir(parents=True)
    for name in (
        "in/a.txt",
        "in/deep/b.txt",
        "in/deep/.hidden/c.txt",
        "in/.d.txt",
        "in/out.json",
        "rules/coast/p.yaml",
        "rules/x.txt",
    ):
        (tmp_path / name).write_text("a")
    found = state([tmp_path / "in"], [tmp_path / "rules"], {(tmp_path / "in" / "out.json").resolve()})
    assert {Path(p).name for p in found} == {"a.txt", "b.txt", "p.yaml"}
    assert state([tmp_path / "gone"], [], set()) == {}
