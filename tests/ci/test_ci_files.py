"""Workflow, action and hooks: valid, and their commands do what they say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import ROOT

from ci.steps import COMMANDS, git, init, load, runs, shell, valid
from peelcheck.cli import main

ACTION = ROOT / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
BAD = "avon-and-somerset,peel-2018,effectiveness,q3,judgment,Superb,superb,,\n"  # a grade that is on no scale


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    init(folder)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Begin")
    return folder


def worsen(folder: Path) -> None:
    with (folder / "findings" / "template.csv").open("a", encoding="utf-8") as file:
        file.write(BAD)


# ---- they are what the platforms take


def test_the_workflows_are_valid(tmp_path: Path) -> None:
    init(tmp_path)
    valid("vendor.github-workflows", tmp_path / ".github" / "workflows" / "peelcheck.yml")
    valid("vendor.github-workflows", ROOT / ".github" / "workflows" / "ci.yml")


def test_the_action_is_valid() -> None:
    valid("vendor.github-actions", ACTION)


def test_the_action_writes_no_input_into_a_script() -> None:
    for step in load(ACTION)["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_hooks_and_the_configuration_of_hooks_are_valid(tmp_path: Path) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    init(tmp_path)
    for words in (["validate-manifest", str(HOOKS)], ["validate-config", str(tmp_path / ".pre-commit-config.yaml")]):
        done = subprocess.run([sys.executable, "-m", "pre_commit", *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def _commands() -> list[tuple[str, list[str]]]:
    hooks = [(f"hook {hook['id']}", hook["entry"].split()) for hook in load(HOOKS)]
    return [*hooks, *((f"step {i}", words) for i, words in enumerate(_template_commands()))]


def _template_commands() -> list[list[str]]:
    found = []
    for path in sorted((ROOT / "peelcheck" / "templates").iterdir()):
        for line in path.read_text("utf-8").splitlines():
            _, begins, rest = line.partition("peelcheck ")
            if begins and line.strip().startswith(("run:", "- peelcheck", "entry:")):
                found.append(["peelcheck", *rest.split()])
    return found


@pytest.mark.parametrize(("name", "words"), _commands())
def test_every_command_and_option_is_known(name: str, words: list[str]) -> None:
    command: Any = main
    rest = words[1:]
    while rest and hasattr(command, "commands"):
        command = command.commands[rest.pop(0)]
    known = {option for param in command.params for option in param.opts}
    assert {word.partition("=")[0] for word in rest if word.startswith("--")} <= known


# ---- a repository that `init` made passes its own workflow


def workflow_steps(folder: Path) -> dict[str, str]:
    return runs(load(folder / ".github" / "workflows" / "peelcheck.yml")["jobs"]["peelcheck"])


def test_the_check_of_the_workflow_passes_until_a_finding_is_wrong(repository: Path, tmp_path: Path) -> None:
    step = workflow_steps(repository)["Check the findings"]
    summary = tmp_path / "summary.md"
    first = shell(step, repository, GITHUB_STEP_SUMMARY=str(summary))
    assert first.returncode == 0, first.stdout + first.stderr
    assert json.loads((repository / "peelcheck.sarif").read_text("utf-8"))["runs"][0]["results"] == []
    assert summary.read_text("utf-8").startswith("#")
    worsen(repository)
    second = shell(step, repository, GITHUB_STEP_SUMMARY=str(summary))
    assert second.returncode == 1
    assert "::error file=findings/template.csv,line=5" in second.stdout
    results = json.loads((repository / "peelcheck.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert "PC003" in {result["ruleId"] for result in results}


def test_the_job_of_gitlab_passes_and_leaves_what_it_names(tmp_path: Path) -> None:
    init(tmp_path, "--gitlab")
    job = load(tmp_path / ".gitlab-ci.yml")["peelcheck"]
    assert [line.split()[0] for line in job["script"]] == ["python", "peelcheck", "peelcheck"]
    done = shell(job["script"][-1], tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in [*job["artifacts"]["paths"], job["artifacts"]["reports"]["junit"]]:
        assert (tmp_path / name).stat().st_size > 0


# ---- the action


@pytest.fixture
def action(repository: Path, tmp_path: Path) -> Callable[..., tuple[int, dict[str, str], str]]:
    """Runs the check of the action with inputs; gives exit code, outputs, and what was printed."""
    data = load(ACTION)
    step = next(step for step in data["runs"]["steps"] if step.get("id") == "check")

    def run(command: Path = COMMANDS / "peelcheck", **inputs: str) -> tuple[int, dict[str, str], str]:
        assert set(inputs) <= set(data["inputs"])
        values = {name: inputs.get(name, given.get("default", "")) for name, given in data["inputs"].items()}
        env = {key: values.get(key.lower(), "") for key in step["env"]} | {"PEELCHECK": str(command)}
        output = tmp_path / "output"
        output.write_text("", "utf-8")
        done = shell(step["run"], repository, GITHUB_OUTPUT=str(output), **env)
        outputs = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())
        assert set(outputs) <= set(data["outputs"])
        return done.returncode, outputs, done.stdout + done.stderr

    return run


def test_the_action_keeps_the_exit_code(action: Callable[..., Any], repository: Path) -> None:
    code, outputs, said = action(paths="findings", args="--rules rules")
    assert (code, outputs) == (0, {"exit-code": "0", "sarif": "peelcheck.sarif"}), said
    worsen(repository)
    code, outputs, said = action(paths="findings\n\n", args="--rules rules\n--min-confidence 0.5", sarif="out.sarif")
    assert (code, outputs) == (1, {"exit-code": "1", "sarif": "out.sarif"}), said
    assert "::error file=findings/template.csv,line=5" in said
    code, outputs, said = action(paths="nowhere")
    assert (code, outputs) == (2, {"exit-code": "2"}), said  # and no file of an earlier run


def test_the_action_passes_its_inputs_on_as_they_are(action: Callable[..., Any], tmp_path: Path) -> None:
    told = tmp_path / "told"
    told.write_text('#!/usr/bin/env bash\nprintf "%s\\n" "$@"\n', "utf-8")
    told.chmod(0o755)
    _, _, said = action(told, paths="a b/*.csv\n$(touch x)\n-o", args="--select PC2 *", sarif="", baseline="known flags.json")
    wanted = ["check", "--format", "github", "--baseline", "known flags.json", "--select", "PC2", "*", "--"]
    assert said.splitlines() == [*wanted, "a b/*.csv", "$(touch x)", "-o"]
    _, _, said = action(told, sarif="")
    assert said.splitlines() == ["check", "--format", "github", "--"]  # the paths of the configuration


# ---- the hooks


def test_the_hooks_that_init_lays_out_run(repository: Path) -> None:
    """The hook of findings; the one of rules takes long and is run by `make ci-check`."""
    done = pre_commit(repository, "run", "peelcheck", "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
    worsen(repository)
    done = pre_commit(repository, "run", "peelcheck", "--all-files")
    assert done.returncode == 1
    assert "PC003" in done.stdout


def pre_commit(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    env = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    env |= {"PRE_COMMIT_HOME": str(folder.parent / "hooks"), "PATH": f"{COMMANDS}{os.pathsep}{env['PATH']}"}
    words = (sys.executable, "-m", "pre_commit", *words)
    return subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=1500)


# ---- the whole, from the package index: `make ci-check`


@pytest.mark.installs
def test_every_command_of_the_workflow_passes(repository: Path, tmp_path: Path, clone: Path) -> None:
    for name, script in workflow_steps(repository).items():
        if name == "Install":
            script = f'python3 -m venv "{tmp_path}/env"; PATH="{tmp_path}/env/bin:$PATH"; python -m pip install "{clone}"'
        done = shell(f'PATH="{tmp_path}/env/bin:$PATH"; {script}', repository)
        assert done.returncode == 0, (name, done.stdout, done.stderr)


@pytest.mark.installs
def test_the_action_installs_itself(tmp_path: Path, clone: Path) -> None:
    step = next(step for step in load(ACTION)["runs"]["steps"] if step.get("id") == "install")
    env = {"GITHUB_ACTION_PATH": str(clone), "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "output")}
    done = shell(step["run"], tmp_path, PYTHON=sys.executable, VERSION="", **env)
    assert done.returncode == 0, done.stdout + done.stderr
    command = (tmp_path / "output").read_text("utf-8").strip().removeprefix("command=")
    made = subprocess.run([command, "init", "made"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "made: peelcheck.toml" in made  # the templates and the rules are in the wheel


@pytest.mark.installs
def test_the_hooks_of_this_repository_run(repository: Path, clone: Path) -> None:
    hooks = [{"id": "peelcheck", "args": []}, {"id": "peelcheck-rules", "args": ["--rules", "rules"]}]
    config = {"repos": [{"repo": str(clone), "rev": git(clone, "rev-parse", "HEAD"), "hooks": hooks}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    done = pre_commit(repository, "run", "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
    worsen(repository)
    done = pre_commit(repository, "run", "peelcheck", "--all-files")
    assert done.returncode == 1
    assert "PC003" in done.stdout


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this repository as it stands; skips where nothing can be installed."""
    folder = tmp_path_factory.mktemp("clone")
    words = [sys.executable, "-m", "venv", str(folder / "env")]
    subprocess.run(words, check=True, capture_output=True)
    words = [str(folder / "env/bin/python"), "-m", "pip", "download", "--no-deps", "-q", "-d", str(folder), "hatchling"]
    if subprocess.run(words, capture_output=True, check=False, timeout=120).returncode:
        pytest.skip("the package index cannot be reached")
    made = folder / "peelcheck"
    git(folder, "clone", "-q", str(ROOT), str(made))
    return made
