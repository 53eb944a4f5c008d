"""Columns: the few that the desk's tables share, and the four kinds of table."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str) -> Column[Any]:
    """A column that names the row: text, so that it means the same in every copy of the desk."""
    return Column(name, Text, primary_key=True)


def of(name: str, parent: str) -> Column[Any]:
    """A column that names the row of *parent* (``meeting.meeting_id``) this row belongs to."""
    return Column(name, Text, ForeignKey(parent), nullable=False, index=True)


def text(name: str) -> Column[Any]:
    """A column of short text that must be given: a code, a name, a kind."""
    return Column(name, Text, nullable=False)


def maybe(name: str) -> Column[Any]:
    """A column of short text that may be missing."""
    return Column(name, Text)


def prose(name: str) -> Column[Any]:
    """A column of what people wrote in their own words.

    It may name persons, so the audit log says only that it changed: an erasure can reach it.
    """
    return Column(name, Text, info={"prose": True})


def instant(name: str) -> Column[Any]:
    """A column of instants, naive UTC, null where it has not happened."""
    return Column(name, DateTime)


def day(name: str) -> Column[Any]:
    """A column of days as the company's zone counts them, null where open."""
    return Column(name, Date)


def whole(name: str) -> Column[Any]:
    """A column of whole numbers."""
    return Column(name, BigInteger)


def number(name: str) -> Column[Any]:
    """A column of numbers (hours, money, shares)."""
    return Column(name, Double)


def flag(name: str) -> Column[Any]:
    """A column of yes or no."""
    return Column(name, Boolean(create_constraint=False), nullable=False, default=False)


def document(name: str) -> Column[Any]:
    """A column of small structured settings, kept as JSON."""
    return Column(name, JSON(none_as_null=True))


def packed(name: str) -> Column[Any]:
    """A column of compressed bytes, for long lists of record keys."""
    return Column(name, LargeBinary)


def editable(name: str, grain: str, *columns: Any) -> Table:
    """Declare a table of rows that people change: each carries who changed it last, and when.

    ``version`` counts the changes; a change must name the version it was made from.
    """
    return Table(
        name,
        METADATA,
        *columns,
        Column("version", BigInteger, nullable=False),
        Column("changed_at", DateTime, nullable=False),
        Column("changed_by", Text, nullable=False),
        comment=grain,
        info={"kind": "editable"},
    )


def once(name: str, grain: str, *columns: Any) -> Table:
    """Declare a table of rows that are written once and stay as they are."""
    return Table(
        name,
        METADATA,
        *columns,
        Column("written_at", DateTime, nullable=False),
        Column("written_by", Text, nullable=False),
        comment=grain,
        info={"kind": "once"},
    )


def anonymous(name: str, grain: str, *columns: Any) -> Table:
    """Declare a table that must not know who wrote a row, nor when."""
    return Table(name, METADATA, *columns, comment=grain, info={"kind": "anonymous"})


def ledger(name: str, grain: str, *columns: Any) -> Table:
    """Declare a table the desk keeps about itself."""
    return Table(name, METADATA, *columns, comment=grain, info={"kind": "ledger"})
