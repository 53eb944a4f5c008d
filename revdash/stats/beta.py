"""Beta: the distribution of a share that is not known exactly."""

import math

from revdash.stats.intervals import Interval

_TINY = 1e-300  # keeps a continued fraction from dividing by nothing
_PRECISION = 1e-15


def beta_share(x: float, a: float, b: float) -> float:
    """Return how much of a beta distribution lies below *x*.

    Raises:  ValueError unless a and b are positive.
    Source:  Numerical Recipes 6.4: the continued fraction, by Lentz's method.
    """
    if not (a > 0 and b > 0):
        raise ValueError(f"a beta distribution needs two positive numbers, got {a} and {b}")
    if not 0 < x < 1:
        return float(x >= 1)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):  # where the fraction converges quickly
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def beta_quantile(q: float, a: float, b: float) -> float:
    """Return the point below which the share *q* of a beta distribution lies.

    Raises:  ValueError unless q is a share, and as in ``beta_share``.
    Source:  regula falsi as of Illinois, kept within its bounds by halving: about ten steps to
             where halving alone takes fifty.
    """
    if not 0 <= q <= 1:
        raise ValueError(f"a quantile must lie between 0 and 1, got {q}")
    low, high, below, above = 0.0, 1.0, -q, 1.0 - q
    is_low_kept = is_high_kept = False
    for step in range(200):
        middle = (low * above - high * below) / (above - below) if step % 3 else (low + high) / 2
        off = beta_share(middle, a, b) - q
        if abs(off) < _PRECISION or high - low < _PRECISION * high:
            return middle
        if off < 0:
            low, below, is_low_kept = middle, off, False
            above, is_high_kept = (above / 2 if is_high_kept else above), True
        else:
            high, above, is_high_kept = middle, off, False
            below, is_low_kept = (below / 2 if is_low_kept else below), True
    return (low + high) / 2


def beta_interval(mean: float, variance: float, confidence: float) -> Interval:
    """Bound a share of which mean and variance are known, by the beta of those moments.

    Empty:   a share without variance is bounded by itself.
    Raises:  ValueError if the mean is no share, or the confidence none between 0 and 1.
    """
    if not 0 <= mean <= 1 or not 0 < confidence < 1:
        raise ValueError(f"not a share and a confidence: {mean}, {confidence}")
    most = mean * (1 - mean)  # the variance of a share that is either 0 or 1
    if variance <= 0 or not most:
        return Interval(mean, mean)
    weight = max(most / min(variance, most) - 1, 1e-3)
    tail = (1 - confidence) / 2
    return Interval(
        *(beta_quantile(q, mean * weight, (1 - mean) * weight) for q in (tail, 1 - tail))
    )


def _fraction(x: float, a: float, b: float) -> float:
    """Evaluate the continued fraction of the incomplete beta function."""
    front, ratio = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    total = ratio
    for m in range(1, 10_000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            ratio = 1 / _away(1 + term * ratio)
            front = _away(1 + term / front)
            total *= ratio * front
        if abs(ratio * front - 1) < _PRECISION:
            break
    return total


def _away(value: float) -> float:
    """Keep *value* away from 0."""
    return value if abs(value) > _TINY else _TINY
