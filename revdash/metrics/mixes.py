"""Mixes: which part each category has, the largest first: one SELECT for all periods."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, cast, func, literal, select
from sqlalchemy import Double as Number

from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import Mix, Part, Reading
from revdash.metrics.spans import Over, Span, is_in, numbered
from revdash.period import Period
from revdash.stats.intervals import wilson_interval


class _Heap(NamedTuple):
    """What one category's rows add up to."""

    name: str | None
    rows: int
    weight: float


def reader(connection: Connection, metric: Mix, span: Span) -> Over:
    """Add up each category of every period, and read any of them from that."""
    scope, periods = span.scope, numbered(span.periods)
    daily = (  # a day is of several periods: it is added up once
        select(metric.dated_by.label("day"), *_columns(metric))
        .where(within(metric.dated_by, span.whole), metric.rows, scope.where(metric.table))
        .group_by(metric.dated_by, metric.category)
        .subquery("daily")
    )
    d = daily.c
    rows = cast(func.sum(d.rows), BigInteger)
    statement = (
        select(periods.c.n, d.category, rows, func.sum(d.weight))
        .join_from(daily, periods, is_in(d.day, periods))
        .group_by(periods.c.n, d.category)
    )
    heaps: defaultdict[Period, list[_Heap]] = defaultdict(list)
    for n, name, rows, weight in connection.execute(statement, {"as_of": scope.as_of}):
        heaps[span.periods[n]].append(_Heap(name, rows, float(weight or 0.0)))
    focus = metric.focus or _largest(heaps[scope.period])
    return lambda period: _reading(metric, scope, period, heaps[period], focus)


def statement(metric: Mix, scope: Scope) -> Select[Any]:
    """Add up each category of the period, the largest first."""
    name, rows, weight = _columns(metric)
    return (
        select(name, rows, weight)
        .where(within(metric.dated_by, scope.period), metric.rows, scope.where(metric.table))
        .group_by(metric.category)
        .order_by(weight.desc(), metric.category)
    )


def by_cut(
    connection: Connection, metric: Mix, scope: Scope, by: ColumnElement[Any]
) -> dict[Any, Reading]:
    """Add up the categories of each value of a cut: one SELECT for all."""
    where = within(metric.dated_by, scope.period), metric.rows, scope.where(metric.table)
    asked = select(by, *_columns(metric)).where(*where).group_by(by, metric.category).order_by(by)
    heaps: defaultdict[Any, list[_Heap]] = defaultdict(list)
    for value, name, rows, weight in connection.execute(asked, {"as_of": scope.as_of}):
        heaps[value].append(_Heap(name, rows, float(weight or 0.0)))
    focus = metric.focus or _largest(heap for own in heaps.values() for heap in own)
    return {
        value: _reading(metric, scope, scope.period, own, focus) for value, own in heaps.items()
    }


def _columns(metric: Mix) -> tuple[ColumnElement[Any], ColumnElement[int], ColumnElement[Any]]:
    weight = literal(1) if metric.weight is None else metric.weight
    return (
        metric.category.label("category"),
        func.count().label("rows"),
        cast(func.sum(weight), Number).label("weight"),
    )


def _reading(
    metric: Mix, scope: Scope, period: Period, heaps: list[_Heap], focus: str | None
) -> Reading:
    total, rows = sum(heap.weight for heap in heaps), sum(heap.rows for heap in heaps)
    parts = _parts(metric, heaps, total) if total else ()
    chosen = next((part for part in parts if part.name == focus), None)
    value = (chosen.value if chosen else 0.0) if total else None
    return Reading(
        metric=metric,
        period=period,
        as_of=scope.as_of,
        value=value,
        sample=rows,
        hits=chosen.sample if chosen else 0,
        low=chosen.low if chosen else None,
        high=chosen.high if chosen else None,
        missing="" if total else "nothing to part in this period",
        ignored=scope.ignored(metric.table),
        parts=parts,
    )


def _parts(metric: Mix, heaps: list[_Heap], total: float) -> tuple[Part, ...]:
    return tuple(_part(metric, heap, total) for heap in sorted(heaps, key=_order))


def _part(metric: Mix, heap: _Heap, total: float) -> Part:
    bounds = wilson_interval(heap.weight, total) if metric.weight is None else None
    return Part(
        name=heap.name,
        value=heap.weight / total,
        sample=heap.rows,
        hits=heap.weight,
        low=bounds.low if bounds else None,
        high=bounds.high if bounds else None,
    )


def _order(heap: _Heap) -> tuple[float, bool, str]:
    return -heap.weight, heap.name is None, heap.name or ""


def _largest(heaps: Iterable[_Heap]) -> str | None:
    """The category that weighs most, whatever the rows are cut by."""
    sums: defaultdict[str | None, float] = defaultdict(float)
    for heap in heaps:
        sums[heap.name] += heap.weight
    whole = (_Heap(name, 0, weight) for name, weight in sums.items())
    return min(whole, key=_order).name if sums else None
