"""The whole reasoning of one assessment: what the evidence is, what each grade needs of it, and what would change the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from peelcheck.evidence.assessment import Assessment, Assessor, cap_of, seed_of
from peelcheck.evidence.change import Moved
from peelcheck.evidence.corpus import Corpus
from peelcheck.evidence.profile import RANK, SignalEvidence
from peelcheck.evidence.sorting import DRAWS, base_rate
from peelcheck.model.domain import Cycle, Needs
from peelcheck.model.finding import LEVELS, Finding, Level
from peelcheck.signals.observation import Observation, ReadBy
from peelcheck.signals.packs import Pack, Signal


@dataclass(frozen=True)
class Passage:
    """Where a text says something."""

    finding: str
    document: str | None
    lines: tuple[int, int] | None
    text: str
    level: Level | None = None
    read_by: ReadBy | None = None
    value: float | None = None
    source: str | None = None  # file and line that it was read from, where it has no place in a document


@dataclass(frozen=True)
class Spoken:
    """A signal that the text speaks of."""

    signal: str
    title: str
    weight: int
    low: Level
    high: Level
    evidence: list[Passage]  # the worst first


@dataclass(frozen=True)
class Silent:
    """A signal that the text is silent on, and the levels that draws give it."""

    signal: str
    title: str
    weight: int
    base_rate: dict[Level, float]


@dataclass(frozen=True)
class Cap:
    """What keeps the grade from being better than another, and why.

    always -- False where it holds only in the draws that give a mixed signal its worse level
    """

    best: str
    because: Passage
    signal: str | None = None
    level: Level | None = None
    always: bool = True


@dataclass(frozen=True)
class Share:
    """How much of the pack's weight stands at a level."""

    level: Level
    at: float  # exactly there, on one side
    least: float  # there or better, whatever mixed signals mean
    most: float  # there or better, if mixed signals have their better level


@dataclass(frozen=True)
class Asked:
    """What a grade needs, and how many draws accept it."""

    grade: str
    label: str
    needs: Needs | None
    least: float | None  # share of the weight that stands at the needed level for certain; None where nothing is needed
    most: float | None  # if mixed and silent signals all stood there
    acceptability: float


@dataclass(frozen=True)
class Reasoning:
    """One assessment, laid open."""

    assessment: Assessment
    title: str
    pack: str
    judgment: Passage | None
    spoken: list[Spoken]
    silent: list[Silent]
    mixed: float  # shares of the pack's weight
    unspoken: float
    failing: tuple[float, float]  # for certain, and if mixed signals have their worse level
    caps: list[Cap]
    shares: list[Share]
    grades: list[Asked]  # best first
    threshold: float
    least_coverage: float
    change: list[Moved] | None  # empty: the grade fits; None: three signals do not do it, or there is no grade on the scale
    draws: int = DRAWS

    @property
    def on_scale(self) -> bool:
        """Whether a grade of the scale is declared."""
        return any(grade.grade == self.assessment.declared for grade in self.grades)


def reason(item: Assessment, corpus: Corpus, cycle: Cycle, pack: Pack, threshold: float, least_coverage: float) -> Reasoning:
    """Lay an assessment open.

    threshold -- share of draws from which a grade fits
    least_coverage -- coverage from which grades are held against evidence
    """
    whole = sum(signal.weight for signal in pack.signals.values())
    weight = {name: signal.weight / whole for name, signal in pack.signals.items()}
    question = cycle.question(item.inspection.pillar, item.question)
    cap, causes = cap_of(cycle, corpus.by_inspection[item.inspection], item.question)
    shares = [_share(level, item.signals, weight) for level in LEVELS]
    unspoken = sum(weight[name] for name in pack.signals if name not in item.signals)
    change = None
    if cycle.scale.rank(item.declared) is not None and item.declared is not None:
        seed = seed_of(item.inspection, item.question)
        change = Assessor(pack, cycle).smallest_change(item.signals, seed, cap, item.declared, threshold)
    return Reasoning(
        assessment=item,
        title=question.title if question else item.question,
        pack=pack.pack,
        judgment=_passage(corpus, item.judgment) if item.judgment else None,
        spoken=[_spoken(corpus, name, pack.signals[name], item.signals[name]) for name in _by_weight(pack, item.signals)],
        silent=[_silent(n, pack.signals[n]) for n in _by_weight(pack, (n for n in pack.signals if n not in item.signals))],
        mixed=sum(weight[name] for name, signal in item.signals.items() if signal.low != signal.high),
        unspoken=unspoken,
        failing=(shares[0].at, sum(weight[name] for name, signal in item.signals.items() if signal.low == LEVELS[0])),
        caps=[*_causes(corpus, cap, causes), *_signal_caps(corpus, pack, item)],
        shares=shares,
        grades=[
            Asked(
                grade.id,
                grade.label,
                grade.needs,
                shares[RANK[grade.needs.level]].least if grade.needs else None,
                shares[RANK[grade.needs.level]].most + unspoken if grade.needs else None,
                item.acceptability[grade.id],
            )
            for grade in reversed(cycle.scale.grades)
        ],
        threshold=threshold,
        least_coverage=least_coverage,
        change=change,
    )


def _by_weight(pack: Pack, names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-pack.signals[name].weight, name))


def _spoken(corpus: Corpus, name: str, signal: Signal, evidence: SignalEvidence) -> Spoken:
    found = [*evidence.weaknesses(), *evidence.strengths()]
    passages = [_passage(corpus, corpus.by_id[o.finding], o) for o in found]
    return Spoken(name, signal.title, signal.weight, evidence.low, evidence.high, passages)


def _silent(name: str, signal: Signal) -> Silent:
    return Silent(name, signal.title, signal.weight, dict(zip(LEVELS, base_rate(signal), strict=True)))


def _passage(corpus: Corpus, finding: Finding, seen: Observation | None = None) -> Passage:
    at = finding.locator
    return Passage(
        finding.id,
        at.document if at else None,
        at.lines if at else None,
        finding.text,
        seen.level if seen else None,
        seen.read_by if seen else None,
        seen.value if seen else None,
        None if at else corpus.row(finding.id),
    )


def _share(level: Level, signals: dict[str, SignalEvidence], weight: dict[str, float]) -> Share:
    rank = RANK[level]
    return Share(
        level,
        at=sum(weight[n] for n, s in signals.items() if RANK[s.low] == RANK[s.high] == rank),
        least=sum(weight[n] for n, s in signals.items() if RANK[s.low] >= rank),
        most=sum(weight[n] for n, s in signals.items() if RANK[s.high] >= rank),
    )


def _causes(corpus: Corpus, cap: str | None, causes: list[str]) -> list[Cap]:
    return [Cap(cap, _passage(corpus, corpus.by_id[cause])) for cause in causes] if cap else []


def _signal_caps(corpus: Corpus, pack: Pack, item: Assessment) -> list[Cap]:
    found = []
    for name, evidence in item.signals.items():
        for level, best in pack.signals[name].caps.items():
            if RANK[evidence.low] <= RANK[level]:
                worst = evidence.weaknesses() or evidence.strengths()
                because = _passage(corpus, corpus.by_id[worst[0].finding], worst[0])
                found.append(Cap(best, because, name, level, RANK[evidence.high] <= RANK[level]))
    return found
