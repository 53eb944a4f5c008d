"""Levels: how many stood there at the end of a day, or what they added up to."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, case, cast, func, null, select, true
from sqlalchemy import Double as Number

from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import Level, Part, Reading
from revdash.metrics.spans import Over, Span, end_of, quarter_of
from revdash.metrics.worktime_now import with_worktime
from revdash.period import Period
from revdash.store.dialects.functions import count_if
from revdash.store.schema.agreement import company_used
from revdash.store.schema.episodes import lead_episode


class _Stays(NamedTuple):
    """Rows that came and left on the same days."""

    since: date
    until: date | None
    due: date | None
    rows: int
    unknown: int  # of them, those without a value
    value: float


def standing(metric: Level, scope: Scope) -> ColumnElement[bool]:
    """The condition of standing there when the period ended, or the data did."""
    end = end_of(scope.period, scope)
    found = (
        metric.rows
        & (metric.since < end)
        & (metric.until.is_(None) | (metric.until >= end))
        & scope.where(metric.table)
    )
    if metric.due is None:
        return found
    return found & within(metric.due, quarter_of(scope.period, scope))


def statement(metric: Level, scope: Scope) -> Select[Any]:
    """Count who stood there, or add up their value."""
    numbers: list[ColumnElement[Any]] = [func.count().label("standing")]
    if metric.value is not None:
        numbers.insert(0, func.sum(metric.value).label(metric.name))
    return select(*numbers).where(standing(metric, scope))


def reader(connection: Connection, metric: Level, span: Span) -> Over:
    """Count who stood there at each end: those who came before it and had not left."""
    stays = [stay for own in _stays(connection, metric, span).values() for stay in own]

    def over(period: Period) -> Reading:
        found = _reading(metric, span.scope, period, stays)
        if metric.parts and not span.is_brief and period == span.scope.period:
            return replace(found, parts=_parts(connection, metric, span.scope))
        return found

    return over


def by_cut(
    connection: Connection, metric: Level, scope: Scope, by: ColumnElement[Any]
) -> dict[Any, Reading]:
    """Count who stood there at the end for each value of a cut: one SELECT for all."""
    parts = _stays(connection, metric, Span(scope=scope, before=None, weeks=()), by)
    found = {value: _reading(metric, scope, scope.period, own) for value, own in parts.items()}
    return {value: one for value, one in found.items() if one.sample or one.pending}


def _parts(connection: Connection, metric: Level, scope: Scope) -> tuple[Part, ...]:
    """How many of those who stood there are of which part, the first that each fits."""
    names = [name for name, _ in metric.parts]
    is_timed = metric.table is lead_episode  # only handoffs have a calendar that they run on
    place = case(*((is_in, n) for n, (_, is_in) in enumerate(metric.parts)))
    statement = (
        select(place, func.count())
        .select_from(with_worktime(metric.table) if is_timed else metric.table)
        .where(standing(metric, scope))
        .group_by(place)
    )
    counted = connection.execute(statement, {"as_of": _end_at(connection, scope)})
    found: dict[int, int] = dict(counted.all())
    everybody = sum(found.values())
    return tuple(
        Part(name=name, value=found[n] / everybody, sample=found[n], hits=found[n])
        for n, name in enumerate(names)
        if n in found
    )


def _end_at(connection: Connection, scope: Scope) -> datetime:
    """When the period ended: now, or at midnight where the company is."""
    end = end_of(scope.period, scope)
    if end >= scope.tomorrow:
        return scope.as_of
    zone = connection.execute(select(company_used.c.zone)).scalar_one_or_none() or "UTC"
    midnight = datetime(end.year, end.month, end.day, tzinfo=ZoneInfo(zone))
    return midnight.astimezone(UTC).replace(tzinfo=None)


def _reading(metric: Level, scope: Scope, period: Period, stays: list[_Stays]) -> Reading:
    end, quarter = end_of(period, scope), quarter_of(period, scope)
    here = [
        stay
        for stay in stays
        if stay.since < end
        and (not stay.until or stay.until >= end)
        and (metric.due is None or (stay.due and quarter.start <= stay.due < quarter.end))
    ]
    rows, unknown = sum(stay.rows for stay in here), sum(stay.unknown for stay in here)
    nothing_known = metric.value is not None and rows == unknown > 0
    value = float(rows) if metric.value is None else sum(stay.value for stay in here)
    return Reading(
        metric=metric,
        period=period,
        as_of=scope.as_of,
        value=None if nothing_known else value,
        sample=rows - unknown,
        pending=unknown,
        missing=f"none of {unknown:,} amounts is known in our currency" if nothing_known else "",
        ignored=scope.ignored(metric.table),
    )


def _stays(
    connection: Connection, metric: Level, span: Span, by: ColumnElement[Any] | None = None
) -> dict[Any, list[_Stays]]:
    """Who came before the end of the span and had not left at its start, by the cut if any."""
    left, whole = metric.until, span.whole
    has_value = true() if metric.value is None else metric.value.isnot(None)
    value = null() if metric.value is None else func.sum(metric.value)
    days = (metric.since, left, *([] if metric.due is None else [metric.due]))
    statement = (
        select(
            null() if by is None else by,
            metric.since,
            left,
            null() if metric.due is None else metric.due,
            func.count(),
            func.count() - count_if(has_value),
            cast(value, Number),
        )
        .where(
            metric.rows,
            span.scope.where(metric.table),
            metric.since < whole.end,
            left.is_(None) | (left >= whole.start),
            left.is_(None) | (left > metric.since),  # same-day stays see no end
        )
        .group_by(*days, *([] if by is None else [by]))
    )
    found: defaultdict[Any, list[_Stays]] = defaultdict(list)
    for part, since, until, due, rows, unknown, amount in connection.execute(
        statement, {"as_of": span.scope.as_of}
    ):
        found[part].append(_Stays(since, until, due, rows, unknown, amount or 0.0))
    return found
