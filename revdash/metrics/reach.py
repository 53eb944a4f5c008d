"""Reach: how many different people, exact where it was measured, else between two bounds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    cast,
    func,
    null,
    or_,
    select,
)

from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import Reach, Reading, Total
from revdash.metrics.spans import Over, Span
from revdash.period import Period
from revdash.store.schema.episodes import reach_now

ALL_CHANNELS = "all"  # the scope of a figure measured across channels
Part: TypeAlias = tuple[str | None, ...]  # channel, campaign, region; none is all of them
Heaps: TypeAlias = Mapping[date, list[tuple[Part, float]]]  # what a total is by day and part
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
    """The windows that lie inside the period, each with what *of* adds up to in it."""
    windows = _windows(scope, scope.period)
    if metric.of is None:
        return windows
    return windows.add_columns(_inside_window(metric.of, scope).label(metric.of.name))


def reader(connection: Connection, metric: Reach, span: Span) -> Over:
    """Read the windows of the whole span, and bound the people of any part of it."""
    scope, of = span.scope, metric.of
    windows = [Window(*row) for row in connection.execute(_windows(scope, span.whole))]
    heaps = _heaps(connection, of, span, windows) if of else {}

    def over(period: Period) -> Reading:
        inside = [w for w in windows if w.start >= period.start and w.end <= period.end]
        people = _people(metric, scope, period, inside)
        return _for_each(people, metric, scope, _held(heaps, inside)) if of and inside else people

    return over


def _people(metric: Reach, scope: Scope, period: Period, inside: list[Window]) -> Reading:
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


def _for_each(people: Reading, metric: Reach, scope: Scope, held: list[float]) -> Reading:
    """So much of a total for each of *people*: the fewer they are, the more for each."""
    blank = replace(people, value=None, low=None, high=None)
    of = metric.of
    if of is None or not people.low or not people.high:
        return replace(blank, missing="nobody was reached in this period")
    blind = set(people.ignored) ^ set(scope.ignored(of.table))
    if blind:
        return replace(blank, missing=f"reach is not known by {' and '.join(sorted(blind))}")
    if not held:
        return replace(blank, missing=f"no {of.noun} where reach was measured")
    total = metric.times * sum(held)
    low, high = total / people.high, total / people.low
    value = None if people.value is None else low
    return replace(people, value=value, low=low, high=high, hits=sum(held))


def _heaps(connection: Connection, of: Total, span: Span, windows: Iterable[Window]) -> Heaps:
    """What *of* adds up to by day and channel, and by what else any window was measured over."""
    x, told = of.table.c, list(windows)
    known = [x.channel]
    known += [x.campaign_id] if any(w.campaign for w in told) else []
    known += [x.region] if any(w.region for w in told) else []
    named = {column.key for column in known}
    part = [
        x[n] if n in named else cast(null(), Text) for n in ("channel", "campaign_id", "region")
    ]
    statement = (
        select(of.dated_by, *part, func.sum(of.value))
        .where(within(of.dated_by, span.whole), of.rows, span.scope.where(of.table))
        .group_by(of.dated_by, *known)
    )
    found: defaultdict[date, list[tuple[Part, float]]] = defaultdict(list)
    for day, *where, value in connection.execute(statement, {"as_of": span.scope.as_of}):
        found[day].append((tuple(where), float(value)))
    return found


def _held(heaps: Heaps, windows: Iterable[Window]) -> list[float]:
    """What there is of the days and parts that any of *windows* was measured over."""
    parts: defaultdict[date, set[Part]] = defaultdict(set)
    for window in windows:
        for day in _days(window):
            parts[day].add(window.part)
    return [
        value
        for day, measured in parts.items()
        for part, value in heaps.get(day, ())
        if any(wider in measured for wider in _wider(part))
    ]


def _wider(part: Part) -> Iterator[Part]:
    """The part, and every part that holds it."""
    return product(*({name, None} for name in part))


def _inside_window(of: Total, scope: Scope) -> ColumnElement[Any]:
    """What *of* adds up to over the days and the part of each window, as SQL."""
    w, x = reach_now.c, of.table.c
    is_everywhere = w.dedup_scope == ALL_CHANNELS
    return (
        select(func.sum(of.value))
        .where(
            *(of.rows, scope.where(of.table)),
            *(of.dated_by >= w.window_start, of.dated_by < w.window_end),
            or_(is_everywhere, w.channel.is_(None), w.channel == x.channel),
            or_(w.campaign_id.is_(None), w.campaign_id == x.campaign_id),
            or_(w.region.is_(None), w.region == x.region),
        )
        .scalar_subquery()
    )


def _enough(windows: Iterable[Window]) -> Iterator[Window]:
    """Yield windows that together hold every day of every part; narrow and short ones go first."""
    held: defaultdict[Part, Counter[date]] = defaultdict(Counter)
    in_order = sorted(windows, key=_by_width, reverse=True)
    for window in in_order:
        held[window.part].update(_days(window))
    for window in in_order:
        days = _days(window)
        held[window.part].subtract(days)
        wider = tuple(_wider(window.part))
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
