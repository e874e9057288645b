"""The scaffold of a signal has every key, loads, and asks to be filled in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from peelcheck.cli.examples import run_examples
from peelcheck.model import yamls
from peelcheck.model.domain import Domain
from peelcheck.model.errors import InputError
from peelcheck.model.rulesdir import RulesDir, shipped
from peelcheck.signals import packs, scaffold
from peelcheck.signals.packs import Signal


def _free_topic() -> str:
    """A topic of some cycle that no shipped pack has."""
    rules = RulesDir()
    taken = {pack.applies_to.topic for pack in packs.load(rules).packs.values()}
    cycles = Domain.load(rules).cycles.values()
    return min({question.topic for cycle in cycles for _, question in cycle.questions()} - taken)


TOPIC = _free_topic()


def test_every_key_stands_there_once(tmp_path: Path) -> None:
    lines = [line.strip().removeprefix("# ") for line in scaffold.block("oil_store").splitlines()]
    for name in Signal.__struct_fields__:
        assert sum(line.startswith(f"{name}:") for line in lines) == 1, name


def test_what_is_commented_out_is_right_too(tmp_path: Path) -> None:
    text = scaffold.document("quay/oil", "oil_store")
    opened = "\n".join(line.replace("# ", "", 1) if ":" in line or "- " in line else line for line in text.splitlines())
    for comment in ("The topic of", "1 context", *(d["description"] for d in _described().values())):
        opened = "\n".join(line for line in opened.splitlines() if comment[:12] not in line)
    opened = opened.replace("A_TERM_OF_THE_VOCABULARY", "backlog").replace("A_GENERAL_TERM", "praise")
    (tmp_path / "quay").mkdir()
    (tmp_path / "quay" / "oil.yaml").write_text(opened, "utf-8")
    signal = packs.load(RulesDir(tmp_path)).packs["quay/oil"].signals["oil_store"]
    assert all(getattr(signal, name) for name in Signal.__struct_fields__)


def _described() -> dict[str, dict[str, str]]:
    from peelcheck.model.checked import schema_of

    found: dict[str, dict[str, str]] = schema_of(Signal)["$defs"]["Signal"]["properties"]
    return found


def test_a_new_pack_loads_and_its_examples_want_filling_in(tmp_path: Path) -> None:
    path = scaffold.add(tmp_path / "my", "quay/oil", "oil_store", TOPIC)
    assert path == tmp_path / "my" / "quay" / "oil.yaml"
    failures, count = run_examples(["oil_store"], tmp_path / "my")
    assert count == 7
    assert len(failures) == 6  # all but the one that must not be read


def test_the_header_leads_editors_to_the_schema(tmp_path: Path) -> None:
    path = scaffold.add(tmp_path, "quay/oil", "oil_store", TOPIC)
    head = path.read_text("utf-8").splitlines()[0]
    assert (path.parent / head.partition("$schema=")[2]).resolve().is_file()


def test_a_second_signal_is_added_to_the_pack(tmp_path: Path) -> None:
    scaffold.add(tmp_path, "quay/oil", "oil_store", TOPIC)
    before = (tmp_path / "quay" / "oil.yaml").read_text("utf-8")
    scaffold.add(tmp_path, "quay/oil", "oil_price")
    after = (tmp_path / "quay" / "oil.yaml").read_text("utf-8")
    assert after.startswith(before.rstrip("\n"))
    assert list(packs.load(RulesDir(tmp_path)).packs["quay/oil"].signals) == ["oil_store", "oil_price"]


def test_a_shipped_pack_is_extended(tmp_path: Path) -> None:
    loaded = packs.load(RulesDir())
    name, pack = next(iter(loaded.packs.items()))
    path = scaffold.add(tmp_path, name, "oil_store")
    assert path.relative_to(tmp_path) == loaded.paths[name].relative_to(shipped())
    assert yamls.read(path).data["extends"] == name
    assert scaffold.add(tmp_path, name, "oil_price") == path
    assert list(packs.load(RulesDir(tmp_path)).packs[name].signals) == [*pack.signals, "oil_store", "oil_price"]
    assert path.read_text("utf-8").count("yaml-language-server") == 1


def test_a_copy_of_a_shipped_pack_in_the_folder_is_added_to(tmp_path: Path) -> None:
    loaded = packs.load(RulesDir())
    name = next(iter(loaded.packs))
    copy = tmp_path / loaded.paths[name].relative_to(shipped())
    copy.parent.mkdir()
    shutil.copy(loaded.paths[name], copy)
    assert scaffold.add(tmp_path, name, "oil_store") == copy
    assert list(packs.load(RulesDir(tmp_path)).packs[name].signals)[-1] == "oil_store"


@pytest.mark.parametrize(
    ("pack", "signal", "message"),
    [
        ("oil", "oil_store", "no name for a pack"),
        ("cycles/oil", "oil_store", "no name for a pack"),
        ("../oil/x", "oil_store", "no name for a pack"),
        ("quay/oil", "Oil-Store", "no name for a signal"),
    ],
)
def test_a_name_that_is_none_is_refused(tmp_path: Path, pack: str, signal: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        scaffold.add(tmp_path / "my", pack, signal)
    assert not (tmp_path / "my").exists()


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    scaffold.add(tmp_path, "quay/oil", "oil_store", TOPIC)
    with pytest.raises(InputError, match="there is a signal 'oil_store', in quay/oil"):
        scaffold.add(tmp_path, "quay/rope", "oil_store")


def test_a_file_that_would_not_load_is_left_as_it_was(tmp_path: Path) -> None:
    path = scaffold.add(tmp_path, "quay/oil", "oil_store", TOPIC)
    lines = path.read_text("utf-8").splitlines()
    title = next(line for line in lines if line.startswith("title:"))
    text = "\n".join([line for line in lines if line != title] + [title]) + "\n"  # signals are not last
    path.write_text(text, "utf-8")
    assert yamls.read(path).data["title"] == "Oil"
    with pytest.raises(InputError):
        scaffold.add(tmp_path, "quay/oil", "oil_price")
    assert path.read_text("utf-8") == text


def test_a_topic_that_no_cycle_has_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no cycle has the topic 'oil'"):
        scaffold.add(tmp_path / "my", "quay/oil", "oil_store")
    assert not (tmp_path / "my").exists()


def test_a_topic_of_another_pack_is_refused(tmp_path: Path) -> None:
    taken = next(iter(packs.load(RulesDir()).packs.values())).applies_to.topic
    with pytest.raises(InputError, match="applies to the topic"):
        scaffold.add(tmp_path / "my", "quay/oil", "oil_store", taken)
