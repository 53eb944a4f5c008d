"""Backlog: the exports of many days, each imported as of its own moment, published at once."""

import gc
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import NamedTuple, Self

from revdash.api.accounts import Account, FileAccount, file_account
from revdash.api.actors import Actor, Right
from revdash.api.ahead import Files
from revdash.api.building import Judged, conclude, judge, name_of
from revdash.api.house import House, Pinned
from revdash.api.merging import merge_file
from revdash.api.trail import IMPORT
from revdash.clock import utc_now
from revdash.desk.audit import record
from revdash.episodes.concerned import people_concerned_by
from revdash.episodes.rebuild import everybody
from revdash.episodes.whom import Found, People
from revdash.ingest import Staged
from revdash.store.frames import as_it_is
from revdash.store.ledger import enter
from revdash.store.load import next_batch
from revdash.store.notes import release_in, sign
from revdash.store.releases import Building

_OBJECTS = 50_000  # made and still there, from which on rings are looked for
_TURN = 0.0005  # seconds for which one thread may make another wait: statements are short


class Halt(NamedTuple):
    """Something done at a moment between two exports, with a house that knows so much."""

    at: datetime
    what: str
    do: Callable[[House], None]


class Export(NamedTuple):
    """What was handed out at once, and when it is loaded."""

    loaded_at: datetime
    files: Files


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
    halts: Sequence[Halt] = (),
) -> Caught:
    """Import exports in their order, each an import of its own; publish once.

    What is derived is derived at each halt too, as it was to be known then.
    """
    actor.assert_may(Right.IMPORT)
    moment = max(utc_now(), *(export.loaded_at for export in exports))
    what = f"{len(exports):,} imports of a backlog"
    alone = House(house.settings.model_copy(update={"threads": 1}))  # see `ahead`
    with (
        _for_short_statements(),
        alone.releases.building(
            what, by=actor.name, now=moment, wait=house.settings.lock_wait
        ) as building,
        _Then(house, building, sorted(halts), progress) as then,
    ):
        accounts: dict[int, Account] = {}
        for number, export in enumerate(exports, 1):
            then.halt(export.loaded_at, accounts)
            if number % 5 == 1:
                progress(f"importing {number} of {len(exports)}")
            building.now = export.loaded_at
            batch_id = next_batch(building.connection)
            accounts[batch_id] = _imported(building, batch_id, export.files())
        then.halt(moment, accounts)
        building.now = moment
        progress("deriving episodes and deals")
        judged = judge(building, house, then.concerned(accounts))
        then.await_all()
        conclude(judged)
        release = name_of(building, house)
        progress("publishing")
    _write_down(house, actor, accounts, release)
    return Caught(tuple(accounts), release, (_sums(accounts.values()),))


@contextmanager
def _for_short_statements() -> Iterator[None]:
    """Look seldom for rings of objects, which few statements make, and take turns often."""
    usual, turn = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(_OBJECTS, *usual[1:])
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        sys.setswitchinterval(turn)


class _Then:
    """What was known at moments of the past, while a release is built up to now.

    What is done at a halt is done beside the imports that follow it, upon the release as it was;
    each halt after the one before.
    """

    def __init__(
        self,
        house: House,
        building: Building,
        halts: Sequence[Halt],
        progress: Callable[[str], None],
    ) -> None:
        self._house, self._building = house, building
        self._halts, self._progress = [*halts], progress
        self._derived = 0  # up to this batch
        self._beside = ThreadPoolExecutor(1)
        self._doing: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._beside.shutdown()

    def concerned(self, batches: Collection[int]) -> People:
        """Whom the batches that came since it was derived concern: everybody, the first time."""
        since, self._derived = self._derived, max(batches, default=0)
        if not since:
            return everybody()
        new = (people_concerned_by(batch).statements for batch in batches if batch > since)
        return Found(tuple(chain.from_iterable(new)))

    def halt(self, until: datetime, batches: Collection[int]) -> None:
        """Begin what was to be done before *until*, each as of its own moment."""
        while self._halts and self._halts[0].at <= until:
            halt, building = self._halts.pop(0), self._building
            self._progress(halt.what)
            building.now = halt.at
            judged = judge(building, self._house, self.concerned(batches))
            self.await_all()
            seen = replace(judged.telling, connection=as_it_is(building.connection))
            self._doing = self._beside.submit(self._do, halt, judged._replace(telling=seen))

    def await_all(self) -> None:
        """Wait for what was begun; what it told is seen from now on."""
        self._building.connection.commit()
        if self._doing is not None:
            self._doing.result()

    def _do(self, halt: Halt, judged: Judged) -> None:
        number, purpose = self._building.number, replace(self._building.purpose, now=halt.at)
        with judged.telling.connection as still:
            conclude(judged)
            sign(still, number, purpose, judged.telling.as_of)
            halt.do(Pinned(self._house, release_in(self._house.settings.data, number), still))
            still.commit()


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
