"""Whoever is killed while a meeting closes leaves it frozen whole, or open as it was."""

import random
import signal
import subprocess
import sys
import time
from datetime import datetime

import pytest

from revdash.desk.checks import verify
from revdash.desk.engine import open_desk
from revdash.desk.meetings import MeetingState, read_meetings
from revdash.desk.snapshots import read_readings, read_snapshots

NUMBERS = 40

CLOSER = """
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from revdash.desk.audit import Stamp
from revdash.desk.engine import open_desk
from revdash.desk.meetings import *
from revdash.desk.snapshots import *
by = Stamp(actor_id="ann", now=datetime(2026, 5, 18, 9))
day = date(2026, 5, 18)
side = FrozenSide(part="m", kind="counted", label="M", adds={f"p{n}": 1.0 for n in range(2000)})
one = FrozenReading(
    metric="m", first=day, last=day, filters=(), value=1.0, sample=1, hits=0, low=None,
    high=None, verdict="", definition_version=1, told={"shown": "1"}, sides=(side,),
)
desk = open_desk(Path(sys.argv[1]), now=by.now)
with desk.writing() as connection:
    save_series(connection, Series(name="Weekly"), by)
print("ready", flush=True)
while True:
    with desk.writing() as connection:
        key = next_meeting(connection, read_series(connection), day, by)
        start(connection, key, by.now, 1, by)
    page = Snapshot(
        meeting_id=key, held_on=day, week_start=day, frozen_at=by.now, release="r",
        data_as_of=by.now, definitions="d", package_version="1", page={"title": "Weekly"},
    )
    with desk.writing() as connection:
        close_meeting(connection, key, by.now, 2, by)
        freeze(connection, page, [one] * %d, [], by)
    print(key, flush=True)
"""


@pytest.mark.parametrize("seed", range(4))
def test_a_meeting_killed_while_it_closes_is_frozen_whole_or_open(tmp_path, seed):
    command = [sys.executable, "-c", CLOSER % NUMBERS, str(tmp_path)]
    closer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert closer.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0.05, 0.8))  # noqa: S311
    closer.send_signal(signal.SIGKILL)
    acknowledged = set(closer.communicate()[0].split())

    desk = open_desk(tmp_path, now=datetime(2026, 5, 18))
    with desk.connect() as connection:
        held = read_meetings(connection)
        frozen = {one.meeting_id: one for one in read_snapshots(connection)}
        numbers = [len(read_readings(connection, one.snapshot_id)) for one in frozen.values()]
    found = verify(desk)
    desk.close()

    closed = {one.meeting_id for one in held if one.state is MeetingState.CLOSED}
    assert (found, closed) == ((), set(frozen))
    assert set(numbers) <= {NUMBERS}
    assert acknowledged <= closed
