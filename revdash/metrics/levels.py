"""Levels: how many stood waiting at the end of a day."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Answer, Level, Reading
from revdash.metrics.spans import Span
from revdash.period import Period


def standing(metric: Level, scope: Scope) -> ColumnElement[bool]:
    """The condition of standing there when the period ended, or the data did."""
    end = _end(scope.period, scope)
    return (
        metric.rows
        & (metric.since < end)
        & (metric.until.is_(None) | (metric.until >= end))
        & scope.where(metric.table)
    )


def statement(metric: Level, scope: Scope) -> Select[Any]:
    """Count who stood there."""
    return select(func.count().label("standing")).where(standing(metric, scope))


def answer(connection: Connection, metric: Level, span: Span) -> Answer:
    """Count who stood there at each end: those who came before it and had not left."""
    stays = _stays(connection, metric, span)

    def over(period: Period) -> Reading:
        end = _end(period, span.scope)
        count = sum(n for since, until, n in stays if since < end and (not until or until >= end))
        return Reading(
            metric=metric,
            period=period,
            as_of=span.scope.as_of,
            value=float(count),
            sample=count,
            ignored=span.scope.ignored(metric.table),
        )

    return span.answer(over)


def _stays(
    connection: Connection, metric: Level, span: Span
) -> list[tuple[date, date | None, int]]:
    statement = (
        select(metric.since, metric.until, func.count())
        .where(
            metric.rows,
            span.scope.where(metric.table),
            metric.since < span.whole.end,
            metric.until.is_(None) | (metric.until >= span.whole.start),
            metric.until.is_(None) | (metric.until > metric.since),  # same-day stays see no end
        )
        .group_by(metric.since, metric.until)
    )
    rows = connection.execute(statement, {"as_of": span.scope.as_of})
    return [(since, until, count) for since, until, count in rows]


def _end(period: Period, scope: Scope) -> date:
    return min(period.end, scope.tomorrow)
