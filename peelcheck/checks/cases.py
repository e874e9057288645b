"""A weakness of one inspection beside the same weakness of others, with what each report does about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from peelcheck.checks.base import Context, Subject
from peelcheck.checks.directive_without_answer import Directives
from peelcheck.checks.peers import Consequence, consequence, not_inspected
from peelcheck.checks.weakness_without_answer import why_not
from peelcheck.evidence.corpus import Inspection
from peelcheck.evidence.profile import SignalEvidence

_DIRECTIVES = "PC204"  # the check whose words say what a demand is


@dataclass(frozen=True)
class Case:
    """One signal in one inspection.

    strict -- the answers about the signal itself
    lenient -- these, and those about its theme
    reason -- why nothing can be said of it here; None where something can
    """

    inspection: Inspection
    signal: str
    evidence: SignalEvidence
    subject: Subject
    strict: Consequence
    lenient: Consequence
    reason: str | None


class Cases:
    """Every weakness of a corpus, grouped by signal."""

    def __init__(self, context: Context) -> None:
        self._weak: dict[str, dict[Inspection, Case]] = defaultdict(dict)
        self._spoken: dict[str, list[Case]] = defaultdict(list)
        for inspection, profile in context.profiles.items():
            for signal, evidence in profile.items():
                own = context.distinct[inspection][signal]
                if evidence.weak:
                    self._weak[signal][inspection] = _case(context, inspection, signal, own)
                elif not evidence.observed:
                    case = _case(context, inspection, signal, own)
                    if case.strict.answers:
                        self._spoken[signal].append(case)

    def __iter__(self) -> Iterator[Case]:
        return (case for group in self._weak.values() for case in group.values())

    def weak(self, case: Case) -> list[Case]:
        """The other inspections whose text shows the same weakness, where something can be said of it."""
        group = self._weak[case.signal].values()
        return [c for c in group if c.inspection != case.inspection and c.reason is None]

    def peers(self, case: Case) -> list[Case]:
        """Those of other bodies in the same cycle and pillar."""
        found = self.weak(case)
        return [c for c in found if c.inspection[1:] == case.inspection[1:] and c.inspection.force != case.inspection.force]

    def spoken_of(self, case: Case) -> list[Case]:
        """The other inspections that answer the signal while the rest of their text is silent on it."""
        return [c for c in self._spoken[case.signal] if c.inspection != case.inspection]


def _case(context: Context, inspection: Inspection, signal: str, evidence: SignalEvidence) -> Case:
    question = context.question_of(inspection, evidence.topic)
    strict = consequence(context, inspection, signal, by_theme=False)
    lenient = consequence(context, inspection, signal, by_theme=True)
    reason = None
    if not evidence.weak:
        reason = "the wording stands in the reports of others too: it tells none from another"
    elif not lenient.answers:
        reason = why_not(context, inspection, question)
        if reason is None and not_inspected(context, inspection, question):
            reason = "the question was not inspected this time: its grade was carried over"
    return Case(inspection, signal, evidence, Subject(inspection, question, signal), strict, lenient, reason)


@dataclass
class Demands:
    """What the text of an inspection asks for besides its answers: the lowest step of the ladder."""

    context: Context
    _found: dict[Inspection, dict[str, str]] = field(default_factory=dict)

    def about(self, inspection: Inspection, signal: str) -> str | None:
        """The id of a sentence that asks for something about a signal; None if there is none."""
        if inspection not in self._found:
            self._found[inspection] = dict(reversed(list(self._read(inspection))))
        return self._found[inspection].get(signal)

    def _read(self, inspection: Inspection) -> Iterator[tuple[str, str]]:
        words = self.context.words_of.get(_DIRECTIVES)
        if not words:
            return
        is_directive = Directives(self.context, words)
        signals: dict[str, set[str]] = defaultdict(set)
        for known in self.context.profiles.get(inspection, {}).values():
            for item in known.observations:
                signals[item.finding].add(item.signal)
        for finding in self.context.corpus.by_inspection[inspection]:
            if finding.kind == "statement" and finding.voice == "inspectorate" and is_directive(finding):
                about = signals[finding.id] | {name for name, _ in self.context.about(finding.text)}
                yield from ((signal, finding.id) for signal in sorted(about))
