"""Expression: business time in SQL, from the table of calendar days; agrees with the calendar."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import add
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    DateTime,
    FromClause,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal_column,
    select,
    union_all,
)

from revdash.store.dialects.functions import (
    add_seconds,
    day_of,
    greatest,
    least,
    seconds_of_day,
)
from revdash.worktime.days import MOST_OPENINGS

_NOTHING: ColumnElement[float] = literal_column("0")
_STRETCH: ColumnElement[float] = literal_column("86400.0")  # no day is open for longer


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
    days: FromClause,
    calendar_id: ColumnElement[str],
    start: ColumnElement[datetime],
    seconds: ColumnElement[float],
) -> Due:
    """Join each row of *source* with when *seconds* of open time have passed since its *start*.

    *days* is the table of calendar days. One row stays one row; a start before the first of
    them, or an end after the last, has no answer: NULL. Agrees with ``calendar.due``.
    """
    begun, ends = days.alias(), _days_reached(days)
    total = open_seconds(begun, start) + seconds
    is_end = and_(
        ends.c.calendar_id == calendar_id,
        ends.c.stretch == func.floor(total / _STRETCH),
        ends.c.seconds_before < total,
        ends.c.seconds_until >= total,
    )
    joined = source.outerjoin(begun, is_day_of(begun, calendar_id, start)).outerjoin(ends, is_end)
    second = reduce(add, _gaps_passed(ends, total), ends.c.open_1 + total - ends.c.seconds_before)
    reached = add_seconds(cast(ends.c.day, DateTime), second)
    return Due(joined, case((seconds > _NOTHING, reached), else_=start))


def _days_reached(days: FromClause) -> Subquery:
    """Every day with open time, once under each whole stretch of open time that it reaches into.

    To look a day up by its open time would compare every row with every day; by stretch it is
    compared with a dozen.
    """
    c = days.c
    until: list[ColumnElement[float]] = [c.seconds_before]
    for number in range(1, MOST_OPENINGS + 1):
        length = c[f"close_{number}"] - c[f"open_{number}"]
        until.append(until[-1] + func.coalesce(length, _NOTHING))
    gaps = (c[f"open_{number + 1}"] - c[f"close_{number}"] for number in range(1, MOST_OPENINGS))
    every = select(
        *(c.calendar_id, c.day, c.open_1, c.seconds_before),
        until[-1].label("seconds_until"),
        *(seconds.label(f"until_{number}") for number, seconds in enumerate(until[1:-1], 1)),
        *(
            func.coalesce(gap, _NOTHING).label(f"gap_{number}")
            for number, gap in enumerate(gaps, 1)
        ),
    )
    first, last = (func.floor(edge / _STRETCH) for edge in (c.seconds_before, until[-1]))
    here = every.add_columns(first.label("stretch")).where(until[-1] > c.seconds_before)
    there = every.add_columns(last.label("stretch")).where(last > first)
    return union_all(here, there).subquery()


def _gaps_passed(days: FromClause, total: ColumnElement[float]) -> Iterable[ColumnElement[float]]:
    """Yield each gap between openings that lies before the second at which *total* is reached."""
    for number in range(1, MOST_OPENINGS):
        is_passed = total > days.c[f"until_{number}"]
        yield case((is_passed, days.c[f"gap_{number}"]), else_=_NOTHING)


def _open_today(days: FromClause, second: ColumnElement[float]) -> Iterable[ColumnElement[float]]:
    """Yield the part of each opening that lies before *second*: none, some, or all of it."""
    for number in range(1, MOST_OPENINGS + 1):
        opens, closes = days.c[f"open_{number}"], days.c[f"close_{number}"]
        yield func.coalesce(greatest(least(second, closes), opens) - opens, _NOTHING)
