"""Pacing: how much of a goal is to be expected by now, and how likely it will be reached."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import TypeAlias

from revdash.period import Period, Weeks
from revdash.stats.accrual import Accrual, Place, accrual
from revdash.stats.intervals import Interval
from revdash.stats.outlook import chance_of, outlook
from revdash.worktime.calendar import Calendar, business_days

Profile: TypeAlias = tuple[float, ...]
"""What each weekday brings, Monday first, against an ordinary working day."""

EVEN: Profile = (1.0,) * 7
MEMORY = timedelta(weeks=26)
LEAST_QUARTERS, MOST_QUARTERS = 4, 8
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
        return outlook(round(self.actual), *self._days) if self.weight_elapsed else None

    @property
    def probability(self) -> float | None:
        """How likely the goal will be reached."""
        return (
            chance_of(self.goal, round(self.actual), *self._days) if self.weight_elapsed else None
        )

    @property
    def basis(self) -> str:
        """What the days are weighed by, in words."""
        return "each weekday weighed by what it brought in the 26 weeks before"

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
class ValuePace(Pace):
    """How an amount stands: days are weighed by how earlier quarters filled up."""

    accrual: Accrual
    quarters: int

    @property
    def projected(self) -> float | None:
        """What it comes to if the rest comes as it did in earlier quarters, at this level."""
        return self.accrual.projected

    @property
    def interval(self) -> Interval | None:
        """Within which it will end in four cases of five."""
        return self.accrual.within()

    @property
    def probability(self) -> float | None:
        """How likely the goal will be reached."""
        return self.accrual.chance_of(self.goal)

    @property
    def basis(self) -> str:
        """What the days are weighed by, in words."""
        return f"each weighed by what such days brought in the last {self.quarters} quarters"


@dataclass(frozen=True, kw_only=True)
class Quarters:
    """What the working days of the last four to eight whole quarters brought, the oldest first."""

    calendar: Calendar
    weeks: Weeks
    past: tuple[tuple[float, ...], ...]

    def pace(self, seed: str, goal: float, actual: float, parts: tuple[Period, Period]) -> Pace:
        """Hold *actual* against a *goal*, over the part of a period gone and the part to come.

        Source:  DOMAIN.md 5.5: by working day of the quarter; bounded by bootstrap.
        """
        gone, rest = ([*self._places(part)] for part in parts)
        found = accrual(self.past, gone, rest, actual, seed)
        if found is None:
            whole = Period(parts[0].start, parts[1].end)
            return pace(goal, actual, whole, parts[0].last, Days(calendar=self.calendar))
        open_days = [business_days(self.calendar, *part) for part in parts]
        return ValuePace(
            goal=goal,
            actual=actual,
            business_days=sum(open_days),
            business_days_elapsed=open_days[0],
            weight=1.0,
            weight_elapsed=found.share,
            accrual=found,
            quarters=len(self.past),
        )

    def _places(self, part: Period) -> Iterator[Place]:
        """Each working day of *part* by its place among those of its quarter."""
        day = part.start
        while day < part.end:
            quarter = self.weeks.quarter_of(day)
            days = [one for one, _ in _open(self.calendar, quarter)]
            for number, one in enumerate(days):
                if part.start <= one < part.end:
                    yield Place((number + 0.5) / len(days), len(days))
            day = quarter.end


def quarters_before(
    amounts: Mapping[date, float], calendar: Calendar, weeks: Weeks, day: date
) -> Quarters | None:
    """Cut *amounts* into the whole quarters before that of *day*, by their working days.

    Shape:   amounts by day; what came on a closed day counts with the working day before.
    Empty:   None of fewer than four: the quarter in which the first amount came is no whole one.
    """
    end = weeks.quarter_of(day).start
    first = min((one for one in amounts if one < end), default=end)
    past: list[tuple[float, ...]] = []
    while len(past) < MOST_QUARTERS:
        quarter = weeks.quarter_of(end - _DAY)
        if quarter.start <= first:
            break
        past.append(_by_working_day(amounts, calendar, quarter))
        end = quarter.start
    if len(past) < LEAST_QUARTERS:
        return None
    return Quarters(calendar=calendar, weeks=weeks, past=(*reversed(past),))


def _by_working_day(
    amounts: Mapping[date, float], calendar: Calendar, quarter: Period
) -> tuple[float, ...]:
    days = [one for one, _ in _open(calendar, quarter)]
    sums = [0.0] * len(days)
    for one, amount in amounts.items():
        if quarter.start <= one < quarter.end:
            sums[max(0, bisect_right(days, one) - 1)] += amount
    return tuple(sums)


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


@lru_cache(maxsize=1024)  # every goal asks for the same days, and so does the next release
def _open(calendar: Calendar, period: Period) -> Sequence[tuple[date, float]]:
    """Each day of *period* with open time, in standard days of the calendar."""
    every = (period.start + number * _DAY for number in range(period.days))
    opened = ((day, business_days(calendar, day, day + _DAY)) for day in every)
    return tuple((day, share) for day, share in opened if share)
