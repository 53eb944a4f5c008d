"""Distinct: totals of different values, which no days add up to: one SELECT for all periods."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, case, distinct, func, select

from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import Reading, Total
from revdash.metrics.spans import Over, Span, is_in, numbered
from revdash.metrics.sums import Sums, counted, reading
from revdash.period import Period
from revdash.store.dialects.functions import count_if


def readers(connection: Connection, metrics: Sequence[Total], span: Span) -> dict[str, Over]:
    """Count the different values of every period: one SELECT for each table and clock."""
    groups: defaultdict[tuple[Table, Any], list[Total]] = defaultdict(list)
    for metric in metrics:
        groups[metric.table, metric.dated_by].append(metric)
    found: dict[str, Over] = {}
    for members in groups.values():
        sums = _sums(connection, members, span)
        found.update({m.name: _reader(m, span.scope, sums[m.name]) for m in members})
    return found


def statement(metric: Total, scope: Scope) -> Select[Any]:
    """Count the different values of the period."""
    return select(*_columns(metric)).where(
        within(metric.dated_by, scope.period), scope.where(metric.table), counted(metric)
    )


def by_cut(
    connection: Connection, metric: Total, scope: Scope, by: ColumnElement[Any]
) -> dict[Any, Reading]:
    """Count the different values of each value of a cut: one SELECT for all."""
    asked = statement(metric, scope).add_columns(by).group_by(by).order_by(by)
    return {
        value: reading(metric, scope, scope.period, Sums(float(number), rows or 0))
        for number, rows, value in connection.execute(asked, {"as_of": scope.as_of})
    }


def _reader(metric: Total, scope: Scope, sums: dict[Period, Sums]) -> Over:
    def over(period: Period) -> Reading:
        return reading(metric, scope, period, sums.get(period, Sums()))

    return over


def _columns(metric: Total) -> list[Any]:
    """The different values, and the rows they stand in."""
    value = case((metric.rows, metric.distinct))
    return [
        func.count(distinct(value)).label(metric.name),
        count_if(metric.rows).label(f"{metric.name}_rows"),
    ]


def _sums(
    connection: Connection, metrics: Sequence[Total], span: Span
) -> dict[str, dict[Period, Sums]]:
    table, clock = metrics[0].table, metrics[0].dated_by
    periods, scope = numbered(span.periods), span.scope
    statement = (
        select(periods.c.n, *(column for metric in metrics for column in _columns(metric)))
        .join_from(table, periods, is_in(clock, periods))
        .where(within(clock, span.whole), scope.where(table))
        .group_by(periods.c.n)
    )
    found: dict[str, dict[Period, Sums]] = {metric.name: {} for metric in metrics}
    for n, *numbers in connection.execute(statement, {"as_of": scope.as_of}):
        for metric, value, rows in zip(metrics, numbers[::2], numbers[1::2], strict=True):
            found[metric.name][span.periods[n]] = Sums(float(value), rows or 0)
    return found
