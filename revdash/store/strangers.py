"""Strangers: known ids that come with another name and another address: perhaps other people."""

from functools import cache
from typing import Any, NamedTuple

import pyarrow as pa
from sqlalchemy import Column, Connection, Select, Text, and_, case, func, or_, select, table

from revdash.store.frames import registered
from revdash.store.schema.people import person
from revdash.store.versions import in_force

_TOLD = ("event_key", "full_name", "email", "email_hash")


class Strangers(NamedTuple):
    """How many known people a frame names, and how many of them by nothing that was known."""

    known: int
    changed: int
    example: str  # the first of their keys
    was: str  # the name it had
    now: str  # and has here


def strangers(connection: Connection, frame: pa.Table) -> Strangers:
    """Compare the people of a staged *frame* with those in force, before it is merged.

    Only those of whom both tell a name and an address are known. Two systems that number their
    records alike give nearly all of them another name and another address at once.
    """
    counted, first = _asked()
    with registered(connection, "told_people", frame.select(list(_TOLD))):
        both, changed = connection.execute(counted).one()
        if not changed:
            return Strangers(int(both), 0, "", "", "")
        example = connection.execute(first).one()
    return Strangers(int(both), int(changed), *example)


@cache
def _asked() -> tuple[Select[Any], Select[Any]]:
    """How many of the known people there are, and of them changed; and the first of those."""
    told = table("told_people", *(Column(name, Text) for name in _TOLD))
    new, p = told.c, person.c
    has_hashes = and_(new.email_hash.isnot(None), p.email_hash.isnot(None))
    has_both = or_(has_hashes, and_(new.email.isnot(None), p.email.isnot(None)))
    is_named = and_(new.full_name.isnot(None), p.full_name.isnot(None))
    is_other = case(
        (has_hashes, func.lower(new.email_hash) != func.lower(p.email_hash)),
        else_=func.lower(func.trim(new.email)) != func.lower(func.trim(p.email)),
    )
    is_renamed = func.lower(func.trim(new.full_name)) != func.lower(func.trim(p.full_name))
    known = (
        select(
            new.event_key,
            p.full_name.label("was"),
            new.full_name.label("now"),
            case((and_(is_other, is_renamed), 1), else_=0).label("is_changed"),
        )
        .join_from(told, person, new.event_key == p.event_key)
        .where(in_force(person), has_both, is_named)
        .subquery("known")
    )
    counted = select(func.count(), func.coalesce(func.sum(known.c.is_changed), 0)).select_from(
        known
    )
    first = select(known.c.event_key, known.c.was, known.c.now).where(known.c.is_changed == 1)
    return counted, first.order_by(known.c.event_key).limit(1)
