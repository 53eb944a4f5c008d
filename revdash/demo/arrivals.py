"""Arrivals: how many leads come in each week, where from, and at what hour."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from revdash.demo.channels import (
    CHANNELS,
    PARTNER_WEBINAR,
    PARTNER_WEBINAR_CHANNEL,
    PRIZE_DRAW,
    PRIZE_DRAW_CHANNEL,
    TRADE_SHOW,
    Channel,
    campaign_key,
)
from revdash.demo.companies import Directory
from revdash.demo.dice import dice, lognormal, pick, poisson
from revdash.demo.lives import Lead
from revdash.demo.places import REGIONS, Region
from revdash.demo.timeline import (
    END,
    GOOD_WEEK,
    LATE_LIST_WEEK,
    PRIZE_DRAW_WEEK,
    START,
    WEEKS,
    local_instant,
    week_of,
    week_start,
)

_MONTHS = (0.95, 1.02, 1.10, 1.00, 1.02, 1.00, 0.88, 0.78, 1.12, 1.12, 1.05, 0.70)
_WEEKDAYS = (0.95, 1.10, 1.10, 1.05, 0.80, 0.22, 0.18)
_HOLIDAY = 0.20  # of an ordinary weekday: people abroad don't know it is one
_TREND_A_YEAR = 0.12
_WEEK_SIGMA = 0.08
_TRADE_SHOW_LEADS = 38
_LATE_DAYS = 9
_PRIZE_DRAW_WEEKDAYS = (0, 0, 0, 0.75, 0.2, 0.05, 0)


class _Arrival(NamedTuple):
    at: datetime
    channel: str
    region: str
    campaign: str = ""  # one of its own
    known_at: datetime | None = None  # where that was later


def leads_in_order(directory: Directory) -> list[Lead]:
    """Invent every lead of the 65 weeks, numbered as they came."""
    arrivals = [*sorted(_arrivals()), *sorted(_trade_show()), *sorted(_partner_webinar())]
    return [_lead(number, arrival, directory) for number, arrival in enumerate(arrivals, 1)]


def day_weight(region: Region, day: date) -> float:
    """Return how busy a day is in a region, where an ordinary week adds up to 5.4 times its share.

    Month, weekday and public holidays count; so does the yearly trend.
    """
    weekday = day.weekday()
    is_holiday = weekday < 5 and not region.calendar.hours(day)  # noqa: PLR2004  Saturday
    busy = _WEEKDAYS[weekday] * (_HOLIDAY if is_holiday else 1)
    trend = 1 + _TREND_A_YEAR * (day - START).days / 365
    return busy * _MONTHS[day.month - 1] * trend * region.share


def expected_leads(channel: Channel, region: Region, day: date) -> float:
    """Return how many leads a channel should bring from a region on a day."""
    return channel.leads * day_weight(region, day) / sum(_WEEKDAYS)


def _arrivals() -> Iterator[_Arrival]:
    for week in range(1, WEEKS + 1):
        for channel in CHANNELS.values():
            yield from _week(week, channel)
    yield from _prize_draw()


def _week(week: int, channel: Channel) -> Iterator[_Arrival]:
    rng = dice("week", week, channel.name)
    cells = [
        (region, week_start(week) + timedelta(days=offset))
        for region in REGIONS.values()
        for offset in range(7)
    ]
    weights = [expected_leads(channel, region, day) for region, day in cells]
    volume = sum(weights) * lognormal(rng, 1, _WEEK_SIGMA)
    for region, day in rng.choices(cells, weights, k=poisson(rng, volume)):
        yield from _arrival(rng, channel.name, region, day)


def _arrival(
    rng: Random, channel: str, region: Region, day: date, campaign: str = ""
) -> Iterator[_Arrival]:
    at = local_instant(day, 7 + 14 * rng.betavariate(2.2, 2.8), region.zone)
    if at <= END:
        yield _Arrival(at, channel, region.name, campaign)


def _prize_draw() -> Iterator[_Arrival]:
    rng = dice("prize draw")
    days = [week_start(PRIZE_DRAW_WEEK) + timedelta(days=offset) for offset in range(7)]
    shares = {name: region.share for name, region in REGIONS.items()}
    for _ in range(int(PRIZE_DRAW_CHANNEL.leads)):
        region = REGIONS[pick(rng, shares)]
        day = rng.choices(days, _PRIZE_DRAW_WEEKDAYS)[0]
        yield from _arrival(rng, "webinar", region, day, PRIZE_DRAW)


def _trade_show() -> Iterator[_Arrival]:
    """Those who were at the stand in three days; their list is loaded nine days late."""
    rng, region = dice("trade show"), REGIONS["UK"]
    monday = week_start(LATE_LIST_WEEK)
    known_at = local_instant(monday + timedelta(days=1 + _LATE_DAYS), 10.5, region.zone)
    for _ in range(_TRADE_SHOW_LEADS):
        day = monday + timedelta(days=rng.randint(1, 3))
        at = local_instant(day, rng.uniform(9, 17), region.zone)
        yield _Arrival(at, "event", region.name, TRADE_SHOW, known_at)


def _partner_webinar() -> Iterator[_Arrival]:
    rng = dice("partner webinar")
    shares = {name: region.share for name, region in REGIONS.items()}
    tuesday = week_start(GOOD_WEEK) + timedelta(days=1)
    for _ in range(int(PARTNER_WEBINAR_CHANNEL.leads)):
        region = REGIONS[pick(rng, shares)]
        at = local_instant(tuesday, rng.uniform(9, 15), region.zone)
        yield _Arrival(at, "partner", region.name, PARTNER_WEBINAR)


def _lead(number: int, arrival: _Arrival, directory: Directory) -> Lead:
    rng = dice("arrival", number)
    country = pick(rng, REGIONS[arrival.region].countries)
    week = max(1, week_of(arrival.at))
    campaign = campaign_key(arrival.channel, arrival.region, week)
    return Lead(
        number=number,
        account=directory.account(rng, arrival.region, country),
        channel=arrival.channel,
        campaign=arrival.campaign or campaign,
        week=week,
        arrived_at=arrival.at,
        known_at=arrival.known_at or arrival.at,
    )
