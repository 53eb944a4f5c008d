"""Statements: each one of every page at several sizes of company, beside bare DuckDB."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

import duckdb
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError

from bench.company import company_of
from bench.followed import FOLLOWED
from bench.pages import chosen
from bench.printing import milliseconds, table, with_cpu
from revdash import api
from revdash.api.house import House

TARGETS = {1_000_000: 20, 10_000_000: 50}  # milliseconds, warm, each statement of a page
TIMES, LONG, LONGEST = 5, 1_000, 20
_TABLES = re.compile(r"\b(?:FROM|JOIN) (\w+)")


class Heard(NamedTuple):
    """One statement as the engine got it."""

    sql: str
    values: Any
    is_arrow: bool

    @property
    def name(self) -> str:
        """The tables it reads and the last thing it selects or orders by."""
        tables = " ".join(dict.fromkeys(_TABLES.findall(self.sql)))
        return f"{tables[:40]}: {' '.join(self.sql.split())[7:47]}"


class Timing(NamedTuple):
    """Milliseconds of one statement: warm, of both cores, and of both cores without our engine."""

    page: str
    one: Heard
    least: float
    middle: float
    cpu: float
    bare: float = 0.0


def run(sizes: list[int], *, pages: str = "", explains: bool = False) -> None:
    """Print the statements of each of *pages* and the whole page, for each size."""
    for size in sizes:
        with TemporaryDirectory() as folder:
            _one(Path(folder), size, pages, explains=explains)


def _one(folder: Path, size: int, pages: str, *, explains: bool) -> None:
    start = perf_counter()
    house = company_of(folder, size, FOLLOWED)
    path, target = house.release.path, float(TARGETS.get(size, 0.0)) or inf
    print(
        f"\n{size:,} episodes written in {perf_counter() - start:.0f} s, "
        f"{path.stat().st_size / 2**20:,.0f} MB",
        flush=True,
    )
    found, rows = [], []
    for name, page in chosen(pages):
        with heard() as statements:
            page()
        warm, _, cpu = with_cpu(page)
        timings = _ours(house, name, dict.fromkeys(statements))
        found += timings
        least = [one.least for one in timings]
        missed = sum(one > target for one in least)
        rows.append(
            (
                name,
                len(statements),
                len(least),
                sum(least),
                max(least, default=0.0),
                missed,
                warm,
                cpu,
            )
        )
    header = ("page", "statements", "different", "sum", "longest", "missed", "whole", "its CPU")
    table(f"Pages at {size:,} episodes, milliseconds, warm; target {target:g}", header, rows)
    api.house().close()  # one process opens a file in one way only
    _told(path, sorted(found, key=lambda one: -one.least), target, explains=explains)


def _told(path: Path, timings: list[Timing], target: float, *, explains: bool) -> None:
    """Print the longest statements, and how they are worked out where they miss the target."""
    longest = [one for n, one in enumerate(timings) if n < LONGEST or one.least > target]
    with duckdb.connect(path, read_only=True, config={"threads": 2}) as connection:
        longest = [_beside(connection, one) for one in longest]
        header = ("page", "statement", "least", "median", "CPU", "of bare CPU", "")
        rows = [
            (t.page, t.one.name, *t[2:5], t.cpu / t.bare, "MISSED" if t.least > target else "")
            for t in longest
        ]
        table("The longest statements, milliseconds", header, rows)
        for one in (one.one for one in longest if explains and one.least > target):
            plan = connection.execute(f"EXPLAIN ANALYZE {one.sql}", one.values).fetchall()
            print(f"\n{one.name}\n{one.sql}\n{one.values}\n{plan[0][1]}")


@contextmanager
def heard() -> Iterator[list[Heard]]:
    """Listen to what DuckDB is asked."""
    found: list[Heard] = []

    def hear(connection: Connection, _cursor: Any, sql: str, values: Any, *rest: Any) -> None:
        if connection.dialect.name == "duckdb" and sql.lstrip().startswith(("SELECT", "WITH")):
            is_arrow = bool(rest[0].execution_options.get("duckdb_arrow"))
            found.append(Heard(sql, tuple(values), is_arrow))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def _ours(house: House, page: str, statements: Iterable[Heard]) -> list[Timing]:
    timings = []
    with house.facts() as connection:
        for one in statements:
            try:
                first, _ = milliseconds(lambda: _ask(connection, one))  # noqa: B023
            except DBAPIError:  # it asks what was set aside for its page only
                connection.rollback()
                continue
            times = TIMES if first < LONG else 1
            taken = with_cpu(lambda: _ask(connection, one), times)  # noqa: B023
            timings.append(Timing(page, one, *taken))
    return timings


def _ask(connection: Connection, one: Heard) -> None:
    options = {"duckdb_arrow": True} if one.is_arrow else {}
    result = connection.exec_driver_sql(one.sql, one.values, options)
    result.arrow if one.is_arrow else result.fetchall()  # type: ignore[attr-defined]


def _beside(connection: duckdb.DuckDBPyConnection, timing: Timing) -> Timing:
    """The same statement on a connection of DuckDB's own."""

    def ask() -> None:
        result = connection.execute(timing.one.sql, timing.one.values)
        result.fetch_arrow_table() if timing.one.is_arrow else result.fetchall()

    ask()
    return timing._replace(bare=with_cpu(ask, TIMES if timing.least < LONG else 1)[2])
