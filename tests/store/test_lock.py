"""The writer's lock: one writer at a time, and who that is."""

import json
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest

from revdash.errors import StoreBusyError
from revdash.store.lock import writers_lock


@contextmanager
def writer_in_another_process(folder):
    """Hold the writer's lock elsewhere until the block, or its standard input, ends."""
    holder = (
        "import sys; from pathlib import Path; from revdash.store.lock import writers_lock\n"
        "with writers_lock(Path(sys.argv[1]), 'import big.csv', 1.0):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", holder, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        yield other


def test_a_second_writer_learns_within_two_seconds_who_writes(releases, now):
    with writer_in_another_process(releases.folder) as other:
        started = time.monotonic()
        with (
            pytest.raises(StoreBusyError) as caught,
            releases.building("a test", by="Ann", now=now),
        ):
            pass
        waited = time.monotonic() - started

    assert f"process {other.pid} (import big.csv)" in str(caught.value)
    assert waited < 2


def test_a_second_writer_waits_when_it_may(releases, now):
    with writer_in_another_process(releases.folder) as other:
        threading.Timer(0.2, other.stdin.close).start()

        with releases.building("a test", by="Ann", now=now, wait=10):
            pass

    assert releases.current().number == 2


def test_the_lock_says_another_process_when_it_does_not_know(tmp_path):
    with writers_lock(tmp_path, "import", 0.1):
        (tmp_path / "writer.json").write_text("{")

        with (
            pytest.raises(StoreBusyError, match="by another process"),
            writers_lock(tmp_path, "undo", 0.1),
        ):
            pass


def test_the_lock_of_a_killed_writer_is_free(releases, now):
    command = (
        "import os, sys; from pathlib import Path; from revdash.store.lock import writers_lock\n"
        "with writers_lock(Path(sys.argv[1]), 'import', 1.0): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", command, str(releases.folder)], check=False)
    assert json.loads((releases.folder / "writer.json").read_text())["what"] == "import"

    with releases.building("a test", by="Ann", now=now):
        pass

    assert not (releases.folder / "writer.json").exists()
