"""Outlook: what a count will come to by its end, going by what came so far."""

from revdash.stats.beta import beta_share
from revdash.stats.intervals import Interval

_PRIOR = 0.5  # Jeffreys: half an event, so that nothing yet does not mean nothing ever


def outlook(so_far: int, elapsed: float, rest: float, confidence: float = 0.8) -> Interval:
    """Bound what a count of *so_far* after *elapsed* will be when the *rest* is over too.

    Shape:   a count and two stretches in, the bounds of the whole count out.
    Units:   elapsed and rest in the same unit, whatever it is.
    Raises:  ValueError unless something has elapsed and the confidence is a share.
    Source:  a rate of Gamma(so_far + 1/2, elapsed) and a Poisson rest: negative binomial.
    """
    if not elapsed > 0 or rest < 0 or so_far < 0 or not 0 < confidence < 1:
        raise ValueError(f"nothing to go by: {so_far} in {elapsed}, {rest} to come, {confidence}")
    tail = (1 - confidence) / 2
    bounds = (so_far + _quantile(q, so_far, elapsed, rest) for q in (tail, 1 - tail))
    return Interval(*map(float, bounds))


def chance_of(least: float, so_far: int, elapsed: float, rest: float) -> float:
    """Return the probability that the whole count will be *least* or more.

    Units:   a share from 0 to 1; as in ``outlook``.
    """
    missing = -int(-least // 1) - so_far
    if missing <= 0:
        return 1.0
    return 1 - _at_most(missing - 1, so_far, elapsed, rest)


def _at_most(count: int, so_far: int, elapsed: float, rest: float) -> float:
    """The probability that no more than *count* are still to come."""
    if count < 0:
        return 0.0
    return beta_share(elapsed / (elapsed + rest), so_far + _PRIOR, count + 1) if rest else 1.0


def _quantile(q: float, so_far: int, elapsed: float, rest: float) -> int:
    """The least number still to come that is not passed with probability *q*."""
    low, high = -1, 1
    while _at_most(high, so_far, elapsed, rest) < q:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if _at_most(middle, so_far, elapsed, rest) < q:
            low = middle
        else:
            high = middle
    return high if high > 0 and _at_most(0, so_far, elapsed, rest) < q else 0
