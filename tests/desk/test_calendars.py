from dataclasses import replace
from datetime import date, datetime

import pytest

from revdash.desk.calendars import (
    CalendarRecord,
    as_worktime,
    read_calendars,
    read_past_calendars,
    remove_calendar,
    save_calendar,
)
from revdash.desk.revisions import EditConflictError
from revdash.errors import InputError
from revdash.worktime.calendar import elapsed

CHRISTMAS = date(2026, 12, 25)
OFFICE = CalendarRecord(
    calendar_id="london",
    name="London",
    zone="Europe/London",
    weekly=dict.fromkeys(range(5), (("09:00", "12:30"), ("13:00", "17:30"))),
    exceptions={CHRISTMAS: (), date(2026, 12, 24): (("09:00", "12:00"),)},
    holiday_names={CHRISTMAS: "Christmas"},
)


def test_a_calendar_is_read_as_it_was_saved(desk, by):
    with desk.writing() as connection:
        save_calendar(connection, OFFICE, by)

    with desk.connect() as connection:
        assert read_calendars(connection) == (replace(OFFICE, version=1),)


def test_days_are_added_changed_and_taken_away(desk, by):
    boxing_day = date(2026, 12, 26)
    with desk.writing() as connection:
        save_calendar(connection, OFFICE, by)
        wanted = {CHRISTMAS: (("10:00", "11:00"),), boxing_day: ()}
        save_calendar(connection, replace(OFFICE, exceptions=wanted, version=1), by)

        (read,) = read_calendars(connection)

    assert (read.exceptions, read.version) == (wanted, 2)


def test_a_second_click_saves_once(desk, by):
    click = replace(by, click_id="form-1")

    with desk.writing() as connection:
        save_calendar(connection, OFFICE, click)
        save_calendar(connection, OFFICE, click)

        assert len(read_calendars(connection)) == 1


def test_a_calendar_somebody_else_changed_is_not_overwritten(desk, by):
    with desk.writing() as connection:
        save_calendar(connection, OFFICE, by)
        save_calendar(connection, replace(OFFICE, name="Hers", version=1), by)

        with pytest.raises(EditConflictError):
            save_calendar(connection, replace(OFFICE, name="Mine", version=1), by)


def test_the_default_calendar_comes_first(desk, by):
    with desk.writing() as connection:
        save_calendar(connection, OFFICE, by)
        save_calendar(connection, replace(OFFICE, calendar_id="z", is_default=True), by)

        assert [record.calendar_id for record in read_calendars(connection)] == ["z", "london"]


def test_a_calendar_goes_with_its_closed_days(desk, by):
    with desk.writing() as connection:
        save_calendar(connection, replace(OFFICE, calendar_id="z"), by)
        save_calendar(connection, OFFICE, by)
        (read, other) = read_calendars(connection)

        remove_calendar(connection, read, by)

        assert read_calendars(connection) == (other,)


def test_what_a_calendar_was_is_kept_once_for_clocks_that_began_before(desk, by):
    noon = replace(OFFICE, weekly={0: (("09:00", "12:00"),)}, version=1)
    june, july = datetime(2026, 6, 1), datetime(2026, 7, 1)
    with desk.writing() as connection:
        save_calendar(connection, OFFICE, by)
        save_calendar(connection, noon, by, july)
        save_calendar(connection, replace(noon, name="Renamed", version=2), by, july)

        with pytest.raises(InputError, match="changes on 2026-07-01 00:00 UTC already"):
            save_calendar(connection, replace(OFFICE, version=3), by, june)
        save_calendar(connection, replace(OFFICE, version=3), by, july)  # not begun: replaced

        (past,) = read_past_calendars(connection)
    assert (past.of, past.until_at) == ("london", july)
    assert as_worktime(past.record).weekly == as_worktime(OFFICE).weekly


def test_clocks_run_on_the_stored_hours():
    calendar = as_worktime(OFFICE)

    thursday = elapsed(calendar, datetime(2026, 12, 24, 8), datetime(2026, 12, 28, 10))

    assert thursday == (3 + 1) * 3600


@pytest.mark.parametrize("hour", ["9:00", "25:00", "24:01", "09:60", "noon"])
def test_an_hour_that_is_none_is_refused(desk, by, hour):
    wrong = replace(OFFICE, weekly={0: ((hour, "17:00"),)})

    with desk.writing() as connection, pytest.raises(InputError, match="written like 09:00"):
        save_calendar(connection, wrong, by)


def test_a_zone_that_is_none_is_refused(desk, by):
    with desk.writing() as connection, pytest.raises(InputError):
        save_calendar(connection, replace(OFFICE, zone="Mars"), by)
