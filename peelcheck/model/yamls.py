"""YAML that people write: read safely, with the place of every key kept, and refused loudly.

PyYAML alone keeps the last of two equal keys in silence and reads `no` as false; here equal keys are errors, and only
`true` and `false` are booleans.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from peelcheck.model.errors import InputError

Place = tuple[int, int]  # line and column, 1-based
Step = str | int
_DEEP, _MANY = 100, 500_000

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainLoader(_Loader):  # type: ignore[misc]
    """The safe loader without the words of YAML 1.1 (yes, no, on, off) and without dates."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", __import__("re").compile(r"^(?:true|false)$"), list("tf"))


class Marked:
    """Data of a YAML file with the place of every key and item.

    files -- what comes from another file than `path`, where one is laid over another
    """

    def __init__(
        self,
        path: Path,
        data: Any,
        places: dict[tuple[Step, ...], Place],
        files: dict[tuple[Step, ...], Path] | None = None,
    ) -> None:
        self.path, self.data, self.places, self.files = path, data, places, files or {}

    def place(self, steps: tuple[Step, ...]) -> Place:
        """Line and column of the key or item at a path, or of the nearest thing above it."""
        return self.places.get(self._nearest(steps), (1, 1))

    def file(self, steps: tuple[Step, ...]) -> Path:
        """The file that the key or item at a path stands in."""
        return self.files.get(self._nearest(steps), self.path)

    def error(self, steps: tuple[Step, ...], message: str, remedy: str) -> InputError:
        """An error that names the place of a key."""
        line, column = self.place(steps)
        dotted = ".".join(str(step) for step in steps)
        return InputError(message, remedy, path=self.file(steps), line=line, column=column, key=dotted or None)

    def _nearest(self, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        while steps and steps not in self.places:
            steps = steps[:-1]
        return steps


class Unread(Marked):
    """A YAML file whose data are known already: it is read only if the place of something is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _read(self) -> Marked:
        return read(self.path)

    @property
    def data(self) -> Any:
        """The plain data."""
        return self._read.data

    def place(self, steps: tuple[Step, ...]) -> Place:
        """Line and column, as the file says them."""
        return self._read.place(steps)


def read(path: Path) -> Marked:
    """Read one YAML document. Raises InputError on bad syntax, equal keys, or anything but plain data."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", "Check the path.", path=path) from None
    except UnicodeDecodeError:
        raise InputError("is not UTF-8", "Save the file as UTF-8.", path=path) from None
    try:
        loader = _PlainLoader(text)
        try:
            node = loader.get_single_node()
            places: dict[tuple[Step, ...], Place] = {}
            data = None if node is None else _build(loader, node, (), places, path)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise InputError(
            f"is not valid YAML: {error.problem}", "Mend the syntax there.", path=path, line=line, column=column
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise InputError(f"is not valid YAML: {error}", "Mend the syntax.", path=path) from None
    return Marked(path, data, places)


def _build(loader: Any, node: Any, steps: tuple[Step, ...], places: dict[tuple[Step, ...], Place], path: Path) -> Any:
    if len(steps) > _DEEP or len(places) > _MANY:
        raise InputError("is not valid YAML: it holds itself, or far too much", "Write it flat.", path=path)
    places.setdefault(steps, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.MappingNode):
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            name = str(key_node.value)
            line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
            if name in built:
                raise InputError(
                    f"the key {name!r} stands twice", "Keep one of them.", path=path, line=line, column=column, key=name
                )
            places[(*steps, name)] = (line, column)
            built[name] = _build(loader, value_node, (*steps, name), places, path)
        return built
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, item, (*steps, index), places, path) for index, item in enumerate(node.value)]
    return loader.construct_object(node)
