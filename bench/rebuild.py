"""Rebuild: a day's increment, and everybody's episodes made again."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from bench.company import AS_OF
from bench.printing import milliseconds, table
from revdash.api.actors import COMMAND_LINE
from revdash.api.building import derive
from revdash.api.house import House, move_in
from revdash.api.set_up import init
from revdash.clock import utc_now
from revdash.config import Settings
from revdash.episodes.rebuild import everybody

PEOPLE, A_DAY = 100_000, 200

_PERSON = """
INSERT INTO person BY NAME
SELECT 'bench:person:' || range AS event_key, 'bench:' || range AS person_id,
       'Person ' || range AS full_name, 'webinar' AS source, 1 AS batch_id, false AS retracted,
       TIMESTAMP '2026-05-17 19:00:00' AS loaded_at
FROM range(getvariable('first'), getvariable('last'))
"""
_EVENTS = """
INSERT INTO lifecycle_event BY NAME
SELECT 'bench:' || range || ':' || stage AS event_key, 'bench:' || range AS person_id,
       stage AS to_stage, 'instant' AS event_precision, 'B' AS tier, 'webinar' AS source,
       TIMESTAMP '2023-05-22 09:00:00'
       + to_microseconds(CAST(range * 94000000.0 / 100200 * 1e6 AS BIGINT))
       + to_hours(step * 20) AS event_at,
       1 AS batch_id, false AS retracted, TIMESTAMP '2026-05-17 19:00:00' AS loaded_at
FROM range(getvariable('first'), getvariable('last')),
     (VALUES ('MQL', 0), ('SAL', 1), ('REJECTED', 2)) AS steps(stage, step)
WHERE step = 0 OR range % 3 >= step
"""
_CALLS = """
INSERT INTO sales_activity BY NAME
SELECT 'bench:call:' || range AS event_key, 'bench:' || range AS person_id,
       'call' AS activity_type, 'instant' AS event_precision,
       TIMESTAMP '2023-05-22 11:00:00'
       + to_microseconds(CAST(range * 94000000.0 / 100200 * 1e6 AS BIGINT)) AS event_at,
       1 AS batch_id, false AS retracted, TIMESTAMP '2026-05-17 19:00:00' AS loaded_at
FROM range(getvariable('first'), getvariable('last'))
WHERE range % 10 > 0
"""


def run() -> None:
    """Print a full rebuild and a day's increment, each published."""
    with TemporaryDirectory() as folder:
        house = move_in(Settings(data=Path(folder)))
        init(house, COMMAND_LINE)
        full, _ = milliseconds(lambda: _publish(house, 0, PEOPLE))
        again, _ = milliseconds(lambda: _publish(house, 0, 0, is_full=True))
        day, _ = milliseconds(lambda: _publish(house, PEOPLE, PEOPLE + A_DAY))
    rows = [
        (f"{PEOPLE:,} people, loaded and derived", full / 1000, full * 1000 / PEOPLE),
        ("everybody again", again / 1000, again * 1000 / PEOPLE),
        (f"a day: {A_DAY} people more", day / 1000, day * 1000 / A_DAY),
    ]
    header = ("what", "seconds", "microseconds a person")
    title = "Episodes made again, published (targets at 10M: a day of 10,000 leads 15 s, full 60 s)"
    table(title, header, rows)


def _publish(house: House, first: int, last: int, *, is_full: bool = False) -> None:
    with house.releases.building("bench", by="bench", now=utc_now()) as building:
        people = everybody() if is_full else _load(building.connection, first, last)
        building.data_to = AS_OF + timedelta(days=1)
        derive(building, house, people)


def _load(connection: Connection, first: int, last: int) -> set[str]:
    for statement in (
        f"SET VARIABLE first = {int(first)}",
        f"SET VARIABLE last = {int(last)}",
        _PERSON,
        _EVENTS,
        _CALLS,
    ):
        connection.exec_driver_sql(statement)
    return {f"bench:{number}" for number in range(first, last)}
