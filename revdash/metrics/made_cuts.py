"""Made cuts: parts of the handoffs that no source names: the weekday, and how soon one tried."""

from typing import Any

from sqlalchemy import ColumnElement, Text, case, literal_column

from revdash.store.dialects.functions import weekday_of
from revdash.store.schema.episodes import lead_episode

WEEKDAY, SPEED = "weekday", "speed"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")  # of the day of the MQL
SPEEDS = ("within 1 h", "1 to 4 h", "4 to 8 h", "after 8 h", "not tried")  # business hours
NOT_TRIED, SLOWEST = SPEEDS[-1], SPEEDS[-2]
ORDERED = {WEEKDAY: WEEKDAYS, SPEED: SPEEDS}  # they stand in this order, whatever they say

_e = lead_episode.c
_HOURS = (1, 4, 8)


def made_cut(table_name: str, name: str) -> ColumnElement[Any] | None:
    """The expression that stands for the cut *name*, if it is one that is made."""
    return _MADE.get(name) if table_name == lead_episode.name else None


def place_of(by: str, value: str | None) -> tuple[bool, int, str]:
    """Where *value* stands among those of its cut: in its own order, else by name; blank last."""
    order = ORDERED.get(by, ())
    return value is None, order.index(value) if value in order else 0, value or ""


def _text(word: str) -> ColumnElement[str]:
    """A word in the SQL itself: grouped by, the expression must be the same text twice."""
    return literal_column(f"'{word}'", Text())


def _seconds(hours: int) -> ColumnElement[float]:
    return literal_column(str(3_600.0 * hours))


def _weekday() -> ColumnElement[Any]:
    day = weekday_of(_e.mql_on)
    return case(*((day == literal_column(str(n)), _text(w)) for n, w in enumerate(WEEKDAYS)))


def _speed() -> ColumnElement[Any]:
    """By the wait that the agreement counts; without a clock nobody knows."""
    has_clock = _e.clock_start_at.isnot(None) & _e.is_clock_excluded.is_(False)
    tried_by = (_e.wait_seconds <= _seconds(hours) for hours in _HOURS)
    return case(
        (~has_clock, literal_column("NULL", Text())),
        (_e.first_attempt_at.is_(None), _text(NOT_TRIED)),
        *zip(tried_by, map(_text, SPEEDS), strict=False),
        else_=_text(SLOWEST),
    )


_MADE = {WEEKDAY: _weekday(), SPEED: _speed()}
