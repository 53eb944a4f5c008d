"""Ledger: what a release notes of itself and of its imports: read, entered, marked as undone."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from revdash.store.schema.ledger import load_batch, quality_issue, store_version

_b = load_batch.c


def note_of(connection: Connection) -> Row[Any]:
    """Read the one row a release has on itself."""
    return connection.execute(select(store_version)).one()


def entries(connection: Connection) -> Sequence[Row[Any]]:
    """Read every import, the newest first."""
    return connection.execute(select(load_batch).order_by(_b.batch_id.desc())).all()


def entry(connection: Connection, batch_id: int) -> Row[Any] | None:
    """Read one import, or None where there is none of that number."""
    return connection.execute(select(load_batch).where(_b.batch_id == batch_id)).one_or_none()


def has_entries(connection: Connection) -> bool:
    """Say whether any import stands that was not taken back."""
    standing = select(_b.batch_id).where(_b.undone_at.is_(None)).limit(1)
    return connection.execute(standing).first() is not None


def enter(connection: Connection, values: Mapping[str, object]) -> None:
    """Note an import."""
    connection.execute(load_batch.insert().values(**values))


def mark_undone(connection: Connection, batch_id: int, *, by: str, at: datetime) -> None:
    """Note that an import was taken back."""
    marked = update(load_batch).where(_b.batch_id == batch_id).values(undone_at=at, undone_by=by)
    connection.execute(marked)


def odd_facts(connection: Connection, people: Collection[str]) -> Counter[str]:
    """Count what looked odd about *people*, by rule."""
    rows = connection.execute(select(quality_issue.c.rule, quality_issue.c.person_id))
    wanted = set(people)
    return Counter(rule for rule, person in rows if person in wanted)
