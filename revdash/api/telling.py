"""Telling: each release is told what the desk says of promises, meetings and answers."""

from collections.abc import Iterator

from sqlalchemy import Connection, delete, select

from revdash.api import (
    desk_facts,
    telling_customers,
    telling_goals,
    telling_health,
    telling_joint,
    telling_pulse,
)
from revdash.api.teller import Row, Teller, Telling
from revdash.desk.engine import Desk
from revdash.store.frames import frame_of, insert_frame
from revdash.store.schema.joint import told_from, told_reading

TELLERS: tuple[Teller, ...] = (
    *telling_joint.TELLERS,
    *telling_goals.TELLERS,  # health takes of both
    *telling_pulse.TELLERS,
    *telling_health.TELLERS,
    *telling_customers.TELLERS,
)

_NAMED_BY = ("metric", "as_on", "segment", "team", "side", "item")


def tell(telling: Telling) -> None:
    """Have every teller tell, in their order, and keep what of the desk each rests on."""
    marks = _marks(telling.house.desk)
    for teller in TELLERS:
        _replace(telling.connection, teller, [*teller.rows(telling)])
    telling.connection.execute(delete(told_from))
    rows = [{"teller": name, "marks": mark} for name, mark in marks.items()]
    insert_frame(telling.connection, told_from, frame_of(told_from, rows))


def is_behind(connection: Connection, desk: Desk) -> bool:
    """Whether the desk says something that the release of *connection* does not know yet."""
    known = {row.teller: row.marks for row in connection.execute(select(told_from))}
    return known != _marks(desk) or desk_facts.is_behind(connection, desk)


def _marks(desk: Desk) -> dict[str, str]:
    with desk.connect() as connection:
        return {teller.name: teller.marks(connection) for teller in TELLERS}


def _replace(connection: Connection, teller: Teller, rows: list[Row]) -> None:
    """Put *rows* in the place of all that the teller told before."""
    gone = delete(teller.table)
    if teller.table is told_reading:
        gone = gone.where(told_reading.c.metric.in_(teller.metrics))
        rows = [*_named(rows)]
    connection.execute(gone)
    insert_frame(connection, teller.table, frame_of(teller.table, rows))


def _named(rows: list[Row]) -> Iterator[Row]:
    for row in rows:
        parts = (str(row.get(name) or "") for name in _NAMED_BY)
        yield {**row, "event_key": ":".join(parts)}
