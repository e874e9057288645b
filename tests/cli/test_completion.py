"""Completion in a shell: the scripts, and what they are given."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers import ROOT

from peelcheck.cli import main


def completed(*words: str) -> list[str]:
    env = {**os.environ, "_PEELCHECK_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(["peelcheck", *words])}
    env["COMP_CWORD"] = str(len(words))
    code = "from peelcheck.cli import main; main(prog_name='peelcheck')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT, env=env)
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "some"),
    [
        (["ch"], ["check"]),
        (["check", "--select", "PC10"], ["PC101", "PC102"]),
        (["check", "--select", "pc2,pc30"], ["pc2,PC301", "pc2,PC302"]),
        (["check", "--ignore", "PC201,unequal"], ["PC201,unequal-consequence", "PC201,unequal-answer"]),
        (["explain", "PC30"], ["PC301", "PC302"]),
        (["explain", "PC302.l"], ["PC302.least_peers", "PC302.least_across"]),
        (["explain", "arms"], ["arms_backlog"]),
        (["explain", "conf"], ["confidence"]),
        (["explain", "peel-20"], ["peel-2016", "peel-2018"]),
        (["explain", "nothing.x"], []),
    ],
    ids=" ".join,
)
def test_completes(words: list[str], some: list[str]) -> None:
    found = completed(*words)
    assert set(some) <= set(found)
    assert found == [] if not some else all(item.lower().startswith(words[-1].lower()) for item in found)


def test_rules_that_cannot_be_read_complete_nothing() -> None:
    assert completed("explain", "--rules", "nowhere", "arms") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell(shell: str) -> None:
    result = CliRunner().invoke(main, ["completion", shell])
    assert result.exit_code == 0
    assert f"_PEELCHECK_COMPLETE={shell}_complete" in result.stdout
    if program := shutil.which(shell):
        done = subprocess.run([program, "-n"], input=result.stdout, capture_output=True, text=True, check=False)
        assert done.stderr == ""


def test_bash_takes_what_is_completed(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    script = CliRunner().invoke(main, ["completion", "bash"]).stdout
    program = tmp_path / "peelcheck"
    program.write_text(f"#!{sys.executable}\nfrom peelcheck.cli import main\nmain(prog_name='peelcheck')\n")
    program.chmod(0o755)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    code = f"PATH={tmp_path}:$PATH\n{script}\n"
    code += 'COMP_WORDS=(peelcheck comp); COMP_CWORD=1; _peelcheck_completion peelcheck comp peelcheck; echo "${COMPREPLY[@]}"'
    done = subprocess.run([bash, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT, env=env)
    assert done.stdout.split() == ["completion"], done.stderr
