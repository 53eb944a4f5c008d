"""Records: the rows behind a reading, and what of each a reader wants to see."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, and_, case, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from revdash.metrics.levels import standing
from revdash.metrics.read import counted
from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import Level, Metric, Rate, Ratio, Reach, Unit, Wait
from revdash.metrics.worktime_now import open_seconds_now, with_worktime
from revdash.store.schema.episodes import deal, exposure_day, lead_episode, reach_now
from revdash.store.schema.people import person


class Shows(NamedTuple):
    """A column of the records: its name, its words, and what it is made of."""

    key: str
    label: str
    column: ColumnElement[Any]
    unit: Unit | None = None  # of a number; text and days have none


@dataclass(frozen=True, kw_only=True)
class Records:
    """Some of the rows behind a reading, and how many there are in all."""

    columns: tuple[Shows, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


_e, _d, _x, _r = lead_episode.c, deal.c, exposure_day.c, reach_now.c
_name = (
    select(func.max(person.c.full_name))
    .where(person.c.person_id == _e.person_id, person.c.superseded_at.is_(None))
    .correlate(lead_episode)
    .scalar_subquery()
)

_waited = func.coalesce(_e.wait_seconds, open_seconds_now() + _e.clock_offset_seconds)

_SHOWN: dict[str, tuple[ColumnElement[Any], tuple[Shows, ...]]] = {
    "lead_episode": (
        _e.episode_id,
        (
            Shows("account", "Account", _e.account_name),
            Shows("person", "Lead", _name),
            Shows("tier", "Tier", _e.tier),
            Shows("source", "Source", _e.source),
            Shows("owner", "Owner", _e.owner),
            Shows("mql_on", "Handed over", _e.mql_on),
            Shows("waited", "Waited", _waited / 3600.0, Unit.HOURS),
            Shows("due_at", "Due", _e.due_at),
            Shows("first_attempt_at", "First attempt", _e.first_attempt_at),
            Shows("stage", "Stage", _e.stage),
            Shows("reason", "Reason", _e.reason_code),
        ),
    ),
    "deal": (
        _d.opportunity_id,
        (
            Shows("name", "Deal", func.coalesce(_d.name, _d.opportunity_id)),
            Shows("account", "Account", _d.account_name),
            Shows("owner", "Owner", _d.owner),
            Shows("source", "Source", _d.source),
            Shows("outcome", "Outcome", _d.outcome),
            Shows("created_on", "Created", _d.created_on),
            Shows("closed_on", "Closed", _d.closed_on),
            Shows("amount", "Amount", _d.amount_base, Unit.MONEY),
        ),
    ),
    "exposure_day": (
        _x.event_key,
        (
            Shows("day", "Day", _x.day),
            Shows("channel", "Channel", _x.channel),
            Shows("campaign", "Campaign", _x.campaign),
            Shows("region", "Region", _x.region),
            Shows("impressions", "Impressions", _x.impressions, Unit.COUNT),
            Shows("clicks", "Clicks", _x.clicks, Unit.COUNT),
            Shows("cost", "Cost", _x.cost_base, Unit.MONEY),
        ),
    ),
    "reach_now": (
        _r.event_key,
        (
            Shows("channel", "Channel", _r.channel),
            Shows("from", "From", _r.window_start),
            Shows("until", "Until", _r.window_end),
            Shows("people", "People", _r.people, Unit.PEOPLE),
            Shows("method", "Measured by", _r.method),
        ),
    ),
}


def records(
    connection: Connection, metric: Metric, scope: Scope, *, limit: int | None = 200
) -> Records:
    """List the rows that *metric* counts over the scope, the newest first.

    The first column of each row is its key; the next says which part of a rate it is.
    """
    table, is_counted, part, newest = _counted(metric, scope)
    key, columns = _SHOWN[table.name]
    source = with_worktime(table) if table is lead_episode else table
    where = and_(is_counted, scope.where(table))
    total = connection.execute(
        select(func.count()).select_from(source).where(where), {"as_of": scope.as_of}
    ).scalar_one()
    statement: Select[Any] = (
        select(key.label("key"), part.label("part"), *(c.column.label(c.key) for c in columns))
        .select_from(source)
        .where(where)
        .order_by(newest.desc(), key)
    )
    if limit is not None:
        statement = statement.limit(limit)
    rows = connection.execute(statement, {"as_of": scope.as_of}).all()
    return Records(columns=columns, rows=tuple(map(tuple, rows)), total=total)


def keys(connection: Connection, metric: Metric, scope: Scope) -> frozenset[str]:
    """The keys of every row that *metric* counts: what a closed meeting freezes."""
    table, is_counted, _, _ = _counted(metric, scope)
    statement = select(_SHOWN[table.name][0]).where(is_counted, scope.where(table))
    return frozenset(connection.execute(statement, {"as_of": scope.as_of}).scalars())


def _counted(
    metric: Metric, scope: Scope
) -> tuple[Table, ColumnElement[bool], ColumnElement[str], ColumnElement[Any]]:
    """The table, the condition, the part each row plays, and the day they are sorted by."""
    period = scope.period
    if isinstance(metric, Ratio):
        return _counted(metric.per, scope)
    if isinstance(metric, Reach):
        inside = and_(_r.window_start >= period.start, _r.window_end <= period.end)
        return metric.table, inside & _r.people.isnot(None), literal("window"), _r.window_start
    if isinstance(metric, Level):
        return metric.table, standing(metric, scope), literal("waiting"), metric.since
    dated = within(metric.dated_by, period)
    if isinstance(metric, Wait):
        part = case((metric.served, metric.hit), (metric.pending, metric.wait), else_=metric.miss)
        return metric.table, and_(dated, metric.rows), part, metric.dated_by
    if isinstance(metric, Rate):
        part = case((metric.hits, metric.hit), (metric.tries, metric.miss), else_="not due yet")
        return metric.table, and_(dated, counted(metric)), part, metric.dated_by
    return metric.table, and_(dated, metric.rows), literal("counted"), metric.dated_by
