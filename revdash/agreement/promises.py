"""Promises: a reading held against its goal, whole or at the pace of the working days."""

from dataclasses import dataclass
from datetime import date, timedelta

from revdash.desk.goals import Cadence, Goal, GoalKind
from revdash.metrics.shapes import Reading, Total
from revdash.metrics.shown import number
from revdash.period import Period, Weeks, month_of
from revdash.worktime.calendar import Calendar, business_days


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A goal for one period and how far it is kept; shares are of the goal."""

    target: float
    text: str  # "Goal 160"
    verdict: str = ""  # met, missed, on pace, behind pace; empty when nothing can be said
    is_missed: bool = False
    reached: float | None = None
    expected: float | None = None


@dataclass(frozen=True, kw_only=True)
class Counting:
    """How the company counts days: its weeks, its calendar, the last day with data."""

    weeks: Weeks
    calendar: Calendar
    today: date


def goal_for(goals: tuple[Goal, ...], metric: str, day: date) -> Goal | None:
    """The company-wide goal for *metric* in force on *day*."""
    found = [
        goal
        for goal in goals
        if goal.metric == metric
        and goal.valid_from <= day
        and (goal.valid_to is None or day < goal.valid_to)
        and not (goal.scope or goal.team or goal.owner_user_id)
    ]
    return found[-1] if found else None


def target_of(goal: Goal, reading: Reading, period: Period, counting: Counting) -> float:
    """The goal for *period*: a sum grows with its working days, a rate or a wait does not."""
    if not isinstance(reading.metric, Total):
        return goal.target
    total, start = 0.0, period.start
    while start < period.end:
        whole = _whole(goal.cadence, start, counting.weeks)
        end = min(whole.end, period.end)
        of_all = business_days(counting.calendar, whole.start, whole.end)
        part = business_days(counting.calendar, start, end)
        total += goal.target * (part / of_all if of_all else (end - start).days / whole.days)
        start = end
    return total


def judge(goal: Goal, reading: Reading, counting: Counting, currency: str = "") -> Promise:
    """Hold *reading* against *goal*: met or missed when its period is over, else its pace."""
    period = reading.period
    target = target_of(goal, reading, period, counting)
    amount = number(target, reading.metric.unit, currency).replace(".0 %", " %")
    text = f"Goal {_bound(goal)}{amount}"
    value = reading.value
    if value is None:
        return Promise(target=target, text=text)
    reached = value / target if target else None
    tomorrow = counting.today + timedelta(days=1)
    if period.end <= tomorrow or not isinstance(reading.metric, Total):
        met = _is_met(goal, value, target)
        return Promise(
            target=target,
            text=text,
            verdict="met" if met else "missed",
            is_missed=not met,
            reached=reached,
            expected=1.0,
        )
    so_far = target_of(goal, reading, Period(period.start, tomorrow), counting)
    return Promise(
        target=target,
        text=text,
        verdict="on pace" if _is_met(goal, value, so_far) else "behind pace",
        reached=reached,
        expected=so_far / target if target else None,
    )


def _is_met(goal: Goal, value: float, target: float) -> bool:
    if goal.kind is GoalKind.AT_MOST:
        return value <= target
    if goal.kind is GoalKind.BAND:
        return target <= value <= (goal.target_high or target)
    return value >= target


def _bound(goal: Goal) -> str:
    return "at most " if goal.kind is GoalKind.AT_MOST else ""


def _whole(cadence: Cadence, day: date, weeks: Weeks) -> Period:
    if cadence is Cadence.WEEK:
        return weeks.week_of(day)
    if cadence is Cadence.MONTH:
        return month_of(day)
    return weeks.quarter_of(day) if cadence is Cadence.QUARTER else weeks.year_of(day)
