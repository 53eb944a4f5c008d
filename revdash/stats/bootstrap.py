"""Bootstrap: how far a mean, a sum, a ratio or a median of a sample can be trusted."""

import hashlib
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from revdash.stats.intervals import Interval, normal_quantile

RESAMPLES = 2_000
CONFIDENCE = 0.9
# Above this many rows: sums of equal random blocks are resampled in place of rows, whose
# variance is the same; a median is bounded by its ranks, which is what resampling tends to.
MOST_ROWS = 2_000
_AT_ONCE = 100  # resamples drawn in one go: keeps the memory small


def mean_interval(values: ArrayLike, seed: str, confidence: float = CONFIDENCE) -> Interval | None:
    """Bound the mean of the population that *values* are a sample of.

    Shape:   one value a row, and a text that fixes the draws: the metric's name; one
             ``Interval`` out, the same each time for the same rows in the same order.
    Units:   the unit of the values.
    Empty:   None for no values; a single value is bounded by itself.
    Source:  Efron (1979): percentile bootstrap, 2,000 resamples.
    """
    column = _column(values)
    return ratio_interval(column, np.ones_like(column), seed, confidence)


def mean_of_means_interval(
    groups: Sequence[ArrayLike], seed: str, confidence: float = CONFIDENCE
) -> Interval | None:
    """Bound the mean of the groups' means, each group drawn again by itself.

    Empty:   None without groups, or where one of them is empty.
    """
    columns, draws = [_column(group) for group in groups], _generator(seed)
    if not columns or not all(column.size for column in columns):
        return None
    means = [
        np.concatenate([column[rows].mean(axis=1) for rows in _resamples(column.size, draws)])
        for column in columns
    ]
    return _percentiles(np.mean(means, axis=0), confidence)


def sum_interval(values: ArrayLike, seed: str, confidence: float = CONFIDENCE) -> Interval | None:
    """Bound the sum of as many rows as there are; the rest as ``mean_interval``."""
    column = _column(values)
    bounds = mean_interval(column, seed, confidence)
    return bounds and Interval(bounds.low * column.size, bounds.high * column.size)


def ratio_interval(
    tops: ArrayLike, bottoms: ArrayLike, seed: str, confidence: float = CONFIDENCE
) -> Interval | None:
    """Bound the sum of *tops* over the sum of *bottoms*, rows drawn as pairs.

    Empty:   None without rows, or where a resample's bottoms add up to nothing.
    Raises:  ValueError for columns of different lengths.
    """
    top, bottom = _column(tops), _column(bottoms)
    if top.size != bottom.size:
        raise ValueError(f"{top.size} tops cannot have {bottom.size} bottoms")
    return sums_interval((top, bottom), lambda sums: sums[0] / sums[1], seed, confidence)


def sums_interval(
    columns: Sequence[ArrayLike],
    combine: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    seed: str,
    confidence: float = CONFIDENCE,
) -> Interval | None:
    """Bound what *combine* makes of the sums of *columns*, rows drawn whole.

    Shape:   columns of one length in; *combine* takes an array of one row a column and one
             column a resample, and gives one number a resample.
    Empty:   None without rows, or where a resample gives no number.
    """
    rows = np.stack([_column(column) for column in columns])
    if not rows.shape[1]:
        return None
    draws = _generator(seed)
    if rows.shape[1] > MOST_ROWS:
        rows = _blocks(rows, draws)
    sums = np.concatenate(
        [rows[:, chosen].sum(axis=2) for chosen in _resamples(rows.shape[1], draws)], axis=1
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        values = combine(sums)
    return _percentiles(values, confidence) if np.isfinite(values).all() else None


def median_interval(
    values: ArrayLike, seed: str, confidence: float = CONFIDENCE
) -> Interval | None:
    """Bound the median of the population that *values* are a sample of."""
    column = _column(values)
    if not column.size:
        return None
    if column.size > MOST_ROWS:
        return _by_rank(column, confidence)
    draws = _generator(seed)
    medians = [np.median(column[chosen], axis=1) for chosen in _resamples(column.size, draws)]
    return _percentiles(np.concatenate(medians), confidence)


def seed_of(text: str) -> int:
    """Return the number that a text always gives, on every machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _column(values: ArrayLike) -> NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64)


def _generator(seed: str) -> np.random.Generator:
    return np.random.default_rng(seed_of(seed))


def _resamples(size: int, draws: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    for _ in range(RESAMPLES // _AT_ONCE):
        yield draws.integers(0, size, (_AT_ONCE, size))


def _blocks(rows: NDArray[np.float64], draws: np.random.Generator) -> NDArray[np.float64]:
    """Add up rows in random blocks of equal size; the last may lack one row."""
    mixed = rows[:, draws.permutation(rows.shape[1])]
    return np.stack([part.sum(axis=1) for part in np.array_split(mixed, MOST_ROWS, axis=1)], axis=1)


def _by_rank(column: NDArray[np.float64], confidence: float) -> Interval:
    """Bound the median by the ranks between which it lies."""
    reach = normal_quantile(confidence) * np.sqrt(column.size) / 2
    middle = column.size / 2
    low, high = int(np.floor(middle - reach)), int(np.ceil(middle + reach))
    ordered = np.partition(column, (low, high))
    return Interval(float(ordered[low]), float(ordered[high]))


def _percentiles(values: NDArray[np.float64], confidence: float) -> Interval:
    tail = 100 * (1 - confidence) / 2
    low, high = np.percentile(values, (tail, 100 - tail))
    return Interval(float(low), float(high))
