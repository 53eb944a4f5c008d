"""Writing: frames of facts in, frames of episodes out; of many people by several processes."""

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import NamedTuple, TypeAlias

import pyarrow as pa

from revdash.beside import workers
from revdash.episodes.asking import Frames
from revdash.episodes.gathering import gather
from revdash.episodes.names import Names
from revdash.episodes.people_facts import Known, PersonFacts
from revdash.episodes.told import Row
from revdash.episodes.written import follow
from revdash.store.frames import frame_of
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.ledger import quality_issue

MANY = 20_000  # people from which on other processes are worth their start
MOST = 4  # processes: each takes some memory of its own
_ROWS_AT_ONCE = 2_000  # people whose rows are at hand at a time: rows take much memory
_ORDER = (("mql_on", "ascending"), ("episode_id", "ascending"))


class Written(NamedTuple):
    """Rows of ``lead_episode`` in the order of time, and of ``quality_issue``."""

    episodes: pa.Table
    issues: pa.Table


class Manner(NamedTuple):
    """What episodes are written by, besides the facts."""

    known: Known
    names: Names
    as_of: datetime


Write: TypeAlias = Callable[[Iterable[Frames]], Iterator[Written]]


@contextmanager
def writer_for(people: int, manner: Manner) -> Iterator[Write]:
    """Give for a block what writes the episodes of so many *people*, lot after lot, in order."""
    count = min(_cores(), MOST)
    if people < MANY or count == 1:
        with _uncollected():
            yield lambda lots: (write(frames, manner) for frames in lots)
        return
    with workers(count, _take_up, manner) as beside:

        def shared(lots: Iterable[Frames]) -> Iterator[Written]:
            """Two lots are asked for a process: it goes on while the store keeps what came."""
            begun: deque[Future[Written]] = deque()
            for frames in lots:
                begun.append(beside.submit(_write_there, frames))
                if len(begun) >= 2 * count:
                    yield begun.popleft().result()
            yield from (future.result() for future in begun)

        yield shared


def write(frames: Frames, manner: Manner) -> Written:
    """Write down the episodes of the people whose facts are in *frames*, and what was odd."""
    people = iter(gather(frames, manner.known).values())
    written: list[Written] = []
    while some := [*islice(people, _ROWS_AT_ONCE)]:
        written.append(_rows_of(some, manner))
    episodes = pa.concat_tables([frame_of(lead_episode, ()), *(one.episodes for one in written)])
    issues = pa.concat_tables([frame_of(quality_issue, ()), *(one.issues for one in written)])
    return Written(episodes.sort_by([*_ORDER]), issues)


def _rows_of(people: Iterable[PersonFacts], manner: Manner) -> Written:
    rows: list[Row] = []
    issues: list[Row] = []
    for facts in people:
        if facts.events:
            follow(facts, manner.known.rules, manner.as_of, rows, issues)
    for row in rows:
        manner.names.give(row)
    return Written(frame_of(lead_episode, rows), frame_of(quality_issue, issues))


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no rings of objects meanwhile: facts and rows make none, and they are millions."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_there: dict[str, Manner] = {}  # of a process beside


def _take_up(manner: Manner) -> None:
    gc.disable()
    _there["manner"] = manner


def _write_there(frames: Frames) -> Written:
    return write(frames, _there["manner"])
