"""One YAML file laid over another: JSON Merge Patch (RFC 7396), and a sign for adding to a list.

Mappings are merged key by key, however deep. Everything else, a list too, takes the place of what stood there, and null takes
a key away. A key with a plus before it (`+subject`) adds its items to the end of the list of that name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from peelcheck.model.errors import suggest
from peelcheck.model.yamls import Marked, Place, Step

ADDS = "+"


def lay_over(under: Marked, over: Marked) -> Marked:
    """The data of both, each key with the file and place that it comes from.

    Raises InputError where a key is taken away that is not there, or something is added to what is no list.
    """
    layers = _Layers(under, over)
    data = layers.merged(under.data, over.data, (), ())
    return Marked(under.path, data, layers.places, layers.files)


class _Layers:
    """The places of the result, kept while it is made."""

    def __init__(self, under: Marked, over: Marked) -> None:
        self.over = over
        self.places: dict[tuple[Step, ...], Place] = dict(under.places)
        self.files: dict[tuple[Step, ...], Path] = dict(under.files)

    def merged(self, below: Any, above: Any, at: tuple[Step, ...], own: tuple[Step, ...]) -> Any:
        """What results at one path. at -- its path in the result; own -- the path of `above` in the upper file."""
        if not isinstance(above, dict):
            self._forget(below, at)
            self._adopt(above, at, own)
            return above
        if not isinstance(below, dict):
            self._forget(below, at)
            self._mark(at, own)
            below = {}
        result = dict(below)
        for name, value in above.items():
            inner = (*own, name)
            if name.startswith(ADDS):
                self._add(result, name.removeprefix(ADDS), value, at, inner, above)
            elif value is None:
                if name not in below:
                    raise self.over.error(inner, f"there is no {name!r} to take away", suggest(name, list(below)))
                self._forget(result.pop(name), (*at, name))
            else:
                if name not in below:
                    self._mark((*at, name), inner)
                result[name] = self.merged(below.get(name), value, (*at, name), inner)
        return result

    def _add(
        self, result: dict[str, Any], name: str, items: Any, at: tuple[Step, ...], own: tuple[Step, ...], beside: dict[str, Any]
    ) -> None:
        """Add items to the end of a list of the result."""
        if name in beside:
            raise self.over.error(own, f"{name!r} stands here with a plus and without", "Keep one: + adds, without it replaces.")
        old = result.get(name, [])
        if not isinstance(old, list):
            raise self.over.error(own, f"{name!r} is no list that something can be added to", f"Write {name!r} without the plus.")
        if not isinstance(items, list):
            raise self.over.error(own, f"adds to the list {name!r} what is no list", "Give a list, as in [...].")
        if name not in result:
            self._mark((*at, name), own)
        for index, item in enumerate(items):
            self._adopt(item, (*at, name, len(old) + index), (*own, index))
        result[name] = [*old, *items]

    def _adopt(self, data: Any, at: tuple[Step, ...], own: tuple[Step, ...]) -> None:
        self._mark(at, own)
        for step, value in _children(data):
            self._adopt(value, (*at, step), (*own, step))

    def _mark(self, at: tuple[Step, ...], own: tuple[Step, ...]) -> None:
        self.places[at], self.files[at] = self.over.place(own), self.over.file(own)

    def _forget(self, data: Any, at: tuple[Step, ...]) -> None:
        self.places.pop(at, None)
        self.files.pop(at, None)
        for step, value in _children(data):
            self._forget(value, (*at, step))


def _children(data: Any) -> list[tuple[Step, Any]]:
    if isinstance(data, dict):
        return list(data.items())
    return list(enumerate(data)) if isinstance(data, list) else []
