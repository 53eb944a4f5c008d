"""Hashes: one number for all that a table holds, whatever the order of its rows."""

from typing import NamedTuple

from sqlalchemy import Connection, Table, cast, func, select
from sqlalchemy.types import Text

from revdash.store.schema import TABLES

_FIELD_END, _BLANK = "\x1f", "\x1e"

# What differs between two releases of equal content: which one it is.
COMPARED = {name: table for name, table in TABLES.items() if name != "store_version"}


class Content(NamedTuple):
    """How many rows a table holds, and the sum of their hashes."""

    rows: int
    hash: str


def content_of(connection: Connection, table: Table) -> Content:
    """Count and hash *table*; it reads every value, so damage anywhere in it is met."""
    spelled = (func.coalesce(cast(column, Text), _BLANK) for column in table.columns)
    row_hash = func.md5_number_lower(func.concat_ws(_FIELD_END, *spelled))
    # md5 and not the engine's own hash(), which may differ from one version to the next
    of_table = select(func.count(), cast(func.sum(row_hash), Text)).select_from(table)
    rows, total = connection.execute(of_table).one()
    return Content(rows=rows, hash=f"{int(total or 0):024x}")


def contents(connection: Connection) -> dict[str, Content]:
    """Count and hash every table that a backup must bring back."""
    return {name: content_of(connection, table) for name, table in COMPARED.items()}
