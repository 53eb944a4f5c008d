"""Kept: the headline metrics by week, of money by month, read once and kept with a release."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, delete, func, or_, select

from revdash.metrics.catalog import CATALOG, HEADLINES
from revdash.metrics.open_days import open_days
from revdash.metrics.read import series
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Metric, Point, Wait
from revdash.metrics.signals import is_monthly
from revdash.period import Period, add_months, month_of
from revdash.store.frames import frame_of, insert_frame
from revdash.store.schema.episodes import deal, exposure_day, lead_episode
from revdash.store.schema.rollups import series_point, series_seen

MOST_WEEKS = 521  # ten years: no older week is judged
WATCHED = timedelta(weeks=26)  # what a week was is noted while anything may come in for it

Points: TypeAlias = dict[str, tuple[Point, ...]]

_FIRST_DAYS = (lead_episode.c.mql_on, deal.c.closed_on, exposure_day.c.day)


def refresh(connection: Connection, scope: Scope, since: date | None, now: datetime) -> None:
    """Read the headline metrics again, and note which weeks became what.

    Sums are read over all weeks. Waits, which are dear, only from the week of *since* on (the
    earliest day of an episode that was, or is, another now) or from the first week in which
    somebody still waits, whose wait grew; not at all when nothing changed.
    """
    metrics = [CATALOG[name] for name in HEADLINES]
    waits = [metric for metric in metrics if isinstance(metric, Wait)]
    sums = [metric for metric in metrics if metric not in waits]
    first = _first_day(connection)
    found = read_points(connection, sums, scope, first)
    start = _first_changed(connection, waits, since)
    if start is not None and first is not None:
        found |= read_points(connection, waits, scope, max(start, first))
    _put(connection, found, scope.weeks.week_of(start).start if start else None, waits)
    _note(connection, found, scope, now)


def read_points(
    connection: Connection, metrics: Iterable[Metric], scope: Scope, since: date | None
) -> Points:
    """Read the points that *metrics* are judged by, from the one of *since* on to today's."""
    wanted, found = list(metrics), {}
    for monthly in (False, True):
        some = [metric for metric in wanted if is_monthly(metric) is monthly]
        stretches = _stretches(scope, since, is_monthly=monthly)
        if some and stretches:
            days = open_days(connection, stretches)
            for name, points in series(connection, some, scope, stretches).items():
                found[name] = tuple(
                    replace(p, open_days=days.get(p.period.start, p.open_days)) for p in points
                )
    return {metric.name: found.get(metric.name, ()) for metric in wanted}


def kept_points(connection: Connection, scope: Scope) -> Points:
    """The points kept with this release, of the whole company."""
    w = series_point.c
    found: defaultdict[str, list[Point]] = defaultdict(list)
    for row in connection.execute(select(series_point).order_by(w.metric, w.starts_on)):
        period = Period(row.starts_on, row.ends_on)
        found[row.metric].append(
            Point(
                period=period,
                value=row.value,
                sample=row.sample,
                hits=row.hits,
                pending=row.pending,
                ready=row.ready,
                open_days=row.open_days,
                is_open=period.end > scope.tomorrow,
            )
        )
    return {name: tuple(points) for name, points in found.items()}


def _first_day(connection: Connection) -> date | None:
    firsts = (select(func.min(column)).scalar_subquery() for column in _FIRST_DAYS)
    days = connection.execute(select(*firsts)).one()
    return min((day for day in days if day is not None), default=None)


def _stretches(scope: Scope, since: date | None, *, is_monthly: bool) -> tuple[Period, ...]:
    """Every week, or month, from the one of *since* to the one under way."""
    if since is None or since > scope.today:
        return ()
    if is_monthly:
        months = [month_of(max(since, scope.today - timedelta(weeks=MOST_WEEKS)))]
        while months[-1].end <= scope.today:
            months.append(month_of(add_months(months[-1].start, 1)))
        return tuple(months)
    last, first = scope.weeks.week_of(scope.today), scope.weeks.week_of(since)
    count = min((last.end - first.start).days // 7, MOST_WEEKS)
    starts = (last.end - timedelta(weeks=back) for back in range(count, 0, -1))
    return tuple(Period(start, start + timedelta(weeks=1)) for start in starts)


def _first_changed(
    connection: Connection, waits: Sequence[Metric], since: date | None
) -> date | None:
    """The first day from which on a wait may be another now, or is not kept yet."""
    w = series_point.c
    is_wait = w.metric.in_([metric.name for metric in waits])
    is_going_on = or_(w.pending > 0, w.ready < w.sample)
    going_on = connection.execute(select(func.min(w.starts_on)).where(is_wait, is_going_on))
    last = connection.execute(select(func.max(w.ends_on)).where(is_wait))
    days = (since, going_on.scalar_one(), last.scalar_one())
    return min((day for day in days if day is not None), default=None)


def _put(
    connection: Connection, found: Points, start: date | None, waits: Sequence[Metric]
) -> None:
    w = series_point.c
    of_waits = w.metric.in_([metric.name for metric in waits])
    connection.execute(delete(series_point).where(~of_waits))
    if start is not None:
        connection.execute(delete(series_point).where(of_waits, w.starts_on >= start))
    rows: list[Mapping[str, Any]] = [
        {
            "metric": name,
            "starts_on": point.period.start,
            "ends_on": point.period.end,
            "open_days": point.open_days,
            "value": point.value,
            "sample": point.sample,
            "hits": point.hits,
            "pending": point.pending,
            "ready": point.ready,
        }
        for name, points in found.items()
        for point in points
    ]
    insert_frame(connection, series_point, frame_of(series_point, rows))


def _note(connection: Connection, found: Points, scope: Scope, now: datetime) -> None:
    """Note the newest points that are not what they were when last seen."""
    since = scope.today - WATCHED
    seen = {(row[0], row[1]): row[2] for row in connection.execute(_last_seen(since))}
    rows: list[Mapping[str, Any]] = [
        {"metric": name, "starts_on": p.period.start, "seen_at": now, "value": p.value}
        for name, points in found.items()
        for p in points
        if p.period.start >= since and p.value != seen.get((name, p.period.start))
    ]
    insert_frame(connection, series_seen, frame_of(series_seen, rows))


def _last_seen(since: date) -> Select[Any]:
    s = series_seen.c
    rank = func.row_number().over(partition_by=(s.metric, s.starts_on), order_by=s.seen_at.desc())
    ranked = (
        select(s.metric, s.starts_on, s.value, rank.label("rank"))
        .where(s.starts_on >= since)
        .subquery("ranked")
    )
    r = ranked.c
    return select(r.metric, r.starts_on, r.value).where(r.rank == 1)
