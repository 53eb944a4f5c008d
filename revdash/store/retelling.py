"""Retelling: keys of which some import told only a part, told anew without one of the imports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

import pyarrow as pa
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Select,
    Table,
    Text,
    and_,
    delete,
    exists,
    literal,
    or_,
    select,
    table,
    update,
)

from revdash.store.frames import arrow, frame_of, insert_found, insert_frame, registered
from revdash.store.schema.ledger import load_batch, load_sighting
from revdash.store.testimony import content_of, defaults_in, hash_of, is_ending, names_in

Row: TypeAlias = dict[str, Any]


def told_in_part(fact: Table, batch_id: int) -> Select[Any]:
    """The keys that *batch_id* brought and of which the imports told different parts."""
    other, s = fact.alias("other"), load_sighting.c
    sighted = and_(
        s.table_name == fact.name,
        s.event_key == fact.c.event_key,
        s.carried.is_distinct_from(fact.c.carried),
    )
    brought = and_(
        other.c.event_key == fact.c.event_key, other.c.carried.is_distinct_from(fact.c.carried)
    )
    differs = or_(exists().where(brought), exists().where(sighted))
    return select(fact.c.event_key).where(fact.c.batch_id == batch_id, differs)


def retell(connection: Connection, fact: Table, batch_id: int, keys: Table) -> None:
    """Tell these keys anew without *batch_id*: import by import, what each carried included."""
    mine = fact.c.event_key.in_(select(keys.c.event_key))
    versions = arrow(connection, select(fact).where(mine)).to_pylist()
    sightings = _sightings(connection, fact, keys)
    told = sorted([*versions, *sightings], key=itemgetter("event_key", "batch_id"))
    stories = [
        _Story(fact, content_of(fact)).told(rows, without=batch_id)
        for _, rows in groupby(told, key=itemgetter("event_key"))
    ]
    s = load_sighting.c
    of_keys = and_(s.table_name == fact.name, s.event_key.in_(select(keys.c.event_key)))
    connection.execute(delete(load_sighting).where(of_keys))
    connection.execute(delete(fact).where(mine))
    insert_frame(
        connection, fact, frame_of(fact, [row for story in stories for row in story.versions])
    )
    connection.execute(
        update(fact).where(mine, fact.c.row_hash.is_(None)).values(row_hash=hash_of(fact, fact))
    )
    _sight(connection, fact, [row for story in stories for row in story.sightings])


def _sightings(connection: Connection, fact: Table, keys: Table) -> list[Row]:
    s = load_sighting.c
    statement = (
        select(s.batch_id, s.event_key, s.carried, load_batch.c.loaded_at)
        .outerjoin_from(load_sighting, load_batch, load_batch.c.batch_id == s.batch_id)
        .where(s.table_name == fact.name, s.event_key.in_(select(keys.c.event_key)))
    )
    found: list[Row] = arrow(connection, statement).to_pylist()
    return found


@dataclass
class _Story:
    """One key, told import by import."""

    fact: Table
    content: tuple[str, ...]
    versions: list[Row] = field(default_factory=list)
    sightings: list[Row] = field(default_factory=list)

    def told(self, rows: Iterator[Row], *, without: int) -> "_Story":
        """Follow what the imports told, and leave one of them out."""
        seen: Row = {}  # the version that a sighting saw
        for row in rows:
            seen = row if "row_hash" in row else seen
            if row["batch_id"] != without:
                self._tell(row, seen)
        for row, following in zip(self.versions, self.versions[1:], strict=False):
            row["superseded_at"] = following["loaded_at"]
        return self

    def _tell(self, row: Row, seen: Row) -> None:
        before: Mapping[str, Any] = self.versions[-1] if self.versions else {}
        untold, defaults = names_in(row["carried"]), defaults_in(row["carried"], self.fact)
        said = {**seen, **dict.fromkeys(untold), **defaults}
        said |= {name: before[name] for name in untold if before.get(name) is not None}
        if not before and is_ending(row["carried"], self.content):
            return  # nothing is left that it could have ended
        if before and all(said[name] == before[name] for name in self.content):
            of = before["batch_id"]
            self.sightings.append({**_only(row), "of_batch": of})
            return
        is_same = all(said[name] == seen[name] for name in self.content)
        said |= {
            "batch_id": row["batch_id"],
            "loaded_at": row["loaded_at"] or seen["loaded_at"],
            "superseded_at": None,
            "row_hash": seen["row_hash"] if is_same else None,
            "carried": row["carried"],
        }
        self.versions.append(said)


def _only(row: Row) -> Row:
    return {name: row[name] for name in ("batch_id", "event_key", "carried")}


def _sight(connection: Connection, fact: Table, rows: list[Row]) -> None:
    """Note which version each import saw, by what it has come to."""
    kinds = {"batch_id": pa.int64(), "event_key": pa.string(), "carried": pa.string()}
    schema = pa.schema({**kinds, "of_batch": pa.int64()})
    seen = table(
        "seen_again",
        Column("batch_id", BigInteger),
        Column("event_key", Text),
        Column("carried", Text),
        Column("of_batch", BigInteger),
    )
    with registered(connection, "seen_again", pa.Table.from_pylist(rows, schema=schema)):
        again = select(
            seen.c.batch_id,
            literal(fact.name).label("table_name"),
            seen.c.event_key,
            fact.c.row_hash,
            seen.c.carried,
        ).join(fact, and_(fact.c.event_key == seen.c.event_key, fact.c.batch_id == seen.c.of_batch))
        insert_found(connection, load_sighting, again)
