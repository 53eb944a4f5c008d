"""Releases: immutable DuckDB files and the pointer to the one in force; building the next one.

A release is published in this order: its name is written to ``CURRENT.new``, the file gets
that name, ``CURRENT.new`` becomes ``CURRENT``. Whoever is killed in between leaves a
``CURRENT.new`` that names a release never in force, and the next writer sweeps both away.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from revdash.errors import ForeignStoreError, StoreError
from revdash.store import files
from revdash.store.engine import assert_readable, log_beside, open_engine, sentence_for
from revdash.store.lock import writers_lock
from revdash.store.notes import (
    Purpose,
    Release,
    ReleaseNote,
    assert_this_schema,
    read_note,
    release_in,
    release_named,
    schema_differences,
    schema_of,
    sign,
    table_counts,
)
from revdash.store.schema import METADATA
from revdash.store.schema.ledger import store_version

BUILDING_MEMORY = 384  # MB; what a backlog of the demo's size holds between two checkpoints fits
BUILDING_SHARE = 2  # and half of what the release weighs: a million leads judged anew fit
POINTER, NEXT_POINTER = "CURRENT", "CURRENT.new"
_LEFTOVERS = ("*.building", "*.building.wal", "*.building.tmp", ".probe", NEXT_POINTER)

__all__ = ["Building", "Purpose", "Release", "ReleaseNote", "Releases", "table_counts"]


class Releases:
    """The releases in one folder."""

    def __init__(
        self, folder: Path, *, keep: int = 3, memory: str = "2GB", threads: int = 2
    ) -> None:
        """Look at *folder*; nothing is created before the first build."""
        self.folder = folder
        self.keep = keep
        self._memory, self._threads = memory, threads
        self._is_short = False

    def current(self) -> Release | None:
        """The release in force, or none when nothing was ever published."""
        name = self._pointer()
        if name is None and self.published() and not (self.folder / NEXT_POINTER).exists():
            name = self._pointer()  # the first release may just have come into force
            if name is None:
                raise ForeignStoreError(
                    f"{POINTER} is missing from {self.folder}, which holds releases. Write the "
                    "name of one (such as store-000001.duckdb) into it, or run `revdash restore`."
                )
        if name is None:
            return None
        release = release_named(self.folder / name)
        if release is None or not release.path.is_file():
            raise ForeignStoreError(
                f"{POINTER} names {name[:80]!r}, and there is no such release in {self.folder}. "
                "Run `revdash restore` with a backup, or write a release that is there into it."
            )
        return release

    def published(self) -> list[Release]:
        """Every release still kept, oldest first."""
        found = (release_named(path) for path in self.folder.glob("store-*.duckdb"))
        return sorted((r for r in found if r is not None), key=lambda r: r.number)

    def note(self, release: Release) -> ReleaseNote:
        """Read what *release* says of itself; refuse one of a newer revdash."""
        with self.reading(release.path) as connection:
            return read_note(connection, release.path)

    def schema_version(self, release: Release) -> int:
        """Read which schema *release* was written with, which may be an older one."""
        with self.reading(release.path) as connection:
            return schema_of(connection, release.path)

    def open(self, path: Path, *, read_only: bool = True) -> Engine:
        """Open a file of this store with its memory and threads; to build one takes less."""
        memory = self._memory
        if not (read_only or self._is_short):
            weight = path.stat().st_size // 2**20 if path.exists() else 0
            memory = f"{BUILDING_MEMORY + weight // BUILDING_SHARE}MB"
        return open_engine(path, read_only=read_only, memory=memory, threads=self._threads)

    def build_with_more(self) -> None:
        """Let building take as much memory as reading from now on."""
        self._is_short = True

    @contextmanager
    def reading(self, path: Path) -> Iterator[Connection]:
        """Read one file for a short while; say in one sentence when it is damaged."""
        engine = self.open(path)
        try:
            with engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            raise ForeignStoreError(sentence_for(error, path)) from None
        finally:
            engine.dispose()

    @contextmanager
    def building(
        self, what: str, *, by: str, now: datetime, wait: float = 1.5
    ) -> Iterator["Building"]:
        """Build the next release: published when the block ends well, else leaving no trace."""
        with self._writing(what, wait):
            start = self.current()
            with self._built(start, None, Purpose(what=what, by=by, now=now)) as building:
                if start is not None:
                    assert_this_schema(building.connection, start.path)
                yield building

    @contextmanager
    def building_from(
        self, fill: Callable[[Path], None] | None, purpose: Purpose, *, wait: float = 1.5
    ) -> Iterator["Building"]:
        """Build the next release from the file that *fill* writes; none: from the one in force.

        It may be of an older schema, which the block brings forward. The release in force may
        be damaged when *fill* is given. Nothing is pruned, so what was there stays at hand.
        """
        with self._writing(purpose.what, wait):
            start = None if fill else self.current()
            with self._built(start, fill, purpose) as building:
                building.pinned = None
                yield building

    @contextmanager
    def tried(self, release: Release | None = None) -> Iterator[Connection]:
        """Give a copy of *release*, else of the one in force, to try other rules on unseen."""
        release = release or self.current()
        if release is None:
            raise StoreError("There is no data yet to try anything on. Import some first.")
        with TemporaryDirectory(prefix="revdash-trial-") as folder:
            copy = Path(folder) / release.name
            files.assert_room(copy.parent, files.SPARE_BYTES + 2 * release.path.stat().st_size)
            assert_readable(release.path)
            files.copy_closed_file(release.path, copy)
            engine = self.open(copy, read_only=False)
            try:
                with engine.connect() as connection:
                    yield connection
            finally:
                engine.dispose()

    def prune(self, pinned: frozenset[str] = frozenset()) -> None:
        """Delete the releases that are neither in force, recent nor *pinned* by a meeting."""
        current = self.current()
        for release in self.published()[: -self.keep]:
            if release != current and release.name not in pinned:
                files.discard(release.path)
                files.discard(release.path.with_name(release.name + ".tmp"))

    def _pointer(self) -> str | None:
        try:
            return (self.folder / POINTER).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except (UnicodeDecodeError, OSError) as error:
            raise ForeignStoreError(
                f"{POINTER} in {self.folder} cannot be read ({error}). "
                "It should hold the name of one release; run `revdash restore` a backup."
            ) from None

    @contextmanager
    def _writing(self, what: str, wait: float) -> Iterator[None]:
        files.assert_writable(self.folder)
        with writers_lock(self.folder, what, wait), files.disk_in_words(self.folder):
            self._sweep()
            try:
                yield
            finally:
                self._sweep()

    @contextmanager
    def _built(
        self, start: Release | None, fill: Callable[[Path], None] | None, purpose: Purpose
    ) -> Iterator["Building"]:
        number = max((r.number for r in self.published()), default=0) + 1
        path = self.folder / f"store-{number:06d}.building"
        size = start.path.stat().st_size if start else 0
        files.assert_room(self.folder, files.SPARE_BYTES + 2 * size)
        if start is not None:
            assert_readable(start.path)
            files.copy_closed_file(start.path, path)
        elif fill is not None:
            fill(path)
        try:
            building = Building(self, Release(number=number, path=path), purpose)
        except DBAPIError as error:
            raise ForeignStoreError(sentence_for(error, start.path if start else path)) from None
        building.start = start
        try:
            yield building
            building.finish()
        finally:
            building.close()
        self._publish(building)

    def _publish(self, building: "Building") -> None:
        """Put a finished file in force."""
        path = building.path
        if log_beside(path).exists():
            raise StoreError("The new release has an unfinished log. Run the same command again.")
        with self.reading(path) as connection:
            assert_this_schema(connection, path)
        final = release_in(self.folder, building.number)
        path.chmod(0o400)
        files.sync(path)
        files.write_aside(self.folder / NEXT_POINTER, final.name + "\n")
        path.rename(final.path)
        files.sync(self.folder)
        (self.folder / NEXT_POINTER).replace(self.folder / POINTER)
        files.sync(self.folder)
        if building.pinned is not None:
            self.prune(building.pinned)

    def _sweep(self) -> None:
        """Delete what a killed or failed build left: its file, and a release never in force."""
        with suppress(OSError, UnicodeDecodeError):
            name = (self.folder / NEXT_POINTER).read_text(encoding="ascii").strip()
            orphan = release_named(self.folder / name)
            if orphan is not None and name != self._pointer():
                files.discard(orphan.path)
        for pattern in _LEFTOVERS:
            for path in self.folder.glob(pattern):
                files.discard(path)


class Building:
    """A release under construction: one connection that no reader sees."""

    def __init__(self, releases: Releases, draft: Release, purpose: Purpose) -> None:
        """Open the copied file, or begin an empty one with every table."""
        self.number, self.path = draft.number, draft.path
        self.purpose, self.now = purpose, purpose.now
        self.start: Release | None = None
        self.data_to: datetime | None = None  # none: as far as the release before
        self.pinned: frozenset[str] | None = frozenset()
        is_new = not self.path.exists()
        self._engine = releases.open(self.path, read_only=False)
        self.connection: Connection = self._engine.connect()
        try:
            if is_new:
                self._begin()
            else:
                schema_of(self.connection, self.path)
        except BaseException:
            self.close()
            raise

    def finish(self) -> None:
        """Sign, and bring everything into the one file."""
        wrong = schema_differences(self.connection)
        if wrong:
            raise StoreError(
                f"The new release has not the declared tables ({wrong[0]}). Nothing was "
                "changed. This is a fault of this revdash: update it, then run it again."
            )
        data_to = self.data_to or self.data_to_before()
        sign(self.connection, self.number, self.purpose, data_to)
        self.connection.commit()
        outside = self.connection.execution_options(isolation_level="AUTOCOMMIT")
        outside.exec_driver_sql("CHECKPOINT")  # it cannot run inside a transaction
        self.connection.close()

    def close(self) -> None:
        """Let go of the file, whatever state it is in."""
        if not self.connection.closed:
            self.connection.invalidate()  # after a failed write not even a rollback is possible
            self.connection.close()
        self._engine.dispose()

    def data_to_before(self) -> datetime | None:
        """Up to when the release told from which this one is built."""
        return self.connection.execute(select(store_version.c.data_to)).scalar_one_or_none()

    def _begin(self) -> None:
        self.path.chmod(0o600)
        METADATA.create_all(self.connection)
        self.connection.commit()
