"""One reading a signal, assertion and side, of all that a sentence gives."""

from __future__ import annotations

from collections.abc import Iterable

from peelcheck.model.finding import LOW, Assertion, Level
from peelcheck.signals.trace import Lost, Reading, Trace


def settle(found: list[Reading], wide: frozenset[str], trace: Trace | None = None) -> list[Reading]:
    """One reading a signal, assertion and side: figures before words, the firmer level before the milder.

    wide -- signals that give way to others that read the same words
    """
    low = [r for r in found if r.level in LOW]
    kept: dict[tuple[str, Assertion, bool], Reading] = {}
    for reading in found:
        a, b = reading.span
        if reading.level not in LOW:  # praise among the words of a blame: "do not always complete"
            blame = next((r for r in low if r.signal == reading.signal and r.span[0] < b and a < r.span[1]), None)
            if blame is not None:
                if trace is not None:
                    trace.lost.append(Lost(reading, "among blame", blame))
                continue
        slot = (reading.signal, reading.assertion, reading.level in LOW)
        now = kept.get(slot)
        if now is None or (reading.measured, _firmness(reading.level)) > (now.measured, _firmness(now.level)):
            kept[slot] = reading
            if trace is not None and now is not None:
                trace.lost.append(Lost(now, "outweighed", reading))
        elif trace is not None and reading != now:
            trace.lost.append(Lost(reading, "outweighed", now))
    return [reading for reading in kept.values() if not _gives_way(reading, kept.values(), wide, trace)]


def _gives_way(reading: Reading, others: Iterable[Reading], wide: frozenset[str], trace: Trace | None) -> bool:
    """Whether a reading of a wide signal gives way to a narrower one of the same words, assertion and side."""
    if reading.signal not in wide:
        return False
    (a, b), side = reading.span, (reading.assertion, reading.level in LOW)
    for other in others:
        same = other.signal not in wide and (other.assertion, other.level in LOW) == side
        if same and other.span[0] < b and a < other.span[1]:
            if trace is not None:
                trace.lost.append(Lost(reading, "gives way", other))
            return True
    return False


def _firmness(level: Level) -> int:
    return 1 if level in ("failing", "strong") else 0
