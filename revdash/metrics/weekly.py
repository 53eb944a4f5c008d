"""Weekly: the headline metrics by week, read when a release is made and kept with it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, delete, func, select

from revdash.metrics.catalog import CATALOG, HEADLINES
from revdash.metrics.read import answers
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Metric, Point, Wait
from revdash.period import Period
from revdash.store.frames import frame_of, insert_frame
from revdash.store.schema.episodes import deal, exposure_day, lead_episode
from revdash.store.schema.rollups import week_point, week_seen

MOST_WEEKS = 521  # ten years: older weeks are read when somebody asks for them
WATCHED_WEEKS = 26  # what a week was is noted while anything may still come in for it

_FIRST_DAYS = (lead_episode.c.mql_on, deal.c.closed_on, exposure_day.c.day)


class _Kept(NamedTuple):
    metric: str
    week_on: date
    value: float | None
    sample: int
    hits: float
    pending: int


def refresh(connection: Connection, scope: Scope, since: date | None, now: datetime) -> None:
    """Read the headline metrics again, and note which weeks became what.

    Sums are read over all weeks. Waits, which are dear, only from the week of *since* on (the
    earliest day of an episode that was, or is, another now) or from the first week in which
    somebody still waits, whose wait grew; from no day on when nothing changed.
    """
    weeks = _weeks(connection, scope)
    metrics = [CATALOG[name] for name in HEADLINES]
    waits = [metric for metric in metrics if isinstance(metric, Wait)]
    sums = [metric for metric in metrics if metric not in waits]
    found = [*_read(connection, sums, scope, weeks)]
    start = _first_changed(connection, waits, since)
    if start is not None:
        changed = [week for week in weeks if week.end > start]
        found += _read(connection, waits, scope, changed)
    _put(connection, sums, waits, start, found)
    _note(connection, found, scope, now)


def points(connection: Connection, names: Iterable[str], scope: Scope) -> dict[str, list[Point]]:
    """The weeks kept of some headline metrics, oldest first; only for the whole company."""
    w, kept = week_point.c, list(names)
    statement = select(week_point).where(w.metric.in_(kept)).order_by(w.metric, w.week_on)
    found: dict[str, list[Point]] = {name: [] for name in kept}
    for row in connection.execute(statement):
        week = Period(row.week_on, row.week_on + timedelta(days=7))
        found[row.metric].append(
            Point(
                period=week,
                value=row.value,
                sample=row.sample,
                hits=row.hits,
                pending=row.pending,
                is_open=week.end > scope.tomorrow,
            )
        )
    return found


def _weeks(connection: Connection, scope: Scope) -> list[Period]:
    """Every week from the first with data to the one under way."""
    firsts = connection.execute(select(*(_least(column) for column in _FIRST_DAYS))).one()
    known = [day for day in firsts if day is not None]
    last = scope.weeks.week_of(scope.today)
    if not known:
        return []
    start = scope.weeks.week_of(min(known)).start
    count = min((last.end - start).days // 7, MOST_WEEKS)
    starts = (last.start - timedelta(days=7 * back) for back in reversed(range(max(count, 0))))
    return [Period(start, start + timedelta(days=7)) for start in starts]


def _least(column: Any) -> Any:
    return select(func.min(column)).scalar_subquery()


def _read(
    connection: Connection, metrics: Sequence[Metric], scope: Scope, weeks: list[Period]
) -> list[_Kept]:
    if not weeks or not metrics:
        return []
    found = answers(connection, metrics, scope, before=None, weeks=len(weeks))
    return [
        _Kept(name, p.period.start, p.value, p.sample, p.hits, p.pending)
        for name, answer in found.items()
        for p in answer.weeks
    ]


def _first_changed(
    connection: Connection, waits: Sequence[Metric], since: date | None
) -> date | None:
    """The first day from which on a wait may be another now."""
    w = week_point.c
    waiting = select(func.min(w.week_on)).where(
        w.metric.in_([metric.name for metric in waits]), w.pending > 0
    )
    days = [since, connection.execute(waiting).scalar_one()]
    return min((day for day in days if day is not None), default=None)


def _put(
    connection: Connection,
    sums: Sequence[Metric],
    waits: Sequence[Metric],
    start: date | None,
    found: list[_Kept],
) -> None:
    w = week_point.c
    of_sums = w.metric.in_([metric.name for metric in sums])
    of_waits = w.metric.in_([metric.name for metric in waits])
    connection.execute(delete(week_point).where(of_sums))
    if start is not None:
        connection.execute(
            delete(week_point).where(of_waits, w.week_on > start - timedelta(days=7))
        )
    rows: list[Mapping[str, Any]] = [kept._asdict() for kept in found]
    insert_frame(connection, week_point, frame_of(week_point, rows))


def _note(connection: Connection, found: list[_Kept], scope: Scope, now: datetime) -> None:
    """Note the newest weeks that are not what they were when last seen."""
    since = scope.today - timedelta(days=7 * WATCHED_WEEKS)
    seen = {(row[0], row[1]): row[2] for row in connection.execute(_last_seen(since))}
    rows: list[Mapping[str, Any]] = [
        {"metric": kept.metric, "week_on": kept.week_on, "seen_at": now, "value": kept.value}
        for kept in found
        if kept.week_on >= since and kept.value != seen.get((kept.metric, kept.week_on))
    ]
    insert_frame(connection, week_seen, frame_of(week_seen, rows))


def _last_seen(since: date) -> Select[Any]:
    s = week_seen.c
    rank = func.row_number().over(partition_by=(s.metric, s.week_on), order_by=s.seen_at.desc())
    ranked = (
        select(s.metric, s.week_on, s.value, rank.label("rank"))
        .where(s.week_on >= since)
        .subquery("ranked")
    )
    r = ranked.c
    return select(r.metric, r.week_on, r.value).where(r.rank == 1)
