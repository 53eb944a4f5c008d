import random
import signal
import subprocess
import sys
import time
from datetime import datetime

import pytest

from revdash.desk.audit import read_log
from revdash.desk.checks import verify
from revdash.desk.engine import open_desk

NOW = datetime(2026, 11, 5)

WRITER = """
import sys
from datetime import datetime
from itertools import count
from pathlib import Path
from revdash.desk.audit import Stamp
from revdash.desk.engine import open_desk
from revdash.desk.revisions import insert
from revdash.desk.tables.views import saved_view
by = Stamp(actor_id="cli", now=datetime(2026, 11, 5))
desk = open_desk(Path(sys.argv[1]), now=by.now)
print("ready", flush=True)
for number in count():
    with desk.writing() as connection:
        for page in ("overview", "funnel"):
            insert(connection, saved_view, {"owner_id": "x", "page": page, "name": str(number)}, by)
    print(number, flush=True)
"""


@pytest.mark.parametrize("seed", range(5))
def test_what_was_acknowledged_survives_a_kill(tmp_path, seed):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0.01, 0.4))  # noqa: S311
    writer.send_signal(signal.SIGKILL)
    acknowledged = writer.communicate()[0].splitlines()

    desk = open_desk(tmp_path, now=NOW)
    with desk.connect() as connection:
        written = len(read_log(connection, limit=1_000_000))
    found = verify(desk)
    desk.close()

    assert found == ()
    assert written % 2 == 0  # never half a transaction
    assert len(acknowledged) <= written / 2 <= len(acknowledged) + 1


@pytest.mark.parametrize("seed", range(4))
def test_a_kill_while_the_desk_is_made_leaves_none_or_a_whole_one(tmp_path, seed):
    maker = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE)
    deadline = time.monotonic() + 20
    while not list(tmp_path.glob("desk.sqlite.new*")) and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(random.Random(seed).uniform(0, 0.06))  # noqa: S311
    maker.kill()
    maker.communicate()

    desk = open_desk(tmp_path, now=NOW)

    assert verify(desk) == ()
    assert not list(tmp_path.glob("*.new*"))
    desk.close()
