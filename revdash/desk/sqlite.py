"""SQLite: the engine of a desk that is a file."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event


def sqlite_engine(path: Path, wait_seconds: float, *, checks_references: bool = True) -> Engine:
    """Make the engine of a desk that is a file; the file must be there."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode=rw",
            uri=True,
            timeout=wait_seconds,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute(f"PRAGMA foreign_keys = {int(checks_references)}")
        connection.execute("PRAGMA synchronous = FULL")  # acknowledged means on the disk
        connection.execute("PRAGMA secure_delete = ON")  # erased means overwritten
        return connection

    address = URL.create("sqlite", database=str(path))
    engine = create_engine(address, creator=connect, hide_parameters=True)
    event.listen(engine, "begin", _begin)
    return engine


def fold_journal(path: Path) -> None:
    """Write what the journal holds into the file and empty it, unless somebody reads just now.

    A journal tells in which order its rows were written; the file itself does not.
    """
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=1)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _begin(connection: Connection) -> None:
    """Begin as a reader that cannot write, or as the one writer."""
    reads = connection.get_execution_options().get("desk_reads", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {int(reads)}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
