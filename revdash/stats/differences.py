"""Differences: how far apart two measured things are, bounded by what bounds each."""

import math
from typing import NamedTuple

from revdash.stats.intervals import Interval


class Bounded(NamedTuple):
    """A value within its interval."""

    value: float
    low: float
    high: float


def difference(first: Bounded, second: Bounded) -> Bounded:
    """Bound *first* less *second*, measured independently of each other.

    Shape:   two bounded values in, their bounded difference out, by the confidence of both.
    Source:  R. G. Newcombe (1998), Statist. Med. 17:873-890, method 10 (of two shares with
             Wilson's intervals); G. Y. Zou and A. Donner (2008), Statist. Med. 27:1693-1702, for
             any two values.
    """
    apart = first.value - second.value
    below = math.hypot(first.value - first.low, second.high - second.value)
    above = math.hypot(first.high - first.value, second.value - second.low)
    return Bounded(apart, apart - below, apart + above)


def bounded(value: float, bounds: Interval) -> Bounded:
    """Put a value and its interval together."""
    return Bounded(value, *bounds)
