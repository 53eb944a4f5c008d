"""Series: what the order and the form of past values say about how to judge the next."""

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

WIDE = 4.0  # largest over smallest, from which a logarithm is judged instead
SKEWED = 1.0


def lag_one(values: Sequence[float]) -> float | None:
    """Return how far each value follows the one before: the lag-1 autocorrelation.

    Shape:   values in time order in; a number from -1 to 1 out.
    Empty:   None for fewer than three values, or values that never vary.
    Source:  Box and Jenkins, Time Series Analysis: the sample autocorrelation.
    """
    strays = _strays(values)
    spread = sum(stray**2 for stray in strays)
    if len(strays) < 3 or not spread:  # noqa: PLR2004  two values always oppose each other
        return None
    return sum(a * b for a, b in pairwise(strays)) / spread


def skewness(values: Sequence[float]) -> float | None:
    """Return how much longer the upper tail is than the lower: the third moment.

    Empty:   None for fewer than three values, or values that never vary.
    Source:  Fisher-Pearson coefficient g1.
    """
    strays = _strays(values)
    if len(strays) < 3 or not any(strays):  # noqa: PLR2004
        return None
    return fmean(s**3 for s in strays) / math.sqrt(fmean(s**2 for s in strays)) ** 3


def asks_for_log(values: Sequence[float]) -> bool:
    """Tell whether *values* are so uneven that only their logarithms can be judged.

    Empty:   False for no values, or where one of them has no logarithm.
    Source:  DOMAIN.md 6.1: largest over smallest above 4, or skewness above 1.
    """
    if not values or min(values) <= 0:
        return False
    return max(values) > WIDE * min(values) or (skewness(values) or 0.0) > SKEWED


def _strays(values: Sequence[float]) -> list[float]:
    """Return the distance of each value from the mean; nothing where all are the same."""
    if not values or max(values) == min(values):
        return [0.0] * len(values)
    mean = fmean(values)
    return [value - mean for value in values]
