"""What was made before from the same bytes: values in a folder, by content.

A key is the hash of everything that bears on a value: the bytes that were read, the rules, this program and the libraries
beside it. So nothing ever goes stale, and what is not found is made again. A cache never fails a run: a folder that cannot be
written is not written, a damaged value is thrown away. Values are plain data behind a checksum; no code is ever loaded.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

BOUND = 250_000_000  # bytes that a cache holds at most; the values that were not used for longest go first
PLACE = "PEELCHECK_CACHE_DIR"
_NAME = re.compile(r"[0-9a-f]{64}\.(?:value|[0-9]+\.tmp)")
_SUM = 32  # bytes of the checksum before a value
_TAG = "CACHEDIR.TAG"  # tells backup programs to pass it by: https://bford.info/cachedir/
_TAG_TEXT = b"Signature: 8a477f597d28d172789f06886806bc55\n# Values that peelcheck makes again when they are gone.\n"
_LEAST_KEPT = 0.75  # share of the bound that pruning leaves, so that it is not done at every value

T = TypeVar("T")


class Kept(NamedTuple):
    """What a cache holds."""

    values: int
    size: int  # bytes


class Cache:
    """Values by key in one folder; without a folder it keeps nothing."""

    def __init__(self, folder: Path | None, bound: int = BOUND) -> None:
        self.folder, self.bound = folder, bound
        self._size: int | None = None  # known once something was written

    def key(self, what: str, *parts: bytes) -> str:
        """The key of a value: what it is, and everything that bears on it."""
        digest = hashlib.sha256()
        for part in (what.encode(), _program(), *parts) if self.folder else ():
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
        return digest.hexdigest()

    def get(self, key: str, kind: type[T]) -> T | None:
        """The value of a key, or None. A damaged one is removed."""
        if self.folder is None:
            return None
        path = self._path(key)
        try:
            data = path.read_bytes()
            if hashlib.sha256(data[_SUM:]).digest() != data[:_SUM]:
                raise ValueError("damaged")
            value = msgspec.msgpack.decode(memoryview(data)[_SUM:], type=kind)
        except OSError:
            return None
        except (ValueError, RecursionError):
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)  # it was of use: others go first
        return value

    def put(self, key: str, value: object) -> None:
        """Keep a value, whole or not at all."""
        if self.folder is None:
            return
        path = self._path(key)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        try:
            data = msgspec.msgpack.encode(value)
            self._make()
            temporary.write_bytes(hashlib.sha256(data).digest() + data)
            temporary.replace(path)
        except (OSError, TypeError, ValueError, RecursionError):
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            return
        self._size = (self._size or 0) + _SUM + len(data) if self._size is not None else self.kept().size
        if self._size > self.bound:
            self._prune()

    def kept(self) -> Kept:
        """How much the folder holds."""
        sizes = [size for _, size, _ in self._entries()]
        return Kept(len(sizes), sum(sizes))

    def clear(self) -> Kept:
        """Remove every value, and nothing else; tells how much was removed."""
        values = size = 0
        for _, of, path in list(self._entries()):
            with suppress(OSError):
                path.unlink()
                values, size = values + 1, size + of
        self._size = None
        return Kept(values, size)

    def _path(self, key: str) -> Path:
        assert self.folder is not None  # noqa: S101
        return self.folder / f"{key}.value"

    def _make(self) -> None:
        folder = self.folder
        if folder is None or folder.is_dir():
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # values hold the text of documents: for nobody else's eyes
        (folder / _TAG).write_bytes(_TAG_TEXT)

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """When each value was last of use, its size, and its file."""
        try:
            listed = list(os.scandir(self.folder)) if self.folder else []
        except OSError:
            return
        for entry in listed:
            if _NAME.fullmatch(entry.name):
                with suppress(OSError):
                    stat = entry.stat()
                    yield stat.st_mtime, stat.st_size, Path(entry.path)

    def _prune(self) -> None:
        entries = sorted(self._entries())
        size = sum(of for _, of, _ in entries)
        for _, of, path in entries:
            if size <= self.bound * _LEAST_KEPT:
                break
            with suppress(OSError):
                path.unlink()
                size -= of
        self._size = size


NO_CACHE = Cache(None)


def default() -> Cache:
    """The cache of this user, in the place that $PEELCHECK_CACHE_DIR names or that the system has for such things."""
    return Cache(_place())


def _place() -> Path | None:
    named = os.environ.get(PLACE)
    if named:
        return Path(named)
    try:
        if sys.platform == "win32":
            local = os.environ.get("LOCALAPPDATA")
            return (Path(local) if local else Path.home() / "AppData" / "Local") / "peelcheck" / "Cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "peelcheck"
        own = Path(os.environ.get("XDG_CACHE_HOME") or "")
        return (own if own.is_absolute() else Path.home() / ".cache") / "peelcheck"
    except RuntimeError:  # nobody's home
        return None


@cache
def _program() -> bytes:
    """The hash of this program, and of the names and versions of the libraries beside it."""
    digest = hashlib.sha256(sys.version.encode())
    package = Path(__file__).resolve().parents[1]
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    for name in sorted(set(_installed(sys.path))):
        digest.update(name.encode() + b"\0")
    return digest.digest()


def _installed(folders: Iterable[str]) -> Iterator[str]:
    for folder in folders:
        with suppress(OSError):
            yield from (name for name in os.listdir(folder or ".") if name.endswith(".dist-info"))
