"""Columns: what of a row a reader wants to see."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import FromClause, Table, func, select
from sqlalchemy.sql.elements import ColumnElement

from revdash.metrics.described import Unit
from revdash.store.schema.people import person


class Shows(NamedTuple):
    """A column of the records: its name, its words, and what it is made of."""

    key: str
    label: str
    column: ColumnElement[Any]
    unit: Unit | None = None  # of a number; text and days have none


@dataclass(frozen=True, kw_only=True)
class Behind:
    """How the rows of one table are shown: by which key, with which columns."""

    table: Table
    key: ColumnElement[Any]
    columns: tuple[Shows, ...]
    source: FromClause | None = None  # the table with what else the columns need

    @property
    def rows(self) -> FromClause:
        """What to select from."""
        return self.table if self.source is None else self.source


def name_of(table: Table) -> ColumnElement[Any]:
    """The name of the human of each row of *table*."""
    return (
        select(func.max(person.c.full_name))
        .where(person.c.person_id == table.c.person_id, person.c.superseded_at.is_(None))
        .correlate(table)
        .scalar_subquery()
    )
