"""Reach is never a sum called reach: exact where measured, else between two bounds."""

import json
from datetime import date
from pathlib import Path

import pytest

from revdash.metrics.exposure import IMPRESSIONS, REACH
from revdash.metrics.reach import Bounds, Window, people_bounds
from revdash.metrics.read import answers, read
from revdash.metrics.records import records
from revdash.metrics.shown import shown
from revdash.period import Period

G23 = json.loads((Path(__file__).parents[1] / "golden" / "G23_reach_sov.json").read_text("utf-8"))
INPUTS, EXPECTED = G23["inputs"], G23["expected"]
MAY = Period(date(2026, 5, 1), date(2026, 6, 1))
DAYS = "2026-05-01..2026-05-31"


def window(people, first, after, channel="LinkedIn", **values):
    return Window(channel, date(2026, 5, first), date(2026, 5, after), people, **values)


@pytest.fixture
def example(rows):
    for channel, told in INPUTS["channels"].items():
        rows.reached(told["reach"], DAYS, channel)
        rows.shown(told["impressions"], channel=channel)
    return rows


def test_the_bounds_are_those_of_the_example(example, store, week):
    reading = read(store, REACH, week(DAYS))

    assert [reading.low, reading.high] == EXPECTED["reach_bounds"]
    assert reading.value is None
    assert shown(reading).value == "30K–70K"
    assert read(store, IMPRESSIONS, week(DAYS)).value == EXPECTED["total_impressions"]


def test_a_measured_figure_settles_it(example, store, week):
    example.reached(INPUTS["measured_dedup_reach"], DAYS, "all channels", dedup_scope="all")

    assert read(store, REACH, week(DAYS)).value == INPUTS["measured_dedup_reach"]


def test_a_months_figure_is_not_the_sum_of_its_weeks(rows, store, week):
    for start, people in zip((4, 11, 18, 25), INPUTS["linkedin_weekly_reach"], strict=True):
        rows.reached(people, f"2026-05-{start:02d}..2026-05-{start + 6:02d}")
    assert read(store, REACH, week(DAYS)).high == EXPECTED["weekly_sum"]

    rows.reached(INPUTS["linkedin_month_reach_reported"], DAYS)

    assert read(store, REACH, week(DAYS)).value == EXPECTED["month_reach"]


@pytest.mark.parametrize(
    ("windows", "bounds"),
    [
        ([window(10, 1, 8), window(20, 8, 15)], Bounds(20, 30)),
        ([window(10, 1, 8), window(20, 4, 11)], Bounds(20, 30)),
        ([window(10, 1, 8), window(20, 8, 15), window(5, 4, 11)], Bounds(20, 30)),
        ([window(10, 1, 8, campaign="a"), window(8, 1, 8, campaign="b")], Bounds(10, 18)),
        ([window(12, 1, 8), window(10, 1, 8, campaign="a")], Bounds(12, 12)),
        ([window(12, 1, 8), window(10, 1, 8, "YouTube")], Bounds(12, 22)),
        ([window(15, 1, 8, scope="all"), window(10, 1, 8)], Bounds(15, 15)),
        ([], None),
    ],
    ids=[
        "side by side",
        "overlapping",
        "covered by both",
        "two campaigns",
        "a campaign of the channel",
        "two channels",
        "measured across for a part",
        "none",
    ],
)
def test_the_most_is_a_sum_in_which_nobody_known_is_counted_twice(windows, bounds):
    assert people_bounds(windows, MAY) == bounds
    assert people_bounds(reversed(windows), MAY) == bounds


def test_a_window_that_sticks_out_of_the_period_says_nothing(rows, store, week):
    rows.reached(10, "2026-05-10..2026-05-17")
    rows.reached(10, "2026-05-11..2026-05-18")

    assert read(store, REACH, week()).missing == "no reach window lies inside this period"


def test_each_week_has_its_own_windows_and_the_records_are_those_of_the_period(rows, store, week):
    rows.reached(10, "2026-05-04..2026-05-10")
    rows.reached(20, "2026-05-11..2026-05-17")

    found = answers(store, [REACH], week(), before=None, weeks=2)["reach_unique"]

    assert [point.value for point in found.weeks] == [10, 20]
    assert found.now.sample == records(store, REACH, week()).total == 1
