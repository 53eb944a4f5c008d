"""Checks: what may be wrong with a store, where, and what to do about each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, exists, func, or_, select
from sqlalchemy.exc import DBAPIError

from revdash.errors import StoreError
from revdash.store.hashes import content_of
from revdash.store.notes import Release, read_note, schema_differences
from revdash.store.own import OWN
from revdash.store.releases import Releases
from revdash.store.schema import FACTS, TABLES
from revdash.store.schema.ledger import load_batch, load_sighting, refused_row

_RESTORE = "Run `revdash restore` with a backup"
_IMPORT_AGAIN = "Undo that import and run it again, or `revdash restore` a backup"
_FAULT = "This is a fault of revdash: keep the file, report it, and `revdash restore` a backup"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is wrong: what, where, and what to do."""

    where: str
    what: str
    remedy: str

    @property
    def sentence(self) -> str:
        """The finding as it is read."""
        return f"{self.where}: {self.what}. {self.remedy}."


Rebuilt = Callable[[Connection], Iterable[Finding]]


def check(
    releases: Releases, *, deep: bool = False, rebuilt: Rebuilt | None = None
) -> list[Finding]:
    """Say what is wrong with the store; nothing when it is well.

    Deep reads every value of every table, and compares the derived tables with what
    *rebuilt* finds.
    """
    try:
        release = releases.current()
        if release is None:
            return [
                Finding(
                    where=str(releases.folder),
                    what="no release was ever published",
                    remedy="Run `revdash import` with your files, or `revdash demo`",
                )
            ]
        with releases.reading(release.path) as connection:
            return list(_findings(connection, release, rebuilt if deep else None, deep=deep))
    except StoreError as error:  # the pointer, or the file as a whole
        what, _, remedy = str(error).partition(". ")
        return [Finding(where=releases.folder.name, what=what, remedy=remedy.rstrip("."))]


def _findings(
    connection: Connection, release: Release, rebuilt: Rebuilt | None, *, deep: bool
) -> Iterator[Finding]:
    yield from _signature(connection, release)
    wrong = [
        Finding(where=release.name, what=difference, remedy=_FAULT)
        for difference in schema_differences(connection)
    ]
    yield from wrong
    if wrong:
        return  # what follows reads the declared columns
    if deep:
        torn = list(_unreadable(connection, release))
        yield from torn
        if torn:
            return
    yield from _receipts(connection, release)
    yield from _sightings(connection, release)
    for fact in FACTS.values():
        yield from _versions(connection, fact, release)
    if rebuilt is not None:
        yield from rebuilt(connection)


def _signature(connection: Connection, release: Release) -> Iterator[Finding]:
    number = read_note(connection, release.path).number
    if number != release.number:
        yield Finding(
            where=release.name,
            what=f"it says that it is release {number}: the file was renamed or copied",
            remedy="Give it back its name, or `revdash restore` a backup",
        )


def _unreadable(connection: Connection, release: Release) -> Iterator[Finding]:
    for name, table in TABLES.items():
        try:
            content_of(connection, table)
        except DBAPIError as error:
            connection.rollback()
            yield Finding(
                where=f"{release.name}, table {name}",
                what=f"its data is damaged ({str(error.orig).splitlines()[0]})",
                remedy=f"{_RESTORE}; the other tables can still be read",
            )


def _receipts(connection: Connection, release: Release) -> Iterator[Finding]:
    refused = (
        select(func.count())
        .where(refused_row.c.batch_id == load_batch.c.batch_id)
        .scalar_subquery()
    )
    of_batches = select(load_batch, refused.label("refused")).order_by(load_batch.c.batch_id)
    brought = _brought(connection)
    for batch in connection.execute(of_batches):
        for what in _receipt_words(batch, brought.get(batch.batch_id, 0)):
            yield Finding(
                where=f"{release.name}, import {batch.batch_id}", what=what, remedy=_IMPORT_AGAIN
            )


def _receipt_words(batch: Any, versions: int) -> Iterator[str]:
    parts = (batch.rows_loaded, batch.rows_unchanged, batch.rows_refused)
    if batch.rows_read is not None and batch.rows_read != sum(part or 0 for part in parts):
        yield (
            f"its receipt does not add up: {batch.rows_read} rows read, but "
            f"{parts[0]} loaded + {parts[1]} unchanged + {parts[2]} refused"
        )
    if batch.rows_refused is not None and batch.refused < batch.rows_refused:
        yield f"{batch.rows_refused} rows were refused and {batch.refused} reasons are kept"
    if batch.undone_at is None and batch.rows_loaded and not versions:
        yield f"its receipt says {batch.rows_loaded} rows loaded, and none is there"


def _brought(connection: Connection) -> dict[int, int]:
    """How many versions each import brought or saw, over all tables of facts."""
    brought: dict[int, int] = {}
    for table in (*FACTS.values(), load_sighting):
        counted = select(table.c.batch_id, func.count()).group_by(table.c.batch_id)
        for batch_id, versions in connection.execute(counted):
            brought[batch_id] = brought.get(batch_id, 0) + versions
    return brought


def _sightings(connection: Connection, release: Release) -> Iterator[Finding]:
    known = exists().where(
        load_batch.c.batch_id == load_sighting.c.batch_id, load_batch.c.undone_at.is_(None)
    )
    yield from _found(
        connection,
        select(load_sighting.c.event_key).where(~known),
        f"{release.name}, table load_sighting",
        "belong to an import that was undone or never was",
    )


def _versions(connection: Connection, fact: Table, release: Release) -> Iterator[Finding]:
    where = f"{release.name}, table {fact.name}"
    twice = (
        select(fact.c.event_key)
        .where(fact.c.superseded_at.is_(None))
        .group_by(fact.c.event_key)
        .having(func.count() > 1)
    )
    yield from _found(connection, twice, where, "have more than one version in force")
    known = exists().where(
        load_batch.c.batch_id == fact.c.batch_id, load_batch.c.undone_at.is_(None)
    )
    orphans = select(fact.c.event_key).where(~known, fact.c.batch_id.is_distinct_from(OWN))
    yield from _found(connection, orphans, where, "are of an import that was undone or never was")
    of_key = func.lead(fact.c.loaded_at, type_=fact.c.loaded_at.type).over(
        partition_by=fact.c.event_key, order_by=fact.c.batch_id
    )
    ordered = select(fact.c.event_key, fact.c.superseded_at, of_key.label("next_at")).subquery(
        "ordered"
    )
    until, next_at = ordered.c.superseded_at, ordered.c.next_at
    agree = or_(until == next_at, and_(until.is_(None), next_at.is_(None)))
    disordered = select(ordered.c.event_key).where(func.coalesce(~agree, True))
    yield from _found(connection, disordered, where, "end when the next version does not begin")


def _found(connection: Connection, keys: Select[Any], where: str, what: str) -> Iterator[Finding]:
    wrong = keys.subquery("wrong")
    count, first = connection.execute(select(func.count(), func.min(wrong.c.event_key))).one()
    if count:
        yield Finding(
            where=where,
            what=f"{count} {'key' if count == 1 else 'keys'} ({first}, …) {what}",
            remedy=_FAULT,
        )
