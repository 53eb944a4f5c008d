"""Files: whole copies of a desk file, made so that half of one never looks like one."""

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from revdash.desk.trouble import damaged
from revdash.errors import InputError

_SIDE_FILES = ("", "-wal", "-shm", "-journal")


def new_file(path: Path) -> None:
    """Make an empty file that only its owner may read; take away what a crash left there."""
    remove(path)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def remove(path: Path) -> None:
    """Take away a database file and what SQLite keeps beside it."""
    for side in _SIDE_FILES:
        path.with_name(path.name + side).unlink(missing_ok=True)


def move_aside(path: Path, target: Path) -> None:
    """Keep a damaged file, and what SQLite keeps beside it, under another name."""
    for side in _SIDE_FILES:
        file = path.with_name(path.name + side)
        if file.exists():
            file.replace(target.with_name(target.name + side))


def publish(finished: Path, path: Path) -> None:
    """Give a finished file its name, after all of it is on the disk."""
    with finished.open("rb+") as file:
        os.fsync(file.fileno())
    finished.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def copy_whole(source: Path, target: Path, *, wait_seconds: float) -> None:
    """Copy a desk file while others use it; the copy appears whole and checked, or not at all."""
    if target.exists():
        raise InputError(f"{target} is there already. Name a file that is not.")
    unfinished = target.with_name(f"{target.name}.part")
    new_file(unfinished)
    try:
        pour(source, unfinished, wait_seconds=wait_seconds)
        with closing(sqlite3.connect(unfinished)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        check_pages(unfinished, source)
        publish(unfinished, target)
    finally:
        remove(unfinished)


def pour(source: Path, target: Path, *, wait_seconds: float) -> None:
    """Replace all of *target* by *source* in one transaction that other programs may watch."""
    end = time.monotonic() + wait_seconds

    def give_up(status: int, _remaining: int, _total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > end:
            busy = sqlite3.OperationalError("database is locked")
            busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise busy

    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as reader,
        closing(sqlite3.connect(target)) as writer,
    ):
        reader.backup(writer, progress=give_up, sleep=0.05)


def check_pages(path: Path, source: Path | None = None) -> None:
    """Refuse a file whose pages do not fit together; blame the one it was copied from."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise damaged(str(source or path))
