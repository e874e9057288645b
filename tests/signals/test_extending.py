"""A pack that extends another: what it says counts, all else comes from there, and what would have no effect is refused."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from helpers import LIGHTHOUSE, ROOT, tools
from hypothesis import given
from hypothesis import strategies as st

from peelcheck.cli import main
from peelcheck.cli.examples import run_examples
from peelcheck.model import yamls
from peelcheck.model.errors import InputError
from peelcheck.model.layered import lay_over
from peelcheck.model.rulesdir import RulesDir, shipped
from peelcheck.signals import packs
from peelcheck.signals.lint import lint
from peelcheck.signals.reader import SignalReader

Extend = Callable[..., RulesDir]
BASE = packs.load(RulesDir(LIGHTHOUSE)).packs["coast/lights"]


@pytest.fixture
def extend(tmp_path: Path) -> Extend:
    """Rules of a user's own over those of the lighthouse."""

    def write(text: str, name: str = "local/mine.yaml", head: str = "extends: coast/lights\n") -> RulesDir:
        file = tmp_path / "my" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(head + text, "utf-8")
        folder = RulesDir(tmp_path / "my")
        folder.roots = [tmp_path / "my", LIGHTHOUSE, shipped()]
        return folder

    return write


def lights(rules: RulesDir) -> packs.Pack:
    return packs.load(rules).packs["coast/lights"]


# ---- what counts


def test_a_value_is_overridden_and_all_else_comes_from_the_pack(extend: Extend) -> None:
    pack = lights(extend("updated: 2026-12-01\nsignals:\n  keeper_rota: {weight: 5}\n"))
    assert pack.updated == "2026-12-01"
    assert (pack.title, pack.applies_to, list(pack.signals)) == (BASE.title, BASE.applies_to, list(BASE.signals))
    assert pack.signals["lamp_upkeep"] == BASE.signals["lamp_upkeep"]
    mine, base = pack.signals["keeper_rota"], BASE.signals["keeper_rota"]
    assert mine.weight == 5
    assert all(getattr(mine, key) == getattr(base, key) for key in mine.__struct_fields__ if key != "weight")


def test_a_plus_adds_to_a_list_and_a_list_without_it_replaces(extend: Extend) -> None:
    cues = "cues: {+weak: ['flickers'], sound: ['shines']}"
    text = f"signals:\n  lamp_upkeep:\n    +subject: ['wicks?']\n    {cues}\n    +terms: [backlog]\n"
    mine, base = lights(extend(text)).signals["lamp_upkeep"], BASE.signals["lamp_upkeep"]
    assert mine.subject == [*base.subject, "wicks?"]
    assert mine.cues == {**base.cues, "weak": [*base.cues["weak"], "flickers"], "sound": ["shines"]}
    assert mine.terms == ["backlog"]  # there was none


def test_a_threshold_is_overridden_and_read_by(extend: Extend) -> None:
    metric = "{unit: percent, about: ['nights?'], levels: {failing: '< 20', sound: '>= 20'}}"
    rules = extend(f"signals:\n  lamp_upkeep:\n    metrics: [{metric}]\n")
    readings, _ = SignalReader(rules).read("The lamp was lit on 55 percent of nights.")
    assert [(r.signal, r.level) for r in readings] == [("lamp_upkeep", "sound")]


def test_null_takes_away_a_key_or_a_signal(extend: Extend) -> None:
    pack = lights(extend("signals:\n  lamp_upkeep: {caps: null, metrics: null}\n  fog_signal: null\n"))
    assert list(pack.signals) == ["lamp_upkeep", "keeper_rota"]
    assert (pack.signals["lamp_upkeep"].caps, pack.signals["lamp_upkeep"].metrics) == ({}, [])


NEW = "  bell_tower: {title: It rings, theme: bell, rationale: Ships hear it., subject: ['bells?'], examples: []}\n"


def test_a_new_signal_is_added_at_the_end(extend: Extend) -> None:
    assert list(lights(extend("signals:\n" + NEW)).signals) == [*BASE.signals, "bell_tower"]


def test_no_signals_are_no_change(extend: Extend) -> None:
    assert lights(extend("signals:\n")) == BASE


def test_a_file_that_extends_takes_no_files_place(extend: Extend) -> None:
    """Not even of the pack whose name it has."""
    assert len(lights(extend("signals:\n  keeper_rota: {weight: 5}\n", "coast/lights.yaml")).signals) == len(BASE.signals)


def test_a_copy_in_the_own_folder_is_extended_rather_than_the_shipped_one(extend: Extend, tmp_path: Path) -> None:
    rules = extend("signals:\n  keeper_rota: {weight: 5}\n")
    copy = tmp_path / "my" / "coast" / "lights.yaml"
    copy.parent.mkdir()
    copy.write_text((LIGHTHOUSE / "coast" / "lights.yaml").read_text("utf-8").replace("Keeping the light", "Ours"), "utf-8")
    assert (lights(rules).title, lights(rules).signals["keeper_rota"].weight) == ("Ours", 5)


# ---- what is refused


WRONG = {
    "an unknown pack": ("extends: coast/light\n", 1, "extends", "'coast/lights'"),
    "no pack at all": ("extends: [coast/lights]\n", 1, "extends", "'coast/lights'"),
    "a change of an unknown signal": ("signals:\n  lamp_upkep: {weight: 5}\n", 3, "signals.lamp_upkep", "'lamp_upkeep'"),
    "an unknown signal taken away": ("signals:\n  fog_signals: null\n", 3, "signals.fog_signals", "'fog_signal'"),
    "a key taken away that is not there": (
        "signals:\n  fog_signal: {cap: null}\n",
        3,
        "signals.fog_signal.cap",
        "no 'cap' to take away",
    ),
    "an unknown key": ("signals:\n  fog_signal:\n    wieght: 4\n", 4, "signals.fog_signal.wieght", "'weight'"),
    "an unknown list": ("signals:\n  fog_signal:\n    +subjects: ['x']\n", 4, "signals.fog_signal.subjects", "'subject'"),
    "added to no list": ("signals:\n  fog_signal:\n    +weight: [4]\n", 4, "signals.fog_signal.+weight", "without the plus"),
    "no list added": ("signals:\n  fog_signal:\n    +subject: x\n", 4, "signals.fog_signal.+subject", "Give a list"),
    "with a plus and without": (
        "signals:\n  fog_signal:\n    subject: ['x']\n    +subject: ['y']\n",
        5,
        "signals.fog_signal.+subject",
        "Keep one",
    ),
    "a needed key taken away": ("signals:\n  fog_signal:\n    theme: null\n", None, "signals.fog_signal", "Add 'theme'"),
    "a bad pattern added": ("signals:\n  fog_signal:\n    +subject: ['x(?=y)']\n", 4, "signals.fog_signal.subject.2", "RE2"),
    "a wrong value": ("signals:\n  fog_signal:\n    weight: 9\n", 4, "signals.fog_signal.weight", ""),
    "a name of its own": ("pack: coast/mine\n", 2, "pack", "Leave out"),
    "an empty key": ("title:\n", 2, "title", "leave the key out"),
}


@pytest.mark.parametrize(("text", "line", "key", "remedy"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_refused_with_its_place(extend: Extend, text: str, line: int | None, key: str, remedy: str) -> None:
    with pytest.raises(InputError) as error:
        packs.load(extend(text, head="") if text.startswith("extends") else extend(text))
    assert error.value.key == key
    assert remedy in str(error.value)
    if line is not None:
        assert str(error.value.path).endswith("local/mine.yaml")
        assert error.value.line == line
    assert "\n" not in str(error.value)


def test_a_signal_of_another_pack_is_said_to_be_there(extend: Extend) -> None:
    name, pack = next(iter(packs.load(RulesDir()).packs.items()))
    with pytest.raises(InputError, match=f"It stands in '{name}'"):
        packs.load(extend(f"signals:\n  {next(iter(pack.signals))}: {{weight: 5}}\n"))


def test_a_new_signal_that_another_pack_has_is_refused(extend: Extend) -> None:
    taken = next(iter(next(iter(packs.load(RulesDir()).packs.values())).signals))
    with pytest.raises(InputError, match=f"'{taken}' stands in") as error:
        packs.load(extend("signals:\n" + NEW.replace("bell_tower", taken)))
    assert error.value.path is not None


def test_two_files_that_extend_one_pack_are_refused(extend: Extend) -> None:
    extend("signals:\n")
    with pytest.raises(InputError, match="extends 'coast/lights' too"):
        packs.load(extend("signals:\n", "local/other.yaml"))


def test_what_no_cycle_has_is_refused_at_its_place_in_the_extending_file(extend: Extend) -> None:
    with pytest.raises(InputError, match="no cycle has the grade 'dazzling'") as error:
        SignalReader(extend("signals:\n  fog_signal:\n    caps: {failing: dazzling}\n"), tools().domain)
    assert (str(error.value.path)[-10:], error.value.line) == ("/mine.yaml", 4)


# ---- the commands


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The lighthouse's rules as a user's own, with a file that extends its pack."""
    shutil.copytree(LIGHTHOUSE, tmp_path / "rules")
    (tmp_path / "rules" / "local").mkdir()
    text = "extends: coast/lights\nsignals:\n  lamp_upkeep:\n    +subject: ['wicks?']\n"
    text += "    +examples:\n      - {text: The wick smokes., level: weak}\n"
    (tmp_path / "rules" / "local" / "mine.yaml").write_text(text, "utf-8")
    return tmp_path / "rules"


def cli(*words: str | Path) -> str:
    result = CliRunner().invoke(main, [*map(str, words)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_examples_of_both_files_are_run(own: Path) -> None:
    failures, count = run_examples(["lamp_upkeep"], own)
    assert (failures, count) == ([], len(BASE.signals["lamp_upkeep"].examples) + 1)
    pack = own / "local" / "mine.yaml"
    pack.write_text(pack.read_text("utf-8").replace("+subject: ['wicks?']", "subject: ['wicks?']"), "utf-8")
    assert any("The lamp smokes." in failure for failure in run_examples(["lamp_upkeep"], own)[0])  # a shipped one


def test_list_and_explain_name_the_file(own: Path) -> None:
    assert f"extended by {own / 'local' / 'mine.yaml'})" in cli("rules", "list", "--rules", own)
    assert f"extended by {own / 'local' / 'mine.yaml'}," in cli("explain", "fog_signal", "--rules", own)


def test_lint_remarks_at_the_place_in_either_file(own: Path) -> None:
    pack = own / "local" / "mine.yaml"
    pack.write_text(pack.read_text("utf-8").replace("['wicks?']", "['wicks?', 'chimneys?']"), "utf-8")
    rules = RulesDir(own)
    remarks = lint(SignalReader(rules), rules)
    dead = [r for r in remarks if r.path == pack and "dead subject of lamp_upkeep" in r.message]
    assert [(r.line, r.column) for r in dead] == [(4, 26)]
    assert any(r.path == own / "coast" / "lights.yaml" for r in remarks)


def test_provenance_names_both_hashes(own: Path, tmp_path: Path) -> None:
    file = tmp_path / "findings.csv"
    file.write_text("force,cycle,question,text\nnorth,watch-2020,q1,The wick smokes.\n", "utf-8")
    known = json.loads(cli("check", file, "--rules", own, "--format", "json", "--exit-zero"))["provenance"]["packs"]
    assert {"coast/lights", "coast/lights+local/mine"} <= set(known)
    (own / "local" / "mine.yaml").write_text("extends: coast/lights\n", "utf-8")
    after = json.loads(cli("check", file, "--rules", own, "--format", "json", "--exit-zero"))["provenance"]["packs"]
    assert {name for name in known if known[name] != after[name]} == {"coast/lights+local/mine"}


# ---- the schema, the manual, the law


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("extends: a/b\nsignals: {x: {weight: 2, +subject: [y], cues: {+weak: [z]}, caps: null}, w: null}", True),
        ("extends: a/b\nsignals:", True),
        ("extends: a/b\nsignals: {x: {wieght: 2}}", False),
        ("extends: a/b\nsignals: {x: {+weight: [2]}}", False),
        ("extends: a/b\npack: c/d", False),
        ("pack: a/b\ntitle: T\nupdated: d\napplies_to: {topic: t}\nsignals: {}", True),
        ("pack: a/b\ntitle: T\nupdated: d\napplies_to: {topic: t}\nsignals: {x: {weight: 2}}", False),
        ("pack: a/b", False),
    ],
)
def test_the_published_schema_covers_both_forms(text: str, fits: bool) -> None:
    schema = json.loads((ROOT / "peelcheck" / "schemas" / "pack.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert jsonschema.Draft202012Validator(schema).is_valid(yaml.safe_load(text)) is fits


def test_the_example_of_the_manual_holds(tmp_path: Path) -> None:
    manual = (ROOT / "rules" / "README.md").read_text("utf-8")
    text = next(block for block in re.findall(r"```yaml\n(.*?)```", manual, re.S) if block.startswith("extends:"))
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "mine.yaml").write_text(text, "utf-8")
    loaded = packs.load(RulesDir(tmp_path))
    shipped_pack = packs.load(RulesDir()).packs[yaml.safe_load(text)["extends"]]
    changed = loaded.packs[shipped_pack.pack].signals
    assert len(changed) == len(shipped_pack.signals) - 1
    added = [name for name, signal in yaml.safe_load(text)["signals"].items() if signal and "+examples" in signal]
    failures, count = run_examples(added, tmp_path)
    assert failures == []
    assert count > 1


TREE = st.recursive(
    st.integers() | st.text(max_size=3) | st.lists(st.integers(), max_size=3),
    lambda inner: st.dictionaries(st.text("abc", min_size=1, max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(TREE, TREE)
def test_what_is_laid_over_wins_and_the_rest_stays(below: object, above: object) -> None:
    def marked(data: object, name: str) -> yamls.Marked:
        return yamls.Marked(Path(name), data, {(): (1, 1)})

    def wins(result: object, below: object, above: object) -> None:
        if not isinstance(above, dict):
            assert result == above
            return
        kept = below if isinstance(below, dict) else {}
        assert isinstance(result, dict)
        assert set(result) == {*kept, *above}
        for name in result:
            if name in above:
                wins(result[name], kept.get(name), above[name])
            else:
                assert result[name] == kept[name]

    wins(lay_over(marked(below, "b"), marked(above, "a")).data, below, above)
    assert lay_over(marked(below, "b"), marked({}, "a")).data == (below if isinstance(below, dict) else {})
