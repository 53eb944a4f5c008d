"""Watch: stops a statement that runs too long, and says in one sentence why one failed."""

from collections.abc import Callable
from threading import Condition, Thread
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, event

from revdash.errors import ForeignStoreError, StoreError
from revdash.store.engine import sentence_for
from revdash.store.notes import Release


class Watch:
    """One thread that interrupts whatever has run for *seconds*.

    It sleeps until the oldest statement's time is up, so starting and ending a statement
    costs no switch of threads: a timer for each would double the cost of a small query.
    """

    def __init__(self, seconds: float) -> None:
        """Begin at the first statement; until then there is no thread."""
        self.seconds = seconds
        self._running: dict[int, tuple[float, Callable[[], None]]] = {}
        self._changed = Condition()
        self._thread: Thread | None = None
        self._is_idle = True

    def over(self, engine: Engine, release: Release) -> None:
        """Watch every statement of *engine*, which reads *release*."""

        @event.listens_for(engine, "before_cursor_execute")
        def _start(connection: Connection, *_rest: Any) -> None:
            raw: Any = connection.connection.dbapi_connection
            self._begin(id(raw), raw.interrupt)

        @event.listens_for(engine, "after_cursor_execute")
        def _stop(connection: Connection, *_rest: Any) -> None:
            self._end(id(connection.connection.dbapi_connection))

        @event.listens_for(engine, "handle_error", retval=True)
        def _explain(failure: ExceptionContext) -> BaseException | None:
            if failure.connection is not None:
                self._end(id(failure.connection.connection.dbapi_connection))
            return self._in_words(failure.original_exception, release)

    def stop(self) -> None:
        """End the thread; a later statement begins another."""
        with self._changed:
            self._thread = None
            self._changed.notify()

    def _begin(self, key: int, interrupt: Callable[[], None]) -> None:
        with self._changed:
            self._running[key] = (monotonic() + self.seconds, interrupt)
            if self._thread is None:
                self._thread = Thread(target=self._look, name="store-watch", daemon=True)
                self._thread.start()
            elif self._is_idle:
                self._changed.notify()

    def _end(self, key: int) -> None:
        with self._changed:
            self._running.pop(key, None)

    def _look(self) -> None:
        with self._changed:
            mine = self._thread
            while self._thread is mine:
                now = monotonic()
                for key, (until, interrupt) in list(self._running.items()):
                    if until <= now:
                        interrupt()
                        del self._running[key]
                oldest = min((until for until, _ in self._running.values()), default=None)
                self._is_idle = oldest is None
                self._changed.wait(None if oldest is None else oldest - now)

    def _in_words(self, error: BaseException, release: Release) -> StoreError | None:
        reason = str(error).splitlines()[0] if str(error) else ""
        if reason.startswith("INTERRUPT"):
            return StoreError(
                f"This question took longer than {self.seconds:g} seconds and was stopped. "
                "Narrow the period or the filters, and ask again."
            )
        if reason.startswith("Out of Memory"):
            return StoreError(
                f"This question needs more memory than REVDASH_MEMORY allows ({reason}). "
                "Narrow the period or the filters, or allow more."
            )
        if "corrupt" in reason.lower():
            return ForeignStoreError(sentence_for(Exception(reason), release.path))
        return None
