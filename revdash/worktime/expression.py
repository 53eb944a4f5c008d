"""Expression: business time in SQL, from the table of calendar days; agrees with the calendar."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import add
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    case,
    func,
    literal_column,
)

from revdash.store.dialects.functions import (
    add_seconds,
    day_of,
    greatest,
    least,
    seconds_of_day,
)
from revdash.worktime.days import MOST_OPENINGS, STRETCH

_NOTHING: ColumnElement[float] = literal_column("0")
_STRETCH: ColumnElement[float] = literal_column(f"{STRETCH}.0")


class Worktime(NamedTuple):
    """The tables that calendars are written to: their days, and their openings."""

    days: FromClause
    openings: FromClause


class Due(NamedTuple):
    """Rows joined with the days on which something of theirs falls due, and that instant."""

    source: FromClause
    at: ColumnElement[datetime]


def is_day_of(
    days: FromClause, calendar_id: ColumnElement[str], instant: ColumnElement[datetime]
) -> ColumnElement[bool]:
    """Return the condition of the join that finds the calendar's row for the *instant*."""
    return and_(days.c.calendar_id == calendar_id, days.c.day == day_of(instant))


def open_seconds(days: FromClause, instant: ColumnElement[datetime]) -> ColumnElement[float]:
    """Return the calendar's open seconds until *instant*, counted from its first day.

    *days* is the table of calendar days (or an alias of it), joined by ``is_day_of``. An
    instant that has no row there has no answer: NULL.
    """
    second = seconds_of_day(instant)
    return reduce(add, _open_today(days, second), days.c.seconds_before)


def elapsed_seconds(
    days_at_start: FromClause,
    start: ColumnElement[datetime],
    days_at_end: FromClause,
    end: ColumnElement[datetime],
) -> ColumnElement[float]:
    """Return the open seconds from *start* to *end*, each joined to its own day's row."""
    return open_seconds(days_at_end, end) - open_seconds(days_at_start, start)


def with_due(
    source: FromClause,
    worktime: Worktime,
    calendar_id: ColumnElement[str],
    start: ColumnElement[datetime],
    seconds: ColumnElement[float],
) -> Due:
    """Join each row of *source* with when *seconds* of open time have passed since its *start*.

    One row stays one row; a start before the first day of the calendar, or an end after the
    last, has no answer: NULL. Agrees with ``calendar.due``.
    """
    begun, ends = worktime.days.alias(), worktime.openings.alias()
    total = open_seconds(begun, start) + seconds
    is_end = and_(
        ends.c.calendar_id == calendar_id,
        ends.c.stretch == func.floor(total / _STRETCH),
        ends.c.seconds_before < total,
        ends.c.seconds_until >= total,
    )
    joined = source.outerjoin(begun, is_day_of(begun, calendar_id, start)).outerjoin(ends, is_end)
    reached = add_seconds(ends.c.opens_at, total - ends.c.seconds_before)
    return Due(joined, case((seconds > _NOTHING, reached), else_=start))


def _open_today(days: FromClause, second: ColumnElement[float]) -> Iterable[ColumnElement[float]]:
    """Yield the part of each opening that lies before *second*: none, some, or all of it."""
    for number in range(1, MOST_OPENINGS + 1):
        opens, closes = days.c[f"open_{number}"], days.c[f"close_{number}"]
        yield func.coalesce(greatest(least(second, closes), opens) - opens, _NOTHING)
