"""Dues: business days in statements, counted on somebody's calendar or on the company's."""

from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, case, literal

from revdash.episodes.rules import Rules
from revdash.store.schema.agreement import worktime_day
from revdash.worktime.calendar import standard_day_seconds
from revdash.worktime.expression import Due, with_due

NEVER = literal(datetime(9999, 1, 1))
"""When what nothing follows is over: to ask whether it ends would compare each with each."""


def with_days(
    source: FromClause,
    start: ColumnElement[datetime],
    days: int,
    rules: Rules,
    calendar_id: ColumnElement[str] | None = None,
) -> Due:
    """Join each row of *source* with when *days* business days have passed since its *start*.

    They are those of the calendar named, each as long as its usual day; where it names none of
    ours, the company's.
    """
    default = rules.default_calendar
    spans = {one.calendar_id: days * standard_day_seconds(one) for one in rules.calendars}
    theirs: ColumnElement[str] = literal(default.calendar_id)
    seconds: ColumnElement[float] = literal(spans[default.calendar_id])
    if calendar_id is not None:
        known = [(calendar_id == name, name, span) for name, span in spans.items()]
        theirs = case(*((is_it, name) for is_it, name, _ in known), else_=theirs)
        seconds = case(*((is_it, span) for is_it, _, span in known), else_=seconds)
    return with_due(source, worktime_day, theirs, start, seconds)
