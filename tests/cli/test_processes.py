"""Processes: commands beside one another, beside a server, and as Python runs them."""

import re
import socket
import time

import pytest

from revdash import __version__
from revdash.cli.serving import free_port
from revdash.errors import ConfigError
from revdash.store.lock import writers_lock

LEADS = "person_id,to_stage,event_at\np1,MQL,2026-05-04 10:00:00\n"


def test_python_runs_it_as_a_module_and_it_ends_as_it_should(started, tmp_path):
    version, mistake = started("--version"), started("--data", tmp_path, "show", "mql_new")

    assert version.communicate(timeout=60) == (f"{__version__}\n", "")
    out, err = mistake.communicate(timeout=60)
    assert (version.returncode, mistake.returncode) == (0, 2)
    assert (out, err.count("\n")) == ("", 1)


def test_a_second_writer_says_within_two_seconds_who_is_first(run, own_empty, tmp_path):
    (tmp_path / "lifecycle_event.csv").write_text(LEADS)

    with writers_lock(own_empty, "import monday.csv", 0):
        began = time.monotonic()
        ended = run("--data", own_empty, "import", tmp_path / "lifecycle_event.csv")
        waited = time.monotonic() - began

    assert ended.code == 2
    assert re.search(r"process \d+ \(import monday\.csv\).*Wait for it to end", ended.err)
    assert waited < 2


def test_a_writer_waits_for_one_that_ends_soon(started, own_empty, tmp_path, monkeypatch):
    (tmp_path / "lifecycle_event.csv").write_text(LEADS)
    monkeypatch.setenv("REVDASH_LOCK_WAIT", "60")

    with writers_lock(own_empty, "import monday.csv", 0):
        second = started("--data", own_empty, "import", tmp_path / "lifecycle_event.csv")
        time.sleep(1.5)
        is_waiting = second.poll() is None
    out, _ = second.communicate(timeout=60)

    assert is_waiting
    assert "1 read = 1 loaded" in out


def lasting(folder):
    """The files that stay: what SQLite keeps beside an open desk comes and goes."""
    names = (path.name for path in folder.iterdir())
    return sorted(name for name in names if not name.endswith(("-shm", "-wal")))


@pytest.mark.parametrize("step", ["merging", "deriving"])
def test_an_import_that_is_asked_to_end_leaves_the_store_as_it_was(
    started, own_empty, tmp_path, step
):
    rows = (f"p{n},MQL,2026-05-04 10:00:00" for n in range(60_000))
    lines = ("person_id,to_stage,event_at", *rows)
    (tmp_path / "lifecycle_event.csv").write_text("\n".join(lines) + "\n")
    before = lasting(own_empty)

    importing = started("--data", own_empty, "import", tmp_path / "lifecycle_event.csv")
    while f"import: {step}" not in importing.stderr.readline():
        pass
    importing.terminate()
    began = time.monotonic()
    out, err = importing.communicate(timeout=60)

    assert (importing.returncode, out) == (143, "")
    assert err.splitlines()[-1] == "revdash: Stopped. What was not finished left no trace."
    assert time.monotonic() - began < 10
    assert lasting(own_empty) == before


def test_a_port_that_is_taken_is_passed_over(started, own_empty):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        serving = started("--data", own_empty, "serve", "--port", port)
        said = [serving.stdout.readline(), serving.stdout.readline()]

    chosen = int(re.search(r"using (\d+)", said[0])[1])
    assert said[0].startswith(f"Port {port} is taken")
    assert chosen > port
    assert said[1] == f"revdash is at http://localhost:{chosen} (Ctrl+C stops it)\n"


def test_when_every_port_is_taken_it_says_so(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr("revdash.cli.serving.PORTS_TRIED", 1)

        with pytest.raises(ConfigError, match="Give another with --port"):
            free_port("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("first", [65535, 65530])
def test_the_last_ports_are_tried_without_going_over(first):
    assert first <= free_port("127.0.0.1", first) <= 65535
