"""Day rows hold a calendar cut at midnights UTC."""

from datetime import date, datetime

import pytest

from revdash.errors import InputError
from revdash.worktime.calendar import Calendar, elapsed
from revdash.worktime.days import day_rows

HOUR = 3600
OFFICE = dict.fromkeys(range(5), ((540, 1050),))
LONDON = Calendar(calendar_id="london", zone="Europe/London", weekly=OFFICE)


def openings(row):
    pairs = ((row[f"open_{number}"], row[f"close_{number}"]) for number in range(1, 5))
    return [(opens / HOUR, closes / HOUR) for opens, closes in pairs if opens is not None]


def test_a_row_has_the_day_and_what_was_open_before_it():
    monday, tuesday = day_rows(LONDON, date(2026, 1, 5), date(2026, 1, 6))

    assert openings(monday) == openings(tuesday) == [(9, 17.5)]
    assert (monday["seconds_before"], tuesday["seconds_before"]) == (0, 8.5 * HOUR)
    assert (tuesday["calendar_id"], tuesday["day"]) == ("london", date(2026, 1, 6))
    assert (tuesday["open_2"], tuesday["close_2"]) == (None, None)


def test_summer_time_moves_the_hours_within_the_day():
    friday, _, _, monday = day_rows(LONDON, date(2026, 3, 27), date(2026, 3, 30))

    assert (openings(friday), openings(monday)) == ([(9, 17.5)], [(8, 16.5)])


def test_a_night_shift_is_cut_at_midnight():
    night = Calendar(calendar_id="night", zone="UTC", weekly={5: ((1320, 360),)})

    saturday, sunday = day_rows(night, date(2026, 5, 16), date(2026, 5, 17))

    assert (openings(saturday), openings(sunday)) == ([(22, 24)], [(0, 6)])


def test_a_shift_that_began_before_the_first_day_is_seen():
    night = Calendar(calendar_id="night", zone="America/New_York", weekly={5: ((1380, 1320),)})

    (sunday,) = day_rows(night, date(2026, 5, 17), date(2026, 5, 17))

    assert openings(sunday) == [(3, 24)]


def test_round_the_clock_is_one_opening_a_day():
    always = dict.fromkeys(range(7), ((0, 1440),))
    calendar = Calendar(calendar_id="always", zone="Asia/Kolkata", weekly=always)

    rows = list(day_rows(calendar, date(2026, 5, 11), date(2026, 5, 13)))

    assert [openings(row) for row in rows] == [[(0, 24)]] * 3
    assert [row["seconds_before"] for row in rows] == [0, 24 * HOUR, 48 * HOUR]


def test_seconds_before_are_those_elapsed_since_the_first_day():
    rows = list(day_rows(LONDON, date(2025, 12, 31), date(2026, 12, 31)))

    year = elapsed(LONDON, datetime(2025, 12, 31), datetime(2026, 12, 31))

    assert rows[-1]["seconds_before"] == year


def test_a_day_that_opens_five_times_is_refused():
    hours = tuple((hour * 60, hour * 60 + 30) for hour in range(9, 14))
    calendar = Calendar(calendar_id="bitty", zone="UTC", weekly={0: hours})

    with pytest.raises(InputError, match="'bitty' opens 5 times on 2026-05-11"):
        list(day_rows(calendar, date(2026, 5, 10), date(2026, 5, 12)))
