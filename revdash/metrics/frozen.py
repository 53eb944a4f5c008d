"""Frozen: the records that each side of a number counts, with what each adds, to be kept."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Connection, Text, cast, func, select
from sqlalchemy import Double as Number

from revdash.metrics.behind import BEHIND
from revdash.metrics.levels import standing
from revdash.metrics.records import counted_of, over_of
from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import (
    Level,
    Metric,
    Mix,
    Rate,
    Reach,
    Spread,
    Told,
    Total,
    Wait,
    parts_of,
)
from revdash.metrics.told import IS_WHOLE, of_its_day
from revdash.metrics.waits import is_served, seconds_of
from revdash.metrics.worktime_now import with_worktime
from revdash.store.schema.episodes import reach_now
from revdash.store.schema.joint import told_reading

COUNTED, HITS = "counted", "hits"
TIMES = "times"  # how long each that is counted took so far, in the metric's steps


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side of a number: a part of it, or the hits of a part, and what each record adds."""

    part: str  # the metric whose rows they are
    kind: str  # what is counted, the hits among it, or how long each took
    label: str
    adds: Mapping[str, float]

    @property
    def total(self) -> float:
        """What they add up to."""
        return sum(self.adds.values())


def sides(connection: Connection, metric: Metric, scope: Scope) -> tuple[Side, ...]:
    """Each side of *metric*: of what is made of several, those of each part; hits come first."""
    over = over_of(metric, scope)
    return tuple(
        side for leaf in parts_of(metric) for side in _sides(connection, leaf, over, scope.as_of)
    )


class _Asked(NamedTuple):
    """One side: which rows, by which key, and what they add."""

    kind: str
    label: str
    rows: ColumnElement[bool]
    key: ColumnElement[Any]
    adds: ColumnElement[Any]


_Way: TypeAlias = Callable[..., Iterator[_Asked]]


def _sides(connection: Connection, leaf: Metric, scope: Scope, as_of: datetime) -> Iterator[Side]:
    way: _Way = _ASKED.get(type(leaf), _of_rows)
    is_timed = isinstance(leaf, Wait) and leaf.is_worktime
    source = with_worktime(leaf.table) if is_timed else leaf.table
    for asked in way(leaf, scope):
        statement = (
            select(cast(asked.key, Text), asked.adds)
            .select_from(source)
            .where(asked.rows, scope.where(leaf.table))
            .group_by(asked.key)
        )
        rows = connection.execute(statement, {"as_of": as_of})
        adds = {key: float(value or 0.0) for key, value in rows if key is not None}
        yield Side(part=leaf.name, kind=asked.kind, label=asked.label, adds=adds)


def _added(value: ColumnElement[Any] | None) -> ColumnElement[Any]:
    return func.count() if value is None else func.sum(cast(value, Number))


def _key(metric: Metric) -> ColumnElement[Any]:
    return BEHIND[metric.table.name].key


def _of_rows(metric: Metric, scope: Scope) -> Iterator[_Asked]:
    rows = counted_of(metric, scope).where
    yield _Asked(COUNTED, metric.label, rows, _key(metric), _added(None))


def _of_total(metric: Total, scope: Scope) -> Iterator[_Asked]:
    rows = within(metric.dated_by, scope.period) & metric.rows
    if metric.distinct is None:
        yield _Asked(COUNTED, metric.label, rows, _key(metric), _added(metric.value))
    else:
        once = func.count(metric.distinct.distinct())
        yield _Asked(COUNTED, metric.label, rows, metric.distinct, once)


def _of_rate(metric: Rate, scope: Scope) -> Iterator[_Asked]:
    dated, either = within(metric.dated_by, scope.period), f"{metric.hit} or {metric.miss}"
    yield _Asked(HITS, metric.hit, dated & metric.hits, _key(metric), _added(None))
    yield _Asked(COUNTED, either, dated & metric.tries, _key(metric), _added(None))


def _of_wait(metric: Wait, scope: Scope) -> Iterator[_Asked]:
    rows = within(metric.dated_by, scope.period) & metric.rows
    either, steps = f"{metric.hit} or {metric.wait}", seconds_of(metric) / metric.step
    yield _Asked(HITS, metric.hit, rows & is_served(metric), _key(metric), _added(None))
    yield _Asked(COUNTED, either, rows, _key(metric), _added(None))
    if not metric.is_share:
        yield _Asked(TIMES, "time until then", rows, _key(metric), _added(steps))


def _of_spread(metric: Spread, scope: Scope) -> Iterator[_Asked]:
    rows = counted_of(metric, scope).where
    yield _Asked(COUNTED, metric.label, rows, _key(metric), _added(metric.value))


def _of_level(metric: Level, scope: Scope) -> Iterator[_Asked]:
    rows = standing(metric, scope)
    yield _Asked(COUNTED, metric.hit, rows, _key(metric), _added(metric.value))


def _of_mix(metric: Mix, scope: Scope) -> Iterator[_Asked]:
    rows = within(metric.dated_by, scope.period) & metric.rows
    if metric.focus is not None:
        focus = rows & (metric.category == metric.focus)
        yield _Asked(HITS, metric.focus, focus, _key(metric), _added(metric.weight))
    yield _Asked(COUNTED, metric.label, rows, _key(metric), _added(metric.weight))


def _of_reach(metric: Reach, scope: Scope) -> Iterator[_Asked]:
    rows = counted_of(metric, scope).where
    yield _Asked(COUNTED, metric.label, rows, _key(metric), _added(reach_now.c.people))


def _of_told(metric: Told, scope: Scope) -> Iterator[_Asked]:
    rows = of_its_day(metric, scope) & IS_WHOLE
    yield _Asked(COUNTED, metric.label, rows, _key(metric), _added(told_reading.c.value))


_ASKED: Mapping[type, _Way] = {
    Total: _of_total,
    Rate: _of_rate,
    Wait: _of_wait,
    Spread: _of_spread,
    Level: _of_level,
    Mix: _of_mix,
    Reach: _of_reach,
    Told: _of_told,
}
