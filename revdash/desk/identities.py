"""Identities: which people were decided not to be the human that they would be joined to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import insert, remove
from revdash.desk.tables.imports import identity_decision
from revdash.errors import InputError

_d = identity_decision.c


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One decision in force: *person_id* is not the human that *other_person_id* is."""

    decision_id: str
    person_id: str
    other_person_id: str
    decided_at: datetime
    decided_by: str
    version: int


def read_kept_apart(connection: Connection) -> tuple[Decision, ...]:
    """Read every decision in force, the newest first."""
    query = select(identity_decision).where(_d.is_same.is_(False))
    return tuple(
        Decision(
            decision_id=row.decision_id,
            person_id=row.person_id,
            other_person_id=row.other_person_id,
            decided_at=row.changed_at,
            decided_by=row.changed_by,
            version=row.version,
        )
        for row in connection.execute(query.order_by(_d.changed_at.desc(), _d.decision_id))
    )


def keep_apart(connection: Connection, person_id: str, other_person_id: str, by: Stamp) -> str:
    """Decide that two ids are two humans; return the decision's key. Twice is once."""
    for one in read_kept_apart(connection):
        if (one.person_id, one.other_person_id) == (person_id, other_person_id):
            return one.decision_id
    values = {"person_id": person_id, "other_person_id": other_person_id, "is_same": False}
    return insert(connection, identity_decision, values, by)


def take_decision_back(connection: Connection, decision_id: str, by: Stamp) -> Decision:
    """Take a decision back; return what it was."""
    for one in read_kept_apart(connection):
        if one.decision_id == decision_id:
            remove(connection, identity_decision, decision_id, one.version, by)
            return one
    raise InputError(
        f"There is no decision '{decision_id}' to keep two people apart, or it was taken back "
        "meanwhile. Reload the page to see which are in force."
    )
