"""Reads findings as signals: cues, shared terms and figures, each with its assertion.

All patterns of all packs are looked for at once, each only where words stand that it needs. A term of the shared vocabulary
judges the subjects on its right side in its clause; a cue speaks where the subject stands in the sentence; a phrase speaks by
itself; a figure speaks where its unit and its sentence fit. What a human coded wins over all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from peelcheck.model.domain import Domain
from peelcheck.model.finding import ANSWERS, LOW, Finding, Level, Metric
from peelcheck.model.patterns import any_of, expand
from peelcheck.model.quantities import Quantity, quantities
from peelcheck.model.rulesdir import RulesDir
from peelcheck.model.text import normalise
from peelcheck.signals.assertion import Asserter, Holding, follows
from peelcheck.signals.fitting import TAKEN_OVER, fit, level_of
from peelcheck.signals.observation import Observation, observe
from peelcheck.signals.packs import Loaded, MetricRule, Signal, Term, hold_against, load
from peelcheck.signals.patternset import PatternSet
from peelcheck.signals.settling import settle
from peelcheck.signals.trace import Found, Heard, Place, Reading, Refused, Serves, Span, Trace, refuse

_LACKING = 24  # characters within which a lack of something takes the praise out of it
_NOWHERE = Place()
_TURNED: dict[Level, Level] = {"failing": "sound", "weak": "sound", "sound": "weak", "strong": "weak"}
_READ = frozenset({"statement", "metric"})


class _Cue(NamedTuple):
    """A cue or phrase that hit."""

    signal: str
    level: Level
    span: Span
    serves: Serves


@dataclass
class _Before:
    """The sentence before, for sentences that point back to it."""

    finding: Finding
    subjects: frozenset[str]


class _Metric(NamedTuple):
    rule: MetricRule
    about: Any
    unless: Any
    serves: Serves


class SignalReader:
    """Reads sentences and findings with one set of rules."""

    def __init__(self, rules: RulesDir, domain: Domain | None = None, loaded: Loaded | None = None) -> None:
        domain = domain or Domain.load(rules)
        self._comparators = domain.comparators
        self.loaded = loaded or load(rules)
        hold_against(self.loaded, domain)
        self.asserter = Asserter.load(rules)
        self._signals = self.loaded.signals()
        self._wide = frozenset(name for name, (_, signal) in self._signals.items() if signal.gives_way)
        self._terms: dict[str, Term] = self.loaded.vocabulary.terms
        macros = self.loaded.vocabulary.macros
        self._about: PatternSet[Serves] = PatternSet(macros)
        self._cues: dict[str, PatternSet[Serves]] = {}
        self._metrics: dict[str, list[_Metric]] = {}
        self._allowed: dict[str, frozenset[str]] = {}
        self._answered: dict[str, Any] = {}
        self._under: dict[str, Any] = {}
        self._domain = domain
        general = {name for name, term in self._terms.items() if term.general}
        for name, term in self._terms.items():
            for pattern in term.patterns:
                self._about.add(pattern, Serves("term", name, term.level, pattern))
        for pattern in self.loaded.vocabulary.shields:
            self._about.add(pattern, Serves("shield", "", None, pattern))
        for name, (_, signal) in self._signals.items():
            self._add_signal(name, signal, macros)
            self._allowed[name] = frozenset((general | set(signal.terms)) - set(signal.without))

    def _add_signal(self, name: str, signal: Signal, macros: dict[str, str]) -> None:
        for pattern in signal.subject:
            self._about.add(pattern, Serves("subject", name, None, pattern))
        for pattern in signal.here:
            self._about.add(pattern, Serves("here", name, None, pattern))
        for level, patterns in signal.phrases.items():
            for pattern in patterns:
                self._about.add(pattern, Serves("phrase", name, level, pattern))
        own: PatternSet[Serves] = PatternSet(macros)
        for pattern in signal.unless:
            own.add(pattern, Serves("unless", name, None, pattern))
        for level, patterns in signal.cues.items():
            for pattern in patterns:
                own.add(pattern, Serves("cue", name, level, pattern))
        self._cues[name] = own

        def wide(patterns: list[str]) -> Callable[[str], Any]:
            return any_of([expand(p, macros) for p in patterns])

        self._metrics[name] = [
            _Metric(m, wide(m.about) if m.about else None, wide(m.unless), Serves("figure", name, None, m.unit))
            for m in signal.metrics
        ]
        self._answered[name] = wide(signal.answered_by)
        self._under[name] = wide(signal.under) if signal.under else None

    def observations(
        self, findings: Iterable[Finding], watch: Callable[[Finding, Trace], None] | None = None
    ) -> Iterator[Observation]:
        """Observations of findings, in their order; `watch` is shown how each sentence was read."""
        before: _Before | None = None
        for finding in findings:
            if finding.coded:
                yield from self._coded(finding)
                before = None
            elif finding.kind in ANSWERS:
                yield from self._answer(finding)
            elif finding.kind in _READ:
                inherited = before.subjects if before is not None and follows(before.finding, finding) else frozenset()
                trace = Trace() if watch is not None else None
                readings, subjects = self.read(finding.text, inherited, finding.metrics, trace, self._place(finding))
                if watch is not None and trace is not None:
                    watch(finding, trace)
                before = _Before(finding, subjects)
                for reading in readings:
                    yield self._observe(finding, reading)

    def _place(self, finding: Finding) -> Place:
        return Place(self._domain.topic(finding.cycle, finding.pillar, finding.question), tuple(finding.section))

    def _counts_here(self, signal: str, place: Place) -> bool:
        """Whether a signal's plain words name its subject at a place."""
        under = self._under[signal]
        if under is not None:
            return any(under(heading) for heading in place.headings)
        return place.topic == self._signals[signal][0].applies_to.topic

    def _observe(self, finding: Finding, reading: Reading) -> Observation:
        pack, signal = self._signals[reading.signal]
        return observe(
            finding,
            pack.applies_to.topic,
            reading.signal,
            signal.theme,
            role="evidence",
            level=reading.level,
            assertion=reading.assertion,
            value=reading.value,
            negates=reading.negates,
            cue=reading.cue,
            read_by="measured" if reading.measured else "cue",
        )

    def _coded(self, finding: Finding) -> Iterator[Observation]:
        role = "answer" if finding.kind in ANSWERS else "evidence"
        for code in finding.coded:
            if code.signal not in self._signals:
                continue  # PC002 reports it
            pack, signal = self._signals[code.signal]
            units = {rule.rule.unit for rule in self._metrics[code.signal]}
            value = next((m.value for m in finding.metrics if m.unit in units and m.scope is None), None)
            yield observe(
                finding,
                pack.applies_to.topic,
                code.signal,
                signal.theme,
                role=role,
                level=None if role == "answer" else code.level,
                assertion=code.assertion,
                negates=code.negates,
                value=value,
                read_by="coded",
            )

    def _answer(self, finding: Finding) -> Iterator[Observation]:
        for name, cue in self.answers(" ".join([finding.text, *finding.parts])):
            pack, signal = self._signals[name]
            yield observe(
                finding,
                pack.applies_to.topic,
                name,
                signal.theme,
                role="answer",
                level=None,
                assertion="present",
                cue=cue,
            )

    def answers(self, text: str) -> list[tuple[str, str]]:
        """The signals that an answer's text is about, each with the words that say so."""
        plain = normalise(text).text
        return [(name, found.group(0)) for name, search in self._answered.items() if (found := search(plain))]

    def read(
        self,
        text: str,
        inherited: frozenset[str] = frozenset(),
        metrics: Sequence[Metric] = (),
        trace: Trace | None = None,
        place: Place = _NOWHERE,
    ) -> tuple[list[Reading], frozenset[str]]:
        """The readings of one sentence, and the signals whose subject it names or takes over.

        inherited -- signals that the sentence before spoke of
        metrics -- quantities that the finding knows of
        trace -- takes note of every step
        place -- where it stands
        """
        plain = normalise(text).text
        data = plain.encode("ascii", "replace")
        named: dict[str, list[Span]] = {}
        spoken: list[_Cue] = []
        terms: list[tuple[Serves, Span]] = []
        shields: list[Span] = []
        if trace is not None:
            whole = self.asserter.holding(plain)
            trace.plain, trace.clauses, trace.reaches = plain, whole.clauses, whole.reaches
        for tags, spans in self._about.find(data):
            for serves in tags:
                if serves.role == "here" and not self._counts_here(serves.owner, place):
                    refuse(trace, serves.owner, serves, spans[0], "place", None)
                    continue
                if trace is not None:
                    trace.heard.append(Heard(serves, spans))
                if serves.role in ("subject", "here"):
                    named.setdefault(serves.owner, []).extend(spans)
                elif serves.role == "term":
                    terms += [(serves, span) for span in spans]
                elif serves.role == "shield":
                    shields += spans
                else:
                    spoken += [_Cue(serves.owner, serves.level, span, serves) for span in spans]  # type: ignore[arg-type]
        if shields:
            terms = list(_unshielded(terms, shields, trace))
        found, subjects = self._judge(plain, data, named, spoken, terms, metrics, trace)
        if found and inherited and self.asserter.points_back(plain, names_its_own=False):
            subjects |= inherited  # "This means that they ...": the paragraph is still about what stands before
        elif not found and inherited and self.asserter.points_back(plain, names_its_own=bool(named or spoken)):
            taken_over = {name: [TAKEN_OVER] for name in sorted(inherited) if name not in named}  # the same in every run
            if trace is not None:
                trace.taken_over = frozenset(taken_over)
            found, more = self._judge(plain, data, taken_over, [], terms, metrics, trace)
            subjects |= more
        if trace is not None:
            trace.kept = found
        return found, subjects

    def _judge(
        self,
        plain: str,
        data: bytes,
        named: dict[str, list[Span]],
        spoken: list[_Cue],
        terms: list[tuple[Serves, Span]],
        metrics: Sequence[Metric],
        trace: Trace | None,
    ) -> tuple[list[Reading], frozenset[str]]:
        """The readings of one sentence about the signals whose subjects it names, and those signals."""
        for name in dict.fromkeys([*named, *(cue.signal for cue in spoken)]):
            for tags, spans in self._cues[name].find(data):
                refusal = next((serves for serves in tags if serves.level is None), None)
                if refusal is not None:
                    named.pop(name, None)
                    spoken = [cue for cue in spoken if cue.signal != name]
                    if trace is not None:
                        trace.refused.append(Refused(name, refusal, None, "unless", spans[0]))
                    break
                if name in named:
                    spoken += [_Cue(name, serves.level, span, serves) for serves in tags if serves.level for span in spans]
                    if trace is not None:
                        trace.heard += [Heard(serves, spans) for serves in tags]
        if not named and not spoken:
            return [], frozenset()
        holding = self.asserter.holding(plain)
        holding.join({holding.clause(place[0]) for places in named.values() for place in places})
        found = [
            *self._by_terms(plain, holding, named, terms, trace),
            *self._by_cues(plain, holding, spoken, trace),
            *self._by_figures(plain, holding, named, list(metrics), trace),
        ]
        return settle(found, self._wide, trace), frozenset(named) | {cue.signal for cue in spoken}

    def _by_terms(
        self,
        plain: str,
        holding: Holding,
        named: dict[str, list[Span]],
        terms: list[tuple[Serves, Span]],
        trace: Trace | None,
    ) -> Iterator[Reading]:
        lacking = [span for s, span in terms if self._terms[s.owner].subject == "after" and s.level in LOW]
        for serves, span in terms:
            term = self._terms[serves.owner]
            clause = holding.clause(span[0])
            if term.level not in LOW:  # "a lack of robust ..."
                lack = next((at for at in lacking if holding.clause(at[0]) == clause and 0 <= span[0] - at[1] <= _LACKING), None)
                if lack is not None:
                    refuse(trace, None, serves, span, "lack", lack)
                    continue
            if term.denies:  # "there are no concerns about ..."
                blamed = next((at for s, at in terms if 0 <= at[0] - span[1] <= _LACKING and s.level in LOW), None)
                if blamed is not None:
                    refuse(trace, None, serves, span, "denies", blamed)
                    continue
            denial = self.asserter.denial(plain, span[0], holding.start(clause))
            level = _TURNED[term.level] if denial else term.level
            if level not in LOW and holding.concedes(span[0]):
                refuse(trace, None, serves, span, "concession", None)
                continue
            for name, places in named.items():
                if serves.owner not in self._allowed[name]:
                    if trace is not None:
                        refuse(trace, name, serves, span, "without", None)
                    continue
                place, misfit = fit(term, span, places, holding, clause)
                if misfit is not None:
                    if trace is not None:
                        refuse(trace, name, serves, span, misfit, place)
                    continue
                cue = plain[slice(*span)]
                reach = holding.reach(*span, level)
                assertion = reach.assertion if reach else "present"
                reading = Reading(name, level, assertion, cue, span, negates=cue if denial else None)
                if trace is not None:
                    subject = None if place == TAKEN_OVER else place
                    trace.found.append(Found(reading, serves, subject, denial, reach and reach.trigger))
                yield reading

    def _by_cues(self, plain: str, holding: Holding, spoken: list[_Cue], trace: Trace | None) -> Iterator[Reading]:
        for name, level, span, serves in spoken:
            denial = None
            if level not in LOW:
                if holding.concedes(span[0]):
                    refuse(trace, name, serves, span, "concession", None)
                    continue
                denial = self.asserter.denial(plain, span[0], holding.start(holding.clause(span[0])))
                if denial is not None:
                    level = _TURNED[level]
            cue = plain[slice(*span)]
            reach = holding.reach(*span, level)
            assertion = reach.assertion if reach else "present"
            reading = Reading(name, level, assertion, cue, span, negates=cue if denial else None)
            if trace is not None:
                trace.found.append(Found(reading, serves, None, denial, reach and reach.trigger))
            yield reading

    def _by_figures(
        self, plain: str, holding: Holding, named: dict[str, list[Span]], metrics: list[Metric], trace: Trace | None
    ) -> Iterator[Reading]:
        wanted = [(name, rule) for name in named for rule in self._metrics[name]]
        if not wanted:
            return
        whole = quantities(plain, self._comparators)
        placed = [q for q in whole if q.metric.scope is None]
        if trace is not None:
            trace.figures = [((q.start, q.end), q.metric) for q in whole]
        placed = placed or [Quantity(0, len(plain), metric) for metric in metrics]
        for name, rule in wanted:
            serves = rule.serves
            if rule.about and not rule.about(plain):
                refuse(trace, name, serves, None, "about", None)
                continue
            if refusal := rule.unless(plain):
                refuse(trace, name, serves, None, "figure-unless", refusal.span())
                continue
            for start, end, metric in placed:
                level = level_of(rule.rule, metric)
                if level is None:
                    refuse(trace, name, serves, (start, end), "level", None)
                    continue
                reach = holding.reach(start, end, level)
                assertion = reach.assertion if reach else "present"
                reading = Reading(name, level, assertion, plain[start:end].strip(), (start, end), True, metric.value)
                if trace is not None:
                    trace.found.append(Found(reading, serves, None, None, reach and reach.trigger))
                yield reading


def _unshielded(terms: list[tuple[Serves, Span]], shields: list[Span], trace: Trace | None) -> Iterator[tuple[Serves, Span]]:
    """The terms that no shield covers."""
    for serves, span in terms:
        shield = next(((a, b) for a, b in shields if a < span[1] and span[0] < b), None)
        if shield is None:
            yield serves, span
        else:
            refuse(trace, None, serves, span, "shield", shield)
