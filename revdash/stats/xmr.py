"""XmR: the range a steady process keeps to, and the points that say it changed."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

LIMIT_FACTOR = 2.66  # 3 / d2, with d2 = 1.128 for ranges of two points
TWO_SIGMA_FACTOR = LIMIT_FACTOR * 2 / 3
RANGE_FACTOR = 3.267  # D4 for ranges of two points: 1 + 3 x 0.853 / 1.128
RUN_LENGTH = 8


class Rule(StrEnum):
    """What about the newest point is unlikely in a steady process."""

    OUTSIDE = "R1"
    RUN = "R2"
    EARLY = "R3"


class Limits(NamedTuple):
    """What a steady process gives: its mean and natural limits, and those of its ranges."""

    mean: float
    lower: float
    upper: float
    average_range: float
    range_limit: float


class Signal(NamedTuple):
    """A rule that the newest point breaks: on which side, and since which index."""

    rule: Rule
    is_high: bool
    onset: int


def natural_limits(values: Sequence[float], *, is_screened: bool = True) -> Limits:
    """Find the range that the process behind *values* normally keeps to.

    Screening drops, once, the moving ranges too long to be routine, so that one wild
    point does not hide the next.

    Shape:   a baseline of two or more values in time order in, one ``Limits`` out.
    Units:   the unit of the values; limits are not clipped to what is possible.
    Raises:  ValueError for fewer than two values: there is no moving range.
    Source:  D. J. Wheeler, Understanding Variation; NHSRplotthedots ("screen_outliers").
    """
    ranges = [abs(after - before) for before, after in pairwise(values)]
    if not ranges:
        raise ValueError(f"limits need at least two values, got {len(values)}")
    average = fmean(ranges)
    if is_screened:
        average = fmean(reach for reach in ranges if reach <= RANGE_FACTOR * average)
    mean = fmean(values)
    reach = LIMIT_FACTOR * average
    return Limits(mean, mean - reach, mean + reach, average, RANGE_FACTOR * average)


def newest_signals(
    values: Sequence[float], limits: Limits, rules: Sequence[Rule] = tuple(Rule)
) -> tuple[Signal, ...]:
    """List the *rules* that the newest of *values* breaks.

    Shape:   values in time order, the newest last; none or more ``Signal`` in rule order.
    Empty:   no values break no rule.
    Source:  Western Electric (1956), in NHS practice: outside, run of eight, two of three.
    """
    if not values or values[-1] == limits.mean:
        return ()
    is_high = values[-1] > limits.mean
    # Mirrored when low, so that each rule below looks in one direction only.
    heights = [(value - limits.mean) * (1 if is_high else -1) for value in values]
    found = ((rule, _ONSET[rule](heights, limits)) for rule in Rule if rule in rules)
    return tuple(Signal(rule, is_high, onset) for rule, onset in found if onset is not None)


def _outside(heights: Sequence[float], limits: Limits) -> int | None:
    return len(heights) - 1 if heights[-1] > limits.upper - limits.mean else None


def _run(heights: Sequence[float], _limits: Limits) -> int | None:
    length = next(
        (back for back, height in enumerate(reversed(heights)) if height <= 0), len(heights)
    )
    return len(heights) - length if length >= RUN_LENGTH else None


def _early(heights: Sequence[float], limits: Limits) -> int | None:
    two_sigma = TWO_SIGMA_FACTOR * limits.average_range
    first = len(heights) - 3
    beyond = [first + place for place, height in enumerate(heights[-3:]) if height > two_sigma]
    is_early = first >= 0 and min(heights[-3:]) > 0 and heights[-1] > two_sigma and len(beyond) > 1
    return beyond[0] if is_early else None


_ONSET: dict[Rule, Callable[[Sequence[float], Limits], int | None]] = {
    Rule.OUTSIDE: _outside,
    Rule.RUN: _run,
    Rule.EARLY: _early,
}
