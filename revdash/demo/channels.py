"""Channels: how leads come, what they cost, how good they are, and the campaigns behind them."""

from dataclasses import dataclass
from datetime import date, timedelta

from revdash.demo.places import REGIONS
from revdash.demo.staff import MARKETERS
from revdash.demo.timeline import (
    BRAND_WEEKS,
    GOOD_WEEK,
    LATE_LIST_WEEK,
    PRIZE_DRAW_WEEK,
    START,
    WEEKS,
    week_start,
)

PRIZE_DRAW = "webinar-prize-draw"
TRADE_SHOW = "trade-show-hall-7"
PARTNER_WEBINAR = "partner-webinar-spring"
BRAND = "brand-dach-autumn"
_FORTNIGHTS = range(1, WEEKS + 1, 2)
_MONTHS = range(1, WEEKS + 1, 5)
_PLACES = tuple(REGIONS)


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A source of leads: volume a week, chances from stage to stage, cost of a lead."""

    name: str
    leads: float
    p_mql: float
    tier_a: float
    p_sal: float
    p_sql: float
    p_opp: float
    p_won: float
    cost: float


def _channel(name: str, *numbers: float) -> Channel:
    leads, p_mql, tier_a, p_sal, p_sql, p_opp, p_won, cost = numbers
    return Channel(
        name=name,
        leads=leads,
        p_mql=p_mql,
        tier_a=tier_a,
        p_sal=p_sal,
        p_sql=p_sql,
        p_opp=p_opp,
        p_won=p_won,
        cost=cost,
    )


CHANNELS: dict[str, Channel] = {
    channel.name: channel
    for channel in (
        # name, leads a week; chances: MQL, tier A, SAL, SQL, opportunity, won; cost of a lead
        _channel("paid_search", 24, 0.42, 0.18, 0.60, 0.46, 0.72, 0.23, 62),
        _channel("organic", 30, 0.30, 0.20, 0.66, 0.50, 0.72, 0.25, 0),
        _channel("paid_social", 22, 0.22, 0.10, 0.48, 0.38, 0.68, 0.20, 85),
        _channel("webinar", 20, 0.25, 0.10, 0.52, 0.40, 0.68, 0.22, 40),
        _channel("event", 6, 0.45, 0.22, 0.62, 0.48, 0.72, 0.24, 210),
        _channel("referral", 5, 0.70, 0.45, 0.82, 0.62, 0.80, 0.34, 0),
        _channel("demo_request", 9, 0.95, 0.60, 0.80, 0.60, 0.78, 0.30, 0),
        _channel("partner", 3, 0.60, 0.30, 0.74, 0.55, 0.75, 0.30, 120),
    )
}
PRIZE_DRAW_CHANNEL = Channel(  # S3: many come for the prize, few for the product
    name="webinar",
    leads=420,
    p_mql=0.38,
    tier_a=0.10,
    p_sal=0.16,
    p_sql=0.25,
    p_opp=0.68,
    p_won=0.22,
    cost=12,
)
PARTNER_WEBINAR_CHANNEL = Channel(  # S17: a partner brings those who have the problem
    name="partner",
    leads=48,
    p_mql=0.85,
    tier_a=0.35,
    p_sal=0.86,
    p_sql=0.82,
    p_opp=0.78,
    p_won=0.30,
    cost=60,
)
_OWN = {PRIZE_DRAW: PRIZE_DRAW_CHANNEL, PARTNER_WEBINAR: PARTNER_WEBINAR_CHANNEL}


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """A named effort on one channel."""

    key: str
    name: str
    kind: str
    channel: str
    objective: str
    start_on: date
    end_on: date | None
    budget: float | None
    owner: str
    region: str | None = None
    list_expected_on: date | None = None  # when the list of those who came should be there


def _always_on(channel: str, kind: str) -> list[Campaign]:
    label = channel.replace("_", " ").capitalize()
    return [
        Campaign(
            key=f"{channel.replace('_', '-')}-{region.lower()}",
            name=f"{label} {region}",
            kind=kind,
            channel=channel,
            objective="demand",
            start_on=START,
            end_on=None,
            budget=None,
            owner=MARKETERS[region][0],
            region=region,
        )
        for region in REGIONS
    ]


def _webinar(week: int) -> Campaign:
    return Campaign(
        key=f"webinar-{week:02d}",
        name=f"Webinar {week_start(week):%d %b %Y}",
        kind="webinar",
        channel="webinar",
        objective="demand",
        start_on=week_start(week),
        end_on=week_start(week) + timedelta(days=14),
        budget=1800,
        owner="olga",
    )


def _event(week: int) -> Campaign:
    region = _PLACES[week // 5 % len(_PLACES)]
    return Campaign(
        key=f"event-{week:02d}",
        name=f"Field Service Days {region} {week_start(week):%b %Y}",
        kind="event",
        channel="event",
        objective="demand",
        start_on=week_start(week),
        end_on=week_start(week) + timedelta(days=35),
        budget=7000,
        owner=MARKETERS[region][-1],
    )


CAMPAIGNS: tuple[Campaign, ...] = (
    *_always_on("paid_search", "search"),
    *_always_on("organic", "content"),
    *_always_on("paid_social", "social"),
    *_always_on("referral", "partner"),
    *_always_on("demo_request", "content"),
    *_always_on("partner", "partner"),
    *(_webinar(week) for week in _FORTNIGHTS),
    *(_event(week) for week in _MONTHS),
    Campaign(
        key=PRIZE_DRAW,
        name="Webinar with prize draw",
        kind="webinar",
        channel="webinar",
        objective="demand",
        start_on=week_start(PRIZE_DRAW_WEEK),
        end_on=week_start(PRIZE_DRAW_WEEK + 1),
        budget=5000,
        owner="olga",
    ),
    Campaign(
        key=TRADE_SHOW,
        name="Trade show Hall 7",
        kind="event",
        channel="event",
        objective="demand",
        start_on=week_start(LATE_LIST_WEEK),
        end_on=week_start(LATE_LIST_WEEK) + timedelta(days=3),
        budget=12000,
        owner="liam",
        region="UK",
        list_expected_on=week_start(LATE_LIST_WEEK) + timedelta(days=4),
    ),
    Campaign(
        key=PARTNER_WEBINAR,
        name="Webinar with our partner",
        kind="webinar",
        channel="partner",
        objective="demand",
        start_on=week_start(GOOD_WEEK),
        end_on=week_start(GOOD_WEEK + 1),
        budget=2600,
        owner="olga",
    ),
    Campaign(
        key=BRAND,
        name="Brand autumn DACH",
        kind="brand",
        channel="paid_social",
        objective="awareness",
        start_on=week_start(BRAND_WEEKS.start),
        end_on=week_start(BRAND_WEEKS.stop),
        budget=30000,
        owner="nils",
        region="DACH",
    ),
)


def campaign_key(channel: str, region: str, week: int) -> str:
    """Return the campaign that brings a channel's leads in a region in a week."""
    if channel == "webinar":
        return f"webinar-{_FORTNIGHTS[(week - 1) // 2]:02d}"
    if channel == "event":
        return f"event-{_MONTHS[(week - 1) // 5]:02d}"
    return f"{channel.replace('_', '-')}-{region.lower()}"


def channel_of(channel: str, campaign: str) -> Channel:
    """Return the chances a lead of this channel and campaign has."""
    return _OWN.get(campaign, CHANNELS[channel])
