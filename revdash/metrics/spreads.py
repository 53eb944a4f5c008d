"""Spreads: the middle of what rows say: one SELECT for all periods."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, Subquery, cast, func, select
from sqlalchemy import Double as Number

from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import Reading, Spread
from revdash.metrics.spans import Over, Span, numbered
from revdash.period import Period
from revdash.stats.bootstrap import CONFIDENCE, median_interval
from revdash.store.dialects.functions import quantile
from revdash.store.frames import columns


def reader(connection: Connection, metric: Spread, span: Span) -> Over:
    """Read the values of every period, and take the middle of any."""
    scope, periods = span.scope, numbered(span.periods)
    in_it = (metric.dated_by >= periods.c.first_on) & (metric.dated_by < periods.c.next_on)
    asked = (
        select(periods.c.n, _value(metric).label("value"))
        .join_from(metric.table, periods, in_it)
        .where(_counts(metric, scope, span.whole))
    )
    if metric.each is not None:
        asked = asked.group_by(periods.c.n, metric.each)
    found = columns(connection, asked, {"as_of": scope.as_of})
    order = np.argsort(found["n"], kind="stable")
    numbers, values = found["n"][order], found["value"][order]
    edges = np.searchsorted(numbers, np.arange(len(span.periods) + 1))
    cut = {
        period: np.sort(values[edges[n] : edges[n + 1]]) for n, period in enumerate(span.periods)
    }

    def over(period: Period) -> Reading:
        found = _reading(metric, scope, period, cut[period])
        if span.is_brief or period != scope.period or found.value is None:
            return found
        return found.between(median_interval(cut[period], metric.name), CONFIDENCE)

    return over


def statement(metric: Spread, scope: Scope) -> Select[Any]:
    """The middle of the period, and of how many."""
    cases = _cases(metric, scope)
    middle: ColumnElement[Any] = quantile(cases.c.value, 0.5)
    return select(middle.label(metric.name), func.count().label("cases"))


def _cases(metric: Spread, scope: Scope) -> Subquery:
    asked = select(_value(metric).label("value")).where(_counts(metric, scope, scope.period))
    if metric.each is not None:
        asked = asked.group_by(metric.each)
    return asked.subquery("cases")


def _value(metric: Spread) -> ColumnElement[float]:
    value = metric.value if metric.each is None else func.sum(metric.value)
    return cast(value, Number)


def _counts(metric: Spread, scope: Scope, period: Period) -> ColumnElement[bool]:
    return (
        within(metric.dated_by, period)
        & metric.rows
        & metric.value.isnot(None)
        & scope.where(metric.table)
    )


def _reading(metric: Spread, scope: Scope, period: Period, values: NDArray[np.float64]) -> Reading:
    found = Reading(
        metric=metric,
        period=period,
        as_of=scope.as_of,
        value=None,
        sample=int(values.size),
        ignored=scope.ignored(metric.table),
    )
    if not values.size:
        return replace(found, missing=f"no {metric.counts or 'rows'} in this period")
    return replace(found, value=float(np.median(values)))
