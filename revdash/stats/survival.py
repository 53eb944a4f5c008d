"""Survival: how long waits last when some are still going on."""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

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


class _Band(NamedTuple):
    t: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Curve:
    """The share still waiting after any time, and the longest wait that was watched."""

    steps: tuple[Step, ...]
    longest: float | None

    def quantile(self, q: float) -> float | None:
        """Return the time by which the share *q* was served; None when it never was.

        Then say "longer than" ``longest``: dropping those who still wait would be wrong.
        """
        left = _left(q)
        return next((step.t for step in self.steps if step.survival <= left), None)

    def quantile_interval(self, q: float, confidence: float = 0.95) -> Interval:
        """Bound the time by which the share *q* was served; an end not reached is infinite."""
        left = _left(q)
        bands = tuple(self._bands(confidence))
        return Interval(
            next((band.t for band in bands if band.low <= left), math.inf),
            next((band.t for band in bands if band.high <= left), math.inf),
        )

    def share_by(self, t: float) -> float | None:
        """Return the share served by *t*; None when nobody was watched for that long."""
        if not self._knows(t):
            return None
        index = bisect_right(self.steps, t, key=lambda step: step.t)
        return 1 - self.steps[index - 1].survival if index else 0.0

    def share_interval(self, t: float, confidence: float = 0.95) -> Interval:
        """Bound the share served by *t*; (0, 1) when nothing is known about it."""
        bands = [band for band in self._bands(confidence) if band.t <= t]
        if not (bands and self._knows(t)):
            return Interval(0.0, 1.0)
        return Interval(1 - bands[-1].high, 1 - bands[-1].low)

    def _knows(self, t: float) -> bool:
        """Tell whether somebody was watched until *t*, or nobody waits any more."""
        if self.longest is None:
            return False
        return t <= self.longest or bool(self.steps and not self.steps[-1].survival)

    def _bands(self, confidence: float) -> Iterator[_Band]:
        """Yield the bounds of the survival at each step: Greenwood's, on the log-log scale."""
        z = normal_quantile(confidence)
        variance = 0.0
        for step in self.steps:
            if step.survival == 0:
                yield _Band(step.t, 0.0, 0.0)
                continue
            variance += step.events / (step.at_risk * (step.at_risk - step.events))
            hazard = -math.log(step.survival)
            reach = math.exp(z * math.sqrt(variance) / hazard)
            yield _Band(step.t, step.survival**reach, step.survival ** (1 / reach))


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
    events: Counter[float] = Counter()
    leaving: Counter[float] = Counter()
    for duration, happened, censored in waits:
        if not duration >= 0 or happened < 0 or censored < 0:
            raise ValueError(f"not a group of waits: {(duration, happened, censored)}")
        if happened or censored:
            events[duration] += happened
            leaving[duration] += happened + censored
    steps, at_risk, survival = [], leaving.total(), 1.0
    for duration in sorted(leaving):
        if happened := events[duration]:
            survival *= (at_risk - happened) / at_risk
            steps.append(Step(duration, at_risk, happened, survival))
        at_risk -= leaving[duration]
    return Curve(steps=tuple(steps), longest=max(leaving, default=None))


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
