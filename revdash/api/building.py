"""Building: what every new release goes through after its facts or its rules changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import NamedTuple

from revdash.api.desk_facts import bring_desk_facts
from revdash.api.house import House
from revdash.api.judging import apart_of, rules_of
from revdash.api.pulse_schedule import open_due
from revdash.api.teller import Telling
from revdash.api.telling import tell
from revdash.desk.snapshots import pinned_releases
from revdash.episodes.horizon import data_to
from revdash.episodes.identities import decide
from revdash.episodes.rebuild import everybody, lapsing, rebuild
from revdash.episodes.rules import read_rules, worktime_until, write_rules
from revdash.episodes.whom import People
from revdash.handoffs import drops
from revdash.metrics import kept
from revdash.store.notes import release_in
from revdash.store.releases import Building

A_YEAR = timedelta(days=365)
OWN_WAIT = 60.0  # seconds for which what is published beside the page is waited for


class Judged(NamedTuple):
    """A release whose people are judged, and what is to be concluded from that."""

    telling: Telling
    since: date | None  # the earliest day of an episode that was, or is, another now


def derive(building: Building, house: House, people: People) -> None:
    """Make the derived tables again: for *people*, and for everybody when the rules changed."""
    conclude(judge(building, house, people))


def judge(building: Building, house: House, people: People) -> Judged:
    """Make again what belongs to one human: of *people*, and of everybody by other rules."""
    connection, rules = building.connection, rules_of(house.desk)
    decided = decide(connection, apart_of(house.desk))
    open_due(house, rules.day_of(building.now), building.now)
    stated = bring_desk_facts(connection, house.desk, building.now)
    as_of = building.data_to = data_to(connection, rules, building.now) or building.now
    today = building.now.date()
    if rules != read_rules(connection):
        write_rules(connection, rules, until=today)
        people = everybody()
    elif (worktime_until(connection) or today) < today + A_YEAR:
        write_rules(connection, rules, until=today)  # the same, for more days to come
    again = rebuild(
        connection, (people, decided, stated, lapsing(as_of)), rules, as_of, drops.follow
    )
    if building.pinned is not None:
        building.pinned = _pinned(house)
    telling = Telling(
        connection=connection, house=house, rules=rules, as_of=as_of, now=building.now
    )
    return Judged(telling, again.since)


def conclude(judged: Judged) -> None:
    """Make again what belongs to no one human, the weeks that are kept, and what is told."""
    telling = judged.telling
    drops.refresh(telling.connection, telling.rules, telling.as_of)
    kept.refresh(telling.connection, telling.scope, judged.since, telling.now)
    tell(telling)


def _pinned(house: House) -> frozenset[str]:
    """The releases that stay because meetings froze their numbers."""
    with house.desk.connect() as desk:
        return pinned_releases(desk)


@contextmanager
def judged_again(
    house: House, what: str, *, by: str, now: datetime, people: People | None = None
) -> Iterator[str]:
    """Publish a release judged by what the block writes to the desk; gives its name.

    Everybody is derived again, or only *people* and those whom decisions concern. The writer's
    lock is taken before the block, so a busy store refuses before anything is written; what this
    process itself is just publishing is waited for.
    """
    wait = OWN_WAIT if house.errands.is_busy else house.settings.lock_wait
    with house.releases.building(what, by=by, now=now, wait=wait) as building:
        yield name_of(building, house)
        derive(building, house, everybody() if people is None else people)


def name_of(building: Building, house: House) -> str:
    """What the release under construction will be called."""
    return release_in(house.settings.data, building.number).name
