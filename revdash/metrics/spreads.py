"""Spreads: the middle of what rows say: one SELECT for all periods."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, Subquery, cast, func, select
from sqlalchemy import Double as Number

from revdash.metrics.parting import CUT, parted
from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import Reading, Spread
from revdash.metrics.spans import Over, Span, is_in, numbered
from revdash.period import Period
from revdash.stats.bootstrap import CONFIDENCE, median_interval
from revdash.store.dialects.functions import quantile
from revdash.store.frames import columns

_NONE: NDArray[np.float64] = np.empty(0)


def reader(connection: Connection, metric: Spread, span: Span) -> Over:
    """Read the values of every period, and take the middle of any."""
    scope, periods = span.scope, numbered(span.periods)
    asked = (
        select(periods.c.n.label(CUT), _value(metric).label("value"))
        .join_from(metric.table, periods, is_in(metric.dated_by, periods))
        .where(_counts(metric, scope, span.whole))
    )
    if metric.each is not None:
        asked = asked.group_by(periods.c.n, metric.each)
    parts = parted(columns(connection, asked, {"as_of": scope.as_of}))

    def over(period: Period) -> Reading:
        place = span.periods.index(period)
        values = parts[place]["value"] if place in parts else _NONE
        found = _reading(metric, scope, period, values)
        return found if span.is_brief or period != scope.period else _bounded(found, values)

    return over


def by_cut(
    connection: Connection, metric: Spread, scope: Scope, by: ColumnElement[Any]
) -> dict[Any, Reading]:
    """Take the middle of the period for each value of a cut: one SELECT for all."""
    asked = select(by.label(CUT), _value(metric).label("value")).where(
        _counts(metric, scope, scope.period)
    )
    if metric.each is not None:
        asked = asked.group_by(by, metric.each)
    parts = parted(columns(connection, asked, {"as_of": scope.as_of}))
    return {
        value: _bounded(_reading(metric, scope, scope.period, own["value"]), own["value"])
        for value, own in parts.items()
    }


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


def _bounded(found: Reading, values: NDArray[np.float64]) -> Reading:
    """Bound the middle by drawing its rows again, always in the same order."""
    return found.between(median_interval(np.sort(values), found.metric.name), CONFIDENCE)
