"""Periods: half-open stretches of the company's days, and the ways people name them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from revdash.errors import InputError, suggestion

MONTHS = 12


class Period(NamedTuple):
    """Days from *start* up to, but not including, *end*."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day it holds."""
        return self.end - timedelta(days=1)

    def __str__(self) -> str:
        """As people write it: '3–9 Nov 2026'."""
        first, last = self.start, self.last
        year = f" {first.year}" if first.year != last.year else ""
        if first == last:
            return f"{last.day} {last:%b %Y}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{last.day} {last:%b %Y}"
        return f"{first.day} {first:%b}{year} – {last.day} {last:%b %Y}"


@dataclass(frozen=True, kw_only=True)
class Weeks:
    """How the company counts: which weekday starts a week, which month its year."""

    week_start: int = 0  # Monday
    fiscal_year_start_month: int = 1

    def week_of(self, day: date) -> Period:
        """The week that holds *day*."""
        start = day - timedelta(days=(day.weekday() - self.week_start) % 7)
        return Period(start, start + timedelta(days=7))

    def quarter_of(self, day: date) -> Period:
        """The fiscal quarter that holds *day*."""
        since = (day.month - self.fiscal_year_start_month) % MONTHS
        start = add_months(day.replace(day=1), -(since % 3))
        return Period(start, add_months(start, 3))

    def year_of(self, day: date) -> Period:
        """The fiscal year that holds *day*."""
        since = (day.month - self.fiscal_year_start_month) % MONTHS
        start = add_months(day.replace(day=1), -since)
        return Period(start, add_months(start, MONTHS))


def add_months(day: date, months: int) -> date:
    """The first of the month *months* after that of *day*."""
    index = day.year * MONTHS + day.month - 1 + months
    return date(index // MONTHS, index % MONTHS + 1, 1)


def month_of(day: date) -> Period:
    """The month that holds *day*."""
    start = day.replace(day=1)
    return Period(start, add_months(start, 1))


NAMED = {
    "last-week": "Last week",
    "this-week": "This week",
    "last-4-weeks": "Last 4 weeks",
    "this-month": "This month",
    "last-month": "Last month",
    "this-quarter": "This quarter",
    "last-quarter": "Last quarter",
    "last-13-weeks": "Last 13 weeks",
    "this-year": "This year",
    "last-year": "Last year",
}
DEFAULT_PERIOD = "last-4-weeks"


def named_period(name: str, today: date, weeks: Weeks) -> Period:
    """Resolve a period's name, seen from *today* (the last day with data).

    Weeks are complete ones: 'last 4 weeks' ends with the last whole week. A week counts as
    whole when *today* is its last day. `2026-05-01..2026-05-31` names days, both included.
    """
    if ".." in name:
        return given_period(name)
    if name not in NAMED:
        raise InputError(
            f"No period named '{name}'. {suggestion(name, NAMED)} "
            "Days are written 2026-05-01..2026-05-31."
        )
    tomorrow = today + timedelta(days=1)
    this_week = weeks.week_of(tomorrow)  # on a week's last day, that week is complete
    return {
        "last-week": lambda: Period(this_week.start - timedelta(days=7), this_week.start),
        "this-week": lambda: weeks.week_of(today),
        "last-4-weeks": lambda: Period(this_week.start - timedelta(days=28), this_week.start),
        "last-13-weeks": lambda: Period(this_week.start - timedelta(days=91), this_week.start),
        "this-month": lambda: month_of(today),
        "last-month": lambda: month_of(month_of(today).start - timedelta(days=1)),
        "this-quarter": lambda: weeks.quarter_of(today),
        "last-quarter": lambda: weeks.quarter_of(weeks.quarter_of(today).start - timedelta(days=1)),
        "this-year": lambda: weeks.year_of(today),
        "last-year": lambda: weeks.year_of(weeks.year_of(today).start - timedelta(days=1)),
    }[name]()


def given_period(name: str) -> Period:
    """Read two days, both included: `2026-05-01..2026-05-31`."""
    first, _, last = name.partition("..")
    try:
        period = Period(date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1))
    except (ValueError, OverflowError):
        raise InputError(
            f"'{name}' is not a period. Write two days, both included: 2026-05-01..2026-05-31."
        ) from None
    if period.end <= period.start:
        raise InputError(f"'{name}' ends before it starts. Write the earlier day first.")
    return period


def period_before(period: Period) -> Period:
    """The stretch of the same kind just before: whole months before months, else days."""
    if period.start.day == 1 and period.end.day == 1:
        months = (period.end.year - period.start.year) * MONTHS + (
            period.end.month - period.start.month
        )
        return Period(add_months(period.start, -months), period.start)
    return Period(period.start - timedelta(days=period.days), period.start)


def period_last_year(period: Period) -> Period:
    """The same weekdays 52 weeks earlier, or the same months a year earlier."""
    if period.start.day == 1 and period.end.day == 1:
        return Period(add_months(period.start, -MONTHS), add_months(period.end, -MONTHS))
    shift = timedelta(days=364)
    return Period(period.start - shift, period.end - shift)


def weeks_up_to(end: date, count: int) -> tuple[Period, ...]:
    """The *count* weeks whose last ends at *end*."""
    first = end - timedelta(days=7 * count)
    starts = (first + timedelta(days=7 * n) for n in range(count))
    return tuple(Period(start, start + timedelta(days=7)) for start in starts)
