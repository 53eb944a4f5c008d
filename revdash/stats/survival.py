"""Survival: how long waits last when some are still going on."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from revdash.stats.intervals import Interval, normal_quantile

_TOLERANCE = 1e-12  # products of fractions such as 11/12 x 9/11 miss 3/4 by a rounding error


class Waits(NamedTuple):
    """Waits of one duration: how many ended there, and how many were last seen there."""

    duration: float
    events: int
    censored: int


class Step(NamedTuple):
    """One fall of the curve: at *t*, *events* of *at_risk* ended and *survival* still wait."""

    t: float
    at_risk: int
    events: int
    survival: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Curve:
    """The share still waiting after any time, and the longest wait that was watched.

    Shape:   arrays of one length, one element for each time at which a wait ended.
    """

    times: NDArray[np.float64]
    at_risk: NDArray[np.int64]
    events: NDArray[np.int64]
    survival: NDArray[np.float64]
    longest: float | None
    sample: int  # how many waits it is made of

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The falls of the curve, one by one."""
        columns = (self.times, self.at_risk, self.events, self.survival)
        return tuple(Step(*row) for row in zip(*(c.tolist() for c in columns), strict=True))

    @property
    def is_exhausted(self) -> bool:
        """Whether nobody waits any more at the end of the curve."""
        return bool(self.survival.size and self.survival[-1] == 0)

    def outline(self, until: float, least: float) -> tuple[Step, ...]:
        """Return the steps up to *until* at which the curve has fallen by another *least*."""
        count = int(np.searchsorted(self.times, until, side="right"))
        _, first = np.unique(np.floor((1 - self.survival[:count]) / least), return_index=True)
        rows = zip(
            self.times[first].tolist(),
            self.at_risk[first].tolist(),
            self.events[first].tolist(),
            self.survival[first].tolist(),
            strict=True,
        )
        return tuple(Step(*row) for row in rows)

    def quantile(self, q: float) -> float | None:
        """Return the time by which the share *q* was served; None when it never was.

        Then say "longer than" ``longest``: dropping those who still wait would be wrong.
        """
        return _first(self.times, self.survival <= _left(q))

    def quantile_interval(self, q: float, confidence: float = 0.95) -> Interval:
        """Bound the time by which the share *q* was served; an end not reached is infinite."""
        left = _left(q)
        ends = (_first(self.times, bound <= left) for bound in self._bands(confidence))
        return Interval(*(math.inf if end is None else end for end in ends))

    def share_by(self, t: float) -> float | None:
        """Return the share served by *t*; None when nobody was watched for that long."""
        if not self._knows(t):
            return None
        index = int(np.searchsorted(self.times, t, side="right"))
        return 1 - float(self.survival[index - 1]) if index else 0.0

    def share_interval(self, t: float, confidence: float = 0.95) -> Interval:
        """Bound the share served by *t*; (0, 1) when nothing is known about it."""
        index = int(np.searchsorted(self.times, t, side="right"))
        if not (index and self._knows(t)):
            return Interval(0.0, 1.0)
        low, high = (float(bound[index - 1]) for bound in self._bands(confidence))
        return Interval(1 - high, 1 - low)

    def _knows(self, t: float) -> bool:
        """Tell whether somebody was watched until *t*, or nobody waits any more."""
        if self.longest is None:
            return False
        return t <= self.longest or self.is_exhausted

    def _bands(self, confidence: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Bound the survival at each step: Greenwood's variance, on the log-log scale."""
        z = normal_quantile(confidence)
        waits = self.survival > 0  # where nobody waits any more, both bounds are 0
        at_risk, events, left = self.at_risk[waits], self.events[waits], self.survival[waits]
        variance = np.cumsum(events / (at_risk * (at_risk - events)))
        reach = np.exp(z * np.sqrt(variance) / -np.log(left))
        low, high = np.zeros_like(self.survival), np.zeros_like(self.survival)
        low[waits], high[waits] = left**reach, left ** (1 / reach)
        return low, high


def kaplan_meier(waits: Iterable[Waits | tuple[float, int, int]]) -> Curve:
    """Estimate the share still waiting, counting those whose wait has not ended.

    Shape:   (duration, events, censored) groups in any order, durations may repeat; one
             ``Curve`` out, with a step for each duration at which a wait ended.
    Units:   any one unit of time, the same out; shares from 0 to 1.
    Empty:   a curve without steps that knows nothing: ``longest`` is None.
    Raises:  ValueError for a duration below 0 (or not a number), or a count below 0.
    Source:  Kaplan and Meier (1958), JASA 53:457-481; those last seen at the time of an
             event were at risk of it.
    """
    groups = list(waits)
    durations, events, censored = zip(*groups, strict=True) if groups else ((), (), ())
    return curve_of(durations, events, censored)


def curve_of(durations: ArrayLike, events: ArrayLike, censored: ArrayLike) -> Curve:
    """Do as ``kaplan_meier``, from three columns of one length: quick for a million waits."""
    times = np.asarray(durations, dtype=np.float64)
    ended, going = np.asarray(events, dtype=np.int64), np.asarray(censored, dtype=np.int64)
    wrong = ~(times >= 0) | (ended < 0) | (going < 0)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise ValueError(f"not a group of waits: {(times[at], ended[at], going[at])}")
    counted = ended + going > 0
    known, place = np.unique(times[counted], return_inverse=True)
    happened = np.zeros(known.size, dtype=np.int64)
    leaving = np.zeros(known.size, dtype=np.int64)
    np.add.at(happened, place, ended[counted])
    np.add.at(leaving, place, (ended + going)[counted])
    at_risk = leaving[::-1].cumsum()[::-1]
    steps = happened > 0
    return Curve(
        times=known[steps],
        at_risk=at_risk[steps],
        events=happened[steps],
        survival=np.cumprod((at_risk[steps] - happened[steps]) / at_risk[steps]),
        longest=float(known[-1]) if known.size else None,
        sample=int(leaving.sum()),
    )


def grouped(observations: Iterable[tuple[float, bool]]) -> list[Waits]:
    """Group plain (duration, happened) pairs, one a wait, for ``kaplan_meier``."""
    counts = Counter(observations)
    durations = sorted({duration for duration, _ in counts})
    return [
        Waits(duration, counts[duration, True], counts[duration, False]) for duration in durations
    ]


def sub_distribution(cases: Iterable[tuple[float, float | None]]) -> Curve:
    """Estimate the share that came to the wanted end, when other ends rule it out.

    A case that ended otherwise stays at risk until its age: calling it censored would
    pretend that the wanted end could still come. When all are mature, the share by a
    horizon is simply x of n.

    Shape:   (age, wait until the wanted end or None) pairs in, one ``Curve`` out.
    Units:   any one unit of time for both.
    Empty:   as in ``kaplan_meier``.
    Raises:  ValueError when a wait is longer than its case is old.
    Source:  Fine and Gray (1999), JASA 94:496-509, "censoring complete" data.
    """
    observations: list[tuple[float, bool]] = []
    for age, wait in cases:
        if wait is not None and wait > age:
            raise ValueError(f"a wait of {wait} is longer than its case is old ({age})")
        observations.append((age, False) if wait is None else (wait, True))
    return kaplan_meier(grouped(observations))


def _left(q: float) -> float:
    """Return the share still waiting when *q* was served, allowing for rounding."""
    if not 0 < q < 1:
        raise ValueError(f"a quantile must lie between 0 and 1, got {q}")
    return 1 - q + _TOLERANCE


def _first(times: NDArray[np.float64], reached: NDArray[np.bool_]) -> float | None:
    """Return the first of *times* at which a falling bound was reached."""
    return float(times[int(np.argmax(reached))]) if reached.any() else None
