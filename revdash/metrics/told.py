"""Told: what was reckoned beside the facts, the last of it by the end of each period."""

from bisect import bisect_left
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from revdash.metrics.reckoned import TOLD_CUTS, Told
from revdash.metrics.scope import BLANK, Scope
from revdash.metrics.shapes import Part, Reading
from revdash.metrics.spans import Over, Span
from revdash.period import Period
from revdash.stats.intervals import Interval
from revdash.store.schema.joint import told_reading

_t = told_reading.c
IS_WHOLE = and_(_t.side.is_(None), _t.item.is_(None))
_CONFIDENCE = 0.95


def reader(connection: Connection, metric: Told, span: Span) -> Over:
    """Read all that was told, and find the last of any period."""
    scope = told_for(metric, span.scope)
    asked = select(told_reading).where(_of_part(metric, scope), IS_WHOLE, _t.as_on < span.whole.end)
    rows = connection.execute(asked.order_by(_t.as_on)).all()
    days = [row.as_on for row in rows]

    def over(period: Period) -> Reading:
        place = bisect_left(days, period.end)
        found = _reading(metric, span.scope, period, rows[place - 1] if place else None)
        if span.is_brief or period != span.scope.period or not place:
            return found
        return replace(found, parts=_items(connection, metric, scope))

    return over


def by_cut(
    connection: Connection, metric: Told, scope: Scope, by: ColumnElement[Any]
) -> dict[Any, Reading]:
    """Read what was told of each value of a cut."""
    named = select(by).where(_t.metric == metric.name, IS_WHOLE, by.isnot(None)).distinct()
    values = connection.execute(named).scalars().all() if by.name in metric.cuts else ()
    spans = {v: Span(scope=scope.only(by.name, v), before=None, weeks=()) for v in values}
    return {value: reader(connection, metric, span)(scope.period) for value, span in spans.items()}


def statement(metric: Told, scope: Scope) -> Select[Any]:
    """The last that was told by the end of the period."""
    return (
        select(_t.value.label(metric.name), _t.low, _t.high, _t.sample, _t.hits, _t.as_on)
        .where(_of_part(metric, told_for(metric, scope)), IS_WHOLE, _t.as_on < scope.period.end)
        .order_by(_t.as_on.desc())
        .limit(1)
    )


def of_its_day(metric: Told, scope: Scope) -> ColumnElement[bool]:
    """The condition of being told, of all or of an item, on the last day up to the period's end."""
    mine = _of_part(metric, scope)
    last = told_reading.alias("last")
    newest = select(func.max(last.c.as_on)).where(
        last.c.metric == metric.name, last.c.as_on < scope.period.end
    )
    return and_(mine, _t.as_on == newest.scalar_subquery())


def told_for(metric: Told, scope: Scope) -> Scope:
    """The scope with the filters alone by which *metric* is told."""
    for name, _ in scope.filters:
        if name not in metric.cuts:
            scope = scope.without(name)
    return scope


def _of_part(metric: Told, scope: Scope) -> ColumnElement[bool]:
    asked = {name for name, values in scope.filters if values}
    whole = (_t[name].is_(None) for name in TOLD_CUTS if name not in asked)
    return and_(_t.metric == metric.name, scope.where(told_reading), *whole)


def _reading(metric: Told, scope: Scope, period: Period, row: Any) -> Reading:
    found = Reading(
        metric=metric,
        period=period,
        as_of=scope.as_of,
        value=None,
        missing=_lacking(metric, scope),
        ignored=tuple(n for n, values in scope.filters if values and n not in metric.cuts),
    )
    if row is None or _is_several(metric, scope):
        return found
    found = replace(
        found,
        value=row.value,
        sample=row.sample or 0,
        hits=row.hits or 0.0,
        missing="" if row.value is not None else row.missing or metric.untold,
        told=row.words or "",
    )
    bounds = None if None in (row.low, row.high) else Interval(row.low, row.high)
    return found.between(bounds, row.confidence or _CONFIDENCE)


def _is_several(metric: Told, scope: Scope) -> bool:
    return any(len(values) > 1 for name, values in scope.filters if name in metric.cuts)


def _lacking(metric: Told, scope: Scope) -> str:
    """Why nothing is told: not of so many parts together, not of this one, or not yet."""
    if _is_several(metric, scope):
        return "told of one part at a time"
    asked = [values[0] for name, values in scope.filters if values and name in metric.cuts]
    return f"not told of {asked[0]}" if asked and asked[0] != BLANK else metric.untold


def _items(connection: Connection, metric: Told, scope: Scope) -> tuple[Part, ...]:
    """What it was made of, by name."""
    asked = select(told_reading).where(
        of_its_day(metric, scope), _t.item.isnot(None), _t.side.is_(None), _t.value.isnot(None)
    )
    return tuple(
        Part(
            name=row.item,
            value=row.value,
            sample=row.sample or 0,
            hits=row.hits or 0.0,
            low=row.low,
            high=row.high,
        )
        for row in connection.execute(asked.order_by(_t.item))
    )
