"""Processes: commands beside one another, beside a server, and as Python runs them."""

import re
import signal
import socket
import time
from contextlib import closing
from dataclasses import replace
from http.client import HTTPConnection
from io import BytesIO

import pytest

from revdash import __version__
from revdash.api.actors import COMMAND_LINE
from revdash.api.house import House
from revdash.api.spool import LOCK, Spool
from revdash.api.working import spool
from revdash.cli.serving import free_port
from revdash.clock import utc_now
from revdash.config import read_settings
from revdash.errors import ConfigError
from revdash.store.lock import alive, writers_lock

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


@pytest.fixture
def importing(started, own_empty, tmp_path):
    """Start an import of files of so many rows, named by their numbers."""

    def _importing(*rows):
        paths = [tmp_path / str(n) / "lifecycle_event.csv" for n in range(len(rows))]
        for number, path in enumerate(paths):
            path.parent.mkdir()
            lines = (f"{number}:{n},MQL,2026-05-04 10:00:00\n" for n in range(rows[number]))
            path.write_text("".join(("person_id,to_stage,event_at\n", *lines)))
        return started("--data", own_empty, "import", *paths)

    return _importing


def asked_to_end(process, step, by):
    """Send the signal at a step of the import; wait until it has heard it."""
    assert any(f"import: {step}" in line for line in process.stderr)
    process.send_signal(by)
    assert any("Asked to end" in line for line in process.stderr)


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT], ids=lambda by: by.name)
def test_an_import_asked_to_end_finishes_the_file_it_is_in(importing, own_empty, by):
    process = importing(12_000, 1)

    asked_to_end(process, "reading", by)
    out, _ = process.communicate(timeout=60)

    assert process.returncode == 128 + by
    assert "12,000 read = 12,000 loaded" in out
    assert "Not imported: lifecycle_event.csv. It was asked to end before that" in out
    assert not list(own_empty.glob("*.building*"))


def test_an_import_asked_to_end_after_its_last_file_was_begun_is_whole(importing):
    process = importing(8_000)

    asked_to_end(process, "merging", signal.SIGTERM)
    out, _ = process.communicate(timeout=60)

    assert process.returncode == 0
    assert "8,000 read = 8,000 loaded" in out


@pytest.mark.parametrize("step", ["merging", "deriving"])
def test_an_import_asked_twice_ends_at_once_and_leaves_no_trace(importing, own_empty, step):
    before = lasting(own_empty)
    process = importing(60_000)

    asked_to_end(process, step, signal.SIGTERM)
    process.terminate()
    began = time.monotonic()
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (143, "")
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


def test_a_running_server_answers_neither_strangers_nor_closed_paths(started, own_empty):
    serving = started("--data", own_empty, "serve")
    said = next(line for line in serving.stdout if line.startswith("revdash is at"))
    port = int(re.search(r":(\d+) ", said)[1])
    assert any("URL" in line for line in serving.stdout)

    def answer(path, **headers):
        given = {"Host": f"localhost:{port}", **headers}
        with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as asked:
            asked.request("GET", path, headers=given)
            with asked.getresponse() as got:
                return got.status, got.getheader("X-Frame-Options")

    shake = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    ours = {"Origin": f"http://localhost:{port}"}
    socket_path = "/_stcore/stream"
    assert answer("/healthz") == (200, "DENY")
    assert answer(socket_path, **shake, **ours)[0] == 101
    assert answer("/healthz", Host="evil.example") == (403, "DENY")
    assert answer("/_stcore/metrics") == (404, "DENY")
    for elsewhere in ({}, {"Origin": "null"}, {"Origin": "http://evil.example"}):
        assert answer(socket_path, **shake, **elsewhere)[0] == 403


def test_a_server_that_is_ended_names_the_import_that_goes_on(started, own_empty):
    house = House(read_settings(data=own_empty))
    spooled = Spool(house, spool(house, COMMAND_LINE, [("leads.csv", BytesIO(LEADS.encode()))]))
    serving = started("--data", own_empty, "serve")
    assert any("URL" in line for line in serving.stdout)

    with alive(spooled.folder / LOCK):
        spooled.save(replace(spooled.load(), started_at=utc_now()))
        serving.terminate()
        out, _ = serving.communicate(timeout=60)

    assert out.splitlines()[-1].startswith("leads.csv: the import goes on by itself")
    house.close()


def test_when_every_port_is_taken_it_says_so(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr("revdash.cli.serving.PORTS_TRIED", 1)

        with pytest.raises(ConfigError, match="Give another with --port"):
            free_port("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("first", [65535, 65530])
def test_the_last_ports_are_tried_without_going_over(first):
    assert first <= free_port("127.0.0.1", first) <= 65535
