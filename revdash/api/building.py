"""Building: what every new release goes through after its facts changed."""

from datetime import datetime

from revdash.api.house import House
from revdash.api.judging import rules_of
from revdash.episodes import standing
from revdash.episodes.horizon import data_to
from revdash.episodes.rebuild import everybody, lapsing, rebuild
from revdash.episodes.rules import read_rules, write_rules
from revdash.store.releases import Building


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


def republish(house: House, what: str, *, by: str, now: datetime) -> str:
    """Publish a release judged by the desk's rules as they are now."""
    with house.releases.building(what, by=by, now=now, wait=house.settings.lock_wait) as building:
        derive(building, house, set())
    return house.release.name
