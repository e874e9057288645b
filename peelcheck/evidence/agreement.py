"""How far two codings of the same units agree, beyond what chance would give.

Everything is computed from tables that count, for each category that the first coder gives, how often the second gives
each category. Cohen's kappa: Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
Measurement 20 (1960). Krippendorff's alpha for two coders, nominal and ordinal: Krippendorff, Content Analysis, 4th edition
(2019), chapter 12; Computing Krippendorff's alpha-reliability (2011). Intervals: the percentile bootstrap, Efron and
Tibshirani, An Introduction to the Bootstrap (1993), chapter 13, with units resampled whole: the sentences of a
report are drawn again, not the single codes in them. The arithmetic is on stacks of tables, so that a thousand resamples
of every theme take a second.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Tables = NDArray[np.float64]  # (..., k, k): rows the first coder's categories, columns the second's
DRAWS = 1000
SEED = 20190601  # any number, always the same: the same codings give the same intervals
_LEAST = 0.5  # share of the resamples in which a measure must be defined for its interval to be


class Estimate(NamedTuple):
    """A measure with its 95% interval; None where it is not defined."""

    value: float | None
    low: float | None = None
    high: float | None = None


class Resamples(NamedTuple):
    """How often each unit is drawn, in each resample: (draws, units)."""

    weights: NDArray[np.float64]

    @classmethod
    def of(cls, units: int, draws: int = DRAWS, seed: int = SEED) -> Resamples:
        """As many units as there are, drawn with replacement, seeded."""
        if units == 0:
            return cls(np.zeros((draws, 0)))
        return cls(np.random.default_rng(seed).multinomial(units, np.full(units, 1 / units), size=draws).astype(float))

    def estimate(self, tables: Tables, measure: Any, **options: Any) -> Estimate:
        """A measure of all units together, with its interval.

        tables -- (units, k, k): what each unit adds to the table
        measure -- kappa or alpha
        """
        units, k = tables.shape[0], tables.shape[-1]
        whole = float(measure(tables.sum(axis=0), **options))
        if np.isnan(whole):
            return Estimate(None)
        drawn = measure((self.weights @ tables.reshape(units, k * k)).reshape(-1, k, k), **options)
        drawn = drawn[~np.isnan(drawn)]
        if drawn.size < _LEAST * len(self.weights):
            return Estimate(whole)
        low, high = np.percentile(drawn, [2.5, 97.5])
        return Estimate(whole, float(low), float(high))


def kappa(tables: Tables) -> NDArray[np.float64]:
    """Cohen's kappa; nan where chance alone would give full agreement, or nothing was coded."""
    total = tables.sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = np.trace(tables, axis1=-2, axis2=-1) / total
        expected = (tables.sum(axis=-1) * tables.sum(axis=-2)).sum(axis=-1) / total**2
        agreed: NDArray[np.float64] = np.where(np.isclose(expected, 1), np.nan, (observed - expected) / (1 - expected))
    return agreed


def alpha(tables: Tables, ordinal: bool = False) -> NDArray[np.float64]:
    """Krippendorff's alpha of two coders; nan where all values are alike, or nothing was coded.

    ordinal -- the categories are ranks: disagreement weighs by how many values lie between
    """
    coincidences = tables + np.swapaxes(tables, -2, -1)
    each = coincidences.sum(axis=-1)
    total = each.sum(axis=-1)
    k = tables.shape[-1]
    if ordinal:
        upto = each.cumsum(axis=-1) - each / 2  # the middle of each rank among all values
        distance = (upto[..., :, None] - upto[..., None, :]) ** 2
    else:
        distance = 1 - np.eye(k)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = (coincidences * distance).sum(axis=(-2, -1))
        expected = (each[..., :, None] * each[..., None, :] * distance).sum(axis=(-2, -1)) / (total - 1)
        agreed: NDArray[np.float64] = np.where(expected > 0, 1 - observed / expected, np.nan)
    return agreed
