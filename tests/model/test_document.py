from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from peelcheck.model.document import Document
from peelcheck.model.errors import InputError
from peelcheck.model.finding import Identities


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"plain", "plain"),
        ("the force’s £3".encode(), "the force’s £3"),
        (b"\xef\xbb\xbfwith a mark", "\ufeffwith a mark"),
        (b"the force\x92s \xa33 \x96 less", "the force’s £3 – less"),
        (b"undefined \x81", "undefined \ufffd"),
        (b"two\r\nlines", "two\r\nlines"),
        (b"", ""),
    ],
)
def test_text_is_decoded_and_hashed_as_it_stands(tmp_path: Path, data: bytes, text: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    document = Document.read(path)
    assert document.text == text
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert (document.name, document.path) == ("report.txt", path)


def test_a_document_in_memory_has_the_hash_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("née", encoding="utf-8")
    assert Document.of("née", "a.txt").sha256 == Document.read(path).sha256


@pytest.mark.parametrize("data", [b"%PDF-1.4\0\1", b"a\0b"])
def test_a_binary_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match="is not a text document"):
        Document.read(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            Document.read(path)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("002_c2f3.txt", "002"),
        ("report.txt", "report"),
        ("web-badged-2018.txt", "web-badged-2018"),
        ("a_long_name_of_a_report.txt", "a"),
        ("averylongfirstpart_rest.txt", "averylongfirstpart-rest"),
        ("Déjà vu.md", "d-j-vu"),
        ("???.txt", "document"),
        ("_.txt", "document"),
        ("x" * 90 + ".txt", "x" * 40),
    ],
)
def test_the_key_of_a_document_is_short_and_plain(name: str, key: str) -> None:
    assert Document.of("", name).key == key


def test_ids_tell_texts_apart_and_count_repeats() -> None:
    identities = Identities("002")
    first, second, other = (identities.next(text) for text in ("The lamp is lit.", "The **lamp** is lit", "It is dark."))
    assert first.endswith("-1")
    assert second == first[:-1] + "2"
    assert other[:-2] != first[:-2]
    assert Identities("002").next("It is dark.") == other
    assert Identities("003").next("It is dark.") != other
