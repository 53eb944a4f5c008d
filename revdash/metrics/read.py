"""Read: many metrics at once, one SELECT per table and clock, folded into readings."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, Select, Table, case, func, literal_column, select

from revdash.errors import InputError
from revdash.metrics import reach, waits
from revdash.metrics.scope import Scope, cut, within
from revdash.metrics.shapes import (
    Answer,
    Level,
    Metric,
    Point,
    Rate,
    Ratio,
    Reach,
    Reading,
    Total,
    Wait,
)
from revdash.period import Period, weeks_up_to
from revdash.stats.intervals import wilson_interval

Query: TypeAlias = Select[Any]
WEEKS = 26


class Sums(NamedTuple):
    """What one metric's rows of some days add up to."""

    value: float = 0.0  # of a total: its sum; of a rate: its hits
    sample: int = 0  # rows counted, or tries
    pending: int = 0


@dataclass(frozen=True, kw_only=True)
class Span:
    """Which days one reading needs: the period, the one before, and the weeks of the series."""

    scope: Scope
    before: Period | None
    weeks: tuple[Period, ...]

    @property
    def whole(self) -> Period:
        """The shortest stretch that holds them all."""
        parts = [self.scope.period, *self.weeks, *([self.before] if self.before else [])]
        return Period(min(p.start for p in parts), max(p.end for p in parts))


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
    end = min(scope.period.end, scope.today + timedelta(days=1))
    span = Span(scope=scope, before=before, weeks=weeks_up_to(_week_end(end, scope), weeks))
    absent = _absent(connection, wanted)
    days = _days(connection, _additive(wanted), span)
    found: dict[str, Answer] = {}
    for metric in wanted:
        why = absent.get(metric.name, "")
        found[metric.name] = (
            _nothing(metric, span, why) if why else _answer(connection, metric, span, days)
        )
    return found


def breakdown(
    connection: Connection, metric: Metric, scope: Scope, by: str
) -> dict[str | None, Reading]:
    """Read *metric* over the scope for each value of the cut *by*; blank stays apart."""
    column = cut(_table_of(metric), by)
    if column is None:
        raise InputError(
            f"'{metric.name}' cannot be cut by '{by}': its facts do not know it. "
            "Leave --by out, or choose another cut."
        )
    if not isinstance(metric, Total | Rate):
        values = connection.execute(select(column).distinct().order_by(column)).scalars()
        return {value: read(connection, metric, scope.only(by, value)) for value in values}
    statement = (
        select(column.label("cut"), *_sums(metric))
        .where(within(metric.dated_by, scope.period), scope.where(metric.table), _counted(metric))
        .group_by(column)
        .order_by(column)
    )
    return {
        value: _reading(metric, scope, scope.period, Sums(float(hits or 0), n or 0, due or 0))
        for value, hits, n, due in connection.execute(statement, {"as_of": scope.as_of})
    }


def statement_of(metric: Metric, scope: Scope) -> Query:
    """The SELECT that answers *metric* over the period, for showing."""
    if isinstance(metric, Wait):
        return waits.curve_statement(metric, scope)
    if isinstance(metric, Reach):
        return reach.statement(scope)
    if isinstance(metric, Level):
        return _level_statement(metric, scope)
    one = metric.of if isinstance(metric, Ratio) else metric
    assert isinstance(one, Total | Rate)  # noqa: S101  the shapes are these
    return select(*_sums(one)).where(
        within(one.dated_by, scope.period), scope.where(one.table), _counted(one)
    )


def _table_of(metric: Metric) -> Table:
    part = metric.per if isinstance(metric, Ratio) else metric
    assert isinstance(part, Total | Rate | Level | Wait | Reach)  # noqa: S101  the shapes
    return part.table


def _additive(metrics: Iterable[Metric]) -> list[Total | Rate]:
    """The totals and rates to be summed by day, those inside ratios among them."""
    found: dict[str, Total | Rate] = {}
    for metric in metrics:
        parts = (metric.of, metric.per) if isinstance(metric, Ratio) else (metric,)
        found.update({part.name: part for part in parts if isinstance(part, Total | Rate)})
    return list(found.values())


def _sums(metric: Total | Rate) -> tuple[Any, Any, Any]:
    if isinstance(metric, Total):
        return (
            func.sum(case((metric.rows, metric.value), else_=0)).label(f"{metric.name}_value"),
            _count(metric.rows, f"{metric.name}_sample"),
            literal_column("0").label(f"{metric.name}_pending"),
        )
    pending = metric.pending
    return (
        _count(metric.hits, f"{metric.name}_hits"),
        _count(metric.tries, f"{metric.name}_tries"),
        literal_column("0").label(f"{metric.name}_pending")
        if pending is None
        else _count(pending, f"{metric.name}_pending"),
    )


def _count(condition: Any, name: str) -> Any:
    return func.sum(case((condition, 1), else_=0)).label(name)


def _counted(metric: Total | Rate) -> Any:
    if isinstance(metric, Total):
        return metric.rows
    return metric.tries if metric.pending is None else metric.tries | metric.pending


Days: TypeAlias = dict[str, dict[date, Sums]]


def _days(connection: Connection, metrics: Sequence[Total | Rate], span: Span) -> Days:
    """Sum every metric by day: one SELECT for each table and clock."""
    groups: defaultdict[tuple[Table, Any], list[Total | Rate]] = defaultdict(list)
    for metric in metrics:
        groups[metric.table, metric.dated_by].append(metric)
    found: Days = {metric.name: {} for metric in metrics}
    for (table, clock), members in groups.items():
        columns = [column for metric in members for column in _sums(metric)]
        statement = (
            select(clock.label("day"), *columns)
            .where(within(clock, span.whole), span.scope.where(table))
            .group_by(clock)
        )
        for row in connection.execute(statement, {"as_of": span.scope.as_of}):
            for place, metric in enumerate(members):
                value, sample, pending = row[1 + 3 * place : 4 + 3 * place]
                found[metric.name][row[0]] = Sums(float(value or 0), sample or 0, pending or 0)
    return found


def _fold(days: dict[date, Sums], period: Period) -> Sums:
    inside = [sums for day, sums in days.items() if period.start <= day < period.end]
    return Sums(
        sum(sums.value for sums in inside),
        sum(sums.sample for sums in inside),
        sum(sums.pending for sums in inside),
    )


def _answer(connection: Connection, metric: Metric, span: Span, days: Days) -> Answer:
    if isinstance(metric, Wait):
        return waits.answer(connection, metric, span.scope, span.before, span.weeks)
    if isinstance(metric, Reach):
        return reach.answer(connection, metric, span.scope, span.before, span.weeks)
    if isinstance(metric, Level):
        return _level_answer(connection, metric, span)

    def over(period: Period) -> Reading:
        if isinstance(metric, Ratio):
            return _ratio(metric, span.scope, period, days)
        assert isinstance(metric, Total | Rate)  # noqa: S101  the shapes are these
        return _reading(metric, span.scope, period, _fold(days[metric.name], period))

    return Answer(
        now=over(span.scope.period),
        before=over(span.before) if span.before else None,
        weeks=tuple(_point(week, over(week), span.scope) for week in span.weeks),
    )


def _reading(metric: Total | Rate, scope: Scope, period: Period, sums: Sums) -> Reading:
    ignored = scope.ignored(metric.table)
    if isinstance(metric, Total):
        return Reading(
            metric=metric,
            period=period,
            as_of=scope.as_of,
            value=sums.value,
            sample=sums.sample,
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


def _ratio(metric: Ratio, scope: Scope, period: Period, days: Days) -> Reading:
    of, per = (_fold(days[part.name], period) for part in (metric.of, metric.per))
    missing = ""
    if not per.sample:
        missing = f"no {metric.per.label} in this period"
    elif not of.sample:
        missing = f"no {metric.of.label.lower()} loaded for this period"
    return Reading(
        metric=metric,
        period=period,
        as_of=scope.as_of,
        value=None if missing else of.value / per.value,
        sample=per.sample,
        hits=of.value,
        missing=missing,
        ignored=tuple({*scope.ignored(metric.of.table), *scope.ignored(metric.per.table)}),
    )


def _level_statement(metric: Level, scope: Scope) -> Query:
    return select(func.count().label("standing")).where(
        metric.rows,
        metric.since < scope.period.end,
        scope.where(metric.table),
        metric.until.is_(None) | (metric.until >= scope.period.end),
    )


def _level_answer(connection: Connection, metric: Level, span: Span) -> Answer:
    """Count who stood waiting at each end: those who came before it and had not left."""
    statement = (
        select(metric.since, metric.until, func.count())
        .where(
            metric.rows,
            span.scope.where(metric.table),
            metric.since < span.whole.end,
            metric.until.is_(None) | (metric.until >= span.whole.start),
        )
        .group_by(metric.since, metric.until)
    )
    stays: list[tuple[date, date | None, int]] = [
        (since, until, n)
        for since, until, n in connection.execute(statement, {"as_of": span.scope.as_of})
    ]

    def over(period: Period) -> Reading:
        end = min(period.end, span.scope.today + timedelta(days=1))
        count = sum(n for since, until, n in stays if since < end and (not until or until >= end))
        return Reading(
            metric=metric,
            period=period,
            as_of=span.scope.as_of,
            value=float(count),
            sample=count,
            ignored=span.scope.ignored(metric.table),
        )

    return Answer(
        now=over(span.scope.period),
        before=over(span.before) if span.before else None,
        weeks=tuple(_point(week, over(week), span.scope) for week in span.weeks),
    )


def _point(week: Period, reading: Reading, scope: Scope) -> Point:
    return Point(
        period=week,
        value=reading.value,
        sample=reading.sample,
        is_open=week.end > scope.today + timedelta(days=1),
    )


def _week_end(day: date, scope: Scope) -> date:
    """The end of the week that holds the last day before *day*, in the company's weeks."""
    return scope.weeks.week_of(day - timedelta(days=1)).end


def _absent(connection: Connection, metrics: Iterable[Metric]) -> dict[str, str]:
    """Why a metric cannot be read at all: the facts it is made of were never loaded."""
    needed = {table.name: table for metric in metrics for table in metric.needs}
    if not needed:
        return {}
    row = connection.execute(
        select(
            *(select(table.c.event_key).limit(1).exists().label(n) for n, table in needed.items())
        )
    ).one()
    loaded = dict(zip(needed, row, strict=True))
    return {
        metric.name: f"no {_WORDS.get(table.name, table.name)} loaded"
        for metric in metrics
        for table in metric.needs[::-1]
        if not loaded[table.name]
    }


_WORDS = {
    "channel_day": "campaign figures",
    "reach_window": "reach figures",
    "lifecycle_event": "lead stages",
    "sales_activity": "sales activities",
    "opportunity": "deals",
}


def _nothing(metric: Metric, span: Span, why: str) -> Answer:
    def over(period: Period) -> Reading:
        return Reading(
            metric=metric, period=period, as_of=span.scope.as_of, value=None, missing=why
        )

    return Answer(
        now=over(span.scope.period),
        before=over(span.before) if span.before else None,
        weeks=tuple(_point(week, over(week), span.scope) for week in span.weeks),
    )
