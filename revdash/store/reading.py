"""Reading: connections to the release in force, for as many threads as there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from revdash.errors import ForeignStoreError, StoreError
from revdash.store.engine import sentence_for
from revdash.store.notes import Release, assert_this_schema
from revdash.store.releases import Releases
from revdash.store.watch import Watch

QUERY_SECONDS = 20.0
_TRIES = 3  # a release may be replaced, and deleted, between reading its name and opening it


class _Open:
    """One opened release and how many are reading it."""

    def __init__(self, release: Release, engine: Engine) -> None:
        self.release, self.engine = release, engine
        self.readers = 0
        self.is_replaced = False

    def dispose_if_done(self) -> None:
        if self.is_replaced and not self.readers:
            self.engine.dispose()


class Reader:
    """The one reader of a process: follows the pointer from release to release."""

    def __init__(self, releases: Releases, *, query_seconds: float = QUERY_SECONDS) -> None:
        """Look at *releases*; nothing is opened before the first connection."""
        self._releases = releases
        self._watch = Watch(query_seconds)
        self._lock = Lock()
        self._open: _Open | None = None

    @property
    def release(self) -> Release:
        """The release in force, which the next connection reads; caches are keyed by its name."""
        return self._in_force()

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Read the release in force; every statement of the block reads the same one."""
        opened = self._take()
        try:
            with opened.engine.connect() as connection:
                yield connection
        finally:
            with self._lock:
                opened.readers -= 1
                opened.dispose_if_done()

    def close(self) -> None:
        """Let go of the open release once its readers are done."""
        with self._lock:
            self._replace(None)
        self._watch.stop()

    def _take(self) -> _Open:
        with self._lock:
            for left in reversed(range(_TRIES)):
                release = self._in_force()
                if self._open is not None and self._open.release == release:
                    break
                try:
                    self._replace(_Open(release, self._opened(release)))
                    break
                except ForeignStoreError:
                    if not left or self._in_force() == release:
                        raise
            opened = self._open
            if opened is None:  # three releases went by, which only a broken disk can do
                raise StoreError("The release in force changes all the time. Try again.")
            opened.readers += 1
            return opened

    def _replace(self, opened: _Open | None) -> None:
        old, self._open = self._open, opened
        if old is not None:
            old.is_replaced = True
            old.dispose_if_done()

    def _in_force(self) -> Release:
        release = self._releases.current()
        if release is None:
            raise StoreError(
                f"There is no data yet in {self._releases.folder}. Run `revdash demo` for a look "
                "around, or `revdash import` with your files."
            )
        return release

    def _opened(self, release: Release) -> Engine:
        engine = self._releases.open(release.path)
        try:
            with engine.connect() as connection:
                assert_this_schema(connection, release.path)
        except DBAPIError as error:
            engine.dispose()
            raise ForeignStoreError(sentence_for(error, release.path)) from None
        except ForeignStoreError:
            engine.dispose()
            raise
        self._watch.over(engine, release)
        return engine
