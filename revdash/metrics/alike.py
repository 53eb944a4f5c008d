"""Alike: a share by how soon leads were tried, those of one tier and channel among themselves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeGuard

from sqlalchemy import ColumnElement, Connection, Select, select

from revdash.metrics.made_cuts import NOT_TRIED, SLOWEST, SPEED, SPEEDS
from revdash.metrics.scope import Scope, cut, within
from revdash.metrics.shapes import Metric, Rate, Wait
from revdash.stats.strata import Stratum, TimesAsOften, times_as_often
from revdash.store.dialects.functions import count_if
from revdash.store.schema.episodes import lead_episode

WITHIN = ("tier", "channel")  # what leads that are alike have in common


class Cases(NamedTuple):
    """Leads of one speed, and those of them that the share counts as hits."""

    hits: int = 0
    tries: int = 0


@dataclass(frozen=True, kw_only=True)
class Pace:
    """The leads of one speed beside the slowest: all together, and like with like."""

    speed: str
    cases: Cases
    plain: TimesAsOften | None
    alike: TimesAsOften | None
    unmatched: int = 0  # leads of a tier and channel of which none was tried so late


def is_comparable(metric: Metric) -> TypeGuard[Rate | Wait]:
    """Whether *metric* is a share of leads that either were hits in their time, or were not."""
    if isinstance(metric, Wait):
        is_known = metric.is_share and metric.within is not None and metric.age is not None
        return is_known and not metric.is_worktime and metric.table is lead_episode
    return isinstance(metric, Rate) and metric.table is lead_episode


def paces(connection: Connection, metric: Rate | Wait, scope: Scope) -> tuple[Pace, ...]:
    """Compare each speed with the slowest; leads that nobody tried, or too young, are left out."""
    found: dict[str, dict[tuple[Any, ...], Cases]] = defaultdict(dict)
    asked = statement(metric, scope)
    for speed, *stratum, hits, tries in connection.execute(asked, {"as_of": scope.as_of}):
        if speed in SPEEDS and speed != NOT_TRIED:
            found[speed][tuple(stratum)] = Cases(hits or 0, tries or 0)
    slowest = found.get(SLOWEST, {})
    return tuple(_pace(speed, found[speed], slowest) for speed in SPEEDS if speed in found)


def statement(metric: Rate | Wait, scope: Scope) -> Select[Any]:
    """The SELECT that counts hits and tries of each speed, tier and channel."""
    hits, tries = _hits_and_tries(metric)
    speed = _column(SPEED)
    parts = [_column(name) for name in WITHIN]
    return (
        select(
            speed.label(SPEED), *parts, count_if(hits).label("hits"), count_if(tries).label("tries")
        )
        .where(within(metric.dated_by, scope.period), scope.where(lead_episode), tries)
        .group_by(speed, *parts)
    )


def _hits_and_tries(metric: Rate | Wait) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What counts; of a share that takes its time, only those that had all of it."""
    if isinstance(metric, Rate):
        return metric.hits, metric.tries
    if metric.age is None or metric.within is None:
        raise ValueError(f"{metric.name} does not say how old its cases are")
    tries = metric.rows & (metric.age >= metric.within)
    in_time = metric.served & (metric.seconds <= metric.within)
    return tries & (~in_time if metric.is_kept else in_time), tries


def _column(name: str) -> ColumnElement[Any]:
    column = cut(lead_episode, name)
    return lead_episode.c[name] if column is None else column


def _pace(
    speed: str, found: Mapping[tuple[Any, ...], Cases], slowest: Mapping[tuple[Any, ...], Cases]
) -> Pace:
    cases = _sum(found.values())
    if speed == SLOWEST:
        return Pace(speed=speed, cases=cases, plain=None, alike=None)
    nobody = Cases()
    strata = [Stratum(*one, *slowest.get(of, nobody)) for of, one in found.items()]
    return Pace(
        speed=speed,
        cases=cases,
        plain=times_as_often([Stratum(*cases, *_sum(slowest.values()))]),
        alike=times_as_often(strata),
        unmatched=sum(one.tries for one in strata if not one.other_tries),
    )


def _sum(cases: Iterable[Cases]) -> Cases:
    both = [*cases]
    return Cases(sum(one.hits for one in both), sum(one.tries for one in both))
