"""A line of time: in order, apart, and a long silence no longer than it may be."""

from datetime import datetime, timedelta
from itertools import pairwise

from revdash.charts.story import Axis

MONDAY = datetime(2026, 5, 11, 9)
MOMENTS = [MONDAY + timedelta(hours=hours) for hours in (0, 1, 2, 50, 5000)]


def test_moments_keep_their_order_and_lie_apart():
    axis = Axis(MOMENTS)

    places = [axis.place(moment) for moment in MOMENTS]
    assert all(after - before > 0.03 for before, after in pairwise(places))
    assert 0 < places[0] < places[-1] < 1


def test_the_longer_silence_is_the_longer_stretch_up_to_a_bound():
    axis = Axis(MOMENTS)
    hour, days, months = (axis.place(MOMENTS[n + 1]) - axis.place(MOMENTS[n]) for n in (1, 2, 3))

    assert hour < days < months < 12 * hour


def test_between_two_moments_it_runs_evenly_and_beyond_them_ends():
    axis = Axis([MONDAY, MONDAY + timedelta(days=2)])

    middle = axis.place(MONDAY + timedelta(days=1))
    ends = axis.place(MONDAY), axis.place(MONDAY + timedelta(days=2))
    assert middle == sum(ends) / 2
    assert (axis.place(MONDAY - timedelta(days=9)), axis.place(MOMENTS[-1])) == (0.0, 1.0)
