"""Shrinkage: the rates of many small groups, each drawn to the average as far as it is unsure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from revdash.stats.beta import beta_quantile
from revdash.stats.intervals import Interval

WEIGHTS = (2.0, 2_000.0)  # how many tries' worth the average may count
_GOLDEN = (math.sqrt(5) - 1) / 2


class Standing(StrEnum):
    """Where a group stands beside the average of all."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "not distinguishable"


@dataclass(frozen=True, kw_only=True)
class Shrunk:
    """One group's rate: as counted, drawn to the average, and how sure that is."""

    hits: int
    tries: int
    rate: float
    interval: Interval
    index: float  # 100 is the average of all groups
    index_interval: Interval
    standing: Standing

    @property
    def raw(self) -> float | None:
        """The rate as counted; None without tries."""
        return self.hits / self.tries if self.tries else None


class Shrinkage(NamedTuple):
    """The average of all groups, how many tries' worth it counts, and the groups in order."""

    average: float
    weight: float
    groups: tuple[Shrunk, ...]


def shrink(
    counts: Sequence[tuple[int, int]], *, is_high_good: bool = True, confidence: float = 0.9
) -> Shrinkage | None:
    """Draw the rate of each group to the average of all (beta-binomial, empirical Bayes).

    The average is the pooled rate; its weight is the most likely one between 2 and 2,000
    tries: little where groups differ much, all where they don't seem to differ.

    Shape:   (hits, tries) of each group in, a ``Shrunk`` for each in the same order out.
    Units:   counts in; shares from 0 to 1 out, ``index`` in hundredths of the average.
    Empty:   None when there are no tries, or all or none were hits: no average to compare by.
    Raises:  ValueError for hits outside 0..tries.
    Source:  D. Robinson, Introduction to Empirical Bayes; the label only where the credible
             interval excludes the average (DOMAIN.md 3.1).
    """
    for hits, tries in counts:
        if not 0 <= hits <= tries:
            raise ValueError(f"hits must lie in 0..{tries}, got {hits}")
    total_hits, total = sum(hits for hits, _ in counts), sum(tries for _, tries in counts)
    if not 0 < total_hits < total:
        return None
    average = total_hits / total
    weight = _likeliest_weight(counts, average)
    tails = ((1 - confidence) / 2, (1 + confidence) / 2)
    return Shrinkage(
        average,
        weight,
        tuple(_shrunk(case, average, weight, tails, is_high_good=is_high_good) for case in counts),
    )


def _shrunk(
    count: tuple[int, int],
    average: float,
    weight: float,
    tails: tuple[float, float],
    *,
    is_high_good: bool,
) -> Shrunk:
    hits, tries = count
    a, b = hits + average * weight, tries - hits + (1 - average) * weight
    interval = Interval(*(beta_quantile(tail, a, b) for tail in tails))
    return Shrunk(
        hits=hits,
        tries=tries,
        rate=a / (a + b),
        interval=interval,
        index=100 * a / (a + b) / average,
        index_interval=Interval(*(100 * end / average for end in interval)),
        standing=_standing(interval, average, is_high_good=is_high_good),
    )


def _standing(interval: Interval, average: float, *, is_high_good: bool) -> Standing:
    if interval.low <= average <= interval.high:
        return Standing.SAME
    return Standing.BETTER if (interval.low > average) is is_high_good else Standing.WORSE


def _likeliest_weight(counts: Sequence[tuple[int, int]], average: float) -> float:
    """Find the likeliest weight by golden section on its logarithm."""
    low, high = (math.log(bound) for bound in WEIGHTS)
    while high - low > 1e-9:  # noqa: PLR2004  far below what anybody prints
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if _likelihood(counts, average, math.exp(left)) < _likelihood(
            counts, average, math.exp(right)
        ):
            low = left
        else:
            high = right
    return math.exp((low + high) / 2)


def _likelihood(counts: Sequence[tuple[int, int]], average: float, weight: float) -> float:
    """Return the logarithm of the likelihood of *counts*, but for what no weight changes."""
    a, b = average * weight, (1 - average) * weight
    return sum(_log_beta(hits + a, tries - hits + b) - _log_beta(a, b) for hits, tries in counts)


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
