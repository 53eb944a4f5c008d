"""Pacing: how much of a goal is to be expected by now, and how likely it will be reached."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from typing import TypeAlias

from revdash.period import Period
from revdash.stats.intervals import Interval
from revdash.stats.outlook import chance_of, outlook
from revdash.worktime.calendar import Calendar, business_days

Profile: TypeAlias = tuple[float, ...]
"""What each weekday brings, Monday first, against an ordinary working day."""

EVEN: Profile = (1.0,) * 7
MEMORY = timedelta(weeks=26)
_CAUTION = 8  # so many days of a weekday weigh as much as the belief that all are alike
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How a count stands against its goal after some of its working days; days are weighed."""

    goal: float
    actual: float
    business_days: float
    business_days_elapsed: float
    weight: float
    weight_elapsed: float

    @property
    def expected(self) -> float:
        """What was to be expected by now."""
        return self.goal * self.weight_elapsed / self.weight if self.weight else 0.0

    @property
    def attainment(self) -> float | None:
        """What came for each that was to be expected."""
        return self.actual / self.expected if self.expected else None

    @property
    def projected(self) -> float | None:
        """What it comes to if the rest goes as the days so far."""
        return self.actual * self.weight / self.weight_elapsed if self.weight_elapsed else None

    @property
    def interval(self) -> Interval | None:
        """Within which it will end in four cases of five."""
        return outlook(round(self.actual), *self._days).interval if self.weight_elapsed else None

    @property
    def probability(self) -> float | None:
        """How likely the goal will be reached."""
        return (
            chance_of(self.goal, round(self.actual), *self._days) if self.weight_elapsed else None
        )

    @property
    def _days(self) -> tuple[float, float]:
        return self.weight_elapsed, max(self.weight - self.weight_elapsed, 0.0)


def pace(goal: float, actual: float, period: Period, until: date, days: "Days") -> Pace:
    """Hold *actual*, counted up to the end of the day *until*, against a *goal* for *period*.

    Source:  DOMAIN.md 5.5: working days only, each weekday by what it usually brings.
    """
    every = days.weighed(period)
    elapsed = list(takewhile(lambda day: day[0] <= until, every))
    return Pace(
        goal=goal,
        actual=actual,
        business_days=sum(open_ for _, open_, _ in every),
        business_days_elapsed=sum(open_ for _, open_, _ in elapsed),
        weight=sum(weight for _, _, weight in every),
        weight_elapsed=sum(weight for _, _, weight in elapsed),
    )


@dataclass(frozen=True, kw_only=True)
class Days:
    """The working days of a calendar, each weighed by what its weekday usually brings."""

    calendar: Calendar
    profile: Profile = EVEN

    def weighed(self, period: Period) -> list[tuple[date, float, float]]:
        """Each day that is open in *period*, how much of it is, and what that weighs."""
        return [
            (day, is_open, is_open * self.profile[day.weekday()])
            for day, is_open in _open(self.calendar, period)
        ]


def profile_of(counts: Mapping[date, float], calendar: Calendar, until: date) -> Profile:
    """Measure what each weekday brings from the *counts* of the 26 weeks before *until*.

    Shape:   counts by day, days without any left out; seven weights out, holidays apart.
    Empty:   without a count every weekday is alike.
    Source:  DOMAIN.md 5.5: shrunk to 1 by the weight n/(n+8) of its n working days.
    """
    seen: defaultdict[int, list[float]] = defaultdict(list)
    for day, _ in _open(calendar, Period(until - MEMORY, until)):
        seen[day.weekday()].append(counts.get(day, 0.0))
    found = [count for several in seen.values() for count in several]
    usual = sum(found) / len(found) if found else 0.0
    if not usual:
        return EVEN
    return tuple(_shrunk(seen[weekday], usual) for weekday in range(7))


def _shrunk(counts: list[float], usual: float) -> float:
    n = len(counts)
    return 1.0 if not n else 1.0 + (sum(counts) / n / usual - 1.0) * n / (n + _CAUTION)


def _open(calendar: Calendar, period: Period) -> list[tuple[date, float]]:
    """Each day of *period* with open time, in standard days of the calendar."""
    every = (period.start + number * _DAY for number in range(period.days))
    opened = ((day, business_days(calendar, day, day + _DAY)) for day in every)
    return [(day, share) for day, share in opened if share]
