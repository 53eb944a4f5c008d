"""A day: ten thousand leads and what happened to them, brought into a company of any size."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.company import AS_OF, company_of
from bench.followed import FOLLOWED
from bench.printing import table
from revdash.api.building import derive
from revdash.api.house import House
from revdash.clock import utc_now
from revdash.handoffs.firings import note_told

LEADS, FIRST = 10_000, 100_000_000  # numbers that no company of the bench has

# In an hour of the last day: each is handed over, seen five times, and nine in ten are called.
_FACTS = (
    f"SET VARIABLE first = {FIRST}",
    f"SET VARIABLE last = {FIRST + LEADS}",
    """CREATE TEMP TABLE came AS
       SELECT range AS n, 'bench:' || range AS person_id, 'webinar' AS source,
              'instant' AS event_precision, to_seconds(range % 3600) AS later, 2 AS batch_id,
              TIMESTAMP '2026-05-17 19:00:00' AS loaded_at, false AS retracted
       FROM range(getvariable('first'), getvariable('last'))""",
    """INSERT INTO person BY NAME
       SELECT * EXCLUDE (n, event_precision, later), 'bench:person:' || n AS event_key,
              'Person ' || n AS full_name
       FROM came""",
    """INSERT INTO lifecycle_event BY NAME
       SELECT * EXCLUDE (n, later), 'bench:mql:' || n AS event_key, 'MQL' AS to_stage,
              'B' AS tier, TIMESTAMP '2026-05-17 09:00:00' + later AS event_at
       FROM came""",
    """INSERT INTO touch BY NAME
       SELECT * EXCLUDE (n, later, source, nth), 'bench:touch:' || n || ':' || nth AS event_key,
              'page_view' AS touch_type, source AS channel,
              TIMESTAMP '2026-05-17 08:00:00' + later AS event_at
       FROM came, (SELECT unnest(range(5)) AS nth)""",
    """INSERT INTO sales_activity BY NAME
       SELECT * EXCLUDE (n, later, source), 'bench:call:' || n AS event_key,
              'call' AS activity_type, TIMESTAMP '2026-05-17 12:00:00' + later AS event_at
       FROM came WHERE n % 10 > 0""",
    "DROP TABLE came",
)


def run(sizes: Sequence[int]) -> None:
    """Print how long a day takes to copy, derive and publish, for each size of company."""
    rows = []
    for size in sizes:
        with TemporaryDirectory() as folder:
            rows.append((f"{size:,}", *_day(company_of(Path(folder), size, FOLLOWED))))
    header = ("episodes", "copied", "derived", "published", "seconds")
    title = f"A day of {LEADS:,} leads and {5 * LEADS:,} touches (target at 10M: 15 s)"
    table(title, header, rows)


def _day(house: House) -> tuple[float, ...]:
    times = [perf_counter()]
    with house.releases.building("bench day", by="bench", now=utc_now()) as building:
        times.append(perf_counter())
        for statement in _FACTS:
            building.connection.exec_driver_sql(statement)
        note_told(building.connection)  # sources began to tell such facts long before this day
        building.data_to = AS_OF
        derive(building, house, [f"bench:{FIRST + n}" for n in range(LEADS)])
        times.append(perf_counter())
    times.append(perf_counter())
    steps = (end - begun for begun, end in pairwise(times))
    return *steps, times[-1] - times[0]
