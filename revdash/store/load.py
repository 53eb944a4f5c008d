"""Load: merge staged rows into a table of versions by key, and say what changed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, FromClause, Row, Select, Table, func, select

from revdash.store import bringing, sighting
from revdash.store.bringing import Kind, Known, staged_columns
from revdash.store.frames import (
    arrow,
    arrow_schema,
    frame_of,
    insert_frame,
    kept,
    numbered,
    register,
    registered,
    unregister,
    without_repeats,
)
from revdash.store.schema.ledger import load_batch
from revdash.store.testimony import carrying, untold
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
    whole = numbered(rows.select(list(staged_columns(target))))
    staged, is_each_once = without_repeats(whole)
    absent = untold(rows, target)
    kind = Kind(target, absent, carrying(rows, absent), is_each_once)
    coming = _Coming(connection, kind, {"this_batch": batch_id, "this_moment": loaded_at})
    with registered(connection, "staged_rows", staged):
        has = Known._make(coming.one(bringing.known(kind)))
        if is_each_once and not has.versions:
            coming.run(bringing.bring_all(kind))
            lines = staged["line"].combine_chunks()
            loaded = lines.take(pc.array_sort_indices(lines))
            return Merged(loaded=loaded, unchanged=rows.num_rows - len(loaded), overtaken=())
        loaded, overtaken = _bring_new(coming, has, staged.num_rows)
    unchanged = rows.num_rows - len(loaded) - len(overtaken)
    return Merged(loaded=loaded, unchanged=unchanged, overtaken=overtaken)


class _Coming(NamedTuple):
    """The rows of one frame on their way into their table."""

    connection: Connection
    kind: Kind
    values: Mapping[str, Any]  # which import brings them, and when

    def run(self, statement: Any) -> None:
        self.connection.execute(statement, self.values)

    def one(self, statement: Select[Any]) -> Row[Any]:
        return self.connection.execute(statement, self.values).one()

    def is_any(self, statement: Select[Any]) -> bool:
        return bool(self.one(statement)[0])


def _bring_new(
    coming: _Coming, has: Known, rows: int
) -> tuple[pa.Array, tuple[tuple[int, str], ...]]:
    """Load the staged *rows* that say something new; gives their lines, and what was overtaken."""
    connection, kind, values = coming
    target = kind.target
    is_told_before = bool(has.is_mine) or bool(
        has.is_sighted and coming.is_any(bringing.seen(kind))
    )
    with (
        _whole(coming, has, is_told_before=is_told_before) as source,
        kept(connection, bringing.incoming(kind, source), values) as incoming,
    ):
        overtaken = () if kind.is_each_once else _overtaken(connection, incoming)
        if is_told_before:
            _unsay(coming, incoming)
        loaded = arrow(connection, bringing.new_lines(incoming))
        if _may_be_seen(coming, incoming, rows - loaded.num_rows, is_told_before=is_told_before):
            coming.run(sighting.see(target, incoming))
        if is_told_before and coming.is_any(sighting.tells_more(target, incoming)):
            coming.run(sighting.tell_more(target, incoming))
        if loaded.num_rows:
            coming.run(bringing.supersede(target, incoming))
            coming.run(bringing.bring(kind, source, incoming))
    return loaded["line"].combine_chunks(), overtaken


def _may_be_seen(coming: _Coming, incoming: Table, known: int, *, is_told_before: bool) -> bool:
    """Whether an earlier import brought what a row says again; *known* is how many are not new.

    Where no earlier file of this import told of these keys, and each is there once, they are all.
    """
    if is_told_before or not coming.kind.is_each_once:
        return coming.is_any(sighting.is_seen(coming.kind.target, incoming))
    return known > 0


@contextmanager
def _whole(coming: _Coming, has: Known, *, is_told_before: bool) -> Iterator[FromClause]:
    """Give the staged rows, with what they do not tell as the version in force has it."""
    kind = coming.kind
    if not (kind.absent and (is_told_before or has.has_more)):
        yield bringing.source_of(kind)
        return
    completed = bringing.completed(kind, is_told_before=is_told_before)
    with kept(coming.connection, completed, coming.values) as whole:
        yield whole


def _overtaken(connection: Connection, incoming: Table) -> tuple[tuple[int, str], ...]:
    found = connection.execute(sighting.overtaken(incoming))
    return tuple((row.line, row.event_key) for row in found)


def _unsay(coming: _Coming, incoming: Table) -> None:
    """Forget what an earlier file of the same import said of keys that this one corrects."""
    target = coming.kind.target
    coming.run(sighting.unsee(target, incoming))
    if not coming.is_any(sighting.is_corrected(target, incoming)):
        return
    corrected = sighting.corrected(target, incoming)
    with kept(coming.connection, corrected, coming.values) as keys:
        coming.run(sighting.unbring(target, keys))
        reorder(coming.connection, target, keys)
        coming.run(sighting.look_again(target, incoming, keys))
