"""Reach: how many different people, exact where it was measured, else between two bounds."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Answer, Point, Reach, Reading
from revdash.period import Period
from revdash.store.schema.episodes import reach_now

ALL_CHANNELS = "all"  # the scope of a figure measured across channels


class Window(NamedTuple):
    """How many people one channel reached from a day up to another."""

    channel: str | None
    start: Any
    end: Any
    people: int
    scope: str | None = None


class Bounds(NamedTuple):
    """The truth lies between; equal bounds are exact."""

    low: int
    high: int


def people_bounds(windows: Iterable[Window], period: Period) -> Bounds | None:
    """Bound how many different people the windows inside *period* reached.

    A channel reached at least as many as its largest window says, and at most as many as
    windows side by side add up to; across channels the largest is the least and the sum
    the most. A figure measured across all channels over the whole period settles it.
    """
    inside = [w for w in windows if w.start >= period.start and w.end <= period.end]
    for window in inside:
        if window.scope == ALL_CHANNELS and (window.start, window.end) == tuple(period):
            return Bounds(window.people, window.people)
    by_channel: defaultdict[str | None, list[Window]] = defaultdict(list)
    for window in inside:
        if window.scope != ALL_CHANNELS:
            by_channel[window.channel].append(window)
    if not by_channel:
        return None
    bounds = [_of_channel(channel) for channel in by_channel.values()]
    return Bounds(max(b.low for b in bounds), sum(b.high for b in bounds))


def statement(scope: Scope) -> Select[Any]:
    """The windows that lie inside the period."""
    return _windows(scope, scope.period)


def answer(
    connection: Connection,
    metric: Reach,
    scope: Scope,
    before: Period | None,
    weeks: tuple[Period, ...],
) -> Answer:
    """Read the reach of the period, of the one before, and of each week."""
    parts = [scope.period, *weeks, *([before] if before else [])]
    whole = Period(min(p.start for p in parts), max(p.end for p in parts))
    windows = [Window(*row) for row in connection.execute(_windows(scope, whole))]

    def over(period: Period) -> Reading:
        bounds = people_bounds(windows, period)
        exact = bounds is not None and bounds.low == bounds.high
        return Reading(
            metric=metric,
            period=period,
            as_of=scope.as_of,
            value=float(bounds.high) if bounds and exact else None,
            sample=len(windows),
            low=float(bounds.low) if bounds else None,
            high=float(bounds.high) if bounds else None,
            missing="" if bounds else "no reach window lies inside this period",
            ignored=scope.ignored(metric.table),
        )

    return Answer(
        now=over(scope.period),
        before=over(before) if before else None,
        weeks=tuple(_point(over(week), scope) for week in weeks),
    )


def _of_channel(windows: list[Window]) -> Bounds:
    """The least and the most of one channel: longest windows first, none counted twice."""
    taken: list[Window] = []
    for window in sorted(windows, key=lambda w: (w.start - w.end, w.start, -w.people)):
        if all(window.end <= other.start or window.start >= other.end for other in taken):
            taken.append(window)
    return Bounds(max(w.people for w in windows), sum(w.people for w in taken))


def _windows(scope: Scope, period: Period) -> Select[Any]:
    w = reach_now.c
    return select(w.channel, w.window_start, w.window_end, w.people, w.dedup_scope).where(
        w.window_start >= period.start, w.window_end <= period.end, scope.where(reach_now)
    )


def _point(reading: Reading, scope: Scope) -> Point:
    """A week's point is the most it can have been: exact when one window says so."""
    return Point(
        period=reading.period,
        value=reading.high,
        sample=reading.sample,
        is_open=reading.period.end > scope.today + timedelta(days=1),
    )
