"""What documents look like, as data: the typed form of rules/cycles/layouts.yaml."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from msgspec import Meta

from peelcheck.model import checked
from peelcheck.model.domain import Cycle
from peelcheck.model.finding import Kind, Strict
from peelcheck.model.patterns import PatternError, any_of, compiled
from peelcheck.model.rulesdir import RulesDir

Region = Literal["contents", "overview", "data", "summary", "general", "annex"]


class Furniture(Strict, frozen=True, kw_only=True):
    """Lines that are not content."""

    kind: str
    pattern: str
    rest: Annotated[bool, Meta(description="What follows the match is a line of its own.")] = False


class AnswerList(Strict, frozen=True, kw_only=True):
    """Headings that open a list of answers."""

    kind: Kind
    headings: list[str]


class JudgmentForms(Strict, frozen=True, kw_only=True):
    """How grades are printed."""

    label: str
    heading: str
    narrative: list[str]
    not_ours: list[str]
    carried_over: str
    past: str


class LetterForms(Strict, frozen=True, kw_only=True):
    """How a letter of response looks."""

    recognised_by: list[str]
    needed: int
    count_claim: str
    counted: dict[str, Kind]
    to_all: Annotated[list[str], Meta(description="What a paragraph says that is about every answer of its list.")]


class LayoutData(Strict, frozen=True, kw_only=True):
    """The file."""

    furniture: list[Furniture]
    bullet: str
    note: str
    abbreviations: list[str]
    regions: dict[Region, list[str]]
    answers: list[AnswerList]
    item: str
    lead_in: str
    deadline: str
    judgment: JudgmentForms
    letter: LetterForms
    voices: dict[str, list[str]]


class Layout:
    """Layout data with its patterns compiled."""

    def __init__(self, data: LayoutData) -> None:
        self.data = data
        self.furniture = [(item.kind, compiled(item.pattern), item.rest) for item in data.furniture]
        self.bullet, self.note = compiled(data.bullet), compiled(data.note)
        self.item, self.lead_in = compiled(data.item), compiled(data.lead_in)
        self.deadline = compiled(data.deadline)
        self.regions: dict[Region, Callable[[str], Any]] = {name: any_of(p) for name, p in data.regions.items()}
        self.answer_headings = [(answer.kind, any_of(answer.headings)) for answer in data.answers]
        self.not_ours = any_of(data.judgment.not_ours)
        self.carried_over, self.past = compiled(data.judgment.carried_over), compiled(data.judgment.past)
        self.count_claim = compiled(data.letter.count_claim)
        self.to_all = any_of(data.letter.to_all)
        self.voices = {voice: any_of(patterns) for voice, patterns in data.voices.items()}

    @classmethod
    def load(cls, rules: RulesDir) -> Layout:
        """Read cycles/layouts.yaml. Raises InputError."""
        data, marked = checked.load(rules.file("cycles/layouts.yaml"), LayoutData, rules.cache)
        try:
            return cls(data)
        except PatternError as error:
            raise marked.error((), str(error), "Write it in RE2 syntax.") from None


class Grades:
    """The grade words of a cycle inside the grade patterns of the layout."""

    def __init__(self, layout: Layout, cycle: Cycle) -> None:
        self._by_word = {word: g.id for g in [*cycle.scale.grades, cycle.scale.ungraded] for word in g.words}
        words = "|".join(sorted(self._by_word, key=len, reverse=True))
        forms = layout.data.judgment
        self.label = compiled("(?i)" + forms.label.replace("{grade}", words))
        self.heading = compiled("(?i)" + forms.heading.replace("{grade}", words))
        self.named = compiled(f"(?i)\\b(?:{words})\\b")
        self.narrative = [compiled(p.replace("{grade}", f"(?i:{words})")) for p in forms.narrative]

    def of(self, words: str) -> str:
        """The grade that words stand for."""
        return self._by_word[" ".join(words.lower().split())]
