"""How a reading holds: negated, historical, planned, of another body. ConText (Harkema et al. 2009), from data.

A trigger has a direction; what it reaches ends at a terminator, at the end of its clause or, where it says so, of its
sentence. A trigger with reach `none` reaches nothing: it shields the words it covers from other triggers.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Annotated, Any, Literal, NamedTuple

from msgspec import Meta

from peelcheck.model import checked
from peelcheck.model.finding import Assertion, Level, Strict
from peelcheck.model.patterns import PatternError, any_of, compiled
from peelcheck.model.rulesdir import RulesDir


class Trigger(Strict, frozen=True, kw_only=True):
    """Words that change how what they reach holds."""

    pattern: str
    reach: Literal["forward", "backward", "sentence", "none"] = "forward"
    levels: Annotated[list[Level], Meta(description="Only readings of these levels; empty for all.")] = []


class Triggers(Strict, frozen=True, kw_only=True):
    """The triggers of one assertion."""

    triggers: list[Trigger]
    terminators: list[str] = []


class Negation(Strict, frozen=True, kw_only=True):
    """What turns a reading round."""

    words: Annotated[int, Meta(description="How many words may lie between the trigger and what it denies.")]
    triggers: list[str]
    terminators: list[str]


class Clauses(Strict, frozen=True, kw_only=True):
    """Where clauses begin."""

    contrast: list[str]
    concession: list[str]


class AssertionRules(Strict, frozen=True, kw_only=True):
    """The file assertion.yaml."""

    clauses: Clauses
    negation: Negation
    assertions: dict[Assertion, Triggers]
    anaphora: list[str]


class _Reach(NamedTuple):
    start: int
    end: int
    assertion: Assertion
    levels: frozenset[Level]
    trigger: tuple[int, int]


class Holding:
    """How the parts of one sentence hold."""

    def __init__(self, starts: list[int], concessions: list[bool], reaches: list[_Reach], length: int) -> None:
        self._starts, self._concessions, self._reaches, self._length = starts, concessions, reaches, length

    def clause(self, at: int) -> int:
        """The number of the clause at an offset."""
        return bisect_right(self._starts, at) - 1

    def start(self, clause: int) -> int:
        """Where a clause begins."""
        return self._starts[clause]

    def concedes(self, at: int) -> bool:
        """Whether the clause at an offset is a concession that another clause follows."""
        number = self.clause(at)
        return self._concessions[number] and len(self._starts) > number + 1

    def assertion(self, start: int, end: int, level: Level) -> Assertion:
        """The assertion of a reading at a span."""
        for reach in self._reaches:
            if reach.levels and level not in reach.levels:
                continue
            own = start <= reach.trigger[0] and reach.trigger[1] <= end  # a trigger among the words that are read
            if reach.start <= start < reach.end and not own:
                return reach.assertion
        return "present"


class Asserter:
    """Reads how sentences hold, with the rules of assertion.yaml."""

    def __init__(self, rules: AssertionRules) -> None:
        self._contrast = compiled("|".join(f"(?:{p})" for p in rules.clauses.contrast))
        self._concession = any_of(rules.clauses.concession)
        self._negation = compiled("|".join(f"(?:{p})" for p in rules.negation.triggers))
        self._negation_stop = compiled("|".join(f"(?:{p})" for p in rules.negation.terminators))
        self._words = rules.negation.words
        self._triggers: list[tuple[Assertion, Trigger, Any, Any]] = []
        for assertion, group in rules.assertions.items():
            stop = compiled("|".join(f"(?:{p})" for p in group.terminators)) if group.terminators else None
            self._triggers += [(assertion, trigger, compiled(trigger.pattern), stop) for trigger in group.triggers]
        self._any_trigger = any_of([trigger.pattern for _, trigger, _, _ in self._triggers])
        self._anaphora = any_of(rules.anaphora)

    @classmethod
    def load(cls, rules: RulesDir) -> Asserter:
        """Read assertion.yaml. Raises InputError."""
        data, marked = checked.load(rules.file("assertion.yaml"), AssertionRules)
        try:
            return cls(data)
        except PatternError as error:
            raise marked.error((), str(error), "Write it in RE2 syntax.") from None

    def points_back(self, sentence: str) -> bool:
        """Whether a sentence points back to the one before."""
        return self._anaphora(sentence) is not None

    def holding(self, sentence: str) -> Holding:
        """Clauses and reaches of one normalised sentence."""
        starts = [0]
        for match in self._contrast.finditer(sentence):
            at = match.start() + (sentence[match.start()] in ";,. ")
            if at > 0:
                starts.append(at)
        ends = [*starts[1:], len(sentence)]
        concessions = [self._concession(sentence[a:b].lstrip(" ,;")) is not None for a, b in zip(starts, ends, strict=True)]
        if len(starts) == 1 and concessions[0] and (comma := sentence.find(", ")) > 0:
            starts.append(comma + 2)  # "Despite a trial, the force has not ...": the concession ends at the comma
            ends = [comma + 2, len(sentence)]
            concessions.append(False)
        reaches = self._reaches(sentence, starts, ends) if self._any_trigger(sentence) else []
        return Holding(starts, concessions, reaches, len(sentence))

    def _reaches(self, sentence: str, starts: list[int], ends: list[int]) -> list[_Reach]:
        found: list[_Reach] = []
        shields: list[tuple[int, int]] = []
        for assertion, trigger, pattern, stop in self._triggers:
            for match in pattern.finditer(sentence):
                a, b = match.span()
                if trigger.reach == "none":
                    shields.append((a, b))
                    continue
                number = bisect_right(starts, a) - 1
                first, last = starts[number], ends[number]
                if trigger.reach == "sentence":
                    first, last = 0, len(sentence)
                elif trigger.reach == "forward":
                    first = a
                    ended = stop.search(sentence[b:last]) if stop else None
                    last = b + ended.start() if ended else last
                else:
                    last = b
                found.append(_Reach(first, last, assertion, frozenset(trigger.levels), (a, b)))
        return [r for r in found if not any(a <= r.trigger[0] < b for a, b in shields)]

    def negated(self, sentence: str, start: int, clause_start: int) -> bool:
        """Whether what begins at `start` is denied by a trigger that stands before it in its clause."""
        before = sentence[clause_start:start]
        denials = 0
        for match in self._negation.finditer(before):
            between = before[match.end() :]
            if len(between.split()) <= self._words and self._negation_stop.search(between) is None:
                denials += 1
        return denials % 2 == 1  # "has not addressed concerns": two that undo each other
