"""Told: what tellers wrote into a release, and what of the desk they wrote it from."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table, delete, select

from revdash.store.frames import frame_of, insert_frame
from revdash.store.schema.joint import told_from, told_reading

Row: TypeAlias = Mapping[str, Any]
_NAMED_BY = ("metric", "as_on", "segment", "team", "side", "item")


def told_before(connection: Connection, metric: str, day: date) -> list[Row]:
    """Read what was told of *metric* up to *day*."""
    t = told_reading.c
    asked = select(told_reading).where(t.metric == metric, t.as_on < day)
    return [dict(row) for row in connection.execute(asked).mappings()]


def tell_anew(
    connection: Connection, table: Table, rows: Iterable[Row], metrics: Iterable[str] = ()
) -> None:
    """Put *rows* in the place of all that *table* has, or of what it tells of *metrics*."""
    gone, told = delete(table), [*rows]
    if table is told_reading:
        gone = gone.where(told_reading.c.metric.in_([*metrics]))
        told = [*_named(told)]
    connection.execute(gone)
    insert_frame(connection, table, frame_of(table, told))


def read_marks(connection: Connection) -> dict[str, str]:
    """Read what of the desk each teller's rows rest on."""
    return {row.teller: row.marks for row in connection.execute(select(told_from))}


def keep_marks(connection: Connection, marks: Mapping[str, str]) -> None:
    """Keep what of the desk each teller's rows rest on."""
    rows = ({"teller": name, "marks": mark} for name, mark in marks.items())
    tell_anew(connection, told_from, rows)


def _named(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        parts = (str(row.get(name) or "") for name in _NAMED_BY)
        yield {**row, "event_key": ":".join(parts)}
