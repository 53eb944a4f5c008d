"""Timeline: the 65 weeks of the demo, when its data ends, and the weeks its stories begin."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

START = date(2025, 2, 17)  # a Monday
WEEKS = 65
END = datetime(2026, 5, 17, 22, 59, 59)  # Sunday 23:59:59 in London

NEW_POLICY_WEEK = 30  # S1: tighter targets and round-robin routing
NEW_REASONS_WEEK = 40  # S6: the reason list loses its catch-all
UNROUTED_SWISS_WEEK = 48  # S5: a routing rule forgets Switzerland
PRIZE_DRAW_WEEK = 52  # S3: a webinar with a prize draw
LATE_LIST_WEEK = 58  # S14: a trade show whose list comes nine days late
GOOD_WEEK = 60  # S17: a webinar with a partner, and two days in which sales calls at once
NEW_NURTURE_WEEK = 46  # S15: a new nurture template that changes nothing
TENDED_WEEK = 47  # since the New Year people go through the list of what lies open
LESS_SUPPORT_WEEK = 34  # S10: marketing makes fewer things for single deals
WEEKLY_SINCE = 58  # the first meeting looks at it; before, only what changes daily is weekly
BRAND_WEEKS = range(36, 45)  # S8: a brand campaign in DACH

COMPANY_ZONE = ZoneInfo("Europe/London")


def week_start(week: int) -> date:
    """Return the Monday of a week; the first week is 1."""
    return START + timedelta(weeks=week - 1)


def week_of(moment: datetime) -> int:
    """Return the number of the week an instant lies in."""
    return (company_day(moment) - START).days // 7 + 1


def company_day(moment: datetime) -> date:
    """Return the company's day of an instant in naive UTC."""
    return moment.replace(tzinfo=UTC).astimezone(COMPANY_ZONE).date()


def local_instant(day: date, hours: float, zone: ZoneInfo) -> datetime:
    """Return the instant, in naive UTC, of a wall time given in hours after midnight."""
    wall = datetime.combine(day, time()) + timedelta(seconds=round(hours * 3600))
    return wall.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
