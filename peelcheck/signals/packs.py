"""Rule packs: the typed form of rules/<pillar>/<topic>.yaml and of the shared vocabulary."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from peelcheck.model import checked, yamls
from peelcheck.model.domain import Domain
from peelcheck.model.errors import InputError, suggest
from peelcheck.model.finding import Assertion, Level, Strict
from peelcheck.model.patterns import PatternError, compiled, expand
from peelcheck.model.rulesdir import CHECKS, RulesDir
from peelcheck.model.yamls import Marked
from peelcheck.signals.extending import joined, pack_files
from peelcheck.signals.extending import schema as extending_schema
from peelcheck.signals.trace import Place

Patterns = Annotated[list[str], Meta(description="RE2 patterns, smart case; {name} inserts a macro of the vocabulary.")]


class AppliesTo(Strict, frozen=True, kw_only=True):
    """Where a pack counts."""

    topic: Annotated[str, Meta(description="The topic whose question's assessment its signals enter.")]
    cycles: Annotated[list[str], Meta(description="Only these cycles; empty for all.")] = []


class MetricRule(Strict, frozen=True, kw_only=True):
    """Which figure speaks of a signal, and where its levels lie."""

    unit: Annotated[str, Meta(description="percent, count, months, ratio, per_million, ...")]
    about: Annotated[Patterns, Meta(description="One of these must match the sentence.")] = []
    unless: Annotated[Patterns, Meta(description="None of these may match the sentence.")] = []
    levels: Annotated[
        dict[Level, str], Meta(description="Level to condition ('< 60', '>= 98'); the first that holds, worst first.")
    ]
    relative: Annotated[bool, Meta(description="The conditions are about the ratio to the comparator's figure.")] = False


class Example(Strict, frozen=True, kw_only=True):
    """A sentence and how it must be read; run by `rules test`."""

    text: Annotated[str, Meta(description="One sentence, in your own words.")]
    before: Annotated[str | None, Meta(description="The sentence before it in its paragraph.")] = None
    here: Annotated[bool, Meta(description="True: it stands in the text of the pack's own question.")] = False
    under: Annotated[str | None, Meta(description="The heading that it stands under.")] = None
    level: Annotated[Level | Literal["none"], Meta(description="What must be read; none: nothing that is present.")]
    assertion: Annotated[Assertion, Meta(description="How it must hold.")] = "present"
    negates: Annotated[str | None, Meta(description="The words that are denied, where they are.")] = None
    answer: Annotated[
        bool,
        Meta(description="True: the text is an answer, and must (or, with level none, must not) be about the signal."),
    ] = False


class Signal(Strict, frozen=True, kw_only=True):
    """One aspect of performance that evidence speaks to."""

    title: Annotated[str, Meta(description="The state to be wished for, as one sentence.")]
    theme: Annotated[str, Meta(description="What a human coder would tag it with.")]
    rationale: Annotated[str, Meta(description="Why it bears on the grade.")]
    sources: Annotated[list[str], Meta(description="Where inspectors or guidance say so.")] = []
    weight: Annotated[int, Meta(description="1 context, 2 minor, 3 normal, 4 heavy, 5 decisive.", ge=1, le=5)] = 3
    subject: Annotated[Patterns, Meta(description="What a statement must speak of.")]
    here: Annotated[
        Patterns, Meta(description="Plain words that name the subject only in the text of the pack's own question.")
    ] = []
    under: Annotated[Patterns, Meta(description="`here` counts only under such headings instead, whatever the question.")] = []
    unless: Annotated[Patterns, Meta(description="A sentence that matches one of these is not read.")] = []
    terms: Annotated[list[str], Meta(description="Terms of the vocabulary asked for besides the general ones.")] = []
    without: Annotated[list[str], Meta(description="General terms that would mislead here.")] = []
    gives_way: Annotated[bool, Meta(description="A wide signal: silent where another reads the same words on the same side.")] = (
        False
    )
    metrics: Annotated[list[MetricRule], Meta(description="Figures that speak of it, and where their levels lie.")] = []
    cues: Annotated[dict[Level, Patterns], Meta(description="They speak where the subject stands in the sentence.")] = {}
    phrases: Annotated[dict[Level, Patterns], Meta(description="They speak by themselves: they name the subject.")] = {}
    answered_by: Annotated[Patterns, Meta(description="What an answer about this says.")] = []
    caps: Annotated[dict[Level, str], Meta(description="At this level the question's grade cannot be above this one.")] = {}
    base_rate: Annotated[dict[Level, float], Meta(description="How often each level occurs; uniform where absent.")] = {}
    examples: Annotated[list[Example], Meta(description="Sentences and how they must be read; `rules test` runs them.")]


class Pack(Strict, frozen=True, kw_only=True):
    """Signals of one topic."""

    pack: str
    title: str
    updated: str
    applies_to: AppliesTo
    signals: dict[str, Signal]


class Term(Strict, frozen=True, kw_only=True):
    """Words that judge whatever subject stands on their right side."""

    level: Level
    subject: Annotated[Literal["before", "after", "either"], Meta(description="Where the subject stands, seen from the term.")]
    reach: Annotated[int, Meta(description="Characters that may lie between term and subject.")] = 70
    denies: Annotated[bool, Meta(description="A denial: before other words of blame ('no concerns') it blames nothing.")] = False
    general: Annotated[bool, Meta(description="Applies to every signal; others are asked for by name.")] = False
    patterns: list[str]


class Vocabulary(Strict, frozen=True, kw_only=True):
    """Macros and terms that packs share."""

    macros: dict[str, str] = {}
    shields: Annotated[list[str], Meta(description="Words that look like a term and are none.")] = []
    terms: dict[str, Term]


@dataclass(frozen=True)
class Loaded:
    """All packs with their vocabulary, patterns expanded and known to compile."""

    vocabulary: Vocabulary
    packs: dict[str, Pack]
    paths: dict[str, Path]
    extensions: dict[str, Path] = field(default_factory=dict)  # by pack, the file that extends it

    def signals(self) -> dict[str, tuple[Pack, Signal]]:
        """Every signal by id, with its pack, in file order."""
        return {name: (pack, signal) for pack in self.packs.values() for name, signal in pack.signals.items()}

    def hashes(self) -> dict[str, str]:
        """The beginning of the SHA-256 of every pack's file by name; a file that extends a pack goes by both names."""
        extending = {f"{pack}+{path.parent.name}/{path.stem}": path for pack, path in self.extensions.items()}
        files = sorted({**self.paths, **extending}.items())
        return {name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for name, path in files}

    def marked(self, pack: str) -> Marked:
        """The data of a pack with the file and place of every key, read again."""
        return joined(self.paths[pack], self.extensions.get(pack))


class _Kept(Struct, frozen=True):
    """Packs as a cache keeps them: known to be right, with the places of their files and of those that extend them."""

    vocabulary: Vocabulary
    packs: dict[str, Pack]
    places: dict[str, tuple[int, str]]
    extensions: dict[str, tuple[int, str]]


def load(rules: RulesDir) -> Loaded:
    """Read vocabulary.yaml and every pack. Raises InputError naming file, line, key and remedy."""
    _refuse_stray(rules)
    kept = rules.made(rules.cache.key("packs", rules.digest(but=CHECKS)), _Kept, lambda: _load(rules))
    paths, extensions = ({pack: rules.at(place) for pack, place in own.items()} for own in (kept.places, kept.extensions))
    return Loaded(kept.vocabulary, kept.packs, paths, extensions)


def _load(rules: RulesDir) -> _Kept:
    vocabulary, marked = checked.load(rules.file("vocabulary.yaml"), Vocabulary, rules.cache)
    for index, pattern in enumerate(vocabulary.shields):
        _compile(marked, ("shields", index), pattern, vocabulary.macros)
    for name, term in vocabulary.terms.items():
        for index, pattern in enumerate(term.patterns):
            _compile(marked, ("terms", name, "patterns", index), pattern, vocabulary.macros)
    packs: dict[str, Pack] = {}
    paths: dict[str, Path] = {}
    extensions: dict[str, Path] = {}
    owner: dict[str, str] = {}
    for marked, path, extension in pack_files(rules, _needed()):
        pack = checked.typed(marked, Pack)
        for name, signal in pack.signals.items():
            if name in owner:
                raise marked.error(("signals", name), f"the signal {name!r} stands in {owner[name]} too", "Rename one of them.")
            owner[name] = pack.pack
            _check(marked, name, signal, vocabulary)
        for other in packs.values():
            if _overlap(pack, other):
                raise marked.error(
                    ("applies_to", "topic"),
                    f"the pack {other.pack!r} applies to the topic {pack.applies_to.topic!r} too",
                    "Keep the signals of a topic in one pack, or give each pack cycles of its own.",
                )
        packs[pack.pack], paths[pack.pack] = pack, path
        if extension is not None:
            extensions[pack.pack] = extension
    if not packs:
        raise InputError("there is no rule pack", "Add rules/<pillar>/<topic>.yaml.", path=rules.roots[0])
    return _Kept(
        vocabulary,
        packs,
        {pack: rules.placed(path) for pack, path in paths.items()},
        {pack: rules.placed(path) for pack, path in extensions.items()},
    )


def hold_against(loaded: Loaded, domain: Domain) -> None:
    """Refuse topics, cycles and grades that no cycle has: they would have no effect, in silence. Raises InputError."""
    topics = sorted({t for c in domain.cycles.values() for _, q in c.questions() for t in (q.topic, *q.also)})
    grades = sorted({g.id for c in domain.cycles.values() for g in c.scale.grades})
    for name, pack in loaded.packs.items():
        named: list[tuple[tuple[yamls.Step, ...], str, str, list[str]]] = [
            (("applies_to", "topic"), "topic", pack.applies_to.topic, topics),
            *((("applies_to", "cycles", i), "cycle", c, sorted(domain.cycles)) for i, c in enumerate(pack.applies_to.cycles)),
            *(
                (("signals", signal, "caps", level), "grade", grade, grades)
                for signal, item in pack.signals.items()
                for level, grade in item.caps.items()
            ),
        ]
        for steps, what, word, known in named:
            if word not in known:
                raise loaded.marked(name).error(steps, f"no cycle has the {what} {word!r}", suggest(word, known))


def schema() -> dict[str, Any]:
    """The published schema of a pack file, whole or extending another."""
    return extending_schema(checked.schema_of(Pack), Pack.__name__)


def place_of(example: Example, pack: Pack) -> Place:
    """Where an example stands."""
    return Place(pack.applies_to.topic if example.here else None, (example.under,) if example.under else ())


def _needed() -> list[str]:
    """The keys that a signal must have."""
    return [item.encode_name for item in msgspec.structs.fields(Signal) if item.required]


def _overlap(one: Pack, other: Pack) -> bool:
    """Whether two packs would assess the same questions."""
    if one.applies_to.topic != other.applies_to.topic:
        return False
    mine, theirs = set(one.applies_to.cycles), set(other.applies_to.cycles)
    return not mine or not theirs or bool(mine & theirs)


def _refuse_stray(rules: RulesDir) -> None:
    """A file at the top of a rules folder that is none of the known ones would be passed over in silence."""
    known = ["forces.yaml", "vocabulary.yaml", "assertion.yaml", "checks.yaml", "labels.yaml"]
    for path in rules.glob("*.yaml"):
        if path.name not in known:
            remedy = f"Packs lie one folder down, as in FOLDER/{path.name}; {suggest(path.name, known)}"
            raise InputError("is no file that rules have at the top of their folder", remedy, path=path)


def _check(marked: Marked, name: str, signal: Signal, vocabulary: Vocabulary) -> None:
    at: tuple[Any, ...] = ("signals", name)
    for list_name in ("subject", "here", "under", "unless", "answered_by"):
        for index, pattern in enumerate(getattr(signal, list_name)):
            _compile(marked, (*at, list_name, index), pattern, vocabulary.macros)
    for group in ("cues", "phrases"):
        for level, patterns in getattr(signal, group).items():
            for index, pattern in enumerate(patterns):
                _compile(marked, (*at, group, level, index), pattern, vocabulary.macros)
    for number, metric in enumerate(signal.metrics):
        for list_name in ("about", "unless"):
            for index, pattern in enumerate(getattr(metric, list_name)):
                _compile(marked, (*at, "metrics", number, list_name, index), pattern, vocabulary.macros)
        for level, condition in metric.levels.items():
            if (
                condition.split(" ")[0] not in ("<", "<=", ">", ">=")
                or not condition.split(" ")[-1].replace(".", "", 1).isdigit()
            ):
                raise marked.error(
                    (*at, "metrics", number, "levels", level),
                    f"{condition!r} is not a condition",
                    "Write '< 60' or '>= 98'.",
                )
    if signal.under and not signal.here:
        raise marked.error((*at, "under"), "says under which headings nothing counts", "Give `here` too, or leave it out.")
    for list_name in ("terms", "without"):
        for index, term in enumerate(getattr(signal, list_name)):
            if term not in vocabulary.terms:
                raise marked.error((*at, list_name, index), f"unknown term {term!r}", suggest(term, sorted(vocabulary.terms)))


def _compile(marked: Marked, steps: tuple[Any, ...], pattern: str, macros: dict[str, str]) -> None:
    try:
        compiled(expand(pattern, macros))
    except PatternError as error:
        raise marked.error(steps, str(error), "Write it in RE2 syntax, or name a macro of vocabulary.yaml.") from None
