"""Settling: how complete a week is, as the weeks before were that long after their end."""

from datetime import date, timedelta

import pytest

from revdash.metrics.settling import Seen, settled_share
from revdash.metrics.shapes import Point
from revdash.period import Period

END = date(2026, 5, 18)


def watched(weeks, first, final):
    """Weeks of which *first* was known at their end, and *final* from nine days after it."""
    ends = (END - timedelta(weeks=back) for back in range(weeks, 0, -1))
    return [
        Seen(ended_on=end, values=((end, first), (end + timedelta(days=9), final))) for end in ends
    ]


def last_week(value):
    period = Period(END - timedelta(weeks=1), END)
    return (Point(period=period, value=value, sample=int(value), is_open=False),)


def test_a_week_just_over_is_as_complete_as_the_weeks_before_were():
    found = settled_share(watched(12, 92.0, 100.0), last_week(46.0), last_week(1)[0].period, END)

    assert found == pytest.approx(0.92)


def test_a_month_later_everything_is_in():
    later = END + timedelta(days=30)

    found = settled_share(watched(12, 92.0, 100.0), last_week(46.0), last_week(1)[0].period, later)

    assert found == pytest.approx(1.0)


def test_too_few_weeks_watched_say_nothing():
    seen = watched(5, 92.0, 100.0)

    assert settled_share(seen, last_week(46.0), last_week(1)[0].period, END) is None
