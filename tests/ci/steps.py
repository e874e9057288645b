"""Runs the shell steps that workflows, actions and CI files hold, as the platform would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from peelcheck.cli import main

COMMANDS = Path(sys.executable).parent
BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]


def load(path: Path) -> Any:
    """A file of YAML; `on` as a key stays what it is."""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)


def runs(job: dict[str, Any]) -> dict[str, str]:
    """The shell steps of a job by name, in order."""
    return {step["name"]: step["run"] for step in job["steps"] if "run" in step}


def shell(script: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """A script as the platforms run it, with the peelcheck of this environment."""
    known = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "GIT_"))}
    known |= {"PATH": f"{COMMANDS}{os.pathsep}{known['PATH']}", **env}
    return subprocess.run([*BASH, script], cwd=folder, env=known, capture_output=True, text=True, check=False, timeout=500)


def valid(schema: str, path: Path) -> None:
    """Holds a file against a schema that check-jsonschema brings along."""
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed")
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def init(folder: Path, *words: str) -> str:
    result = CliRunner().invoke(main, ["init", *words, str(folder)])
    assert result.exit_code == 0, result.output
    return result.stdout


def git(folder: Path, *words: str) -> str:
    names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *names, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
