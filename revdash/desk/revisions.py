"""Revisions: the one way rows are written: versioned, audited, and once per click."""

import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Table, delete, select, update
from sqlalchemy import insert as insert_into
from sqlalchemy.exc import IntegrityError

from revdash.desk import audit
from revdash.desk.audit import Stamp
from revdash.desk.tables.ledger import click
from revdash.desk.tables.people import member
from revdash.errors import InputError, StaleEditError


class Click(NamedTuple):
    """What a click did: the row it wrote, and the version it gave it."""

    row_id: str
    version: int


class EditConflictError(StaleEditError):
    """Somebody changed the row first; both sides' values are kept for the page to show."""

    def __init__(self, message: str, *, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.mine = mine
        self.theirs = theirs


def new_id() -> str:
    """Make a key that no other row has."""
    return uuid.uuid4().hex


def insert(connection: Connection, table: Table, values: Mapping[str, Any], by: Stamp) -> str:
    """Add a row and return its key, which is made when *values* has none."""
    done = earlier_click(connection, by)
    if done:
        return done.row_id
    key = _key(table)
    row = {**values, key.name: values.get(key.name) or new_id()}
    try:
        connection.execute(insert_into(table).values({**row, **_first_marks(table, by)}))
    except IntegrityError as error:
        raise InputError(
            f"This {_words(table)} is there already, or names something that is not: "
            f"{_shown(row)}. Change the one that is there."
        ) from error
    detail = {name: _auditable(table, name, value) for name, value in row.items()}
    row_id = str(row[key.name])
    audit.record(connection, f"{table.name}.added", _subject(table, row_id), detail, by)
    remember_click(connection, row_id, 1, by)
    return row_id


def change(
    connection: Connection, table: Table, values: Mapping[str, Any], version: int, by: Stamp
) -> int:
    """Change the row that *values* names, as it was at *version*; return its new version.

    Raises EditConflictError, with both values, when somebody changed it since.
    """
    done = earlier_click(connection, by)
    if done:
        return done.version
    key = _key(table)
    row_id = values[key.name]
    before = _row(connection, table, row_id)
    new = {name: value for name, value in values.items() if name != key.name}
    marks = {"version": version + 1, "changed_at": by.now, "changed_by": by.actor_id}
    changed = connection.execute(
        update(table).where(key == row_id, table.c.version == version).values({**new, **marks})
    )
    if changed.rowcount != 1:
        raise _conflict(connection, table, before, new)
    detail = {
        name: [_auditable(table, name, before[name]), _auditable(table, name, value)]
        for name, value in new.items()
        if before[name] != value
    }
    audit.record(connection, f"{table.name}.changed", _subject(table, row_id), detail, by)
    remember_click(connection, row_id, version + 1, by)
    return version + 1


def remove(connection: Connection, table: Table, row_id: str, version: int, by: Stamp) -> None:
    """Take a row away, as it was at *version*."""
    if earlier_click(connection, by):
        return
    key = _key(table)
    before = _row(connection, table, row_id)
    gone = connection.execute(delete(table).where(key == row_id, table.c.version == version))
    if gone.rowcount != 1:
        raise _conflict(connection, table, before, {})
    detail = {name: _auditable(table, name, value) for name, value in before.items()}
    audit.record(connection, f"{table.name}.removed", _subject(table, row_id), detail, by)
    remember_click(connection, row_id, version, by)


def earlier_click(connection: Connection, by: Stamp) -> Click | None:
    """Find what this very click did before, if it did."""
    if not by.click_id:
        return None
    row = connection.execute(select(click).where(click.c.click_id == by.click_id)).one_or_none()
    return Click(row.row_id, row.version) if row else None


def remember_click(connection: Connection, row_id: str, version: int, by: Stamp) -> None:
    """Keep what this click did, so that the same click again does nothing."""
    if by.click_id:
        connection.execute(
            insert_into(click).values(
                click_id=by.click_id, row_id=row_id, version=version, recorded_at=by.now
            )
        )


def _key(table: Table) -> Column[Any]:
    (key,) = table.primary_key.columns
    return key


def _first_marks(table: Table, by: Stamp) -> dict[str, Any]:
    if table.info["kind"] == "editable":
        return {"version": 1, "changed_at": by.now, "changed_by": by.actor_id}
    return {"written_at": by.now, "written_by": by.actor_id}


def _row(connection: Connection, table: Table, row_id: str) -> dict[str, Any]:
    row = connection.execute(select(table).where(_key(table) == row_id)).mappings().one_or_none()
    if row is None:
        raise InputError(
            f"There is no {_words(table)} '{row_id}', or it was removed meanwhile. "
            "Reload the page to see what is there."
        )
    return dict(row)


def _subject(table: Table, row_id: str) -> str:
    return f"{table.name}:{row_id}"


def _conflict(
    connection: Connection, table: Table, theirs: Mapping[str, Any], mine: Mapping[str, Any]
) -> EditConflictError:
    found = connection.execute(
        select(member.c.name).where(member.c.member_id == theirs["changed_by"])
    )
    who = found.scalar_one_or_none() or theirs["changed_by"]
    differing = {name: value for name, value in mine.items() if theirs[name] != value}
    said = "; ".join(
        f"{name}: theirs '{theirs[name]}', yours '{differing[name]}'" for name in differing
    )
    return EditConflictError(
        f"This {_words(table)} was changed by {who} at {theirs['changed_at']:%Y-%m-%d %H:%M} UTC, "
        f"after you opened it{': ' + said if said else ''}. Yours was not saved. Reload, and put "
        "yours in again if it still holds.",
        mine=differing,
        theirs={name: theirs[name] for name in differing},
    )


def _auditable(table: Table, name: str, value: Any) -> Any:
    """What the log may keep: not people's own words, which may name persons."""
    if table.c[name].info.get("prose") and value is not None:
        return f"{len(value)} characters"
    return value


def _shown(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} '{value}'" for name, value in row.items() if isinstance(value, str))


def _words(table: Table) -> str:
    return table.name.replace("_", " ")
