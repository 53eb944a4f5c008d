"""Statements: each one of the one view at several sizes of company, beside bare DuckDB."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

import duckdb
from sqlalchemy import Connection, Engine, event

from bench.company import company_of
from bench.printing import milliseconds, table
from revdash import api
from revdash.api.house import House, move_in

TARGETS = {1_000_000: 20, 10_000_000: 50}  # milliseconds, warm, each statement of a page
TIMES = 7
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
        return f"{tables}: {' '.join(self.sql.split())[7:47]}"


class Timing(NamedTuple):
    """Milliseconds of one statement: first on a new engine, then warm; and without ours."""

    cold: float
    least: float
    middle: float
    bare: float


def run(sizes: list[int], *, explains: bool = False) -> None:
    """Print the statements and the whole call for each size."""
    for size in sizes:
        with TemporaryDirectory() as folder:
            _one(Path(folder), size, explains=explains)


def _one(folder: Path, size: int, *, explains: bool) -> None:
    start = perf_counter()
    house = company_of(folder, size)
    path = house.release.path
    print(
        f"\n{size:,} episodes written in {perf_counter() - start:.0f} s, "
        f"{path.stat().st_size / 2**20:,.0f} MB"
    )
    whole = _whole(house)
    with heard() as statements:
        api.overview(api.COMMAND_LINE, api.Question())
    timings = _ours(house, statements)
    api.house().close()  # one process opens a file in one way only
    timings = [
        timing._replace(bare=bare)
        for timing, bare in zip(timings, _bare(path, statements), strict=True)
    ]
    target = TARGETS.get(size)
    table(
        f"One view at {size:,} episodes, milliseconds",
        ("statement", "cold", "least", "median", "bare", "target", ""),
        [
            (one.name, *timing, target or "-", "MISSED" if target and timing[2] > target else "")
            for one, timing in zip(statements, timings, strict=True)
        ]
        + [("sum of the statements", *map(sum, zip(*timings, strict=True)), "-", "")]
        + [(name, cold, least, middle, "-", "-", "") for name, cold, least, middle in whole],
    )
    if explains and target:
        _explain(path, statements, timings, target)


@contextmanager
def heard() -> Iterator[list[Heard]]:
    """Listen to what DuckDB is asked."""
    found: list[Heard] = []

    def hear(connection: Connection, _cursor: Any, sql: str, values: Any, *rest: Any) -> None:
        if connection.dialect.name == "duckdb":
            is_arrow = bool(rest[0].execution_options.get("duckdb_arrow"))
            found.append(Heard(sql, values, is_arrow))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def _whole(house: House) -> list[tuple[str, float, float, float]]:
    """The whole call: first in a new house, then again; and with a filter."""
    filtered = api.Question(filters=(("source", ("webinar",)),))
    rows = []
    for name, question in (("api.overview", api.Question()), ("the same, one source", filtered)):
        house = move_in(house.settings)
        cold, _ = milliseconds(lambda: api.overview(api.COMMAND_LINE, question))  # noqa: B023
        warm = milliseconds(lambda: api.overview(api.COMMAND_LINE, question), TIMES)  # noqa: B023
        rows.append((name, cold, *warm))
    return rows


def _ours(house: House, statements: list[Heard]) -> list[Timing]:
    timings = []
    for one in statements:
        engine = house.releases.open(house.release.path)
        with engine.connect() as connection:
            cold, _ = milliseconds(lambda: _ask(connection, one))  # noqa: B023
            least, middle = milliseconds(lambda: _ask(connection, one), TIMES)  # noqa: B023
        engine.dispose()
        timings.append(Timing(cold, least, middle, 0.0))
    return timings


def _ask(connection: Connection, one: Heard) -> None:
    options = {"duckdb_arrow": True} if one.is_arrow else {}
    result = connection.exec_driver_sql(one.sql, one.values, options)
    result.arrow if one.is_arrow else result.fetchall()  # type: ignore[attr-defined]


def _bare(path: Path, statements: list[Heard]) -> list[float]:
    """The same statements on a connection of DuckDB's own."""
    with duckdb.connect(path, read_only=True, config={"threads": 2}) as connection:

        def ask(one: Heard) -> None:
            result = connection.execute(one.sql, one.values)
            result.fetch_arrow_table() if one.is_arrow else result.fetchall()

        return [milliseconds(lambda: ask(one), TIMES)[1] for one in statements]  # noqa: B023


def _explain(path: Path, statements: list[Heard], timings: list[Timing], target: float) -> None:
    with duckdb.connect(path, read_only=True, config={"threads": 2}) as connection:
        for one, timing in zip(statements, timings, strict=True):
            if timing.middle > target:
                print(f"\n{one.name}\n{one.sql}\n{one.values}")
                plan = connection.execute(f"EXPLAIN ANALYZE {one.sql}", one.values).fetchall()
                print(plan[0][1])
