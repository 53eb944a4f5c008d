"""Migrate: make a desk, or bring an older one up to date, by the steps in ``migrations``."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import IntegrityError

from revdash.desk import files
from revdash.desk.sqlite import sqlite_engine
from revdash.desk.trouble import damaged
from revdash.errors import ForeignStoreError, StoreBusyError, StoreError

_VERSION_TABLE = "desk_revision"
_SERVER_LOCK = 7_238_101  # any number that nothing else on the server locks


def head_revision() -> str:
    """Name the shape of the desk this program writes."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise StoreError("This revdash carries no desk migrations. Install it again.")
    return head


def read_revision(connection: Connection) -> str | None:
    """Name the shape a desk has, or None when it is no desk."""
    options = {"version_table": _VERSION_TABLE}
    return MigrationContext.configure(connection, opts=options).get_current_revision()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the steps up to *revision* in the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def prepare_file(path: Path, *, now: datetime, wait_seconds: float) -> None:
    """Make the desk file when there is none; copy it and bring it up to date when it is older."""
    if not path.exists() or file_revision(path, wait_seconds) != head_revision():
        with held(path, wait_seconds):
            if not path.exists():
                _create(path)
            revision = file_revision(path, wait_seconds)
            if revision != head_revision():
                _upgrade_file(path, revision, now=now, wait_seconds=wait_seconds)
    with closing(sqlite3.connect(path, timeout=wait_seconds)) as plain:
        plain.execute("PRAGMA journal_mode = WAL")  # writers do not stop readers


def prepare_server(engine: Engine, name: str) -> None:
    """Make or bring up to date a desk that is a PostgreSQL database."""
    with engine.begin() as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SERVER_LOCK})")
        revision = read_revision(connection)
        if revision is None and inspect(connection).get_table_names():
            raise ForeignStoreError(
                f"The database at {name} holds other tables and no desk. It would be empty, or "
                "have been made by revdash. Name another database in REVDASH_DESK_URL."
            )
        if revision is not None:
            _refuse_newer(revision, name)
        if revision != head_revision():
            upgrade(connection)


def file_revision(path: Path, wait_seconds: float) -> str:
    """Name the shape of a desk file; refuse a file that is none, or that a newer program made."""
    engine = sqlite_engine(path, wait_seconds)
    try:
        with engine.execution_options(desk_reads=True).connect() as connection:
            revision = read_revision(connection)
    finally:
        engine.dispose()
    if revision is None:
        raise damaged(str(path))
    _refuse_newer(revision, str(path))
    return revision


@contextmanager
def held(path: Path, wait_seconds: float) -> Iterator[None]:
    """Hold a desk file for oneself while it is made, brought up to date or put back."""
    lock = FileLock(f"{path}.lock", timeout=wait_seconds, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusyError(
            f"{path} is being made or brought up to date by another program, which did not finish "
            f"within {wait_seconds:g} seconds. Try again in a minute."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _create(path: Path) -> None:
    unfinished = path.with_name(f"{path.name}.new")
    files.new_file(unfinished)
    try:
        engine = sqlite_engine(unfinished, 0)
        try:
            with engine.begin() as connection:
                upgrade(connection)
        finally:
            engine.dispose()
        files.publish(unfinished, path)
    finally:
        files.remove(unfinished)


def _upgrade_file(path: Path, revision: str, *, now: datetime, wait_seconds: float) -> None:
    backup = path.with_name(f"desk-backup-{revision}-{now:%Y%m%dT%H%M%S%f}.sqlite")
    files.copy_whole(path, backup, wait_seconds=wait_seconds)
    engine = sqlite_engine(path, wait_seconds, checks_references=False)  # tables are made anew
    try:
        with engine.begin() as connection:
            upgrade(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise _not_upgraded(path, revision, backup, f"{len(broken)} rows lost their parent")
    except IntegrityError as error:
        raise _not_upgraded(path, revision, backup, str(error.orig)) from error
    finally:
        engine.dispose()


def _not_upgraded(path: Path, revision: str, backup: Path, why: str) -> StoreError:
    return StoreError(
        f"{path} could not be brought from {revision} to {head_revision()}: {why}. It is as it was "
        f"before, and a copy of it is {backup.name}. Go on with the version of revdash that made "
        "it, and report this sentence."
    )


def _refuse_newer(revision: str, name: str) -> None:
    known = {step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision not in known:
        raise ForeignStoreError(
            f"{name} was made by a newer revdash: it has revision {revision}, and this one knows "
            f"up to {head_revision()}. Nothing was changed in it. Install the newer revdash, or "
            "put back a copy made before with `revdash restore`."
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "revdash.desk:migrations")
    config.set_main_option("path_separator", "os")
    return config
