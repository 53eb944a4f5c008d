"""Worktime now: the calendars' open seconds until the moment a statement is read as of."""

from sqlalchemy import ColumnElement, Double, Select, Subquery, column, select
from sqlalchemy.sql.selectable import FromClause

from revdash.metrics.shapes import AS_OF
from revdash.store.dialects.functions import day_of
from revdash.store.schema.agreement import worktime_day
from revdash.store.schema.episodes import lead_episode
from revdash.worktime.expression import open_seconds

_NAME = "worktime_now"


def open_seconds_now() -> ColumnElement[float]:
    """The open seconds until now of the calendar an episode runs on."""
    return column("open_seconds", Double, _selectable=_worktime_now)


def _statement() -> Select[tuple[str, float]]:
    days = worktime_day.alias("today")
    return select(days.c.calendar_id, open_seconds(days, AS_OF).label("open_seconds")).where(
        days.c.day == day_of(AS_OF)
    )


_worktime_now: Subquery = _statement().subquery(_NAME)


def with_worktime(table: FromClause) -> FromClause:
    """Join each episode with its calendar's open seconds until now: one row stays one row."""
    return table.outerjoin(_worktime_now, _worktime_now.c.calendar_id == lead_episode.c.calendar_id)
