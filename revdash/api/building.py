"""Building: what every new release goes through after its facts changed."""

from datetime import date, datetime

from sqlalchemy import Connection, Table, func, select

from revdash.api.house import House
from revdash.api.judging import rules_of
from revdash.episodes import standing
from revdash.episodes.rebuild import everybody, lapsing, last_instant, rebuild
from revdash.episodes.rules import Rules, read_rules, write_rules
from revdash.store.releases import Building
from revdash.store.schema.deals import opportunity, opportunity_stage_event
from revdash.store.schema.lifecycle import assignment, lifecycle_event
from revdash.store.schema.marketing import channel_day, touch
from revdash.store.schema.sales import sales_activity
from revdash.store.versions import in_force
from revdash.terms import Outcome, Precision


def derive(building: Building, house: House, people: set[str]) -> None:
    """Make the derived tables again: for *people*, and for everybody when the rules changed."""
    connection, rules = building.connection, rules_of(house.desk)
    building.data_to = data_to(connection, rules, building.now)
    as_of = building.data_to or building.now
    if rules != read_rules(connection):
        write_rules(connection, rules, until=building.now.date())
        people = everybody(connection)
    rebuild(connection, people | lapsing(connection, as_of), rules, as_of)
    standing.refresh(connection, rules)


def data_to(connection: Connection, rules: Rules, now: datetime) -> datetime | None:
    """Up to when the facts tell: the latest thing that happened, and never later than now.

    A fact that knows only its day tells until the end of that day.
    """
    instants = []
    days: list[date] = []
    for fact in (lifecycle_event, sales_activity, touch, assignment, opportunity_stage_event):
        last = select(func.max(fact.c.event_at)).where(in_force(fact), fact.c.event_at <= now)
        moment = connection.execute(last).scalar_one()
        if moment is None:
            continue
        is_day = moment.time() == datetime.min.time() and "event_precision" in fact.c
        if is_day and _is_day_only(connection, fact, moment):
            days.append(moment.date())
        else:
            instants.append(moment)
    o = opportunity.c
    decided = o.outcome.in_([Outcome.WON.value, Outcome.LOST.value])
    days += [
        day
        for day in (
            connection.execute(
                select(func.max(o.closed_on)).where(in_force(opportunity), decided)
            ).scalar_one(),
            connection.execute(
                select(func.max(channel_day.c.day)).where(in_force(channel_day))
            ).scalar_one(),
        )
        if day is not None
    ]
    told = [*instants, *(last_instant(day, rules) for day in days)]
    return min(max(told), now) if told else None


def _is_day_only(connection: Connection, fact: Table, moment: datetime) -> bool:

    found = select(fact.c.event_key).where(
        fact.c.event_at == moment, fact.c.event_precision == Precision.DATE.value
    )
    return connection.execute(found.limit(1)).first() is not None


def republish(house: House, what: str, *, by: str, now: datetime) -> str:
    """Publish a release judged by the desk's rules as they are now."""
    with house.releases.building(what, by=by, now=now, wait=house.settings.lock_wait) as building:
        derive(building, house, set())
    return house.release.name
