"""Pacing: what each weekday brings, for the counts that a running period is held against."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from revdash.agreement.pacing import MEMORY, Profile, profile_of
from revdash.agreement.promises import goal_for, is_counted
from revdash.desk.goals import Goal
from revdash.metrics.catalog import CATALOG
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Metric, Total
from revdash.metrics.sums import by_day
from revdash.period import Period
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


def _counts(metrics: Iterable[Metric]) -> Iterable[Total]:
    return (
        metric
        for metric in metrics
        if isinstance(metric, Total) and is_counted(metric) and metric.distinct is None
    )
