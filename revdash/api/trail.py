"""Trail: every import and its undoing stands in the audit log, also one cut off in between."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from revdash.api.house import House
from revdash.desk.audit import Stamp, record, recorded_subjects
from revdash.store.ledger import entries

IMPORT, UNDO = "import", "undo import"


class Deed(NamedTuple):
    """One thing done to the store that the audit log must know of."""

    action: str
    batch_id: int
    by: str
    at: datetime

    @property
    def subject(self) -> str:
        """What the audit log calls it."""
        return f"batch {self.batch_id}"


def write_down(
    house: House, action: str, subject: str, detail: Mapping[str, Any], by: Stamp
) -> None:
    """Write one deed into the audit log, and those that were cut off before they could be."""
    deeds = _deeds(house)
    with house.desk.writing() as connection:
        record(connection, action, subject, detail, by)
        for deed in _missing(connection, deeds):
            seen = {"by": deed.by, "at": deed.at, "note": "written down later: it was cut off"}
            record(connection, deed.action, deed.subject, seen, by)


def unwritten(house: House) -> tuple[Deed, ...]:
    """What is in force and the audit log does not know of."""
    deeds = _deeds(house)
    with house.desk.connect() as connection:
        return tuple(_missing(connection, deeds))


def _deeds(house: House) -> list[Deed]:
    with house.facts() as connection:
        rows = entries(connection)
    found = []
    for row in reversed(rows):
        found.append(Deed(IMPORT, row.batch_id, row.by, row.loaded_at))
        if row.undone_at is not None:
            found.append(Deed(UNDO, row.batch_id, row.undone_by, row.undone_at))
    return found


def _missing(connection: Connection, deeds: list[Deed]) -> Iterator[Deed]:
    known = {action: recorded_subjects(connection, action) for action in (IMPORT, UNDO)}
    return (deed for deed in deeds if deed.subject not in known[deed.action])
