"""Reach: how many different people, exact where it was measured, else between two bounds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, Select, select

from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Reach, Reading
from revdash.metrics.spans import Over, Span
from revdash.period import Period
from revdash.store.schema.episodes import reach_now

ALL_CHANNELS = "all"  # the scope of a figure measured across channels
Part: TypeAlias = tuple[str | None, ...]  # channel, campaign, region; none is all of them
_EVERYTHING = (None, None, None)


class Window(NamedTuple):
    """How many people one channel, or one campaign in it, reached from a day up to another."""

    channel: str | None
    start: date
    end: date
    people: int
    scope: str | None = None
    campaign: str | None = None
    region: str | None = None

    @property
    def part(self) -> Part:
        """What it was measured over: nothing named means all there is."""
        channel = None if self.scope == ALL_CHANNELS else self.channel
        return channel, self.campaign, self.region


class Bounds(NamedTuple):
    """The truth lies between; equal bounds are exact."""

    low: int
    high: int


def people_bounds(windows: Iterable[Window], period: Period) -> Bounds | None:
    """Bound how many different people the windows inside *period* reached.

    The largest window is the least there were. The most is the sum of windows that together
    hold every day of every part that was measured, so that nobody is
    counted again in a part of what is counted. A figure measured across all channels over
    the whole period settles it.
    """
    inside = [w for w in windows if w.start >= period.start and w.end <= period.end]
    for window in inside:
        if window.part == _EVERYTHING and (window.start, window.end) == tuple(period):
            return Bounds(window.people, window.people)
    if not inside:
        return None
    return Bounds(max(w.people for w in inside), sum(w.people for w in _enough(inside)))


def statement(metric: Reach, scope: Scope) -> Select[Any]:
    """The windows that lie inside the period."""
    _ = metric
    return _windows(scope, scope.period)


def reader(connection: Connection, metric: Reach, span: Span) -> Over:
    """Read the windows of the whole span, and bound the people of any part of it."""
    scope = span.scope
    windows = [Window(*row) for row in connection.execute(_windows(scope, span.whole))]

    def over(period: Period) -> Reading:
        inside = [w for w in windows if w.start >= period.start and w.end <= period.end]
        bounds = people_bounds(inside, period)
        exact = bounds is not None and bounds.low == bounds.high
        return Reading(
            metric=metric,
            period=period,
            as_of=scope.as_of,
            value=float(bounds.high) if bounds and exact else None,
            sample=len(inside),
            low=float(bounds.low) if bounds else None,
            high=float(bounds.high) if bounds else None,
            missing="" if bounds else "no reach window lies inside this period",
            ignored=scope.ignored(metric.table),
        )

    return over


def _enough(windows: Iterable[Window]) -> Iterator[Window]:
    """Yield windows that together hold every day of every part; narrow and short ones go first."""
    held: defaultdict[Part, Counter[date]] = defaultdict(Counter)
    in_order = sorted(windows, key=_by_width, reverse=True)
    for window in in_order:
        held[window.part].update(_days(window))
    for window in in_order:
        days = _days(window)
        held[window.part].subtract(days)
        wider = tuple(product(*({name, None} for name in window.part)))
        if not all(any(held[part][day] > 0 for part in wider) for day in days):
            held[window.part].update(days)
            yield window


def _days(window: Window) -> list[date]:
    return [window.start + timedelta(days=n) for n in range((window.end - window.start).days)]


def _by_width(window: Window) -> tuple[int, int, date, int]:
    named = sum(name is not None for name in window.part)
    return named, (window.start - window.end).days, window.start, window.people


def _windows(scope: Scope, period: Period) -> Select[Any]:
    w = reach_now.c
    columns = (w.channel, w.window_start, w.window_end, w.people, w.dedup_scope)
    return select(*columns, w.campaign_id, w.region).where(
        w.window_start >= period.start,
        w.window_end <= period.end,
        w.people.isnot(None),
        scope.where(reach_now),
    )
