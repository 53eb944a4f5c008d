"""Working: imports in a process of their own, so that no page waits; kept for a day."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from threading import Thread
from time import sleep
from typing import Any, BinaryIO

from revdash.api.accounts import account_from, account_written
from revdash.api.actors import Actor, Right
from revdash.api.house import House
from revdash.api.imports import Imported, Manner, batches, import_paths
from revdash.api.intake_views import JobView
from revdash.api.receipts import REFUSALS_SHOWN, cells_of, dry_receipt, named
from revdash.api.spool import LOCK, LOG, OUTCOME, PROGRESS, Job, Spool, spools
from revdash.clock import utc_now
from revdash.config import environment
from revdash.errors import InputError, RevdashError, StoreBusyError
from revdash.store import files
from revdash.store.ledger import entry
from revdash.store.lock import alive, writer_of

STEPS_A_FILE, STEPS_AT_END = (
    3,
    3,
)  # reading, understanding, merging; deriving, comparing, publishing
LONGEST_WAIT = 3600.0  # seconds, for another import to end
PAUSE = 0.5
STOPPED = "It stopped before it was done; nothing was changed. Start it again."
LEFT = "It was asked to end: import {batch} has the other files, not these. Import them here."
WAITING = "waiting until another import is done"


def spool(house: House, actor: Actor, given: Sequence[tuple[str, BinaryIO]]) -> str:
    """Take dropped files in, to be looked at, tried and imported; returns the job's key."""
    actor.assert_may(Right.IMPORT)
    return Spool.fill(house, actor, given).key


def start(house: House, actor: Actor, key: str, *, is_dry: bool = False) -> None:
    """Begin to import what was dropped, or only to try it, in a process of its own."""
    actor.assert_may(Right.IMPORT)
    spooled = Spool(house, key)
    with spooled.changing() as job:
        if spooled.is_running(job):
            raise InputError("This import is running already. Wait for it to end.")
        _settle(house, actor, spooled)
        if not spooled.paths:
            raise InputError("These files are in already. Drop them again to import them again.")
        spooled.keep(replace(job, actor=actor, is_dry=is_dry, started_at=utc_now()))
        _begin(house, spooled)


def jobs(house: House, actor: Actor) -> tuple[JobView, ...]:
    """What was dropped, is running, or has just ended, the newest first."""
    actor.assert_may(Right.IMPORT)
    return tuple(_view(house, actor, spooled) for spooled in spools(house))


def dismiss(house: House, actor: Actor, key: str) -> None:
    """Forget a job that does not run, and delete what is left of its files."""
    actor.assert_may(Right.IMPORT)
    spooled = Spool(house, key)
    if spooled.is_running(spooled.load()):
        raise InputError("This import is running. Wait for it to end, then undo it.")
    spooled.discard()


def work(house: House, actor: Actor, key: str, ends: Callable[[], bool] = lambda: False) -> None:
    """Do a job, in the process that was started for it; begin no further file when it *ends*."""
    actor.assert_may(Right.IMPORT)
    spooled = Spool(house, key)
    job = spooled.load()
    with files.disk_in_words(spooled.data), alive(spooled.folder / LOCK):
        if not spooled.paths:
            return  # they are in
        try:
            done = _patiently(house, spooled, job, ends)
        except RevdashError as problem:
            spooled.write(OUTCOME, {"error": spooled.told(problem)})
            return
        if not job.is_dry:
            spooled.discard_files(done.left)
        spooled.write(OUTCOME, _outcome(done))


def _begin(house: House, spooled: Spool) -> None:
    """Start the process, let go of it, and see to it that it leaves no trace when it ends."""
    command = [sys.executable, "-m", "revdash", "work", spooled.key]
    with (spooled.folder / LOG).open("ab") as log:
        worker = subprocess.Popen(  # noqa: S603  our own program, a key of our own making
            command,
            env=environment(house.settings),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    Thread(target=worker.wait, name=f"job-{spooled.key}", daemon=True).start()


def _patiently(house: House, spooled: Spool, job: Job, ends: Callable[[], bool]) -> Imported:
    """Import, after whoever is importing now is done."""
    waited = 0.0
    while True:
        try:
            manner = _manner(spooled, job, ends)
            return import_paths(house, job.actor, spooled.paths, manner)
        except StoreBusyError:
            if waited > LONGEST_WAIT:
                raise
        step = f"{WAITING}: {writer_of(house.settings.data)}"
        spooled.write(PROGRESS, {"step": step, "share": 0.0, "moment": None})
        sleep(PAUSE)
        waited += PAUSE + house.settings.lock_wait


def _manner(spooled: Spool, job: Job, ends: Callable[[], bool]) -> Manner:
    moment = utc_now()
    total = STEPS_A_FILE * len(job.names) + STEPS_AT_END
    done = 0

    def progress(step: str) -> None:
        nonlocal done
        share = min(done / total, 0.98)
        spooled.write(PROGRESS, {"step": step, "share": share, "moment": moment})
        done += 1

    return Manner(
        answers=job.answers,
        now=moment,
        progress=progress,
        ends=ends,
        is_dry=job.is_dry,
    )


def _outcome(done: Imported) -> dict[str, Any]:
    told = {"batch": done.batch_id, "release": done.release, "left": done.left}
    if done.batch_id is not None:
        return told
    refused = [refusal for receipt in done.receipts for refusal in receipt.refusals]
    return {**told, "account": asdict(done.account), "refused": cells_of(refused[:REFUSALS_SHOWN])}


def _view(house: House, actor: Actor, spooled: Spool) -> JobView:
    job = spooled.load()
    is_running = spooled.is_running(job)
    if not is_running:
        _settle(house, actor, spooled)
    progress, outcome = spooled.read(PROGRESS) or {}, spooled.read(OUTCOME) or {}
    is_stopped = job.started_at and not is_running and not outcome
    tried, left = outcome.get("account"), outcome.get("left")
    problem = LEFT.format(batch=outcome["batch"]) if left else str(outcome.get("error", ""))
    return JobView(
        key=spooled.key,
        title=named(job.names),
        by=job.actor.name,
        is_own=job.actor.actor_id == actor.actor_id,
        is_running=is_running,
        is_dry=job.is_dry,
        step=str(progress.get("step", "starting")),
        share=float(progress.get("share", 0.0)),
        batch="" if left else str(outcome.get("batch") or ""),
        error=STOPPED if is_stopped else problem,
        tried=dry_receipt(account_from(tried), outcome["refused"]) if tried else None,
        version=spooled.version,
        has_files=bool(spooled.paths),
    )


def _settle(house: House, actor: Actor, spooled: Spool) -> None:
    """End what a process left undone that was ended after its import was in force."""
    moment = (spooled.read(PROGRESS) or {}).get("moment")
    outcome = spooled.read(OUTCOME) or {}
    if moment is None or "batch" in outcome or house.releases.current() is None:
        return
    began = datetime.fromisoformat(moment)
    made = next((b.batch_id for b in batches(house, actor) if b.loaded_at == began), None)
    if made is not None:
        with house.facts() as connection:
            row = entry(connection, made)
        left = account_written(row.receipt if row else "").left
        spooled.discard_files(left)
        spooled.write(OUTCOME, {"batch": made, "left": left})
