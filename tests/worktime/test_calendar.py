"""Business time is open time: across weekends, holidays, nights and changes of the clock."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revdash.errors import InputError
from revdash.worktime.calendar import (
    Calendar,
    Segment,
    business_days,
    due,
    due_over_segments,
    elapsed,
    elapsed_over_segments,
    open_intervals,
    standard_day_seconds,
)

GOLDEN = Path(__file__).parents[1] / "golden"
G01 = json.loads((GOLDEN / "G01_business_hours_elapsed.json").read_text("utf-8"))
G02 = json.loads((GOLDEN / "G02_sla_due_at.json").read_text("utf-8"))
HOUR = 3600
OFFICE = dict.fromkeys(range(5), ((540, 1050),))
ALWAYS = dict.fromkeys(range(7), ((0, 1440),))


def minutes(text):
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)


def calendar_of(name, given_calendar):
    return Calendar(
        calendar_id=name,
        zone=given_calendar["tz"],
        weekly={
            int(weekday): tuple((minutes(start), minutes(end)) for start, end in hours)
            for weekday, hours in given_calendar["weekly"].items()
        },
        exceptions={date.fromisoformat(day): () for day in given_calendar["holidays"]},
    )


def instant(text):
    return datetime.fromisoformat(text).replace(tzinfo=None)


CALENDARS = {name: calendar_of(name, hours) for name, hours in G02["inputs"]["calendars"].items()}
ELAPSED = list(zip(G01["inputs"]["cases"], G01["expected"], strict=True))
DUE = list(zip(G02["inputs"]["cases"], G02["expected"], strict=True))[:-1]
LONDON = CALENDARS["london_9_1730"]

calendars = st.sampled_from(list(CALENDARS.values()))
moments = st.datetimes(datetime(2025, 9, 1), datetime(2026, 12, 31))


@pytest.mark.parametrize(("case", "expected"), ELAPSED, ids=lambda case: case["case"])
def test_elapsed_is_that_of_the_worked_example(case, expected):
    start, end = instant(case["start"]), instant(case["end"])

    hours = elapsed(CALENDARS[case["calendar"]], start, end) / HOUR

    assert hours == pytest.approx(expected["business_hours"], abs=G01["tolerance"])


@pytest.mark.parametrize(("case", "expected"), DUE, ids=lambda case: case["case"])
def test_due_is_that_of_the_worked_example(case, expected):
    seconds = case["target_business_hours"] * HOUR

    moment = due(CALENDARS[case["calendar"]], instant(case["start"]), seconds)

    assert moment == instant(expected["due_at"])


def test_a_reassigned_wait_runs_on_each_owners_calendar():
    case, expected = G02["inputs"]["cases"][-1], G02["expected"][-1]
    segments = [
        Segment(CALENDARS[part["calendar"]], instant(part["start"]), instant(part["end"]))
        for part in case["segments"]
    ]

    assert [elapsed(*segment) / HOUR for segment in segments] == expected["segments"]
    assert elapsed_over_segments(segments) / HOUR == expected["business_hours_total"]
    assert due_over_segments(segments, 5.5 * HOUR) == segments[-1].end
    assert due_over_segments(segments, 4.0 * HOUR) == segments[0].end


def test_wall_clocks_are_not_subtracted():
    """Sat 20:00 to Sun 08:00 looks like 12 hours on the wall when the clock springs."""
    always = Calendar(calendar_id="always", zone="Europe/London", weekly=ALWAYS)

    assert elapsed(always, datetime(2026, 3, 28, 20), datetime(2026, 3, 29, 7)) == 11 * HOUR


def test_hours_in_the_spring_gap_move_forward():
    early = Calendar(calendar_id="early", zone="Europe/London", weekly={6: ((90, 180),)})
    within = Calendar(calendar_id="within", zone="Europe/London", weekly={6: ((75, 105),)})
    day = date(2026, 3, 29)

    assert open_intervals(early, day, day) == [
        (datetime(2026, 3, 29, 1, 30), datetime(2026, 3, 29, 2))
    ]
    assert open_intervals(within, day, day) == [
        (datetime(2026, 3, 29, 1, 15), datetime(2026, 3, 29, 1, 45))
    ]


def test_hours_that_spring_leaves_no_room_for_do_not_happen():
    calendar = Calendar(calendar_id="gap", zone="Europe/London", weekly={6: ((90, 120),)})

    assert open_intervals(calendar, date(2026, 3, 29), date(2026, 3, 29)) == []


def test_a_wall_time_that_autumn_repeats_is_its_first_occurrence():
    calendar = Calendar(calendar_id="bar", zone="Europe/London", weekly={6: ((60, 120),)})

    day = open_intervals(calendar, date(2026, 10, 25), date(2026, 10, 25))

    assert day == [(datetime(2026, 10, 25, 0), datetime(2026, 10, 25, 2))]


def test_touching_and_overlapping_hours_are_one_interval():
    weekly = {0: ((540, 720), (720, 800), (700, 900))}
    calendar = Calendar(calendar_id="split", zone="UTC", weekly=weekly)

    week = open_intervals(calendar, date(2026, 5, 11), date(2026, 5, 17))

    assert week == [(datetime(2026, 5, 11, 9), datetime(2026, 5, 11, 15))]
    assert standard_day_seconds(calendar) == 6 * HOUR


def test_a_night_shift_before_a_holiday_still_ends_in_the_morning():
    night = dict.fromkeys(range(7), ((1320, 360),))
    holiday = {date(2026, 5, 13): ()}
    calendar = Calendar(calendar_id="night", zone="UTC", weekly=night, exceptions=holiday)

    wednesday = elapsed(calendar, datetime(2026, 5, 13), datetime(2026, 5, 14))

    assert wednesday == 6 * HOUR


def test_hours_that_end_where_they_begin_last_a_day():
    calendar = Calendar(calendar_id="full", zone="UTC", weekly={0: ((540, 540),)})

    week = open_intervals(calendar, date(2026, 5, 11), date(2026, 5, 17))

    assert week == [(datetime(2026, 5, 11, 9), datetime(2026, 5, 12, 9))]
    assert standard_day_seconds(calendar) == 24 * HOUR


def test_a_shift_over_new_year_is_seen_from_either_year():
    night = dict.fromkeys(range(7), ((1320, 360),))
    calendar = Calendar(calendar_id="night", zone="America/New_York", weekly=night)
    opened, closed = datetime(2026, 1, 1, 3), datetime(2026, 1, 1, 11)

    assert elapsed(calendar, opened, datetime(2026, 1, 2)) == 8 * HOUR
    assert elapsed(calendar, datetime(2025, 12, 31, 12), closed) == 8 * HOUR
    assert due(calendar, datetime(2025, 12, 31, 12), 8 * HOUR) == closed


def test_half_a_day_off_is_half_a_business_day():
    exceptions = {date(2026, 12, 24): ((540, 795),), date(2026, 12, 25): ()}
    calendar = Calendar(
        calendar_id="half", zone="Europe/London", weekly=OFFICE, exceptions=exceptions
    )

    assert business_days(calendar, date(2026, 12, 21), date(2026, 12, 28)) == 3.5


def test_business_days_end_before_their_last_day():
    assert business_days(LONDON, date(2026, 5, 11), date(2026, 5, 15)) == 4
    assert business_days(LONDON, date(2026, 5, 11), date(2026, 5, 11)) == 0


@pytest.mark.parametrize(
    ("name", "hours"),
    [("london_9_1730", 8.5), ("london_lunch", 7.5), ("london_24x7", 24), ("london_night_sat", 8)],
)
def test_the_standard_day_is_the_usual_one(name, hours):
    assert standard_day_seconds(CALENDARS[name]) == hours * HOUR


def test_a_short_friday_does_not_shorten_the_standard_day():
    calendar = Calendar(calendar_id="short", zone="UTC", weekly=OFFICE | {4: ((540, 780),)})

    assert standard_day_seconds(calendar) == 8.5 * HOUR


def test_no_target_is_due_at_once_even_at_night():
    midnight = datetime(2026, 5, 13)

    assert due(LONDON, midnight, 0) == midnight


def test_a_due_time_may_lie_years_ahead():
    assert due(LONDON, datetime(2026, 5, 13), 2000 * 8.5 * HOUR).year == 2034


def test_a_target_out_of_reach_is_an_error_that_says_so():
    with pytest.raises(InputError, match="not open for 200,000 hours within 20 years"):
        due(LONDON, datetime(2026, 5, 13), 200_000 * HOUR)


def test_a_year_nobody_meant_is_an_error_that_says_so():
    with pytest.raises(InputError, match="years 2026 to 2999; it is kept for 1971 to 2199"):
        elapsed(LONDON, datetime(2026, 5, 13), datetime(2999, 1, 1))


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Europe"])
def test_a_zone_that_does_not_exist_is_refused(zone):
    with pytest.raises(InputError, match=r"is not a time zone.*Europe/London"):
        Calendar(calendar_id="x", zone=zone, weekly=OFFICE)


def test_a_calendar_that_never_opens_is_refused():
    with pytest.raises(InputError, match="'shut' is never open"):
        Calendar(calendar_id="shut", zone="UTC", weekly={0: ()})


@pytest.mark.parametrize("hours", [(-1, 60), (1440, 60), (60, 1441)])
def test_minutes_outside_a_day_are_refused(hours):
    with pytest.raises(InputError, match="Minutes run from 0"):
        Calendar(
            calendar_id="x", zone="UTC", weekly=OFFICE, exceptions={date(2026, 1, 1): (hours,)}
        )


def test_equal_names_with_other_hours_are_other_calendars():
    other = Calendar(calendar_id=LONDON.calendar_id, zone=LONDON.zone, weekly=ALWAYS)
    day = datetime(2026, 5, 13), datetime(2026, 5, 14)

    assert (elapsed(LONDON, *day), elapsed(other, *day)) == (8.5 * HOUR, 24 * HOUR)


@settings(max_examples=50)
@given(calendars, st.lists(moments, min_size=3, max_size=3))
def test_elapsed_adds_up_over_splits_and_never_runs_backwards(calendar, three):
    start, split, end = sorted(three)

    parts = elapsed(calendar, start, split) + elapsed(calendar, split, end)

    assert elapsed(calendar, start, end) == pytest.approx(parts, abs=1e-6)
    assert 0 <= elapsed(calendar, start, split) <= elapsed(calendar, start, end)
    assert elapsed(calendar, start, end) <= (end - start).total_seconds()
    assert elapsed(calendar, end, start) == -elapsed(calendar, start, end)


@settings(max_examples=50)
@given(calendars, moments, st.integers(1, 60 * HOUR))
def test_due_is_the_first_moment_that_has_elapsed(calendar, start, seconds):
    moment = due(calendar, start, seconds)

    assert elapsed(calendar, start, moment) == seconds
    assert elapsed(calendar, start, moment - timedelta(seconds=1)) < seconds


@settings(max_examples=50, deadline=None)
@given(calendars, moments, st.integers(0, 4000))
def test_elapsed_agrees_with_counting_minutes_on_the_wall(calendar, start, length):
    start = start.replace(second=0, microsecond=0)
    counted = sum(is_open(calendar, start + timedelta(minutes=minute)) for minute in range(length))

    assert elapsed(calendar, start, start + timedelta(minutes=length)) == counted * 60


def is_open(calendar, moment):
    """An independent reading of the hours: look at the local clock, minute by minute."""
    wall = on_the_wall(moment, calendar.zone)
    today, yesterday = wall.date(), wall.date() - timedelta(days=1)
    now = wall.hour * 60 + wall.minute
    return any(
        start <= now < (end if end > start else 1440) for start, end in calendar.hours(today)
    ) or any(end <= start and now < end for start, end in calendar.hours(yesterday))


def on_the_wall(moment, zone):
    return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
