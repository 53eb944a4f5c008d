"""Dropped files whose import dies or finds no room: all of it or nothing, and another try."""

import random
import re
import shutil
import signal
import tempfile
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from revdash.api import dropping, working
from revdash.api.actors import COMMAND_LINE
from revdash.api.house import House
from revdash.api.keeping import check
from revdash.api.receipts import receipt
from revdash.api.spool import Spool
from revdash.config import read_settings
from revdash.errors import StoreError

NAME, ROWS = "channel_day.csv", 20_100  # more than are held in memory
REACH = b"campaign_id,channel,day,impressions,region\n" + b"".join(
    b"c%d,paid_social,2026-05-%02d,%d,%s\n" % (n, 1 + n % 28, n, b"x" * 200) for n in range(ROWS)
)
STEPS = {"understanding", "merging", "deriving", "comparing", "publishing"}
BLOCK = 256 * 1024


@pytest.fixture(scope="module")
def spills(tmp_path_factory):
    """Where the jobs of this module put their temporary files."""
    return tmp_path_factory.mktemp("spills")


@pytest.fixture(scope="module")
def order_job(ordering, tmp_path_factory, spills):
    """Order the job of a folder done in a process that may die, and hear how it ended."""
    errors = tmp_path_factory.mktemp("workers")
    with ordering("workers.py", errors, TMPDIR=str(spills)) as order:
        yield lambda house, **death: order(house.settings.data, work="job", **death)


@pytest.fixture
def house(empty_folder, tmp_path):
    made = House(read_settings(data=shutil.copytree(empty_folder, tmp_path / "data")))
    yield made
    made.close()


@pytest.fixture
def key(house):
    """A job of one dropped file that nobody has started."""
    return working.spool(house, COMMAND_LINE, [(NAME, BytesIO(REACH))])


@pytest.fixture
def begin(house, key, order_job):
    """Start the job, in a process that may die; gives what the page then says of it."""

    def _begin(**death):
        spool = Spool(house, key)
        job = spool.load()
        long_ago = job.made_at - timedelta(hours=1)  # so that nobody waits for it to begin
        spool.keep(replace(job, started_at=long_ago))
        ended = order_job(house, **death)
        (view,) = working.jobs(house, COMMAND_LINE)
        return ended, view

    return _begin


def in_force(house):
    """The release in force, every byte of it."""
    release = house.release
    return release.name, sha256(release.path.read_bytes()).hexdigest()


def step_of(view):
    return view.step.split()[0]


def assert_whole(house, view):
    """The import is in force, once, and left nothing behind."""
    (batch,) = working.batches(house, COMMAND_LINE)
    told = receipt(house, COMMAND_LINE, view.batch)
    assert (view.batch, view.error, view.has_files) == ("1", "", False)
    assert (batch.loaded, told.loaded, told.refused) == (ROWS, ROWS, 0)


def test_a_job_killed_at_any_touch_leaves_all_or_nothing_and_its_files(house, begin, spills, key):
    struck, before = set(), in_force(house)
    for touch in range(3, 999, 2):
        by = (signal.SIGKILL, signal.SIGTERM)[touch % 4 // 2]
        ended, view = begin(event=touch, signal=int(by))
        struck.add(step_of(view))
        if view.batch:
            break
        assert ended["code"] == -by
        assert (in_force(house), view.error, view.has_files) == (before, working.STOPPED, True)
        assert not list(spills.iterdir())
        left = house.settings.data.glob("*.building*")  # one release, with what DuckDB logs of it
        assert len({path.name.removesuffix(".wal") for path in left}) <= 1

    assert struck >= STEPS
    assert_whole(house, view)
    assert not list(house.settings.data.glob("*.building*"))


def test_a_job_killed_at_seeded_moments_is_done_by_another_try(house, begin, spills):
    moments, before = random.Random(3), in_force(house)  # noqa: S311  the same every time
    for _ in range(5):
        _, view = begin(after=moments.uniform(0, 0.8))
        if view.batch:
            break
        assert (in_force(house), view.error, view.has_files) == (before, working.STOPPED, True)
    if not view.batch:
        _, view = begin()

    assert_whole(house, view)
    assert not list(spills.iterdir())
    assert {each.where for each in check(house, COMMAND_LINE)} <= {"import 1"}


def test_a_job_that_meets_a_full_disk_says_so_and_goes_when_there_is_room(house, begin, spills):
    said, before = set(), in_force(house)
    size = house.release.path.stat().st_size
    limits = (0, 20_000, BLOCK, *range(size + BLOCK, 99 * size, 24 * BLOCK))
    for limit in limits:
        ended, view = begin(size=limit, is_killed=False)
        if view.batch:
            break
        sentence = ended["sentence"] or view.error
        said.add(sentence.split(" failed")[0])
        assert re.search(r"Free some space|has room, then run it again", sentence)
        assert re.search(r"release in force is as it was|Nothing was changed", sentence)
        assert "/jobs/" not in sentence
        assert (in_force(house), view.has_files) == (before, True)

    assert {f"Writing to {house.settings.data}", f"Writing to {spills}"} <= said
    assert_whole(house, view)


@pytest.fixture
def public(house, key):
    """The data folder where anybody may look, and its job; nobody may write there."""
    top = Path(tempfile.mkdtemp())
    dropping.inspect(house, COMMAND_LINE, key)  # loads what nobody else may
    house.close_desk()
    data = Path(shutil.copytree(house.settings.data, top / "data"))
    for path in (top, *top.rglob("*")):
        path.chmod(0o555)
    made = House(read_settings(data=data))
    yield made
    made.close()
    for path in (top, *top.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(top)


def test_in_a_folder_that_cannot_be_written_every_step_says_so(public, key, without_privileges):
    with without_privileges():
        (view,) = working.jobs(public, COMMAND_LINE)
        said = []
        for act in (
            lambda: working.spool(public, COMMAND_LINE, [(NAME, BytesIO(REACH))]),
            lambda: dropping.inspect(public, COMMAND_LINE, key),
            lambda: working.start(public, COMMAND_LINE, key),
            lambda: working.work(public, COMMAND_LINE, key),
        ):
            with pytest.raises(StoreError) as caught:
                act()
            said.append(str(caught.value))

    assert (view.is_running, view.has_files, view.error) == (False, True, "")
    assert all(str(public.settings.data) in each and "/jobs/" not in each for each in said)
