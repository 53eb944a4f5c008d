"""Days: a calendar as rows of a release, one a UTC day, for business time in SQL."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from revdash.errors import InputError
from revdash.worktime.calendar import DAY, Calendar, Open, open_intervals

MOST_OPENINGS = 4  # the row has columns open_1, close_1 ... open_4, close_4
STRETCH = 86_400  # seconds of open time; no day is open for longer

_SECOND = timedelta(seconds=1)


class _Piece(NamedTuple):
    day: date
    opens: int
    closes: int


class _Day(NamedTuple):
    day: date
    seconds_before: int
    pieces: list[_Piece]


def day_rows(
    calendar: Calendar, first_day: date, last_day: date
) -> Iterator[dict[str, str | int | date | None]]:
    """Yield one row for each UTC day from *first_day* to *last_day*, both included.

    Shape:   calendar_id; day; seconds_before: open seconds from midnight UTC of *first_day*
             to midnight UTC of this day; open_1, close_1 ... open_4, close_4, None when not used.
    Units:   opens and closes are seconds after midnight UTC, 0 to 86400.
    Raises:  InputError when a day opens more than four times.
    """
    for day in _days(calendar, first_day, last_day):
        yield {
            "calendar_id": calendar.calendar_id,
            "day": day.day,
            "seconds_before": day.seconds_before,
            **_columns(calendar, day.day, day.pieces),
        }


def opening_rows(
    calendar: Calendar, first_day: date, last_day: date
) -> Iterator[dict[str, str | int | datetime]]:
    """Yield one row for each opening of those days, once under each stretch it reaches into.

    To look an instant up by its open time would compare every row with every opening; by stretch
    it is compared with a dozen.

    Shape:   calendar_id; stretch: whole stretches of open time since midnight UTC of *first_day*;
             opens_at; seconds_before, seconds_until: open seconds before the opening, and with it.
    """
    for day in _days(calendar, first_day, last_day):
        before = day.seconds_before
        for piece in day.pieces:
            until = before + piece.closes - piece.opens
            for stretch in range(before // STRETCH, until // STRETCH + 1):
                yield {
                    "calendar_id": calendar.calendar_id,
                    "stretch": stretch,
                    "opens_at": datetime.combine(day.day, time()) + piece.opens * _SECOND,
                    "seconds_before": before,
                    "seconds_until": until,
                }
            before = until


@lru_cache(maxsize=16)  # asked twice of each calendar, and again whenever rules are written
def _days(calendar: Calendar, first_day: date, last_day: date) -> Sequence[_Day]:
    # A UTC day sees local hours of its neighbours, and a night shift of the day before those.
    pieces = _pieces_by_day(open_intervals(calendar, first_day - 2 * DAY, last_day + DAY))
    every = [first_day + offset * DAY for offset in range((last_day - first_day).days + 1)]
    lengths = (sum(piece.closes - piece.opens for piece in pieces[day]) for day in every)
    befores = accumulate(lengths, initial=0)  # one more than there are days
    return tuple(
        _Day(day, before, pieces[day]) for day, before in zip(every, befores, strict=False)
    )


def _columns(calendar: Calendar, day: date, pieces: Sequence[_Piece]) -> dict[str, int | None]:
    if len(pieces) > MOST_OPENINGS:
        raise InputError(
            f"Calendar '{calendar.calendar_id}' opens {len(pieces)} times on {day} (UTC); a day "
            f"has room for {MOST_OPENINGS}. Join or drop some hours on Settings › Calendars."
        )
    columns: dict[str, int | None] = {}
    for number in range(1, MOST_OPENINGS + 1):
        piece = pieces[number - 1] if number <= len(pieces) else None
        columns[f"open_{number}"] = piece.opens if piece else None
        columns[f"close_{number}"] = piece.closes if piece else None
    return columns


def _pieces_by_day(intervals: Iterable[Open]) -> defaultdict[date, list[_Piece]]:
    pieces: defaultdict[date, list[_Piece]] = defaultdict(list)
    for start, end in intervals:
        for piece in _cut_at_midnights(start, end):
            pieces[piece.day].append(piece)
    return pieces


def _cut_at_midnights(start: datetime, end: datetime) -> Iterator[_Piece]:
    while start < end:
        midnight = datetime.combine(start.date(), time())
        until = min(end, midnight + DAY)
        yield _Piece(start.date(), (start - midnight) // _SECOND, (until - midnight) // _SECOND)
        start = until
