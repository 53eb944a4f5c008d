"""Backlog: the exports of many days, each imported as of its own moment, published at once."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from revdash.api.accounts import Account, FileAccount, file_account
from revdash.api.actors import Actor, Right
from revdash.api.ahead import staged_ahead
from revdash.api.building import derive, name_of
from revdash.api.house import House
from revdash.api.merging import merge_file
from revdash.api.trail import IMPORT
from revdash.clock import utc_now
from revdash.desk.audit import record
from revdash.episodes.rebuild import everybody
from revdash.ingest import Staged
from revdash.store.ledger import enter
from revdash.store.load import next_batch
from revdash.store.releases import Building


class Export(NamedTuple):
    """What was handed out at once, and when it is loaded."""

    loaded_at: datetime
    paths: Sequence[Path]


class Caught(NamedTuple):
    """What a backlog came to: its imports' numbers, and the release in force."""

    batch_ids: tuple[int, ...]
    release: str
    receipts: tuple[FileAccount, ...]  # the sums of all its files


def import_backlog(
    house: House,
    actor: Actor,
    exports: Sequence[Export],
    progress: Callable[[str], None] = lambda _: None,
) -> Caught:
    """Import exports in their order, each an import of its own; derive and publish once."""
    actor.assert_may(Right.IMPORT)
    moment = max(utc_now(), *(export.loaded_at for export in exports))
    what = f"{len(exports):,} imports of a backlog"
    alone = House(house.settings.model_copy(update={"threads": 1}))  # see `ahead`
    with alone.releases.building(
        what, by=actor.name, now=moment, wait=house.settings.lock_wait
    ) as building:
        accounts = {}
        with staged_ahead(house, [export.paths for export in exports]) as staged:
            for number, (export, files) in enumerate(zip(exports, staged, strict=True), 1):
                if number % 5 == 1:
                    progress(f"importing {number} of {len(exports)}")
                building.now = export.loaded_at
                batch_id = next_batch(building.connection)
                accounts[batch_id] = _imported(building, batch_id, files)
        building.now = moment
        progress("deriving episodes and deals")
        derive(building, house, everybody())
        release = name_of(building, house)
        progress("publishing")
    _write_down(house, actor, accounts, release)
    return Caught(tuple(accounts), release, (_sums(accounts.values()),))


def _imported(building: Building, batch_id: int, files: Sequence[Staged]) -> Account:
    """Merge one export and enter it into the ledger; what is done is let go of."""
    receipts = [merge_file(building, one, batch_id, lambda _: None) for one in files]
    account = Account(files=tuple(map(file_account, receipts)))
    noted = {
        "batch_id": batch_id,
        "what": f"import {', '.join(one.file for one in files)}"[:200],
        "by": building.purpose.by,
        "loaded_at": building.now,
        "files": len(files),
        **{f"rows_{name}": number for name, number in account.sums.items()},
        "receipt": account.as_json(),
    }
    enter(building.connection, noted)
    building.connection.commit()  # temporary tables keep their memory until then
    return account


def _sums(accounts: Collection[Account]) -> FileAccount:
    files = [file for account in accounts for file in account.files]
    sums = Account(files=tuple(files)).sums
    return FileAccount(
        file=f"{len(files):,} files in {len(accounts):,} imports",
        read=sums["read"],
        loaded=sums["loaded"],
        unchanged=sums["unchanged"],
        refused=sums["refused"],
    )


def _write_down(house: House, actor: Actor, accounts: dict[int, Account], release: str) -> None:
    by = house.stamp(actor.actor_id)
    with house.desk.writing() as connection:
        for batch_id, account in accounts.items():
            files = [file.file for file in account.files]
            sums = {name: account.sums[name] for name in ("loaded", "refused")}
            detail = {"release": release, "files": files, **sums}
            record(connection, IMPORT, f"batch {batch_id}", detail, by.part())
