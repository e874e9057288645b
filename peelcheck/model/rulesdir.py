"""Where rule files lie: a folder of the user's own, file by file before the ones that ship with peelcheck."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from peelcheck.model.cache import NO_CACHE, Cache
from peelcheck.model.errors import InputError

T = TypeVar("T")

BODIES, CHECKS = "forces.yaml", "checks.yaml"


def shipped() -> Path:
    """The folder of the shipped rules: in the wheel beside this package, in a checkout at its top."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


class _State(NamedTuple):
    """A rule file as it was when the folder was opened."""

    content: bytes  # hash
    changed: tuple[int, int]  # time and size, to see whether it still is


class RulesDir:
    """A view of rule files in which a file of `own` takes the place of the shipped file of the same name.

    cache -- holds what was made of them before
    """

    def __init__(self, own: Path | None = None, cache: Cache = NO_CACHE) -> None:
        if own is not None and not own.is_dir():
            raise InputError("is not a folder of rules", "Give --rules a folder laid out like the shipped one.", path=own)
        self.roots = [root for root in (own, shipped()) if root is not None]
        self.cache = cache
        self._opened = {name: _state(path) for name, path in self._files().items()} if cache.folder else {}

    def file(self, relative: str) -> Path:
        """The path of one rule file. Raises InputError when there is none."""
        for root in self.roots:
            if (root / relative).is_file():
                return root / relative
        raise InputError(f"there is no {relative}", "Reinstall peelcheck, or add the file.", path=self.roots[0])

    def glob(self, pattern: str) -> list[Path]:
        """Rule files that match, own ones in the place of shipped ones, sorted by relative name."""
        return [paths[0] for paths in self.layers(pattern).values()]

    def layers(self, pattern: str) -> dict[str, list[Path]]:
        """Rule files that match by relative name, sorted; of each name the file that counts, then what it hides."""
        found: dict[str, list[Path]] = {}
        for root in self.roots:
            for path in root.glob(pattern):
                found.setdefault(path.relative_to(root).as_posix(), []).append(path)
        return {name: found[name] for name in sorted(found)}

    def placed(self, path: Path) -> tuple[int, str]:
        """Which of the folders a rule file stands in, and its name there."""
        return next((n, path.relative_to(root).as_posix()) for n, root in enumerate(self.roots) if path.is_relative_to(root))

    def at(self, place: tuple[int, str]) -> Path:
        """The rule file at a place that `placed` gave."""
        return self.roots[place[0]] / place[1]

    def digest(self, but: str = "", under: str = "") -> bytes:
        """The hash of the rule files as they were when the folder was opened, with their names; nothing without a cache.

        but -- the name of one that does not bear on what is made
        under -- only those in this folder, and the one of inspected bodies that all of them name
        """
        digest = hashlib.sha256()
        for (number, name), state in sorted(self._opened.items()):
            if name != but and (not under or name.startswith(f"{under}/") or name == BODIES):
                digest.update(f"{number}/{name}".encode() + b"\0" + state.content)
        return digest.digest()

    def keep(self, key: str, value: object) -> None:
        """Put a value that was made of rules into the cache, unless a rule file has changed meanwhile."""
        if self.cache.folder is None:
            return
        now = self._files()
        if now.keys() == self._opened.keys() and all(_changed(p) == self._opened[n].changed for n, p in now.items()):
            self.cache.put(key, value)

    def made(self, key: str, kind: type[T], make: Callable[[], T]) -> T:
        """The value of a key, made of rules and kept if it is not in the cache."""
        value = self.cache.get(key, kind)
        if value is None:
            value = make()
            self.keep(key, value)
        return value

    def _files(self) -> dict[tuple[int, str], Path]:
        """Every rule file, hidden ones too: an own pack may extend the shipped one of its name."""
        found = (path for pattern in ("*.yaml", "*/*.yaml") for paths in self.layers(pattern).values() for path in paths)
        return {self.placed(path): path for path in found}


def _changed(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


def _state(path: Path) -> _State:
    changed = _changed(path)
    try:
        return _State(hashlib.sha256(path.read_bytes()).digest(), changed)
    except OSError:  # whoever needs it says so
        return _State(b"", changed)
