"""Revisions: the one way rows are written: versioned, audited, and once per click."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, select, update
from sqlalchemy import insert as insert_into
from sqlalchemy.exc import IntegrityError

from revdash.desk import audit
from revdash.desk.tables.ledger import click
from revdash.desk.tables.people import member
from revdash.errors import InputError, StaleEditError


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """Who writes, when, and by which click; the same click again changes nothing."""

    actor_id: str
    now: datetime
    click_id: str = ""


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
    done = _earlier_click(connection, by)
    if done:
        return done[0]
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
    _written(connection, f"{table.name}.added", row[key.name], detail, by)
    return str(row[key.name])


def change(
    connection: Connection, table: Table, values: Mapping[str, Any], version: int, by: Stamp
) -> int:
    """Change the row that *values* names, as it was at *version*; return its new version.

    Raises EditConflictError, with both values, when somebody changed it since.
    """
    done = _earlier_click(connection, by)
    if done:
        return done[1]
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
    _written(connection, f"{table.name}.changed", row_id, detail, by, version + 1)
    return version + 1


def remove(connection: Connection, table: Table, row_id: str, version: int, by: Stamp) -> None:
    """Take a row away, as it was at *version*."""
    if _earlier_click(connection, by):
        return
    key = _key(table)
    before = _row(connection, table, row_id)
    gone = connection.execute(delete(table).where(key == row_id, table.c.version == version))
    if gone.rowcount != 1:
        raise _conflict(connection, table, before, {})
    detail = {name: _auditable(table, name, value) for name, value in before.items()}
    _written(connection, f"{table.name}.removed", row_id, detail, by)


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


def _earlier_click(connection: Connection, by: Stamp) -> tuple[str, int] | None:
    if not by.click_id:
        return None
    row = connection.execute(select(click).where(click.c.click_id == by.click_id)).one_or_none()
    return (row.row_id, row.version) if row else None


def _written(  # noqa: PLR0913  the last step of each of the three above
    connection: Connection,
    action: str,
    row_id: str,
    detail: Mapping[str, Any],
    by: Stamp,
    version: int = 1,
) -> None:
    subject = f"{action.partition('.')[0]}:{row_id}"
    audit.record(connection, action, subject, detail, actor_id=by.actor_id, now=by.now)
    if by.click_id:
        connection.execute(
            insert_into(click).values(
                click_id=by.click_id, row_id=row_id, version=version, recorded_at=by.now
            )
        )


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
