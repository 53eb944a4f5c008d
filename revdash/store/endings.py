"""Endings: rows that an import says are no more, though it does not name them.

A call moved to another contact is no longer the first one's; a day's spend told by campaign is not
told by ad set too. Such a row gets one version more, which tells nothing but that it is retracted
(`testimony.is_ending`), so that taking the import back gives the row back. A row that was ended
before is ended again: whichever of the imports is taken back, the others still end it.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any, NamedTuple

import pyarrow as pa
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Select,
    Table,
    Text,
    and_,
    exists,
    func,
    select,
    table,
)

from revdash.store.frames import arrow, frame_of, registered
from revdash.store.load import staged_columns
from revdash.store.schema.marketing import channel_day
from revdash.store.testimony import telling

_PART = ":[^:]*$"  # the last part of a key
_SCOPE = ("source_system", "campaign_id", "day")
_ENDED = ("event_key", "source_system", "source_id", "retracted")


class Ended(NamedTuple):
    """The rows to merge, and how many of them counted until now: by what their keys call them."""

    frame: pa.Table
    things: Counter[str]


def parts_ended(connection: Connection, target: Table, told: pa.Table, parts: pa.Table) -> Ended:
    """The rows of records *told* anew that are none of their parts any more.

    *told* has a ``record`` and its ``line``; *parts* the ``event_key`` of those that the same file
    gives: the record, a colon and one thing more.
    """
    records = table("told_records", Column("record", Text), Column("line", BigInteger))
    given = table("given_keys", Column("event_key", Text))
    record = func.regexp_replace(target.c.event_key, _PART, "")
    is_given = exists().where(given.c.event_key == target.c.event_key)
    with (
        registered(connection, "told_records", told),
        registered(connection, "given_keys", parts),
    ):
        of_records = _standing(target, records, records.c.record == record)
        return _ended(connection, target, of_records.where(~is_given))


def days_ended(connection: Connection, frame: pa.Table, ways: Collection[str]) -> Ended:
    """The rows that give days of campaigns in another way than *frame* does.

    The *ways* of this file are what its keys begin with: by campaign, or by something finer.
    """
    days = table(
        "told_days",
        *(Column(name, Date if name == "day" else Text) for name in _SCOPE),
        Column("line", BigInteger),
    )
    same_day = and_(*(days.c[name] == channel_day.c[name] for name in _SCOPE))
    is_other = and_(*(~channel_day.c.event_key.startswith(way, autoescape=True) for way in ways))
    if not connection.execute(select(exists().where(is_other))).scalar_one():
        return Ended(_frame(channel_day, []), Counter())
    told = frame.group_by(list(_SCOPE)).aggregate([("line", "min")])
    with registered(connection, "told_days", told.rename_columns([*_SCOPE, "line"])):
        of_days = _standing(channel_day, days, same_day)
        return _ended(connection, channel_day, of_days.where(is_other))


def _standing(target: Table, told: FromClause, is_told: ColumnElement[bool]) -> Select[Any]:
    """The versions in force, ended or not, of what a file has told, with the first of its lines."""
    columns = [target.c[name] for name in _ENDED]
    line = func.min(told.c.line).label("line")
    joined = select(*columns, line).join_from(target, told, is_told)
    return joined.where(target.c.superseded_at.is_(None)).group_by(*columns)


def _ended(connection: Connection, target: Table, statement: Select[Any]) -> Ended:
    rows = arrow(connection, statement).to_pylist()
    new = [row for row in rows if not row["retracted"]]
    things = Counter(
        row["event_key"].removeprefix(f"{row['source_system']}:").split(":")[0] for row in new
    )
    return Ended(_frame(target, rows), things)


def _frame(target: Table, rows: list[dict[str, Any]]) -> pa.Table:
    """A staged frame that tells of *rows* only that they are no more."""
    names = [name for name in staged_columns(target) if name != "line"]
    frame = frame_of(target, [{**row, "retracted": True} for row in rows]).select(names)
    lines = pa.array([row["line"] for row in rows], pa.int64())
    return telling(frame.append_column("line", lines), ("retracted",))
