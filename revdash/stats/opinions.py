"""Opinions: how far apart two groups' answers lie, how much a group agrees, and who recommends."""

import math
from collections.abc import Sequence
from statistics import fmean, stdev, variance
from typing import NamedTuple

from revdash.stats.beta import beta_quantile
from revdash.stats.intervals import Interval, normal_quantile


class Sample(NamedTuple):
    """What a difference needs to know of one group's answers."""

    mean: float
    deviation: float
    size: int


class Promotion(NamedTuple):
    """A net promoter score, from -100 to 100, with its standard error and bounds."""

    score: float
    error: float
    bounds: Interval


def sample_of(answers: Sequence[float]) -> Sample:
    """Sum up *answers*; a single one tells nothing of how they spread.

    Empty:   ValueError: no answers have no mean.
    """
    if not answers:
        raise ValueError("no answers have no mean")
    return Sample(fmean(answers), stdev(answers) if len(answers) > 1 else math.nan, len(answers))


def difference_interval(left: Sample, right: Sample, confidence: float = 0.95) -> Interval | None:
    """Bound the difference of two means whose groups may spread differently.

    Units:   of the answers.
    Empty:   None where a group has one answer; groups that all say one thing differ exactly.
    Source:  B. L. Welch (1947), Biometrika 34:28-35.
    """
    if left.size < 2 or right.size < 2:  # noqa: PLR2004  no spread to be seen
        return None
    parts = [(one.deviation**2 / one.size, one.size - 1) for one in (left, right)]
    whole, difference = sum(part for part, _ in parts), left.mean - right.mean
    if not whole:
        return Interval(difference, difference)
    freedom = whole**2 / sum(part**2 / rest for part, rest in parts)
    reach = _student_quantile(confidence, freedom) * math.sqrt(whole)
    return Interval(difference - reach, difference + reach)


def cliffs_delta(left: Sequence[float], right: Sequence[float]) -> float:
    """Return how much likelier an answer of *left* is the higher of two than the lower.

    Units:   from -1 to 1; 0 where neither group answers higher.
    Empty:   ValueError: there is nothing to compare.
    Source:  N. Cliff (1993), Psychological Bulletin 114:494-509.
    """
    if not left or not right:
        raise ValueError("two groups need an answer each to be compared")
    signs = sum((one > other) - (one < other) for one in left for other in right)
    return signs / (len(left) * len(right))


def agreement(answers: Sequence[float], options: int) -> float | None:
    """Return how much a group agrees beside answers at random (r_wg).

    Shape:   answers on a scale of so many equally likely *options*.
    Units:   1 where all say the same; 0 where they spread as at random, or wider.
    Empty:   None for fewer than two answers.
    Source:  James, Demaree and Wolf (1984), J. of Applied Psychology 69:85-98.
    """
    if len(answers) < 2:  # noqa: PLR2004  nobody to agree with
        return None
    at_random = (options**2 - 1) / 12
    return max(0.0, 1 - variance(answers) / at_random)


def net_promoters(
    promoters: int, passives: int, detractors: int, confidence: float = 0.95
) -> Promotion | None:
    """Return the promoters less the detractors, of a hundred asked.

    Empty:   None where nobody answered.
    Raises:  ValueError for a negative count.
    Source:  the standard error of answers coded 1, 0 and -1.
    """
    if min(promoters, passives, detractors) < 0:
        raise ValueError(f"counts cannot be negative: {promoters}, {passives}, {detractors}")
    asked = promoters + passives + detractors
    if not asked:
        return None
    net = (promoters - detractors) / asked
    spread = (promoters + detractors) / asked - net**2
    score, error = 100 * net, 100 * math.sqrt(max(0.0, spread) / asked)
    reach = normal_quantile(confidence) * error
    return Promotion(score, error, Interval(max(-100.0, score - reach), min(100.0, score + reach)))


def widest(items: Sequence[Sequence[float]]) -> list[float]:
    """Return the means people would have if the same person answered lowest on every item.

    Nobody knows who gave which answers: of all ways to join them, this one spreads the most,
    so that what is bounded by it is never bounded too narrowly.

    Shape:   the answers to each item, as many to each; one mean a person out, lowest first.
    Raises:  ValueError for items of different sizes.
    """
    return [fmean(ranked) for ranked in zip(*map(sorted, items), strict=True)]


def _student_quantile(confidence: float, freedom: float) -> float:
    """Return how many standard errors lie on each side, where the spread was measured too."""
    share = beta_quantile(1 - confidence, freedom / 2, 0.5)
    return math.sqrt(freedom * (1 - share) / share)
