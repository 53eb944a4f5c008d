"""Errands: work done beside the page, one thing at a time, so that a click need not wait for it."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from revdash.errors import RevdashError

log = logging.getLogger(__name__)


class Errands:
    """One thread for one kind of errand: it reads what there is to do when it begins."""

    def __init__(self) -> None:
        """Wait for the first errand."""
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="revdash-errand")
        self._next: Future[None] | None = None
        self._lock = Lock()

    def ask(self, errand: Callable[[], object]) -> None:
        """Have *errand* done soon; one that has not begun yet does for both."""
        with self._lock:
            is_waiting = self._next and not (self._next.running() or self._next.done())
            if not is_waiting:
                self._next = self._pool.submit(_done, errand)
                self._next.add_done_callback(_told)

    @property
    def is_busy(self) -> bool:
        """Whether an errand is on its way."""
        return self._next is not None and not self._next.done()

    def wait(self) -> None:
        """Wait until everything asked for is done."""
        with self._lock:
            last = self._next
        if last is not None:
            last.result()

    def close(self) -> None:
        """Finish what was asked for, and take no more."""
        self._pool.shutdown(wait=True)


def _done(errand: Callable[[], object]) -> None:
    try:
        errand()
    except RevdashError as problem:  # nobody waits for it: the next build does it
        log.warning("put off: %s", problem)


def _told(errand: Future[None]) -> None:
    problem = errand.exception()
    if problem is not None:
        log.error("an errand failed: %s", problem, exc_info=problem)
