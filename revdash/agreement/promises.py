"""Promises: a reading held against its goal, whole or at the pace of the working days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from revdash.agreement.pacing import EVEN, Days, Pace, Profile, Quarters, ValuePace, pace
from revdash.desk.goals import Cadence, Goal, GoalKind
from revdash.metrics.shapes import Metric, Rate, Reading, Total, Unit, Wait
from revdash.metrics.shown import rounded
from revdash.period import Period, Weeks, month_of
from revdash.stats.intervals import ShareDisplay, share_display
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
    pace: Pace | None = None  # of a count or an amount whose period runs


@dataclass(frozen=True, kw_only=True)
class Counting:
    """How the company counts days: its weeks, its calendar, the last day with data.

    ``profiles`` tells by metric what each weekday brings, ``quarters`` of an amount how earlier
    quarters filled up, where that was measured.
    """

    weeks: Weeks
    calendar: Calendar
    today: date
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    quarters: Mapping[str, Quarters] = field(default_factory=dict)

    def pace(self, target: float, reading: Reading, whole: Period | None = None) -> Pace:
        """How *reading* stands against the *target* of its period, or of the *whole* it is of.

        Working days count, as its metric weighs them.
        """
        name, period, actual = reading.metric.name, whole or reading.period, reading.value or 0.0
        if name in self.quarters:
            tomorrow = self.today + timedelta(days=1)
            parts = Period(period.start, tomorrow), Period(tomorrow, period.end)
            return self.quarters[name].pace(f"{name} {period.start}", target, actual, parts)
        days = Days(calendar=self.calendar, profile=self.profiles.get(name, EVEN))
        return pace(target, actual, period, self.today, days)


Filters: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
_GROWS = frozenset({GoalKind.REACH, GoalKind.AT_LEAST})


def goal_for(goals: tuple[Goal, ...], metric: str, day: date, filters: Filters = ()) -> Goal | None:
    """The goal for *metric* in force on *day*: of the very part asked for, else none."""
    part = {name: values[0] for name, values in filters if len(values) == 1}
    if len(part) != sum(bool(values) for _, values in filters):
        return None  # goals are for one value of a filter
    found = [
        goal
        for goal in goals
        if goal.metric == metric
        and goal.valid_from <= day
        and (goal.valid_to is None or day < goal.valid_to)
        and goal.part == part
    ]
    return found[-1] if found else None


def term_of(goal: Goal, period: Period) -> Period:
    """The days of *period* that a goal is for: one that ends within is due by its own end."""
    if goal.valid_to is None or goal.is_followed or not period.start < goal.valid_to:
        return period
    return Period(period.start, min(period.end, goal.valid_to))


def target_of(goal: Goal, reading: Reading, period: Period, counting: Counting) -> float:
    """The goal for *period*: a sum grows with its working days, a rate or a wait does not."""
    return _target(goal, reading.metric, period, counting)


def _target(goal: Goal, metric: Metric, period: Period, counting: Counting) -> float:
    if not isinstance(metric, Total):
        return goal.target
    total, start = 0.0, period.start
    while start < period.end:
        whole = whole_of(goal.cadence, start, counting.weeks)
        end = min(whole.end, period.end)
        of_all = business_days(counting.calendar, whole.start, whole.end)
        part = business_days(counting.calendar, start, end)
        total += goal.target * (part / of_all if of_all else (end - start).days / whole.days)
        start = end
    return total


def targets(
    goals: tuple[Goal, ...],
    metrics: Iterable[Metric],
    period: Period,
    counting: Counting,
    filters: Filters = (),
) -> tuple[tuple[str, float], ...]:
    """What *period* is to bring of each of *metrics*, where the part asked for has a goal."""
    day = min(period.last, counting.today)
    return tuple(
        (metric.name, _target(goal, metric, term_of(goal, period), counting))
        for metric in metrics
        if (goal := goal_for(goals, metric.name, day, filters)) is not None
    )


def judge(goal: Goal, reading: Reading, counting: Counting, currency: str = "") -> Promise:
    """Hold *reading* against *goal*: met or missed when its period is over, else its pace."""
    period = term_of(goal, reading.period)
    target = target_of(goal, reading, period, counting)
    text = f"Goal {_bounds(goal, target, reading, currency)}"
    tomorrow = counting.today + timedelta(days=1)
    if reading.value is None:
        return _unreached(goal, reading, target, text)
    reached = reading.value / target if target else None
    if is_too_small(reading) or reading.period.start >= tomorrow:
        return Promise(target=target, text=text, reached=reached)
    if not isinstance(reading.metric, Total) or period.end <= tomorrow:
        met, is_over = _is_met(goal, reading.value, target), period.end <= tomorrow
        words = ("met", "missed") if is_over else ("met so far", "behind so far")
        return Promise(
            target=target,
            text=text,
            verdict=words[0] if met else words[1],
            is_missed=not met and is_over,
            reached=reached,
            expected=1.0,
        )
    found = counting.pace(target, reading, period)
    is_reckoned = is_counted(reading.metric) or isinstance(found, ValuePace)
    return Promise(
        target=target,
        text=text,
        verdict="on pace" if _is_met(goal, reading.value, found.expected) else "behind pace",
        reached=reached,
        expected=found.expected / target if target else None,
        pace=found if is_reckoned and goal.kind in _GROWS else None,
    )


def is_counted(metric: Metric) -> bool:
    """Whether a metric counts things that come one by one, so that chance can be reckoned."""
    return isinstance(metric, Total) and metric.unit is Unit.COUNT


def _unreached(goal: Goal, reading: Reading, target: float, text: str) -> Promise:
    """A wait without a middle: most wait longer than the longest seen, perhaps than agreed."""
    longest = reading.curve.longest if reading.curve else None
    missed = goal.kind is GoalKind.AT_MOST and longest is not None and longest > target
    if not missed or is_too_small(reading):
        return Promise(target=target, text=text)
    return Promise(target=target, text=text, verdict="missed", is_missed=True, expected=1.0)


def is_too_small(reading: Reading) -> bool:
    """A share that is not shown is not judged either."""
    is_sampled = isinstance(reading.metric, Rate | Wait)
    return is_sampled and share_display(reading.sample) is ShareDisplay.HIDE


def _is_met(goal: Goal, value: float, target: float) -> bool:
    if goal.kind is GoalKind.AT_MOST:
        return value <= target
    if goal.kind is GoalKind.BAND:
        return target <= value <= _high(goal, target)
    return value >= target


def _high(goal: Goal, target: float) -> float:
    """The upper end of a band, for the same part of its period as *target*."""
    high = goal.target if goal.target_high is None else goal.target_high
    return high * target / goal.target if goal.target else high


def _bounds(goal: Goal, target: float, reading: Reading, currency: str) -> str:
    unit = reading.metric.unit
    text, value = rounded(target, unit, currency), reading.value
    if unit is Unit.COUNT and value not in {None, target} and text == rounded(value or 0.0, unit):
        text = f"{target:,.1f}"  # a part of a goal is no whole number: '2 of 2, missed' it is not
    if goal.kind is GoalKind.BAND:
        return f"{text} to {rounded(_high(goal, target), unit, currency)}"
    return f"at most {text}" if goal.kind is GoalKind.AT_MOST else text


def whole_of(cadence: Cadence, day: date, weeks: Weeks) -> Period:
    """The period of a goal that holds *day*."""
    if cadence is Cadence.WEEK:
        return weeks.week_of(day)
    if cadence is Cadence.MONTH:
        return month_of(day)
    return weeks.quarter_of(day) if cadence is Cadence.QUARTER else weeks.year_of(day)
