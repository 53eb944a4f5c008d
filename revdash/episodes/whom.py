"""Whom: sets of people, as ids at hand or as the statement that finds them in the store."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeAlias

import pyarrow as pa
from sqlalchemy import (
    Column,
    CompoundSelect,
    Connection,
    Select,
    SelectBase,
    Table,
    Text,
    func,
    select,
    table,
    union,
)

from revdash.store.frames import registered, set_aside

People: TypeAlias = Collection[str] | Select[Any] | CompoundSelect[Any] | Table


@contextmanager
def held(connection: Connection, name: str, *people: People) -> Iterator[Table]:
    """Keep everybody of *people* for a block, each once, in a table of ``person_id``.

    A million ids stay in the store, where they take a tenth of the memory.
    """
    told = [select(some) if isinstance(some, Table) else some for some in people]
    ids = [one for some in told if not isinstance(some, SelectBase) for one in some]
    at_hand = pa.table({"person_id": pa.array(ids, pa.string())})
    statements = (some for some in told if isinstance(some, SelectBase))
    named = select(table("named_people", Column("person_id", Text)))
    found = union(named, *statements).subquery("found")
    everybody = select(found.c.person_id).where(found.c.person_id.isnot(None))
    with ExitStack() as stack:
        with registered(connection, "named_people", at_hand):
            kept = stack.enter_context(set_aside(connection, name, everybody))
        yield kept


def add(connection: Connection, whom: Table, people: Select[Any] | CompoundSelect[Any]) -> int:
    """Hold those of *people* too who are not among *whom* yet; gives how many that are."""
    found = people.subquery("more")
    known = found.c.person_id.in_(select(whom.c.person_id))
    more = select(found.c.person_id).where(~known, found.c.person_id.isnot(None))
    with set_aside(connection, "more_people", more) as added:
        connection.execute(whom.insert().from_select(["person_id"], select(added)))
        count = select(func.count()).select_from(added)
        return int(connection.execute(count).scalar_one())
