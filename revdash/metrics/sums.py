"""Sums: totals, rates and ratios, summed by day: one SELECT for each table and clock."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Connection, Select, Table, select

from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import Rate, Ratio, Reading, Total, Unit
from revdash.metrics.spans import Over, Span
from revdash.period import Period
from revdash.stats.intervals import wilson_interval
from revdash.store.dialects.functions import count_if, sum_if

Query: TypeAlias = Select[Any]
Days: TypeAlias = dict[date, "Sums"]


class Sums(NamedTuple):
    """What one metric's rows of some days add up to."""

    value: float = 0.0  # of a total: its sum; of a rate: its hits
    sample: int = 0  # rows counted, or tries
    pending: int = 0


def readers(connection: Connection, metrics: Sequence[Total | Rate], span: Span) -> dict[str, Over]:
    """Sum every metric by day, and read any period from that."""
    days = _days(connection, metrics, span)

    def reader(metric: Total | Rate) -> Over:
        known = sorted(days[metric.name])
        mine = [days[metric.name][day] for day in known]

        def over(period: Period) -> Reading:
            inside = mine[bisect_left(known, period.start) : bisect_left(known, period.end)]
            return reading(metric, span.scope, period, _folded(inside))

        return over

    return {metric.name: reader(metric) for metric in metrics}


def by_day(
    connection: Connection, metrics: Sequence[Total], scope: Scope
) -> dict[str, dict[date, float]]:
    """Add up each metric on every day of the scope's period that has any."""
    found = _days(connection, metrics, Span(scope=scope, before=None, weeks=(), is_brief=True))
    return {name: {day: sums.value for day, sums in days.items()} for name, days in found.items()}


def summed(metric: Total | Rate, scope: Scope, *by: ColumnElement[Any]) -> Query:
    """The SELECT that adds up *metric* over the period, by whatever it is to be cut by."""
    return select(*by, *_sums(metric)).where(
        within(metric.dated_by, scope.period), scope.where(metric.table), counted(metric)
    )


def by_cut(
    connection: Connection, metric: Total | Rate, scope: Scope, by: ColumnElement[Any]
) -> dict[Any, Reading]:
    """Add up *metric* over the period for each value of a cut: one SELECT for all."""
    asked = summed(metric, scope, by.label("cut")).group_by(by)
    return {
        row[0]: reading(metric, scope, scope.period, sums_of(row[1:]))
        for row in connection.execute(asked, {"as_of": scope.as_of})
    }


def ratio_statement(metric: Ratio, scope: Scope) -> Query:
    """The SELECT of both totals of a ratio."""
    of, per = (
        summed(part, scope).with_only_columns(_sums(part)[0]).scalar_subquery()
        for part in (metric.of, metric.per)
    )
    return select(of.label(metric.of.name), per.label(metric.per.name))


def counted(metric: Total | Rate) -> ColumnElement[bool]:
    """The condition that a row has part in *metric*, pending ones included."""
    if isinstance(metric, Total):
        return metric.rows if metric.unknown is None else metric.rows | metric.unknown
    return metric.tries if metric.pending is None else metric.tries | metric.pending


def sums_of(numbers: Sequence[Any]) -> Sums:
    """The numbers of one row of ``summed``, whatever it was cut by left off."""
    value, sample, *pending = numbers
    return Sums(float(value or 0), sample or 0, (pending[0] or 0) if pending else 0)


def reading(metric: Total | Rate, scope: Scope, period: Period, sums: Sums) -> Reading:
    """What the sums of a period say."""
    found = Reading(
        metric=metric,
        period=period,
        as_of=scope.as_of,
        value=None,
        sample=sums.sample,
        pending=sums.pending,
        ignored=scope.ignored(metric.table),
    )
    if isinstance(metric, Total):
        if sums.pending and not sums.sample:
            return replace(found, missing=_lacking(sums))
        return replace(found, value=sums.value)
    if not sums.sample:
        return replace(found, missing=_undecided(metric, sums))
    found = replace(found, value=sums.value / sums.sample, hits=sums.value)
    return found.between(wilson_interval(int(sums.value), sums.sample))


def ratio(metric: Ratio, scope: Scope, of: Reading, per: Reading) -> Reading:
    """One total for each of the other."""
    found = Reading(
        metric=metric,
        period=per.period,
        as_of=scope.as_of,
        value=None,
        sample=per.sample,
        hits=of.value or 0.0,
        pending=per.pending,
        of=(of, per),
    )
    why = _unlike(metric, scope) or _nothing(metric, scope, of, per)
    if why or of.value is None or not per.value:
        return replace(found, missing=why or of.missing, hits=0.0 if why else found.hits)
    if per.sample < metric.least:
        return replace(found, missing=f"{per.sample} of the {metric.least} that it takes")
    found = replace(
        found,
        value=metric.times * of.value / per.value,
        ignored=scope.ignored(metric.of.table),
    )
    is_counted = metric.unit is Unit.SHARE and not metric.is_resampled
    if not is_counted or not 0 <= of.value <= per.value:
        return found
    found = replace(found, sample=round(per.value))
    return found.between(wilson_interval(of.value, per.value))


def _nothing(metric: Ratio, scope: Scope, of: Reading, per: Reading) -> str:
    """Why there is nothing to divide; none of a part's own rows is a share of zero."""
    if not per.sample or not per.value:
        return f"no {metric.per.noun} in this period"
    if not of.sample and metric.of.table is not metric.per.table:
        part = "known for this part" if scope.filters else "loaded for this period"
        return f"no {metric.of.noun} {part}"
    return ""


def _unlike(metric: Ratio, scope: Scope) -> str:
    """A part of one side over the whole of the other is no ratio: say which filter does it."""
    blind = [set(scope.ignored(part.table)) for part in (metric.of, metric.per)]
    if blind[0] == blind[1]:
        return ""
    part = metric.of if blind[0] - blind[1] else metric.per
    names = " and ".join(sorted(blind[0] ^ blind[1]))
    return f"{part.label.lower()} is not known by {names}"


def _lacking(sums: Sums) -> str:
    """Unknown is not zero: say so when not one of the rows has a value."""
    if sums.pending == 1:
        return "its amount is not known in our currency"
    return f"none of {sums.pending:,} amounts is known in our currency"


def _undecided(metric: Rate, sums: Sums) -> str:
    if sums.pending:
        return f"nothing was decided in this period: {sums.pending:,} {metric.wait}"
    return "nothing was decided in this period"


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


def _days(connection: Connection, metrics: Sequence[Total | Rate], span: Span) -> dict[str, Days]:
    groups: defaultdict[tuple[Table, Any], list[Total | Rate]] = defaultdict(list)
    for metric in metrics:
        groups[metric.table, metric.dated_by].append(metric)
    found: dict[str, Days] = {metric.name: {} for metric in metrics}
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
                found[metric.name][row[0]] = sums_of(list(islice(numbers, len(part))))
    return found


def _folded(days: Sequence[Sums]) -> Sums:
    return Sums(
        sum(sums.value for sums in days),
        sum(sums.sample for sums in days),
        sum(sums.pending for sums in days),
    )
