"""Working: an import beside the page: seen by all, told when it waits or stops, gone afterwards."""

import io
import os
import stat
import time
from dataclasses import replace

import pytest

from revdash import api
from revdash.api import working
from revdash.api.actors import COMMAND_LINE
from revdash.api.spool import OUTCOME, Spool
from revdash.clock import utc_now
from revdash.errors import InputError
from revdash.store.lock import alive, writers_lock

NATIVE = "lifecycle_event.csv"
LEADS = b"person_id,to_stage,event_at\n" + b"".join(
    f"crm:lead:{n},MQL,2026-05-{n:02d} 10:00:00\n".encode() for n in range(1, 9)
)


def dropped(actor, content=LEADS, name=NATIVE):
    return api.drop(actor, [(name, io.BytesIO(content))])


def ended(actor, patience=60):
    """Wait until the one job has ended."""
    until = time.monotonic() + patience
    while (job := api.jobs(actor)[0]).is_running and time.monotonic() < until:
        time.sleep(0.1)
    return job


def test_dropped_files_lie_in_a_folder_for_our_eyes_only(own_empty, revops):
    key = dropped(revops, name="../../etc/pass wd\x00.csv")

    (path,) = Spool(own_empty, key).paths
    (job,) = api.jobs(revops)

    assert path.name == "pass wd_.csv"
    assert path.is_relative_to(own_empty.settings.data / "jobs" / key)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (job.is_running, job.has_files, job.error) == (False, True, "")


def test_an_import_runs_beside_the_page_and_leaves_no_file_behind(own_empty, revops, viewer):
    key = dropped(revops)

    api.start_import(revops, key)
    job = ended(revops)

    assert (job.batch, job.error, job.has_files) == ("1", "", False)
    assert api.receipt(viewer, job.batch).text == "8 read = 8 loaded + 0 unchanged + 0 refused"
    assert [batch.by for batch in api.batches(viewer)] == ["RevOps"]
    with pytest.raises(InputError, match="in already"):
        api.start_import(revops, key)
    api.dismiss_job(revops, key)
    assert api.jobs(revops) == ()


def test_a_try_gives_its_receipt_and_keeps_the_files(own_empty, revops):
    key = dropped(revops)
    working.start(own_empty, revops, key, is_dry=True)

    job = ended(revops)

    assert (job.tried.loaded, job.tried.is_dry, job.has_files) == (8, True, True)
    assert api.batches(revops) == ()


def test_an_import_that_cannot_be_says_why_and_keeps_the_files(own_empty, revops):
    key = dropped(revops, b"this,that\n1,2\n", "odd.csv")

    working.work(own_empty, COMMAND_LINE, key)

    (job,) = api.jobs(revops)
    assert "odd.csv are not known" in job.error
    assert job.has_files


def test_a_second_import_waits_for_the_first_and_says_so(own_empty, revops):
    key = dropped(revops)

    with writers_lock(own_empty.settings.data, "import first.csv", 0):
        api.start_import(revops, key)
        until = time.monotonic() + 60
        while working.WAITING not in api.jobs(revops)[0].step and time.monotonic() < until:
            time.sleep(0.1)
        waiting = api.jobs(revops)[0]

    assert waiting.is_running
    assert waiting.step == f"{working.WAITING}: process {os.getpid()} (import first.csv)"
    assert ended(revops).batch == "1"


@pytest.fixture
def begun(own_empty, revops):
    """A job whose process is yet to do anything."""
    spool = Spool(own_empty, dropped(revops))
    spool.save(replace(spool.load(), started_at=utc_now()))
    return spool


def test_a_process_that_died_is_told_from_one_at_work(begun, revops):
    with alive(begun.folder / "alive.lock"):
        begun.write("progress.json", {"step": "reading", "share": 0.1, "moment": None})
        at_work = api.jobs(revops)[0]

    dead = api.jobs(revops)[0]

    assert (at_work.is_running, at_work.share, at_work.error) == (True, 0.1, "")
    assert (dead.is_running, dead.error) == (False, working.STOPPED)


def test_a_process_that_died_after_publishing_is_known_by_its_import(begun, own_empty, revops):
    working.work(own_empty, COMMAND_LINE, begun.key)
    (begun.folder / OUTCOME).unlink()

    (job,) = api.jobs(revops)

    assert (job.batch, job.error) == ("1", "")


def test_what_a_process_had_left_when_it_died_after_publishing_is_kept(own_empty, revops):
    key = api.drop(revops, [(NATIVE, io.BytesIO(LEADS)), ("rest.csv", io.BytesIO(LEADS))])
    spool = Spool(own_empty, key)
    spool.save(replace(spool.load(), started_at=utc_now()))
    working.work(own_empty, COMMAND_LINE, key, ends=lambda: True)
    (spool.folder / OUTCOME).unlink()

    (job,) = api.jobs(revops)

    assert (job.title, job.has_files, job.batch) == ("rest.csv", True, "")
    assert job.error == working.LEFT.format(batch=1)


def test_a_running_job_is_neither_started_twice_nor_dismissed(begun, own_empty, revops):
    for act in (api.start_import, api.dismiss_job):
        with pytest.raises(InputError, match="running"):
            act(revops, begun.key)


@pytest.mark.parametrize("key", ["../../etc", "", "0123456789abcdef"])
def test_a_job_there_is_none_of_is_answered(own_empty, revops, key):
    with pytest.raises(InputError, match="There is no job"):
        api.start_import(revops, key)
