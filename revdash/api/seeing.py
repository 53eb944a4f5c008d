"""Seeing: the first look of anybody who may act at a dropped handoff, told by side."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from revdash.api.actors import Actor, Right, rights_of
from revdash.api.house import House
from revdash.desk.people import Role
from revdash.desk.seen import Seen, first_seen, note_seen
from revdash.errors import StoreBusyError

_WORDS = {Role.REVOPS: "RevOps", Role.ADMIN: "RevOps"}  # of who speaks for no side


def see(house: House, actor: Actor, keys: Collection[str], at: datetime) -> dict[str, Seen]:
    """Read who saw each firing before this look, and keep it for those that nobody saw.

    One statement reads; one writes, once in the life of each firing. Who may only read sees
    nothing for the others, and while somebody writes the desk for long the next look is kept.
    """
    actor.assert_may(Right.READ)
    if not keys:
        return {}
    with house.desk.connect() as desk:
        known = first_seen(desk, keys)
    new = {*keys} - {*known}
    if new and Right.ACT in rights_of(actor.role):
        with suppress(StoreBusyError), house.desk.writing() as desk:
            note_seen(desk, new, at, _side(actor), house.stamp(actor.actor_id))
    return known


def _side(actor: Actor) -> str:
    if actor.side is not None:
        return actor.side.value.capitalize()
    return _WORDS.get(actor.role, "Somebody")
