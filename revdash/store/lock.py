"""Lock: one writer at a time, and who it is; whether a process at work is still alive."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from revdash.errors import StoreBusyError

LOCK = "writer.lock"
_HOLDER = "writer.json"
_LOOK = 5.0  # seconds: one that only looks whether a lock is held has let go of it by then


@contextmanager
def writers_lock(folder: Path, what: str, wait: float) -> Iterator[None]:
    """Be the one writer of *folder*; say who is when another has been for *wait* seconds.

    The lock lies on a file of its own: a process that ends, however it ends, lets go of it.
    """
    lock = FileLock(folder / LOCK, timeout=wait)
    holder = folder / _HOLDER
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusyError(
            f"The store is being written by {writer_of(folder)}. Nothing was changed. "
            "Wait for it to end and run this again, or end that process."
        ) from None
    try:
        with suppress(OSError):  # on a full disk the lock still holds, only without a name
            holder.write_text(json.dumps({"pid": os.getpid(), "what": what}), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def writer_of(folder: Path) -> str:
    """Name the process that writes *folder*, as well as it is known."""
    try:
        who = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        return f"process {who['pid']} ({who['what']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


@contextmanager
def alive(path: Path) -> Iterator[None]:
    """Hold *path* for as long as the block runs; however this process ends, it lets go."""
    with FileLock(path, timeout=_LOOK):
        yield


def is_alive(path: Path) -> bool:
    """Say whether some process holds *path*."""
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return True
    except OSError:  # nobody can work in a folder that cannot be written
        return False
    lock.release()
    return False
