"""Frames: whole tables of rows into and out of a connection, in one statement each."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlalchemy import (
    Column,
    Connection,
    Insert,
    MetaData,
    Select,
    Table,
    cast,
    delete,
    literal,
    select,
    table,
)
from sqlalchemy.types import TypeEngine

from revdash.store.schema.ledger import store_version

_STILL = "looks_still"  # of a connection: what is committed beside it must not be seen
ROW = "row_number"  # of a row in its frame
_OFTEN = 4  # rows a key, on average, from which on repeats are looked for
_AT_ONCE = 50_000  # rows made plain at a time
_ARROW_KINDS = {
    "TEXT": pa.string(),
    "DATETIME": pa.timestamp("us"),
    "DATE": pa.date32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
}


def numbered(rows: pa.Table) -> pa.Table:
    """The rows with their number: one line of a file may give several."""
    return rows.append_column(ROW, pa.array(range(rows.num_rows), pa.int64()))


def without_repeats(rows: pa.Table) -> tuple[pa.Table, bool]:
    """The last row of each key, where most rows say again what the key's others say; else all.

    Also says whether each key is there once. A million leads name forty owners. Where two rows of
    a key differ, all are needed: each that is overtaken is accounted for.
    """
    keys = pc.count_distinct(rows["event_key"]).as_py()
    pa.default_memory_pool().release_unused()  # of a million keys it is a hundred megabytes
    if keys * _OFTEN > rows.num_rows:
        return rows, keys == rows.num_rows
    last = pc.sort_indices(rows, sort_keys=[("line", "ascending"), (ROW, "ascending")])
    same = [n for n in rows.column_names if n not in ("line", "source_system", "source_id", ROW)]
    in_order = rows.select(same).take(last)
    placed = in_order.append_column("place", pa.array(range(rows.num_rows), pa.int64()))
    said = placed.group_by(in_order.column_names).aggregate([("place", "max")])
    if said.num_rows != keys:
        return rows, False
    return rows.take(last.take(said["place_max"])), True


def register(connection: Connection, name: str, frame: pa.Table) -> None:
    """Let statements of this connection read *frame* as a table called *name*."""
    connection.connection.dbapi_connection.register(name, frame)  # type: ignore[union-attr]


def unregister(connection: Connection, name: str) -> None:
    """Forget a frame given to `register`."""
    connection.connection.dbapi_connection.unregister(name)  # type: ignore[union-attr]


@contextmanager
def registered(connection: Connection, name: str, frame: pa.Table) -> Iterator[None]:
    """Let the statements of a block read *frame* as a table called *name*."""
    register(connection, name, frame)
    try:
        yield
    finally:
        unregister(connection, name)


class Aside(NamedTuple):
    """A table of one connection, and the statement that fills it."""

    table: Table
    filling: Insert


def aside_of(name: str, rows: Select[Any]) -> Aside:
    """What it takes to keep the *rows* in a table called *name*."""
    columns = tuple((column.name, type(column.type)) for column in rows.selected_columns)
    aside = _aside(name, columns)
    return Aside(aside, aside.insert().from_select([c.name for c in aside.columns], rows))


@contextmanager
def kept(
    connection: Connection, aside: Aside, values: Mapping[str, Any] | None = None
) -> Iterator[Table]:
    """Keep a table of this connection for the length of a block."""
    aside.table.create(connection)
    connection.execute(aside.filling, dict(values or {}))
    yield aside.table
    aside.table.drop(connection)


@contextmanager
def set_aside(connection: Connection, name: str, rows: Select[Any]) -> Iterator[Table]:
    """Keep what *rows* gives in a table of this connection for the length of a block."""
    with kept(connection, aside_of(name, rows)) as aside:
        yield aside


@lru_cache(maxsize=1000)
def _aside(name: str, columns: tuple[tuple[str, type[TypeEngine[Any]]], ...]) -> Table:
    """The same table for the same columns: statements about it are then compiled but once."""
    kinds = (Column(column, kind()) for column, kind in columns)
    return Table(name, MetaData(), *kinds, prefixes=["TEMPORARY"])


def settle(connection: Connection) -> None:
    """Keep what was changed so far in a release that is built; nobody sees it before the end.

    What is asked next is planned for the rows there are, and what was dropped takes no memory.
    Who looks at a release as it was goes on doing so.
    """
    if not connection.get_execution_options().get(_STILL):
        connection.commit()


def as_it_is(connection: Connection) -> Connection:
    """Connect once more: to a release that stays what is committed now. Close it in the end."""
    still = connection.engine.connect().execution_options(**{_STILL: True})
    still.execute(select(literal(1)).select_from(store_version))  # its transaction begins
    return still


def insert_found(connection: Connection, target: Table, rows: Select[Any]) -> int:
    """Insert what *rows* gives into the columns of those names; gives how many rows that are.

    To insert nothing is worse than useless: DuckDB 1.5 then loses, without a word, the next
    long insert into the same table in the same transaction, unless a row went in before it.
    So one goes in, and out again.
    """
    names = [column.name for column in rows.selected_columns]
    count: int = connection.execute(target.insert().from_select(names, rows)).rowcount
    if not count:
        connection.execute(target.insert().values(dict.fromkeys(target.columns, None)))
        connection.execute(delete(target).where(*(c.is_(None) for c in target.columns)))
    return count


def insert_frame(connection: Connection, target: Table, frame: pa.Table) -> None:
    """Insert an Arrow frame whose columns are named as the table's, in one statement."""
    if not frame.num_rows:
        return
    names = frame.column_names
    source = table("incoming_frame", *(Column(n, target.c[n].type) for n in names))
    rows = select(*(cast(source.c[n], target.c[n].type) for n in names))
    with registered(connection, "incoming_frame", frame):
        connection.execute(target.insert().from_select(names, rows))


def arrow(
    connection: Connection, statement: Select[Any], values: Mapping[str, Any] | None = None
) -> pa.Table:
    """Read a statement's rows as an Arrow table, many times faster than as rows."""
    options = statement.execution_options(duckdb_arrow=True)
    return connection.execute(options, dict(values or {})).arrow  # type: ignore[attr-defined]


def plain_rows(frame: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows of *frame* as plain values by column, faster than one by one."""
    for batch in frame.to_batches(max_chunksize=_AT_ONCE):
        names, columns = batch.schema.names, map(_plain, batch.columns)
        yield from (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def columns(
    connection: Connection, statement: Select[Any], values: Mapping[str, Any] | None = None
) -> dict[str, NDArray[Any]]:
    """Read a statement's columns as arrays; an unknown number is not a number."""
    table = arrow(connection, statement, values)
    return {name: table[name].to_numpy() for name in table.column_names}


def frame_of(target: Table, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """An Arrow frame of *rows* with exactly the types of the table's columns."""
    schema = arrow_schema(target, [c.name for c in target.columns])
    plain = [row if isinstance(row, dict) else dict(row) for row in rows]
    told = pa.array(plain, pa.struct(list(schema)))
    return pa.Table.from_arrays(told.flatten(), schema=schema)


def arrow_schema(target: Table, names: Iterable[str]) -> pa.Schema:
    """The Arrow types of the named columns of *target*; ``line`` is a whole number."""
    return pa.schema(
        [(name, pa.int64() if name == "line" else _kind_of(target.c[name])) for name in names]
    )


def _plain(column: pa.Array) -> list[Any]:
    """The values of *column*, of texts and times by the way that is many times faster."""
    kind = column.type
    if pa.types.is_timestamp(kind) or pa.types.is_string(kind):
        values: list[Any] = column.to_numpy(zero_copy_only=False).tolist()
        return values
    if column.null_count == len(column):
        return [None] * len(column)
    return list(column.to_pylist())


def _kind_of(column: Column[Any]) -> pa.DataType:
    return _ARROW_KINDS[str(column.type).upper()]
