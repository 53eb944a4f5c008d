"""Own: facts that people state in revdash itself, kept in a release as the desk has them.

They belong to no import, so taking one back leaves them. Their history is the desk's: a release
has of each what stands, and what was taken back is gone, as if it had never been said.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, Table, delete, select, update

from revdash.store.frames import frame_of, insert_frame
from revdash.store.testimony import content_of, hash_of

OWN = 0  # the batch of all of them; imports count from 1
SYSTEM = "revdash"
Row: TypeAlias = Mapping[str, Any]


class Difference(NamedTuple):
    """What a table must forget, what it must learn, and whom that is about."""

    gone: frozenset[str]
    new: tuple[Row, ...]
    people: frozenset[str]


def difference(connection: Connection, target: Table, rows: Iterable[Row]) -> Difference:
    """Compare what *target* has of the desk's facts with the *rows* the desk has now."""
    names = content_of(target)
    standing = select(target).where(target.c.batch_id == OWN)
    has = {row["event_key"]: dict(row) for row in connection.execute(standing).mappings()}
    wants = {row["event_key"]: row for row in rows}
    same = {
        key
        for key in has.keys() & wants.keys()
        if all(has[key][name] == wants[key].get(name) for name in names)
    }
    gone, new = has.keys() - same, wants.keys() - same
    about: list[Row] = [*(has[key] for key in gone), *(wants[key] for key in new)]
    return Difference(
        gone=frozenset(gone),
        new=tuple(wants[key] for key in sorted(new)),
        people=frozenset(row["person_id"] for row in about if row.get("person_id")),
    )


def bring_in_line(
    connection: Connection, target: Table, rows: Iterable[Row], now: datetime
) -> frozenset[str]:
    """Make the desk's facts in *target* those of *rows*; gives whom what changed is about."""
    found = difference(connection, target, rows)
    is_own = target.c.batch_id == OWN
    if found.gone:
        is_gone = target.c.event_key.in_(sorted(found.gone))
        connection.execute(delete(target).where(is_own, is_gone))
    if found.new:
        marks = {"source_system": SYSTEM, "batch_id": OWN, "loaded_at": now}
        told = [{**row, **marks, "source_id": row["event_key"]} for row in found.new]
        insert_frame(connection, target, frame_of(target, told))
        unhashed = update(target).where(is_own, target.c.row_hash.is_(None))
        connection.execute(unhashed.values(row_hash=hash_of(target, target)))
    return found.people
