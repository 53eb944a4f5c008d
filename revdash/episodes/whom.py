"""Whom: sets of people, as ids at hand or as the statements that find them in the store."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeAlias

import pyarrow as pa
from sqlalchemy import (
    Column,
    CompoundSelect,
    Connection,
    Select,
    Table,
    Text,
    cast,
    false,
    literal,
    select,
    table,
)

from revdash.store.frames import insert_found, registered, set_aside

_NAMED = table("named_people", Column("person_id", Text))


class Found(NamedTuple):
    """Those whom any of several statements finds; each gives a column of ids."""

    statements: tuple[Select[Any], ...]


People: TypeAlias = Collection[str] | Found | Table


@contextmanager
def held(connection: Connection, name: str, *people: People) -> Iterator[Table]:
    """Keep everybody of *people* for a block, each once, in a table of ``person_id``.

    A million ids stay in the store, where they take a tenth of the memory, and statements are
    asked one after the other: all at once take more than a store that is built may.
    """
    nobody = select(cast(literal(None), Text).label("person_id")).where(false())
    with set_aside(connection, name, nobody) as kept:
        for some in people:
            if isinstance(some, Found):
                for statement in some.statements:
                    if _finds(connection, statement):
                        add(connection, kept, statement)
            elif isinstance(some, Table):
                add(connection, kept, select(some.c.person_id))
            else:
                frame = pa.table({"person_id": pa.array(some, pa.string())})
                with registered(connection, "named_people", frame):
                    add(connection, kept, select(_NAMED.c.person_id))
        yield kept


def _finds(connection: Connection, statement: Select[Any]) -> bool:
    """Whether *statement* finds anybody: few do, and who is known already is not read for that."""
    found = statement.subquery("found")
    anybody = select(found.c[0]).where(found.c[0].isnot(None)).limit(1)
    return connection.execute(anybody).first() is not None


def add(connection: Connection, whom: Table, people: Select[Any] | CompoundSelect[Any]) -> int:
    """Hold those of *people* too who are not among *whom* yet; gives how many that are."""
    found = people.subquery("found")
    known = found.c[0].in_(select(whom.c.person_id))
    missing = select(found.c[0].label("person_id")).where(~known, found.c[0].isnot(None))
    return insert_found(connection, whom, missing.distinct())
