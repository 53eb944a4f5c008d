"""Signals: a metric's weeks judged, each kind of metric by the chart that fits it (DOMAIN.md 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from revdash.metrics.shapes import Level, Metric, Point, Rate, Ratio, Total, Unit, Wait
from revdash.period import Period
from revdash.stats.frames import Chart, is_rare, wait_chart
from revdash.stats.intervals import Interval
from revdash.stats.judged import Asked, Judged
from revdash.stats.judged import Point as Judgeable
from revdash.stats.judging import judge

_ANY = Interval(0.0, float("inf"))
_SHARE = Interval(0.0, 1.0)


@dataclass(frozen=True, kw_only=True)
class Remarks:
    """What is remarked on days: known events, unsound data, changes that new limits hold from."""

    events: tuple[Period, ...] = ()
    incidents: tuple[Period, ...] = ()
    rebases: tuple[date, ...] = ()

    def notes(self, period: Period) -> bool:
        """Whether something known happened in *period*."""
        days = any(_meet(event, period) for event in self.events)
        return days or any(period.start <= day < period.end for day in self.rebases)

    def spoils(self, period: Period) -> bool:
        """Whether what was counted in *period* is not sound."""
        return any(_meet(incident, period) for incident in self.incidents)


def chart_for(metric: Metric, points: Sequence[Point]) -> Chart | None:
    """The chart that a metric's points are judged by; none for what is not judged by week.

    Money is judged by month (`is_monthly`), what happens less than five times a week by the
    days between (`is_gapped`).
    """
    if isinstance(metric, Wait):
        return _chart_for_wait(metric, points)
    if metric.unit is Unit.POINTS:
        return None
    if isinstance(metric, Ratio) and metric.unit not in {Unit.MONEY, Unit.SHARE}:
        return Chart.PER_TRY
    if isinstance(metric, Rate) or metric.unit is Unit.SHARE:
        return Chart.SHARE if isinstance(metric, Rate | Ratio) else None
    return Chart.XMR if isinstance(metric, Total | Level | Ratio) else None


def _chart_for_wait(metric: Wait, points: Sequence[Point]) -> Chart | None:
    if metric.is_projected:
        return None  # a young cohort is no process that could be steady
    if metric.within is not None:
        return Chart.SHARE
    return wait_chart([point.value for point in points if point.value is not None])


def is_judged(metric: Metric) -> bool:
    """Whether its weeks say anything: not those of bounds, of mixes, of cohorts still young."""
    is_share = isinstance(metric, Ratio | Rate) and metric.unit is not Unit.POINTS
    if isinstance(metric, Wait):
        return not metric.is_projected
    return is_share or (isinstance(metric, Total | Level) and metric.unit is not Unit.SHARE)


def is_monthly(metric: Metric) -> bool:
    """Whether it is money, too lumpy to be judged by week."""
    return metric.unit is Unit.MONEY and isinstance(metric, Total | Ratio)


def is_gapped(metric: Metric, points: Sequence[Point]) -> bool:
    """Whether it happens so seldom that the days between are judged instead of weeks."""
    counts = [p.value for p in points if p.value is not None and not p.is_open]
    is_count = isinstance(metric, Total) and metric.unit is not Unit.MONEY
    return is_count and bool(counts) and is_rare(counts)


def judged(
    metric: Metric, points: Sequence[Point], remarks: Remarks, *, is_headline: bool
) -> Judged | None:
    """Judge the points of *metric*, oldest first; none when its kind is not judged so."""
    chart = chart_for(metric, points)
    if chart is None:
        return None
    is_flow = isinstance(metric, Total) and metric.unit is not Unit.MONEY
    asked = Asked(
        chart=chart,
        is_flow=is_flow,
        is_headline=is_headline,
        rebased_at=_rebased(points, remarks),
        possible=_SHARE if chart is Chart.SHARE else _ANY,
    )
    return judge([_judgeable(metric, point, remarks) for point in points], asked)


def judged_gaps(gaps: Sequence[Point], remarks: Remarks, *, is_headline: bool) -> Judged:
    """Judge the working days between what happens seldom, oldest first; the last is still open."""
    asked = Asked(chart=Chart.TIME_GAP, is_headline=is_headline, rebased_at=_rebased(gaps, remarks))
    return judge(
        [
            Judgeable(
                value=gap.value,
                is_open=gap.is_open,
                is_excluded=remarks.spoils(gap.period),
                is_annotated=remarks.notes(gap.period),
            )
            for gap in gaps
        ],
        asked,
    )


def _rebased(points: Sequence[Point], remarks: Remarks) -> tuple[int, ...]:
    return tuple(
        at
        for at, point in enumerate(points)
        if at and any(point.period.start <= day < point.period.end for day in remarks.rebases)
    )


def _judgeable(metric: Metric, point: Point, remarks: Remarks) -> Judgeable:
    is_share = isinstance(metric, Rate | Ratio) or (
        isinstance(metric, Wait) and metric.within is not None
    )
    return Judgeable(
        value=point.value,
        tries=float(point.sample) if is_share else None,
        open_days=point.open_days,
        is_open=point.is_open or (point.ready is not None and point.ready < point.sample),
        is_excluded=remarks.spoils(point.period),
        is_annotated=remarks.notes(point.period),
    )


def _meet(one: Period, other: Period) -> bool:
    return one.start < other.end and other.start < one.end
