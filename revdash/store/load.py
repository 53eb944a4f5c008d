"""Load: merge staged rows into a table of versions by key, and say what changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import (
    Boolean,
    Connection,
    FromClause,
    Select,
    Subquery,
    Table,
    and_,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from revdash.store.bringing import (
    Import,
    bring_all,
    is_any_known,
    is_known,
    source_of,
    staged_columns,
    supersede,
)
from revdash.store.frames import (
    ROW,
    arrow,
    arrow_schema,
    frame_of,
    insert_found,
    insert_frame,
    numbered,
    register,
    registered,
    set_aside,
    unregister,
    without_repeats,
)
from revdash.store.schema.ledger import load_batch, load_sighting
from revdash.store.testimony import carried_from, hash_of, untold
from revdash.store.versions import in_force, people_named_by, reorder, take_back

__all__ = [
    "Merged",
    "arrow",
    "arrow_schema",
    "frame_of",
    "in_force",
    "insert_frame",
    "merge",
    "next_batch",
    "people_named_by",
    "register",
    "staged_columns",
    "take_back",
    "unregister",
]


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What became of staged rows: each is loaded, unchanged or overtaken by a later line."""

    loaded: pa.Array  # the lines that brought a new version
    unchanged: int
    overtaken: tuple[tuple[int, str], ...]  # (line, event_key) with other values further down


def next_batch(connection: Connection) -> int:
    """The number of the import about to be made."""
    last = connection.execute(select(func.max(load_batch.c.batch_id))).scalar_one()
    return int(last or 0) + 1


def merge(
    connection: Connection, target: Table, rows: pa.Table, *, batch_id: int, loaded_at: datetime
) -> Merged:
    """Merge *rows* into *target*; a row like the version in force is only sighted.

    Shape:   columns as `staged_columns(target)`, one row a version, keyed by ``event_key``.
             Of several rows of one key the last line counts; equal ones before it are
             unchanged, others overtaken. Columns of which the frame does not tell
             (`testimony.telling`) stay as the version in force has them.
    Empty:   no rows change nothing.
    """
    if not rows.num_rows:
        return Merged(loaded=pa.array([], pa.int64()), unchanged=0, overtaken=())
    staged = without_repeats(numbered(rows.select(list(staged_columns(target)))))
    coming = Import(
        target=target,
        batch_id=batch_id,
        loaded_at=loaded_at,
        absent=untold(rows, target),
        is_each_once=pc.count_distinct(staged["event_key"]).as_py() == staged.num_rows,
    )
    with registered(connection, "staged_rows", staged):
        if coming.is_each_once and not is_any_known(connection, coming):
            bring_all(connection, coming)
            lines = staged["line"].combine_chunks()
            loaded = lines.take(pc.array_sort_indices(lines))
            return Merged(loaded=loaded, unchanged=rows.num_rows - len(loaded), overtaken=())
        loaded, overtaken = _bring_new(connection, coming)
    unchanged = rows.num_rows - len(loaded) - len(overtaken)
    return Merged(loaded=loaded, unchanged=unchanged, overtaken=overtaken)


def _bring_new(
    connection: Connection, coming: Import
) -> tuple[pa.Array, tuple[tuple[int, str], ...]]:
    """Load the staged rows that say something new; gives their lines, and what was overtaken."""
    with (
        _whole(connection, coming) as source,
        set_aside(connection, "incoming", _staged(coming, source)) as incoming,
    ):
        overtaken = () if coming.is_each_once else _overtaken(connection, incoming)
        _unsay(connection, coming, incoming)
        _sight(connection, coming, incoming)
        _tell_more(connection, coming, incoming)
        new = select(incoming).where(incoming.c.is_last, ~is_known(coming.target, incoming))
        with set_aside(connection, "brought", new) as brought:
            loaded = arrow(connection, select(brought.c.line).order_by(brought.c.line))
            if loaded.num_rows:
                supersede(connection, coming, source, brought)
    return loaded["line"].combine_chunks(), overtaken


@contextmanager
def _whole(connection: Connection, coming: Import) -> Iterator[FromClause]:
    """Give the staged rows, with what they do not tell as the version in force has it."""
    target, source, absent = coming.target, source_of(coming), coming.absent
    prior, said = target.alias("prior"), _said(coming)
    is_prior = and_(prior.c.event_key == source.c.event_key, prior.c.superseded_at.is_(None))
    is_said = said.c.event_key == source.c.event_key
    joined = source.outerjoin(prior, is_prior).outerjoin(said, is_said)
    is_told_before = or_(prior.c.batch_id == coming.batch_id, said.c.event_key.isnot(None))
    has_more = or_(is_told_before, *(prior.c[name].isnot(None) for name in absent))
    more = select(source.c.event_key).select_from(joined).where(has_more)
    if not absent or not connection.execute(select(exists(more))).scalar_one():
        yield source
        return
    columns = (
        func.coalesce(prior.c[c.name], c).label(c.name) if c.name in absent else c
        for c in source.c
        if c.name != "carried"
    )
    carried = carried_from(prior, said, absent, coming.batch_id).label("carried")
    completed = select(*columns, carried).select_from(joined)
    with set_aside(connection, "completed_rows", completed) as whole:
        yield whole


def _said(coming: Import) -> Subquery:
    """The sightings that earlier files of the same import left."""
    s = load_sighting.c
    mine = and_(s.batch_id == coming.batch_id, s.table_name == coming.target.name)
    return select(s.event_key, s.carried).where(mine).subquery("said")


def _staged(coming: Import, source: FromClause) -> Select[Any]:
    """Of each row only what tells it from others; what it says is read again when it is new."""
    latest = func.row_number().over(
        partition_by=source.c.event_key, order_by=(source.c.line.desc(), source.c[ROW].desc())
    )
    return select(
        source.c[ROW],
        source.c.line,
        source.c.event_key,
        hash_of(source, coming.target).label("row_hash"),
        source.c.carried,
        (literal(True) if coming.is_each_once else cast(latest == 1, Boolean)).label("is_last"),
    )


def _overtaken(connection: Connection, incoming: Table) -> tuple[tuple[int, str], ...]:
    later = incoming.alias("later")
    found = connection.execute(
        select(incoming.c.line, incoming.c.event_key)
        .join(later, and_(later.c.event_key == incoming.c.event_key, later.c.is_last))
        .where(~incoming.c.is_last, later.c.row_hash != incoming.c.row_hash)
        .order_by(incoming.c.line)
    )
    return tuple((row.line, row.event_key) for row in found)


def _unsay(connection: Connection, coming: Import, incoming: Table) -> None:
    """Forget what an earlier file of the same import said of keys that this one corrects."""
    target = coming.target
    connection.execute(
        delete(load_sighting).where(
            load_sighting.c.batch_id == coming.batch_id,
            load_sighting.c.table_name == target.name,
            load_sighting.c.event_key.in_(select(incoming.c.event_key)),
        )
    )
    corrected = (
        select(target.c.event_key)
        .join(incoming, and_(incoming.c.event_key == target.c.event_key, incoming.c.is_last))
        .where(target.c.batch_id == coming.batch_id, target.c.row_hash != incoming.c.row_hash)
    )
    if not connection.execute(select(exists(corrected))).scalar_one():
        return
    with set_aside(connection, "corrected", corrected) as keys:
        of_keys = target.c.event_key.in_(select(keys.c.event_key))
        connection.execute(delete(target).where(target.c.batch_id == coming.batch_id, of_keys))
        reorder(connection, target, keys)


def _tell_more(connection: Connection, coming: Import, incoming: Table) -> None:
    """Note that this file tells what an earlier one of the same import had only carried over."""
    target = coming.target
    is_more = and_(
        target.c.event_key == incoming.c.event_key,
        target.c.batch_id == coming.batch_id,
        target.c.superseded_at.is_(None),
        target.c.row_hash == incoming.c.row_hash,
        target.c.carried.is_distinct_from(incoming.c.carried),
        incoming.c.is_last,
    )
    if connection.execute(select(exists().where(is_more))).scalar_one():
        connection.execute(update(target).where(is_more).values(carried=incoming.c.carried))


def _sight(connection: Connection, coming: Import, incoming: Table) -> None:
    """Note the versions in force that this import has seen, and an earlier one brought."""
    target = coming.target
    earlier = and_(
        target.c.event_key == incoming.c.event_key,
        target.c.superseded_at.is_(None),
        target.c.row_hash == incoming.c.row_hash,
        target.c.batch_id != coming.batch_id,
    )
    seen = (
        select(
            literal(coming.batch_id).label("batch_id"),
            literal(target.name).label("table_name"),
            incoming.c.event_key,
            incoming.c.row_hash,
            incoming.c.carried,
        )
        .join(target, earlier)
        .where(incoming.c.is_last)
    )
    insert_found(connection, load_sighting, seen)
