"""Waits: durations read with those still waiting counted, as a curve or by week."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Select,
    Subquery,
    case,
    cast,
    func,
    literal_column,
    select,
)

from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import Answer, Point, Reading, Unit, Wait
from revdash.metrics.spans import Span
from revdash.metrics.worktime_now import with_worktime
from revdash.period import Period
from revdash.stats.intervals import Interval
from revdash.stats.survival import Curve, curve_of, curves_by, sums_by
from revdash.store.dialects.functions import add_seconds, week_start
from revdash.store.frames import columns

HOUR = 3600.0


def curve_statement(metric: Wait, scope: Scope) -> Select[Any]:
    """Durations of the period, equal ones together: how many were served, how many wait."""
    cases = _cases(metric, scope, scope.period)
    return (
        select(
            cases.c.seconds,
            _count(cases.c.served).label("served"),
            _count(1 - cases.c.served).label("unserved"),
            _count(cases.c.pending).label("pending"),
        )
        .group_by(cases.c.seconds)
        .order_by(cases.c.seconds)
    )


def weekly_statement(metric: Wait, scope: Scope, whole: Period) -> Select[Any]:
    """The durations of each week, equal ones together."""
    cases = _cases(metric, scope, whole)
    # weeks that begin on another day are cut as if they began on Monday, that much earlier
    shift = scope.weeks.week_start
    moment = cast(cases.c.day, DateTime)
    week = week_start(
        add_seconds(moment, literal_column(str(-86_400 * shift))) if shift else moment
    )
    return select(
        week.label("week"),
        cases.c.seconds,
        _count(cases.c.served).label("served"),
        _count(1 - cases.c.served).label("unserved"),
        _count(cases.c.pending).label("pending"),
    ).group_by(week, cases.c.seconds)


def _count(ones: ColumnElement[int]) -> ColumnElement[int]:
    """Add up ones; a sum is wider than any count, which arrays pay for."""
    return cast(func.sum(ones), BigInteger)


def answer(connection: Connection, metric: Wait, span: Span) -> Answer:
    """Read *metric* over the period, the one before, and by week."""
    scope, before = span.scope, span.before
    return Answer(
        now=_reading(connection, metric, scope),
        before=_reading(connection, metric, replace(scope, period=before)) if before else None,
        weeks=_series(connection, metric, span) if span.weeks else (),
    )


def _cases(metric: Wait, scope: Scope, period: Period) -> Subquery:
    source = with_worktime(metric.table) if metric.is_worktime else metric.table
    return (
        select(
            cast(metric.dated_by, Date).label("day"),
            _seconds(metric).label("seconds"),
            case((_is_served(metric), 1), else_=0).label("served"),
            case((metric.pending, 1), else_=0).label("pending"),
        )
        .select_from(source)
        .where(
            metric.rows,
            metric.seconds.isnot(None),  # a wait of unknown length tells nothing
            within(metric.dated_by, period),
            scope.where(metric.table),
        )
        .subquery("cases")
    )


def _seconds(metric: Wait) -> ColumnElement[float]:
    """How long each case took; past the horizon of a share it no longer matters how long."""
    bounds = [(metric.seconds < 0, 0.0)]
    if metric.within is not None:
        bounds.append((metric.seconds > metric.within, metric.within + 1.0))
    return case(*bounds, else_=metric.seconds)


def _is_served(metric: Wait) -> ColumnElement[bool]:
    """Served at all or, for a share, served within its horizon."""
    if metric.within is None:
        return metric.served
    return metric.served & (metric.seconds <= metric.within)


def _reading(connection: Connection, metric: Wait, scope: Scope) -> Reading:
    groups = columns(connection, curve_statement(metric, scope), {"as_of": scope.as_of})
    curve = curve_of(groups["seconds"] / HOUR, groups["served"], groups["unserved"])
    served, unserved, pending = (
        int(groups[name].sum()) for name in ("served", "unserved", "pending")
    )
    value, bounds = _value(metric, curve), _bounds(metric, curve)
    return Reading(
        metric=metric,
        period=scope.period,
        as_of=scope.as_of,
        value=value,
        sample=served + unserved,
        hits=served,
        low=bounds.low if bounds else None,
        high=bounds.high if bounds else None,
        pending=pending,
        missing=_missing(metric, curve, served + unserved, value),
        ignored=scope.ignored(metric.table),
        curve=curve,
    )


def _value(metric: Wait, curve: Curve) -> float | None:
    if curve.longest is None:
        return None
    if metric.within is None:
        return curve.quantile(0.5)
    return curve.share_by(_horizon(metric.within, curve))


def _bounds(metric: Wait, curve: Curve) -> Interval | None:
    if curve.longest is None:
        return None
    if metric.within is None:
        return curve.quantile_interval(0.5)
    return curve.share_interval(_horizon(metric.within, curve))


def _horizon(within: float, curve: Curve) -> float:
    """The hours a share is read at: as far as anybody was watched, which `shown` says."""
    whole = within / HOUR
    return whole if curve.is_exhausted else min(whole, curve.longest or 0.0)


def _missing(metric: Wait, curve: Curve, sample: int, value: float | None) -> str:
    if not sample:
        return "nobody was handed over in this period"
    if value is None and metric.unit is Unit.HOURS and curve.longest is not None:
        return f"> {curve.longest:.1f} h: fewer than half were reached"
    return ""


def _series(connection: Connection, metric: Wait, span: Span) -> tuple[Point, ...]:
    scope, weeks = span.scope, span.weeks
    whole = Period(weeks[0].start, weeks[-1].end)
    groups = columns(connection, weekly_statement(metric, scope, whole), {"as_of": scope.as_of})
    curves = curves_by(
        groups["week"], groups["seconds"] / HOUR, groups["served"], groups["unserved"]
    )
    shift = timedelta(days=scope.weeks.week_start)
    pending = sums_by(groups["week"], groups["pending"])
    points = []
    for week in weeks:
        name = week.start - shift
        curve = curves.get(name)
        points.append(
            Point(
                period=week,
                value=_value(metric, curve) if curve else None,
                sample=curve.sample if curve else 0,
                hits=float(curve.events.sum()) if curve else 0.0,
                pending=pending.get(name, 0),
                is_open=week.end > scope.tomorrow,
            )
        )
    return tuple(points)
