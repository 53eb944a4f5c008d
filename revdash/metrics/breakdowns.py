"""Breakdowns: one metric by each value of a cut, small groups beside what they may be by chance."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from revdash.errors import InputError
from revdash.metrics import (
    combining,
    distinct,
    levels,
    mixes,
    projections,
    spreads,
    sums,
    told,
    waits,
)
from revdash.metrics.bounds import bounded
from revdash.metrics.made_cuts import ORDERED, place_of
from revdash.metrics.read import read
from revdash.metrics.scope import Scope, cut
from revdash.metrics.shapes import (
    Combined,
    Level,
    Metric,
    Mix,
    Rate,
    Ratio,
    Reading,
    Spread,
    Stretch,
    Told,
    Total,
    Wait,
    parts_of,
)
from revdash.stats.intervals import ShareDisplay, share_display
from revdash.stats.shrinkage import Shrunk, shrink
from revdash.terms import Direction

_TOGETHER: Mapping[type, Callable[..., dict[Any, Reading]]] = {
    Total: sums.by_cut,
    Rate: sums.by_cut,
    Wait: waits.by_cut,
    Level: levels.by_cut,
    Mix: mixes.by_cut,
    Spread: spreads.by_cut,
    Told: told.by_cut,
}


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
    found = _by_cut(connection, metric, scope, by)
    return {
        value: bounded(connection, one, scope.only(by, value))
        for value, one in sorted(found.items(), key=lambda pair: place_of(by, pair[0]))
    }


def compare(connection: Connection, metric: Metric, scope: Scope, by: str) -> Breakdown:
    """Read *metric* by the cut *by*, in the order that its intervals allow.

    Groups whose intervals all overlap are not ranked: they stand in the order of their names,
    and weekdays and the like always in their own.
    """
    found = breakdown(connection, metric, scope, by)
    shrunk = _shrunk(metric, found)
    is_ranked = _is_ranked(list(found.values()))
    rows = [Row(value=value, reading=one, shrunk=shrunk.get(value)) for value, one in found.items()]
    if is_ranked and by not in ORDERED:
        sign = 1 if metric.direction is Direction.DOWN else -1
        rows.sort(key=lambda row: _place(row.reading, sign))
    return Breakdown(by=by, rows=tuple(rows), is_ranked=is_ranked)


def _by_cut(connection: Connection, metric: Metric, scope: Scope, by: str) -> dict[Any, Reading]:
    column = _column(metric, by)
    if isinstance(metric, Ratio):
        return _ratios(connection, metric, scope, by)
    if isinstance(metric, Wait) and metric.is_projected:
        return projections.by_cut(connection, metric, scope, column)
    if isinstance(metric, Total) and metric.distinct is not None:
        return distinct.by_cut(connection, metric, scope, column)
    if isinstance(metric, Combined) and _is_cut(metric, by):
        return _combined(connection, metric, scope, by)
    if type(metric) in _TOGETHER:
        return _TOGETHER[type(metric)](connection, metric, scope, column)
    known = select(column).where(scope.where(metric.table)).distinct()
    values = connection.execute(known).scalars().all()
    return {value: read(connection, metric, scope.only(by, value)) for value in values}


def _column(metric: Metric, by: str) -> ColumnElement[Any]:
    column = cut(metric.table, by)
    if column is None:
        raise InputError(
            f"'{metric.name}' cannot be cut by '{by}': its facts do not know it. "
            "Leave --by out, or choose another cut."
        )
    return column


def _ratios(connection: Connection, metric: Ratio, scope: Scope, by: str) -> dict[Any, Reading]:
    """Both sides by the cut; a side that does not know it has no parts to set against."""
    is_known = cut(metric.of.table, by) is not None
    tops = _by_cut(connection, metric.of, scope, by) if is_known else {}
    nothing = sums.reading(metric.of, scope, scope.period, sums.Sums())
    return {
        value: sums.ratio(metric, scope.only(by, value), tops.get(value, nothing), per)
        for value, per in _by_cut(connection, metric.per, scope, by).items()
    }


def _is_cut(metric: Combined, by: str) -> bool:
    """Whether its parts, read over the very period, all know the cut."""
    is_known = all(cut(leaf.table, by) is not None for leaf in parts_of(metric))
    return is_known and metric.stretch is Stretch.PERIOD


def _combined(
    connection: Connection, metric: Combined, scope: Scope, by: str
) -> dict[Any, Reading]:
    """All parts by the cut, and combined value by value."""
    parts = [(part, _by_cut(connection, part, scope, by)) for part in metric.parts]
    values = dict.fromkeys(value for _, found in parts for value in found)

    def of(value: Any) -> Reading:
        mine = scope.only(by, value)
        told = [
            found[value] if value in found else read(connection, part, mine)
            for part, found in parts
        ]
        return combining.combined(metric, mine, tuple(told))

    return {value: of(value) for value in values}


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
