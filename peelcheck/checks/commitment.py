"""What a response commits to: done, in progress, planned, contested, an assurance, or nothing that is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from peelcheck.checks.replies import Said
from peelcheck.model.patterns import any_of

Status = Literal[
    "done", "in progress", "told elsewhere", "planned only", "contested", "assurance only", "no action named", "not addressed"
]
WORDS = ("contested", "planned", "in_progress", "done", "refers", "assurance", "talk", "condition", "dated", "owner")
_LISTS: dict[Status, str] = {"done": "done", "in progress": "in_progress", "told elsewhere": "refers", "planned only": "planned"}
_ACTS = tuple(_LISTS)  # the firmest first


@dataclass(frozen=True)
class Commitment:
    """What some sentences commit to together."""

    status: Status
    acts: frozenset[Status]
    contested: str | None  # the words that contest
    dated: str | None
    owner: str | None

    def __str__(self) -> str:
        return self.status if self.status == "not addressed" else f"{self.status}, {'dated' if self.dated else 'not dated'}"


class Commitments:
    """Reads commitments with the words of the rules."""

    def __init__(self, words: dict[str, list[str]]) -> None:
        self._find = {name: any_of(words[name]) for name in WORDS}

    def read(self, said: Iterable[Said]) -> Commitment:
        """What sentences commit to together: the firmest act that any names, else what is said instead of one."""
        texts = [s.text for s in said]
        if not texts:
            return Commitment("not addressed", frozenset(), None, None, None)
        acts = frozenset(act for text in texts for act in self._acts(text))
        contested, dated, owner = (self._first(name, texts) for name in ("contested", "dated", "owner"))
        status: Status = "assurance only" if self._first("assurance", texts) else "no action named"
        status = next((act for act in _ACTS if act in acts), status)
        return Commitment("contested" if contested else status, acts, contested, dated, owner)

    def _acts(self, text: str) -> Iterator[Status]:
        """The acts that one sentence names. Talk is none, and what is told as a condition has not been done."""
        for name in ("talk", "condition"):
            text = self._cut(name, text)
        for act in _ACTS:
            if self._find[_LISTS[act]](text):
                yield act

    def _cut(self, name: str, text: str) -> str:
        while match := self._find[name](text):
            if not match.group(0):
                break
            text = f"{text[: match.start()]} {text[match.end() :]}"
        return text

    def _word(self, name: str, text: str) -> str | None:
        match = self._find[name](text)
        return match.group(0).strip() if match else None

    def _first(self, name: str, texts: list[str]) -> str | None:
        return next((word for text in texts if (word := self._word(name, text))), None)
