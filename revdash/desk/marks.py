"""Marks: what changes whenever a row of a table does, without reading its rows."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Connection, Table, func, select


def marks_of(connection: Connection, tables: Iterable[Table]) -> str:
    """Tell of each table how many rows it has, how often and when changed, as far as it knows."""
    return " ".join(_marks(connection, table) for table in tables)


def _marks(connection: Connection, table: Table) -> str:
    kept: list[Column[Any]] = [table.c[n] for n in ("changed_at", "written_at") if n in table.c]
    asked: list[Any] = [func.count(), *map(func.max, kept)]
    if "version" in table.c:
        asked.append(func.sum(table.c.version))
    told = connection.execute(select(*asked).select_from(table)).one()
    return f"{table.name}:{','.join(str(one) for one in told)}"
