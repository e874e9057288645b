"""Fixtures of the tests of commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from folder import Folder, Refused


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return Folder(tmp_path)


@pytest.fixture
def refused() -> Refused:
    """One line on stderr that holds the words, nothing on stdout, exit code 2."""

    def refused(result: Result, *words: str) -> None:
        assert result.exit_code == 2, result.output
        assert result.stdout == ""
        assert result.stderr.count("\n") == 1, result.stderr
        assert [word for word in words if word not in result.stderr] == [], result.stderr

    return refused
