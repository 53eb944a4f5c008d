"""Engine: open the desk, read it, and write it one transaction at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, select
from sqlalchemy.exc import ArgumentError

from revdash.desk import migrate
from revdash.desk.sqlite import fold_journal, sqlite_engine
from revdash.desk.tables.ledger import audit_head
from revdash.desk.trouble import told, told_of_files
from revdash.errors import ConfigError

FILE_NAME = "desk.sqlite"
WAIT_SECONDS = 15.0


class Written:
    """How often this process has written a desk."""

    times = 0


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What people write: an open desk.

    ``path`` is None when the desk is a PostgreSQL database.
    """

    name: str
    engine: Engine
    path: Path | None
    wait_seconds: float
    written: Written = field(default_factory=Written)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Read the desk: one moment of it, whatever others write meanwhile."""
        reading = self.engine.execution_options(desk_reads=True, postgresql_readonly=True)
        with told(self.name, self.wait_seconds), reading.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write the desk: all of the block, or none of it; one writer at a time."""
        try:
            with told(self.name, self.wait_seconds), self.engine.begin() as connection:
                connection.execute(select(audit_head.c.head_id).with_for_update())
                yield connection
        finally:
            self.written.times += 1

    def forget_order(self) -> None:
        """Empty the journal of a desk that is a file: it tells in which order rows came."""
        if self.path is not None:
            with told_of_files(self.name, self.wait_seconds):
                fold_journal(self.path)

    def close(self) -> None:
        """Let go of the files or the server."""
        self.engine.dispose()


def open_desk(
    folder: Path, url: str = "", *, now: datetime, wait_seconds: float = WAIT_SECONDS
) -> Desk:
    """Open the desk in *folder*, or at *url*; make it when there is none, bring it up to date.

    An older desk is copied before it is brought up to date; a newer one, or a file that
    is none, is refused and left as it is.
    """
    path, address = _place(folder, url)
    if path is None:
        name = address.render_as_string(hide_password=True)
        engine = create_engine(address, pool_pre_ping=True, hide_parameters=True)
        with told(name, wait_seconds):
            migrate.prepare_server(engine, name)
    else:
        name = str(path)
        with told_of_files(name, wait_seconds):
            migrate.prepare_file(path, now=now, wait_seconds=wait_seconds)
        engine = sqlite_engine(path, wait_seconds)
    return Desk(name=name, engine=engine, path=path, wait_seconds=wait_seconds)


def desk_path(folder: Path, url: str = "") -> Path | None:
    """Name the desk's file, or None when it is a PostgreSQL database."""
    return _place(folder, url)[0]


def _place(folder: Path, url: str) -> tuple[Path | None, URL]:
    if not url:
        path = (folder / FILE_NAME).absolute()
        return path, URL.create("sqlite", database=str(path))
    try:
        address = make_url(url)
    except ArgumentError:
        raise ConfigError(
            "The desk's address is no database URL. It would be left empty for a file in the data "
            "folder, or read like postgresql://user@host/revdash. Correct REVDASH_DESK_URL."
        ) from None
    backend = address.get_backend_name()
    if backend == "sqlite" and address.database:
        path = (folder / address.database).absolute()
        return path, URL.create("sqlite", database=str(path))
    if backend == "postgresql":
        return None, address.set(drivername="postgresql+psycopg")
    raise ConfigError(
        f"The desk cannot live in '{backend}'. It can be a SQLite file or a PostgreSQL database "
        "(postgresql://user@host/revdash). Correct REVDASH_DESK_URL."
    )
