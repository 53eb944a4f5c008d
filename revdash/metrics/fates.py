"""Fates: what became of the customers that each side brought."""

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection

from revdash.metrics.customers import CUSTOMERS, LOGO_RETENTION, NPS, NRR
from revdash.metrics.read import answers
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Combined, Level, Metric, Ratio, Reading
from revdash.period import Period
from revdash.store.schema.clientele import customer_now, nps_now, revenue_stay

BROUGHT_BY = ("marketing", "sales", "partner", "not known")
YEAR, TWO_YEARS = timedelta(days=365), timedelta(days=731)


class Fate(NamedTuple):
    """The customers of one origin: how many are there, stay, grow, and like us."""

    value: str | None
    customers: Reading
    kept: Reading
    revenue: Reading
    score: Reading


def fates(connection: Connection, scope: Scope) -> tuple[Fate, ...]:
    """Read how the customers fare that each side brought; those without any are left out."""
    found = (_fate(connection, scope, who) for who in BROUGHT_BY)
    return tuple(one for one in found if one.customers.value or one.kept.sample)


def over(scope: Scope, length: timedelta) -> Scope:
    """The days up to the scope's last, as many as *length*."""
    end = min(scope.period.end, scope.tomorrow)
    return scope.over(Period(end - length, end))


def _fate(connection: Connection, scope: Scope, who: str) -> Fate:
    def told(metric: Metric, length: timedelta) -> Reading:
        return answers(connection, [metric], over(scope, length), before=None, weeks=0)[
            metric.name
        ].now

    is_theirs = customer_now.c.sourced_by == who
    score = _scored(nps_now.c.sourced_by == who)
    return Fate(
        who,
        told(replace(CUSTOMERS, rows=CUSTOMERS.rows & is_theirs), YEAR),
        told(replace(LOGO_RETENTION, rows=LOGO_RETENTION.rows & is_theirs), TWO_YEARS),
        told(_revenue(revenue_stay.c.sourced_by == who), YEAR),
        told(score, YEAR),
    )


def _scored(is_theirs: ColumnElement[bool]) -> Ratio:
    of, per = (replace(part, rows=part.rows & is_theirs) for part in (NPS.of, NPS.per))
    return replace(NPS, of=of, per=per)


def _revenue(is_theirs: ColumnElement[bool]) -> Combined:
    parts = tuple(
        replace(part, rows=part.rows & is_theirs) for part in NRR.parts if isinstance(part, Level)
    )
    drawn = NRR.drawn._replace(of=parts[-1]) if NRR.drawn else None
    return replace(NRR, parts=parts, drawn=drawn)
