"""What is in force: the command line before the file, the file before the defaults, each value with where it came from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from peelcheck.checks import REGISTRY, entry
from peelcheck.checks.base import Severity
from peelcheck.checks.choices import Choices, Exemption, PathChoice
from peelcheck.checks.selection import Names, Selection
from peelcheck.config.files import Found, shortest
from peelcheck.config.keys import Config, IgnoreKeys, defaults
from peelcheck.model.errors import InputError, suggest
from peelcheck.report.formats import FORMATS

if TYPE_CHECKING:
    from peelcheck.checks.baseline import Known
    from peelcheck.run import Tools

DEFAULT, COMMAND_LINE = "default", "command line"
_PATH = ("rules", "baseline", "labels")


class Value(NamedTuple):
    """A value and its origin: `default`, `FILE:KEY` or `command line`."""

    value: Any
    origin: str


@dataclass(frozen=True)
class Settled:
    """Every value in force, by key of the configuration. Paths of the file are resolved."""

    found: Found
    values: dict[str, Value]

    def __getitem__(self, name: str) -> Any:
        return self.values[name].value

    def path(self, name: str) -> Path | None:
        """A value that is a path, or None."""
        value = self[name]
        return None if value is None else Path(value)

    def error(self, name: str, error: InputError, *steps: str | int) -> InputError:
        """An error in the value of a key, with the place of the key where a file gave it."""
        own = self.values[name].origin not in (DEFAULT, COMMAND_LINE)
        return self.found.error((name, *steps), error.message, error.remedy) if own else error

    def choices(self, tools: Tools, today: date | None, known: Mapping[str, Known] | None = None) -> Choices:
        """What is asked of the checks. Raises InputError for unknown codes, names and settings.

        today -- the day by which ignores expire
        known -- the flags of a baseline, by fingerprint
        """
        names = Names(tools.domain, tools.rules)
        config = self.found.config
        return Choices(
            select=self._selection(names, self["select"], "select"),
            ignore=self._selection(names, self["ignore"], "ignore"),
            severity=self._severities(config.severity, "severity"),
            settings=self._settings(config.settings),
            min_confidence=self["min-confidence"],
            paths=tuple(self._per_path(names, glob) for glob in config.per_paths),
            exemptions=tuple(self._exemption(names, own, index) for index, own in enumerate(config.ignores)),
            baseline=known,
            today=today,
        )

    def severity_of(self, code: str) -> Value | None:
        """The severity that the file gives to a check. Raises InputError for names that nobody knows."""
        severity = self.found.config.severity
        given = {self._code(name, "severity"): name for name in severity}
        return Value(severity[name], self.found.origin("severity", name)) if (name := given.get(code)) else None

    def settings_of(self, code: str) -> dict[str, Value]:
        """The settings that the file gives to a check. Raises InputError for names that nobody knows."""
        given = self.found.config.settings
        self._settings(given)
        return {
            setting: Value(value, self.found.origin("settings", name, setting))
            for name, own in given.items()
            if self._code(name, "settings") == code
            for setting, value in own.items()
        }

    def _selection(self, names: Names, words: list[str], *steps: str | int) -> Selection:
        try:
            return Selection.of(words, names)
        except InputError as error:
            raise self.error(str(steps[0]), error, *steps[1:]) from None

    def _code(self, name: str, *steps: str | int) -> str:
        known = entry(name)
        if known is None:
            remedy = suggest(name, [n for e in REGISTRY for n in (e.code, e.name)])
            raise self.found.error((*steps, name), f"no check is called {name!r}", remedy)
        return known.code

    def _severities(self, given: Mapping[str, Severity], *steps: str | int) -> dict[str, Severity]:
        return {self._code(name, *steps): severity for name, severity in given.items()}

    def _settings(self, given: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
        done: dict[str, dict[str, float]] = {}
        for name, own in given.items():
            code = self._code(name, "settings")
            known = next(e for e in REGISTRY if e.code == code)
            declared = sorted(getattr(known.load(), "SETTINGS", {}))
            for setting in own:
                if setting not in declared:
                    remedy = suggest(setting, declared) if declared else "It has none."
                    raise self.found.error(("settings", name, setting), f"{code} has no setting {setting!r}", remedy)
            done[code] = {**done.get(code, {}), **own}
        return done

    def _per_path(self, names: Names, glob: str) -> PathChoice:
        own = self.found.config.per_paths[glob]
        return PathChoice(
            where=self._where("per-paths", glob),
            glob=glob,
            base=self.found.base,
            select=self._selection(names, own.select, "per-paths", glob, "select"),
            ignore=self._selection(names, own.ignore, "per-paths", glob, "ignore"),
            severity=self._severities(own.severity, "per-paths", glob, "severity"),
            min_confidence=None if self.values["min-confidence"].origin == COMMAND_LINE else own.min_confidence,
        )

    def _exemption(self, names: Names, own: IgnoreKeys, index: int) -> Exemption:
        words = [own.code]
        words += [f"{kind}:{name}" for kind in ("force", "cycle", "question", "signal") if (name := getattr(own, kind))]
        select = self._selection(names, words, "ignores", index)
        return Exemption(self._where("ignores", index), select, own.reason, own.fingerprint, own.until)

    def _where(self, *steps: str | int) -> str:
        return f"{shortest(self.found.path) if self.found.path else ''}: {self.found.key(*steps)}"


def settle(found: Found, given: dict[str, Any]) -> Settled:
    """Put the command line (by key) over a file over the defaults. Raises InputError for an unknown format."""
    values: dict[str, Value] = {}
    raw, own = found.raw or {}, _resolved(found)
    for name, value in defaults().items():
        if name in given:
            values[name] = Value(given[name], COMMAND_LINE)
        elif name in raw:
            values[name] = Value(own[name], found.origin(name))
        else:
            values[name] = Value(value, DEFAULT)
    settled = Settled(found, values)
    if settled["format"] not in FORMATS:
        wrong = InputError(f"no format is called {settled['format']!r}", suggest(settled["format"], list(FORMATS)))
        raise settled.error("format", wrong)
    if math.isnan(settled["min-confidence"]):  # no flag is as sure as that, so none would show
        raise settled.error("min-confidence", InputError("the least confidence is no number", "Write one from 0 to 1."))
    return settled


def _resolved(found: Found) -> dict[str, Any]:
    """The values of the file, its paths as they are from here."""

    own = dict(found.raw or {})
    config: Config = found.config
    if "paths" in own:
        own["paths"] = [str(found.here(text)) for text in config.paths]
    if "output" in own:
        parts = [text.rpartition("=") if text.partition("=")[0] in FORMATS else ("", "", text) for text in config.output]
        own["output"] = [f"{form}{equals}{found.here(file)}" for form, equals, file in parts]
    for name in _PATH:
        if name in own:
            own[name] = str(found.here(own[name]))
    return own
