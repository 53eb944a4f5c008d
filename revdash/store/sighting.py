"""Sighting: the statements by which an import notes what it saw, and corrects its own files.

Made once for each table; the import's number is their value ``this_batch``.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Insert,
    Select,
    Table,
    Update,
    and_,
    delete,
    exists,
    literal,
    select,
    update,
)

from revdash.store.bringing import BATCH, is_told
from revdash.store.frames import Aside, aside_of
from revdash.store.schema.ledger import load_sighting


@lru_cache(maxsize=256)
def is_seen(target: Table, incoming: Table) -> Select[Any]:
    """Whether an incoming row is a version in force that an earlier import brought."""
    return select(exists(_seen(target, incoming)))


@lru_cache(maxsize=256)
def see(target: Table, incoming: Table) -> Insert:
    """Note the versions in force that this import has seen, and an earlier one brought."""
    rows = _seen(target, incoming)
    return load_sighting.insert().from_select([c.name for c in rows.selected_columns], rows)


@lru_cache(maxsize=256)
def unsee(target: Table, incoming: Table) -> Delete:
    """Forget the sightings by earlier files of the same import."""
    s = load_sighting.c
    return delete(load_sighting).where(
        s.batch_id == BATCH,
        s.table_name == target.name,
        s.event_key.in_(select(incoming.c.event_key)),
    )


@lru_cache(maxsize=256)
def is_corrected(target: Table, incoming: Table) -> Select[Any]:
    """Whether an incoming row says something else than an earlier file of the same import."""
    return select(exists(_corrected(target, incoming)))


@lru_cache(maxsize=256)
def corrected(target: Table, incoming: Table) -> Aside:
    """The keys of which an earlier file of the same import said something else."""
    return aside_of("corrected", _corrected(target, incoming))


@lru_cache(maxsize=256)
def unbring(target: Table, keys: Table) -> Delete:
    """Forget the versions that earlier files of the same import brought."""
    of_keys = target.c.event_key.in_(select(keys.c.event_key))
    return delete(target).where(target.c.batch_id == BATCH, of_keys)


@lru_cache(maxsize=256)
def look_again(target: Table, incoming: Table, keys: Table) -> Update:
    """Say anew of *keys* whether the version in force says the same: it may be another now."""
    is_known = exists().where(is_told(target, incoming.c.event_key, incoming.c.row_hash))
    of_keys = incoming.c.event_key.in_(select(keys.c.event_key))
    return update(incoming).where(of_keys).values(is_known=is_known)


@lru_cache(maxsize=256)
def tells_more(target: Table, incoming: Table) -> Select[Any]:
    """Whether this file tells what an earlier one of the same import had only carried over."""
    return select(exists().where(_is_more(target, incoming)))


@lru_cache(maxsize=256)
def tell_more(target: Table, incoming: Table) -> Update:
    """Note that it does."""
    is_more = _is_more(target, incoming)
    return update(target).where(is_more).values(carried=incoming.c.carried)


@lru_cache(maxsize=256)
def overtaken(incoming: Table) -> Select[Any]:
    """The rows with other values than a later line of their key: line, event_key."""
    later = incoming.alias("later")
    return (
        select(incoming.c.line, incoming.c.event_key)
        .join(later, and_(later.c.event_key == incoming.c.event_key, later.c.is_last))
        .where(~incoming.c.is_last, later.c.row_hash != incoming.c.row_hash)
        .order_by(incoming.c.line)
    )


def _seen(target: Table, incoming: Table) -> Select[Any]:
    earlier = and_(
        is_told(target, incoming.c.event_key, incoming.c.row_hash), target.c.batch_id != BATCH
    )
    return (
        select(
            BATCH.label("batch_id"),
            literal(target.name).label("table_name"),
            incoming.c.event_key,
            incoming.c.row_hash,
            incoming.c.carried,
        )
        .join(target, earlier)
        .where(incoming.c.is_last)
    )


def _corrected(target: Table, incoming: Table) -> Select[Any]:
    is_last = and_(incoming.c.event_key == target.c.event_key, incoming.c.is_last)
    is_other = target.c.row_hash != incoming.c.row_hash
    rows = select(target.c.event_key).join(incoming, is_last)
    return rows.where(target.c.batch_id == BATCH, is_other)


def _is_more(target: Table, incoming: Table) -> ColumnElement[bool]:
    is_other = target.c.carried.is_distinct_from(incoming.c.carried)
    is_mine = target.c.batch_id == BATCH
    return and_(
        is_told(target, incoming.c.event_key, incoming.c.row_hash),
        is_mine,
        is_other,
        incoming.c.is_last,
    )
