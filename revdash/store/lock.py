"""Lock: one writer at a time, and who it is."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from revdash.errors import StoreBusyError


@contextmanager
def writers_lock(folder: Path, what: str, wait: float) -> Iterator[None]:
    """Be the one writer of *folder*; say who is when another has been for *wait* seconds.

    The lock lies on a file of its own: a process that ends, however it ends, lets go of it.
    """
    lock = FileLock(folder / "writer.lock", timeout=wait)
    holder = folder / "writer.json"
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusyError(_busy_sentence(holder)) from None
    try:
        with suppress(OSError):  # on a full disk the lock still holds, only without a name
            holder.write_text(json.dumps({"pid": os.getpid(), "what": what}), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _busy_sentence(holder: Path) -> str:
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
        named = f"process {who['pid']} ({who['what']})"
    except (OSError, ValueError, KeyError, TypeError):
        named = "another process"
    return (
        f"The store is being written by {named}. Nothing was changed. "
        "Wait for it to end and run this again, or end that process."
    )
