"""`peelcheck init`: what it lays out works, and nothing that was there is touched."""

from __future__ import annotations

import csv
import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from helpers import ROOT
from test_repository import domain_pattern

from ci.steps import init, valid
from peelcheck import __version__
from peelcheck.cli import main
from peelcheck.model.rulesdir import RulesDir
from peelcheck.run import Tools, check, load
from peelcheck.signals import packs

FILES = {
    ".github/workflows/peelcheck.yml",
    ".gitignore",
    ".pre-commit-config.yaml",
    "findings/README.md",
    "findings/template.csv",
    "peelcheck.toml",
}
PACK = "rules/{}.yaml"


def made(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def pack_file(folder: Path) -> Path:
    return next((folder / "rules").rglob("*.yaml"))


def test_everything_is_made_and_named(tmp_path: Path) -> None:
    said = init(tmp_path / "new" / "repository")
    folder = tmp_path / "new" / "repository"
    assert made(folder) == FILES | {pack_file(folder).relative_to(folder).as_posix()}
    for name in made(folder):
        assert f"made: {name}\n" in said
    assert "peelcheck check" in said.partition("Next:")[2]


def test_gitlab_takes_the_place_of_github(tmp_path: Path) -> None:
    init(tmp_path, "--gitlab")
    assert made(tmp_path) > {".gitlab-ci.yml"}
    assert ".github/workflows/peelcheck.yml" not in made(tmp_path)
    valid("vendor.gitlab-ci", tmp_path / ".gitlab-ci.yml")


def test_what_is_laid_out_is_checked_without_a_flag(tmp_path: Path) -> None:
    init(tmp_path)
    result = check(load([tmp_path / "findings"], rules=tmp_path / "rules"), tmp_path / "rules", min_confidence=0)
    assert result.flag_list == []
    assert result.corpus.skipped == []  # the README is for people
    assert any(ran.applied for ran in result.ran)
    assert len(result.observation_list) == 2


def test_the_invented_findings_name_what_the_rules_know(tmp_path: Path) -> None:
    init(tmp_path)
    rows = list(csv.DictReader((tmp_path / "findings" / "template.csv").read_text("utf-8").splitlines()))
    domain = Tools.of().domain
    assert {row["kind"] for row in rows} == {"judgment", "statement"}
    for row in rows:
        assert row["force"] in domain.forces
        assert domain.cycles[row["cycle"]].question(row["pillar"] or None, row["question"])
        assert row["text"].startswith("Invented example: ")


def test_the_local_pack_changes_nothing_until_it_is_uncommented(tmp_path: Path) -> None:
    init(tmp_path)
    rules = RulesDir(tmp_path / "rules")
    shipped = packs.load(RulesDir())
    loaded = packs.load(rules)
    assert loaded.packs == shipped.packs
    assert list(loaded.extensions.values()) == [pack_file(tmp_path)]
    path = pack_file(tmp_path)
    head, _, entries = path.read_text("utf-8").partition("\nsignals:\n")
    opened = f"{head}\nsignals:\n" + re.sub(r"(?m)^#  ", "  ", entries)
    path.write_text(opened, "utf-8")
    changed = packs.load(rules)
    name, removed = re.findall(r"(?m)^  (\w+):", opened)
    pack = next(iter(changed.extensions))
    assert set(shipped.packs[pack].signals) - set(changed.packs[pack].signals) == {removed}
    mine, base = changed.packs[pack].signals[name], shipped.packs[pack].signals[name]
    assert mine.weight != base.weight
    assert f"# {base.weight} in the shipped pack" in opened
    result = CliRunner().invoke(main, ["rules", "test", name, "--rules", str(tmp_path / "rules")])
    assert result.exit_code == 0, result.output


def test_a_signal_is_added_to_the_local_pack_by_the_command_that_it_names(tmp_path: Path) -> None:
    init(tmp_path)
    words = re.search(r"`peelcheck (rules new \S+) MY_SIGNAL -o rules`", pack_file(tmp_path).read_text("utf-8"))
    assert words
    added = CliRunner().invoke(main, [*words[1].split(), "oil_store", "-o", str(tmp_path / "rules")])
    assert added.exit_code == 0, added.output
    assert str(pack_file(tmp_path)) in added.stdout
    assert "oil_store" in packs.load(RulesDir(tmp_path / "rules")).signals()


def test_the_configuration_says_what_holds(tmp_path: Path) -> None:
    init(tmp_path)
    text = (tmp_path / "peelcheck.toml").read_text("utf-8")
    assert tomllib.loads(text) == {"paths": ["findings"], "rules": "rules", "fail-on": "warning", "min-confidence": 0.6}
    defaults = {option.name: option.default for option in main.commands["check"].params}
    if "config" not in main.commands:  # a configuration takes the place of defaults on the command line
        assert (defaults["fail_on"], defaults["min_confidence"]) == ("warning", 0.6)
    opened = tomllib.loads(re.sub(r"(?m)^# (\w+ = )", r"\1", text))
    assert set(opened) == {"paths", "rules", "fail-on", "min-confidence", "select", "ignore", "baseline"}


# ---- nothing is overwritten


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    init(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    said = init(tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert "made:" not in said
    assert said.count("left: ") == len(before)
    assert "by hand" not in said


def test_what_is_there_is_left_named_and_shown_to_be_pasted(tmp_path: Path) -> None:
    own = tmp_path / ".pre-commit-config.yaml"
    own.write_text("repos: []\n", "utf-8")
    said = init(tmp_path)
    assert own.read_text("utf-8") == "repos: []\n"
    assert "left: .pre-commit-config.yaml (it is there already)" in said
    assert "To be added to .pre-commit-config.yaml by hand:" in said
    assert "id: peelcheck-rules" in said
    assert "made: peelcheck.toml" in said


@pytest.mark.parametrize(
    ("own", "lacks"),
    [
        ("repos: []  # no peelcheck yet\n", True),
        ("# - id: peelcheck\nrepos: []\n", True),
        ("repos:\n  - repo: https://example.org/peelcheck\n    hooks: [{id: peelcheck}]\n", False),
        ("repos: [{repo: local, hooks: [{id: x, entry: peelcheck check}]}]\n", False),
    ],
)
def test_what_speaks_of_it_already_is_not_shown_to_be_pasted(tmp_path: Path, own: str, lacks: bool) -> None:
    (tmp_path / ".pre-commit-config.yaml").write_text(own, "utf-8")
    assert ("To be added to .pre-commit-config.yaml" in init(tmp_path)) is lacks


@pytest.mark.parametrize("words", [(), ("--gitlab",)])
def test_what_the_job_writes_is_not_tracked(tmp_path: Path, words: tuple[str, ...]) -> None:
    init(tmp_path, *words)
    job = (tmp_path / (".gitlab-ci.yml" if words else ".github/workflows/peelcheck.yml")).read_text("utf-8")
    written = re.findall(r"--output \w+=(\S+)", job)
    ignored = (tmp_path / ".gitignore").read_text("utf-8")
    assert [line for line in ignored.splitlines() if not line.startswith("#")] == [f"/{name}" for name in written]
    (tmp_path / ".gitignore").write_text("*.pyc\n", "utf-8")
    assert "To be added to .gitignore by hand:" in init(tmp_path, *words)
    (tmp_path / ".gitignore").write_text("*.pyc\n" + "\n".join(written), "utf-8")
    assert "by hand" not in init(tmp_path, *words)
    assert "made: .gitignore" not in init(tmp_path, *words)


def test_findings_that_are_there_get_no_invented_ones_beside_them(tmp_path: Path) -> None:
    (tmp_path / "findings").mkdir()
    (tmp_path / "findings" / "mine.csv").write_text("force,cycle,text\n", "utf-8")
    assert "left: findings/template.csv (there are findings already)" in init(tmp_path)


def test_a_configuration_in_pyproject_is_not_overruled(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.peelcheck]\npaths = ["x"]\n', "utf-8")
    assert "left: peelcheck.toml (pyproject.toml has [tool.peelcheck])" in init(tmp_path)
    assert not (tmp_path / "peelcheck.toml").exists()


def test_a_link_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    (tmp_path / "repository" / "peelcheck.toml").symlink_to(tmp_path / "elsewhere.toml")
    assert "left: peelcheck.toml" in init(tmp_path / "repository")
    assert not (tmp_path / "elsewhere.toml").exists()


@pytest.mark.parametrize("name", ["findings", ".github", "rules"])
def test_a_file_in_a_folders_place_is_refused_before_anything_is_made(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", "utf-8")
    result = CliRunner().invoke(main, ["init", str(tmp_path)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{tmp_path / name}: is to be a folder" in result.stderr
    assert made(tmp_path) == {name}


@pytest.mark.parametrize("word", ["", " ", "peelcheck\n- rm"])
def test_a_requirement_that_is_none_is_refused(tmp_path: Path, word: str) -> None:
    result = CliRunner().invoke(main, ["init", str(tmp_path), "--install", word])
    assert result.exit_code == 2
    assert made(tmp_path) == set()


@pytest.mark.parametrize("gitlab", [False, True])
def test_a_requirement_is_one_word_of_the_shell(tmp_path: Path, gitlab: bool) -> None:
    wanted = "peelcheck @ git+https://example.org/it.git@v1 # it's: `x` $(y)"
    init(tmp_path, "--install", wanted, *(["--gitlab"] if gitlab else []))
    path = tmp_path / (".gitlab-ci.yml" if gitlab else ".github/workflows/peelcheck.yml")
    data = yaml.safe_load(path.read_text("utf-8"))
    step = data["peelcheck"]["script"][0] if gitlab else data["jobs"]["peelcheck"]["steps"][2]["run"]
    assert shlex.split(step) == ["python", "-m", "pip", "install", wanted]


def test_the_version_that_made_it_is_installed(tmp_path: Path) -> None:
    init(tmp_path)
    assert f"pip install peelcheck=={__version__}\n" in (tmp_path / ".github/workflows/peelcheck.yml").read_text("utf-8")


@pytest.mark.parametrize("path", sorted((ROOT / "peelcheck" / "templates").iterdir()), ids=lambda p: p.name)
def test_no_domain_word_in_the_templates(path: Path) -> None:
    assert set(domain_pattern().findall(path.read_text("utf-8"))) == set()
