"""Ages: how long ago something was, and how long it took, as of the moment that is read."""

from datetime import datetime

from sqlalchemy import ColumnElement, case

from revdash.metrics.shapes import AS_OF
from revdash.store.dialects.functions import greatest, seconds_between


def is_past(moment: ColumnElement[datetime]) -> ColumnElement[bool]:
    """The condition that something has happened, or fallen due, by now."""
    return moment.isnot(None) & (moment <= AS_OF)


def age_of(start: ColumnElement[datetime]) -> ColumnElement[float]:
    """The seconds from *start* until now."""
    return seconds_between(start, greatest(AS_OF, start))


def seconds_to(
    start: ColumnElement[datetime], end: ColumnElement[datetime], is_ended: ColumnElement[bool]
) -> ColumnElement[float]:
    """The seconds from *start* to its *end* or, while that is to come, until now."""
    return case((is_ended, seconds_between(start, end)), else_=age_of(start))
