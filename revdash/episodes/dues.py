"""Dues: what the agreement gives how much time, and business days counted in statements."""

from datetime import datetime

from sqlalchemy import ColumnElement, Double, FromClause, and_, case, cast, literal

from revdash.episodes.rules import WORKTIME, Rules
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
    default = rules.default_calendar.calendar_id
    theirs: ColumnElement[str] = literal(default)
    if calendar_id is not None:
        known = [(calendar_id == one, literal(one)) for one in rules.calendar]
        theirs = case(*known, else_=theirs)
    then = calendar_then(theirs, start, rules)
    return with_due(source, WORKTIME, then, start, a_day(then, rules) * days)


def calendar_then(
    calendar_id: ColumnElement[str], at: ColumnElement[datetime], rules: Rules
) -> ColumnElement[str]:
    """What a calendar of ours was for a clock that started *at* an instant; one that was stays."""
    changed = [
        (and_(calendar_id == past.of, at < past.until), literal(past.calendar.calendar_id))
        for past in rules.past_calendars  # of each the oldest first
    ]
    return case(*changed, else_=calendar_id) if changed else calendar_id


def a_day(calendar_id: ColumnElement[str], rules: Rules) -> ColumnElement[float]:
    """The open seconds of a calendar's usual day; of one that is not ours, the company's."""
    default = rules.default_calendar
    days = [
        (calendar_id == one.calendar_id, cast(standard_day_seconds(one), Double))
        for one in rules.every_calendar
        if one is not default
    ]
    usual = cast(standard_day_seconds(default), Double)
    return case(*days, else_=usual) if days else usual


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
