"""Ledger: what a release notes of itself and of its imports: read, entered, marked as undone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from revdash.store.schema import FACTS
from revdash.store.schema.ledger import load_batch, refused_row, store_version

_b, _r = load_batch.c, refused_row.c


def note_of(connection: Connection) -> Row[Any]:
    """Read the one row a release has on itself."""
    return connection.execute(select(store_version)).one()


def entries(connection: Connection) -> Sequence[Row[Any]]:
    """Read every import, the newest first."""
    return connection.execute(select(load_batch).order_by(_b.batch_id.desc())).all()


def entry(connection: Connection, batch_id: int) -> Row[Any] | None:
    """Read one import, or None where there is none of that number."""
    return connection.execute(select(load_batch).where(_b.batch_id == batch_id)).one_or_none()


def refusals(connection: Connection, batch_id: int, limit: int | None = None) -> Sequence[Row[Any]]:
    """Read the rows that an import refused, by file and line."""
    of_batch = select(refused_row).where(_r.batch_id == batch_id)
    return connection.execute(of_batch.order_by(_r.file, _r.line).limit(limit)).all()


def has_facts(connection: Connection) -> bool:
    """Say whether any fact is there: nothing was ever loaded, or all of it taken back, if not."""
    return any(
        connection.execute(select(fact.c.event_key).limit(1)).first() is not None
        for fact in FACTS.values()
    )


def enter(connection: Connection, values: Mapping[str, object]) -> None:
    """Note an import."""
    connection.execute(load_batch.insert().values(**values))


def mark_undone(connection: Connection, batch_id: int, *, by: str, at: datetime) -> None:
    """Note that an import was taken back."""
    marked = update(load_batch).where(_b.batch_id == batch_id).values(undone_at=at, undone_by=by)
    connection.execute(marked)
