"""As stood: a rate over stretches of days, each as of its own end: one SELECT for all of them."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from itertools import accumulate
from typing import Any, NamedTuple

from duckdb_sqlalchemy import Dialect
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Integer,
    Select,
    and_,
    column,
    func,
    null,
    select,
    values,
)
from sqlalchemy.sql.visitors import iterate, replacement_traverse

from revdash.metrics.scope import cut
from revdash.metrics.shapes import AS_OF, Rate
from revdash.period import Period
from revdash.store.dialects.functions import count_if, row_hash


class Window(NamedTuple):
    """Some days, seen from a moment: what was not due or not known by then does not count."""

    days: Period
    as_of: datetime


class Stood(NamedTuple):
    """The hits and tries of one window, of one part where it was cut."""

    window: int
    part: str | None
    hits: int
    tries: int


def stood(
    connection: Connection, metric: Rate, windows: Sequence[Window], by: str = ""
) -> tuple[Stood, ...]:
    """Count *metric* over each of the *windows*, by a cut if any; empty ones are left out."""
    if not windows:
        return ()
    return tuple(Stood(*row) for row in connection.execute(statement(metric, windows, by)))


def statement(metric: Rate, windows: Sequence[Window], by: str = "") -> Select[Any]:
    """The SELECT that counts a rate over each window, as of its own moment."""
    columns = (
        column("n", Integer),
        column("first_on", Date),
        column("next_on", Date),
        column("seen_at", DateTime),
    )
    rows: list[tuple[int, date, date, datetime]] = [
        (n, *window.days, window.as_of) for n, window in enumerate(windows)
    ]
    w = values(*columns, name="windows").data(rows)
    part = cut(metric.table, by) if by else None
    hits, tries = (_seen(one, w.c.seen_at) for one in (metric.hits, metric.tries))
    inside = and_(metric.dated_by >= w.c.first_on, metric.dated_by < w.c.next_on)
    return (
        select(
            w.c.n,
            (null() if part is None else part).label("part"),
            count_if(hits).label("hits"),
            count_if(tries).label("tries"),
        )
        .select_from(metric.table.join(w, inside))
        .where(tries)
        .group_by(w.c.n, *([] if part is None else [part]))
        .order_by(w.c.n)
    )


def marks(connection: Connection, metric: Rate, windows: Sequence[Window]) -> tuple[str, ...]:
    """Mark what the count of each window comes from: while the mark stays, so does the count.

    All that the metric asks of its cases is hashed and added up by day, many times faster than
    the cases are counted.
    """
    by_day = connection.execute(_hashed(metric)).all()
    days = [row[0] for row in by_day]
    sums = [0, *accumulate(int(row[1]) for row in by_day)]
    asked = select(metric.hits, metric.tries).compile(dialect=Dialect())
    definition = f"{asked}{sorted(asked.params.items())}"
    found = []
    for (first, end), as_of in windows:
        cases = sums[bisect_left(days, end)] - sums[bisect_left(days, first)]
        found.append(sha256(f"{definition}{first}{end}{as_of}{cases}".encode()).hexdigest())
    return tuple(found)


def _hashed(metric: Rate) -> Select[Any]:
    """The days of a rate's cases, in order, each with the sum of their hashes."""
    day = metric.dated_by
    both = (*iterate(metric.hits), *iterate(metric.tries), day)
    asked = {one.name: one for one in both if isinstance(one, Column)}
    cases: ColumnElement[Any] = func.sum(row_hash(*(asked[name] for name in sorted(asked))))
    return select(day, cases).where(day.isnot(None)).group_by(day).order_by(day)


def _seen(condition: ColumnElement[bool], moment: ColumnElement[datetime]) -> ColumnElement[bool]:
    """The same condition as of *moment*, where it asks for the moment that is read as of."""

    def replaced(element: Any, **_: Any) -> ColumnElement[datetime] | None:
        return moment if element is AS_OF or _is_as_of(element) else None

    found: ColumnElement[bool] = replacement_traverse(condition, {}, replaced)
    return found


def _is_as_of(element: Any) -> bool:
    return getattr(element, "key", None) == AS_OF.key and type(element) is type(AS_OF)
