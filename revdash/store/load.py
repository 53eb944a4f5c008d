"""Load: merge staged rows into a table of versions by key, and say what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    TableClause,
    and_,
    cast,
    delete,
    exists,
    func,
    literal,
    select,
    table,
    update,
)
from sqlalchemy.types import Text

from revdash.store.frames import (
    arrow,
    arrow_schema,
    frame_of,
    insert_frame,
    register,
    registered,
    set_aside,
    unregister,
)
from revdash.store.schema.ledger import load_batch, load_sighting
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

_ASSIGNED = ("batch_id", "row_hash", "loaded_at", "superseded_at")
_ROW = "row_number"
_FIELD_END, _BLANK = "\x1f", "\x1e"


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What became of staged rows: each is loaded, unchanged or overtaken by a later line."""

    loaded: pa.Array  # the lines that brought a new version
    unchanged: int
    overtaken: tuple[tuple[int, str], ...]  # (line, event_key) with other values further down


@dataclass(frozen=True, kw_only=True)
class _Import:
    """Which import brings rows into which table, and when."""

    target: Table
    batch_id: int
    loaded_at: datetime


def staged_columns(target: Table) -> tuple[str, ...]:
    """The columns a staged frame of *target* must have: its own, and ``line``."""
    return (*(c.name for c in target.columns if c.name not in _ASSIGNED), "line")


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
             unchanged, others overtaken.
    Empty:   no rows change nothing.
    """
    if not rows.num_rows:
        return Merged(loaded=pa.array([], pa.int64()), unchanged=0, overtaken=())
    coming = _Import(target=target, batch_id=batch_id, loaded_at=loaded_at)
    names = staged_columns(target)
    with (
        registered(connection, "staged_rows", _numbered(rows.select(list(names)))),
        set_aside(connection, "incoming", _staged(target, names)) as incoming,
    ):
        overtaken = _overtaken(connection, incoming)
        _unsay(connection, coming, incoming)
        _sight(connection, coming, incoming)
        new = select(incoming).where(incoming.c.is_last, ~_known(target, incoming))
        with set_aside(connection, "brought", new) as brought:
            loaded = arrow(connection, select(brought.c.line).order_by(brought.c.line))
            if loaded.num_rows:
                _supersede(connection, coming, brought)
    return Merged(
        loaded=loaded["line"].combine_chunks(),
        unchanged=rows.num_rows - loaded.num_rows - len(overtaken),
        overtaken=overtaken,
    )


def _numbered(rows: pa.Table) -> pa.Table:
    """The rows with their number: one line of a file may give several."""
    return rows.append_column(_ROW, pa.array(range(rows.num_rows), pa.int64()))


def _source(target: Table, names: Iterable[str]) -> TableClause:
    """The staged rows, as they are registered."""
    whole = (_ROW, "line")
    return table(
        "staged_rows",
        *(Column(n, BigInteger if n in whole else target.c[n].type) for n in (*names, _ROW)),
    )


def _staged(target: Table, names: tuple[str, ...]) -> Select[Any]:
    """Of each row only what tells it from others; what it says is read again when it is new."""
    source = _source(target, names)
    content = [n for n in names if n not in ("line", "event_key", "source_system", "source_id")]
    spelled = (func.coalesce(cast(source.c[n], Text), _BLANK) for n in content)
    latest = func.row_number().over(
        partition_by=source.c.event_key, order_by=(source.c.line.desc(), source.c[_ROW].desc())
    )
    return select(
        source.c[_ROW],
        source.c.line,
        source.c.event_key,
        func.md5(func.concat_ws(_FIELD_END, *spelled), type_=Text()).label("row_hash"),
        cast(latest == 1, Boolean).label("is_last"),
    )


def _known(target: Table, incoming: Table) -> ColumnElement[bool]:
    return exists().where(
        target.c.event_key == incoming.c.event_key,
        target.c.superseded_at.is_(None),
        target.c.row_hash == incoming.c.row_hash,
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


def _unsay(connection: Connection, coming: _Import, incoming: Table) -> None:
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


def _sight(connection: Connection, coming: _Import, incoming: Table) -> None:
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
            literal(coming.batch_id),
            literal(target.name),
            incoming.c.event_key,
            incoming.c.row_hash,
        )
        .join(target, earlier)
        .where(incoming.c.is_last)
    )
    connection.execute(
        load_sighting.insert().from_select([c.name for c in load_sighting.columns], seen)
    )


def _supersede(connection: Connection, coming: _Import, brought: Table) -> None:
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
    names = [n for n in staged_columns(target) if n != "line"]
    source = _source(target, names)
    new = select(
        *(source.c[n] for n in names),
        brought.c.row_hash,
        literal(coming.batch_id),
        literal(coming.loaded_at),
    ).join(brought, brought.c[_ROW] == source.c[_ROW])
    columns = [*names, "row_hash", "batch_id", "loaded_at"]
    connection.execute(target.insert().from_select(columns, new))
