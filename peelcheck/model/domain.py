"""What an inspectorate's world consists of, as data: cycles with pillars, questions and grades; inspected bodies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated

from msgspec import Meta

from peelcheck.model import checked
from peelcheck.model.errors import InputError, suggest
from peelcheck.model.finding import Level, Strict
from peelcheck.model.patterns import PatternError, compiled
from peelcheck.model.rulesdir import RulesDir


class Needs(Strict, frozen=True, kw_only=True):
    """What evidence must show for a grade."""

    level: Annotated[Level, Meta(description="Signals must stand at this level or better ...")]
    share: Annotated[float, Meta(description="... with at least this share of the weight (the majority).")]
    failing: Annotated[float, Meta(description="The largest share of the weight that may stand at failing.")] = 1.0


class Grade(Strict, frozen=True, kw_only=True):
    """One grade of a scale."""

    id: str
    label: str
    words: Annotated[list[str], Meta(description="How the grade is written in running text, lower case.")]
    needs: Annotated[Needs | None, Meta(description="Null for the lowest grade: it needs nothing.")] = None


class Scale(Strict, frozen=True, kw_only=True):
    """Grades, worst first."""

    grades: list[Grade]
    ungraded: Grade
    cause_of_concern_cap: Annotated[
        str | None, Meta(description="A cause of concern on a question: its grade cannot be above this one.")
    ] = None
    note: str | None = None

    def rank(self, grade: str | None) -> int | None:
        """Position of a grade, 0 = worst; None for no grade of the scale."""
        return next((index for index, item in enumerate(self.grades) if item.id == grade), None)

    def label(self, grade: str | None) -> str:
        """How a grade is printed."""
        found = [item.label for item in [*self.grades, self.ungraded] if item.id == grade]
        return found[0] if found else str(grade)


class Question(Strict, frozen=True, kw_only=True):
    """A core question of a cycle."""

    id: str
    title: str
    aliases: Annotated[list[str], Meta(description="Other full wordings seen as headings.")] = []
    short: Annotated[list[str], Meta(description="Short titles, as in menus, letters and newer reports.")] = []
    topic: Annotated[str, Meta(description="Its cycle-independent name: the crosswalk.")]
    also: Annotated[list[str], Meta(description="Topics that it covers besides.")] = []
    graded: bool = True
    sub_questions: list[str] = []
    sections: list[str] = []
    verified: str | None = None
    note: str | None = None

    @property
    def titles(self) -> list[str]:
        """Every full wording."""
        return [self.title, *self.aliases]


class Overall(Strict, frozen=True, kw_only=True):
    """The judgment of a pillar as a whole."""

    graded: bool = False
    titles: list[str] = []


class Pillar(Strict, frozen=True, kw_only=True):
    """A pillar of a cycle; id is null where the cycle has none."""

    id: str | None
    title: str | None = None
    aliases: list[str] = []
    overall: Overall = Overall()
    questions: list[Question]


class Cycle(Strict, frozen=True, kw_only=True):
    """An inspection programme as data."""

    cycle: str
    name: str
    publisher: str
    year: Annotated[
        int | None, Meta(description="Year of inspection: puts cycles in order. Without it nothing is compared across years.")
    ] = None
    inspected: str | None = None
    published: str | None = None
    recognised_by: Annotated[list[str], Meta(description="Patterns that mark a document of this cycle.")]
    scale: Scale
    comparable_with: Annotated[list[str], Meta(description="Cycles whose grades may be compared with these.")] = []
    notes: list[str] = []
    pillars: list[Pillar]

    def question(self, pillar: str | None, question: str | None) -> Question | None:
        """A question by pillar and id."""
        for item in self.pillars:
            if item.id == pillar:
                return next((q for q in item.questions if q.id == question), None)
        return None

    def pillar(self, pillar: str | None) -> Pillar | None:
        """A pillar by id."""
        return next((item for item in self.pillars if item.id == pillar), None)

    def questions(self) -> Iterator[tuple[Pillar, Question]]:
        """Every question with its pillar."""
        for pillar in self.pillars:
            for question in pillar.questions:
                yield pillar, question


class Force(Strict, frozen=True, kw_only=True):
    """An inspected body."""

    id: str
    name: str
    aliases: list[str] = []
    region: str | None = None
    notes: str | None = None


class Alliance(Strict, frozen=True, kw_only=True):
    """Inspected bodies whose figures may be pooled."""

    name: str
    forces: list[str]
    note: str | None = None


class Forces(Strict, frozen=True, kw_only=True):
    """The file of inspected bodies."""

    version: int
    forces: list[Force]
    alliances: list[Alliance] = []
    comparators: Annotated[dict[str, list[str]], Meta(description="What figures are held against: name to patterns.")] = {}


class Domain:
    """Cycles and inspected bodies, checked against each other."""

    def __init__(self, cycles: dict[str, Cycle], file: Forces) -> None:
        self.cycles = cycles
        self.forces = {force.id: force for force in file.forces}
        self.alliances = file.alliances
        self.comparator_names = frozenset(file.comparators)
        self._comparators = [(name, compiled(pattern)) for name, found in file.comparators.items() for pattern in found]

    @classmethod
    def load(cls, rules: RulesDir) -> Domain:
        """Read cycles/*.yaml (files that hold a cycle) and forces.yaml. Raises InputError."""
        cycles: dict[str, Cycle] = {}
        for path in rules.glob("cycles/*.yaml"):
            if path.stem == "layouts":
                continue
            cycle, marked = checked.load(path, Cycle, rules.cache)
            for index, pattern in enumerate(cycle.recognised_by):
                try:
                    compiled(pattern)
                except PatternError as error:
                    raise marked.error(("recognised_by", index), str(error), "Write it in RE2 syntax.") from None
            cycles[cycle.cycle] = cycle
        for cycle in cycles.values():
            for other in cycle.comparable_with:
                if other not in cycles:
                    raise InputError(
                        f"comparable_with names the unknown cycle {other!r}",
                        suggest(other, sorted(cycles)),
                        key=cycle.cycle,
                    )
        forces, marked = checked.load(rules.file("forces.yaml"), Forces, rules.cache)
        try:
            return cls(cycles, forces)
        except PatternError as error:
            raise marked.error(("comparators",), str(error), "Write it in RE2 syntax.") from None

    def comparators(self, text: str) -> list[tuple[int, int, str]]:
        """The names in a text that figures are held against: (start, end, name)."""
        return [(*m.span(), name) for name, pattern in self._comparators for m in pattern.finditer(text)]

    @cached_property
    def force_names(self) -> dict[str, str]:
        """Every name and alias of a body, to its id."""
        return {name: force.id for force in self.forces.values() for name in (force.name, *force.aliases)}

    def topic(self, cycle: str, pillar: str | None, question: str | None) -> str | None:
        """The topic of a question, or None."""
        known = self.cycles.get(cycle)
        found = known.question(pillar, question) if known else None
        return found.topic if found else None

    def of_year(self, year: int) -> list[Cycle]:
        """The cycles that inspected in a year."""
        return [cycle for cycle in self.cycles.values() if cycle.year == year]

    def comparable(self, one: str, other: str) -> bool:
        """Whether grades of two cycles may be compared."""
        return one == other or other in self.cycles[one].comparable_with
