"""Seen: when each dropped handoff was first put before somebody who may act, and of which side."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from revdash.desk.audit import Stamp
from revdash.desk.deeds import firing_of
from revdash.desk.tables.feedback import drop_instance

_i = drop_instance.c
_BY, _SIDE = "seen_by", "seen_side"


class Seen(NamedTuple):
    """When a firing was first seen, and by which side: who it was is kept, and not told."""

    at: datetime
    side: str


def first_seen(connection: Connection, keys: Collection[str]) -> dict[str, Seen]:
    """Read of each firing when it was first seen, and by which side; unseen ones are left out."""
    query = select(_i.instance_key, _i.seen_at, _i.facts).where(
        _i.instance_key.in_(set(keys)), _i.seen_at.isnot(None)
    )
    return {
        row.instance_key: Seen(row.seen_at, (row.facts or {}).get(_SIDE, ""))
        for row in connection.execute(query)
    }


def note_seen(
    connection: Connection, keys: Collection[str], at: datetime, side: str, by: Stamp
) -> int:
    """Keep that these firings were seen, all at once; who was seen before stays so. Say how many.

    To look changes nothing, so that no version counts up and the audit log does not tell of it.
    """
    wanted = select(_i.instance_key, _i.seen_at).where(_i.instance_key.in_(set(keys)))
    known: dict[str, datetime | None] = dict(connection.execute(wanted).all())
    told = {"seen_at": at, "facts": {_BY: by.actor_id, _SIDE: side}}
    new = [
        {
            "instance_key": key,
            **firing_of(key)._asdict(),
            **told,
            "is_rule_mistake": False,
            "version": 1,
            "changed_at": by.now,
            "changed_by": by.actor_id,
        }
        for key in sorted({*keys} - {*known})
    ]
    if new:
        connection.execute(insert(drop_instance), new)
    unseen = [key for key, seen_at in known.items() if seen_at is None]
    if unseen:
        connection.execute(update(drop_instance).where(_i.instance_key.in_(unseen)).values(told))
    return len(new) + len(unseen)
