"""Frames: what each kind of chart takes for steady, and where a point lies in it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean
from typing import NamedTuple

from revdash.stats.intervals import Interval
from revdash.stats.proportions import Family, rate_limits
from revdash.stats.rare import count_gap_limits, root, root_limits, unroot
from revdash.stats.rules import Height
from revdash.stats.series import asks_for_log, lag_one
from revdash.stats.xmr import natural_limits

RARE = 5.0  # events a week; below, what lies between two of them is judged instead
OVERLAP = 4  # weeks that an overlapping value looks back on
_FORM = 26  # points by which the scale is chosen: later ones don't change it any more


class Chart(StrEnum):
    """The kinds of chart of DOMAIN.md 6.1."""

    XMR = "XmR"
    LOG = "XmR on a log scale"
    OVERLAPPING = "XmR of overlapping weeks"
    SHARE = "p'"
    PER_TRY = "u'"
    TIME_GAP = "t"
    COUNT_GAP = "g"

    @property
    def is_of_gaps(self) -> bool:
        """Whether a point is what lies between two events, not a week."""
        return self in (Chart.TIME_GAP, Chart.COUNT_GAP)

    @property
    def is_of_tries(self) -> bool:
        """Whether a point counts for as much as it has tries."""
        return self in (Chart.SHARE, Chart.PER_TRY)


class _Scale(NamedTuple):
    """The way to the scale on which values are judged, and back."""

    there: Callable[[float], float]
    back: Callable[[float], float]


def _same(value: float) -> float:
    return value


_PLAIN = _Scale(_same, _same)
_SCALES = {Chart.LOG: _Scale(math.log, math.exp), Chart.TIME_GAP: _Scale(root, unroot)}


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A center and the reach to both limits, on the scale of judging, for one try."""

    chart: Chart
    middle: float
    up: float
    down: float

    @property
    def center(self) -> float:
        """The center in the unit of the values."""
        return _scale(self.chart).back(self.middle)

    def height(self, value: float, tries: float = 1.0) -> Height:
        """Place a point; one that differs from the center by rounding alone lies on it."""
        at, up, down = _scale(self.chart).there(value), self._per(tries, self.up), self.down
        is_on_center = math.isclose(at, self.middle, rel_tol=1e-9, abs_tol=1e-12)
        return Height(0.0 if is_on_center else at - self.middle, up, self._per(tries, down))

    def limits(self, tries: float = 1.0) -> Interval:
        """Bound a point of so many *tries*, in the unit of the values; not clipped."""
        back = _scale(self.chart).back
        low, high = (
            self.middle - self._per(tries, self.down),
            self.middle + self._per(tries, self.up),
        )
        return Interval(-math.inf if low == -math.inf else back(low), back(high))

    def _per(self, tries: float, reach: float) -> float:
        return reach / math.sqrt(tries) if self.chart.is_of_tries else reach


def frame_of(chart: Chart, values: Sequence[float], tries: Sequence[float]) -> Frame | None:
    """Measure what is steady over a baseline.

    Shape:   values of two or more points in time order, and their tries (looked at for rates
             only), of one length in; one ``Frame`` out.
    Units:   the unit of the values; rates as shares or as events for each try.
    Empty:   None where the values never vary: nothing tells how far they may.
    Raises:  ValueError as the limits of each chart do.
    Source:  DOMAIN.md 6.1; xmr, proportions and rare name their own.
    """
    middle, up, down = _measured(chart, values, tries)
    scale = max(1e-12, 1e-9 * abs(middle))
    return Frame(chart=chart, middle=middle, up=up, down=down) if up > scale else None


def echo(chart: Chart, values: Sequence[float]) -> float | None:
    """Return the lag-1 autocorrelation of *values* on the scale of judging."""
    return lag_one([_scale(chart).there(value) for value in values])


def wait_chart(values: Sequence[float]) -> Chart:
    """Choose the chart of a series of durations: by the form of its first 26 values."""
    is_positive = all(value > 0 for value in values)
    return Chart.LOG if is_positive and asks_for_log(values[:_FORM]) else Chart.XMR


def is_rare(counts: Sequence[float]) -> bool:
    """Tell whether weekly *counts* are so small that only the gaps between events tell."""
    return bool(counts) and fmean(counts) < RARE


def _measured(
    chart: Chart, values: Sequence[float], tries: Sequence[float]
) -> tuple[float, float, float]:
    if chart.is_of_tries:
        hits = [value * tried for value, tried in zip(values, tries, strict=True)]
        rates = rate_limits(Family(chart.value), hits, tries)
        return rates.center, rates.reach(1), rates.reach(1)
    if chart is Chart.COUNT_GAP:
        gaps = count_gap_limits(values)
        return gaps.center, gaps.upper - gaps.center, math.inf
    if chart is Chart.TIME_GAP:
        middle, reach = root_limits(values)
        return middle, reach, reach
    apart = OVERLAP if chart is Chart.OVERLAPPING else 1
    limits = natural_limits([_scale(chart).there(value) for value in values], apart=apart)
    return limits.mean, limits.reach, limits.reach


def _scale(chart: Chart) -> _Scale:
    return _SCALES.get(chart, _PLAIN)
