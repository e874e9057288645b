"""How a reading holds: negated, historical, planned, of another body. ConText (Harkema et al. 2009), from data.

A trigger has a direction; what it reaches ends at a terminator, at the end of its clause or, where it says so, of its
sentence. A trigger with reach `none` reaches nothing: it shields the words it covers from other triggers.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Annotated, Any, Literal

from msgspec import Meta

from peelcheck.model import checked
from peelcheck.model.finding import Assertion, Finding, Level, Strict
from peelcheck.model.patterns import PatternError, any_of, compiled
from peelcheck.model.rulesdir import RulesDir
from peelcheck.signals.trace import Clause, Reach, Span

_MAX_GAP = 3  # characters between two sentences of one paragraph


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
    points_back: Annotated[list[str], Meta(description="Clauses that take over the subject of the clause before.")] = []


class AssertionRules(Strict, frozen=True, kw_only=True):
    """The file assertion.yaml."""

    clauses: Clauses
    negation: Negation
    assertions: dict[Assertion, Triggers]
    anaphora: Annotated[list[str], Meta(description="Sentences that take over a subject where they name none.")]
    summing_up: Annotated[list[str], Meta(description="Those that do so even beside a subject of their own.")]


class Holding:
    """How the parts of one sentence hold."""

    def __init__(self, starts: list[int], concessions: list[bool], back: list[bool], reaches: list[Reach], length: int) -> None:
        self._starts, self._concessions, self._back = starts, concessions, back
        self._reaches, self._length = reaches, length
        self.joined: dict[int, int] = {}  # clauses that take over the subject of one before, and that one

    def join(self, speaking: set[int]) -> None:
        """Join clauses that name no subject and point back to the last one that does; `speaking`: those that name one."""
        self.joined = {}
        for clause, back in enumerate(self._back):
            if back and clause and clause not in speaking:
                self.joined[clause] = self.joined.get(clause - 1, clause - 1)

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

    @property
    def clauses(self) -> list[Clause]:
        """All clauses, in order."""
        ends = [*self._starts[1:], self._length]
        return [Clause(a, b, self.concedes(a)) for a, b in zip(self._starts, ends, strict=True)]

    @property
    def reaches(self) -> list[Reach]:
        """What triggers of assertions reach, in the order in which they are asked."""
        return self._reaches

    def assertion(self, start: int, end: int, level: Level) -> Assertion:
        """The assertion of a reading at a span."""
        reach = self.reach(start, end, level)
        return reach.assertion if reach is not None else "present"

    def reach(self, start: int, end: int, level: Level) -> Reach | None:
        """The first trigger that reaches a reading at a span."""
        for reach in self._reaches:
            if reach.levels and level not in reach.levels:
                continue
            own = start <= reach.trigger[0] and reach.trigger[1] <= end  # a trigger among the words that are read
            if reach.start <= start < reach.end and not own:
                return reach
        return None


class Asserter:
    """Reads how sentences hold, with the rules of assertion.yaml."""

    def __init__(self, rules: AssertionRules) -> None:
        self._contrast = compiled("|".join(f"(?:{p})" for p in rules.clauses.contrast))
        self._concession = any_of(rules.clauses.concession)
        self._back = any_of(rules.clauses.points_back)
        self._negation = compiled("|".join(f"(?:{p})" for p in rules.negation.triggers))
        self._negation_stop = compiled("|".join(f"(?:{p})" for p in rules.negation.terminators))
        self._words = rules.negation.words
        self._triggers: list[tuple[Assertion, Trigger, Any, Any]] = []
        for assertion, group in rules.assertions.items():
            stop = compiled("|".join(f"(?:{p})" for p in group.terminators)) if group.terminators else None
            self._triggers += [(assertion, trigger, compiled(trigger.pattern), stop) for trigger in group.triggers]
        self._any_trigger = any_of([trigger.pattern for _, trigger, _, _ in self._triggers])
        self._anaphora, self._sums_up = any_of(rules.anaphora), any_of(rules.summing_up)

    @classmethod
    def load(cls, rules: RulesDir) -> Asserter:
        """Read assertion.yaml. Raises InputError."""
        data, marked = checked.load(rules.file("assertion.yaml"), AssertionRules, rules.cache)
        try:
            return cls(data)
        except PatternError as error:
            raise marked.error((), str(error), "Write it in RE2 syntax.") from None

    def points_back(self, sentence: str, names_its_own: bool) -> bool:
        """Whether a sentence takes over the subject of the one before; harder where it names a subject itself."""
        if names_its_own and self._sums_up(sentence) is None:
            return False
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
        back = [self._back(sentence[a:b]) is not None for a, b in zip(starts, ends, strict=True)]
        return Holding(starts, concessions, back, reaches, len(sentence))

    def _reaches(self, sentence: str, starts: list[int], ends: list[int]) -> list[Reach]:
        found: list[Reach] = []
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
                found.append(Reach(first, last, assertion, frozenset(trigger.levels), (a, b)))
        return [r for r in found if not any(a <= r.trigger[0] < b for a, b in shields)]

    def denial(self, sentence: str, start: int, clause_start: int) -> Span | None:
        """The trigger before it in its clause that denies what begins at `start`, if there is one."""
        before = sentence[clause_start:start]
        denials: list[Span] = []
        for match in self._negation.finditer(before):
            between = before[match.end() :]
            if len(between.split()) <= self._words and self._negation_stop.search(between) is None:
                denials.append((clause_start + match.start(), clause_start + match.end()))
        return denials[-1] if len(denials) % 2 == 1 else None  # "has not addressed concerns": two that undo each other


def follows(before: Finding, finding: Finding) -> bool:
    """Whether two findings are neighbouring sentences of one paragraph."""
    a, b = before.locator, finding.locator
    if a is None or b is None or a.document != b.document or before.section != finding.section:
        return False
    return 0 <= b.chars[0] - a.chars[1] <= _MAX_GAP and a.chars[1] > 0 and b.lines[0] == a.lines[1]
