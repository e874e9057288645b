from __future__ import annotations

from pathlib import Path

import pytest

from peelcheck.model import yamls
from peelcheck.model.errors import InputError


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return tmp_path / "rules.yaml"


def written(path: Path, text: str) -> yamls.Marked:
    path.write_text(text, encoding="utf-8")
    return yamls.read(path)


def refused(path: Path, data: bytes) -> InputError:
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        yamls.read(path)
    assert str(caught.value).startswith(str(path))
    return caught.value


def test_words_stay_words(rules: Path) -> None:
    text = "a: no\nb: yes\nc: on\nd: Off\ne: 2019-03-04\nf: true\ng: false\nh: 12\ni: 1.5\nj: null\nk: True\nl: '12'\n"
    assert written(rules, text).data == {
        "a": "no",
        "b": "yes",
        "c": "on",
        "d": "Off",
        "e": "2019-03-04",
        "f": True,
        "g": False,
        "h": 12,
        "i": 1.5,
        "j": None,
        "k": "True",
        "l": "12",
    }


def test_keys_are_text_and_no_is_a_key(rules: Path) -> None:
    assert written(rules, "no: 1\n12: 2\n").data == {"no": 1, "12": 2}


@pytest.mark.parametrize(
    ("text", "line", "column", "name"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "a"),
        ("top:\n  deep: 1\n  deep: 2\n", 3, 3, "deep"),
        ("top:\n  - {x: 1, x: 2}\n", 2, 12, "x"),
        ("1: a\n'1': b\n", 2, 1, "1"),
    ],
)
def test_a_key_that_stands_twice_is_refused(rules: Path, text: str, line: int, column: int, name: str) -> None:
    error = refused(rules, text.encode())
    assert (error.line, error.column, error.key) == (line, column, name)
    assert f"the key {name!r} stands twice" in str(error)


def test_equal_keys_may_stand_in_different_mappings(rules: Path) -> None:
    assert written(rules, "- {a: 1}\n- {a: 2}\n").data == [{"a": 1}, {"a": 2}]


def test_the_place_of_every_key_and_item_is_kept(rules: Path) -> None:
    marked = written(rules, "# first\na:\n  - x\n  - b: 1\n    c: 2\n")
    assert marked.place(("a",)) == (2, 1)
    assert marked.place(("a", 0)) == (3, 5)
    assert marked.place(("a", 1, "c")) == (5, 5)
    assert marked.place(("a", 1, "missing", "deeper")) == (4, 5)


def test_an_error_names_the_place(rules: Path) -> None:
    error = written(rules, "a:\n  b: 1\n").error(("a", "b"), "is too small", "Make it larger.")
    assert str(error) == f"{rules}:2:3: is too small (at a.b). Make it larger."


@pytest.mark.parametrize("text", ["a: [1, 2\n", "a: 'open\n", "\ta: 1\n", "a: b: c\n", "a: 1\n--- \nb: 2\n", "a: *none\n"])
def test_bad_syntax_is_refused_with_its_place(rules: Path, text: str) -> None:
    error = refused(rules, text.encode())
    assert error.line is not None
    assert "is not valid YAML" in str(error)


@pytest.mark.parametrize(
    "text", ["!!python/object/apply:os.system ['true']\n", "a: !!python/name:os.system\n", "a: !own {b: 1}\n", "? [a]\n: 1\n"]
)
def test_anything_but_plain_data_is_refused_or_plain(rules: Path, text: str) -> None:
    rules.write_text(text, encoding="utf-8")
    try:
        data = yamls.read(rules).data
    except InputError:
        return
    assert isinstance(data, dict | list | str)
    assert all(isinstance(value, dict | list | str | int | None) for value in data) or isinstance(data, str)


def test_other_encodings_and_missing_files_are_refused(rules: Path) -> None:
    assert "is not UTF-8" in str(refused(rules, b"a: \xe9\n"))
    rules.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        yamls.read(rules)


def test_a_byte_order_mark_and_an_empty_file_are_read(rules: Path) -> None:
    rules.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert yamls.read(rules).data == {"a": 1}
    assert written(rules, "# nothing\n").data is None


def test_a_list_that_holds_itself_is_refused(rules: Path) -> None:
    assert "valid YAML" in str(refused(rules, b"a: &a [*a]\n"))
