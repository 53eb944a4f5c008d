"""Imports: files in, one release or none out, with a receipt; and taking one back."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from revdash.api.accounts import Account, file_account
from revdash.api.actors import Actor, Right
from revdash.api.building import derive, name_of
from revdash.api.changes import Change, changes, moved_on
from revdash.api.house import House
from revdash.api.judging import rules_of
from revdash.api.merging import merge_file
from revdash.api.oddities import oddities_since
from revdash.api.reading import Reading, understood
from revdash.api.trail import IMPORT, UNDO, write_down
from revdash.api.understanding import PLAINLY, Manner
from revdash.clock import utc_now
from revdash.episodes.concerned import people_concerned_by
from revdash.episodes.whom import held
from revdash.errors import InputError, ShortOfMemoryError
from revdash.ingest import Receipt, Staged, read_bytes, read_file
from revdash.store.frames import settle
from revdash.store.issues import issues_so_far
from revdash.store.ledger import enter, entries, entry, mark_undone
from revdash.store.load import next_batch
from revdash.store.releases import Building
from revdash.store.versions import take_back

__all__ = ["Batch", "Imported", "Manner", "batches", "import_bytes", "import_paths", "undo"]


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import did, or would do: its number (none of a dry run), the release in force."""

    batch_id: int | None
    release: str
    receipts: tuple[Receipt, ...]
    changes: tuple[Change, ...] = ()  # of the numbers of the one view
    oddities: tuple[str, ...] = ()  # what looks odd since, kept and flagged
    notes: tuple[str, ...] = ()  # of all its files together
    left: tuple[str, ...] = ()  # files that were not begun, since it was asked to end

    @property
    def account(self) -> Account:
        """What is kept of it with the import."""
        files = tuple(map(file_account, self.receipts))
        return Account(
            files=files,
            changes=self.changes,
            oddities=self.oddities,
            notes=self.notes,
            left=self.left,
        )


@dataclass(frozen=True, kw_only=True)
class Batch:
    """One import of the past."""

    batch_id: int
    what: str
    by: str
    loaded_at: datetime
    files: int
    read: int
    loaded: int
    unchanged: int
    refused: int
    undone_at: datetime | None


class _DryRunError(Exception):
    """All is known that was asked, and nothing is to be changed: no release is made."""


def import_paths(
    house: House,
    actor: Actor,
    paths: Sequence[Path],
    manner: Manner = PLAINLY,
) -> Imported:
    """Import files from disk as one import."""
    actor.assert_may(Right.IMPORT)
    said = manner.answers.encodings
    readers = [
        (path.name, partial(read_file, path, encoding=said.get(path.name, manner.encoding)))
        for path in paths
    ]
    return _import(house, actor, readers, manner)


def import_bytes(
    house: House, actor: Actor, name: str, content: bytes, *, mapping: str = ""
) -> Imported:
    """Import one dropped file."""
    actor.assert_may(Right.IMPORT)
    readers = [(name, partial(read_bytes, name, content))]
    return _import(house, actor, readers, Manner(mapping=mapping))


def _import(house: House, actor: Actor, readers: Sequence[Reading], manner: Manner) -> Imported:
    """Import in little memory, as nearly everything can be; else once more in much."""
    try:
        return _import_once(house, actor, readers, manner)
    except ShortOfMemoryError:
        manner.progress("starting again with more memory")
        house.releases.build_with_more()
        return _import_once(house, actor, readers, manner)


def _import_once(
    house: House, actor: Actor, readers: Sequence[Reading], manner: Manner
) -> Imported:
    """Read and understand every file before the store is touched, then publish once.

    The writer's lock is taken first: a busy store says so at once, and no setting changes
    between understanding the files and judging what they say.
    """
    moment = manner.now or utc_now()
    what = f"import {', '.join(name for name, _ in readers)}"[:200]
    with (
        suppress(_DryRunError),
        house.releases.building(
            what, by=actor.name, now=moment, wait=house.settings.lock_wait
        ) as building,
    ):
        by = house.stamp(actor.actor_id, moment)
        staged, left = understood(house, readers, manner, by)
        done = _without(left, _imported(house, building, staged, manner))
        if manner.is_dry:
            done = replace(done, batch_id=None, release=_in_force(house))
            raise _DryRunError
        _enter(building, actor, done)
        manner.progress("publishing")
    if not manner.is_dry:
        _audit(house, actor, done, moment)
    return done


def _imported(
    house: House, building: Building, staged: Sequence[Staged], manner: Manner
) -> Imported:
    """Merge what the files say; derive anew what that concerns, where anything was new."""
    number = next_batch(building.connection)
    receipts = tuple(merge_file(building, one, number, manner.progress) for one in staged)
    settle(building.connection)
    changed: tuple[Change, ...] = ()
    oddities: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    if building.start is None or any(receipt.loaded for receipt in receipts):
        manner.progress("deriving episodes and deals")
        with issues_so_far(building.connection) as known:
            derive(building, house, people_concerned_by(number))
            notes = tuple(moved_on(building, rules_of(house.desk)))
            oddities = oddities_since(building.connection, known)
        manner.progress("comparing the numbers")
        changed = changes(house, building.connection, building.data_to or building.now)
    return Imported(
        batch_id=number,
        release=name_of(building, house),
        receipts=receipts,
        changes=changed,
        oddities=oddities,
        notes=notes,
    )


def _without(left: Sequence[str], done: Imported) -> Imported:
    """Say in the receipt which files are not in, since it was asked to end before them."""
    if not left:
        return done
    note = f"Not imported: {', '.join(left)}. It was asked to end before that; import what is left."
    return replace(done, notes=(note, *done.notes), left=tuple(left))


def batches(house: House, actor: Actor) -> tuple[Batch, ...]:
    """Every import, the newest first."""
    actor.assert_may(Right.READ)
    with house.facts() as connection:
        return tuple(
            Batch(
                batch_id=row.batch_id,
                what=row.what,
                by=row.by,
                loaded_at=row.loaded_at,
                files=row.files,
                read=row.rows_read,
                loaded=row.rows_loaded,
                unchanged=row.rows_unchanged,
                refused=row.rows_refused,
                undone_at=row.undone_at,
            )
            for row in entries(connection)
        )


def undo(house: House, actor: Actor, batch_id: int, *, now: datetime | None = None) -> str:
    """Take one import back, exactly, also after later ones; returns the release's name."""
    actor.assert_may(Right.IMPORT)
    moment = now or utc_now()
    what = f"undo import {batch_id}"
    with house.releases.building(
        what, by=actor.name, now=moment, wait=house.settings.lock_wait
    ) as building:
        _assert_undoable(building.connection, batch_id)
        with held(building.connection, "named_here", people_concerned_by(batch_id)) as people:
            take_back(building.connection, batch_id)
            mark_undone(building.connection, batch_id, by=actor.name, at=moment)
            derive(building, house, people)
        release = name_of(building, house)
    detail = {"release": release}
    write_down(house, UNDO, f"batch {batch_id}", detail, house.stamp(actor.actor_id, moment))
    return release


def _assert_undoable(connection: Connection, batch_id: int) -> None:
    row = entry(connection, batch_id)
    if row is None:
        raise InputError(f"There is no import {batch_id}. `revdash releases` lists the imports.")
    if row.undone_at is not None:
        raise InputError(
            f"Import {batch_id} was taken back on {row.undone_at:%d %b %Y %H:%M} UTC already. "
            "Import its files again to have it back."
        )


def _enter(building: Building, actor: Actor, done: Imported) -> None:
    """Write the import into the ledger, also one that brought nothing new."""
    sums = done.account.sums
    noted = {
        "batch_id": done.batch_id,
        "what": building.purpose.what,
        "by": actor.name,
        "loaded_at": building.now,
        "files": len(done.receipts),
        **{f"rows_{name}": number for name, number in sums.items()},
        "receipt": done.account.as_json(),
    }
    enter(building.connection, noted)


def _in_force(house: House) -> str:
    release = house.releases.current()
    return release.name if release else ""


def _audit(house: House, actor: Actor, done: Imported, moment: datetime) -> None:
    by = house.stamp(actor.actor_id, moment)
    sums = done.account.sums
    detail = {
        "release": done.release,
        "files": [receipt.file for receipt in done.receipts],
        "loaded": sums["loaded"],
        "refused": sums["refused"],
    }
    write_down(house, IMPORT, f"batch {done.batch_id}", detail, by)
