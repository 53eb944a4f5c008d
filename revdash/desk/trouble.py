"""Trouble: what the database complains of, said in one sentence with the next step."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from revdash.errors import ForeignStoreError, RevdashError, StoreBusyError, StoreError

_PRIMARY_CODE = 0xFF  # the low byte of SQLite's extended result codes


@contextmanager
def told(name: str, wait_seconds: float) -> Iterator[None]:
    """Say in a person's words what the database *name* complains of inside the block."""
    try:
        yield
    except DBAPIError as error:
        raise _in_words(name, wait_seconds, error.orig) or error from error.__cause__


@contextmanager
def told_of_files(name: str, wait_seconds: float) -> Iterator[None]:
    """Say also what the disk complains of, where desk files are made, copied and put back."""
    try:
        with told(name, wait_seconds):
            yield
    except (sqlite3.Error, OSError) as error:
        raise _in_words(name, wait_seconds, error) or error from error.__cause__


def is_damage(error: BaseException | None) -> bool:
    """Tell whether SQLite says that the file itself is not whole."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & _PRIMARY_CODE in {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }


def damaged(name: str) -> ForeignStoreError:
    """Say that the file is no whole desk, and how to get one back."""
    return ForeignStoreError(
        f"{name} is damaged or no revdash desk. Nothing was changed in it. "
        "Put a copy back with `revdash restore`, or name another folder."
    )


def _in_words(name: str, wait_seconds: float, cause: BaseException | None) -> RevdashError | None:
    if isinstance(cause, sqlite3.Error):
        return _file_in_words(name, wait_seconds, cause)
    if isinstance(cause, OSError):
        return _unwritable(name, str(cause.strerror))
    return _server_in_words(name, cause)


def _file_in_words(name: str, wait_seconds: float, cause: sqlite3.Error) -> RevdashError | None:
    if is_damage(cause):
        return damaged(name)
    match getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusyError(
                f"{name} is being written by another program and did not come free within "
                f"{wait_seconds:g} seconds. Nothing was changed. Try again; if this goes on, "
                "stop the other program."
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return _unwritable(name, str(cause))
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return StoreError(
                f"{name} cannot be written: {cause}. Nothing was changed. "
                "Free some space on its disk, then try again."
            )
    return None


def _unwritable(name: str, why: str) -> StoreError:
    return StoreError(
        f"{name} cannot be written: {why}. Its folder must exist and be writable for the account "
        "revdash runs as. Correct the rights, or name another folder."
    )


def _server_in_words(name: str, cause: BaseException | None) -> RevdashError | None:
    kind = type(cause)
    if not kind.__module__.startswith("psycopg") or "Operational" not in kind.__name__:
        return None
    return StoreError(
        f"The desk at {name} cannot be reached or does not answer. It must be a PostgreSQL server "
        "that runs and lets this account in. Check the address and the server, then try again."
    )
