"""Weighing: parts that stand in groups made into one number, some of them missing."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from revdash.stats.intervals import Interval

CONCENTRATION = 60.0  # how sure anybody is of the weights: as of 60 answers shared out by them
WEIGHT_DRAWS = 20_000
SEED = 20260521

Column = NDArray[np.float64]


class Weighed(NamedTuple):
    """One part: what it weighs, and its value; without a value it weighs nothing."""

    weight: float
    value: float | None


class Effect(NamedTuple):
    """What one part did to a change: by its value, and by what it weighs."""

    value: float
    coverage: float

    @property
    def both(self) -> float:
        """The two together."""
        return self.value + self.coverage


def effective_weights(
    weights: ArrayLike, is_measured: Sequence[bool], groups: Sequence[str]
) -> Column:
    """Hand what missing parts weigh to the others of their group, an empty group's to all.

    Shape:   weights of shape (..., parts), what is measured and the group of each part in;
             weights of the same shape out, 0 where nothing is measured, that add up to 1.
    Empty:   nothing measured weighs nothing: all are 0.
    Source:  DOMAIN.md 4.4.
    """
    whole = np.asarray(weights, dtype=np.float64)
    here = np.where(np.asarray(is_measured, dtype=bool), whole, 0.0)
    found = np.zeros_like(whole)
    for group in dict.fromkeys(groups):
        mine = np.array([one == group for one in groups])
        total = whole[..., mine].sum(axis=-1, keepdims=True)
        found[..., mine] = here[..., mine] * _over(total, here[..., mine])
    return found * _over(np.ones(1), found)


def effects(before: Sequence[Weighed], after: Sequence[Weighed]) -> tuple[Effect, ...]:
    """Split the change of a weighed mean into what each part's value and weight did.

    They add up to the change exactly. A part without a value before or after did it all by
    its weight.

    Shape:   the same parts in the same order twice in, one ``Effect`` a part out.
    Units:   those of the values; the weights of each add up to 1, or to 0 where all is missing.
    Raises:  ValueError for parts of different number.
    Source:  DOMAIN.md 4.5; Kitagawa (1955), JASA 50(272), at the midpoint.
    """
    if len(before) != len(after):
        raise ValueError(f"{len(before)} parts cannot become {len(after)}")
    middle = (_mean(before) + _mean(after)) / 2
    return tuple(_effect(*pair, middle) for pair in zip(before, after, strict=True))


def weights_band(
    weights: Sequence[float], value_of: Callable[[Column], Column], *, confidence: float = 0.9
) -> Interval:
    """Bound what *value_of* makes of weights that somebody else might have chosen.

    Shape:   weights above 0 in; *value_of* turns (draws, parts) into (draws).
    Source:  DOMAIN.md 4.6: 20,000 Dirichlet draws around the weights.
    """
    generator = np.random.Generator(np.random.PCG64(SEED))
    drawn = generator.dirichlet(CONCENTRATION * np.asarray(weights), WEIGHT_DRAWS)
    return middle_of(value_of(drawn), confidence)


def middle_of(values: ArrayLike, confidence: float) -> Interval:
    """Return the ends between which the middle *confidence* of drawn values lies."""
    tail = 50 * (1 - confidence)
    low, high = np.percentile(np.asarray(values), [tail, 100 - tail])
    return Interval(float(low), float(high))


def _over(top: Column, parts: Column) -> Column:
    """Divide by the sum of *parts*, leaving 0 where there is none."""
    below = parts.sum(axis=-1, keepdims=True)
    safe = np.where(below > 0, below, 1.0)
    return np.asarray(np.where(below > 0, top / safe, 0.0), dtype=np.float64)


def _mean(parts: Sequence[Weighed]) -> float:
    return sum(part.weight * part.value for part in parts if part.value is not None)


def _effect(before: Weighed, after: Weighed, middle: float) -> Effect:
    known = [part.value for part in (before, after) if part.value is not None]
    if not known:
        return Effect(0.0, 0.0)
    shift = after.weight - before.weight
    coverage = shift * (sum(known) / len(known) - middle)
    if before.value is None or after.value is None:
        return Effect(0.0, coverage)
    return Effect((before.weight + after.weight) / 2 * (after.value - before.value), coverage)
