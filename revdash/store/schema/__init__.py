"""The store's tables, one file a subject; ``METADATA`` holds them all."""

from sqlalchemy import Table

from revdash.store.schema import (
    agreement,
    clientele,
    customers,
    deals,
    drops,
    episodes,
    followers,
    identity,
    joint,
    ledger,
    lifecycle,
    marketing,
    people,
    rollups,
    sales,
    workshop,
)
from revdash.store.schema.columns import LINEAGE, METADATA

SCHEMA_VERSION = 7

SUBJECTS = (
    people,
    marketing,
    lifecycle,
    sales,
    deals,
    customers,
    agreement,
    episodes,
    followers,
    clientele,
    workshop,
    drops,
    identity,
    joint,
    rollups,
    ledger,
)

TABLES: dict[str, Table] = dict(METADATA.tables)
FACTS: dict[str, Table] = {n: t for n, t in TABLES.items() if t.info["kind"] == "facts"}
DERIVED: dict[str, Table] = {n: t for n, t in TABLES.items() if t.info["kind"] == "derived"}
# What a rebuild makes from the facts, by the rules that the other derived tables hold.
JUDGED: tuple[Table, ...] = tuple(
    table
    for subject in (episodes, followers, clientele, workshop, drops, identity)
    for table in vars(subject).values()
    if isinstance(table, Table)
)
LEDGER: dict[str, Table] = {n: t for n, t in TABLES.items() if t.info["kind"] == "ledger"}

# Facts that name a person: an import touches the episodes of the people it names, no others.
PERSON_FACTS: dict[str, Table] = {
    name: table for name, table in FACTS.items() if "person_id" in table.c
}

__all__ = [
    "DERIVED",
    "FACTS",
    "JUDGED",
    "LEDGER",
    "LINEAGE",
    "METADATA",
    "PERSON_FACTS",
    "SCHEMA_VERSION",
    "SUBJECTS",
    "TABLES",
]
