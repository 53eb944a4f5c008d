"""Beside: work that other processes do meanwhile; none of them outlives who asked for it."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from threading import Thread
from typing import Any

from revdash.errors import ShortOfMemoryError


@contextmanager
def workers(count: int, ready: Callable[..., None], *given: Any) -> Iterator[ProcessPoolExecutor]:
    """Keep *count* processes for a block, each made ready by calling *ready* with what is *given*.

    They start afresh: what a fork would share (connections, locks, threads) breaks. Raises
    ShortOfMemoryError when one of them is killed.
    """
    others = set(active_children())
    pool = ProcessPoolExecutor(
        max_workers=count,
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(ready, given),
    )
    try:
        yield pool
    except BrokenProcessPool as gone:
        for process in set(active_children()) - others:
            process.kill()  # one that waits for work may wait for ever
        raise ShortOfMemoryError(
            "A process that helped was ended from outside, as a machine short of memory does. "
            "Nothing was changed; give revdash more memory, or fewer cores, and try again."
        ) from gone
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(ready: Callable[..., None], given: tuple[Any, ...]) -> None:
    for told in (signal.SIGINT, signal.SIGTERM):  # it is for who asked to say when to end
        signal.signal(told, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    ready(*given)


def _end_with_parent() -> None:
    """Do not wait for ever for work from a process that was killed."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
