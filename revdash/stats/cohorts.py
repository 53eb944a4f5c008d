"""Cohorts: how far each has come, and where it will end when the younger have had the time."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from revdash.stats.beta import beta_interval
from revdash.stats.intervals import Interval, wilson_interval
from revdash.stats.survival import Curve

# One row a cohort, cumulated; None where its time has not come yet.
Triangle: TypeAlias = Sequence[Sequence[float | None]]


class Ladder(NamedTuple):
    """How each age grows into the next, and what each cohort grows to in the end."""

    factors: tuple[float, ...]
    ultimates: tuple[float, ...]


class Table(NamedTuple):
    """A life table: who of those left converts at each age, and where each cohort ends."""

    hazards: tuple[float, ...]
    conversion: tuple[float, ...]  # cumulated, by the end of each age
    ultimates: tuple[float, ...]  # how many of each cohort
    maturity: tuple[float, ...]  # the share of its conversions that each cohort has had time for


class Outlook(NamedTuple):
    """Where one cohort stands and where it will end.

    ``ends`` holds where this cohort itself will end, 80 % of the time; ``rate`` bounds, at
    95 %, the rate behind it and is what two cohorts are compared by. Once all are ready,
    ``ends`` is a point and ``rate`` is Wilson's interval.
    """

    won: int
    sample: int
    ready: int  # "n of m have had the time"
    projected: float
    maturity: float
    ends: Interval
    rate: Interval


def chain_ladder(cumulated: Triangle) -> Ladder:
    """Project each cohort by the growth that older cohorts showed: for money.

    Shape:   a triangle of one row a cohort and one column an age in; one factor fewer than
             columns and one ultimate a row out.
    Units:   the unit of the triangle.
    Empty:   a step that no cohort has taken, or from nothing, has the factor 1.
    Raises:  ValueError for rows of different lengths, or a gap inside a row.
    Source:  Mack (1993), ASTIN Bulletin 23(2):213-225; R ChainLadder documentation.
    """
    rows = [_known(row) for row in _checked(cumulated)]
    width = len(cumulated[0]) if cumulated else 0
    factors = tuple(_factor(rows, age) for age in range(width - 1))
    ultimates = tuple(
        row[-1] * float(np.prod(factors[len(row) - 1 :])) if row else 0.0 for row in rows
    )
    return Ladder(factors, ultimates)


def life_table(sizes: Sequence[float], cumulated: Triangle) -> Table:
    """Project each cohort by what becomes, age by age, of those not yet converted: for counts.

    Works where the first column is 0, and never projects more than the cohort holds.

    Shape:   one size and one row of the triangle a cohort in; hazards and conversion of one
             element an age, ultimates and maturity of one a cohort out.
    Units:   counts in and in ``ultimates``; shares from 0 to 1 elsewhere.
    Empty:   an age that nobody reached has the hazard 0; without conversions, maturity is
             the share of the ages that were reached.
    Raises:  ValueError for a cohort smaller than its conversions, or as in ``chain_ladder``.
    Source:  the actuarial life table; Kaplan and Meier (1958) on the grouped ages.
    """
    rows = [_known(row) for row in _checked(cumulated)]
    for size, row in zip(sizes, rows, strict=True):
        if row and row[-1] > size:
            raise ValueError(f"a cohort of {size} cannot hold {row[-1]} conversions")
    width = len(cumulated[0]) if cumulated else 0
    hazards = tuple(_hazard(sizes, rows, age) for age in range(width))
    left = (1.0, *accumulate((1 - hazard for hazard in hazards), lambda a, b: a * b))
    pairs = list(zip(sizes, rows, strict=True))
    ultimates = tuple(_ultimate(size, row, left[len(row)], left[-1]) for size, row in pairs)
    final = 1 - left[-1]
    maturity = tuple((1 - left[len(row)]) / final if final else len(row) / width for row in rows)
    return Table(hazards, tuple(1 - share for share in left[1:]), ultimates, maturity)


def outlook(
    ages: ArrayLike, waits: ArrayLike, horizon: float, pool: Curve, confidence: float = 0.8
) -> Outlook | None:
    """Project one cohort to *horizon* by the curve of all cohorts together.

    Those not yet won are expected to convert as those of the *pool* did who had not by
    their age. The error of that is split as Mack does: what chance leaves open for those
    still to come, plus what the curve itself is not sure of (Greenwood). Both together
    bound the share still to come, by the beta distribution of that mean and variance.

    Shape:   *ages* of all cases and their *waits* until won (NaN when not won) in, of one
             length; one ``Outlook`` out.
    Units:   ages, waits and horizon in the pool's unit of time; shares from 0 to 1.
    Empty:   None for no cases, or a horizon that nobody of the pool was watched for.
    Raises:  ValueError for columns of different lengths.
    Source:  survival.sub_distribution for the pool; Greenwood (1926); Mack (1993).
    """
    age, wait = np.asarray(ages, dtype=np.float64), np.asarray(waits, dtype=np.float64)
    if age.shape != wait.shape:
        raise ValueError(f"{age.size} ages cannot have {wait.size} waits")
    final = pool.share_by(horizon)
    if not age.size or final is None:
        return None
    is_won = wait <= horizon  # NaN is not
    left = age[~is_won & (age < horizon)]
    to_come = _to_come(left, horizon, pool)
    won, sample = int(is_won.sum()), int(age.size)
    ready = int((age >= horizon).sum())
    projected = (won + float(to_come.sum())) / sample
    maturity = _maturity(age, horizon, pool, final)
    sure = sample * maturity  # cases' worth of evidence of its own
    return Outlook(
        won=won,
        sample=sample,
        ready=ready,
        projected=projected,
        maturity=maturity,
        ends=_ends(won, sample, to_come, _doubt(left, to_come, horizon, pool), confidence),
        rate=wilson_interval(min(projected * sure, sure), sure),
    )


def _checked(cumulated: Triangle) -> Triangle:
    if len({len(row) for row in cumulated}) > 1:
        raise ValueError("the rows of a triangle are of one length, None where unknown")
    return cumulated


def _known(row: Iterable[float | None]) -> list[float]:
    """Return the cells of a row up to today."""
    cells = list(row)
    known = [cell for cell in cells if cell is not None]
    if None in cells[: len(known)]:
        raise ValueError(f"a cohort's row has a gap: {cells}")
    return known


def _factor(rows: Sequence[Sequence[float]], age: int) -> float:
    both = [row for row in rows if len(row) > age + 1]
    before = sum(row[age] for row in both)
    return sum(row[age + 1] for row in both) / before if before else 1.0


def _hazard(sizes: Sequence[float], rows: Sequence[Sequence[float]], age: int) -> float:
    seen = [(size, row) for size, row in zip(sizes, rows, strict=True) if len(row) > age]
    before = [row[age - 1] if age else 0.0 for _, row in seen]
    at_risk = sum(size for size, _ in seen) - sum(before)
    return (sum(row[age] for _, row in seen) - sum(before)) / at_risk if at_risk else 0.0


def _ultimate(size: float, row: Sequence[float], now: float, final: float) -> float:
    won = row[-1] if row else 0.0
    return won + (size - won) * (1 - final / now if now else 0.0)


def _left_at(pool: Curve, ages: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of the pool still waiting at each of *ages*."""
    steps = np.concatenate(([1.0], pool.survival))
    return steps[np.searchsorted(pool.times, ages, side="right")]


def _to_come(left: NDArray[np.float64], horizon: float, pool: Curve) -> NDArray[np.float64]:
    """Return the chance of each of those left, at their ages, to be won by the horizon."""
    now, final = _left_at(pool, left), _left_at(pool, np.asarray([horizon]))
    return np.where(now > 0, 1 - final / np.where(now > 0, now, 1.0), 0.0)


def _maturity(age: NDArray[np.float64], horizon: float, pool: Curve, final: float) -> float:
    """Return the mean share of its conversions that a case of the cohort had time for."""
    if not final:
        return float((age >= horizon).mean())
    return float((1 - _left_at(pool, np.minimum(age, horizon))).mean() / final)


def _doubt(
    left: NDArray[np.float64], to_come: NDArray[np.float64], horizon: float, pool: Curve
) -> float:
    """Return the variance of the number still to come: chance, and the curve's own error.

    The steps of the curve err independently of each other (Greenwood); each moves all
    cases at once that have it still before them.
    """
    chance = float((to_come * (1 - to_come)).sum())
    within = (pool.times <= horizon) & (pool.survival > 0)
    times, events, at_risk = pool.times[within], pool.events[within], pool.at_risk[within]
    order = np.argsort(left)
    ahead = np.cumsum((1 - to_come)[order])
    moved = np.concatenate(([0.0], ahead))[np.searchsorted(left[order], times, side="left")]
    return chance + float((moved**2 * events / (at_risk * (at_risk - events))).sum())


def _ends(
    won: int, sample: int, to_come: NDArray[np.float64], variance: float, confidence: float
) -> Interval:
    """Bound the share that the cohort ends at: what is won is won."""
    if not to_come.size:
        return Interval(won / sample, won / sample)
    mean = float(to_come.mean())
    low, high = beta_interval(mean, variance / to_come.size**2, confidence)
    return Interval(*((won + to_come.size * share) / sample for share in (low, high)))
