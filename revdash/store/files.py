"""Files: what makes a change on disk durable, whole and clear in words when it fails."""

import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from sqlalchemy.exc import DBAPIError

from revdash.errors import ShortOfMemoryError, StoreError

SPARE_BYTES = 64 * 1024 * 1024  # what a build needs beyond twice the release it starts from

_DISK = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EIO}
_DISK_WORDS = (
    "could not write",
    "could not fsync",
    "fsync failed",
    "could not remove",
    "could not truncate",
    "failed to commit",
    "failed to create checkpoint",
    "no space left",
    "file too large",
    "read-only file system",
)

_MEMORY_WORDS = ("out of memory", "failed to allocate", "could not allocate")
_COPIER = (
    "import shutil, sys; shutil.copyfileobj(open(sys.argv[1], 'rb'), sys.stdout.buffer, 1 << 20)"
)


def copy_closed_file(source: Path, target: Path) -> None:
    """Copy a file in a process of its own, to a *target* that is not there yet.

    The copier gets the target as an open handle: one that outlives a killed writer then fills
    the writer's deleted file, never the next writer's file of the same name.
    """
    with target.open("xb") as handle:
        target.chmod(0o600)
        with _copier(source, handle.fileno()):
            pass


@contextmanager
def bytes_of(source: Path) -> Iterator[IO[bytes]]:
    """Give the bytes of a file, read by a process of its own."""
    with _copier(source, subprocess.PIPE) as copier:
        yield cast("IO[bytes]", copier.stdout)


@contextmanager
def _copier(source: Path, sink: int) -> Iterator[subprocess.Popen[bytes]]:
    """Read *source* elsewhere.

    Opening and closing a database file in the process that serves it drops that process's
    lock on it (POSIX), so its bytes are never read here.
    """
    command = [sys.executable, "-I", "-S", "-c", _COPIER, str(source)]
    with subprocess.Popen(command, stdout=sink, stderr=subprocess.PIPE) as copier:  # noqa: S603
        yield copier
        lines = cast("IO[bytes]", copier.stderr).read().decode(errors="replace").splitlines()
    if copier.returncode:
        raise StoreError(
            f"{source.name} could not be copied "
            f"({lines[-1] if lines else 'the copying was ended'}). Nothing was changed. "
            "See that the disk is well and has room, then run it again."
        )


def sync(path: Path) -> None:
    """Make a file, or a folder's entries, durable."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder; its renames are journalled
    handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_aside(path: Path, words: str) -> None:
    """Write a small file and make it durable."""
    path.write_text(words, encoding="ascii")
    sync(path)


def discard(path: Path) -> None:
    """Delete a file or folder; one that is still in use (Windows) is left for the next time."""
    with suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
            return
        if os.name == "nt" and path.exists():
            path.chmod(stat.S_IWRITE)
        path.unlink(missing_ok=True)


def assert_writable(folder: Path) -> None:
    """Raise StoreError unless files can be made in *folder*, which is made when missing."""
    if "?" in str(folder):
        raise StoreError(
            f"The store cannot live in {folder}: the engine reads a '?' in a path as a setting. "
            "Set REVDASH_DATA to a folder without one."
        )
    probe = folder / ".probe"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.write_bytes(b"")
        probe.unlink(missing_ok=True)  # two may try at once
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be written ({error.strerror}). Nothing was changed. "
            "Give this user the right to write there, or set REVDASH_DATA to another folder."
        ) from None


def free_bytes(folder: Path) -> int:
    """How much the disk of *folder* can still take."""
    return shutil.disk_usage(folder).free


def assert_room(folder: Path, need: int, free: Callable[[Path], int] = free_bytes) -> None:
    """Raise StoreError unless the disk of *folder* has room for *need* bytes."""
    have = free(folder)
    if have < need:
        raise StoreError(
            f"The disk of {folder} has {have // 2**20} MB free and {-(-need // 2**20)} MB are "
            "needed. Nothing was changed. Free some space and run it again."
        )


@contextmanager
def disk_in_words(folder: Path) -> Iterator[None]:
    """Say in one sentence that writing to *folder* failed, or that memory did.

    Other errors pass as they are.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _DISK or str(error.filename).startswith(str(folder)):
            raise StoreError(_sentence(error, folder)) from None
        raise
    except DBAPIError as error:
        reason = str(error.orig)
        if any(words in reason.lower() for words in _DISK_WORDS):
            raise StoreError(_sentence(error.orig or error, folder)) from None
        if any(words in reason.lower() for words in _MEMORY_WORDS):
            raise ShortOfMemoryError(
                f"Building the next release took all the memory it may take "
                f"({reason.splitlines()[0]}). Nothing was changed. Import fewer files at a time, "
                "or a large file in parts, each with the line of column names."
            ) from None
        if "corrupt" in reason.lower():
            raise StoreError(
                f"The release in force is damaged ({reason.splitlines()[0]}). Nothing was changed. "
                "Run `revdash check --deep` to see where, then `revdash restore` a backup."
            ) from None
        raise


def _sentence(error: BaseException, folder: Path) -> str:
    words = isinstance(error, OSError) and error.strerror  # without the file, which is ours
    reason = words or str(error).splitlines()[0]
    return (
        f"Writing to {folder} failed ({reason}); {free_bytes(folder) // 2**20} MB are free there. "
        "The release in force is as it was. Free some space and run it again."
    )
