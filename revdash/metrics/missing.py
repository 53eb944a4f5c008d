"""Missing: why a metric cannot be read at all, because its facts were never loaded."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, exists, func, select

from revdash.metrics.scope import BLANK, Scope, cut
from revdash.metrics.shapes import Answer, Metric, Rate, Ratio, Reading, Total, Wait
from revdash.metrics.spans import Span
from revdash.period import Period

# Facts may pause for so long before their absence is taken for not being loaded.
QUIET = timedelta(days=28)

_WORDS = {
    "channel_day": "campaign figures",
    "reach_window": "reach figures",
    "lifecycle_event": "lead stages",
    "sales_activity": "sales activities",
    "opportunity": "deals",
}


def reasons(connection: Connection, metrics: Iterable[Metric], scope: Scope) -> dict[str, str]:
    """Say of each metric that lacks facts which ones, the first of those it needs."""
    wanted = list(metrics)
    found = _ended(connection, wanted, scope) | _not_cut(connection, wanted, scope)
    for metric in wanted:
        for condition, words in metric.needs_some:
            if not _is_ever(connection, condition):
                found[metric.name] = words
    return found | _never_loaded(connection, wanted)


def _not_cut(connection: Connection, metrics: Iterable[Metric], scope: Scope) -> dict[str, str]:
    """Facts that could say which part they belong to, and nowhere do: their part is no zero."""
    asked = [name for name, values in scope.filters if values and BLANK not in values]
    found = {}
    for metric in metrics:
        tables = (
            (metric.of.table, metric.per.table) if isinstance(metric, Ratio) else (metric.table,)
        )
        for column, name in ((cut(table, name), name) for table in tables for name in asked):
            if column is not None and not _is_ever(connection, column.isnot(None)):
                found[metric.name] = f"not known by {name}"
    return found


def _is_ever(connection: Connection, condition: ColumnElement[bool]) -> bool:
    return bool(connection.execute(select(exists().where(condition))).scalar_one())


def _never_loaded(connection: Connection, metrics: Iterable[Metric]) -> dict[str, str]:
    wanted = list(metrics)
    needed = {table.name: table for metric in wanted for table in metric.needs}
    if not needed:
        return {}
    there = (
        select(table.c.event_key).limit(1).exists().label(name) for name, table in needed.items()
    )
    loaded = dict(zip(needed, connection.execute(select(*there)).one(), strict=True))
    found = {}
    for metric in wanted:
        absent = [table.name for table in metric.needs if not loaded[table.name]]
        if absent:
            found[metric.name] = f"no {_WORDS.get(absent[0], absent[0])} loaded"
    return found


def _ended(connection: Connection, metrics: Iterable[Metric], scope: Scope) -> dict[str, str]:
    """Facts that stopped coming long before the period: what is not there is no zero."""
    clocks = {m.name: m.dated_by for m in metrics if isinstance(m, Total | Rate | Wait)}
    if not clocks:
        return {}
    since = scope.period.start - QUIET
    recent = (exists().where(clock >= since).label(name) for name, clock in clocks.items())
    alive = dict(zip(clocks, connection.execute(select(*recent)).one(), strict=True))
    stopped = {name: clock for name, clock in clocks.items() if not alive[name]}
    if not stopped:
        return {}
    lasts = (select(func.max(clock)).scalar_subquery().label(n) for n, clock in stopped.items())
    days = zip(stopped, connection.execute(select(*lasts)).one(), strict=True)
    return {name: f"nothing loaded after {day.day} {day:%b %Y}" for name, day in days if day}


def nothing(metric: Metric, span: Span, why: str) -> Answer:
    """An answer without values, and why."""

    def over(period: Period) -> Reading:
        return Reading(
            metric=metric, period=period, as_of=span.scope.as_of, value=None, missing=why
        )

    return span.answer(over)
