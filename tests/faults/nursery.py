"""A process that forks one builder at a time, so that a kill costs no new interpreter.

Each line on its input is an order: what to build, and how the builder is to die. Each line
on its output is what became of the builder.
"""

import json
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta
from hashlib import sha512
from pathlib import Path

import duckdb  # noqa: F401  loaded before the fork
import pandas as pd  # noqa: F401  the engine loads it at its first bound value
import pyarrow as pa

from revdash.errors import RevdashError
from revdash.store.backup import backup, restore
from revdash.store.load import arrow_schema, merge, next_batch, staged_columns
from revdash.store.releases import Releases
from revdash.store.schema import FACTS
from revdash.store.schema.ledger import load_batch

FIRST = datetime(2026, 1, 5)
TARGETS = [FACTS[name] for name in ("lifecycle_event", "assignment")]


def incompressible(words):
    """512 characters that no engine can make much smaller, so that rows fill blocks."""
    return "".join(sha512(f"{words}{n}".encode()).hexdigest() for n in range(4))


def frame(target, batch_id, rows):
    """Rows of which the first half is new and the second half is in every import."""
    names = staged_columns(target)
    keys = [f"{batch_id}:{n}" for n in range(rows // 2)] + [f"all:{n}" for n in range(rows // 2)]
    columns = {name: [None] * len(keys) for name in names}
    columns["event_key"] = keys
    columns["person_id"] = [incompressible(f"{key} {batch_id}") for key in keys]
    columns["line"] = list(range(len(keys)))
    return pa.table(columns, schema=arrow_schema(target, names))


def build(folder, rows):
    """One import of two files: what `revdash import` does, without the files."""
    releases = Releases(folder)
    now = FIRST + timedelta(days=len(releases.published()))
    with releases.building("import", by="Ann", now=now, wait=5) as building:
        connection = building.connection
        batch_id = next_batch(connection)
        connection.execute(load_batch.insert().values(batch_id=batch_id, loaded_at=now))
        for target in TARGETS:
            merge(
                connection, target, frame(target, batch_id, rows), batch_id=batch_id, loaded_at=now
            )


def save(folder, rows):
    """One backup, beside the store."""
    backup(Releases(folder), folder.with_name("backup.zip"), by="Ann", now=FIRST, desk=desk)


def bring_back(folder, rows):
    """One restore of the backup that lies beside the store."""
    restore(Releases(folder), folder.with_name("good.zip"), by="Ann", now=FIRST, desk=desk)


def desk(path):
    """A desk that writes a copy where there is none, and takes the one that is there."""
    if not path.exists():
        path.write_bytes(b"desk" * 10_000)


WORKS = {"build": build, "backup": save, "restore": bring_back}


def die_at(event_number, folder, by):
    """Be killed just before the n-th time that Python touches a file of the store."""
    left = [event_number]

    def hook(_event, arguments):
        if any(folder in str(argument) for argument in arguments):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), by)

    sys.addaudithook(hook)


def limit_files(size, *, is_killed):
    """Let no file grow past *size*: the write that would is refused, or kills."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL if is_killed else signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def builder(order, answer):
    """Build in this (forked) process, and say in words what went wrong."""
    if "event" in order:
        by = order.get("signal", signal.SIGKILL)
        die_at(order["event"], str(Path(order["folder"]).parent), by)
    if "size" in order:
        limit_files(order["size"], is_killed=order["is_killed"])
    try:
        WORKS[order.get("work", "build")](Path(order["folder"]), order["rows"])
    except RevdashError as error:
        os.write(answer, str(error).encode())
        os._exit(1)
    os._exit(0)


def run(order):
    """Fork a builder, kill it after a while when so ordered, and say how it ended."""
    reading, answer = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if not child:
        builder(order, answer)
    os.close(answer)
    timer = threading.Timer(order.get("after", 60), os.kill, (child, signal.SIGKILL))
    timer.start()
    with os.fdopen(reading) as words:
        sentence = words.read()  # until the builder has ended; its number is ours until waitpid
    timer.cancel()
    timer.join()
    _, status = os.waitpid(child, 0)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "sentence": sentence,
        "seconds": time.monotonic() - started,
    }


def serve():
    """Answer every order until there are no more."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:  # so that a builder imports nothing itself
        first = Path(folder) / "data"
        build(first, 2)
        build(first, 2)
        save(first, 0)
        first.with_name("backup.zip").rename(first.with_name("good.zip"))
        bring_back(first, 0)
    serve()
