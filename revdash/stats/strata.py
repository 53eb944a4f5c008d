"""Strata: how many times as often something happens to one group, compared like with like."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from revdash.stats.intervals import normal_quantile


class Stratum(NamedTuple):
    """Two groups of cases that are alike in all that the stratum is made of."""

    hits: int
    tries: int
    other_hits: int
    other_tries: int


class TimesAsOften(NamedTuple):
    """The share of one group over that of the other, and what chance leaves open of it."""

    ratio: float
    low: float
    high: float


def times_as_often(strata: Iterable[Stratum], confidence: float = 0.95) -> TimesAsOften | None:
    """Set the share of hits of one group against the other's, each stratum by itself.

    One stratum alone is the plain ratio of two shares. A stratum with cases of one group only
    compares nothing, and weighs nothing.

    Shape:   strata of two groups in, one ratio with its interval out.
    Units:   counts in; how many times as often out.
    Empty:   None where no stratum has both groups, or either group has no hit in those.
    Raises:  ValueError for more hits than tries.
    Source:  Mantel and Haenszel's pooled ratio; its variance by S. Greenland and J. M. Robins
             (1985), Biometrics 41:55-68.
    """
    mine = others = spread = 0.0
    for one in strata:
        if not (0 <= one.hits <= one.tries and 0 <= one.other_hits <= one.other_tries):
            raise ValueError(f"not a stratum of tries: {one}")
        both = one.tries + one.other_tries
        if not one.tries or not one.other_tries:
            continue
        mine += one.hits * one.other_tries / both
        others += one.other_hits * one.tries / both
        all_hits = (one.hits + one.other_hits) * one.tries * one.other_tries
        spread += (all_hits - one.hits * one.other_hits * both) / both**2
    if not mine or not others:
        return None
    reach = normal_quantile(confidence) * math.sqrt(spread / (mine * others))
    ratio = mine / others
    return TimesAsOften(ratio, ratio * math.exp(-reach), ratio * math.exp(reach))
