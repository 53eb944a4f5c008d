"""Pausing: what stops a clock, as the agreement knows it, and the wait without it (DOMAIN.md 2.3).

A paused stretch is cut out of the pieces a wait is made of: due times move by its open time, and
waits do not count it, by the one reckoning that a lead that changed hands needs anyway.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from revdash.worktime.calendar import Segment, elapsed_over_segments


class Pause(NamedTuple):
    """The clock stands still from one instant to another, for a reason with evidence."""

    start: datetime
    until: datetime
    reason: str


class Paused(NamedTuple):
    """What pauses did to the wait for a first attempt."""

    seconds: float | None = None  # open time by which its due time moved
    reason: str | None = None  # the first
    resumed_at: datetime | None = None  # after the last of them
    floor_seconds: float | None = None  # how long it had been by then: one may still run


NOT_PAUSED = Paused()


def within(pauses: Iterable[Pause], start: datetime, until: datetime) -> Iterator[Pause]:
    """Those of *pauses* that began before a story ended, from *start* on, none counted twice."""
    reached = start
    for pause in sorted(pauses):
        begins = max(pause.start, reached)
        if begins < min(pause.until, until):
            yield pause._replace(start=begins)
            reached = pause.until


def without(segments: Sequence[Segment], pauses: Sequence[Pause]) -> Sequence[Segment]:
    """Cut *pauses* out of a wait whose last piece has no end."""
    if not pauses:
        return segments
    pieces = [*segments[:-1], segments[-1]._replace(end=datetime.max)]
    for pause in pauses:
        pieces = [rest for piece in pieces for rest in _rest(piece, pause)]
    last = pieces[-1]
    return [*pieces[:-1], last._replace(end=last.start)]


def paused(
    unpaused: Sequence[Segment],
    waiting: Sequence[Segment],
    pauses: Sequence[Pause],
    due_at: datetime | None,
) -> Paused:
    """What *pauses* made of a wait that would have been *unpaused*."""
    if not pauses:
        return NOT_PAUSED
    counted = [pause for pause in pauses if due_at is None or pause.start < due_at]
    lost = sum(elapsed_over_segments(_inside(unpaused, pause)) for pause in counted)
    return Paused(
        seconds=lost if counted else None,
        reason=counted[0].reason if counted else None,
        resumed_at=waiting[-1].start,
        floor_seconds=elapsed_over_segments(waiting[:-1]),
    )


def _rest(piece: Segment, pause: Pause) -> Iterator[Segment]:
    if pause.until <= piece.start or pause.start >= piece.end:
        yield piece
        return
    if piece.start <= pause.start:
        yield piece._replace(end=pause.start)
    if pause.until < piece.end:
        yield piece._replace(start=pause.until)


def _inside(segments: Sequence[Segment], pause: Pause) -> Iterator[Segment]:
    for piece in (*segments[:-1], segments[-1]._replace(end=datetime.max)):
        start, end = max(piece.start, pause.start), min(piece.end, pause.until)
        if start < end:
            yield piece._replace(start=start, end=end)
