"""Choosing flags by what they are about: codes, signals, themes, inspected bodies, cycles, questions.

A word is a code, the beginning of one, or a name (`PC2`, `unequal-consequence`), or KIND:NAME (`signal:...`). Words of one kind
add up, and kinds narrow each other: two codes and one cycle choose the flags of either code in that cycle. A theme stands for its
signals. Choosing hides flags; every check sees the whole corpus, so that comparisons stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from peelcheck.checks import REGISTRY
from peelcheck.checks.base import Subject
from peelcheck.model.domain import Domain
from peelcheck.model.errors import InputError, suggest
from peelcheck.model.rulesdir import RulesDir

KINDS = ("signal", "theme", "force", "cycle", "question")


class Names:
    """What may be chosen, by kind: each word that is understood, with the ids that it stands for."""

    def __init__(self, domain: Domain, rules: RulesDir) -> None:
        self._domain, self._rules = domain, rules

    @cached_property
    def _themes(self) -> dict[str, str]:
        from peelcheck.signals import packs

        return {name: signal.theme for name, (_, signal) in packs.load(self._rules).signals().items()}

    def of(self, kind: str) -> dict[str, frozenset[str]]:
        """The words of one of KINDS."""
        if kind == "signal":
            return {name: frozenset({name}) for name in self._themes}
        if kind == "theme":
            themes = sorted(set(self._themes.values()))
            return {theme: frozenset(s for s, own in self._themes.items() if own == theme) for theme in themes}
        if kind == "force":
            aliases = {name: frozenset({force}) for name, force in self._domain.force_names.items()}
            return {**{force: frozenset({force}) for force in self._domain.forces}, **aliases}
        if kind == "cycle":
            return {name: frozenset({name}) for name in self._domain.cycles}
        known = {q.id for cycle in self._domain.cycles.values() for _, q in cycle.questions()}
        return {name: frozenset({name}) for name in sorted({*known, "overall"})}

    def ids(self, kind: str, word: str) -> frozenset[str]:
        """What a word stands for. Raises InputError with a suggestion."""
        known = self.of(kind)
        if word not in known:
            raise InputError(f"no {kind} is called {word!r}", suggest(word, list(known)))
        return known[word]


def codes(word: str) -> frozenset[str]:
    """The codes that a code, the beginning of one, or a name stands for. Raises InputError with a suggestion."""
    hits = frozenset(e.code for e in REGISTRY if e.code.startswith(word.upper()) or e.name == word.lower()) if word else None
    if not hits:
        raise InputError(f"no check is called {word!r}", suggest(word, [n for e in REGISTRY for n in (e.code, e.name)]))
    return hits


@dataclass(frozen=True)
class Selection:
    """Chosen codes and subjects; what is empty is not asked about."""

    codes: frozenset[str] = frozenset()
    signals: frozenset[str] = frozenset()
    forces: frozenset[str] = frozenset()
    cycles: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()

    @classmethod
    def of(cls, words: Iterable[str], names: Names) -> Selection:
        """Understand words. Raises InputError."""
        found: dict[str, set[str]] = {kind: set() for kind in ("code", *KINDS)}
        for word in words:
            kind, colon, name = word.partition(":")
            if not colon:
                found["code"] |= codes(word)
            elif kind not in KINDS:
                raise InputError(f"nothing is chosen by {kind!r} (in {word!r})", suggest(kind, list(KINDS)))
            else:
                found["signal" if kind == "theme" else kind] |= names.ids(kind, name)
        of = {kind: frozenset(ids) for kind, ids in found.items()}
        return cls(of["code"], of["signal"], of["force"], of["cycle"], of["question"])

    def _asked(self, subject: Subject) -> list[bool]:
        of = (
            (self.signals, subject.signal),
            (self.forces, subject.inspection.force),
            (self.cycles, subject.inspection.cycle),
            (self.questions, subject.question),
        )
        return [own in wanted for wanted, own in of if wanted]

    def plain(self) -> list[list[str]]:
        """What is chosen, as data that is always in one order."""
        return [sorted(own) for own in (self.codes, self.signals, self.forces, self.cycles, self.questions)]

    def runs(self, code: str) -> bool:
        """Whether a check is chosen."""
        return not self.codes or code in self.codes

    def keeps(self, subject: Subject) -> bool:
        """Whether a subject is chosen."""
        return all(self._asked(subject))

    def drops(self, subject: Subject) -> bool:
        """Read as what to leave out: whether any word means this subject."""
        return any(self._asked(subject))


ALL = Selection()  # asks for nothing, so drops nothing
