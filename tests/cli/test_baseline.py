"""Baselines as people use them: known flags stay away, new ones show, nothing new is swallowed unseen."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
import yaml
from checks.test_laws import findings
from folder import Folder, Refused
from helpers import Record, asked, corpus, said, tools
from hypothesis import given, settings

from peelcheck.checks import baseline
from peelcheck.checks.choices import Choices
from peelcheck.run import check

LAMP = said("lamp_upkeep", "failing", "The lamp is out.")
ROTA = said("keeper_rota", "failing", "Nobody is on watch.")
WELL = said("keeper_rota", "sound", "Somebody is on watch.")
ASKED = asked("fog_signal")
ONLY = ("--select", "PC2")


def run(folder: Folder, *words: str) -> dict[str, Any]:
    done = folder.run("check", "findings.jsonl", "--format", "json", "--exit-zero", *ONLY, *words)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def known(folder: Folder) -> dict[str, dict[str, str]]:
    return yaml.safe_load(folder.read("known.yaml"))["baseline"]  # type: ignore[no-any-return]


@pytest.fixture
def kept(folder: Folder) -> Folder:
    """A folder with one flag, which is in the baseline."""
    folder.findings(LAMP, WELL, ASKED)
    done = folder.run("baseline", "findings.jsonl", "-o", "known.yaml", *ONLY)
    assert done.exit_code == 0, done.output
    assert "1 flag\n" in done.stderr
    return folder


def test_one_finding_worse_is_one_new_flag_and_back_again_none(kept: Folder) -> None:
    words = ("check", "findings.jsonl", "--baseline", "known.yaml")
    assert kept.run(*words).exit_code == 0
    before = kept.read("findings.jsonl")
    kept.findings(LAMP, ROTA, ASKED)
    assert kept.run(*words).exit_code == 1
    flags = run(kept, "--baseline", "known.yaml")["flags"]
    assert [(f["code"], f["signal"]) for f in flags] == [("PC201", "keeper_rota")]
    kept.write("findings.jsonl", before)
    done = kept.run(*words)
    assert done.exit_code == 0
    assert "(1 baselined)" in " ".join(done.stdout.split())


def test_a_baseline_holds_no_ids_lines_or_text_and_is_the_same_in_any_order(kept: Folder) -> None:
    text = kept.read("known.yaml")
    (entry,) = known(kept).values()
    assert set(entry) == {"code", "inspection", "about", "evidence"}
    assert (entry["inspection"], entry["about"]) == ("north/watch-2020", "q1/lamp_upkeep")
    lines = kept.read("findings.jsonl").splitlines()
    kept.write("findings.jsonl", "\n".join(reversed(lines)))
    kept.run("baseline", "findings.jsonl", "-o", "again.yaml", *ONLY)
    assert kept.read("again.yaml") == text
    assert "The lamp is out" not in text
    assert not any(json.loads(line)["id"] in text for line in lines)


def test_it_holds_only_what_is_shown(folder: Folder) -> None:
    mild = said("keeper_rota", "weak", "The watch is at times short.")
    folder.findings(LAMP, mild, ASKED)
    folder.run("baseline", "findings.jsonl", "-o", "known.yaml", *ONLY)
    assert [own["about"] for own in known(folder).values()] == ["q1/lamp_upkeep"]
    shown = run(folder, "--baseline", "known.yaml", "--min-confidence", "0")
    assert "keeper_rota" in {f["signal"] for f in shown["flags"]}


def test_a_known_flag_on_other_evidence_is_told_and_does_not_fail(kept: Folder) -> None:
    kept.findings({**LAMP, "text": "the  lamp is OUT."}, WELL, ASKED)
    assert run(kept, "--baseline", "known.yaml")["baseline"]["changed"] == []
    kept.findings(LAMP, said("lamp_upkeep", "failing", "The lens is broken."), WELL, ASKED)
    done = kept.run("check", "findings.jsonl", "--baseline", "known.yaml", *ONLY)
    assert done.exit_code == 0
    assert "note: changed since the baseline: PC201 north/watch-2020 q1/lamp_upkeep." in done.stdout
    told = run(kept, "--baseline", "known.yaml")
    assert told["summary"]["baselined"] == 1
    assert [c["about"] for c in told["baseline"]["changed"]] == ["q1/lamp_upkeep"]


def test_what_is_gone_is_told_as_fixed_if_it_was_checked(kept: Folder) -> None:
    kept.findings(WELL, ASKED)
    assert (
        "fixed since the baseline: PC201 north/watch-2020 q1/lamp_upkeep."
        in kept.run("check", "findings.jsonl", "--baseline", "known.yaml").stdout
    )
    for words in (("--select", "PC204"), ("--select", "PC204,force:north")):
        assert "fixed" not in kept.run("check", "findings.jsonl", "--baseline", "known.yaml", *words).stdout
    kept.findings({**LAMP, "force": "south"}, asked(force="south"))
    assert "fixed" not in kept.run("check", "findings.jsonl", "--baseline", "known.yaml").stdout
    kept.findings(LAMP, WELL, ASKED)
    assert "fixed" not in kept.run("check", "findings.jsonl", "--baseline", "known.yaml", "--select", "force:north,PC204").stdout
    assert "fixed" not in kept.run("check", "findings.jsonl", "--baseline", "known.yaml", "--min-confidence", "1").stdout


def test_every_format_counts_what_is_hidden(kept: Folder) -> None:
    words = ("check", "findings.jsonl", "--baseline", "known.yaml", *ONLY)
    (result,) = json.loads(kept.run(*words, "--format", "sarif").stdout)["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": "stands in the baseline"}]
    assert 'message="stands in the baseline"' in kept.run(*words, "--format", "junit").stdout
    for form in ("rich", "markdown", "html", "github"):
        assert "1 baselined" in kept.run(*words, "--format", form).stdout, form


def test_an_update_shows_what_it_does_and_asks(kept: Folder, refused: Refused) -> None:
    before = kept.read("known.yaml")
    words = ("baseline", "update", "findings.jsonl", "-o", "known.yaml", *ONLY)
    assert "nothing to change" in kept.run(*words).stderr
    kept.findings(said("lamp_upkeep", "sound"), ROTA, ASKED)
    done = kept.run(*words)
    assert done.exit_code == 2
    assert "--yes" in done.stderr
    assert [line[:30] for line in done.stdout.splitlines()] == [
        "+ PC201 north/watch-2020 q1/ke",
        "- PC201 north/watch-2020 q1/la",
    ]
    assert kept.read("known.yaml") == before
    assert kept.run(*words, "--yes").exit_code == 0
    assert [own["about"] for own in known(kept).values()] == ["q1/keeper_rota"]
    assert run(kept, "--baseline", "known.yaml")["flags"] == []
    refused(kept.run("baseline", "findings.jsonl", "-o", "known.yaml"), "known.yaml: exists already", "baseline update")


def test_a_person_at_a_terminal_is_asked(kept: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.findings(LAMP, ROTA, ASKED)
    monkeypatch.setattr(sys.modules["peelcheck.cli.baseline"], "watched", lambda: True)  # the name of the module is the command's
    words = ("baseline", "update", "findings.jsonl", "-o", "known.yaml", *ONLY)
    no = kept.run(*words, answer="n\n")
    assert (no.exit_code, no.stderr.splitlines()[-1]) == (0, "known.yaml: nothing written")
    assert kept.run(*words, answer="").exit_code == 1  # the input ended before an answer
    assert len(known(kept)) == 1
    assert kept.run(*words, answer="y\n").exit_code == 0
    assert len(known(kept)) == 2


def test_an_update_over_a_part_leaves_the_rest(kept: Folder) -> None:
    kept.findings({**LAMP, "force": "south"}, asked("fog_signal", force="south"), name="south.jsonl")
    kept.run("baseline", "update", "south.jsonl", "-o", "known.yaml", "--yes", *ONLY)
    assert [own["inspection"] for own in known(kept).values()] == ["north/watch-2020", "south/watch-2020"]
    kept.findings(ASKED)
    kept.run("baseline", "update", "findings.jsonl", "-o", "known.yaml", "--yes", "--select", "PC204")
    assert len(known(kept)) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "there is no such baseline"),
        ("", "known.yaml"),
        ("baseline: {ab: {code: PC201}}", "known.yaml:1:"),
        ("baseline: {ab: {code: PC201, inspection: n, evidence: e, line: 4}}", "unknown key 'line'"),
        ("{", "is not valid YAML"),
    ],
)
def test_a_baseline_that_is_none_is_2(folder: Folder, refused: Refused, text: str | None, told: str) -> None:
    folder.findings(LAMP, ASKED)
    if text is not None:
        folder.write("known.yaml", text)
    refused(folder.run("check", "findings.jsonl", "--baseline", "known.yaml"), told)
    refused(folder.run("baseline", "update", "findings.jsonl", "-o", "known.yaml"), told)


def test_without_a_file_it_is_2(folder: Folder, refused: Refused) -> None:
    folder.findings(LAMP, ASKED)
    refused(folder.run("baseline", "findings.jsonl"), "no file was named for the baseline")


@settings(max_examples=60, deadline=None)
@given(findings)
def test_a_runs_own_baseline_leaves_nothing(records: list[Record]) -> None:
    found = corpus(*records)
    before = check(found, tools=tools(), min_confidence=0.4)
    after = check(found, tools=tools(), choices=Choices(min_confidence=0.4, baseline=baseline.of(before.flag_list)))
    assert after.flag_list == []
    assert after.compared is not None
    assert (after.compared.changed, after.compared.fixed) == ({}, {})
    assert after.counts["baselined"] == len(before.flag_list)
    assert [f.fingerprint for f in after.withheld] == [f.fingerprint for f in before.withheld]
