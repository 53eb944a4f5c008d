"""House: the store and the desk of one folder, open; every use case goes through it."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Row

from revdash.api.errands import Errands
from revdash.clock import utc_now
from revdash.config import Settings, read_settings
from revdash.desk.audit import Stamp
from revdash.desk.engine import Desk, open_desk
from revdash.episodes.rules import Rules, read_rules
from revdash.errors import StoreError
from revdash.store.reading import Reader
from revdash.store.releases import POINTER, Release, Releases

_T = TypeVar("_T")
_MOST = 96  # so many answers are remembered; what was not asked for longest is forgotten first


class _Remembered:
    """One answer, and the turn to read it: whoever asks meanwhile waits for the one who reads."""

    def __init__(self) -> None:
        self.turn = Lock()
        self.key: Hashable = None
        self.answer: Any = None


class House:
    """One installation: its settings, its releases, its reader and its desk."""

    def __init__(self, settings: Settings) -> None:
        """Look at the folder; the store and the desk open when first asked for."""
        self.settings = settings
        self._rules: tuple[int, datetime, Rules] | None = None
        self._remembered: dict[str, _Remembered] = {}
        self._remembering = Lock()

    @cached_property
    def releases(self) -> Releases:
        """The releases of the folder."""
        made = self.settings
        return Releases(
            made.data, keep=made.keep_releases, memory=made.memory, threads=made.threads
        )

    @cached_property
    def reader(self) -> Reader:
        """The one reader of this process."""
        return Reader(self.releases)

    @cached_property
    def desk(self) -> Desk:
        """What people write."""
        return open_desk(self.settings.data, self.settings.desk_url, now=utc_now())

    @cached_property
    def errands(self) -> Errands:
        """What is done beside the pages of this process."""
        return Errands()

    @property
    def release(self) -> Release:
        """The release in force."""
        release = self.releases.current()
        if release is None:
            raise StoreError(
                f"There is no store in {self.settings.data} yet. "
                "Run `revdash init` for an empty one, or `revdash demo` for the demo company."
            )
        return release

    @contextmanager
    def facts(self) -> Iterator[Connection]:
        """Read the release in force."""
        _ = self.release
        with self.reader.connect() as connection:
            yield connection

    def mark(self) -> Hashable:
        """What changes whenever this process writes the desk or anybody publishes; cheap to ask."""
        try:
            pointer = (self.settings.data / POINTER).stat()
        except OSError:
            return self.desk.written.times, None
        return self.desk.written.times, (pointer.st_ino, pointer.st_mtime_ns)

    def stamp(self, actor_id: str, now: datetime | None = None) -> Stamp:
        """Who writes, and when."""
        return Stamp(actor_id=actor_id, now=now or utc_now())

    def rules(self, connection: Connection, note: Row[Any]) -> Rules:
        """The rules that the release of *connection* and *note* was judged by; read once."""
        known = self._rules
        if known is None or known[:2] != (note.release_no, note.published_at):
            known = (note.release_no, note.published_at, read_rules(connection))
            self._rules = known
        return known[2]

    def remembered(self, name: str, key: Hashable, read: Callable[[], _T]) -> _T:
        """What *read* gives; while *key*, which is never None, stays the same, what it gave."""
        with self._remembering:
            known = self._remembered.pop(name, None) or _Remembered()
            self._remembered[name] = known
            if len(self._remembered) > _MOST:
                self._remembered.pop(next(iter(self._remembered)))
        with known.turn:
            if known.key != key:
                known.answer = read()
                known.key = key
            found: _T = known.answer
            return found

    def close_desk(self) -> None:
        """Let go of the desk; the next use opens it again."""
        if "desk" in self.__dict__:
            self.__dict__.pop("desk").close()

    def close(self) -> None:
        """Let go of every file."""
        for name in ("errands", "reader", "desk"):
            if name in self.__dict__:
                self.__dict__[name].close()


class Pinned(House):
    """A house whose facts are those of one release, whatever is published meanwhile."""

    def __init__(self, house: House, release: Release, connection: Connection) -> None:
        """Look through *connection*, with the desk that *house* has open."""
        super().__init__(house.settings)
        self.__dict__["desk"] = house.desk
        self._release, self._connection = release, connection

    @property
    def release(self) -> Release:
        """The release that is looked at."""
        return self._release

    @contextmanager
    def facts(self) -> Iterator[Connection]:
        """Read that release."""
        yield self._connection


_open: dict[str, House] = {}
_lock = Lock()


def house() -> House:
    """The house of this process, opened at the first call."""
    with _lock:
        if "house" not in _open:
            _open["house"] = House(read_settings())
        return _open["house"]


def move_in(settings: Settings) -> House:
    """Make the house of *settings* the one of this process; the one before is closed."""
    with _lock:
        if "house" in _open:
            _open.pop("house").close()
        _open["house"] = House(settings)
        return _open["house"]
