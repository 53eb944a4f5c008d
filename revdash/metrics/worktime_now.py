"""Worktime now: the calendars' open seconds until the moment a statement is read as of."""

from sqlalchemy import (
    ColumnElement,
    Double,
    Select,
    Subquery,
    case,
    column,
    func,
    literal_column,
    select,
)
from sqlalchemy.sql.selectable import FromClause

from revdash.metrics.shapes import AS_OF, DAY
from revdash.store.dialects.functions import day_of
from revdash.store.schema.agreement import calendar_used, worktime_day
from revdash.store.schema.episodes import lead_episode
from revdash.worktime.expression import open_seconds

_NAME = "worktime_now"
_EIGHT_HOURS = literal_column("28800.0", Double)  # where a calendar says nothing of its day


def open_seconds_now() -> ColumnElement[float]:
    """The open seconds until now of the calendar a row runs on."""
    return column("open_seconds", Double, _selectable=_worktime_now)


def waited_until_now() -> ColumnElement[float]:
    """How long an untried lead has waited by now, also while its clock stands still."""
    waited = open_seconds_now() + lead_episode.c.clock_offset_seconds
    floor = lead_episode.c.clock_floor_seconds
    return case((waited < floor, floor), else_=waited)


def undecided_until_now() -> ColumnElement[float]:
    """How long a lead has been undecided by now, likewise."""
    waited = open_seconds_now() + lead_episode.c.decision_offset_seconds
    floor = lead_episode.c.decision_floor_seconds
    return case((waited < floor, floor), else_=waited)


def in_workdays(seconds: ColumnElement[float]) -> ColumnElement[float]:
    """Open *seconds* of an episode as days: those of its calendar's standard length, times DAY."""
    standard: ColumnElement[float] = column("day_seconds", Double, _selectable=_worktime_now)
    return seconds / func.coalesce(standard, _EIGHT_HOURS) * literal_column(str(DAY), Double)


def _statement() -> Select[tuple[str, float, int]]:
    days, used = worktime_day.alias("today"), calendar_used
    return (
        select(
            days.c.calendar_id,
            open_seconds(days, AS_OF).label("open_seconds"),
            used.c.standard_day_seconds.label("day_seconds"),
        )
        .outerjoin_from(days, used, used.c.calendar_id == days.c.calendar_id)
        .where(days.c.day == day_of(AS_OF))
    )


_worktime_now: Subquery = _statement().subquery(_NAME)


def with_worktime(table: FromClause) -> FromClause:
    """Join each row with its calendar's open seconds until now: one row stays one row."""
    return table.outerjoin(_worktime_now, _worktime_now.c.calendar_id == table.c.calendar_id)
