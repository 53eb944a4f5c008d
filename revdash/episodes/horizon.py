"""Horizon: up to when the facts tell, which is the moment every number is read as of."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, func, select

from revdash.episodes.rebuild import last_instant
from revdash.episodes.rules import Rules
from revdash.store.own import OWN
from revdash.store.schema.deals import opportunity, opportunity_stage_event
from revdash.store.schema.lifecycle import assignment, lifecycle_event
from revdash.store.schema.marketing import channel_day, touch
from revdash.store.schema.sales import sales_activity
from revdash.store.versions import in_force
from revdash.terms import Outcome, Precision

_DECIDED = (Outcome.WON.value, Outcome.LOST.value)
_TIMED = (lifecycle_event, sales_activity, touch, assignment, opportunity_stage_event)


class Reach(NamedTuple):
    """Up to when leads, sales and deals tell, and up to when campaign figures do."""

    people: datetime | None
    campaigns: datetime | None


def data_to(connection: Connection, rules: Rules, now: datetime) -> datetime | None:
    """Up to when the facts tell: the latest thing that happened, and never later than now.

    A fact that knows only its day tells until the end of that day.
    """
    return max(filter(None, reach(connection, rules, now)), default=None)


def reach(connection: Connection, rules: Rules, now: datetime) -> Reach:
    """Up to when each kind of fact tells, and never later than now."""
    instants = []
    days = _days(connection, opportunity.c.closed_on, opportunity.c.outcome.in_(_DECIDED))
    for fact in _TIMED:
        is_theirs = fact.c.batch_id.is_distinct_from(OWN)  # what is said here tells of no source
        is_known = and_(in_force(fact), fact.c.event_at <= now, is_theirs)
        last = select(func.max(fact.c.event_at)).where(is_known)
        moment = connection.execute(last).scalar_one()
        if moment is None:
            continue
        is_day = moment.time() == datetime.min.time() and "event_precision" in fact.c
        if is_day and _is_day_only(connection, fact, moment):
            days.append(moment.date())
        else:
            instants.append(moment)
    told = [*instants, *(last_instant(day, rules) for day in days)]
    ran = [last_instant(day, rules) for day in _days(connection, channel_day.c.day)]
    return Reach(*(min(max(moments), now) if moments else None for moments in (told, ran)))


def _days(
    connection: Connection, day: Column[date], *conditions: ColumnElement[bool]
) -> list[date]:
    """The last day that a column of days in force tells; none where it tells of none."""
    last = select(func.max(day)).where(in_force(day.table), *conditions)
    found = connection.execute(last).scalar_one()
    return [] if found is None else [found]


def _is_day_only(connection: Connection, fact: Table, moment: datetime) -> bool:
    found = select(fact.c.event_key).where(
        fact.c.event_at == moment, fact.c.event_precision == Precision.DATE.value
    )
    return connection.execute(found.limit(1)).first() is not None
