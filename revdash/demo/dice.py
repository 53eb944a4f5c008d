"""Dice: the demo's only source of chance; the same name always rolls the same numbers."""

from collections.abc import Mapping
from math import exp, log
from random import Random

SEED = 20260517


def dice(*names: object) -> Random:
    """Return the dice of one thing, so that a change elsewhere never changes its luck."""
    return Random(":".join(map(str, (SEED, *names))))  # noqa: S311  a story, not a secret


def lognormal(rng: Random, median: float, sigma: float) -> float:
    """Draw from the lognormal distribution with this median."""
    return rng.lognormvariate(log(median), sigma)


def poisson(rng: Random, mean: float) -> int:
    """Draw a count with this mean, by multiplying until the product falls below e^-mean."""
    floor, product, count = exp(-mean), rng.random(), 0
    while product > floor:
        product *= rng.random()
        count += 1
    return count


def pick(rng: Random, shares: Mapping[str, float]) -> str:
    """Draw one name; the shares need not add up to one."""
    return rng.choices(tuple(shares), tuple(shares.values()))[0]
