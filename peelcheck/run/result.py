"""What a run found, for the command line, for notebooks and for the formats."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from peelcheck.checks.baseline import Compared
from peelcheck.checks.engine import SEVERITIES, Flag, Ran
from peelcheck.evidence.assessment import Assessment
from peelcheck.evidence.corpus import Corpus
from peelcheck.report.base import Report
from peelcheck.run.tools import Tools
from peelcheck.signals.observation import Observation

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Result:
    """What a run found. `flags`, `assessments` and `observations` are pandas DataFrames; the `_list`s are the objects."""

    corpus: Corpus
    tools: Tools
    observation_list: list[Observation]
    assessment_list: list[Assessment]
    flag_list: list[Flag]  # shown: at or above the confidence asked for, not ignored
    withheld: list[Flag]
    ignored: list[Flag]
    ran: list[Ran]
    provenance: dict[str, Any] = field(default_factory=dict)
    baselined: list[Flag] = field(default_factory=list)
    compared: Compared | None = None  # with the baseline, where there is one
    remarks: list[str] = field(default_factory=list)  # on what of the configuration did nothing

    @property
    def counts(self) -> dict[str, int]:
        """Flags shown by severity, one for each fact, and what is not shown."""
        counted: dict[str, int] = {s: sum(f.severity == s and f.primary for f in self.flag_list) for s in SEVERITIES}
        hidden = {"withheld": len(self.withheld), "ignored": len(self.ignored), "baselined": len(self.baselined)}
        return {**counted, **hidden}

    @property
    def flags(self) -> pd.DataFrame:
        """One row a flag that is shown."""
        from peelcheck.report.tables import flags_frame

        return flags_frame(self.flag_list)

    @property
    def assessments(self) -> pd.DataFrame:
        """One row an assessment."""
        from peelcheck.report.tables import assessments_frame

        return assessments_frame(self.assessment_list)

    @property
    def observations(self) -> pd.DataFrame:
        """One row an observation."""
        from peelcheck.report.tables import observations_frame

        return observations_frame(self.observation_list)

    def report(self, fail_on: str = "warning") -> Report:
        """What the renderers read.

        fail_on -- the severity from which flags fail the run, or `never`: the formats that tell passes from failures need it
        """
        return Report(
            domain=self.tools.domain,
            corpus=self.corpus,
            observations=len(self.observation_list),
            assessments=self.assessment_list,
            flags=self.flag_list,
            withheld=self.withheld,
            ignored=self.ignored,
            ran=self.ran,
            counts=self.counts,
            provenance=self.provenance,
            fail_on=fail_on,
            baselined=self.baselined,
            compared=self.compared,
            remarks=self.remarks,
        )

    def render(self, form: str) -> bytes:
        """The result in one of the formats of `check --format`."""
        from peelcheck.report.formats import render

        return render(form, self.report())

    def _repr_html_(self) -> str:
        from html import escape

        counts = ", ".join(f"{n} {name}" for name, n in self.counts.items())
        return f"<p>peelcheck: {escape(counts)}</p>{self.flags.to_html(escape=True)}"
