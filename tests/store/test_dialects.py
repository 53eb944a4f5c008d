"""Each function compiles for every engine and is right on ours; what is not portable is found."""

from datetime import date, datetime

import pytest
from sqlalchemy import (
    Column,
    DateTime,
    Double,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    func,
    insert,
    select,
)
from sqlalchemy.pool import StaticPool

from revdash.errors import InputError
from revdash.store.dialects.functions import (
    add_seconds,
    count_if,
    day_of,
    greatest,
    least,
    local_time,
    month_start,
    quantile,
    row_hash,
    seconds_between,
    seconds_of_day,
    sum_if,
    week_start,
    weekday_of,
)
from revdash.store.dialects.portability import DIALECTS, compile_everywhere, forbidden_constructs

EVENTS = Table(
    "events",
    MetaData(),
    Column("event_id", Integer),
    Column("started_at", DateTime),
    Column("ended_at", DateTime),
    Column("wait", Double),
    Column("zone", String),
)
START, END, WAIT = EVENTS.c.started_at, EVENTS.c.ended_at, EVENTS.c.wait
# Wednesday 13 May, half an hour before a London midnight, and the last second of 2025 in UTC.
ROWS = [
    {"event_id": 1, "started_at": datetime(2026, 5, 13, 22, 30, 0, 250_000), "wait": 2.5},
    {"event_id": 2, "started_at": datetime(2025, 12, 31, 23, 59, 59), "wait": 90.0},
]
ENDS = [
    {"ended_at": datetime(2026, 5, 14, 0, 0), "zone": "Asia/Tokyo"},
    {"ended_at": datetime(2025, 12, 31, 23, 59, 58), "zone": "America/New_York"},
]
CASES = {
    "week_start": (week_start(START), [date(2026, 5, 11), date(2025, 12, 29)]),
    "month_start": (month_start(START), [date(2026, 5, 1), date(2025, 12, 1)]),
    "month of a day": (month_start(day_of(START)), [date(2026, 5, 1), date(2025, 12, 1)]),
    "weekday_of": (weekday_of(day_of(START)), [2, 2]),
    "day_of": (day_of(START), [date(2026, 5, 13), date(2025, 12, 31)]),
    "seconds_of_day": (seconds_of_day(START), [81_000.25, 86_399.0]),
    "seconds_between": (seconds_between(START, END), [5399.75, -1.0]),
    "add_seconds": (
        add_seconds(START, WAIT + 1),
        [datetime(2026, 5, 13, 22, 30, 3, 750_000), datetime(2026, 1, 1, 0, 1, 30)],
    ),
    "local_time": (
        local_time(START, "Europe/London"),
        [datetime(2026, 5, 13, 23, 30, 0, 250_000), datetime(2025, 12, 31, 23, 59, 59)],
    ),
    "local_time of a column": (
        local_time(START, EVENTS.c.zone),
        [datetime(2026, 5, 14, 7, 30, 0, 250_000), datetime(2025, 12, 31, 18, 59, 59)],
    ),
    "week in a zone": (
        week_start(local_time(END, "Asia/Tokyo")),
        [date(2026, 5, 11), date(2025, 12, 29)],
    ),
    "greatest": (greatest(WAIT, EVENTS.c.event_id, 3.0), [3.0, 90.0]),
    "row_hash": (row_hash(START, WAIT) == row_hash(START, WAIT + 0), [True, True]),
    "row_hash of others": (row_hash(START, WAIT) == row_hash(END, WAIT), [False, False]),
    "least": (least(WAIT, EVENTS.c.event_id), [1.0, 2.0]),
}
GROUPS = {
    "quantile": (quantile(WAIT, 0.9), 81.25),
    "count_if": (count_if(WAIT > 3), 1),
    "sum_if": (sum_if(WAIT > 3, WAIT), 90.0),
    "sum_if of none": (sum_if(WAIT > 300, WAIT), 0.0),
}
FORBIDDEN = {
    "FILTER": "SELECT count(*) filter (WHERE x) FROM t",
    "QUALIFY": "SELECT x FROM t QUALIFY row_number() OVER (ORDER BY x) = 1",
    "ASOF": "SELECT * FROM t ASOF LEFT JOIN u ON t.a >= u.a",
    "DISTINCT ON": "SELECT DISTINCT  ON (a) a FROM t",
    "INTERVAL": "SELECT a + INTERVAL '1 day' FROM t",
    "MERGE": "MERGE INTO t USING u ON t.a = u.a",
    "JSON operator": "SELECT a ->> 'b' FROM t",
}


@pytest.fixture(scope="module")
def connection():
    engine = create_engine("duckdb:///:memory:", poolclass=StaticPool)
    with engine.connect() as connection:
        EVENTS.metadata.create_all(connection)
        connection.execute(insert(EVENTS), [row | end for row, end in zip(ROWS, ENDS, strict=True)])
        yield connection
    engine.dispose()


@pytest.mark.parametrize(("expression", "expected"), CASES.values(), ids=CASES)
def test_a_function_of_a_row_is_right_on_duckdb(connection, expression, expected):
    statement = select(expression).order_by(EVENTS.c.event_id)

    assert connection.scalars(statement).all() == expected


@pytest.mark.parametrize(("expression", "expected"), GROUPS.values(), ids=GROUPS)
def test_a_function_of_a_group_is_right_on_duckdb(connection, expression, expected):
    assert connection.scalar(select(expression)) == expected


@pytest.mark.parametrize(
    "expression", [case[0] for case in (CASES | GROUPS).values()], ids=[*CASES, *GROUPS]
)
def test_every_function_compiles_everywhere_and_is_portable(expression):
    spelled = compile_everywhere(select(expression))

    assert tuple(spelled) == DIALECTS
    assert [forbidden_constructs(sql) for sql in spelled.values()] == [[], [], []]


def test_engines_get_their_own_spelling():
    spelled = compile_everywhere(select(quantile(WAIT, 0.5).label("median")))

    assert "quantile_cont(events.wait, 0.5)" in spelled["duckdb"]
    assert "percentile_cont(0.5) WITHIN GROUP (ORDER BY events.wait)" in spelled["postgresql"]
    assert "percentile(events.wait, 0.5)" in spelled["databricks"]


def test_an_expression_built_twice_may_be_grouped_by(connection):
    """The trap: a bound 'week' in SELECT and another in GROUP BY are two expressions."""
    weekly = select(week_start(START), func.count()).group_by(week_start(START))

    assert sorted(map(tuple, connection.execute(weekly))) == [
        (date(2025, 12, 29), 1),
        (date(2026, 5, 11), 1),
    ]


def test_functions_of_the_same_argument_do_not_share_a_cached_statement(connection):
    first = connection.scalars(select(week_start(END)).order_by(END)).all()
    second = connection.scalars(select(month_start(END)).order_by(END)).all()

    assert (first[1], second[1]) == (date(2026, 5, 11), date(2026, 5, 1))


def test_an_argument_that_is_a_sum_keeps_its_brackets():
    spelled = compile_everywhere(select(add_seconds(START, WAIT + WAIT)))

    assert "secs => (events.wait + events.wait)" in spelled["postgresql"]
    assert "(events.wait + events.wait) * 1e6" in spelled["databricks"]


@pytest.mark.parametrize("zone", ["'; DROP TABLE events; --", "Europe/London'", "", "100%"])
def test_a_zone_that_needs_escaping_is_refused(zone):
    with pytest.raises(InputError, match="is not a time zone"):
        local_time(START, zone)


@pytest.mark.parametrize("q", [-0.1, 1.1, 90])
def test_a_quantile_is_a_share(q):
    with pytest.raises(ValueError, match="quantile"):
        quantile(WAIT, q)


@pytest.mark.parametrize(("construct", "sql"), FORBIDDEN.items(), ids=FORBIDDEN)
def test_each_forbidden_construct_is_found(construct, sql):
    assert forbidden_constructs(sql) == [construct]
    assert forbidden_constructs(sql.lower()) == [construct]


@pytest.mark.parametrize("operator", ["->", "->>", "#>", "#>>", "@>", "<@"])
def test_each_json_operator_is_found(operator):
    assert forbidden_constructs(f"SELECT a {operator} b FROM t") == ["JSON operator"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 'it''s a QUALIFY -> INTERVAL' FROM t",
        'SELECT "FILTER (", "MERGE INTO" FROM "ASOF"',
        "SELECT `interval` FROM t -- DISTINCT ON",
        "SELECT t.filter, t.interval, interval_days, merged_into FROM t /* a @> b */",
        "SELECT make_interval(secs => 1), a >= b, a <> b FROM t",
    ],
)
def test_strings_names_and_comments_are_not_judged(sql):
    assert forbidden_constructs(sql) == []


def test_what_follows_a_string_is_judged():
    assert forbidden_constructs("SELECT 'it''s' FROM t QUALIFY 'x' = 'x'") == ["QUALIFY"]
