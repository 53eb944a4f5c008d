"""Pacing: what each weekday brings, and how quarters fill up, for what a running period aims at."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from revdash.agreement.pacing import (
    MEMORY,
    MOST_QUARTERS,
    Profile,
    Quarters,
    profile_of,
    quarters_before,
)
from revdash.agreement.promises import goal_for, is_counted
from revdash.desk.goals import Goal
from revdash.metrics.catalog import CATALOG
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Metric, Total, Unit
from revdash.metrics.sums import by_day
from revdash.period import Period, add_months
from revdash.worktime.calendar import Calendar


def profiles(
    connection: Connection, goals: tuple[Goal, ...], scope: Scope, calendar: Calendar
) -> Mapping[str, Profile]:
    """Measure the weekdays of every count with a goal, while the period of *scope* runs.

    They are those of the weeks before it: what the period is held against moves with nothing in it.
    """
    if not scope.period.start < scope.tomorrow < scope.period.end:
        return {}
    aimed = (CATALOG[goal.metric] for goal in goals if goal.metric in CATALOG)
    wanted = {
        one.name: one
        for one in _counts(aimed)
        if goal_for(goals, one.name, scope.today, scope.filters)
    }
    before = Period(scope.period.start - MEMORY, scope.period.start)
    days = by_day(connection, list(wanted.values()), replace(scope, period=before))
    return {name: profile_of(days[name], calendar, before.end) for name in days}


def quarters(
    connection: Connection, goals: tuple[Goal, ...], scope: Scope, calendar: Calendar
) -> Mapping[str, Quarters]:
    """Measure how the quarters before filled up with every amount that has a goal."""
    if not scope.period.start < scope.tomorrow < scope.period.end:
        return {}
    aimed = {one.metric: CATALOG[one.metric] for one in goals if one.metric in CATALOG}
    wanted = [
        one
        for one in aimed.values()
        if isinstance(one, Total) and one.unit is Unit.MONEY
        if goal_for(goals, one.name, scope.today, scope.filters)
    ]
    now = scope.weeks.quarter_of(scope.today)
    memory = Period(add_months(now.start, -3 * (MOST_QUARTERS + 1)), now.start)
    days = by_day(connection, wanted, replace(scope, period=memory))
    found = {name: quarters_before(days[name], calendar, scope.weeks, scope.today) for name in days}
    return {name: past for name, past in found.items() if past is not None}


def _counts(metrics: Iterable[Metric]) -> Iterable[Total]:
    return (
        metric
        for metric in metrics
        if isinstance(metric, Total) and is_counted(metric) and metric.distinct is None
    )
