"""Engines: the only place that opens a DuckDB file, hardened, read-only unless building."""

from pathlib import Path
from threading import Lock
from typing import Any

from duckdb_sqlalchemy import Dialect
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.pool import NullPool, QueuePool, StaticPool
from sqlalchemy.util import LRUCache

from revdash.errors import ForeignStoreError

# In this order: once the configuration is locked nothing can be set again. Files outside the
# store cannot be read or written by any statement, and no extension can be fetched. The zone
# is set for the instance: set for one connection, the next one has the machine's zone again.
_HARDENED = (
    "SET GLOBAL TimeZone='UTC'",
    "SET autoinstall_known_extensions=false",
    "SET autoload_known_extensions=false",
    "SET allow_community_extensions=false",
    "SET enable_external_access=false",
    "SET checkpoint_threshold='128MB'",  # a release is built of many commits, and kept once
    "SET enable_progress_bar=false",  # on a terminal it would write into our own words
    "SET lock_configuration=true",
)

# Measured where a million rows are inserted in 192 MB: to keep them in the order in which they come
# takes twice the time. An ORDER BY is kept all the same; nothing relies on an order it did not ask.
_UNORDERED = ("SET preserve_insertion_order=false",)

# Every import makes a new file, and so a new engine: what was compiled for the last one serves it.
_COMPILED: LRUCache[Any, Any] = LRUCache(2000)


class AlikeDialect(Dialect):
    """DuckDB's dialect, of which any two are one as far as compiled statements go."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("duckdb.alike", __name__, AlikeDialect.__name__)

# Engines of one file share one instance, so two first connections must not both set it up.
_HARDENING = Lock()


def open_engine(
    path: Path, *, read_only: bool = True, memory: str = "2GB", threads: int = 2
) -> Engine:
    """Open one DuckDB file; reading never creates it, and never reads a log beside it."""
    if read_only:
        assert_readable(path)
    engine = create_engine(
        URL.create("duckdb+alike", database=str(path)),  # a ? or % stays a name
        connect_args={"read_only": read_only},
        execution_options={"compiled_cache": _COMPILED},
        poolclass=QueuePool if read_only else NullPool,
        **({"pool_size": 4, "max_overflow": 28} if read_only else {}),
    )
    _harden(engine, memory, threads, () if read_only else _UNORDERED)
    return engine


def memory_engine() -> Engine:
    """Open an empty DuckDB in memory that all threads share, for tests and dry runs."""
    engine = create_engine(
        "duckdb+alike:///:memory:",
        poolclass=StaticPool,
        execution_options={"compiled_cache": _COMPILED},
    )
    _harden(engine, "1GB", 2, ())
    return engine


def log_beside(path: Path) -> Path:
    """Where DuckDB keeps the log of a file that was not closed well; releases have none."""
    return path.with_name(path.name + ".wal")


def sentence_for(error: Exception, path: Path) -> str:
    """Say in one sentence why *path* could not be opened, and what to do."""
    reason = str(getattr(error, "orig", error)).splitlines()[0]
    if "newer version" in reason or "storage version" in reason.lower():
        return (
            f"{path.name} was made by a newer DuckDB than this revdash uses. "
            "Update revdash, or `revdash restore` a backup made with this version."
        )
    if "could not set lock" in reason.lower():
        return f"{path.name} is open for writing in another program ({reason}). Close it first."
    if "sqlite" in reason.lower():
        reason = "it is a SQLite file"  # DuckDB's own words speak of a failed download
    return (
        f"{path.name} is damaged or no revdash store ({reason}). "
        "It was left as it is: run `revdash check`, or `revdash restore` a backup."
    )


def assert_readable(path: Path) -> None:
    """Raise ForeignStoreError when *path* is not there or another program wrote to it."""
    if not path.is_file():
        raise ForeignStoreError(
            f"There is no file {path.name} in {path.parent}. "
            "Run `revdash check`, or `revdash restore` from a backup."
        )
    if log_beside(path).exists():
        raise ForeignStoreError(
            f"{path.name} has a log beside it ({log_beside(path).name}): another program wrote to "
            "this release. Move the log away, or `revdash restore` a backup; then `revdash check`."
        )


def _harden(engine: Engine, memory: str, threads: int, more: tuple[str, ...]) -> None:
    limits = (f"SET memory_limit='{memory}'", f"SET threads={threads}")

    @event.listens_for(engine, "connect")
    def _on_connect(raw: Any, _record: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        with _HARDENING:
            if raw.execute("SELECT current_setting('lock_configuration')").fetchone()[0]:
                return  # another connection of the same instance has done it
            for statement in (*limits, *more, *_HARDENED):
                raw.execute(statement)
