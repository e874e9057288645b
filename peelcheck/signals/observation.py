"""An observation: one finding read as one signal with one assertion."""

from __future__ import annotations

from typing import Literal

import msgspec

from peelcheck.model.finding import LOW, Assertion, Finding, Level, Locator, Voice

ReadBy = Literal["coded", "measured", "cue"]
Role = Literal["evidence", "answer"]


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """What one finding says of one signal. Role `answer` has no level and is never evidence."""

    finding: str
    force: str
    cycle: str
    pillar: str | None
    question: str | None
    topic: str
    signal: str
    theme: str
    role: Role
    level: Level | None
    assertion: Assertion
    voice: Voice
    value: float | None = None
    negates: str | None = None
    cue: str | None = None
    read_by: ReadBy = "cue"
    locator: Locator | None = None

    @property
    def low(self) -> bool:
        """Whether it tells of a weakness."""
        return self.level in LOW

    @property
    def admissible(self) -> bool:
        """Whether it is evidence about the body now.

        The inspectorate's voice is; and what the body itself told inspectors and they print, where it admits a weakness.
        """
        if self.role != "evidence" or self.assertion != "present" or self.level is None:
            return False
        return self.voice == "inspectorate" or (self.voice == "force" and self.low)


def observe(finding: Finding, topic: str, signal: str, theme: str, **fields: object) -> Observation:
    """An observation of a finding; `fields` are role, level, assertion and what else is known."""
    return msgspec.convert(
        {
            "finding": finding.id,
            "force": finding.force,
            "cycle": finding.cycle,
            "pillar": finding.pillar,
            "question": finding.question,
            "topic": topic,
            "signal": signal,
            "theme": theme,
            "voice": finding.voice,
            "locator": finding.locator,
            **fields,
        },
        Observation,
        from_attributes=True,
    )
