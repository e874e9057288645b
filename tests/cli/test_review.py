"""`review` and what `explain` makes of its labels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from helpers import LIGHTHOUSE, asked, corpus, said

from peelcheck.cli import main
from peelcheck.model.finding import encode


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run with two flags of PC201."""
    records = corpus(said("lamp_upkeep", "failing"), said("keeper_rota", "failing", "b"), asked("fog_signal"))
    findings = tmp_path / "findings.jsonl"
    findings.write_bytes(b"".join(encode(f) + b"\n" for f in records.findings))
    command = [
        "check",
        str(findings),
        "--rules",
        str(LIGHTHOUSE),
        "--format",
        "json",
        "--min-confidence",
        "0",
        "--select",
        "PC201",
    ]
    result = CliRunner().invoke(main, [*command, "--exit-zero", "-o", str(tmp_path / "run.json")])
    assert result.exit_code == 0, result.output
    return tmp_path / "run.json"


def review(run: Path, *options: str, answers: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["review", str(run), "--labels", str(run.parent / "labels.yaml"), *options], input=answers)
    return result.exit_code, result.output


def flags(run: Path) -> list[dict[str, str]]:
    return json.loads(run.read_text("utf-8"))["flags"]  # type: ignore[no-any-return]


def labels(run: Path) -> dict[str, dict[str, str]]:
    return yaml.safe_load((run.parent / "labels.yaml").read_text("utf-8"))["labels"]  # type: ignore[no-any-return]


def test_a_person_is_asked_of_each_flag_and_labels_are_kept_by_fingerprint(run: Path) -> None:
    one, two = flags(run)
    code, output = review(run, "--by", "A. Reader", answers="fair\nThe text says so.\n\nwrong\nIt is a joke.\nWe agree.\n")
    assert code == 0
    assert one["message"].split(":")[0] in output
    assert "But: " in output
    assert labels(run)[one["fingerprint"]] == {
        "code": "PC201",
        "about": f"north/watch-2020/q1/{one['signal']}",
        "verdict": "fair",
        "reason": "The text says so.",
        "by": "A. Reader",
    }
    assert labels(run)[two["fingerprint"]]["reply"] == "We agree."
    assert "PC201: 1 fair, 1 wrong of n = 2: 50% fair (95% interval 9% to 91%)" in output


def test_what_is_labelled_is_not_asked_again(run: Path) -> None:
    review(run, answers="fair\nYes.\n\nquit\n")
    assert len(labels(run)) == 1
    _, output = review(run, answers="arguable\nPerhaps.\n\n")
    assert "1 of 1" in output
    assert [label["verdict"] for label in labels(run).values()].count("arguable") == 1
    _, output = review(run, answers="")
    assert "2 of 2 flags labelled" in output


def test_the_answers_given_before_the_end_of_input_are_kept(run: Path) -> None:
    assert review(run, answers="fair\nYes.\n\nwro")[0] == 0
    assert len(labels(run)) == 1


def test_first_letters_will_do_and_what_is_no_answer_is_asked_again(run: Path) -> None:
    code, output = review(run, answers="x\nF\nThe text says so.\n\nar\nPerhaps.\n\n")
    assert code == 0
    assert "'x' is none of fair, arguable, wrong, skip, quit" in output
    assert [labels(run)[flag["fingerprint"]]["verdict"] for flag in flags(run)] == ["fair", "arguable"]
    (run.parent / "labels.yaml").unlink()
    assert review(run, answers="s\nq\n")[0] == 0
    assert not (run.parent / "labels.yaml").exists()


def test_one_flag_is_labelled_without_asking(run: Path) -> None:
    fingerprint = flags(run)[0]["fingerprint"]
    assert review(run, "--label", fingerprint, "arguable", "--reason", "It depends.")[0] == 0
    assert labels(run)[fingerprint]["verdict"] == "arguable"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--label", "0000", "fair", "--reason", "x"], "no flag has the fingerprint"),
        (["--label", "FIRST", "fare", "--reason", "x"], "'fair'"),
        (["--label", "FIRST", "fair"], "needs a reason"),
    ],
)
def test_wrong_labels_are_refused_and_leave_nothing(run: Path, options: list[str], told: str) -> None:
    options = [flags(run)[0]["fingerprint"] if option == "FIRST" else option for option in options]
    code, output = review(run, *options)
    assert code == 2
    assert told in output
    assert not (run.parent / "labels.yaml").exists()


@pytest.mark.parametrize("content", ["", "[]", '{"schema": "peelcheck/1"}', '{"schema": "peelcheck/1", "flags": [{}]}'])
def test_what_is_no_run_is_2(tmp_path: Path, content: str) -> None:
    file = tmp_path / "run.json"
    file.write_text(content, "utf-8")
    code, output = review(file)
    assert code == 2
    assert "run.json" in output


def test_explain_tells_how_a_check_fared(run: Path) -> None:
    review(run, answers="fair\nYes.\n\nfair\nYes.\n\n")
    explained = CliRunner().invoke(
        main, ["explain", "PC201", "--labels", str(run.parent / "labels.yaml"), "--rules", str(LIGHTHOUSE)]
    )
    assert "2 fair of n = 2: 100% fair (95% interval 34% to 100%)" in explained.output
    bare = CliRunner().invoke(main, ["explain", "PC202", "--rules", str(LIGHTHOUSE)])
    assert "nobody has labelled a flag of it yet" in bare.output
    assert CliRunner().invoke(main, ["explain", "PC201", "--labels", "nowhere.yaml"]).exit_code == 2
