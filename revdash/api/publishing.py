"""Publishing: what people stated here comes into force, beside the page and as one release."""

from datetime import datetime
from functools import partial

from revdash.api.building import derive
from revdash.api.house import House
from revdash.api.telling import is_behind
from revdash.clock import utc_now
from revdash.store.lock import LOCK, is_alive
from revdash.store.notes import Release

WAIT = 60.0  # seconds for which another writer may keep it
WHAT = "what people stated here"
_SOON = "It counts in the numbers in a few seconds."
_LATER = "The store is being written just now: it counts in the numbers once that is through."


def publish_soon(house: House, by: str) -> str:
    """Have what the desk states put in force beside the page; says when it counts."""
    is_others = not house.errands.is_busy and is_alive(house.settings.data / LOCK)
    house.errands.ask(partial(publish, house, by))
    return _LATER if is_others else _SOON


def publish(house: House, by: str, *, now: datetime | None = None) -> Release:
    """Put what the desk states in force, where the release in force does not know it yet."""
    with house.facts() as connection:
        if not is_behind(connection, house.desk):
            return house.release
    moment = now or utc_now()
    with house.releases.building(WHAT, by=by, now=moment, wait=WAIT) as building:
        derive(building, house, set())
    return house.release
