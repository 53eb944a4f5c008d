"""Versions: which row of a key is in force, and how an import is taken back.

Every import says one thing of each key it brings: either it is a new version (a row of the
table), or it is what was in force already (a row of ``load_sighting``). All of them are kept,
so leaving one import out gives exactly the tables that the others alone would have made.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from revdash.store.frames import insert_found, set_aside
from revdash.store.retelling import retell, told_in_part
from revdash.store.schema import FACTS, PERSON_FACTS
from revdash.store.schema.ledger import load_batch, load_sighting


def in_force(fact: FromClause) -> ColumnElement[bool]:
    """The condition that a row is the version in force and not retracted."""
    return and_(fact.c.superseded_at.is_(None), fact.c.retracted.isnot(True))


def people_named_by(batch_id: int) -> Iterator[Select[Any]]:
    """Every person whose facts *batch_id* brought or replaced, table by table."""
    for fact in PERSON_FACTS.values():
        keys = select(fact.c.event_key).where(fact.c.batch_id == batch_id)
        yield select(fact.c.person_id).where(fact.c.event_key.in_(keys))


def take_back(connection: Connection, batch_id: int) -> None:
    """Make facts and sightings as if *batch_id* had never been; later imports stay whole."""
    for fact in FACTS.values():
        keys = select(fact.c.event_key).where(fact.c.batch_id == batch_id)
        if not connection.execute(select(exists(keys))).scalar_one():
            continue
        with set_aside(connection, "told_in_part", told_in_part(fact, batch_id)) as parts:
            if connection.execute(select(exists(select(parts.c.event_key)))).scalar_one():
                retell(connection, fact, batch_id, parts)
        if connection.execute(select(exists(keys))).scalar_one():
            with set_aside(connection, "touched", keys) as touched:
                _hand_over(connection, fact, batch_id)
                connection.execute(delete(fact).where(fact.c.batch_id == batch_id))
                _fold(connection, fact, touched)
                reorder(connection, fact, touched)
    connection.execute(delete(load_sighting).where(load_sighting.c.batch_id == batch_id))


def reorder(connection: Connection, fact: Table, touched: Table) -> None:
    """Say again until when each version of the *touched* keys was in force."""
    next_at = func.lead(fact.c.loaded_at, type_=fact.c.loaded_at.type).over(
        partition_by=fact.c.event_key, order_by=fact.c.batch_id
    )
    of_touched = fact.c.event_key.in_(select(touched.c.event_key))
    versions = select(fact.c.event_key, fact.c.batch_id, next_at.label("next_at")).where(of_touched)
    with set_aside(connection, "reordered", versions) as now:
        connection.execute(
            update(fact)
            .where(_same(fact, now), fact.c.batch_id == now.c.batch_id)
            .values(superseded_at=now.c.next_at)
        )


def _hand_over(connection: Connection, fact: Table, batch_id: int) -> None:
    """Give each version of *batch_id* to the first later import that saw it in force."""
    with set_aside(connection, "heirs", _heirs(fact, batch_id)) as heirs:
        connection.execute(
            update(fact)
            .where(fact.c.batch_id == batch_id, _same(fact, heirs))
            .values(
                batch_id=heirs.c.heir, loaded_at=func.coalesce(heirs.c.loaded_at, fact.c.loaded_at)
            )
        )
        seen = exists().where(_same(load_sighting, heirs), load_sighting.c.batch_id == heirs.c.heir)
        connection.execute(
            delete(load_sighting).where(load_sighting.c.table_name == fact.name, seen)
        )


def _heirs(fact: Table, batch_id: int) -> Select[Any]:
    later = fact.alias("later")
    replaced_by = (
        select(func.min(later.c.batch_id))
        .where(later.c.event_key == fact.c.event_key, later.c.batch_id > batch_id)
        .scalar_subquery()
    )
    saw = and_(
        load_sighting.c.table_name == fact.name,
        _same(load_sighting, fact),
        load_sighting.c.row_hash == fact.c.row_hash,
        load_sighting.c.batch_id > batch_id,
    )
    first = (
        select(fact.c.event_key, func.min(load_sighting.c.batch_id).label("heir"))
        .join(load_sighting, saw)
        .where(
            fact.c.batch_id == batch_id,
            or_(replaced_by.is_(None), load_sighting.c.batch_id < replaced_by),
        )
        .group_by(fact.c.event_key)
        .subquery("first")
    )
    return select(first.c.event_key, first.c.heir, load_batch.c.loaded_at).outerjoin_from(
        first, load_batch, load_batch.c.batch_id == first.c.heir
    )


def _fold(connection: Connection, fact: Table, touched: Table) -> None:
    """Make a version that only repeats the one before it a sighting of that one."""
    before = func.lag(fact.c.row_hash, type_=fact.c.row_hash.type).over(
        partition_by=fact.c.event_key, order_by=fact.c.batch_id
    )
    versions = (
        select(
            *(fact.c.event_key, fact.c.batch_id, fact.c.row_hash, fact.c.carried),
            before.label("before"),
        )
        .where(fact.c.event_key.in_(select(touched.c.event_key)))
        .subquery("versions")
    )
    repeated = select(versions).where(versions.c.row_hash == versions.c.before)
    with set_aside(connection, "repeats", repeated) as repeats:
        said = select(
            repeats.c.batch_id,
            literal(fact.name).label("table_name"),
            repeats.c.event_key,
            repeats.c.row_hash,
            repeats.c.carried,
        )
        insert_found(connection, load_sighting, said)
        again = exists().where(_same(fact, repeats), fact.c.batch_id == repeats.c.batch_id)
        connection.execute(delete(fact).where(again))


def _same(one: Table, other: Table) -> ColumnElement[bool]:
    return one.c.event_key == other.c.event_key
