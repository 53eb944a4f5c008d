"""Calendar: when a team is open, and how much of that time lies between two instants."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from revdash.errors import InputError

Hours: TypeAlias = tuple[tuple[int, int], ...]
Open: TypeAlias = tuple[datetime, datetime]

MINUTES_A_DAY = 24 * 60
DAY = timedelta(days=1)

_EPOCH = datetime(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_YEARS = range(1971, 2200)  # business time is kept for these; what lies outside is a wrong date
_YEARS_AHEAD = 20  # a due time further away than this is a mistake in the calendar


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The opening hours of one team, in its own time zone.

    ``weekly`` gives each weekday (Monday is 0) its intervals, in minutes after local
    midnight; an end at or before its start lies on the next day, and 1440 is midnight.
    ``exceptions`` replace the hours of single days; no interval means closed.
    """

    calendar_id: str
    zone: str
    weekly: Mapping[int, Hours] = field(hash=False)
    exceptions: Mapping[date, Hours] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not any(self.weekly.values()):
            raise InputError(
                f"Calendar '{self.calendar_id}' is never open. "
                "It needs hours on at least one weekday; set them on Settings › Calendars."
            )
        for hours in (*self.weekly.values(), *self.exceptions.values()):
            self._check_hours(hours)
        _zone(self.zone)

    def _check_hours(self, hours: Hours) -> None:
        for start, end in hours:
            if not (0 <= start < MINUTES_A_DAY and 0 <= end <= MINUTES_A_DAY):
                raise InputError(
                    f"Calendar '{self.calendar_id}' opens from minute {start} to {end}. "
                    "Minutes run from 0 (midnight) to 1440; correct it on Settings › Calendars."
                )

    def hours(self, day: date) -> Hours:
        """Return the intervals that begin on the local *day*."""
        return self.exceptions.get(day, self.weekly.get(day.weekday(), ()))


class Segment(NamedTuple):
    """A stretch of waiting that runs on one owner's calendar."""

    calendar: Calendar
    start: datetime
    end: datetime


def open_intervals(calendar: Calendar, first_day: date, last_day: date) -> list[Open]:
    """List when the calendar is open, for the hours that begin on these local days.

    Both days are included. The intervals are half-open, in naive UTC, sorted, and merged
    where they touch. A wall time that spring skips moves forward; one that autumn
    repeats is its first occurrence.
    """
    zone = _zone(calendar.zone)
    merged: list[Open] = []
    for start, end in sorted(_instants(calendar, zone, first_day, last_day)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def elapsed(calendar: Calendar, start: datetime, end: datetime) -> float:
    """Return the open seconds from *start* to *end*; below zero when end comes first."""
    timeline = _timeline(calendar, *sorted((start.year, end.year)))
    return (timeline.open_until(end) - timeline.open_until(start)) / 1_000_000


def elapsed_over_segments(segments: Iterable[Segment]) -> float:
    """Return the open seconds of a wait that changed owners: each on its own calendar."""
    return sum(elapsed(calendar, start, end) for calendar, start, end in segments)


def due(calendar: Calendar, start: datetime, seconds: float) -> datetime:
    """Return the earliest instant by which *seconds* of open time have passed since *start*."""
    wanted = round(seconds * 1_000_000)
    if wanted <= 0:
        return start
    for years in (1, _YEARS_AHEAD):
        timeline = _timeline(calendar, start.year, start.year + years)
        moment = timeline.reached(timeline.open_until(start) + wanted)
        if moment:
            return moment
    raise InputError(
        f"Calendar '{calendar.calendar_id}' is not open for {seconds / 3600:,.0f} hours within "
        f"{_YEARS_AHEAD} years of {start:%Y-%m-%d}. Shorten the target, or open more hours on "
        "Settings › Calendars."
    )


def due_over_segments(segments: Sequence[Segment], seconds: float) -> datetime:
    """Return when *seconds* of open time are up in a wait that changed owners.

    The last owner keeps the wait, so the end of the last segment does not matter.
    """
    left = seconds
    for segment in segments[:-1]:
        spent = elapsed(*segment)
        if spent >= left:
            return due(segment.calendar, segment.start, left)
        left -= spent
    return due(segments[-1].calendar, segments[-1].start, left)


@lru_cache(maxsize=256)
def standard_day_seconds(calendar: Calendar) -> float:
    """Return the open seconds of the calendar's usual day: the length most weekdays have.

    Where two lengths are equally usual, the longer one counts.
    """
    lengths = Counter(_open_minutes(hours) for hours in calendar.weekly.values() if hours)
    return max(lengths, key=lambda minutes: (lengths[minutes], minutes)) * 60.0


def business_days(calendar: Calendar, period_start_day: date, period_end_day: date) -> float:
    """Return the open time of the local days from start up to, not including, the end.

    Units:  the calendar's standard days, so that half a day off is half a day.
    """
    zone = _zone(calendar.zone)
    start, end = (_instant(day, 0, zone) for day in (period_start_day, period_end_day))
    return elapsed(calendar, start, end) / standard_day_seconds(calendar)


class _Timeline(NamedTuple):
    """Open intervals laid end to end, in microseconds: fit for bisection."""

    opens: Sequence[int]
    closes: Sequence[int]
    totals: Sequence[int]  # open time until each interval closes

    def open_until(self, moment: datetime) -> int:
        """Return the open microseconds from the timeline's beginning until *moment*."""
        instant = (moment - _EPOCH) // _MICROSECOND
        index = bisect_right(self.opens, instant) - 1
        if index < 0:
            return 0
        return self.totals[index] - max(0, self.closes[index] - instant)

    def reached(self, total: int) -> datetime | None:
        """Return the earliest moment by which *total* microseconds were open, if any."""
        index = bisect_left(self.totals, total)
        if index == len(self.totals):
            return None
        return _EPOCH + (self.closes[index] - self.totals[index] + total) * _MICROSECOND


@lru_cache(maxsize=256)
def _timeline(calendar: Calendar, first_year: int, last_year: int) -> _Timeline:
    """Lay out whole years, with a few days around them for zones and night shifts."""
    if first_year not in _YEARS or first_year > last_year or last_year not in _YEARS:
        raise InputError(
            f"Business time was asked for the years {first_year} to {last_year}; it is kept for "
            f"{_YEARS[0]} to {_YEARS[-1]}. Correct the date in the source."
        )
    intervals = open_intervals(
        calendar, date(first_year, 1, 1) - 3 * DAY, date(last_year + 1, 1, 3)
    )
    opens = [(start - _EPOCH) // _MICROSECOND for start, _ in intervals]
    closes = [(end - _EPOCH) // _MICROSECOND for _, end in intervals]
    lengths = (close - start for start, close in zip(opens, closes, strict=True))
    return _Timeline(opens, closes, list(accumulate(lengths)))


def _instants(
    calendar: Calendar, zone: ZoneInfo, first_day: date, last_day: date
) -> Iterator[Open]:
    for offset in range((last_day - first_day).days + 1):
        day = first_day + offset * DAY
        for opening, closing in calendar.hours(day):
            start = _instant(day, opening, zone)
            end = _instant(day, closing + MINUTES_A_DAY * (closing <= opening), zone)
            if start < end:  # hours that lie wholly in the spring gap do not happen
                yield start, end


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """Convert a local wall time to naive UTC; fold=0 is the rule for gaps and repeats."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(
            f"'{name}' is not a time zone. Use a name such as 'Europe/London'; "
            "set it on Settings › Company."
        ) from None


def _open_minutes(hours: Hours) -> int:
    """Add up a day's intervals, overlapping ones counted once."""
    total, reached = 0, 0
    for opening, closing in sorted(hours):
        end = closing + MINUTES_A_DAY * (closing <= opening)
        total += max(0, end - max(opening, reached))
        reached = max(reached, end)
    return total
