"""What the files of `init` recommend can be done in the repository that it made."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from peelcheck.cli import main


def test_a_signal_is_added_to_the_rules_that_the_configuration_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init"]).exit_code == 0
    (pack,) = sorted(Path("rules").rglob("*.yaml"))
    name = pack.relative_to("rules").with_suffix("").as_posix()
    added = CliRunner().invoke(main, ["rules", "new", name, "made_up", "-o", "rules"])
    assert added.exit_code == 0, added.output
    assert "made_up:" in pack.read_text("utf-8")
    both = CliRunner().invoke(main, ["rules", "new", name, "made_up_too", "-o", "rules", "--rules", "rules"])
    assert both.exit_code == 2
