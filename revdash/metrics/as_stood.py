"""As stood: a rate over stretches of days, each as of its own end: one SELECT for all of them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Integer,
    Select,
    and_,
    column,
    null,
    select,
    values,
)
from sqlalchemy.sql.visitors import replacement_traverse

from revdash.metrics.scope import cut
from revdash.metrics.shapes import AS_OF, Rate
from revdash.period import Period
from revdash.store.dialects.functions import count_if


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


def _seen(condition: ColumnElement[bool], moment: ColumnElement[datetime]) -> ColumnElement[bool]:
    """The same condition as of *moment*, where it asks for the moment that is read as of."""

    def replaced(element: Any, **_: Any) -> ColumnElement[datetime] | None:
        return moment if element is AS_OF or _is_as_of(element) else None

    found: ColumnElement[bool] = replacement_traverse(condition, {}, replaced)
    return found


def _is_as_of(element: Any) -> bool:
    return getattr(element, "key", None) == AS_OF.key and type(element) is type(AS_OF)
