"""Records: the rows behind a reading, and what of each a reader wants to see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Text, and_, case, cast, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from revdash.errors import InputError, suggestion
from revdash.metrics import told
from revdash.metrics.behind import BEHIND
from revdash.metrics.behind.columns import Shows
from revdash.metrics.levels import standing
from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import (
    Combined,
    Level,
    Metric,
    Mix,
    Rate,
    Reach,
    Spread,
    Stretch,
    Told,
    Total,
    Wait,
    parts_of,
)
from revdash.metrics.spans import quarter_to
from revdash.metrics.sums import counted
from revdash.store.schema.episodes import reach_now
from revdash.store.schema.joint import told_reading


@dataclass(frozen=True, kw_only=True)
class Records:
    """Some of the rows behind a reading, and how many there are in all."""

    part: str  # the metric whose rows they are: of a ratio, its upper or lower side
    parts: tuple[tuple[str, str], ...]  # all there are to choose: name and label
    columns: tuple[Shows, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


class Counted(NamedTuple):
    """Which rows are counted, the part that each plays, and the day they are sorted by."""

    where: ColumnElement[bool]
    part: ColumnElement[str]
    newest: ColumnElement[Any]


def records(
    connection: Connection,
    metric: Metric,
    scope: Scope,
    *,
    part: str = "",
    limit: int | None = 200,
) -> Records:
    """List the rows that *metric* counts over the scope, the newest first.

    What is made of several metrics opens one *part* at a time, the last unless named. The
    first column of each row is its key; the next says which part of a rate it is.
    """
    leaf = _leaf(metric, part)
    over = over_of(metric, scope)
    behind, found = BEHIND[leaf.table.name], counted_of(leaf, over)
    where = and_(found.where, over.where(leaf.table))
    values = {"as_of": scope.as_of}
    counting = select(func.count()).select_from(leaf.table).where(where)
    columns = (shown.column.label(shown.key) for shown in behind.columns)
    statement: Select[Any] = (
        select(behind.key.label("key"), found.part.label("part"), *columns)
        .select_from(behind.rows)
        .where(where)
        .order_by(found.newest.desc(), behind.key)
    )
    if limit is not None:  # what a row shows is dear to find: only of the rows that are shown
        few = select(behind.key).select_from(leaf.table).where(where).limit(limit)
        first = few.order_by(found.newest.desc(), behind.key)
        statement = statement.where(behind.key.in_(first)).limit(limit)
    return Records(
        part=leaf.name,
        parts=tuple((one.name, one.label) for one in parts_of(metric)),
        columns=behind.columns,
        rows=tuple(map(tuple, connection.execute(statement, values).all())),
        total=connection.execute(counting, values).scalar_one(),
    )


def keys(connection: Connection, metric: Metric, scope: Scope) -> frozenset[str]:
    """The keys of every row that *metric* counts, of all its parts: what a meeting freezes."""
    found: set[str] = set()
    over = over_of(metric, scope)
    for leaf in parts_of(metric):
        statement = select(BEHIND[leaf.table.name].key).where(
            counted_of(leaf, over).where, over.where(leaf.table)
        )
        found.update(connection.execute(statement, {"as_of": scope.as_of}).scalars())
    return frozenset(found)


def _leaf(metric: Metric, part: str) -> Metric:
    parts = {one.name: one for one in parts_of(metric)}
    if not part:
        return list(parts.values())[-1]
    if part not in parts:
        raise InputError(f"'{metric.name}' has no part '{part}'. {suggestion(part, parts)}")
    return parts[part]


def over_of(metric: Metric, scope: Scope) -> Scope:
    """The days that the parts were read over, and the filters that count."""
    if isinstance(metric, Combined) and metric.stretch is Stretch.QUARTER:
        return scope.over(quarter_to(scope.period, scope))
    return told.told_for(metric, scope) if isinstance(metric, Told) else scope


def counted_of(metric: Metric, scope: Scope) -> Counted:
    """Which rows *metric* counts, of one that is not made of several."""
    return _COUNTED[type(metric)](metric, scope)


def _of_reach(metric: Reach, scope: Scope) -> Counted:
    r, period = reach_now.c, scope.period
    _ = metric
    inside = and_(r.window_start >= period.start, r.window_end <= period.end)
    return Counted(inside & r.people.isnot(None), literal("window"), r.window_start)


def _of_level(metric: Level, scope: Scope) -> Counted:
    return Counted(standing(metric, scope), literal(metric.hit), metric.since)


def _of_wait(metric: Wait, scope: Scope) -> Counted:
    part = case((metric.served, metric.hit), (metric.pending, metric.wait), else_=metric.miss)
    dated = within(metric.dated_by, scope.period)
    return Counted(and_(dated, metric.rows), part, metric.dated_by)


def _of_rate(metric: Rate, scope: Scope) -> Counted:
    part = case((metric.hits, metric.hit), (metric.tries, metric.miss), else_=metric.wait)
    dated = within(metric.dated_by, scope.period)
    return Counted(and_(dated, counted(metric)), part, metric.dated_by)


def _of_mix(metric: Mix, scope: Scope) -> Counted:
    part = func.coalesce(cast(metric.category, Text), "(blank)")
    dated = within(metric.dated_by, scope.period)
    return Counted(and_(dated, metric.rows), part, metric.dated_by)


def _of_rows(metric: Total | Spread, scope: Scope) -> Counted:
    dated = within(metric.dated_by, scope.period)
    return Counted(and_(dated, metric.rows), literal("counted"), metric.dated_by)


def _of_told(metric: Told, scope: Scope) -> Counted:
    what = func.coalesce(told_reading.c.item, told_reading.c.side, literal("in all"))
    return Counted(told.of_its_day(metric, scope), what, told_reading.c.as_on)


_COUNTED: Mapping[type, Callable[..., Counted]] = {
    Reach: _of_reach,
    Level: _of_level,
    Wait: _of_wait,
    Rate: _of_rate,
    Mix: _of_mix,
    Total: _of_rows,
    Spread: _of_rows,
    Told: _of_told,
}
