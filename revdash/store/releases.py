"""Releases: immutable DuckDB files and the pointer to the one in force; building the next one."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from revdash.errors import ForeignStoreError, StoreBusyError, StoreError
from revdash.store.engine import assert_opens, open_engine, sentence_for
from revdash.store.schema import METADATA, SCHEMA_VERSION, TABLES
from revdash.store.schema.ledger import store_version

POINTER = "CURRENT"
SPARE_BYTES = 64 * 1024 * 1024  # what a build needs beyond twice the release it starts from


@dataclass(frozen=True, kw_only=True)
class Release:
    """One published state of the store: never changed, only replaced by the next."""

    number: int
    path: Path

    @property
    def name(self) -> str:
        """Its file name, which caches are keyed by."""
        return self.path.name


@dataclass(frozen=True, kw_only=True)
class ReleaseNote:
    """What a release says of itself."""

    number: int
    published_at: datetime
    what: str
    by: str
    data_to: datetime | None
    schema_version: int


class Releases:
    """The releases in one folder."""

    def __init__(
        self, folder: Path, *, keep: int = 3, memory: str = "2GB", threads: int = 2
    ) -> None:
        """Look at *folder*; nothing is created before the first build."""
        self.folder = folder
        self.keep = keep
        self._tuning = {"memory": memory, "threads": threads}

    def current(self) -> Release | None:
        """The release in force, or none when nothing was ever published."""
        try:
            name = (self.folder / POINTER).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except (UnicodeDecodeError, OSError) as error:
            raise ForeignStoreError(
                f"{POINTER} in {self.folder} cannot be read ({error}). "
                "It should hold the name of one release; run `revdash restore` a backup."
            ) from None
        release = _release_named(self.folder / name)
        if release is None or not release.path.is_file():
            raise ForeignStoreError(
                f"{POINTER} names {name!r}, and there is no such release in {self.folder}. "
                "Run `revdash restore` with a backup, or write a release that is there into it."
            )
        return release

    def published(self) -> list[Release]:
        """Every release still kept, oldest first."""
        found = (_release_named(path) for path in self.folder.glob("store-*.duckdb"))
        return sorted((r for r in found if r is not None), key=lambda r: r.number)

    def note(self, release: Release) -> ReleaseNote:
        """Read what *release* says of itself; refuse one of a newer revdash."""
        engine = open_engine(release.path, **self._tuning)  # type: ignore[arg-type]
        try:
            with engine.connect() as connection:
                return read_note(connection, release.path)
        except DBAPIError as error:
            raise ForeignStoreError(sentence_for(error, release.path)) from None
        finally:
            engine.dispose()

    @contextmanager
    def building(
        self, what: str, *, by: str, now: datetime, wait: float = 1.5
    ) -> Iterator["Building"]:
        """Build the next release: published when the block ends well, else leaving no trace."""
        _writable(self.folder)
        with writers_lock(self.folder, what, wait):
            _sweep(self.folder)
            start = self.current()
            number = max((r.number for r in self.published()), default=0) + 1
            path = self.folder / f"store-{number:06d}.building"
            _enough_room(self.folder, start)
            try:
                building = Building(self, start, number, path, what=what, by=by, now=now)
                yield building
                building.publish()
            except OSError as error:
                raise StoreError(_disk_sentence(error, self.folder)) from None
            except DBAPIError as error:
                if _is_disk(error):
                    raise StoreError(_disk_sentence(error.orig or error, self.folder)) from None
                raise
            finally:
                _sweep(self.folder)

    def prune(self, pinned: frozenset[str] = frozenset()) -> None:
        """Delete the releases that are neither in force, recent nor *pinned* by a meeting."""
        current = self.current()
        for release in self.published()[: -self.keep]:
            if release != current and release.name not in pinned:
                release.path.unlink(missing_ok=True)


class Building:
    """A release under construction: one connection, one transaction, no reader."""

    def __init__(
        self,
        releases: Releases,
        start: Release | None,
        number: int,
        path: Path,
        *,
        what: str,
        by: str,
        now: datetime,
    ) -> None:
        """Copy the release in force, or begin an empty one."""
        self.number, self.path, self.start = number, path, start
        self.what, self.by, self.now = what, by, now
        self.data_to: datetime | None = None
        self.pinned: frozenset[str] = frozenset()
        self._releases = releases
        if start is not None:
            if releases.note(start).schema_version != SCHEMA_VERSION:
                raise ForeignStoreError(
                    f"{start.name} has an older schema. Run `revdash init` to bring it forward."
                )
            copy_closed_file(start.path, path)
        self._engine = open_engine(path, read_only=False, **releases._tuning)  # type: ignore[arg-type]  # noqa: SLF001
        self.connection: Connection = self._engine.connect()
        METADATA.create_all(self.connection)
        self.connection.commit()

    def publish(self) -> Release:
        """Sign, checkpoint, close, make durable, and move the pointer."""
        self._sign()
        self.connection.commit()
        self.connection.close()
        self._engine.dispose()
        self._checkpoint()
        if self.path.with_name(self.path.name + ".wal").exists():
            raise StoreError("The new release has an unfinished log. Run the same command again.")
        assert_opens(self.path)
        sync(self.path)
        final = self._releases.folder / f"store-{self.number:06d}.duckdb"
        self.path.rename(final)
        final.chmod(0o444)
        point_to(self._releases.folder, final.name)
        self._releases.prune(self.pinned)
        return Release(number=self.number, path=final)

    def abandon(self) -> None:
        """Let go of the file; the next build sweeps it away."""
        self.connection.close()
        self._engine.dispose()

    def _sign(self) -> None:
        self.connection.execute(store_version.delete())
        self.connection.execute(
            store_version.insert().values(
                schema_version=SCHEMA_VERSION,
                release_no=self.number,
                published_at=self.now,
                what=self.what,
                by=self.by,
                data_to=self.data_to,
            )
        )

    def _checkpoint(self) -> None:
        engine = open_engine(self.path, read_only=False)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("CHECKPOINT")
        engine.dispose()


def read_note(connection: Connection, path: Path) -> ReleaseNote:
    """Read a release's note over an open connection."""
    try:
        row = connection.execute(select(store_version)).mappings().one_or_none()
    except DBAPIError:
        row = None
    if row is None:
        raise ForeignStoreError(
            f"{path.name} is a DuckDB file but no revdash release. It was left as it is: "
            "choose another folder with REVDASH_DATA, or `revdash restore` a backup."
        )
    if row["schema_version"] > SCHEMA_VERSION:
        raise ForeignStoreError(
            f"{path.name} was made by a newer revdash (schema {row['schema_version']}, this one "
            f"reads {SCHEMA_VERSION}). Update revdash, or `revdash restore` an older backup."
        )
    return ReleaseNote(
        number=row["release_no"],
        published_at=row["published_at"],
        what=row["what"],
        by=row["by"],
        data_to=row["data_to"],
        schema_version=row["schema_version"],
    )


@contextmanager
def writers_lock(folder: Path, what: str, wait: float) -> Iterator[None]:
    """Be the one writer of *folder*; say who is when another has been for *wait* seconds."""
    lock = FileLock(folder / "writer.lock", timeout=wait)
    holder = folder / "writer.json"
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusyError(_busy_sentence(holder)) from None
    try:
        holder.write_text(json.dumps({"pid": os.getpid(), "what": what}), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def copy_closed_file(source: Path, target: Path) -> None:
    """Copy a file in a process of its own.

    Opening and closing a database file in the process that serves it drops that process's
    lock on it (POSIX), so its bytes are never read here.
    """
    script = "import shutil, sys; shutil.copyfile(sys.argv[1], sys.argv[2])"
    done = subprocess.run(  # noqa: S603  our own interpreter and our own two paths
        [sys.executable, "-I", "-c", script, str(source), str(target)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "it was ended"
        raise OSError(f"{source.name} could not be copied: {reason}")
    target.chmod(0o600)


def point_to(folder: Path, name: str) -> None:
    """Put *name* in force: written aside, made durable, moved into place."""
    aside = folder / f"{POINTER}.new"
    aside.write_text(name + "\n", encoding="ascii")
    sync(aside)
    aside.replace(folder / POINTER)
    sync(folder)


def sync(path: Path) -> None:
    """Make a file, or a folder's entries, durable."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder; its renames are journalled
    handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def table_counts(connection: Connection) -> dict[str, int]:
    """How many rows each table of a release holds."""
    from sqlalchemy import func  # noqa: PLC0415

    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in sorted(TABLES.items())
    }


def _release_named(path: Path) -> Release | None:
    stem = path.name.removeprefix("store-").removesuffix(".duckdb")
    if not (path.name.startswith("store-") and path.suffix == ".duckdb" and stem.isdigit()):
        return None
    return Release(number=int(stem), path=path)


def _sweep(folder: Path) -> None:
    for pattern in ("*.building", "*.building.wal", "*.building.tmp", "CURRENT.new"):
        for path in folder.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be written ({error.strerror}). Nothing was changed. "
            "Give this user the right to write there, or set REVDASH_DATA to another folder."
        ) from None


def _enough_room(
    folder: Path,
    start: Release | None,
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
) -> None:
    need = SPARE_BYTES + (2 * start.path.stat().st_size if start else 0)
    have = free(folder)
    if have < need:
        raise StoreError(
            f"The disk of {folder} has {have // 2**20} MB free and building a release needs "
            f"{need // 2**20} MB. Nothing was changed. Free some space and run it again."
        )


def _is_disk(error: DBAPIError) -> bool:
    words = str(error.orig).lower()
    return (
        "could not write file" in words or "no space left" in words or "failed to commit" in words
    )


def _disk_sentence(error: BaseException, folder: Path) -> str:
    free = shutil.disk_usage(folder).free // 2**20
    return (
        f"Writing the new release failed ({str(error).splitlines()[0]}); {free} MB are free in "
        f"{folder}. The release in force is as it was. Free some space and run it again."
    )


def _busy_sentence(holder: Path) -> str:
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
        named = f"process {who['pid']} ({who['what']})"
    except (OSError, ValueError, KeyError):
        named = "another process"
    return (
        f"The store is being written by {named}. Nothing was changed. "
        "Wait for it to end and run this again, or end that process."
    )
