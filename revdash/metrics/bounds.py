"""Bounds: how far the total of a period can be trusted, by Poisson or by drawing rows again."""

from typing import Any

from sqlalchemy import Connection, Select, case, cast, literal, select
from sqlalchemy import Double as Number

from revdash.metrics.levels import standing
from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import Combined, Drawn, Level, Ratio, Reading, Total, Unit
from revdash.stats.bootstrap import CONFIDENCE, ratio_interval, sum_interval, sums_interval
from revdash.stats.intervals import Interval, poisson_interval
from revdash.stats.scores import net_interval
from revdash.store.frames import columns

_COUNTED = (Unit.COUNT, Unit.PEOPLE)


def bounded(connection: Connection, reading: Reading, scope: Scope) -> Reading:
    """Add bounds to the reading of a total or a ratio over the scope's own period."""
    metric = reading.metric
    if reading.value is None:
        return reading
    if isinstance(metric, Combined) and metric.drawn is not None:
        return reading.between(_of_all(connection, reading, metric.drawn, scope), CONFIDENCE)
    if not isinstance(metric, Total | Ratio):
        return reading
    if metric.is_resampled:
        return reading.between(_drawn_again(connection, metric, scope), CONFIDENCE)
    if isinstance(metric, Ratio):
        is_net = metric.unit is Unit.POINTS
        return reading.between(_net(connection, metric, scope)) if is_net else reading
    is_counted = metric.unit in _COUNTED
    return reading.between(poisson_interval(round(reading.value))) if is_counted else reading


def _drawn_again(connection: Connection, metric: Total | Ratio, scope: Scope) -> Interval | None:
    if isinstance(metric, Total):
        rows = columns(connection, _rows(metric, metric, scope), {"as_of": scope.as_of})
        return sum_interval(rows["top"], metric.name)
    if metric.of.table is not metric.per.table or metric.of.dated_by is not metric.per.dated_by:
        return None  # rows of two tables are no pairs
    rows = columns(connection, _rows(metric.of, metric.per, scope), {"as_of": scope.as_of})
    return ratio_interval(metric.times * rows["top"], rows["bottom"], metric.name)


def _net(connection: Connection, metric: Ratio, scope: Scope) -> Interval | None:
    """Bound a score whose rows add one, nothing, or take one away."""
    rows = columns(connection, _rows(metric.of, metric.per, scope), {"as_of": scope.as_of})
    ups, downs = int((rows["top"] > 0).sum()), int((rows["top"] < 0).sum())
    bounds = net_interval(ups, downs, int(rows["bottom"].sum()))
    return bounds and Interval(metric.times * bounds.low, metric.times * bounds.high)


def _of_all(
    connection: Connection, reading: Reading, drawn: Drawn, scope: Scope
) -> Interval | None:
    """Bound what several sums of the same rows make together."""
    of, names = drawn.of, [f"part_{n}" for n in range(len(drawn.columns))]
    parts = [
        cast(part, Number).label(name) for part, name in zip(drawn.columns, names, strict=True)
    ]
    if isinstance(of, Level):
        counted = standing(of, scope)
    else:
        counted = within(of.dated_by, scope.period) & of.tries & scope.where(of.table)
    statement = select(*parts).where(counted).order_by(*names)
    rows = columns(connection, statement, {"as_of": scope.as_of})
    return sums_interval(
        [rows[name] for name in names],
        lambda sums: drawn.combine(reading.of, sums),
        reading.metric.name,
    )


def _rows(of: Total, per: Total, scope: Scope) -> Select[Any]:
    """What each row of the period adds to either side, always in the same order."""
    top, bottom = (case((one.rows, one.value), else_=literal(0)) for one in (of, per))
    return (
        select(cast(top, Number).label("top"), cast(bottom, Number).label("bottom"))
        .where(within(per.dated_by, scope.period), of.rows | per.rows, scope.where(per.table))
        .order_by("top", "bottom")
    )
