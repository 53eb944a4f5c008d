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

from revdash.metrics.parting import CUT, Columns, parted
from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import Reading, Unit, Wait
from revdash.metrics.spans import Over, Span
from revdash.metrics.worktime_now import with_worktime
from revdash.period import Period
from revdash.stats.intervals import Interval, wilson_interval
from revdash.stats.survival import Curve, curve_of
from revdash.store.dialects.functions import add_seconds, week_start
from revdash.store.frames import columns
from revdash.store.schema.episodes import lead_episode

_COUNTS = ("pending", "ready")
_WORDS = {Unit.HOURS: "h", Unit.WORKDAYS: "workdays"}


def curve_statement(
    metric: Wait, scope: Scope, by: ColumnElement[Any] | None = None
) -> Select[Any]:
    """Durations of the period, equal ones together: how many were served, how many wait."""
    cases = cases_of(metric, scope, scope.period, by)
    parts = [cases.c[CUT]] if by is not None else []
    return (
        select(*parts, cases.c.seconds, *_counts(metric, cases))
        .group_by(*parts, cases.c.seconds)
        .order_by(*parts, cases.c.seconds)
    )


def weekly_statement(metric: Wait, scope: Scope, whole: Period) -> Select[Any]:
    """The durations of each week, one by one: to find the few that are equal takes far longer."""
    cases = cases_of(metric, scope, whole)
    # weeks that begin on another day are cut as if they began on Monday, that much earlier
    shift = scope.weeks.week_start
    moment = cast(cases.c.day, DateTime)
    week = week_start(
        add_seconds(moment, literal_column(str(-86_400 * shift))) if shift else moment
    )
    return select(week.label(CUT), cases.c.seconds, *_counts(metric, cases, each=True))


def reader(connection: Connection, metric: Wait, span: Span) -> Over:
    """Read *metric* over any of the span's periods; the weeks' durations are asked for at once."""
    asked = {span.scope.period, span.before}
    weeks = {week for week in span.weeks if week not in asked}
    found: dict[Period, Reading] = {}

    def over(period: Period) -> Reading:
        if period not in weeks:
            return _alone(connection, metric, replace(span.scope, period=period))
        if not found:
            found.update(_by_week(connection, metric, span))
        return found[period]

    return over


def by_cut(
    connection: Connection, metric: Wait, scope: Scope, by: ColumnElement[Any]
) -> dict[Any, Reading]:
    """Read *metric* over the period for each value of a cut: one SELECT for all."""
    found = columns(connection, curve_statement(metric, scope, by), {"as_of": scope.as_of})
    return {value: _whole(metric, scope, groups) for value, groups in parted(found).items()}


def cases_of(
    metric: Wait, scope: Scope, period: Period, by: ColumnElement[Any] | None = None
) -> Subquery:
    """The cases of a period: their day, how long each took, whether it was served."""
    source = with_worktime(metric.table) if metric.is_worktime else metric.table
    more = [] if metric.age is None else [metric.age.label("age")]
    if by is not None:
        more.append(by.label(CUT))
    return (
        select(
            cast(metric.dated_by, Date).label("day"),
            seconds_of(metric).label("seconds"),
            case((is_served(metric), 1), else_=0).label("served"),
            case((metric.pending, 1), else_=0).label("pending"),
            *more,
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


def count_of(ones: ColumnElement[int]) -> ColumnElement[int]:
    """Add up ones; a sum is wider than any count, which arrays pay for."""
    return cast(func.sum(ones), BigInteger)


def seconds_of(metric: Wait) -> ColumnElement[float]:
    """How long each case took; past the horizon of a share it no longer matters how long."""
    bounds = [(metric.seconds < 0, 0.0)]
    if metric.within is not None:
        bounds.append((metric.seconds > metric.within, metric.within + 1.0))
    return case(*bounds, else_=metric.seconds)


def is_served(metric: Wait) -> ColumnElement[bool]:
    """Served at all or, for a share, served within its horizon."""
    if metric.within is None:
        return metric.served
    return metric.served & (metric.seconds <= metric.within)


def nothing_in(metric: Wait, reading: Reading, longest: float | None) -> str:
    """Why there is no value."""
    if not reading.sample:
        is_handed_over = metric.dated_by is lead_episode.c.mql_on
        who = "nobody was handed over" if is_handed_over else "there was no such case"
        return f"{who} in this period"
    if reading.value is None and not metric.is_share and longest is not None:
        word = _WORDS.get(metric.unit, "days")
        return f"> {longest:.1f} {word}: fewer than half were {metric.hit}"
    return ""


def _counts(metric: Wait, cases: Subquery, *, each: bool = False) -> list[ColumnElement[int]]:
    """What is told of equal durations together or, with *each*, of every one."""
    ones = {
        "served": cases.c.served,
        "unserved": 1 - cases.c.served,
        "pending": cases.c.pending,
    }
    if metric.within is not None and metric.age is not None:
        ones["ready"] = case((cases.c.age >= metric.within, 1), else_=0)
    return [(one if each else count_of(one)).label(name) for name, one in ones.items()]


def _alone(connection: Connection, metric: Wait, scope: Scope) -> Reading:
    groups = columns(connection, curve_statement(metric, scope), {"as_of": scope.as_of})
    return _whole(metric, scope, groups)


def _whole(metric: Wait, scope: Scope, groups: Columns) -> Reading:
    """Read one period, with its bounds."""
    curve = _curve(metric, groups)
    found = _reading(metric, scope, curve, groups)
    return found.between(_bounds(metric, curve, found.ready))


def _curve(metric: Wait, groups: Columns) -> Curve:
    return curve_of(groups["seconds"] / metric.step, groups["served"], groups["unserved"])


def _reading(metric: Wait, scope: Scope, curve: Curve, groups: Columns) -> Reading:
    counts = {name: int(groups[name].sum()) for name in _COUNTS if name in groups}
    events = int(curve.events.sum())
    found = Reading(
        metric=metric,
        period=scope.period,
        as_of=scope.as_of,
        value=_value(metric, curve),
        sample=curve.sample,
        hits=curve.sample - events if metric.is_kept else events,
        pending=counts.get("pending", 0),
        ready=counts.get("ready"),
        ignored=scope.ignored(metric.table),
        curve=curve,
    )
    return replace(found, missing=nothing_in(metric, found, curve.longest))


def _value(metric: Wait, curve: Curve) -> float | None:
    if curve.longest is None:
        return None
    if metric.within is None:
        return curve.quantile(0.5)
    share = curve.share_by(_horizon(metric.within / metric.step, curve))
    return 1 - share if metric.is_kept and share is not None else share


def _bounds(metric: Wait, curve: Curve, ready: int | None) -> Interval | None:
    if curve.longest is None:
        return None
    if metric.within is None:
        return curve.quantile_interval(0.5)
    bounds = _of_share(curve, _horizon(metric.within / metric.step, curve), ready)
    return Interval(1 - bounds.high, 1 - bounds.low) if metric.is_kept else bounds


def _of_share(curve: Curve, horizon: float, ready: int | None) -> Interval:
    """Bound a share: Wilson's once all had the time, or all or none were served."""
    served = int(curve.events.sum())
    if curve.sample in (served, ready):
        return wilson_interval(served, curve.sample)
    if ready and not served:
        return wilson_interval(0, ready)
    return curve.share_interval(horizon)


def _horizon(whole: float, curve: Curve) -> float:
    """How far a share is read: as far as anybody was watched, which `shown` says."""
    return whole if curve.is_exhausted else min(whole, curve.longest or 0.0)


def _by_week(connection: Connection, metric: Wait, span: Span) -> dict[Period, Reading]:
    scope, weeks = span.scope, span.weeks
    whole = Period(weeks[0].start, weeks[-1].end)
    found = columns(connection, weekly_statement(metric, scope, whole), {"as_of": scope.as_of})
    parts, shift = parted(found), timedelta(days=scope.weeks.week_start)
    nobody = {name: column[:0] for name, column in found.items()}

    def of_week(week: Period) -> Reading:
        mine = parts.get(week.start - shift, nobody)
        return _reading(metric, replace(scope, period=week), _curve(metric, mine), mine)

    return {week: of_week(week) for week in weeks}
