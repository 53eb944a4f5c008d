"""Indices: each group's rate beside the average, small groups drawn to it as far as unsure."""

from collections import defaultdict
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, cast, func, select

from revdash.errors import InputError
from revdash.metrics.scope import BLANK, Scope, cut, within
from revdash.metrics.shapes import Index, Part, Reading
from revdash.metrics.spans import Over, Span, is_in, numbered
from revdash.metrics.sums import counted, summed
from revdash.period import Period
from revdash.stats.intervals import Interval
from revdash.stats.shrinkage import Shrunk, shrink
from revdash.store.dialects.functions import count_if
from revdash.terms import Direction

CONFIDENCE = 0.9
AVERAGE = 100.0


class _Group(NamedTuple):
    name: str | None
    hits: int
    tries: int
    pending: int


def reader(connection: Connection, metric: Index, span: Span) -> Over:
    """Count every group of every period, and draw those of any to their average."""
    scope, periods, rate = span.scope.without(metric.by), numbered(span.periods), metric.of
    clock, column = rate.dated_by, group_of(metric)
    waiting = rate.pending if rate.pending is not None else rate.tries & ~rate.tries
    counts = {"hits": rate.hits, "tries": rate.tries, "pending": waiting}
    daily = (  # a day is of several periods: it is counted once
        select(
            clock.label("day"),
            column.label("part"),
            *(count_if(is_one).label(name) for name, is_one in counts.items()),
        )
        .where(within(clock, span.whole), counted(rate), scope.where(rate.table))
        .group_by(clock, column)
        .subquery("daily")
    )
    d = daily.c
    statement = (
        select(periods.c.n, d.part, *(cast(func.sum(d[name]), BigInteger) for name in counts))
        .join_from(daily, periods, is_in(d.day, periods))
        .group_by(periods.c.n, d.part)
    )
    groups: defaultdict[Period, list[_Group]] = defaultdict(list)
    for n, *group in connection.execute(statement, {"as_of": scope.as_of}):
        groups[span.periods[n]].append(_Group(*group))
    asked = {span.scope.period, span.before}

    def over(period: Period) -> Reading:
        found = _counted(metric, span.scope, period, groups[period])
        return _compared(metric, span.scope, found, groups[period]) if period in asked else found

    return over


def statement(metric: Index, scope: Scope) -> Select[Any]:
    """Count the groups of the period."""
    column = group_of(metric)
    found = summed(metric.of, scope.without(metric.by), column.label(metric.by))
    return found.group_by(column).order_by(column)


def group_of(metric: Index) -> ColumnElement[Any]:
    """The column that parts the rows into groups."""
    column = cut(metric.table, metric.by)
    if column is None:
        raise InputError(
            f"'{metric.name}' cannot be parted by '{metric.by}': '{metric.table.name}' has no "
            "such column. Name one that it has in the metric's `by`."
        )
    return column


def _counted(metric: Index, scope: Scope, period: Period, groups: list[_Group]) -> Reading:
    """How many there are; a week alone compares nothing, whatever its groups."""
    return Reading(
        metric=metric,
        period=period,
        as_of=scope.as_of,
        value=None,
        sample=sum(group.tries for group in groups),
        hits=sum(group.hits for group in groups),
        pending=sum(group.pending for group in groups),
        missing="groups are not compared by week",
        ignored=scope.ignored(metric.table),
    )


def _compared(metric: Index, scope: Scope, counted: Reading, groups: list[_Group]) -> Reading:
    ordered = sorted(groups, key=lambda group: (group.name is None, group.name or ""))
    found = shrink(
        [(group.hits, group.tries) for group in ordered],
        is_high_good=metric.direction is not Direction.DOWN,
        confidence=CONFIDENCE,
    )
    if found is None:
        why = "nothing to compare" if groups else "nothing was decided"
        return replace(counted, missing=f"{why} in this period")
    parts = tuple(_part(*pair) for pair in zip(ordered, found.groups, strict=True) if pair[0].tries)
    return _chosen(metric, scope, replace(counted, parts=parts, missing=""))


def _part(group: _Group, shrunk: Shrunk) -> Part:
    low, high = shrunk.index_interval
    return Part(
        name=group.name,
        value=shrunk.index,
        sample=group.tries,
        hits=group.hits,
        low=low,
        high=high,
        standing=shrunk.standing,
    )


def _chosen(metric: Index, scope: Scope, found: Reading) -> Reading:
    """The index of the one group asked for; all of them together are the average."""
    chosen = [value for name, values in scope.filters if name == metric.by for value in values]
    if len(chosen) != 1:
        return replace(found, value=AVERAGE)
    name = None if chosen[0] == BLANK else chosen[0]
    part = next((part for part in found.parts if part.name == name), None)
    if part is None or part.low is None or part.high is None:
        return replace(found, missing=f"no {chosen[0]} in this period")
    found = replace(found, value=part.value, sample=part.sample, hits=part.hits)
    return found.between(Interval(part.low, part.high), CONFIDENCE)
