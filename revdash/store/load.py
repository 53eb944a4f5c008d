"""Load: merge staged rows into a table of versions by key, say what changed, take it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    MetaData,
    Select,
    Table,
    and_,
    cast,
    delete,
    exists,
    func,
    literal,
    select,
    table,
    union,
    update,
)
from sqlalchemy.types import Text

from revdash.store.schema import FACTS, PERSON_FACTS
from revdash.store.schema.ledger import load_batch, load_sighting

_ASSIGNED = ("batch_id", "row_hash", "loaded_at", "superseded_at")
_FIELD_END, _BLANK = "\x1f", "\x1e"


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What became of staged rows: each is loaded, unchanged or overtaken by a later line."""

    loaded: pa.Array  # the lines that brought a new version
    unchanged: int
    overtaken: tuple[tuple[int, str], ...]  # (line, event_key) with other values further down


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
    incoming = _stage(connection, target, rows)
    last = incoming.c.is_last
    known = exists().where(
        target.c.event_key == incoming.c.event_key,
        target.c.superseded_at.is_(None),
        target.c.row_hash == incoming.c.row_hash,
    )
    overtaken = _overtaken(connection, incoming)
    connection.execute(
        load_sighting.insert().from_select(
            ["batch_id", "table_name", "event_key", "row_hash"],
            select(
                literal(batch_id), literal(target.name), incoming.c.event_key, incoming.c.row_hash
            ).where(last, known),
        )
    )
    loaded = arrow(connection, select(incoming.c.line).where(last, ~known))["line"]
    if len(loaded):
        _supersede(connection, target, incoming, known, batch_id=batch_id, loaded_at=loaded_at)
    incoming.drop(connection)
    return Merged(
        loaded=loaded.combine_chunks(),
        unchanged=rows.num_rows - len(loaded) - len(overtaken),
        overtaken=overtaken,
    )


def people_named_by(connection: Connection, batch_id: int) -> set[str]:
    """Every person whose facts *batch_id* brought or replaced."""
    brought = []
    for fact in PERSON_FACTS.values():
        keys = select(fact.c.event_key).where(fact.c.batch_id == batch_id)
        brought.append(select(fact.c.person_id).where(fact.c.event_key.in_(keys)))
    found = connection.execute(union(*brought)).scalars()
    return {person for person in found if person is not None}


def take_back(connection: Connection, batch_id: int) -> None:
    """Make the store as if *batch_id* had never been: rows that a later import also saw stay."""
    for fact in FACTS.values():
        _hand_over(connection, fact, batch_id)
        keys = set(
            connection.execute(
                select(fact.c.event_key).where(fact.c.batch_id == batch_id)
            ).scalars()
        )
        if keys:
            connection.execute(delete(fact).where(fact.c.batch_id == batch_id))
            _reorder(connection, fact, keys)
    connection.execute(delete(load_sighting).where(load_sighting.c.batch_id == batch_id))


def in_force(fact: Table) -> Any:
    """The condition that a row is the version in force and not retracted."""
    return and_(fact.c.superseded_at.is_(None), fact.c.retracted.isnot(True))


def register(connection: Connection, name: str, frame: pa.Table) -> None:
    """Let statements of this connection read *frame* as a table called *name*."""
    connection.connection.dbapi_connection.register(name, frame)  # type: ignore[union-attr]


def unregister(connection: Connection, name: str) -> None:
    """Forget a frame given to `register`."""
    connection.connection.dbapi_connection.unregister(name)  # type: ignore[union-attr]


def insert_frame(connection: Connection, target: Table, frame: pa.Table) -> None:
    """Insert an Arrow frame whose columns are named as the table's, in one statement."""
    if not frame.num_rows:
        return
    register(connection, "incoming_frame", frame)
    names = frame.column_names
    source = table("incoming_frame", *(Column(n, target.c[n].type) for n in names))
    connection.execute(
        target.insert().from_select(
            names, select(*(cast(source.c[n], target.c[n].type) for n in names))
        )
    )
    unregister(connection, "incoming_frame")


def arrow(connection: Connection, statement: Select[Any]) -> pa.Table:
    """Read a statement's rows as an Arrow table, many times faster than as rows."""
    return connection.execute(statement.execution_options(duckdb_arrow=True)).arrow  # type: ignore[attr-defined]


def frame_of(target: Table, rows: Iterable[dict[str, Any]]) -> pa.Table:
    """An Arrow frame of *rows* with exactly the types of the table's columns."""
    names = [c.name for c in target.columns]
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for row in rows:
        for name in names:
            columns[name].append(row.get(name))
    return pa.table(columns, schema=arrow_schema(target, names))


def arrow_schema(target: Table, names: Iterable[str]) -> pa.Schema:
    """The Arrow types of the named columns of *target*; ``line`` is a whole number."""
    kinds = {
        "TEXT": pa.string(),
        "DATETIME": pa.timestamp("us"),
        "DATE": pa.date32(),
        "BIGINT": pa.int64(),
        "DOUBLE": pa.float64(),
        "BOOLEAN": pa.bool_(),
    }
    return pa.schema(
        [
            (name, pa.int64() if name == "line" else kinds[str(target.c[name].type).upper()])
            for name in names
        ]
    )


def _stage(connection: Connection, target: Table, rows: pa.Table) -> Table:
    names = staged_columns(target)
    register(connection, "staged_rows", rows.select(list(names)))
    source = table(
        "staged_rows",
        *(Column(n, BigInteger if n == "line" else target.c[n].type) for n in names),
    )
    content = [n for n in names if n not in ("line", "event_key", "source_system", "source_id")]
    spelled = (func.coalesce(cast(source.c[n], Text), _BLANK) for n in content)
    row_hash = func.md5(func.concat_ws(_FIELD_END, *spelled))
    latest = func.row_number().over(partition_by=source.c.event_key, order_by=source.c.line.desc())
    incoming = Table(
        "incoming",
        MetaData(),
        *(Column(n, source.c[n].type) for n in names),
        Column("row_hash", Text),
        Column("is_last", target.c.retracted.type),
        prefixes=["TEMPORARY"],
    )
    incoming.create(connection)
    connection.execute(
        incoming.insert().from_select(
            [*names, "row_hash", "is_last"],
            select(*(source.c[n] for n in names), row_hash, latest == 1),
        )
    )
    unregister(connection, "staged_rows")
    return incoming


def _overtaken(connection: Connection, incoming: Table) -> tuple[tuple[int, str], ...]:
    later = incoming.alias("later")
    found = connection.execute(
        select(incoming.c.line, incoming.c.event_key)
        .join(later, and_(later.c.event_key == incoming.c.event_key, later.c.is_last))
        .where(~incoming.c.is_last, later.c.row_hash != incoming.c.row_hash)
        .order_by(incoming.c.line)
    )
    return tuple((row.line, row.event_key) for row in found)


def _supersede(
    connection: Connection,
    target: Table,
    incoming: Table,
    known: Any,
    *,
    batch_id: int,
    loaded_at: datetime,
) -> None:
    names = [n for n in staged_columns(target) if n != "line"]
    chosen: Select[Any] = select(
        *(incoming.c[n] for n in names),
        incoming.c.row_hash,
        literal(batch_id),
        literal(loaded_at),
    ).where(incoming.c.is_last, ~known)
    brought = Table(
        "brought",
        MetaData(),
        *(Column(n, target.c[n].type) for n in _brought(names)),
        prefixes=["TEMPORARY"],
    )
    brought.create(connection)
    connection.execute(brought.insert().from_select(_brought(names), chosen))
    replaced = target.c.event_key.in_(select(brought.c.event_key))
    # a later file of the same import corrects an earlier one: one import, one version a key
    connection.execute(delete(target).where(target.c.batch_id == batch_id, replaced))
    connection.execute(
        update(target)
        .where(target.c.superseded_at.is_(None), replaced)
        .values(superseded_at=loaded_at)
    )
    connection.execute(target.insert().from_select(_brought(names), select(brought)))
    brought.drop(connection)


def _brought(names: list[str]) -> list[str]:
    return [*names, "row_hash", "batch_id", "loaded_at"]


def _hand_over(connection: Connection, fact: Table, batch_id: int) -> None:
    """Give the rows of *batch_id* that later imports saw to the first of those."""
    later = (
        select(
            load_sighting.c.event_key,
            load_sighting.c.row_hash,
            func.min(load_sighting.c.batch_id).label("heir"),
        )
        .where(load_sighting.c.table_name == fact.name, load_sighting.c.batch_id > batch_id)
        .group_by(load_sighting.c.event_key, load_sighting.c.row_hash)
        .subquery("later")
    )
    heirs = connection.execute(
        select(fact.c.event_key, fact.c.row_hash, later.c.heir, load_batch.c.loaded_at)
        .join(
            later,
            and_(later.c.event_key == fact.c.event_key, later.c.row_hash == fact.c.row_hash),
        )
        .join(load_batch, load_batch.c.batch_id == later.c.heir)
        .where(fact.c.batch_id == batch_id)
    ).all()
    for heir in {row.heir for row in heirs}:
        keys = [row.event_key for row in heirs if row.heir == heir]
        loaded_at = next(row.loaded_at for row in heirs if row.heir == heir)
        connection.execute(
            update(fact)
            .where(fact.c.batch_id == batch_id, fact.c.event_key.in_(keys))
            .values(batch_id=heir, loaded_at=loaded_at)
        )
        connection.execute(
            delete(load_sighting).where(
                load_sighting.c.table_name == fact.name,
                load_sighting.c.batch_id == heir,
                load_sighting.c.event_key.in_(keys),
            )
        )


def _reorder(connection: Connection, fact: Table, keys: set[str]) -> None:
    """Say again which version of each key is in force, and since when the others are not."""
    of_key = fact.alias("of_key")
    next_at = (
        select(func.min(of_key.c.loaded_at))
        .where(of_key.c.event_key == fact.c.event_key, of_key.c.batch_id > fact.c.batch_id)
        .scalar_subquery()
    )
    connection.execute(update(fact).where(fact.c.event_key.in_(keys)).values(superseded_at=next_at))
