"""What is weak in rule packs although they load and their examples hold: `rules lint`.

Everything is measured by reading: examples, and a corpus where one is given, go through the reader, and its trace tells which
patterns matched, which spoke and of what. Nothing here knows a domain.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from peelcheck.model import yamls
from peelcheck.model.counts import number_of
from peelcheck.model.finding import LOW, Finding
from peelcheck.model.rulesdir import RulesDir
from peelcheck.signals.packs import Example, Signal, place_of
from peelcheck.signals.reader import SignalReader
from peelcheck.signals.trace import Serves, Trace

Severity = Literal["warning", "note"]
_FEWEST = 4  # examples that a signal should have
_COMMON = 0.02  # share of the sentences from which a subject of one word is a common one
_COMMON_LEAST = 5  # and the number of them
_MACRO = re.compile(r"\{([a-z_]+)(?: \d+)?\}")
_NOISE = re.compile(r"\\[A-Za-z]|\\.|\{[^{}]*\}")  # escapes, macros and counts: their letters are no words
_OPENING = re.compile(r"\(\?(?:P?<\w+>|(?P<flags>[a-zA-Z-]*):?)")


class Remark(NamedTuple):
    """One line of lint, at the place in the rules that it is about."""

    path: Path
    line: int
    column: int
    severity: Severity
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column} {self.severity} {self.message}"


class _Sentence(NamedTuple):
    text: str
    signal: str | None  # whose example it is
    trace: Trace
    example: Example | None = None


def lint(reader: SignalReader, rules: RulesDir, corpus: Iterable[Finding] | None = None) -> list[Remark]:
    """Everything that is remarkable about packs and vocabulary, in the order of files and lines.

    corpus -- findings that are read to see which patterns are alive; the examples where there is none
    """
    examples = list(_examples(reader))
    read = examples if corpus is None else _read(reader, corpus)
    where = "the examples" if corpus is None else f"the {number_of(len(read), 'sentence')} of the corpus"
    marks = {name: reader.loaded.marked(name) for name in reader.loaded.packs}
    found: list[Remark] = []
    for name, (pack, signal) in reader.loaded.signals().items():
        marked, at = marks[pack.pack], ("signals", name)
        places = dict(_patterns(name, signal))
        found += _signal(marked, at, name, signal)
        found += [_remark(marked, steps, "warning", smart) for serves, steps in places.items() for smart in _smart_case(serves)]
        found += _dead(marked, places, read, where)
        found += _common(marked, places, name, read)
        found += _once(marked, places, examples)
        found += _needless(marked, places, examples)
        found += _shared(marked, places, name, read)
    return sorted([*found, *_vocabulary(reader, rules)])


def _remark(marked: yamls.Marked, steps: tuple[yamls.Step, ...], severity: Severity, message: str) -> Remark:
    return Remark(marked.file(steps), *marked.place(steps), severity, message)


def _examples(reader: SignalReader) -> Iterator[_Sentence]:
    for name, (pack, signal) in reader.loaded.signals().items():
        for example in signal.examples:
            if not example.answer:
                inherited = reader.read(example.before, place=place_of(example, pack))[1] if example.before else frozenset()
                trace = Trace()
                reader.read(example.text, inherited, trace=trace, place=place_of(example, pack))
                yield _Sentence(example.text, name, trace, example)


def _read(reader: SignalReader, corpus: Iterable[Finding]) -> list[_Sentence]:
    read: list[_Sentence] = []
    uncoded = (msgspec.structs.replace(finding, coded=[]) for finding in corpus)
    for _ in reader.observations(uncoded, lambda finding, trace: read.append(_Sentence(finding.text, None, trace))):
        pass
    return read


def _patterns(name: str, signal: Signal) -> Iterator[tuple[Serves, tuple[yamls.Step, ...]]]:
    """Every pattern that can speak, with its path in the pack."""
    for index, pattern in enumerate(signal.subject):
        yield Serves("subject", name, None, pattern), ("signals", name, "subject", index)
    for index, pattern in enumerate(signal.here):
        yield Serves("here", name, None, pattern), ("signals", name, "here", index)
    for level, patterns in signal.cues.items():
        for index, pattern in enumerate(patterns):
            yield Serves("cue", name, level, pattern), ("signals", name, "cues", level, index)
    for level, patterns in signal.phrases.items():
        for index, pattern in enumerate(patterns):
            yield Serves("phrase", name, level, pattern), ("signals", name, "phrases", level, index)


Places = dict[Serves, tuple[yamls.Step, ...]]


def _signal(marked: yamls.Marked, at: tuple[yamls.Step, ...], name: str, signal: Signal) -> Iterator[Remark]:
    if not signal.answered_by:
        yield _remark(marked, at, "warning", f"{name} has no answered_by: no answer can be about it")
    read = [example for example in signal.examples if not example.answer]
    if len(signal.examples) < _FEWEST:
        yield _remark(
            marked, (*at, "examples"), "warning", f"{name} has {number_of(len(signal.examples), 'example')}, fewer than {_FEWEST}"
        )
    if not any(example.level == "none" for example in read):
        yield _remark(marked, (*at, "examples"), "note", f"{name} has no example that must not be read (level: none)")
    if not any(example.assertion in ("historical", "planned") for example in read):
        yield _remark(marked, (*at, "examples"), "note", f"{name} has no example that is historical or planned")


def _dead(marked: yamls.Marked, places: Places, read: list[_Sentence], where: str) -> Iterator[Remark]:
    alive = {heard.serves for sentence in read for heard in sentence.trace.heard}
    for serves, steps in places.items():
        if serves not in alive:
            beside = " with its subject" if serves.role == "cue" else ""
            yield _remark(marked, steps, "warning", f"dead {serves.role} of {serves.owner}: nothing in {where} has it{beside}")


def _once(marked: yamls.Marked, places: Places, examples: list[_Sentence]) -> Iterator[Remark]:
    texts: dict[Serves, set[str]] = defaultdict(set)
    for sentence in examples:
        for heard in sentence.trace.heard:
            texts[heard.serves].add(sentence.text)
    for serves, steps in places.items():
        if serves.role not in ("subject", "here") and len(texts[serves]) == 1:
            yield _remark(marked, steps, "note", f"{serves.role} of {serves.owner} matches one example only")


def _needless(marked: yamls.Marked, places: Places, examples: list[_Sentence]) -> Iterator[Remark]:
    """Patterns that could go without any example noticing: others read the same there, the shared terms above all."""
    needed: set[Serves] = set()
    for sentence in examples:
        wanted = sentence.example
        if wanted is None or wanted.level == "none":
            continue
        found = [f for f in sentence.trace.found if f.reading.signal == sentence.signal]
        sources = {f.serves for f in found if (f.reading.level, f.reading.assertion) == (wanted.level, wanted.assertion)}
        subjects = {
            h.serves for h in sentence.trace.heard if h.serves.role in ("subject", "here") and h.serves.owner == sentence.signal
        }
        needed |= sources if len(sources) == 1 else set()
        needed |= subjects if len(subjects) == 1 and not any(s.role == "phrase" for s in sources) else set()
    for serves, steps in places.items():
        if serves not in needed:
            message = f"no example needs this {serves.role} of {serves.owner}: give one that nothing else reads, or delete it"
            yield _remark(marked, steps, "note" if serves.role in ("subject", "here") else "warning", message)


def _common(marked: yamls.Marked, places: Places, name: str, read: list[_Sentence]) -> Iterator[Remark]:
    """A subject of one word that many sentences hold which are about other things, as far as anyone knows."""
    others = [sentence for sentence in read if sentence.signal != name]
    for serves, steps in places.items():
        if serves.role != "subject":
            continue
        holds = [[s.trace.words(at) for h in s.trace.heard if h.serves == serves for at in h.spans] for s in others]
        words = Counter(word.lower() for found in holds for word in found)
        count = sum(bool(found) for found in holds)
        if count >= max(_COMMON_LEAST, _COMMON * len(others)) and not any(" " in word for word in words):
            shown = ", ".join(f"“{word}”" for word, _ in words.most_common(2))
            among = f"in {count} of {len(others)} sentences that are not its examples"
            message = f"subject of {name} is a single common word: {shown}, {among}"
            yield _remark(marked, steps, "warning", message)


def _shared(marked: yamls.Marked, places: Places, name: str, read: list[_Sentence]) -> Iterator[Remark]:
    """Cues and phrases that speak for another signal too, by the same words."""
    met: dict[tuple[Serves, str, bool], list[str]] = defaultdict(list)
    for sentence in read:
        spoken = [f for f in sentence.trace.found if f.serves.role in ("cue", "phrase")]
        for mine in spoken:
            if mine.reading.signal != name:
                continue
            a, b = mine.reading.span
            for other in spoken:
                c, d = other.reading.span
                if other.reading.signal != name and a < d and c < b:
                    against = (mine.reading.level in LOW) != (other.reading.level in LOW)
                    met[mine.serves, other.reading.signal, against].append(mine.reading.cue)
    for (serves, other_name, against), cues in met.items():
        severity: Severity = "warning" if against else "note"
        sense = "with the opposite sense " if against else ""
        often = number_of(len(cues), "time")
        message = f"{serves.role} of {name} fires in {other_name} too, {sense}on the same words: “{cues[0]}” ({often})"
        yield _remark(marked, places[serves], severity, message)


def _smart_case(serves: Serves) -> Iterator[str]:
    """An alternation whose capital makes its other branches case-sensitive words."""
    if serves.pattern.startswith("(?i)"):
        return
    for branches in _alternations(serves.pattern):
        words = [re.sub(r"\[[^\]]*\]", "", branch) for branch in branches]
        capital = next((branch for branch in branches if any(c.isupper() for c in branch)), None)
        small = [w for branch, w in zip(branches, words, strict=True) if branch == branch.lower() and re.search("[a-z]{3}", w)]
        if capital is not None and small:
            yield (
                f"{serves.role} of {serves.owner}: the capital in '{capital}' makes '{small[0]}' case-sensitive too; "
                f"write (?i:{small[0]}) or two patterns"
            )
            return


def _alternations(pattern: str) -> Iterator[list[str]]:
    """The branches of every alternation outside `(?i:...)`, without escapes and macros; inner ones before outer ones."""
    bare = _NOISE.sub("", pattern)
    groups: list[tuple[list[str], bool]] = [([""], False)]
    at = 0
    while at < len(bare):
        char = bare[at]
        if char == "[":
            end = bare.find("]", at + 2)
            end = len(bare) if end < 0 else end + 1
            groups[-1][0][-1] += bare[at:end]
            at = end
            continue
        if char == "(":
            opening = _OPENING.match(bare, at)
            folded = opening is not None and "i" in (opening["flags"] or "")
            groups.append(([""], folded or groups[-1][1]))
            at = opening.end() if opening else at + 1
            continue
        if char == ")" and len(groups) > 1:
            branches, folded = groups.pop()
            if not folded:
                if len(branches) > 1:
                    yield branches
                groups[-1][0][-1] += "|".join(branches) if len(branches) == 1 else f"({'|'.join(branches)})"
        elif char == "|":
            groups[-1][0].append("")
        else:
            groups[-1][0][-1] += char
        at += 1
    if len(groups[0][0]) > 1:
        yield groups[0][0]


def _vocabulary(reader: SignalReader, rules: RulesDir) -> Iterator[Remark]:
    vocabulary = reader.loaded.vocabulary
    marked = yamls.read(rules.file("vocabulary.yaml"))
    signals = [signal for _, signal in reader.loaded.signals().values()]
    asked = {term for signal in signals for term in signal.terms}
    for name, term in vocabulary.terms.items():
        if not term.general and name not in asked:
            yield _remark(marked, ("terms", name), "warning", f"no signal asks for the term {name}")
        if term.general and all(name in signal.without for signal in signals):
            yield _remark(marked, ("terms", name), "warning", f"every signal refuses the term {name}")
    patterns = [p for term in vocabulary.terms.values() for p in term.patterns]
    for signal in signals:
        figures = [p for metric in signal.metrics for p in [*metric.about, *metric.unless]]
        spoken = [serves.pattern for serves, _ in _patterns("", signal)]
        patterns += [*spoken, *signal.unless, *signal.answered_by, *figures]
    used = {name for pattern in [*patterns, *vocabulary.shields] for name in _MACRO.findall(pattern)}
    for name in vocabulary.macros:
        if name not in used:
            yield _remark(marked, ("macros", name), "warning", f"no pattern uses the macro {{{name}}}")
