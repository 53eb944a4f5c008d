"""Business time in SQL is the business time of Python, to the microsecond."""

import time
from datetime import date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Double,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    insert,
    select,
)
from sqlalchemy.pool import StaticPool

from revdash.store.dialects.portability import compile_everywhere, forbidden_constructs
from revdash.worktime.calendar import Calendar, due, elapsed
from revdash.worktime.days import day_rows, opening_rows
from revdash.worktime.expression import (
    Worktime,
    elapsed_seconds,
    is_day_of,
    open_seconds,
    with_due,
)
from revdash.worktime.holidays_seed import public_holidays

FIRST, LAST = date(2024, 10, 1), date(2027, 1, 31)
OFFICE = dict.fromkeys(range(5), ((540, 1050),))
LUNCH = dict.fromkeys(range(5), ((540, 750), (810, 1050)))
TARGETS = (0.0, 1.5, 3600.0, 30_600.0, 10 * 30_600.0, 86_400.0)  # of open time
METADATA = MetaData()
DAYS = Table(
    "worktime_day",
    METADATA,
    Column("calendar_id", String),
    Column("day", Date),
    Column("seconds_before", BigInteger),
    *(Column(f"{end}_{n}", Integer) for n in range(1, 5) for end in ("open", "close")),
)
OPENINGS = Table(
    "worktime_opening",
    METADATA,
    Column("calendar_id", String),
    Column("stretch", BigInteger),
    Column("opens_at", DateTime),
    Column("seconds_before", BigInteger),
    Column("seconds_until", BigInteger),
)
WORKTIME = Worktime(DAYS, OPENINGS)
WAITS = Table(
    "waits",
    METADATA,
    Column("wait_id", Integer),
    Column("calendar_id", String),
    Column("started_at", DateTime),
    Column("ended_at", DateTime),
    Column("target", Double),
)


def calendar(name, zone, weekly, country=None):
    days_off = public_holidays(country, range(2024, 2028)) if country else []
    exceptions = {day: () for day, _ in days_off}
    return Calendar(calendar_id=name, zone=zone, weekly=weekly, exceptions=exceptions)


CALENDARS = {
    made.calendar_id: made
    for made in (
        calendar("london", "Europe/London", OFFICE, "GB"),
        calendar("new_york", "America/New_York", OFFICE, "US"),
        calendar("berlin", "Europe/Berlin", OFFICE, "DE"),
        calendar("lunch", "Europe/London", LUNCH, "GB"),
        calendar("night", "America/New_York", {4: ((1320, 360),), 5: ((1320, 360),)}),
        calendar("always", "Europe/London", dict.fromkeys(range(7), ((0, 1440),))),
    )
}


def random_waits(count):
    """Half of the waits begin in the weeks in which clocks change, and last some days."""
    random = Random(20260329)  # noqa: S311  repeatable, not secret
    changes = [datetime(2025, 3, 28), datetime(2025, 10, 25), datetime(2026, 3, 6)]
    for wait_id in range(count):
        start = random.choice(changes) if wait_id % 2 else datetime(2024, 10, 2)
        start += timedelta(
            microseconds=random.randrange((5 if wait_id % 2 else 800) * 86_400 * 10**6)
        )
        length = timedelta(seconds=random.choice([1, 60, 3600, 86_400, 700_000]) * random.random())
        name = random.choice(sorted(CALENDARS))
        yield {
            "wait_id": wait_id,
            "calendar_id": name,
            "started_at": start,
            "ended_at": start + length,
            "target": random.choice(TARGETS),
        }


@pytest.fixture(scope="module")
def connection():
    engine = create_engine("duckdb:///:memory:", poolclass=StaticPool)
    with engine.connect() as connection:
        METADATA.create_all(connection)
        for made in CALENDARS.values():
            connection.execute(insert(DAYS), list(day_rows(made, FIRST, LAST)))
            connection.execute(insert(OPENINGS), list(opening_rows(made, FIRST, LAST)))
        yield connection
    engine.dispose()


@pytest.fixture
def waits(connection):
    """Ten thousand waits, in the store too."""
    waits = list(random_waits(10_000))
    connection.execute(insert(WAITS), waits)
    yield waits
    connection.execute(delete(WAITS))


def elapsed_of_waits():
    start, end = DAYS.alias("day_at_start"), DAYS.alias("day_at_end")
    joined = WAITS.outerjoin(start, is_day_of(start, WAITS.c.calendar_id, WAITS.c.started_at))
    joined = joined.outerjoin(end, is_day_of(end, WAITS.c.calendar_id, WAITS.c.ended_at))
    seconds = elapsed_seconds(start, WAITS.c.started_at, end, WAITS.c.ended_at)
    return select(WAITS.c.wait_id, seconds).select_from(joined)


def due_of_waits():
    w = WAITS.c
    due_then = with_due(WAITS, WORKTIME, w.calendar_id, w.started_at, w.target)
    return select(w.wait_id, due_then.at).select_from(due_then.source)


def test_sql_and_python_agree_on_ten_thousand_waits(connection, waits):
    began = time.perf_counter()
    in_sql = dict(map(tuple, connection.execute(elapsed_of_waits())))
    took = time.perf_counter() - began

    in_python = {
        wait["wait_id"]: elapsed(
            CALENDARS[wait["calendar_id"]], wait["started_at"], wait["ended_at"]
        )
        for wait in waits
    }
    assert in_sql == pytest.approx(in_python, abs=1e-6)
    assert sum(seconds > 0 for seconds in in_python.values()) > 4000
    assert took < 10


def test_sql_and_python_agree_on_when_a_wait_is_due(connection, waits):
    began = time.perf_counter()
    in_sql = connection.execute(due_of_waits()).all()
    took = time.perf_counter() - began

    in_python = {
        wait["wait_id"]: due(CALENDARS[wait["calendar_id"]], wait["started_at"], wait["target"])
        for wait in waits
    }
    assert len(in_sql) == len(waits)
    assert dict(map(tuple, in_sql)) == in_python
    assert took < 10


def test_an_instant_outside_the_calendars_days_has_no_answer(connection):
    lost = {"wait_id": -1, "calendar_id": "london", "started_at": datetime(2001, 1, 1)}
    connection.execute(insert(WAITS), [lost | {"ended_at": datetime(2025, 1, 6)}])

    of_lost = elapsed_of_waits().where(WAITS.c.wait_id == -1)

    assert connection.execute(of_lost).all() == [(-1, None)]
    connection.execute(delete(WAITS))


def test_what_falls_due_outside_the_calendars_days_has_no_answer(connection):
    last = {"wait_id": 1, "calendar_id": "london", "started_at": datetime(2027, 1, 29, 16)}
    first = last | {"wait_id": 2, "started_at": datetime(2001, 1, 1)}
    connection.execute(insert(WAITS), [last | {"target": 86_400.0}, first | {"target": 60.0}])

    assert connection.execute(due_of_waits().order_by("wait_id")).all() == [(1, None), (2, None)]
    connection.execute(delete(WAITS))


def test_the_expressions_are_portable():
    statement = elapsed_of_waits().add_columns(open_seconds(DAYS, WAITS.c.started_at))

    for one in (statement, due_of_waits()):
        for sql in compile_everywhere(one).values():
            assert forbidden_constructs(sql) == []
