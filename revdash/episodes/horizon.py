"""Horizon: up to when the facts tell, which is the moment every number is read as of."""

from datetime import date, datetime

from sqlalchemy import Connection, Table, func, select

from revdash.episodes.rebuild import last_instant
from revdash.episodes.rules import Rules
from revdash.store.schema.deals import opportunity, opportunity_stage_event
from revdash.store.schema.lifecycle import assignment, lifecycle_event
from revdash.store.schema.marketing import channel_day, touch
from revdash.store.schema.sales import sales_activity
from revdash.store.versions import in_force
from revdash.terms import Outcome, Precision

_TIMED = (lifecycle_event, sales_activity, touch, assignment, opportunity_stage_event)


def data_to(connection: Connection, rules: Rules, now: datetime) -> datetime | None:
    """Up to when the facts tell: the latest thing that happened, and never later than now.

    A fact that knows only its day tells until the end of that day.
    """
    instants = []
    days = _last_days(connection)
    for fact in _TIMED:
        last = select(func.max(fact.c.event_at)).where(in_force(fact), fact.c.event_at <= now)
        moment = connection.execute(last).scalar_one()
        if moment is None:
            continue
        is_day = moment.time() == datetime.min.time() and "event_precision" in fact.c
        if is_day and _is_day_only(connection, fact, moment):
            days.append(moment.date())
        else:
            instants.append(moment)
    told = [*instants, *(last_instant(day, rules) for day in days)]
    return min(max(told), now) if told else None


def _last_days(connection: Connection) -> list[date]:
    """The last days on which a deal was decided and on which a campaign ran."""
    decided = opportunity.c.outcome.in_([Outcome.WON.value, Outcome.LOST.value])
    lasts = (
        select(func.max(opportunity.c.closed_on)).where(in_force(opportunity), decided),
        select(func.max(channel_day.c.day)).where(in_force(channel_day)),
    )
    found = (connection.execute(last).scalar_one() for last in lasts)
    return [day for day in found if day is not None]


def _is_day_only(connection: Connection, fact: Table, moment: datetime) -> bool:
    found = select(fact.c.event_key).where(
        fact.c.event_at == moment, fact.c.event_precision == Precision.DATE.value
    )
    return connection.execute(found.limit(1)).first() is not None
