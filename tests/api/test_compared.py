"""Last year's days: as many working days, wherever Easter lies; and said so."""

from datetime import date, timedelta

import pytest

from revdash import api
from revdash.api.asking import days_compared
from revdash.api.questions import Compare, PeriodKey, Question
from revdash.period import Period
from revdash.worktime.calendar import Calendar, business_days

EASTER = (
    *(date(2025, 4, 18), date(2025, 4, 21), date(2025, 5, 1)),
    *(date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2024, 3, 29), date(2024, 4, 1)),
)
WORKDAYS = Calendar(
    calendar_id="x",
    zone="UTC",
    weekly=dict.fromkeys(range(5), ((540, 1020),)),
    exceptions=dict.fromkeys(EASTER, ()),
)
LATER = date(2026, 12, 31)


def days(first, last):
    return Period(date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1))


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (days("2026-05-11", "2026-05-17"), days("2025-05-12", "2025-05-18")),
        (days("2026-04-06", "2026-04-12"), days("2025-04-07", "2025-04-10")),
        (days("2026-04-20", "2026-04-26"), days("2025-04-21", "2025-04-28")),
        (days("2026-04-01", "2026-04-30"), days("2025-04-01", "2025-04-30")),
        (days("2025-03-01", "2025-03-31"), days("2024-03-01", "2024-04-02")),
        (days("2026-02-23", "2026-03-22"), days("2025-02-24", "2025-03-23")),
        (days("2026-01-01", "2026-12-31"), days("2025-01-01", "2025-12-31")),
    ],
    ids=["week", "Easter Monday now", "Easter Monday then", "April", "March", "4 weeks", "year"],
)
def test_last_year_has_as_many_working_days(now, before):
    found = days_compared(Compare.LAST_YEAR, now, LATER, WORKDAYS)

    assert found == before
    assert found.end <= now.start
    if now.days < 300:
        assert business_days(WORKDAYS, *found) == business_days(WORKDAYS, *now)


def test_an_unfinished_month_is_held_against_as_many_working_days_of_last_year():
    april = days("2026-04-01", "2026-04-30")

    found = days_compared(Compare.LAST_YEAR, april, date(2026, 4, 10), WORKDAYS)

    assert found == days("2025-04-01", "2025-04-08")  # two of eight are closed this year


def test_the_weeks_before_stay_whole_weeks():
    now = days("2026-04-06", "2026-04-12")

    assert days_compared(Compare.PREVIOUS, now, LATER, WORKDAYS) == days("2026-03-30", "2026-04-05")


def test_a_tile_says_which_days_of_last_year_and_how_many(demo, viewer):
    question = Question(period=PeriodKey.LAST_WEEK, compare=Compare.LAST_YEAR)

    sheet = api.overview(viewer, question)

    assert sheet.compared == "compared with 12–18 May 2025 (5 working days each)"
    said = {tile.compared for column in sheet.columns for tile in column.tiles if tile.change}
    assert said <= {"vs 12–18 May 2025, 5 working days each"}
