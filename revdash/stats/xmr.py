"""XmR: the range a steady process keeps to, and the points that say it changed."""

from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

from revdash.stats.rules import Height, Rule, Signal, broken_rules

LIMIT_FACTOR = 2.66  # 3 / d2, with d2 = 1.128 for ranges of two points
RANGE_FACTOR = 3.267  # D4 for ranges of two points: 1 + 3 x 0.853 / 1.128


class Limits(NamedTuple):
    """What a steady process gives: its mean and natural limits, and those of its ranges."""

    mean: float
    lower: float
    upper: float
    average_range: float
    range_limit: float

    @property
    def reach(self) -> float:
        """How far from the mean a value normally lies at most."""
        return LIMIT_FACTOR * self.average_range


def natural_limits(values: Sequence[float], *, is_screened: bool = True, apart: int = 1) -> Limits:
    """Find the range that the process behind *values* normally keeps to.

    Screening drops, once, the moving ranges too long to be routine, so that one wild
    point does not hide the next; unless that would leave no width at all. Values that each
    overlap those before (of four weeks, every week) move little from one to the next: their
    ranges are taken so many points *apart* that they share nothing.

    Shape:   a baseline of two or more values in time order in, one ``Limits`` out.
    Units:   the unit of the values; limits are not clipped to what is possible.
    Raises:  ValueError for too few values: there is no moving range.
    Source:  D. J. Wheeler, Understanding Variation; NHSRplotthedots ("screen_outliers").
    """
    ranges = [abs(after - before) for before, after in zip(values, values[apart:], strict=False)]
    if not ranges:
        raise ValueError(
            f"limits need more than {apart} value{'s' if apart > 1 else ''}, got {len(values)}"
        )
    average = fmean(ranges)
    if is_screened:
        routine = fmean(reach for reach in ranges if reach <= RANGE_FACTOR * average)
        average = routine or average
    mean = fmean(values) if average else values[0]  # the mean of equal values may be rounded
    reach = LIMIT_FACTOR * average
    return Limits(mean, mean - reach, mean + reach, average, RANGE_FACTOR * average)


def newest_signals(
    values: Sequence[float], limits: Limits, rules: Sequence[Rule] = tuple(Rule)
) -> tuple[Signal, ...]:
    """List the *rules* that the newest of *values* breaks, as ``broken_rules`` does."""
    return broken_rules(
        [Height(value - limits.mean, limits.reach, limits.reach) for value in values], rules
    )
