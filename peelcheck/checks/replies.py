"""Which responses stand beside which answers, and whether one speaks of what the other asks for."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from peelcheck.checks.base import Context, NotAssessable, Subject
from peelcheck.evidence.corpus import Inspection
from peelcheck.extract.sentences import sentence_spans
from peelcheck.model.finding import ANSWERS, Finding
from peelcheck.model.text import normalise
from peelcheck.model.wording import Wording, abbreviations, rarity

NO_LETTER = "no document of response to this inspection is at hand"
NO_RESPONSE = "no response is to this answer"
_BEST_KNOWN = 3.0  # rarity of a word that stands nowhere else, where there is little text to count in
_FIRM_WORDS = 2
_LIST = 3  # answers from which a response to all of them may be to none in particular


@dataclass(frozen=True)
class Said:
    """One sentence of a response, and the finding that it stands in."""

    finding: str
    text: str


@dataclass(frozen=True)
class Pair:
    """An answer, the places where a letter restates it, and the responses to it."""

    answer: Finding
    restated: list[Finding]
    responses: list[Finding]
    by_recommendation: bool  # a cause of concern whose recommendations are answered one by one in its stead

    @property
    def shown(self) -> Finding:
        """The answer as the letter has it, where it restates it."""
        return self.restated[0] if self.restated else self.answer

    @property
    def fullest(self) -> Finding:
        """The answer as the letter has it, or the report's where the restatement is a coder's summary."""
        return self.shown if self.shown.text_form == "verbatim" else self.answer

    @property
    def ids(self) -> set[str]:
        """The answer's id, and those of its restatements."""
        return {self.answer.id, *(f.id for f in self.restated)}

    @property
    def verbatim(self) -> bool:
        """Whether answer and responses are all in the words of their documents."""
        return all(f.text_form == "verbatim" for f in [self.shown, *self.responses])


class Correspondence:
    """The answers of one inspection and what a letter says to them."""

    def __init__(self, context: Context, inspection: Inspection) -> None:
        self._context = context
        findings = context.corpus.by_inspection[inspection]
        every_pillar = [f for i, fs in context.corpus.by_inspection.items() if i[:2] == inspection[:2] for f in fs]
        self.inspection = inspection
        self.responses = [f for f in every_pillar if f.kind == "response" and f.pillar in (inspection.pillar, None)]
        self.restated = [f for f in findings if f.kind in ANSWERS and f.voice != "inspectorate"]
        documents = {f.locator.document for f in [*self.responses, *self.restated] if f.locator}
        letter = [f for f in every_pillar if f.locator and f.locator.document in documents]
        self._details = [f for f in letter if f.kind == "statement" and f.voice != "inspectorate"]
        paragraphs = [*self.responses, *self._details, *(f for f in letter if f.kind == "response")]
        self.letter = list({f.id: f for f in paragraphs}.values())
        self.wording = Wording(context.stop_words, abbreviations(f.text for f in every_pillar))
        words = [self.wording.words(f.text) for f in {f.id: f for f in [*findings, *letter]}.values()]
        self._rarity, self._rarest = rarity(words), max(_BEST_KNOWN, math.log(len(words) + 1))
        self.pairs = [self._pair(answer, findings) for answer in context.corpus.answers(inspection)]

    def _pair(self, answer: Finding, findings: list[Finding]) -> Pair:
        restated = [f for f in self.restated if f.quotes == answer.id or f is answer]
        ids = {answer.id, *(f.id for f in restated)}
        own = [r for r in self.responses if ids & set(r.answers)]
        return Pair(answer, restated, own, any(f.parent in ids for f in findings))

    def said(self, pair: Pair) -> list[Said]:
        """Every sentence of the responses to an answer, with the statements that a coder made of them."""
        found: list[Said] = []
        for response in pair.responses:
            inside = [f for f in self._details if _inside(f, response)]
            found += [said for f in [response, *inside] for said in sentences(f)]
        return found

    def weight(self, words: frozenset[str]) -> float:
        """How much words say together: the sum of their rarities."""
        return sum(self._rarity.get(w, self._rarest) for w in words)

    def share(self, wanted: frozenset[str], held: frozenset[str]) -> float:
        """The share of the weight of the wanted words that is held; 1 where nothing is wanted."""
        whole = self.weight(wanted)
        return self.weight(wanted & held) / whole if whole else 1.0

    def words(self, text: str) -> frozenset[str]:
        """The content words of a text."""
        return self.wording.words(text)

    def themes(self, text: str) -> frozenset[str]:
        """The themes that a text is about."""
        signals = self._context.rules.signals()
        return frozenset(signals[name][1].theme for name, _ in self._context.about(text))

    def specific(self, pair: Pair, response: Finding) -> bool:
        """Whether a response is about this answer, and not about every answer of its list."""
        place = pair.answer.pillar, pair.answer.question
        listed = [p for p in self.pairs if (p.answer.pillar, p.answer.question) == place and not p.by_recommendation]
        if len(listed) < _LIST or not all(p.ids & set(response.answers) for p in listed):
            return True
        mine = frozenset().union(*(self.words(t) for t in [pair.shown.text, *pair.shown.parts]))
        text = " ".join(s.text for s in self.said(replace(pair, responses=[response])))
        shared = mine & self.words(text)
        return len(shared) >= _FIRM_WORDS or bool(self.themes(pair.shown.text) & self.themes(text))

    def elsewhere(self, wanted: frozenset[str], pair: Pair) -> float:
        """The largest share of wanted words that one paragraph of the letter holds which is no response to the answer."""
        own = {f.id for f in pair.responses}
        return max((self.share(wanted, self.words(f.text)) for f in self.letter if f.id not in own), default=0.0)

    def subject(self, pair: Pair, part: str = "") -> Subject:
        """What a flag about an answer, or about a part of one, is known by: its content words."""
        return Subject(self.inspection, pair.answer.question, ordinal=self.identity(pair.answer.text, part))

    def identity(self, *texts: str) -> str:
        """What a flag is known by: content words, so that what it is about may move."""
        words = " / ".join(" ".join(sorted(self.words(text))) for text in texts)
        return hashlib.sha256(words.encode()).hexdigest()[:8]


def correspondences(context: Context) -> Iterator[Correspondence | NotAssessable]:
    """What every inspection was answered; not assessable where there are answers and no response to any."""
    grouped = context.corpus.by_inspection
    general = {i[:2] for i, fs in grouped.items() if i.pillar is None and any(f.kind == "response" for f in fs)}
    for inspection, findings in grouped.items():
        if not any(f.kind in ANSWERS or f.kind == "response" for f in findings):
            continue
        if any(f.kind == "response" for f in findings) or inspection[:2] in general:
            yield Correspondence(context, inspection)
        else:
            yield NotAssessable(Subject(inspection), NO_LETTER)


def sentences(finding: Finding) -> list[Said]:
    """The sentences of a finding."""
    text = normalise(finding.text).text
    return [Said(finding.id, text[start:end]) for start, end in sentence_spans(text, frozenset())]


def _inside(statement: Finding, response: Finding) -> bool:
    one, other = statement.locator, response.locator
    if one is None or other is None or one.document != other.document:
        return False
    return other.chars[0] <= one.chars[0] and one.chars[1] <= other.chars[1]
