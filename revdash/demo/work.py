"""Work: moves what people mean to do into the hours they work."""

from datetime import datetime, timedelta
from random import Random

from revdash.demo.places import REGIONS
from revdash.demo.staff import BEN_AWAY, is_away
from revdash.demo.timeline import local_instant
from revdash.worktime.calendar import Calendar, due, standard_day_seconds


def days_after(moment: datetime, days: float) -> datetime:
    """Return the instant some days later, to the second."""
    return moment + timedelta(seconds=round(days * 86400))


def in_hours(calendar: Calendar, moment: datetime, rng: Random) -> datetime:
    """Return *moment*, or some time after the next opening when the office is closed."""
    opened = due(calendar, moment, 1)
    if opened - moment <= timedelta(seconds=1):
        return moment
    return due(calendar, moment, rng.randint(60, 5400))


def business_hours_after(calendar: Calendar, moment: datetime, hours: float) -> datetime:
    """Return when so many open hours have passed since *moment*, to the second."""
    return due(calendar, moment, max(1, round(hours * 3600)))


def business_days_after(calendar: Calendar, moment: datetime, days: float) -> datetime:
    """Return when so many standard days have passed since *moment*."""
    return due(calendar, moment, max(1, round(days * standard_day_seconds(calendar))))


def done_by(user: str, calendar: Calendar, moment: datetime, rng: Random) -> datetime:
    """Return when *user* gets to what was meant for *moment*: Ben's leave puts it off."""
    if not is_away(user, moment):
        return in_hours(calendar, moment, rng)
    return business_hours_after(calendar, ben_returns(), rng.uniform(0.2, 60))


def ben_returns() -> datetime:
    """Return the opening of Ben's first day back."""
    return local_instant(BEN_AWAY.until_on, 9, REGIONS["UK"].zone)
