"""Packs that extend others: a file with `extends: PACK` says only what is otherwise than in that pack."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

from peelcheck.model import yamls
from peelcheck.model.errors import suggest
from peelcheck.model.layered import ADDS, lay_over
from peelcheck.model.rulesdir import RulesDir
from peelcheck.model.yamls import Marked

KEY = "extends"
_NAME = "pack"
_SIGNALS = "signals"


class PackFile(NamedTuple):
    """One pack as its files give it."""

    marked: Marked  # both files in one, where another extends it
    path: Path
    extension: Path | None = None


def pack_files(rules: RulesDir, needed: list[str]) -> list[PackFile]:
    """Every pack, in the order of their files' names. A file that extends a pack takes no file's place.

    needed -- the keys that a new signal must have
    Raises InputError naming file, line, key and remedy.
    """
    whole: dict[str, Marked] = {}
    extensions: dict[str, Marked] = {}
    for name, paths in rules.layers("*/*.yaml").items():
        if name.startswith("cycles/"):
            continue
        for path in paths:
            marked = yamls.read(path)
            if not _extends(marked):
                whole[name] = marked
                break
            extensions[name] = marked
    packs = {_name(marked): marked for marked in whole.values()}
    over: dict[str, str] = {}
    for name, marked in extensions.items():
        target = _target(marked, packs, needed)
        if target in over:
            message = f"{extensions[over[target]].path} extends {target!r} too"
            raise marked.error((KEY,), message, "Put both into one file.")
        over[target] = name
    return [_with(marked, over.get(_name(marked)), extensions) for marked in whole.values()]


def joined(path: Path, extension: Path | None) -> Marked:
    """A pack read from its file, and from the file that extends it."""
    marked = yamls.read(path)
    return marked if extension is None else lay_over(marked, _changes(yamls.read(extension)))


def _with(marked: Marked, name: str | None, extensions: dict[str, Marked]) -> PackFile:
    if name is None:
        return PackFile(marked, marked.path)
    over = extensions[name]
    return PackFile(lay_over(marked, _changes(over)), marked.path, over.path)


def _extends(marked: Marked) -> bool:
    return isinstance(marked.data, dict) and KEY in marked.data


def _name(marked: Marked) -> str:
    return str(marked.data.get(_NAME)) if isinstance(marked.data, dict) else ""


def _changes(marked: Marked) -> Marked:
    """The file without the key that names its pack; no signals at all are no change."""
    data = {key: value for key, value in marked.data.items() if key != KEY and not (key == _SIGNALS and value is None)}
    return Marked(marked.path, data, marked.places)


def _target(marked: Marked, packs: dict[str, Marked], needed: list[str]) -> str:
    """The pack that a file extends. Raises InputError where it says what such a file cannot say."""
    target = marked.data[KEY]
    if not isinstance(target, str) or target not in packs:
        raise marked.error((KEY,), f"there is no pack {target!r} to extend", suggest(str(target), list(packs)))
    for key, value in marked.data.items():
        if key.removeprefix(ADDS) == _NAME:
            raise marked.error((key,), f"a file that extends a pack keeps its name, {target!r}", f"Leave out {key!r}.")
        if value is None and key != _SIGNALS:
            raise marked.error((key,), "the key is empty", "Give a value, or leave the key out.")
    _hold_signals(marked, target, packs, needed)
    return target


def _hold_signals(marked: Marked, target: str, packs: dict[str, Marked], needed: list[str]) -> None:
    """A change of a signal that the pack does not have would else be taken for half a new one."""
    mine, own = _signals(packs[target]), _signals(marked)
    for name, entry in own.items():
        if name in mine or (isinstance(entry, dict) and all(key in entry or ADDS + key in entry for key in needed)):
            continue
        elsewhere = next((pack for pack, other in packs.items() if name in _signals(other)), None)
        what = "take away" if entry is None else "change"
        remedy = f"It stands in {elsewhere!r}: extend that." if elsewhere else suggest(name, list(mine))
        new = "" if entry is None else f", and a new one needs {', '.join(needed)}"
        raise marked.error((_SIGNALS, name), f"{target!r} has no signal {name!r} to {what}{new}", remedy)


def _signals(marked: Marked) -> dict[str, Any]:
    found = marked.data.get(_SIGNALS) if isinstance(marked.data, dict) else None
    return found if isinstance(found, dict) else {}


# ---- the published schema


def schema(whole: dict[str, Any], top: str) -> dict[str, Any]:
    """The schema of a pack file: of a whole pack, or with `extends` of one that says only what is otherwise.

    whole -- the schema of a whole pack; top -- its definition's name
    """
    defs = deepcopy(whole["$defs"])
    reached: list[str] = [top]
    for name in reached:  # grows: definitions that a mapping leads to; those inside lists are written whole
        changed = _loosened(defs[name], reached)
        changed["title"] = _changed_name(name)
        defs[_changed_name(name)] = changed
    extension = defs[_changed_name(top)]
    extension["description"] = "What is otherwise than in the pack that it extends; everything else comes from there."
    for key in (_NAME, f"{ADDS}{_NAME}"):
        extension["properties"].pop(key, None)
    extension["properties"][KEY] = {"type": "string", "description": "The name of the pack, as FOLDER/TOPIC."}
    extension["properties"][_SIGNALS] = {"anyOf": [extension["properties"][_SIGNALS], {"type": "null"}]}
    extension["required"] = [KEY]
    return {
        "$schema": whole["$schema"],
        "$defs": defs,
        "if": {"type": "object", "required": [KEY]},
        "then": {"$ref": f"#/$defs/{_changed_name(top)}"},
        "else": {"$ref": f"#/$defs/{top}"},
    }


def _changed_name(name: str) -> str:
    return f"{name}Changes"


def _loosened(whole: dict[str, Any], reached: list[str]) -> dict[str, Any]:
    """The schema of changes to what a schema describes: nothing is needed, null takes away, a plus adds to a list."""
    if "$ref" in whole:
        name = whole["$ref"].rpartition("/")[2]
        if name not in reached:
            reached.append(name)
        return {"$ref": f"#/$defs/{_changed_name(name)}"}
    changed = {key: value for key, value in whole.items() if key not in ("required", "default")}
    if "properties" in whole:
        properties: dict[str, Any] = {}
        for name, inner in whole["properties"].items():
            properties[name] = (
                _or_null(_loosened(inner, reached)) if name not in whole.get("required", []) else _loosened(inner, reached)
            )
            if inner.get("type") == "array":
                added = {key: value for key, value in inner.items() if key != "default"}
                properties[f"{ADDS}{name}"] = added | {"description": f"Added to the end of {name!r}."}
        changed["properties"] = properties
    if isinstance(whole.get("additionalProperties"), dict):
        changed["additionalProperties"] = _or_null(_loosened(whole["additionalProperties"], reached))
    return changed


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}
