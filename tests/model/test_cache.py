"""A cache never changes a result and never fails a run."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from peelcheck.model.cache import NO_CACHE, Cache, default
from peelcheck.model.rulesdir import RulesDir

rooted = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")


def test_a_value_comes_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "cache")
    key = cache.key("numbers", b"a")
    assert cache.get(key, list[int]) is None
    cache.put(key, [1, 2])
    assert cache.get(key, list[int]) == [1, 2]


def test_a_key_is_made_of_what_it_is_and_of_each_part() -> None:
    cache = Cache(Path("unused"))
    keys = [cache.key("a", b"bc"), cache.key("a", b"b", b"c"), cache.key("ab", b"c"), cache.key("a", b"bc", b"")]
    assert len(set(keys)) == 4


def test_another_program_does_not_find_the_values_of_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(Path("unused"))
    before = cache.key("a")
    monkeypatch.setattr("peelcheck.model.cache._program", lambda: b"another")
    assert cache.key("a") != before


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 200], ids=["empty", "short", "zeros"])
def test_a_damaged_value_is_thrown_away(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    key = cache.key("numbers")
    cache.put(key, [1, 2])
    (file,) = tmp_path.glob("*.value")
    file.write_bytes(damage)
    assert cache.get(key, list[int]) is None
    assert not file.exists()


def test_one_flipped_bit_is_seen(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    key = cache.key("numbers")
    cache.put(key, [1, 2])
    (file,) = tmp_path.glob("*.value")
    data = bytearray(file.read_bytes())
    data[-1] ^= 1  # still a list of numbers
    file.write_bytes(data)
    assert cache.get(key, list[int]) is None


def test_a_value_of_another_kind_is_none(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    key = cache.key("numbers")
    cache.put(key, ["a"])
    assert cache.get(key, list[int]) is None


def test_what_cannot_be_kept_is_not_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(cache.key("a"), object())
    assert cache.kept() == (0, 0)


def test_a_place_that_is_a_file_is_no_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    cache = Cache(tmp_path / "file")
    cache.put(cache.key("a"), [1])
    assert cache.get(cache.key("a"), list[int]) is None
    assert cache.clear() == (0, 0)
    assert (tmp_path / "file").read_text() == "mine"


@rooted
def test_a_folder_that_may_not_be_written_is_not_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    cache = Cache(tmp_path)
    cache.put(cache.key("a"), [1])
    assert cache.kept().values == 0


def test_without_a_folder_nothing_is_kept() -> None:
    NO_CACHE.put(NO_CACHE.key("a"), [1])
    assert NO_CACHE.get(NO_CACHE.key("a"), list[int]) is None


def test_the_oldest_go_first_and_the_bound_holds(tmp_path: Path) -> None:
    cache = Cache(tmp_path, bound=5000)
    keys = [cache.key("text", bytes([number])) for number in range(10)]
    for age, key in enumerate(keys):
        cache.put(key, "a" * 1000)
        if file := next(tmp_path.glob(f"{key}*"), None):
            os.utime(file, (1000 + age, 1000 + age))
        if age == 3:
            assert cache.get(keys[0], str)  # of use: now the youngest
        assert cache.kept().size <= 5000
    assert cache.get(keys[0], str)
    assert cache.get(keys[1], str) is None
    assert cache.get(keys[9], str)


def test_clearing_removes_values_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    cache = Cache(tmp_path)
    cache.put(cache.key("a"), [1])
    assert cache.clear().values == 1
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions")
def test_what_is_kept_is_for_nobody_else(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put(cache.key("a"), [1])
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0


def test_the_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PEELCHECK_CACHE_DIR", str(tmp_path / "own"))
    assert default().folder == tmp_path / "own"
    monkeypatch.delenv("PEELCHECK_CACHE_DIR")
    for system, name, place in [
        ("linux", "XDG_CACHE_HOME", "peelcheck"),
        ("win32", "LOCALAPPDATA", "peelcheck/Cache"),
    ]:
        monkeypatch.setattr("sys.platform", system)
        monkeypatch.setenv(name, str(tmp_path))
        assert default().folder == tmp_path / place
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "darwin")
    assert default().folder == tmp_path / "Library" / "Caches" / "peelcheck"
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # the standard says: pass it by
    assert default().folder == tmp_path / ".cache" / "peelcheck"


def test_rules_that_change_while_they_are_read_are_not_kept(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "forces.yaml").write_text("version: 1\n")
    rules = RulesDir(own, Cache(tmp_path / "cache"))
    rules.keep("0" * 64, [1])
    assert rules.cache.kept().values == 1
    (own / "forces.yaml").write_text("version: 12\n")
    rules.keep("1" * 64, [1])
    assert rules.cache.kept().values == 1


def test_a_digest_knows_names_and_contents(tmp_path: Path) -> None:
    def digest(name: str, text: str, **of: str) -> bytes:
        own = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        (own / "cycles").mkdir(parents=True)
        (own / name).write_text(text)
        return RulesDir(own, Cache(tmp_path)).digest(**of)

    assert digest("cycles/a.yaml", "a") == digest("cycles/a.yaml", "a")
    assert digest("cycles/a.yaml", "a") != digest("cycles/a.yaml", "b")
    assert digest("cycles/a.yaml", "a") != digest("cycles/b.yaml", "a")
    assert digest("checks.yaml", "a") != digest("checks.yaml", "b")
    assert digest("checks.yaml", "a", but="checks.yaml") == digest("checks.yaml", "b", but="checks.yaml")
    assert digest("vocabulary.yaml", "a", under="cycles") == digest("vocabulary.yaml", "b", under="cycles")
    assert digest("forces.yaml", "a", under="cycles") != digest("forces.yaml", "b", under="cycles")
