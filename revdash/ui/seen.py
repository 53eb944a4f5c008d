"""Seen: what one run of a page looks up once: the stamp of the store, and who reads."""

import threading
from collections.abc import Hashable

from revdash import api


class _Run(threading.local):
    """What the run of this thread has seen, for as long as nothing was written here."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.mark: Hashable = None
        self.stamp = ""
        self.actors: dict[str, api.Actor] = {}


_run = _Run()


def begin() -> None:
    """Look anew: a run begins."""
    _run.forget()


def stamp() -> str:
    """The stamp of the store and the desk, as this run sees them."""
    _look()
    return _run.stamp


def actor(key: str) -> api.Actor:
    """Who *key* names, as this run sees them."""
    _look()
    if key not in _run.actors:
        _run.actors[key] = api.actor(key)
    return _run.actors[key]


def _look() -> None:
    mark = api.mark()
    if mark != _run.mark:
        _run.forget()
        _run.mark, _run.stamp = mark, api.stamp()
