"""Dues: what the agreement gives how much time, and business days counted in statements."""

from datetime import datetime

from sqlalchemy import ColumnElement, Double, FromClause, case, cast, literal

from revdash.episodes.rules import Rules
from revdash.store.schema.agreement import worktime_day
from revdash.worktime.calendar import standard_day_seconds
from revdash.worktime.expression import Due, with_due

NEVER = literal(datetime(9999, 1, 1))
"""When what nothing follows is over: to ask whether it ends would compare each with each."""


def with_days(
    source: FromClause,
    start: ColumnElement[datetime],
    days: float | ColumnElement[float],
    rules: Rules,
    calendar_id: ColumnElement[str] | None = None,
) -> Due:
    """Join each row of *source* with when *days* business days have passed since its *start*.

    They are those of the calendar named, each as long as its usual day; where it names none of
    ours, the company's.
    """
    default = rules.default_calendar
    a_day = {one.calendar_id: standard_day_seconds(one) for one in rules.calendars}
    theirs: ColumnElement[str] = literal(default.calendar_id)
    seconds: ColumnElement[float] = literal(a_day[default.calendar_id])
    if calendar_id is not None:
        known = [(calendar_id == name, name, span) for name, span in a_day.items()]
        theirs = case(*((is_it, name) for is_it, name, _ in known), else_=theirs)
        seconds = case(*((is_it, span) for is_it, _, span in known), else_=seconds)
    return with_due(source, worktime_day, theirs, start, seconds * days)


def agreed(
    name: str, usual: float, rules: Rules, at: ColumnElement[datetime]
) -> ColumnElement[float]:
    """The number that the version of the agreement in force *at* an instant gives for *name*."""
    default: ColumnElement[float] = cast(usual, Double)
    if not any(name in policy.thresholds for policy in rules.policies):
        return default
    versions = [
        (at >= policy.valid_from, cast(policy.thresholds.get(name, usual), Double))
        for policy in reversed(rules.policies)
    ]
    return case(*versions, else_=default)
