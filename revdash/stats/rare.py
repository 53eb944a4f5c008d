"""Rare events: judged by what lies between two of them, since their weekly counts say little."""

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, median
from typing import NamedTuple

from revdash.stats.proportions import D2, SIGMAS

POWER = 3.6  # Nelson: the 3.6th root of an exponential wait is close to normal


class GapLimits(NamedTuple):
    """What lies between two events of a steady process: a middle, and the natural limits."""

    center: float
    lower: float
    upper: float


def count_gap_limits(gaps: Sequence[float]) -> GapLimits:
    """Bound how many cases pass between two events (g chart).

    The center is the median, since the runs are judged about it. The lower limit is 0:
    events that come closer together are seen by a run below the median alone.

    Shape:   one or more counts of cases between events in, ``GapLimits`` out.
    Units:   cases.
    Raises:  ValueError for no gaps, or one below 0.
    Source:  Montgomery, Introduction to Statistical Quality Control; as in qicharts2 (qic.g).
    """
    _check(gaps, least=1)
    mean = fmean(gaps)
    return GapLimits(median(gaps), 0.0, mean + SIGMAS * math.sqrt(mean * (mean + 1)))


def time_gap_limits(gaps: Sequence[float]) -> GapLimits:
    """Bound how long it takes from one event to the next (t chart).

    Shape:   two or more waits between events, in time order, in; ``GapLimits`` out.
    Units:   the unit of the waits; the lower limit is never below 0.
    Raises:  ValueError for fewer than two gaps, or one below 0.
    Source:  L. S. Nelson (1994), J. of Quality Technology 26(3):237-239; qicharts2 (qic.t).
    """
    mean, reach = root_limits(gaps)
    return GapLimits(unroot(mean), unroot(mean - reach), unroot(mean + reach))


def root_limits(gaps: Sequence[float]) -> tuple[float, float]:
    """Return the mean of the roots of *gaps*, and how far from it one normally lies at most."""
    _check(gaps, least=2)
    roots = [root(gap) for gap in gaps]
    ranges = [abs(after - before) for before, after in pairwise(roots)]
    return fmean(roots), SIGMAS * fmean(ranges) / D2


def root(gap: float) -> float:
    """Put a wait on the scale on which waits between rare events are close to normal."""
    return float(gap ** (1 / POWER))


def unroot(height: float) -> float:
    """Bring a height back to the unit of the waits; below nothing is nothing."""
    return float(max(0.0, height) ** POWER)


def _check(gaps: Sequence[float], *, least: int) -> None:
    if len(gaps) < least:
        raise ValueError(f"limits need at least {least} gaps, got {len(gaps)}")
    if min(gaps) < 0:
        raise ValueError(f"a gap cannot be negative, got {min(gaps)}")
