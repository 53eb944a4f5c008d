"""Missing: why a metric cannot be read at all, because its facts were never loaded."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Table, exists, func, select

from revdash.metrics.scope import BLANK, Scope, cut
from revdash.metrics.shapes import (
    Answer,
    Metric,
    Mix,
    Rate,
    Reading,
    Spread,
    Total,
    Wait,
    parts_of,
)
from revdash.metrics.spans import Span
from revdash.period import Period

# Facts may pause for so long before their absence is taken for not being loaded.
QUIET = timedelta(days=28)
_DATED = (Total, Rate, Wait, Mix, Spread)

WORDS = {
    "account": "companies",
    "assignment": "handings of leads",
    "brand_signal": "brand figures",
    "campaign": "campaigns",
    "channel_day": "campaign figures",
    "content_asset": "content",
    "disposition": "verdicts",
    "handoff_note": "handoff notes",
    "lead_question": "questions about leads",
    "lifecycle_event": "lead stages",
    "meeting": "meetings",
    "nurture_enrolment": "nurture programmes",
    "opportunity": "deals",
    "opportunity_stage_event": "changes of deals",
    "person": "people",
    "reach_window": "reach figures",
    "sales_activity": "sales activities",
    "touch": "marketing touches",
}


def reasons(connection: Connection, metrics: Iterable[Metric], scope: Scope) -> dict[str, str]:
    """Say of each metric that lacks facts which ones, the first of those it needs."""
    wanted = list(metrics)
    return (
        _ended(connection, wanted, scope)
        | _not_cut(connection, wanted, scope)
        | _without_some(connection, wanted)
        | _never_loaded(connection, wanted)
    )


def _never_loaded(connection: Connection, metrics: list[Metric]) -> dict[str, str]:
    tables = {table.name: table for metric in metrics for table in metric.needs}
    loaded = _there(connection, {n: t.c.event_key.isnot(None) for n, t in tables.items()})
    found = {}
    for metric in metrics:
        absent = [table.name for table in metric.needs if not loaded[table.name]]
        if absent:
            found[metric.name] = f"no {WORDS.get(absent[0], absent[0])} loaded"
    return found


def _without_some(connection: Connection, metrics: list[Metric]) -> dict[str, str]:
    """Rows a metric says nothing without: a win rate needs somebody to have lost."""
    needed = {words: (m.name, rows) for m in metrics for rows, words in m.needs_some}
    there = _there(connection, {words: rows for words, (_, rows) in needed.items()})
    return {name: words for words, (name, _) in needed.items() if not there[words]}


def _not_cut(connection: Connection, metrics: list[Metric], scope: Scope) -> dict[str, str]:
    """Facts that could say which part they belong to, and nowhere do: their part is no zero."""
    asked = [name for name, values in scope.filters if values and BLANK not in values]
    uses = [
        (metric.name, name, column)
        for metric in metrics
        for table in tables_of(metric)
        for name in asked
        if (column := cut(table, name)) is not None
    ]
    known = _there(connection, {str(column): column.isnot(None) for _, _, column in uses})
    return {m: f"not known by {name}" for m, name, column in uses if not known[str(column)]}


def tables_of(metric: Metric) -> tuple[Table, ...]:
    """The tables that *metric* counts rows of."""
    return tuple(dict.fromkeys(leaf.table for leaf in parts_of(metric)))


def _ended(connection: Connection, metrics: list[Metric], scope: Scope) -> dict[str, str]:
    """Facts that stopped coming long before the period: what is not there is no zero."""
    clocks = {m.name: m.dated_by for m in metrics if isinstance(m, _DATED)}
    since = scope.period.start - QUIET
    alive = _there(connection, {str(clock): clock >= since for clock in clocks.values()})
    stopped = {name: clock for name, clock in clocks.items() if not alive[str(clock)]}
    if not stopped:
        return {}
    lasts = (select(func.max(clock)).scalar_subquery().label(n) for n, clock in stopped.items())
    days = zip(stopped, connection.execute(select(*lasts)).one(), strict=True)
    return {name: f"nothing loaded after {day.day} {day:%b %Y}" for name, day in days if day}


def _there(connection: Connection, wanted: Mapping[str, ColumnElement[bool]]) -> dict[str, bool]:
    """Say of each condition whether any row meets it: one SELECT for them all."""
    if not wanted:
        return {}
    asked = (exists().where(rows).label(f"is_{n}") for n, rows in enumerate(wanted.values()))
    return dict(zip(wanted, connection.execute(select(*asked)).one(), strict=True))


def nothing(metric: Metric, span: Span, why: str) -> Answer:
    """An answer without values, and why."""

    def over(period: Period) -> Reading:
        return Reading(
            metric=metric, period=period, as_of=span.scope.as_of, value=None, missing=why
        )

    return span.answer(over)
