from datetime import date, datetime

import pytest

from revdash.errors import InputError
from revdash.ingest.dates import (
    Zones,
    check_format,
    check_zone,
    day_of,
    decide_format,
    instant_of,
    is_day,
)
from revdash.ingest.unreadable import Unreadable

UTC = Zones(source="UTC", company="UTC")
BERLIN = Zones(source="Europe/Berlin", company="Europe/Berlin")


@pytest.mark.parametrize(
    ("values", "decided", "example"),
    [
        (["2026-03-01", "2026-03-31"], "Y-m-d", "2026-03-01"),
        (["2026/03/01 10:00"], "Y/m/d", "2026/03/01 10:00"),
        (["01/02/2026", "31/03/2026"], "d/m/Y", "31/03/2026"),
        (["01/02/2026", "3/31/2026 9:45"], "m/d/Y", "3/31/2026 9:45"),
        (["01.02.2026"], "d.m.Y", "01.02.2026"),
        (["31-03-2026"], "d-m-Y", "31-03-2026"),
        (["1760000000001"], "epoch_ms", "1760000000001"),
        (["15 Apr, 2021 00:03:00", "1-May-2021"], "d b Y", "15 Apr, 2021 00:03:00"),
        (["Aug 1, 2026", "September 30, 2026"], "b d Y", "Aug 1, 2026"),
        (["20260801", "20260831"], "Ymd", "20260801"),
        (["05/05/2026"], "d/m/Y", "05/05/2026"),
        (["2026-03-01", "2026-03-02", "31/03/2026"], "Y-m-d", "2026-03-01"),
    ],
)
def test_the_order_of_a_date_is_decided_on_the_column(
    values: list[str], decided: str, example: str
) -> None:
    assert decide_format("created", values) == (decided, example)


@pytest.mark.parametrize(
    ("values", "question"),
    [
        (["01/02/2026", "03/04/2026"], 'day or month first. State date_format = "d/m/Y"'),
        (["31/03/2026", "03/31/2026"], "mixes two orders"),
        (["45001", "45002"], "as a spreadsheet counts days? If"),
        (["soon"], "no date that can be read"),
    ],
)
def test_a_column_that_can_be_read_two_ways_is_asked_about(
    values: list[str], question: str
) -> None:
    with pytest.raises(InputError) as refusal:
        decide_format("created", values)

    assert question.replace(". State", "? State") in str(refusal.value)


@pytest.mark.parametrize(
    ("value", "date_format", "expected"),
    [
        ("2026-03-29T02:30:00Z", "Y-m-d", datetime(2026, 3, 29, 2, 30)),
        ("2026-03-29T02:30:00+02:00", "Y-m-d", datetime(2026, 3, 29, 0, 30)),
        ("2026-03-29T02:30:00-05:30", "Y-m-d", datetime(2026, 3, 29, 8, 0)),
        ("2026-03-29 02:30:00.123456789 +0200", "Y-m-d", datetime(2026, 3, 29, 0, 30, 0, 123456)),
        ("2026-01-15 12:00", "Y-m-d", datetime(2026, 1, 15, 11, 0)),
        ("7/15/2026, 12:05 AM", "m/d/Y", datetime(2026, 7, 14, 22, 5)),
        ("15.07.2026 12:05 pm", "d.m.Y", datetime(2026, 7, 15, 10, 5)),
        ("1760000000001", "epoch_ms", datetime(2025, 10, 9, 8, 53, 20, 1000)),
        ("2026-03-29 02:30", "Y-m-d", datetime(2026, 3, 29, 1, 30)),  # the spring gap: forward
        ("2026-10-25 02:30", "Y-m-d", datetime(2026, 10, 25, 0, 30)),  # twice: the first
        ("2026-01-15", "Y-m-d", datetime(2026, 1, 15)),  # a day stays the day as written
    ],
)
def test_an_instant_becomes_utc_and_a_day_stays(
    value: str, date_format: str, expected: datetime
) -> None:
    assert instant_of(value, date_format, BERLIN) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-03-31 23:30:00", date(2026, 3, 31)),
        ("2026-03-31T23:30:00Z", date(2026, 4, 1)),
    ],
)
def test_a_day_is_as_written_unless_it_names_an_offset(value: str, expected: date) -> None:
    assert day_of(value, "Y-m-d", BERLIN) == expected


def test_midnight_in_milliseconds_is_a_day_and_another_moment_is_the_company_s() -> None:
    assert day_of("1760000000001", "epoch_ms", BERLIN) == date(2025, 10, 9)
    assert day_of("1759968000000", "epoch_ms", BERLIN) == date(2025, 10, 9)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("2026-02-30", "no day or time there is"),
        ("2026-13-01", "no day or time there is"),
        ("2026-03-01 25:00", "no day or time there is"),
        ("1899-12-30", "cannot be meant"),
        ("9999-12-31", "cannot be meant"),
        ("1 Mar 2026", "not written as year-month-day"),
        ("03/15/2026", "not written as year-month-day"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_its_reason(value: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        instant_of(value, "Y-m-d", UTC)


def test_a_zone_or_format_that_does_not_exist_is_refused_with_what_would_be_right() -> None:
    with pytest.raises(InputError, match="such as Europe/Berlin"):
        check_zone("Berlin/Europe")
    with pytest.raises(InputError, match="Did you mean 'd/m/Y'"):
        check_format("d/m/y")


@pytest.mark.parametrize(
    ("value", "date_format"),
    [("15 Apr, 2021 00:03:00", "d b Y"), ("April 15 2021", "b d Y"), ("20210415", "Ymd")],
)
def test_a_month_by_its_name_and_a_day_in_eight_digits_are_read(
    value: str, date_format: str
) -> None:
    assert day_of(value, date_format, UTC) == date(2021, 4, 15)


def test_a_month_that_there_is_not_is_at_fault() -> None:
    with pytest.raises(Unreadable, match="no day or time there is"):
        day_of("15 Foo 2021", "d b Y", UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2020-10-22T21:03:23.000+0000", datetime(2020, 10, 22, 21, 3, 23)),
        ("2020-05-15 22:18:25 UTC", datetime(2020, 5, 15, 22, 18, 25)),
        ("2020-05-15 9:18", datetime(2020, 5, 15, 9, 18)),
        ("2020-05-15T22:18:25.123456+02:00", datetime(2020, 5, 15, 20, 18, 25, 123456)),
        ("2020-05-15 9:18\u202fPM", datetime(2020, 5, 15, 21, 18)),
    ],
)
def test_one_column_may_write_iso_times_in_many_ways(value: str, expected: datetime) -> None:
    assert decide_format("created", ["2026-03-01", value])[0] == "Y-m-d"
    assert instant_of(value, "Y-m-d", UTC) == expected


def test_eight_digits_are_days_only_where_all_are() -> None:
    with pytest.raises(
        InputError, match="eight digits, but also '17': state date_format = \"Ymd\""
    ):
        decide_format("created", ["20260801", "17"])

    assert decide_format("created", ["20260801", "2026-08-01"])[0] == "Y-m-d"


def test_days_as_excel_counts_them_are_read_when_the_mapping_says_so() -> None:
    assert day_of("46082", "excel", UTC) == date(2026, 3, 1)
    assert instant_of("46082.5", "excel", UTC) == datetime(2026, 3, 1, 12)
    assert [is_day(value, "excel") for value in ("46082", "46082.5")] == [True, False]
    with pytest.raises(Unreadable, match="not written as days as Excel counts"):
        day_of("2026-03-01", "excel", UTC)


def test_an_offset_that_no_place_has_is_refused() -> None:
    with pytest.raises(Unreadable, match="not written as"):
        instant_of("2026-03-01T10:00:00+25:00", "Y-m-d", UTC)
