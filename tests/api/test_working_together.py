"""Working together: imports at once, readers meanwhile, two clicks on one button, odd names."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event

import pytest
from sqlalchemy import func, select

from revdash import api
from revdash.api import spool as spooling
from revdash.api import working
from revdash.api.actors import COMMAND_LINE
from revdash.api.keeping import check
from revdash.api.questions import PeriodKey, Question
from revdash.api.spool import Spool
from revdash.config import environment
from revdash.errors import InputError
from revdash.store.files import assert_writable
from revdash.store.lock import writers_lock
from revdash.store.schema import FACTS

NATIVE, READERS, ROWS = "lifecycle_event.csv", 8, 300
MAY = Question(period=PeriodKey.CUSTOM, first=date(2026, 5, 1), last=date(2026, 5, 31))


def stages(name, rows=ROWS):
    lines = (f"{name}:{n},MQL,2026-05-{1 + n % 28:02d} 10:00:00\n" for n in range(rows))
    return "".join(("person_id,to_stage,event_at\n", *lines)).encode()


def dropped(actor, content, name=NATIVE):
    return api.drop(actor, [(name, io.BytesIO(content))])


def patiently(is_so, seconds=60):
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)


class Readers:
    """Eight threads that ask for the one view again and again."""

    def __init__(self, actor):
        self.seen, self.asked, self._actor, self._is_over = {}, 0, actor, Event()
        self._pool = ThreadPoolExecutor(READERS)
        self._reading = [self._pool.submit(self._read) for _ in range(READERS)]

    def _read(self):
        while not self._is_over.is_set():
            sheet = api.overview(self._actor, MAY)
            told = repr((sheet.sentence, sheet.columns, sheet.funnel, sheet.waiting))
            self.seen.setdefault(sheet.freshness.release, set()).add(told)
            self.asked += 1
            self._is_over.wait(0.2)

    def stop(self):
        self._is_over.set()
        self._pool.shutdown()
        for each in self._reading:
            each.result()


@pytest.fixture
def rush(own_empty, revops, tmp_path):
    """Two jobs of the page and one of the command line, all held up until all of them wait."""
    folder = own_empty.settings.data
    (tmp_path / NATIVE).write_bytes(stages("line"))
    patient = own_empty.settings.model_copy(update={"lock_wait": 60})
    command = [sys.executable, "-m", "revdash", "import", str(tmp_path / NATIVE)]
    readers = Readers(revops)
    with writers_lock(folder, "import first.csv", 0):
        for name in ("left", "right"):
            api.start_import(revops, dropped(revops, stages(name)))
        line = subprocess.Popen(command, env=environment(patient), stdout=subprocess.DEVNULL)
        patiently(lambda: all(working.WAITING in job.step for job in api.jobs(revops)))
        held_up = api.jobs(revops)
    patiently(lambda: not any(job.is_running for job in api.jobs(revops)))
    assert line.wait(timeout=60) == 0
    readers.stop()
    return held_up, readers


def test_imports_at_once_come_in_one_after_the_other(rush, own_empty, revops):
    held_up, readers = rush

    by_who = f"process {os.getpid()} (import first.csv)"
    assert [job.step for job in held_up] == [f"{working.WAITING}: {by_who}"] * 2
    assert {job.error for job in api.jobs(revops)} == {""}
    assert sorted(batch.key for batch in api.batches(revops)) == ["1", "2", "3"]
    assert [batch.loaded for batch in api.batches(revops)] == [ROWS] * 3
    with own_empty.facts() as connection:
        events = select(func.count()).select_from(FACTS["lifecycle_event"])
        assert connection.execute(events).scalar_one() == 3 * ROWS
    assert check(own_empty, COMMAND_LINE, deep=True) == []
    assert readers.asked > READERS
    assert len(readers.seen) > 1
    assert {len(told) for told in readers.seen.values()} == {1}  # one answer from each release


def test_those_that_try_the_folder_at_once_do_not_trip_each_other(tmp_path):
    with ThreadPoolExecutor(READERS) as pool:
        tries = [pool.submit(assert_writable, tmp_path) for _ in range(400)]

    assert [each.result() for each in tries] == [None] * 400


def signalled_at_work(house, actor, key, by):
    """Begin a job, send its process a signal once it is at work, and see it end."""
    api.start_import(actor, key)
    patiently(lambda: Spool(house, key).read(spooling.PROGRESS))
    os.kill(json.loads((house.settings.data / "writer.json").read_text())["pid"], by)
    patiently(lambda: not api.jobs(actor)[0].is_running)


def test_a_process_that_is_killed_at_work_is_told_and_begun_again(own_empty, revops):
    key = dropped(revops, stages("p", 6_000))
    before = own_empty.release
    signalled_at_work(own_empty, revops, key, signal.SIGKILL)

    (job,) = api.jobs(revops)
    assert (job.error, job.has_files, own_empty.release) == (working.STOPPED, True, before)
    api.start_import(revops, key)
    patiently(lambda: not api.jobs(revops)[0].is_running)
    assert [batch.loaded for batch in api.batches(revops)] == [6_000]


def test_a_process_asked_to_end_brings_in_what_it_has_begun_and_keeps_the_rest(own_empty, revops):
    given = [("person.csv", b"person_id\np:1\n"), (NATIVE, stages("q", 2))]
    key = api.drop(revops, [(n, io.BytesIO(c)) for n, c in [(NATIVE, stages("p", 10_000)), *given]])
    signalled_at_work(own_empty, revops, key, signal.SIGTERM)

    (job,) = api.jobs(revops)
    assert (job.error, job.batch) == (working.LEFT.format(batch=1), "")
    assert (job.title, job.has_files) == ("person.csv and 1 more file", True)
    assert api.receipt(revops, "1").notes[0].startswith(f"Not imported: person.csv, {NATIVE}.")
    api.start_import(revops, key)
    patiently(lambda: not api.jobs(revops)[0].is_running)
    assert [batch.loaded for batch in api.batches(revops)] == [3, 10_000]
    assert api.jobs(revops)[0].has_files is False


def test_of_two_clicks_on_one_button_one_imports(own_empty, revops):
    key = dropped(revops, stages("once"))
    both = Barrier(2)

    def click():
        both.wait()
        try:
            api.start_import(revops, key)
        except InputError as problem:
            return str(problem)
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(each.result() for each in [pool.submit(click) for _ in range(2)])
    patiently(lambda: not api.jobs(revops)[0].is_running)

    assert said == ["", "This import is running already. Wait for it to end."]
    working.work(own_empty, COMMAND_LINE, key)  # a third process, that comes too late
    assert [batch.loaded for batch in api.batches(revops)] == [ROWS]


def test_answers_given_at_the_same_moment_are_all_kept(own_empty, revops):
    key = dropped(revops, stages("p", 2))
    tables = [f"table {n}" for n in range(8)]

    with ThreadPoolExecutor(8) as pool:
        done = [pool.submit(api.leave_out, revops, key, name, is_out=True) for name in tables]
    for each in done:
        each.result()

    assert sorted(Spool(own_empty, key).load().answers.skips) == tables


NAMES = [
    "../../x.csv",
    "..\\..\\x.csv",
    "/etc/passwd",
    "..",
    "",
    "a\x00\x1b[31m\r\n\u202ebvsc.exe",
    "<img src=x onerror=alert(1)>.csv",
    "![t](http://evil.example/p.png).csv",
    "'; DROP TABLE leads;--.csv",
    "=cmd|' /C calc'!A0.csv",
    "n" * 300 + ".csv",
    "山" * 300 + ".csv",
    "👩" * 300,
    "\ud800.csv",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_of_any_kind_stays_in_its_folder_and_says_nothing(own_empty, revops, name):
    key = dropped(revops, stages("p", 1), name)

    (path,) = Spool(own_empty, key).paths
    (job,) = api.jobs(revops)

    assert path.resolve().parent.parent == Spool(own_empty, key).folder / "files"
    assert len(path.name.encode()) <= spooling.LONGEST_NAME
    assert path.name.isprintable()
    assert not set(path.name) & set("<>[]!'\"=|;:&/\\`$*")
    assert job.title == path.name
    assert all(each.name == path.name for each in api.inspect(revops, key).tables)


def test_a_composed_and_a_decomposed_name_are_one(own_empty, revops):
    (path,) = Spool(own_empty, dropped(revops, b"", "Zoe\u0308 1.csv")).paths

    assert path.name == "Zoë 1.csv"


class Endless(io.BytesIO):
    """A file that says it is larger than it is."""

    def seek(self, offset, whence=io.SEEK_SET):
        super().seek(offset, whence)
        return spooling.MOST_BYTES + 1 if whence == io.SEEK_END else offset


def test_more_than_may_wait_is_refused_before_it_is_written(own_empty, revops):
    with pytest.raises(InputError, match=r"2,048 MB were dropped .* at most 2,048 MB may wait"):
        api.drop(revops, [(NATIVE, Endless(b"x"))])

    assert api.jobs(revops) == ()
    assert not list((own_empty.settings.data / "jobs").glob("*"))


class Broken(io.BytesIO):
    """A file whose reading fails half way."""

    def read(self, *_):
        raise ConnectionResetError


def test_what_was_never_dropped_to_its_end_leaves_nothing(own_empty, revops):
    with pytest.raises(ConnectionResetError):
        api.drop(revops, [(NATIVE, io.BytesIO(b"x")), (NATIVE, Broken(b"x"))])
    half = own_empty.settings.data / "jobs" / "0123456789abcdef"
    half.mkdir()
    assert api.jobs(revops) == ()
    assert half.exists()
    os.utime(half, (0, 0))

    assert api.jobs(revops) == ()
    assert not half.exists()


def test_a_job_whose_file_was_lost_is_none_and_harms_no_other(own_empty, revops):
    lost, kept = (dropped(revops, stages("p", 1)) for _ in range(2))
    (Spool(own_empty, lost).folder / spooling.JOB).write_text("")

    assert [job.key for job in api.jobs(revops)] == [kept]
    with pytest.raises(InputError, match="There is no job"):
        api.start_import(revops, lost)


def test_no_sentence_names_the_place_of_the_files(own_empty, revops):
    key = dropped(revops, stages("p", 1))
    spooled = Spool(own_empty, key)
    (path,) = spooled.paths
    path.unlink()
    path.mkdir()

    working.work(own_empty, COMMAND_LINE, key)
    said = (api.jobs(revops)[0].error, *api.inspect(revops, key).problems)

    assert said == (f"'{NATIVE}' is a folder. Name the files in it.",) * 2
