"""Projections: shares that the younger still have to bring, told by all cohorts together."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, ColumnElement, Connection, Select, case, cast, func, select
from sqlalchemy import Double as Number

from revdash.metrics.parting import CUT, Columns, parted
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import DAY, Reading, Wait
from revdash.metrics.spans import Over, Span
from revdash.metrics.waits import cases_of, count_of, nothing_in
from revdash.period import Period
from revdash.stats.cohorts import outlook
from revdash.stats.survival import Curve, curve_of
from revdash.store.frames import columns

POOLED = 2  # horizons: how far back cohorts tell what the younger will do


@dataclass(frozen=True, kw_only=True)
class _Cases:
    """Cases of one day, age and wait together; ages and waits in whole days, NaN: not served."""

    day: NDArray[np.datetime64]
    age: NDArray[np.float64]
    wait: NDArray[np.float64]
    count: NDArray[np.int64]
    pending: NDArray[np.int64]

    def of(self, period: Period) -> "_Cases":
        inside = (self.day >= np.datetime64(period.start)) & (self.day < np.datetime64(period.end))
        return _Cases(
            day=self.day[inside],
            age=self.age[inside],
            wait=self.wait[inside],
            count=self.count[inside],
            pending=self.pending[inside],
        )

    @property
    def curve(self) -> Curve:
        """Everybody not served stays at risk as long as they were watched."""
        served = ~np.isnan(self.wait)
        at = np.where(served, self.wait, self.age)
        return curve_of(at, self.count * served, self.count * ~served)


def reader(connection: Connection, metric: Wait, span: Span) -> Over:
    """Read every case since the oldest cohort that tells, and project any period from them."""
    scope = span.scope
    asked = statement(metric, scope, _told(metric, span))
    return _over(metric, scope, _cases(columns(connection, asked, {"as_of": scope.as_of})))


def by_cut(
    connection: Connection, metric: Wait, scope: Scope, by: ColumnElement[Any]
) -> dict[Any, Reading]:
    """Project the period for each value of a cut, by the cohorts of that value: one SELECT."""
    told = _told(metric, Span(scope=scope, before=None, weeks=()))
    found = columns(connection, statement(metric, scope, told, by), {"as_of": scope.as_of})
    parts = {value: _cases(groups) for value, groups in parted(found).items()}
    readings = {value: _over(metric, scope, own)(scope.period) for value, own in parts.items()}
    return {value: reading for value, reading in readings.items() if reading.sample}


def statement(
    metric: Wait, scope: Scope, period: Period, by: ColumnElement[Any] | None = None
) -> Select[Any]:
    """How many cases of each day, age and wait: in whole days, which groups them well."""
    cases = cases_of(metric, scope, period, by)
    parts = [cases.c[CUT]] if by is not None else []
    age = func.floor(cast(cases.c.age, Number) / DAY)
    wait = case((cases.c.served == 1, func.floor(cast(cases.c.seconds, Number) / DAY)))
    return select(
        *parts,
        cases.c.day,
        age.label("age"),
        wait.label("wait"),
        cast(func.count(), BigInteger).label("cases"),
        count_of(cases.c.pending).label("pending"),
    ).group_by(*parts, cases.c.day, age, wait)


def _told(metric: Wait, span: Span) -> Period:
    """The days whose cohorts tell what the younger will do, and those that are read."""
    telling = _telling(metric, span.scope)
    return Period(min(span.whole.start, telling.start), max(span.whole.end, telling.end))


def _telling(metric: Wait, scope: Scope) -> Period:
    """The days whose cohorts tell what the younger will do, whatever else is read with them."""
    memory = timedelta(seconds=POOLED * (metric.within or 0.0))
    return Period(scope.tomorrow - memory, scope.tomorrow)


def _over(metric: Wait, scope: Scope, cases: _Cases) -> Over:
    """A way to project any period: by the cohorts that tell, or where they can't, by all."""
    horizon = (metric.within or 0.0) / DAY
    pool = cases.of(_telling(metric, scope)).curve
    if pool.share_by(horizon) is None:
        pool = cases.of(Period(date.min, scope.tomorrow)).curve
    return lambda period: _reading(metric, scope, period, cases.of(period), (horizon, pool))


def _cases(found: Columns) -> _Cases:
    return _Cases(
        day=found["day"].astype("datetime64[D]"),
        age=np.maximum(found["age"].astype(np.float64), 0.0),
        wait=found["wait"].astype(np.float64),
        count=found["cases"],
        pending=found["pending"],
    )


def _reading(
    metric: Wait, scope: Scope, period: Period, cases: _Cases, by: tuple[float, Curve]
) -> Reading:
    horizon, pool = by
    ages, waits = (np.repeat(column, cases.count) for column in (cases.age, cases.wait))
    told = outlook(ages, waits, horizon, pool)
    curve = cases.curve
    found = Reading(
        metric=metric,
        period=period,
        as_of=scope.as_of,
        value=None,
        sample=int(ages.size),
        hits=int((~np.isnan(waits)).sum()),
        pending=int(cases.pending.sum()),
        ready=int((ages >= horizon).sum()),
        maturity=told.maturity if told else None,
        ignored=scope.ignored(metric.table),
        curve=curve,
    )
    if told is None:
        why = f"nobody has been watched for {horizon:.0f} days yet"
        return replace(found, missing=why if found.sample else nothing_in(metric, found, None))
    if metric.is_share:
        return replace(found, value=told.projected).between(told.rate)
    return _middle(metric, found, curve, told.projected / 2)


def _middle(metric: Wait, found: Reading, curve: Curve, half: float) -> Reading:
    """When half of those had been served who are served in the end."""
    if not half:
        return replace(found, missing=f"nobody was {metric.hit} in time")
    found = replace(found, value=curve.quantile(half))
    found = replace(found, missing=nothing_in(metric, found, curve.longest))
    return found.between(curve.quantile_interval(half))
