"""Intervals: how far a share or a count from a small sample can be trusted."""

import math
from enum import StrEnum
from statistics import NormalDist
from typing import NamedTuple

FEW = 20  # fewer trials than this are shown grey, with the words "few data"
HIDDEN = 5  # fewer trials than this give no rate, only "x of n"

# Above this count the Wilson-Hilferty form is within 1e-7 of the exact quantile (tested).
_LARGE_COUNT = 100_000


class Interval(NamedTuple):
    """The values that a sample leaves open, from low to high."""

    low: float
    high: float


class ShareDisplay(StrEnum):
    """How a share may be shown, given how many trials it rests on."""

    HIDE = "hide"
    FEW = "few"
    NORMAL = "normal"


def share_display(trials: int) -> ShareDisplay:
    """Say whether a share of *trials* is hidden, shown as few data, or shown as it is."""
    if trials < HIDDEN:
        return ShareDisplay.HIDE
    return ShareDisplay.FEW if trials < FEW else ShareDisplay.NORMAL


def normal_quantile(confidence: float) -> float:
    """Return how many standard errors lie on each side of a two-sided interval.

    Raises:  ValueError if confidence is not between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence}")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson_interval(successes: float, trials: float, confidence: float = 0.95) -> Interval:
    """Bound a rate that was seen in a small sample.

    Shape:   two counts in, one ``Interval`` out; what is known of a young cohort counts in parts.
    Units:   counts in; shares from 0 to 1 out.
    Empty:   no trials bound nothing: ``Interval(0.0, 1.0)``.
    Raises:  ValueError if successes is outside 0..trials.
    Source:  E. B. Wilson (1927), JASA 22(158):209-212.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"successes must lie in 0..{trials}, got {successes}")
    z = normal_quantile(confidence)
    if trials == 0:
        return Interval(0.0, 1.0)
    share = successes / trials
    weight = z * z / trials
    centre = (share + weight / 2) / (1 + weight)
    reach = z * math.sqrt(share * (1 - share) / trials + weight / (4 * trials)) / (1 + weight)
    return Interval(
        max(0.0, centre - reach) if successes else 0.0,
        min(1.0, centre + reach) if successes < trials else 1.0,
    )


def poisson_interval(count: int, confidence: float = 0.95) -> Interval:
    """Bound the rate behind a count of independent events.

    Shape:   one count in, one ``Interval`` out.
    Units:   events per the period that was counted, in and out.
    Empty:   a count of 0 is bounded from above only: low is 0.
    Raises:  ValueError if the count is negative.
    Source:  F. Garwood (1936), Biometrika 28:437-442.
    """
    if count < 0:
        raise ValueError(f"a count cannot be negative, got {count}")
    z = normal_quantile(confidence)
    low = _gamma_quantile(count, -z) if count else 0.0
    return Interval(low, _gamma_quantile(count + 1, z))


def _gamma_quantile(shape: int, z: float) -> float:
    """Find the point of a unit gamma below which lies as much as below *z* of a normal.

    Source:  Wilson and Hilferty (1931) to begin, then Halley's steps (Numerical Recipes 6.2.1).
    """
    root = 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))
    guess = shape * max(root, 0.01) ** 3
    if shape > _LARGE_COUNT:
        return guess
    wanted = NormalDist().cdf(z)
    for _ in range(50):
        density = math.exp((shape - 1) * math.log(guess) - guess - math.lgamma(shape))
        newton = (_gamma_share(shape, guess) - wanted) / density
        step = newton / (1 - 0.5 * min(1.0, newton * ((shape - 1) / guess - 1)))
        guess = guess - step if step < guess else guess / 2
        if abs(step) < 1e-12 * guess:
            break
    return guess


def _gamma_share(shape: int, limit: float) -> float:
    """Return the share of a unit gamma that lies below *limit*, by its power series."""
    term = total = math.exp(shape * math.log(limit) - limit - math.lgamma(shape + 1))
    divisor = shape
    while term > total * 1e-17:
        divisor += 1
        term *= limit / divisor
        total += term
    return total
