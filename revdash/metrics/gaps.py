"""Gaps: the working days between one and the next of what happens less than five times a week."""

from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import Connection, func, select

from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Point, Total
from revdash.period import Period
from revdash.worktime.calendar import Calendar, business_days

BACK = timedelta(weeks=104)  # how far is looked back where no weeks are kept
SAME_DAY = 0.5  # two on one day are half a day apart: a chart of gaps has no place for none


def gap_points(
    connection: Connection, metric: Total, scope: Scope, calendar: Calendar
) -> tuple[Point, ...]:
    """The gaps between the days that *metric* counts, oldest first; the last goes on still.

    Two years back from the end of the scope's period. A gap is of the days after the one and
    up to the other.
    """
    end = min(scope.period.end, scope.tomorrow)
    days = _days(connection, metric, scope, Period(end - BACK, end))
    gaps = [_gap(calendar, one, other, is_open=False) for one, other in pairwise(days)]
    if days:
        gaps.append(_gap(calendar, days[-1], end - timedelta(days=1), is_open=True))
    return tuple(gaps)


def _days(connection: Connection, metric: Total, scope: Scope, whole: Period) -> list[date]:
    """The day of each thing counted, in order."""
    clock = metric.dated_by
    counted = (
        select(clock, func.count())
        .where(metric.rows, clock >= whole.start, clock < whole.end, scope.where(metric.table))
        .group_by(clock)
        .order_by(clock)
    )
    rows = connection.execute(counted, {"as_of": scope.as_of})
    return [day for day, count in rows for _ in range(count)]


def _gap(calendar: Calendar, one: date, other: date, *, is_open: bool) -> Point:
    after = one + timedelta(days=1)
    days = business_days(calendar, after, other + timedelta(days=1)) if other > one else 0.0
    return Point(
        period=Period(one, other),
        value=max(days, SAME_DAY),
        sample=1,
        is_open=is_open,
    )
