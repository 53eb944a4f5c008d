"""Exposure: for each person reached, for each time shown; G23 to the last digit."""

import json
from pathlib import Path

import pytest

from revdash.metrics.breakdowns import breakdown
from revdash.metrics.exposure import (
    COST_PER_IMPRESSIONS,
    COST_PER_REACH,
    ENGAGEMENT_BY_REACH,
    ENGAGEMENT_RATE,
    FREQUENCY,
    REACH,
    VIEWABLE_SHARE,
)
from revdash.metrics.read import read
from revdash.metrics.shown import shown

G23 = json.loads((Path(__file__).parents[1] / "golden" / "G23_reach_sov.json").read_text("utf-8"))
INPUTS, EXPECTED, WITHIN = G23["inputs"], G23["expected"], G23["tolerance"]
MAY = "2026-05-01..2026-05-31"


@pytest.fixture
def example(rows):
    for channel, told in INPUTS["channels"].items():
        rows.reached(told["reach"], MAY, channel)
        rows.shown(told["impressions"], channel=channel, engagements=told["engagements"])
    return rows


@pytest.fixture
def measured(example):
    """The example, with a figure across its channels."""
    example.reached(INPUTS["measured_dedup_reach"], MAY, "all channels", dedup_scope="all")
    return example


def test_the_frequency_of_each_channel_is_that_of_the_example(measured, store, week):
    found = breakdown(store, FREQUENCY, week(MAY), "source")

    told = {name: one.value for name, one in found.items() if name in INPUTS["channels"]}
    assert told == pytest.approx(EXPECTED["frequency_by_channel"], abs=WITHIN)


def test_the_frequency_in_all_is_that_of_the_example(measured, store, week):
    reading = read(store, FREQUENCY, week(MAY))

    assert reading.value == pytest.approx(EXPECTED["frequency_total"], abs=WITHIN)
    assert shown(reading).value == "3.76"


def test_the_frequency_without_a_count_across_channels_lies_between_bounds(example, store, week):
    reading = read(store, FREQUENCY, week(MAY))

    impressions, (least, most) = EXPECTED["total_impressions"], EXPECTED["reach_bounds"]
    assert reading.value is None
    assert (reading.low, reading.high) == (impressions / most, impressions / least)
    assert shown(reading).value == "3.11–7.27"


def test_what_is_shown_where_nobody_was_counted_is_no_part_of_the_frequency(rows, store, week):
    rows.reached(10, "2026-05-11..2026-05-17", "LinkedIn")
    for channel, day in (
        ("LinkedIn", "2026-05-11"),
        ("LinkedIn", "2026-05-18"),
        ("X", "2026-05-11"),
    ):
        rows.shown(30, channel=channel, day=day)

    assert read(store, FREQUENCY, week(MAY)).value == 3


def test_a_window_of_one_campaign_and_region_holds_only_that(rows, store, week):
    rows.reached(10, campaign_id="c", region="UK")
    for campaign, region in (("c", "UK"), ("c", "DACH"), (None, "UK"), ("d", "UK")):
        rows.shown(20, campaign_id=campaign, region=region)

    assert read(store, FREQUENCY, week()).value == 2


def test_what_overlapping_windows_hold_is_counted_once(rows, store, week):
    rows.reached(10, "2026-05-11..2026-05-17")
    rows.reached(8, "2026-05-11..2026-05-13")
    rows.shown(30)

    assert read(store, FREQUENCY, week()).value == 3


def test_a_part_that_reach_does_not_know_has_no_frequency(example, store, week):
    reading = read(store, FREQUENCY, week(MAY, segment=["MM"]))

    assert (reading.value, reading.low, reading.high) == (None, None, None)
    assert shown(reading).note != ""


def test_the_overlap_of_the_channels_is_that_of_the_example(measured, store, week):
    parts = breakdown(store, REACH, week(MAY), "source")
    added = sum(parts[channel].value for channel in INPUTS["channels"])

    overlap = 1 - read(store, REACH, week(MAY)).value / added

    assert added == EXPECTED["sum_of_channel_reach"]
    assert overlap == pytest.approx(EXPECTED["overlap_share"], abs=WITHIN)


def test_weeks_added_up_would_overstate_the_month_as_in_the_example(rows, store, week):
    weeks = [f"2026-05-{first:02d}..2026-05-{first + 6:02d}" for first in (4, 11, 18, 25)]
    for days, people in zip(weeks, INPUTS["linkedin_weekly_reach"], strict=True):
        rows.reached(people, days)
    rows.reached(INPUTS["linkedin_month_reach_reported"], MAY)

    added = sum(read(store, REACH, week(days)).value for days in weeks)
    whole = read(store, REACH, week(MAY)).value

    assert (added, whole) == (EXPECTED["weekly_sum"], EXPECTED["month_reach"])
    assert 100 * (added / whole - 1) == pytest.approx(EXPECTED["month_vs_sum_error_pct"], abs=0.01)


def test_the_engagement_rate_is_by_impressions_and_has_its_interval(example, store, week):
    reading = read(store, ENGAGEMENT_RATE, week(MAY))

    wanted = EXPECTED["engagement_rate_by_impressions"]
    assert reading.value == pytest.approx(wanted, abs=WITHIN)
    assert reading.low < wanted < reading.high
    assert reading.sample == EXPECTED["total_impressions"]


def test_engagements_by_reach_are_another_number(example, store, week):
    reading = read(store, ENGAGEMENT_BY_REACH, week(MAY, source=["LinkedIn"]))

    assert reading.value == pytest.approx(EXPECTED["engagement_rate_by_reach_linkedin"])


def test_impressions_without_engagements_known_are_no_base(rows, store, week):
    rows.shown(100, engagements=5)
    rows.shown(900)

    assert read(store, ENGAGEMENT_RATE, week()).value == 0.05


def test_the_viewable_share_is_of_what_was_measured(rows, store, week):
    rows.shown(100, viewable_impressions=60)
    rows.shown(900)

    reading = read(store, VIEWABLE_SHARE, week())

    assert (reading.value, reading.sample) == (0.6, 100)


def test_costs_are_per_thousand_times_and_per_thousand_people(rows, store, week):
    rows.reached(2_000)
    rows.shown(10_000, cost_base=50.0)
    rows.shown(10_000, cost_base=None)
    rows.shown(None, cost_base=7_000.0)

    per_times = read(store, COST_PER_IMPRESSIONS, week())

    assert (per_times.value, read(store, COST_PER_REACH, week()).value) == (5.0, 25.0)
    assert shown(per_times, "EUR").note == "10,000 impressions with their cost known"


@pytest.mark.parametrize("day", ["2026-05-10", "2026-05-11", "2026-05-17", "2026-05-18"])
def test_a_day_counts_in_its_own_week(day, rows, store, week):
    rows.shown(100, day, engagements=10)

    assert read(store, ENGAGEMENT_RATE, week()).sample == (100 if "11" <= day[-2:] <= "17" else 0)


def test_nothing_shown_has_no_frequency(rows, store, week):
    rows.reached(10)

    reading = read(store, FREQUENCY, week())

    assert (reading.value, reading.missing) == (None, "no impressions where reach was measured")
