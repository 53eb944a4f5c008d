"""Telling: each release is told what the desk says of promises, meetings and answers."""

from sqlalchemy import Connection

from revdash.api import (
    desk_facts,
    telling_customers,
    telling_goals,
    telling_health,
    telling_joint,
    telling_pulse,
)
from revdash.api.teller import Teller, Telling
from revdash.desk.engine import Desk
from revdash.store.told import keep_marks, read_marks, tell_anew

TELLERS: tuple[Teller, ...] = (
    *telling_joint.TELLERS,
    *telling_goals.TELLERS,  # health takes of both
    *telling_pulse.TELLERS,
    *telling_health.TELLERS,
    *telling_customers.TELLERS,
)


def tell(telling: Telling) -> None:
    """Have every teller tell, in their order, and keep what of the desk each rests on."""
    marks = _marks(telling.house.desk)
    for teller in TELLERS:
        rows = [*teller.rows(telling)]
        tell_anew(telling.connection, teller.table, rows, teller.metrics)
    keep_marks(telling.connection, marks)


def is_behind(connection: Connection, desk: Desk) -> bool:
    """Whether the desk says something that the release of *connection* does not know yet."""
    return read_marks(connection) != _marks(desk) or desk_facts.is_behind(connection, desk)


def _marks(desk: Desk) -> dict[str, str]:
    with desk.connect() as connection:
        return {teller.name: teller.marks(connection) for teller in TELLERS}
