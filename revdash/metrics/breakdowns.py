"""Breakdowns: one metric by each value of a cut, small groups beside what they may be by chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Connection, select

from revdash.errors import InputError
from revdash.metrics.bounds import bounded
from revdash.metrics.read import read
from revdash.metrics.scope import Scope, cut
from revdash.metrics.shapes import Metric, Rate, Reading, Total, Wait
from revdash.metrics.sums import reading, summed, sums_of
from revdash.stats.intervals import ShareDisplay, share_display
from revdash.stats.shrinkage import Shrunk, shrink
from revdash.terms import Direction


@dataclass(frozen=True, kw_only=True)
class Row:
    """One value of the cut: as counted and, for a rate, drawn to the average (90 % interval)."""

    value: str | None
    reading: Reading
    shrunk: Shrunk | None = None


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """A metric by a cut: best first where it can be told, else by name."""

    by: str
    rows: tuple[Row, ...]
    is_ranked: bool  # else "not distinguishable"


def breakdown(
    connection: Connection, metric: Metric, scope: Scope, by: str
) -> dict[str | None, Reading]:
    """Read *metric* over the scope for each value of the cut *by*; blank stays apart."""
    column = cut(metric.table, by)
    if column is None:
        raise InputError(
            f"'{metric.name}' cannot be cut by '{by}': its facts do not know it. "
            "Leave --by out, or choose another cut."
        )
    if not isinstance(metric, Total | Rate) or _is_distinct(metric):
        known = select(column).where(scope.where(metric.table)).distinct().order_by(column)
        values = connection.execute(known).scalars().all()
        return {value: read(connection, metric, scope.only(by, value)) for value in values}
    statement = summed(metric, scope, column.label("cut")).group_by(column).order_by(column)
    return {
        row[0]: bounded(
            connection,
            reading(metric, scope, scope.period, sums_of(row[1:])),
            scope.only(by, row[0]),
        )
        for row in connection.execute(statement, {"as_of": scope.as_of})
    }


def compare(connection: Connection, metric: Metric, scope: Scope, by: str) -> Breakdown:
    """Read *metric* by the cut *by*, in the order that its intervals allow.

    Groups whose intervals all overlap are not ranked: they stand in the order of their names.
    """
    found = breakdown(connection, metric, scope, by)
    shrunk = _shrunk(metric, found)
    is_ranked = _is_ranked(list(found.values()))
    rows = [Row(value=value, reading=one, shrunk=shrunk.get(value)) for value, one in found.items()]
    rows.sort(key=lambda row: (row.value is None, row.value or ""))
    if is_ranked:
        sign = 1 if metric.direction is Direction.DOWN else -1
        rows.sort(key=lambda row: _place(row.reading, sign))
    return Breakdown(by=by, rows=tuple(rows), is_ranked=is_ranked)


def _is_distinct(metric: Total | Rate) -> bool:
    return isinstance(metric, Total) and metric.distinct is not None


def _place(one: Reading, sign: int) -> tuple[bool, float]:
    """Best first; what has no value, or one of too few, comes last."""
    if one.value is None or _is_hidden(one):
        return True, 0.0
    return False, sign * one.value


def _is_hidden(one: Reading) -> bool:
    is_share = isinstance(one.metric, Rate | Wait)
    return is_share and share_display(one.sample) is ShareDisplay.HIDE


def _is_ranked(found: list[Reading]) -> bool:
    """Whether any two groups are further apart than chance; what has no bounds is a census."""
    shown = [one for one in found if one.value is not None and not _is_hidden(one)]
    bounds = [(one.low, one.high) for one in shown if one.low is not None and one.high is not None]
    if len(bounds) < len(shown):
        return True
    return any(a[1] < b[0] or b[1] < a[0] for a, b in combinations(bounds, 2))


def _shrunk(metric: Metric, found: Mapping[str | None, Reading]) -> dict[str | None, Shrunk]:
    """Each group's rate drawn to the average of all; of a wait, by those who had the time."""
    is_share = isinstance(metric, Rate) or (isinstance(metric, Wait) and metric.is_share)
    counts = {value: _counts(one) for value, one in found.items()} if is_share else {}
    told = shrink(list(counts.values()), is_high_good=metric.direction is not Direction.DOWN)
    return dict(zip(counts, told.groups, strict=True)) if told else {}


def _counts(one: Reading) -> tuple[int, int]:
    if isinstance(one.metric, Rate):
        return round(one.hits), one.sample
    tries = one.sample if one.ready is None else one.ready
    return round((one.value or 0.0) * tries), tries
