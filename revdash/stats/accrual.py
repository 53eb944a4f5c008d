"""Accrual: what a sum that comes unevenly will come to, from how it came in earlier stretches."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from revdash.stats.bootstrap import RESAMPLES, seed_of
from revdash.stats.intervals import Interval

Floats = NDArray[np.float64]


class Place(NamedTuple):
    """One step of a stretch: the middle of it, from 0 to 1, and how many steps there are."""

    at: float
    steps: int


class Accrual(NamedTuple):
    """How much of a sum usually comes by now, and what it may come to; 2,000 possible ends."""

    share: float  # that usually came by now
    projected: float
    ends: Floats

    def within(self, confidence: float = 0.8) -> Interval:
        """Between which it ends in so many of all cases."""
        tail = 100 * (1 - confidence) / 2
        low, high = np.percentile(self.ends, (tail, 100 - tail))
        return Interval(float(low), float(high))

    def chance_of(self, least: float) -> float:
        """The probability that it ends at *least* or more."""
        return float((self.ends >= least).mean())


def accrual(
    past: Sequence[ArrayLike],
    gone: Sequence[Place],
    rest: Sequence[Place],
    so_far: float,
    seed: str,
) -> Accrual | None:
    """Say what *so_far* after the steps *gone* comes to when the *rest* is over too.

    Shape:   what came in each step of each earlier stretch; the steps gone and those to come,
             by their place in a stretch; a text that fixes the draws.
    Units:   that of the sums.
    Empty:   None where nothing ever came, or where nothing is gone.
    Source:  bootstrap: of earlier stretches drawn again, each step to come is one of theirs at
             the same place, raised by how this one does: the part gone weighs as much as it is.
    """
    stretches = [np.asarray(one, dtype=np.float64) for one in past]
    came, comes = (_at(stretches, places) for places in (gone, rest))
    before, after = came.sum(axis=0), comes.sum(axis=0)
    whole = before.sum() + after.sum()
    if not gone or not whole > 0:
        return None
    draws = np.random.default_rng(seed_of(seed))
    count = len(stretches)
    again = draws.integers(0, count, (RESAMPLES, count))
    level = _level(so_far, before[again].mean(axis=1), after[again].mean(axis=1))
    ends = so_far + level * _drawn(comes, again, draws)
    usual = _level(so_far, np.array([before.mean()]), np.array([after.mean()]))
    projected = so_far + float(usual[0]) * float(after.mean())
    return Accrual(float(before.sum() / whole), projected, ends)


def _at(stretches: Sequence[Floats], places: Sequence[Place]) -> Floats:
    """What came at each place of each stretch; one of more steps has less in each of them."""
    found = np.zeros((len(places), len(stretches)))
    for column, stretch in enumerate(stretches):
        for row, place in enumerate(places):
            step = min(int(place.at * stretch.size), stretch.size - 1)
            found[row, column] = stretch[step] * stretch.size / place.steps
    return found


def _level(so_far: float, before: Floats, after: Floats) -> Floats:
    """How this stretch does beside the usual, as far as the part gone can tell."""
    whole = before + after
    return np.divide(so_far + after, whole, out=np.ones_like(whole), where=whole > 0)


def _drawn(comes: Floats, again: NDArray[np.int64], draws: np.random.Generator) -> Floats:
    """What the rest adds up to in each resample: each step as one of the stretches drawn."""
    steps, count = comes.shape
    if not steps:
        return np.zeros(again.shape[0])
    picks = draws.integers(0, count, (again.shape[0], steps))
    chosen = np.take_along_axis(again, picks, axis=1)
    ends: Floats = comes[np.arange(steps), chosen].sum(axis=1)
    return ends
