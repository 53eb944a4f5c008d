"""Exposure: what our channels showed and cost by day, and how many people they reached."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from revdash.demo.arrivals import expected_leads
from revdash.demo.channels import BRAND, CHANNELS, PRIZE_DRAW, campaign_key
from revdash.demo.dice import dice, lognormal
from revdash.demo.places import REGIONS, Region
from revdash.demo.timeline import BRAND_WEEKS, PRIZE_DRAW_WEEK, START, WEEKS, week_start

_NOISE = 0.18
_BRAND_REACH = 1.4  # what the brand campaign shows on top of what DACH sees anyway: x2.1 as read
_BRAND_COST_PER_THOUSAND = 9.0
_ORGANIC_WEEKDAYS = (0, 2, 4)  # the days something is posted
_WEEKLY_WEEKDAY = 3
_SEEN_A_WEEK = 2.4  # times a person sees us in the weeks, and in the months, they see us at all
_SEEN_A_MONTH = 4.9
_REACHED = ("paid_search", "paid_social", "organic")


class _Rates(NamedTuple):
    impressions: float  # for each lead expected
    engaged: float
    clicked: float


_RATES = {
    "paid_search": _Rates(900, 0.041, 0.038),
    "paid_social": _Rates(4200, 0.016, 0.006),
    "organic": _Rates(1500, 0.030, 0.012),
    "webinar": _Rates(600, 0.050, 0.030),
    "event": _Rates(250, 0.080, 0.010),
    "partner": _Rates(400, 0.040, 0.020),
}


class Exposure(NamedTuple):
    """What one campaign got in one region on one day."""

    day: date
    channel: str
    campaign: str
    region: str
    impressions: int
    engagements: int
    clicks: int
    cost: float


class Reach(NamedTuple):
    """How many people one channel reached in one window, each counted once."""

    channel: str
    window_start: date
    window_end: date
    people: int
    region: str | None = None


@lru_cache(maxsize=1)
def exposures() -> tuple[Exposure, ...]:
    """List what every channel got on every day, in order of the days."""
    found = [*_daily(), *_posts(), *_weekly(), *_brand(), _prizes()]
    return tuple(sorted(found))


def reaches(days: Iterable[Exposure]) -> tuple[Reach, ...]:
    """List the reach of each week and each whole month: less than the sum of its days.

    Of social ads the platform also tells it by region.
    """
    shown = [one for one in days if one.channel in _REACHED]
    weeks = [(week_start(week), week_start(week + 1)) for week in range(1, WEEKS + 1)]
    parts: list[tuple[str, str | None]] = [(channel, None) for channel in sorted(_REACHED)]
    parts += [("paid_social", region) for region in REGIONS]
    found = []
    for part in parts:
        own = [one for one in shown if one.channel == part[0] and part[1] in (None, one.region)]
        for windows, seen in ((weeks, _SEEN_A_WEEK), (list(_months()), _SEEN_A_MONTH)):
            found += [_reach(part, window, own, seen) for window in windows]
    return tuple(found)


def _days() -> Iterator[tuple[Region, date, int]]:
    for offset in range(WEEKS * 7):
        for region in REGIONS.values():
            yield region, START + timedelta(days=offset), offset // 7 + 1


def _daily() -> Iterator[Exposure]:
    for region, day, week in _days():
        for channel in ("paid_search", "paid_social"):
            leads = expected_leads(CHANNELS[channel], region, day)
            yield _exposure(channel, region, (day, week), leads)


def _posts() -> Iterator[Exposure]:
    for region, day, week in _days():
        if day.weekday() in _ORGANIC_WEEKDAYS:
            yield _exposure("organic", region, (day, week), _week_leads("organic", region, day) / 3)


def _weekly() -> Iterator[Exposure]:
    for region, day, week in _days():
        if day.weekday() == _WEEKLY_WEEKDAY:
            for channel in ("webinar", "partner"):
                leads = _week_leads(channel, region, day)
                yield _exposure(channel, region, (day, week), leads)
            if campaign_key("event", region.name, week).endswith(f"{week:02d}"):
                leads = 5 * _week_leads("event", region, day)  # the bill comes once an event
                yield _exposure("event", region, (day, week), leads)


def _week_leads(channel: str, region: Region, day: date) -> float:
    monday = day - timedelta(days=day.weekday())
    days = (monday + timedelta(days=offset) for offset in range(7))
    return sum(expected_leads(CHANNELS[channel], region, one) for one in days)


def _exposure(channel: str, region: Region, when: tuple[date, int], leads: float) -> Exposure:
    day, week = when
    rng = dice("exposure", channel, region.name, day)
    rates = _RATES[channel]
    impressions = round(leads * rates.impressions * lognormal(rng, 1, _NOISE))
    clicks = round(impressions * rates.clicked * lognormal(rng, 1, _NOISE))
    engagements = round(impressions * rates.engaged * lognormal(rng, 1, _NOISE))
    return Exposure(
        day=day,
        channel=channel,
        campaign=campaign_key(channel, region.name, week),
        region=region.name,
        impressions=impressions,
        engagements=max(engagements, clicks),
        clicks=clicks,
        cost=round(leads * CHANNELS[channel].cost * lognormal(rng, 1, _NOISE), 2),
    )


def _brand() -> Iterator[Exposure]:
    for region, day, week in _days():
        if region.name == "DACH" and week in BRAND_WEEKS:
            leads = expected_leads(CHANNELS["paid_social"], region, day)
            shown = _exposure("paid_social", region, (day, week), leads * _BRAND_REACH)
            cost = round(shown.impressions / 1000 * _BRAND_COST_PER_THOUSAND, 2)
            yield shown._replace(campaign=BRAND, cost=cost)


def _prizes() -> Exposure:
    day = week_start(PRIZE_DRAW_WEEK) + timedelta(days=_WEEKLY_WEEKDAY)
    return Exposure(day, "webinar", PRIZE_DRAW, "UK", 21_000, 1_900, 1_300, 5_000.0)


def _months() -> Iterator[tuple[date, date]]:
    start = date(START.year, START.month + 1, 1)
    while (end := (start + timedelta(days=31)).replace(day=1)) <= week_start(WEEKS + 1):
        yield start, end
        start = end


def _reach(
    part: tuple[str, str | None], window: tuple[date, date], days: list[Exposure], seen: float
) -> Reach:
    channel, region = part
    start, end = window
    rng = dice("reach", channel, *([region] if region else []), start, end)
    shown = sum(one.impressions for one in days if start <= one.day < end)
    people = round(shown / (seen * lognormal(rng, 1, 0.05)))
    return Reach(channel, start, end, people, region)
