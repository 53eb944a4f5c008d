"""Fates: what became of the customers that each side brought."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection

from revdash.metrics import combining, levels, sums, waits
from revdash.metrics.bounds import bounded
from revdash.metrics.customers import CUSTOMERS, LOGO_RETENTION, NPS, NRR
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Level, Reading, Total
from revdash.period import Period

BROUGHT_BY = ("marketing", "sales", "partner", "not known")
YEAR, TWO_YEARS = timedelta(days=365), timedelta(days=731)
_CUT = "sourced_by"
_Counted = TypeVar("_Counted", Level, Total)


class Fate(NamedTuple):
    """The customers of one origin: how many are there, stay, grow, and like us."""

    value: str
    customers: Reading | None
    kept: Reading | None
    revenue: Reading | None
    score: Reading | None


def fates(connection: Connection, scope: Scope) -> tuple[Fate, ...]:
    """Read how the customers fare that each side brought; those without any are left out."""
    year, years = over(scope, YEAR), over(scope, TWO_YEARS)
    there = levels.by_cut(connection, CUSTOMERS, year, CUSTOMERS.table.c[_CUT])
    kept = waits.by_cut(connection, LOGO_RETENTION, years, LOGO_RETENTION.table.c[_CUT])
    revenue, scores = _revenue(connection, year), _scores(connection, year)
    return tuple(
        Fate(who, there.get(who), kept.get(who), revenue.get(who), scores.get(who))
        for who in BROUGHT_BY
        if who in there or who in kept
    )


def over(scope: Scope, length: timedelta) -> Scope:
    """The last days up to the newest with data, as many as *length*."""
    return scope.over(Period(scope.tomorrow - length, scope.tomorrow))


def _revenue(connection: Connection, scope: Scope) -> dict[Any, Reading]:
    parts = [part for part in NRR.parts if isinstance(part, Level)]
    now, before = (levels.by_cut(connection, part, scope, part.table.c[_CUT]) for part in parts)
    found = {}
    for who in now.keys() & before.keys():
        drawn = NRR.drawn and NRR.drawn._replace(of=_of(parts[-1], who))
        theirs = replace(NRR, drawn=drawn)
        told = combining.combined(theirs, scope, (now[who], before[who]))
        found[who] = bounded(connection, told, scope)
    return found


def _scores(connection: Connection, scope: Scope) -> dict[Any, Reading]:
    of, per = (
        sums.by_cut(connection, part, scope, part.table.c[_CUT]) for part in (NPS.of, NPS.per)
    )
    found = {}
    for who in of.keys() & per.keys():
        theirs = replace(NPS, of=_of(NPS.of, who), per=_of(NPS.per, who))
        found[who] = bounded(connection, sums.ratio(theirs, scope, of[who], per[who]), scope)
    return found


def _of(metric: _Counted, who: str) -> _Counted:
    """The same of the customers of one origin."""
    return replace(metric, rows=metric.rows & (metric.table.c[_CUT] == who))
