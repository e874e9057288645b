"""Finds and reads the file of the configuration."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import msgspec

from peelcheck.config.keys import Config
from peelcheck.config.lines import line_of
from peelcheck.model import checked
from peelcheck.model.errors import InputError

OWN, SHARED = "peelcheck.toml", "pyproject.toml"
_TABLE = ("tool", "peelcheck")


@dataclass(frozen=True)
class Found:
    """A configuration and where it stands; without a file all of it is default."""

    config: Config = field(default_factory=Config)
    raw: dict[str, Any] | None = None
    path: Path | None = None
    text: str = ""  # of the file

    @property
    def base(self) -> Path:
        """The folder that its paths are relative to."""
        return self.path.parent if self.path else Path()

    def here(self, text: str) -> Path:
        """One of its paths as it is from the folder that the command runs in."""
        return shortest(self.base / text)

    def key(self, *steps: str | int) -> str:
        """A key as it stands in the file."""
        return ".".join(map(str, self._whole(steps)))

    def origin(self, *steps: str | int) -> str:
        """Where a value of the file was set: FILE:KEY."""
        return f"{shortest(self.path) if self.path else ''}:{self.key(*steps)}"

    def error(self, steps: tuple[str | int, ...], message: str, remedy: str) -> InputError:
        """An error that names the place of a key."""
        path, line = shortest(self.path) if self.path else None, line_of(self.text, self._whole(steps))
        return InputError(message, remedy, path=path, line=line, key=self.key(*steps) or None)

    def _whole(self, steps: tuple[str | int, ...]) -> tuple[str | int, ...]:
        return (*(_TABLE if self.path and self.path.name == SHARED else ()), *steps)


def discover(start: Path) -> Found:
    """The nearest configuration from a folder upwards; in one folder peelcheck.toml comes first. Raises InputError."""
    for folder in (start, *start.parents):
        if (folder / OWN).is_file():
            return read(folder / OWN)
        if (folder / SHARED).is_file():
            text, data = _toml(folder / SHARED)
            if (found := _section(folder / SHARED, text, data)) is not None:
                return _typed(folder / SHARED, text, found)
    return Found()


def read(path: Path) -> Found:
    """The configuration of one file: all of it, or the table `tool.peelcheck` of a pyproject.toml. Raises InputError."""
    text, data = _toml(path)
    if path.name != SHARED:
        return _typed(path, text, data)
    found = _section(path, text, data)
    if found is None:
        raise InputError("has no table [tool.peelcheck]", "Add one, or name another file.", path=shortest(path))
    return _typed(path, text, found)


def shortest(path: Path) -> Path:
    """A path as people would write it here: relative where it lies below this folder."""
    here = Path.cwd()
    whole = here / path
    return whole.relative_to(here) if whole.is_relative_to(here) else whole


def _section(path: Path, text: str, data: Any) -> dict[str, Any] | None:
    for step in _TABLE:
        data = data.get(step) if isinstance(data, dict) else None
        if data is None:
            return None
    if not isinstance(data, dict):
        raise Found(path=path, text=text).error((), "is no table", "Write [tool.peelcheck] above the keys.")
    return data


def _toml(path: Path) -> tuple[str, dict[str, Any]]:
    text = ""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return text, tomllib.loads(text)
    except OSError as error:
        remedy = "Check the path."
        raise InputError(f"cannot be read: {error.strerror}", remedy, path=shortest(path)) from None
    except UnicodeDecodeError:
        raise InputError("is not UTF-8", "Save the file as UTF-8.", path=shortest(path)) from None
    except RecursionError:
        raise InputError("is nested too deep", "Write it flat.", path=shortest(path)) from None
    except tomllib.TOMLDecodeError as error:
        said, _, place = str(error).partition(" (at ")
        numbers = re.findall(r"\d+", place)
        line, column = map(int, numbers) if len(numbers) == 2 else (max(1, len(text.splitlines())), None)  # else at the end
        remedy = "Mend the syntax there, or give --isolated."
        raise InputError(f"is not valid TOML: {said}", remedy, path=shortest(path), line=line, column=column) from None


def _typed(path: Path, text: str, data: dict[str, Any]) -> Found:
    raw = _plain(data)
    try:
        return Found(msgspec.convert(raw, Config), raw, path, text)
    except msgspec.ValidationError as error:
        steps, message, remedy = checked.explain(raw, Config, str(error))
        if not steps and (place := re.search(r" - at `\$(.*)`$", str(error))):  # what a schema cannot say, as a day that is none
            steps = tuple(part for part in re.split(r"[.\[\]]+", place[1]) if part)
            remedy = "Write a day as 2030-12-31." if "date" in message else remedy
        if path.name == OWN and steps[:1] == ("tool",):
            remedy = f"In a {OWN} the keys stand at the top, under no [tool.peelcheck]."
        raise Found(path=path, text=text).error(steps, message, remedy) from None


def _plain(value: Any) -> Any:
    """TOML data with days as text, so that a schema can speak of them."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value
