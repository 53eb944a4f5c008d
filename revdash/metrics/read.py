"""Read: many metrics at once, one SELECT per table and clock, folded into readings."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Connection, Select, Table, select

from revdash.errors import InputError
from revdash.metrics import levels, missing, reach, waits
from revdash.metrics.scope import Scope, cut, within
from revdash.metrics.shapes import Answer, Level, Metric, Rate, Ratio, Reach, Reading, Total, Wait
from revdash.metrics.spans import Span, span_of
from revdash.period import Period
from revdash.stats.intervals import wilson_interval
from revdash.store.dialects.functions import count_if, sum_if

Query: TypeAlias = Select[Any]
WEEKS = 26


class Sums(NamedTuple):
    """What one metric's rows of some days add up to."""

    value: float = 0.0  # of a total: its sum; of a rate: its hits
    sample: int = 0  # rows counted, or tries
    pending: int = 0


def read(connection: Connection, metric: Metric, scope: Scope) -> Reading:
    """Read *metric* over the scope: the period alone."""
    return answers(connection, [metric], scope, before=None, weeks=0)[metric.name].now


def answers(
    connection: Connection,
    metrics: Iterable[Metric],
    scope: Scope,
    *,
    before: Period | None,
    weeks: int = WEEKS,
) -> dict[str, Answer]:
    """Read *metrics* over the period, the one *before*, and by week up to the period's end."""
    wanted = list(metrics)
    span = span_of(scope, before, weeks)
    absent = missing.reasons(connection, wanted, scope)
    days = _days(connection, _additive(wanted), span)
    return {
        metric.name: missing.nothing(metric, span, absent[metric.name])
        if metric.name in absent
        else _answer(connection, metric, span, days)
        for metric in wanted
    }


def breakdown(
    connection: Connection, metric: Metric, scope: Scope, by: str
) -> dict[str | None, Reading]:
    """Read *metric* over the scope for each value of the cut *by*; blank stays apart."""
    column = cut(metric.table, by)
    if column is None:
        raise InputError(
            f"'{metric.name}' cannot be cut by '{by}': its facts do not know it. "
            "Leave --by out, or choose another cut."
        )
    if not isinstance(metric, Total | Rate):
        known = select(column).where(scope.where(metric.table)).distinct().order_by(column)
        values = connection.execute(known).scalars().all()
        return {value: read(connection, metric, scope.only(by, value)) for value in values}
    statement = _summed(metric, scope, column.label("cut")).group_by(column).order_by(column)
    return {
        row[0]: _reading(metric, scope, scope.period, _sums_of(row[1:]))
        for row in connection.execute(statement, {"as_of": scope.as_of})
    }


def statement_of(metric: Metric, scope: Scope) -> Query:
    """The SELECT that answers *metric* over the period, for showing."""
    if isinstance(metric, Wait):
        return waits.curve_statement(metric, scope)
    if isinstance(metric, Reach):
        return reach.statement(scope)
    if isinstance(metric, Level):
        return levels.statement(metric, scope)
    if isinstance(metric, Ratio):
        of, per = (
            _summed(part, scope).with_only_columns(_sums(part)[0]).scalar_subquery()
            for part in (metric.of, metric.per)
        )
        return select(of.label(metric.of.name), per.label(metric.per.name))
    return _summed(metric, scope)


def _additive(metrics: Iterable[Metric]) -> list[Total | Rate]:
    """The totals and rates to be summed by day, those inside ratios among them."""
    found: dict[str, Total | Rate] = {}
    for metric in metrics:
        parts = (metric.of, metric.per) if isinstance(metric, Ratio) else (metric,)
        found.update({part.name: part for part in parts if isinstance(part, Total | Rate)})
    return list(found.values())


def _summed(metric: Total | Rate, scope: Scope, *by: ColumnElement[Any]) -> Query:
    return select(*by, *_sums(metric)).where(
        within(metric.dated_by, scope.period), scope.where(metric.table), counted(metric)
    )


def _sums(metric: Total | Rate) -> list[ColumnElement[Any]]:
    """What is added up: the value and the rows of a total; the hits, tries, pending of a rate."""
    name = metric.name
    if isinstance(metric, Total):
        lacking = [] if metric.unknown is None else [count_if(metric.unknown).label("unknown")]
        return [
            sum_if(metric.rows, metric.value).label(name),
            count_if(metric.rows).label(f"{name}_rows"),
            *lacking,
        ]
    due = [] if metric.pending is None else [count_if(metric.pending).label(f"{name}_pending")]
    return [
        count_if(metric.hits).label(f"{name}_hits"),
        count_if(metric.tries).label(f"{name}_tries"),
        *due,
    ]


def counted(metric: Total | Rate) -> ColumnElement[bool]:
    """The condition that a row has part in *metric*, pending ones included."""
    if isinstance(metric, Total):
        return metric.rows if metric.unknown is None else metric.rows | metric.unknown
    return metric.tries if metric.pending is None else metric.tries | metric.pending


Days: TypeAlias = dict[str, dict[date, Sums]]


def _days(connection: Connection, metrics: Sequence[Total | Rate], span: Span) -> Days:
    """Sum every metric by day: one SELECT for each table and clock."""
    groups: defaultdict[tuple[Table, Any], list[Total | Rate]] = defaultdict(list)
    for metric in metrics:
        groups[metric.table, metric.dated_by].append(metric)
    found: Days = {metric.name: {} for metric in metrics}
    for (table, clock), members in groups.items():
        parts = [_sums(metric) for metric in members]
        columns = [column for part in parts for column in part]
        statement = (
            select(clock.label("day"), *columns)
            .where(within(clock, span.whole), span.scope.where(table))
            .group_by(clock)
        )
        for row in connection.execute(statement, {"as_of": span.scope.as_of}):
            numbers = iter(row[1:])
            for metric, part in zip(members, parts, strict=True):
                found[metric.name][row[0]] = _sums_of(list(islice(numbers, len(part))))
    return found


def _sums_of(numbers: Sequence[Any]) -> Sums:
    value, sample, *pending = numbers
    return Sums(float(value or 0), sample or 0, (pending[0] or 0) if pending else 0)


def _fold(days: dict[date, Sums], period: Period) -> Sums:
    inside = [sums for day, sums in days.items() if period.start <= day < period.end]
    return Sums(
        sum(sums.value for sums in inside),
        sum(sums.sample for sums in inside),
        sum(sums.pending for sums in inside),
    )


def _answer(connection: Connection, metric: Metric, span: Span, days: Days) -> Answer:
    if isinstance(metric, Wait):
        return waits.answer(connection, metric, span)
    if isinstance(metric, Reach):
        return reach.answer(connection, metric, span)
    if isinstance(metric, Level):
        return levels.answer(connection, metric, span)
    if isinstance(metric, Ratio):
        return span.answer(lambda period: _ratio(metric, span.scope, period, days))
    mine = days[metric.name]
    return span.answer(lambda period: _reading(metric, span.scope, period, _fold(mine, period)))


def _reading(metric: Total | Rate, scope: Scope, period: Period, sums: Sums) -> Reading:
    ignored = scope.ignored(metric.table)
    if isinstance(metric, Total):
        return Reading(
            metric=metric,
            period=period,
            as_of=scope.as_of,
            value=None if sums.pending and not sums.sample else sums.value,
            sample=sums.sample,
            pending=sums.pending,
            missing=_lacking(sums),
            ignored=ignored,
        )
    bounds = wilson_interval(int(sums.value), sums.sample) if sums.sample else None
    return Reading(
        metric=metric,
        period=period,
        as_of=scope.as_of,
        value=sums.value / sums.sample if sums.sample else None,
        sample=sums.sample,
        hits=sums.value,
        low=bounds.low if bounds else None,
        high=bounds.high if bounds else None,
        pending=sums.pending,
        missing="" if sums.sample else "nothing was decided in this period",
        ignored=ignored,
    )


def _lacking(sums: Sums) -> str:
    """Unknown is not zero: say so when not one of the rows has a value."""
    if sums.sample or not sums.pending:
        return ""
    if sums.pending == 1:
        return "its amount is not known in our currency"
    return f"none of {sums.pending:,} amounts is known in our currency"


def _ratio(metric: Ratio, scope: Scope, period: Period, days: Days) -> Reading:
    of, per = (_fold(days[part.name], period) for part in (metric.of, metric.per))
    why = _unlike(metric, scope)
    if not why and not per.sample:
        why = f"no {metric.per.label} in this period"
    if not why and not of.sample:
        part = "known for this part" if scope.filters else "loaded for this period"
        why = f"no {metric.of.label.lower()} {part}"
    return Reading(
        metric=metric,
        period=period,
        as_of=scope.as_of,
        value=None if why else of.value / per.value,
        sample=per.sample,
        hits=of.value,
        missing=why,
        ignored=scope.ignored(metric.of.table) if not why else (),
    )


def _unlike(metric: Ratio, scope: Scope) -> str:
    """A part of one side over the whole of the other is no ratio: say which filter does it."""
    blind = [set(scope.ignored(part.table)) for part in (metric.of, metric.per)]
    if blind[0] == blind[1]:
        return ""
    part = metric.of if blind[0] - blind[1] else metric.per
    names = " and ".join(sorted(blind[0] ^ blind[1]))
    return f"{part.label.lower()} is not known by {names}"
