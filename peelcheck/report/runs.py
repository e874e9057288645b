"""Reads back what `check --format json` wrote: for `review` and for comparing runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from peelcheck.model.errors import InputError

SCHEMA = "peelcheck/1"
_NEEDED = ("fingerprint", "code", "force", "cycle", "message", "evidence", "counterargument")


def read(path: Path) -> dict[str, Any]:
    """One run. Raises InputError for a file that is none."""
    try:
        run = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", "Give a file that `check --format json` wrote.", path=path
        ) from None
    except (ValueError, RecursionError):
        raise InputError("is not JSON", "Give a file that `check --format json` wrote.", path=path) from None
    if not isinstance(run, dict) or run.get("schema") != SCHEMA or not isinstance(run.get("flags"), list):
        raise InputError(f"is not a run of the schema {SCHEMA}", "Make one with `peelcheck check --format json`.", path=path)
    for number, flag in enumerate(run["flags"]):
        missing = next((key for key in _NEEDED if not isinstance(flag, dict) or key not in flag), None)
        if missing is not None:
            raise InputError(f"the flag lacks {missing!r}", "Run `peelcheck check` again.", path=path, key=f"flags.{number}")
    return run


def subject(flag: dict[str, Any]) -> str:
    """What a flag of a run is about, as one line."""
    parts = (flag["force"], flag["cycle"], flag.get("pillar"), flag.get("question"), flag.get("signal"))
    return "/".join(str(part) for part in parts if part)


def is_run(path: Path) -> bool:
    """Whether a file is a run, of whatever version: one object that names a schema of ours."""
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(data, dict) and str(data.get("schema", "")).startswith(SCHEMA.partition("/")[0] + "/")
