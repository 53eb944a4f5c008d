"""Missing: why a metric cannot be read at all, because its facts were never loaded."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeAlias

from sqlalchemy import ColumnElement, Connection, Table, exists, func, literal_column, or_, select

from revdash.metrics.scope import BLANK, Scope, cut
from revdash.metrics.shapes import (
    Answer,
    Level,
    Metric,
    Mix,
    Rate,
    Reading,
    Spread,
    Told,
    Total,
    Wait,
    parts_of,
)
from revdash.metrics.spans import Span
from revdash.period import Period
from revdash.store.schema import FACTS
from revdash.store.schema.episodes import deal, lead_episode
from revdash.store.schema.joint import told_reading

# Facts may pause for so long before their absence is taken for not being loaded.
QUIET = timedelta(days=28)
_ANY: ColumnElement[int] = literal_column("1")  # to ask for all columns takes thrice the time
_AFTER, _BEFORE = "nothing loaded after", "nothing loaded before"
_Dated: TypeAlias = Total | Rate | Wait | Mix | Spread
# While such things come, what may happen to them later is told too: that none does is a zero.
_CAME = {deal: deal.c.created_on, lead_episode: lead_episode.c.mql_on}

WORDS = {
    "account": "companies",
    "assignment": "handings of leads",
    "brand_signal": "brand figures",
    "campaign": "campaigns",
    "channel_day": "campaign figures",
    "content_asset": "content",
    "customer": "customers",
    "cycle_step": "steps of the sales cycle",
    "commitment_now": "commitments",
    "disposition": "verdicts",
    "experiment_day": "experiments",
    "frozen_now": "frozen numbers",
    "handoff_note": "handoff notes",
    "lead_question": "questions about leads",
    "lifecycle_event": "lead stages",
    "market_feedback": "needs of the market",
    "marketing_work_log": "work logs",
    "meeting": "meetings",
    "meeting_now": "weeklies",
    "nps_response": "NPS answers",
    "nurture_enrolment": "nurture programmes",
    "opportunity": "deals",
    "opportunity_stage_event": "changes of deals",
    "person": "people",
    "reach_window": "reach figures",
    "sales_activity": "sales activities",
    "step_tool": "tools of a step",
    "subscription_event": "subscriptions",
    "tool_usage": "uses of tools",
    "tagged_stay": "goals or agenda",
    "touch": "marketing touches",
}


def reasons(connection: Connection, metrics: Iterable[Metric], scope: Scope) -> dict[str, str]:
    """Say of each metric that lacks facts which ones, the first of those it needs."""
    wanted = list(metrics)
    return (
        _outside(connection, wanted, scope)
        | _not_cut(connection, wanted, scope)
        | _without_some(connection, wanted)
        | never_loaded(connection, wanted)
    )


def never_loaded(connection: Connection, metrics: Sequence[Metric]) -> dict[str, str]:
    """Say of each metric of whose facts some kind was never loaded which one."""
    tables = {table.name: table for metric in metrics for table in metric.needs}
    loaded = _there(connection, {n: t.c.event_key.isnot(None) for n, t in tables.items()})
    found = {}
    for metric in metrics:
        absent = [table.name for table in metric.needs if not loaded[table.name]]
        if absent:
            found[metric.name] = lack_of(absent[0])
    return found


def lack_of(table: str) -> str:
    """Say that nothing of a kind is there: what people write here is never loaded."""
    return f"no {WORDS.get(table, table)} {'loaded' if table in FACTS else 'yet'}"


def _without_some(connection: Connection, metrics: list[Metric]) -> dict[str, str]:
    """Rows a metric says nothing without: a win rate needs somebody to have lost."""
    needed = [(metric.name, *some) for metric in metrics for some in needs_some(metric)]
    there = _there(connection, {str(n): rows for n, (_, rows, _) in enumerate(needed)})
    lacking = [one for n, one in enumerate(needed) if not there[str(n)]]
    return {name: words for name, _, words in reversed(lacking)}


def needs_some(metric: Metric) -> tuple[tuple[ColumnElement[bool], str], ...]:
    """The rows that *metric* says nothing without, and what is said then."""
    if isinstance(metric, Told):
        return (*metric.needs_some, (told_reading.c.metric == metric.name, metric.untold))
    return metric.needs_some


def _not_cut(connection: Connection, metrics: list[Metric], scope: Scope) -> dict[str, str]:
    """Facts that could say which part they belong to, and nowhere do: their part is no zero."""
    asked = [name for name, values in scope.filters if values and BLANK not in values]
    uses = [
        (metric.name, name, column)
        for metric in metrics
        if not isinstance(metric, Told)
        for table in tables_of(metric)
        for name in asked
        if (column := cut(table, name)) is not None
    ]
    known = _there(connection, {str(column): column.isnot(None) for _, _, column in uses})
    return {m: f"not known by {name}" for m, name, column in uses if not known[str(column)]}


def tables_of(metric: Metric) -> tuple[Table, ...]:
    """The tables that *metric* counts rows of."""
    return tuple(dict.fromkeys(leaf.table for leaf in parts_of(metric)))


def _outside(connection: Connection, metrics: list[Metric], scope: Scope) -> dict[str, str]:
    """Facts that stopped coming long before the period, or began long after: no zero is known."""
    since = scope.period.start - QUIET
    dated = [metric for metric in metrics if isinstance(metric, _Dated)]
    ended = _never(connection, dated, lambda day: day >= since, (_AFTER, func.max))
    return ended | not_begun(connection, metrics, scope.period)


def not_begun(connection: Connection, metrics: Iterable[Metric], period: Period) -> dict[str, str]:
    """Facts that began to come long after *period*: that none are of it is no zero either."""
    until = period.end + QUIET
    dated = [metric for metric in metrics if isinstance(metric, _Dated | Level)]
    return _never(connection, dated, lambda day: day < until, (_BEFORE, func.min))


def _never(
    connection: Connection,
    metrics: Sequence[_Dated | Level],
    is_then: Callable[[ColumnElement[date]], ColumnElement[bool]],
    said: tuple[str, Callable[[ColumnElement[date]], ColumnElement[date]]],
) -> dict[str, str]:
    """Say of each metric of whose days none is then the outermost that there is."""
    words, outermost = said
    dated = {metric.name: _days(metric) for metric in metrics}
    there = _there(connection, {_key(days): or_(*map(is_then, days)) for days in dated.values()})
    resting = {
        name: func.coalesce(*map(outermost, days))
        for name, days in dated.items()
        if not there[_key(days)]
    }
    return _said(connection, resting, words)


def _days(metric: _Dated | Level) -> tuple[ColumnElement[date], ...]:
    """The days that tell of facts: when a thing came, and when what is counted happened to it."""
    clock = metric.since if isinstance(metric, Level) else metric.dated_by
    came = _CAME.get(metric.table)
    return (clock,) if came is None or came is clock else (came, clock)


def _key(days: Iterable[ColumnElement[date]]) -> str:
    return ", ".join(map(str, days))


def _said(
    connection: Connection, days: Mapping[str, ColumnElement[date]], words: str
) -> dict[str, str]:
    """The *words* with the day of each metric that has one."""
    if not days:
        return {}
    asked = (select(day).scalar_subquery().label(name) for name, day in days.items())
    found = zip(days, connection.execute(select(*asked)).one(), strict=True)
    return {name: f"{words} {day.day} {day:%b %Y}" for name, day in found if day}


def _there(connection: Connection, wanted: Mapping[str, ColumnElement[bool]]) -> dict[str, bool]:
    """Say of each condition whether any row meets it: one SELECT for them all."""
    if not wanted:
        return {}
    some = (select(_ANY).where(rows) for rows in wanted.values())
    asked = (exists(rows).label(f"is_{n}") for n, rows in enumerate(some))
    return dict(zip(wanted, connection.execute(select(*asked)).one(), strict=True))


def nothing(metric: Metric, span: Span, why: str) -> Answer:
    """An answer without values, and why."""
    return span.answer(lambda period: unread(metric, period, span, why))


def unread(metric: Metric, period: Period, span: Span, why: str) -> Reading:
    """A reading without a value, and why."""
    return Reading(metric=metric, period=period, as_of=span.scope.as_of, value=None, missing=why)
