"""From data that people write to types: decoded typed, and explained by its JSON Schema when that fails."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from peelcheck.model import yamls
from peelcheck.model.cache import NO_CACHE, Cache
from peelcheck.model.errors import InputError, suggest

T = TypeVar("T")


@cache
def schema_of(kind: type) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a type."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(kind)}


def load(path: Path, kind: type[T], cache: Cache = NO_CACHE) -> tuple[T, yamls.Marked]:
    """Read a YAML file as a type. Raises InputError with line, column, key and remedy where it does not fit."""
    key = cache.key(f"typed {kind.__qualname__}", path.read_bytes()) if cache.folder and path.is_file() else ""
    if key and (known := cache.get(key, kind)) is not None:
        return known, yamls.Unread(path)
    marked = yamls.read(path)
    value = typed(marked, kind)
    if key:
        cache.put(key, value)
    return value, marked


def typed(marked: yamls.Marked, kind: type[T]) -> T:
    """Data of YAML as a type. Raises InputError with file, line, column, key and remedy where it does not fit."""
    try:
        return msgspec.convert(marked.data, kind, strict=True)
    except msgspec.ValidationError as error:
        steps, message, remedy = explain(marked.data, kind, str(error))
        raise marked.error(steps, message, remedy) from None


def explain(data: Any, kind: type, fallback: str) -> tuple[tuple[yamls.Step, ...], str, str]:
    """Why data does not fit a type: path into the data, message, remedy."""
    import jsonschema

    error = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema_of(kind)).iter_errors(data))
    if error is None and (found := re.search(r"^Invalid enum value '([^']*)'", fallback)):
        word, steps = found[1], _key_path(data, found[1])  # the schema says nothing of the keys of a mapping
        return steps, f"{word!r} is not one of the known keys", "See the published schema."
    if error is None:
        return (), fallback.split(" - ", maxsplit=1)[0], "See the published schema."
    while error.validator in ("anyOf", "oneOf") and error.context:  # name the branch that comes nearest
        error = max(
            error.context, key=lambda e: (len(e.absolute_path), e.validator in ("enum", "additionalProperties", "required"))
        )
    steps = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        steps = (*steps, error.instance)
    if error.validator == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        unknown = next(name for name in error.instance if name not in known)
        return (*steps, unknown), f"unknown key {unknown!r}", suggest(unknown, known)
    if error.validator == "required" and error.schema.get("additionalProperties") is False:
        known = sorted(error.schema.get("properties", {}))
        unknown = next((name for name in error.instance if name not in known), None)
        if unknown is not None:
            return (*steps, unknown), f"unknown key {unknown!r}", suggest(unknown, known)
    if error.validator == "required":
        missing = next(name for name in error.validator_value if name not in error.instance)
        return steps, f"the key {missing!r} is missing", f"Add {missing!r}."
    if error.validator == "enum":
        allowed = [str(item) for item in error.validator_value]
        return steps, f"{error.instance!r} is not one of the known values", suggest(str(error.instance), allowed)
    hint = error.schema.get("description") if isinstance(error.schema, dict) else None
    message = "the key is empty" if error.instance is None else error.message[:200]
    return steps, message, f"It must be {_wanted(error)}.{' ' + hint if hint else ''}"


def _key_path(data: Any, name: str) -> tuple[yamls.Step, ...]:
    """The path of the first key of that name, in reading order; empty if there is none."""
    if isinstance(data, dict):
        for key, value in data.items():
            inner = (key,) if key == name else (key, *_key_path(value, name))
            if inner[-1] == name:
                return inner
    elif isinstance(data, list):
        for index, value in enumerate(data):
            if found := _key_path(value, name):
                return (index, *found)
    return ()


def _wanted(error: Any) -> str:
    wanted = error.validator_value
    names = {"array": "a list", "object": "a mapping", "string": "text", "null": "empty"}
    return names.get(str(wanted), f"of type {wanted}") if error.validator == "type" else f"such that {error.validator} {wanted}"


def load_json_line(line: bytes, kind: type[T], decoder: msgspec.json.Decoder[T], path: Path, number: int) -> T:
    """Decode one line of JSON Lines. Raises InputError naming file and line."""
    try:
        return decoder.decode(line)
    except msgspec.ValidationError as error:
        try:
            data = msgspec.json.decode(line)
        except msgspec.DecodeError as worse:
            raise InputError(
                f"is not one whole JSON object a line: {worse}", "Mend or remove that line.", path=path, line=number
            ) from None
        steps, message, remedy = explain(data, kind, str(error))
        key = ".".join(str(step) for step in steps) or None
        raise InputError(message, remedy, path=path, line=number, key=key) from None
    except msgspec.DecodeError as error:
        raise InputError(
            f"is not one whole JSON object a line: {error}", "Mend or remove that line.", path=path, line=number
        ) from None
