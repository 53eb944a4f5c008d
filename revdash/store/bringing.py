"""Bringing: staged rows become versions, those of an import, beside the ones before them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Subquery,
    Table,
    exists,
    literal,
    select,
    table,
    update,
)

from revdash.store.frames import ROW
from revdash.store.testimony import carried_all, hash_of

_ASSIGNED = ("batch_id", "row_hash", "loaded_at", "superseded_at", "carried")


@dataclass(frozen=True, kw_only=True)
class Import:
    """Which import brings rows into which table, and when."""

    target: Table
    batch_id: int
    loaded_at: datetime
    absent: tuple[str, ...] = ()  # the columns of which it does not tell
    is_each_once: bool = False  # no key is in two of its rows


def staged_columns(target: Table) -> tuple[str, ...]:
    """The columns a staged frame of *target* must have: its own, and ``line``."""
    return (*(c.name for c in target.columns if c.name not in _ASSIGNED), "line")


def is_any_known(connection: Connection, coming: Import) -> bool:
    """Whether there is a version of any staged row."""
    target, source = coming.target, source_of(coming)
    known = select(target.c.event_key).join(source, source.c.event_key == target.c.event_key)
    return bool(connection.execute(select(exists(known))).scalar_one())


def bring_all(connection: Connection, coming: Import) -> None:
    """Bring every staged row: there is no version of any of them."""
    source = source_of(coming)
    told = hash_of(source, coming.target).label("row_hash")
    _insert(connection, coming, select(*_own(coming, source), told, source.c.carried))


def source_of(coming: Import) -> Subquery:
    """The staged rows, as they are registered, and of which columns they do not tell."""
    target, names = coming.target, staged_columns(coming.target)
    whole = (ROW, "line")
    staged = table(
        "staged_rows",
        *(Column(n, BigInteger if n in whole else target.c[n].type) for n in (*names, ROW)),
    )
    return select(staged, carried_all(coming.absent).label("carried")).subquery("staged")


def is_known(target: Table, incoming: Table) -> ColumnElement[bool]:
    """Whether an incoming row says what the version in force says."""
    return exists().where(
        target.c.event_key == incoming.c.event_key,
        target.c.superseded_at.is_(None),
        target.c.row_hash == incoming.c.row_hash,
    )


def supersede(connection: Connection, coming: Import, source: FromClause, brought: Table) -> None:
    """Bring the new versions, and say until when the ones before them were in force."""
    target = coming.target
    connection.execute(
        update(target)
        .where(
            target.c.superseded_at.is_(None),
            target.c.event_key.in_(select(brought.c.event_key)),
        )
        .values(superseded_at=coming.loaded_at)
    )
    new = select(*_own(coming, source), brought.c.row_hash, brought.c.carried)
    _insert(connection, coming, new.join_from(source, brought, brought.c[ROW] == source.c[ROW]))


def _own(coming: Import, source: FromClause) -> Iterator[ColumnElement[Any]]:
    """What the rows themselves say."""
    return (source.c[name] for name in staged_columns(coming.target) if name != "line")


def _insert(connection: Connection, coming: Import, rows: Select[Any]) -> None:
    """Insert rows as this import's versions."""
    new = rows.add_columns(
        literal(coming.batch_id).label("batch_id"), literal(coming.loaded_at).label("loaded_at")
    )
    names = [column.name for column in new.selected_columns]
    connection.execute(coming.target.insert().from_select(names, new))
