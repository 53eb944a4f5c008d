"""Columns: the few that every table of facts shares, and the types they use."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Double, MetaData, Table, Text

METADATA = MetaData()

# How a version of a row is told from another: nothing is updated in place. A correction is a
# new row with the same key and a later batch; `superseded_at` is bookkeeping of the release.
LINEAGE = (
    "event_key",
    "source_system",
    "source_id",
    "batch_id",
    "row_hash",
    "recorded_at",
    "loaded_at",
    "superseded_at",
    "retracted",
    "carried",
)


def text(name: str) -> Column[Any]:
    """A column of text, null where the source says nothing."""
    return Column(name, Text)


def instant(name: str) -> Column[Any]:
    """A column of instants, naive UTC."""
    return Column(name, DateTime)


def day(name: str) -> Column[Any]:
    """A column of days, as the source or the company's zone counts them."""
    return Column(name, Date)


def whole(name: str) -> Column[Any]:
    """A column of whole numbers."""
    return Column(name, BigInteger)


def number(name: str) -> Column[Any]:
    """A column of numbers (money in its own currency, hours, shares)."""
    return Column(name, Double)


def flag(name: str) -> Column[Any]:
    """A column of yes or no, null where unknown."""
    return Column(name, Boolean)


def facts(name: str, grain: str, *columns: Column[Any]) -> Table:
    """Declare a table of versioned rows: *grain* is one sentence on what a row is.

    ``event_key`` names the thing a row is a version of (``hubspot:contact:42``);
    the version in force has no ``superseded_at`` and is not ``retracted``. ``carried`` names the
    columns of which its import said nothing: they are as the version before had them.
    """
    return Table(
        name,
        METADATA,
        text("event_key"),
        *columns,
        text("source_system"),
        text("source_id"),
        whole("batch_id"),
        text("row_hash"),
        instant("recorded_at"),
        instant("loaded_at"),
        instant("superseded_at"),
        flag("retracted"),
        text("carried"),
        comment=grain,
        info={"kind": "facts", "own": tuple(column.name for column in columns)},
    )


def derived(name: str, grain: str, *columns: Column[Any]) -> Table:
    """Declare a table made from others, which a rebuild can make again."""
    return Table(name, METADATA, *columns, comment=grain, info={"kind": "derived"})


def ledger(name: str, grain: str, *columns: Column[Any]) -> Table:
    """Declare a table of what the store itself did: kept for ever, never derived."""
    return Table(name, METADATA, *columns, comment=grain, info={"kind": "ledger"})
