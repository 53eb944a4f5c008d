"""Proportions: the range that a steady rate keeps to, whatever each week's number of tries."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

from revdash.stats.intervals import Interval

SIGMAS = 3
D2 = 1.128  # mean range of two points of a standard normal
_BESIDE = SIGMAS**2 / 2  # hits, and misses, that three sigma leave possible beside those seen
_NOTHING = 1e-6  # rounding may leave this much of no difference
ENOUGH = 20  # points of a baseline from which a spread narrower than chance is believed


class Family(StrEnum):
    """What a rate counts: which tries were hits, or how many events came for each try."""

    SHARE = "p'"
    PER_TRY = "u'"


@dataclass(frozen=True, kw_only=True)
class RateLimits:
    """What a steady rate gives: its center, and how far it strays beside pure chance.

    ``sigma_z`` is 1 where only chance is at work, more where weeks differ besides;
    ``points`` is the number of weeks of the baseline that it was measured over.
    """

    family: Family
    center: float
    sigma_z: float
    points: int
    variance: float  # of one try

    @property
    def used_sigma_z(self) -> float:
        """Never less than chance gives, while the baseline is short (DOMAIN.md 6.1).

        Nor where weeks never differed at all: every one kept, for half a year.
        """
        is_believed = self.points >= ENOUGH and self.sigma_z > _NOTHING
        return self.sigma_z if is_believed else max(1.0, self.sigma_z)

    def reach(self, tries: float, *, is_floored: bool = True) -> float:
        """Return how far from the center a rate of so many *tries* may lie."""
        sigma_z = self.used_sigma_z if is_floored else self.sigma_z
        return SIGMAS * sigma_z * math.sqrt(self.variance / tries)

    def at(self, tries: float, *, is_floored: bool = True) -> Interval:
        """Bound a rate of so many *tries*, for the rules: not clipped to what is possible."""
        reach = self.reach(tries, is_floored=is_floored)
        return Interval(self.center - reach, self.center + reach)

    def shown_at(self, tries: float, *, is_floored: bool = True) -> Interval:
        """Bound a rate of so many *tries*, for the eye: clipped to what is possible."""
        low, high = self.at(tries, is_floored=is_floored)
        most = 1.0 if self.family is Family.SHARE else math.inf
        return Interval(max(0.0, low), min(most, high))


def rate_limits(family: Family, hits: Sequence[float], tries: Sequence[float]) -> RateLimits:
    """Find the range that a rate normally keeps to, over a baseline (Laney's chart).

    A baseline without a hit, or without a miss, leaves one possible all the same: the
    spread of one try is then taken from Agresti and Coull's share, the center is not.

    Shape:   hits and tries of two or more weeks in time order in, ``RateLimits`` out.
    Units:   counts in; shares from 0 to 1, or events for each try, out.
    Raises:  ValueError for fewer than two weeks, for a week without tries, or for a share
             of more hits than tries.
    Source:  D. B. Laney (2002), Quality Engineering 14(4):531-537; formulas as in qicharts2.
    """
    weeks = list(zip(hits, tries, strict=True))
    if len(weeks) < 2:  # noqa: PLR2004  one range takes two points
        raise ValueError(f"limits need at least two weeks, got {len(weeks)}")
    for hit, tried in weeks:
        if tried <= 0 or hit < 0 or (family is Family.SHARE and hit > tried):
            raise ValueError(f"not a week of tries: {hit} of {tried}")
    center = sum(hits) / sum(tries)
    variance = _variance(family, sum(hits), sum(tries))
    strays = [(hit / tried - center) / math.sqrt(variance / tried) for hit, tried in weeks]
    sigma_z = fmean(abs(after - before) for before, after in pairwise(strays)) / D2
    return RateLimits(
        family=family, center=center, sigma_z=sigma_z, points=len(weeks), variance=variance
    )


def _variance(family: Family, hits: float, tries: float) -> float:
    """Return the variance of one try; never 0, which would call any change a signal."""
    if family is Family.PER_TRY:
        return (hits or _BESIDE) / tries
    is_mixed = 0 < hits < tries
    share = hits / tries if is_mixed else (hits + _BESIDE) / (tries + 2 * _BESIDE)
    return share * (1 - share)
