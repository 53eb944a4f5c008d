"""Met: what a meeting's columns say, in the words that everything derived from them uses."""

from datetime import datetime

from sqlalchemy import ColumnElement, Text, case, cast, func, literal, null

from revdash.store.dialects.functions import least
from revdash.store.schema.sales import meeting

HELD, NO_SHOW, CANCELLED, MOVED = "held", "no-show", "cancelled", "moved"

_m = meeting.c
_SAID = {
    HELD: ("COMPLETED", "HELD", "DONE"),
    NO_SHOW: ("NO_SHOW", "NO SHOW", "NO-SHOW"),
    CANCELLED: ("CANCELED", "CANCELLED"),
    MOVED: ("RESCHEDULED",),
}


def is_demo() -> ColumnElement[bool]:
    """The condition that a meeting is there to show the product."""
    return func.lower(func.coalesce(_m.meeting_kind, "")).like("%demo%")


def outcome() -> ColumnElement[str]:
    """How a meeting went: held, no-show, cancelled or moved; NULL while nobody says."""
    said = func.upper(func.trim(_m.outcome))
    known = ((said.in_(words), literal(word)) for word, words in _SAID.items())
    return case(*known, else_=cast(null(), Text))


def starts_at() -> ColumnElement[datetime]:
    """When a meeting begins; its end where no start is known."""
    return func.coalesce(_m.start_at, _m.end_at)


def ended_at() -> ColumnElement[datetime]:
    """When a meeting ended or was to end; the start where no end is known."""
    return func.coalesce(_m.end_at, _m.start_at)


def booked_at() -> ColumnElement[datetime]:
    """When a meeting was agreed on: as the source says, and no later than it began."""
    starts = starts_at()
    return least(func.coalesce(_m.scheduled_at, _m.recorded_at, starts), starts)
