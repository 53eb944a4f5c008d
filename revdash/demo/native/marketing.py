"""Marketing rows: campaigns, exposure by day, reach by window, touches."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from revdash.demo.channels import CAMPAIGNS
from revdash.demo.company import DEMO_COMPANY
from revdash.demo.exposure import Exposure, Reach
from revdash.demo.lives import Lead, Touch
from revdash.demo.native.identity import Row, account_id, campaign_id, lead_id, row, user_id
from revdash.demo.world import World

_TOOLS = {
    "paid_search": "search ads",
    "paid_social": "social ads",
    "organic": "search console",
    "webinar": "webinar tool",
    "event": "event list",
    "partner": "partner portal",
}
_CATEGORIES = {"webinar": "content", "event": "events", "partner": "partner"}
_MEDIUMS = {"paid_search": "cpc", "paid_social": "paid-social", "organic": "organic"}


def campaigns(_world: World) -> Iterator[Row]:
    """Yield the campaigns."""
    for campaign in CAMPAIGNS:
        own: Row = {
            "campaign_id": campaign_id(campaign.key),
            "name": campaign.name,
            "campaign_type": campaign.kind,
            "channel": campaign.channel,
            "objective": campaign.objective,
            "start_on": campaign.start_on,
            "end_on": campaign.end_on,
            "budget": campaign.budget,
            "currency": DEMO_COMPANY.currency,
            "owner_user_id": user_id(campaign.owner),
            "region": campaign.region,
        }
        yield row("campaign", campaign.key, datetime.combine(campaign.start_on, time()), own)


def channel_days(days: tuple[Exposure, ...]) -> Callable[[World], Iterator[Row]]:
    """Return the writer of what campaigns got on each day."""

    def rows(_world: World) -> Iterator[Row]:
        for one in days:
            source_id = f"{one.campaign}-{one.region.lower()}-{one.day:%Y%m%d}"
            yield row("channel-day", source_id, _evening(one.day), _channel_day(one))

    return rows


def reach_windows(reaches: tuple[Reach, ...]) -> Callable[[World], Iterator[Row]]:
    """Return the writer of how many people channels reached in each week and month."""

    def rows(_world: World) -> Iterator[Row]:
        for one in reaches:
            source_id = f"{one.channel}-{one.window_start:%Y%m%d}-{one.window_end:%Y%m%d}"
            own: Row = {
                "channel": one.channel,
                "window_start": one.window_start,
                "window_end": one.window_end,
                "people": one.people,
                "method": "platform",
                "dedup_scope": "channel",
            }
            last_day = one.window_end - timedelta(days=1)
            yield row("reach", source_id, _evening(last_day), own)

    return rows


def touches(world: World) -> Iterator[Row]:
    """Yield what persons did with our marketing."""
    for life in world.lives:
        for number, touch in enumerate(life.touches, 1):
            source_id = f"{life.lead.number:05d}-{number}"
            yield row("touch", source_id, touch.at, _touch(life.lead, touch))


def _channel_day(one: Exposure) -> Row:
    return {
        "campaign_id": campaign_id(one.campaign),
        "channel": one.channel,
        "region": one.region,
        "day": one.day,
        "impressions": one.impressions,
        "viewable_impressions": round(one.impressions * 0.7),
        "engagements": one.engagements,
        "clicks": one.clicks,
        "cost": one.cost,
        "currency": DEMO_COMPANY.currency,
        "category": _CATEGORIES.get(one.channel, "media"),
        "source_tool": _TOOLS[one.channel],
    }


def _touch(lead: Lead, touch: Touch) -> Row:
    came_by = touch.campaign is not None
    return {
        "person_id": lead_id(lead),
        "account_id": account_id(lead.account),
        "touch_type": touch.kind,
        "direction": "inbound",
        "campaign_id": campaign_id(touch.campaign),
        "channel": lead.channel if came_by else "email" if touch.kind == "email_click" else None,
        "utm_source": lead.channel if came_by and lead.channel in _MEDIUMS else None,
        "utm_medium": _MEDIUMS.get(lead.channel) if came_by else None,
        "utm_campaign": touch.campaign if came_by and lead.channel in _MEDIUMS else None,
        "is_anonymous": False,
        "is_bot": False,
        "is_internal": False,
        "event_at": touch.at,
        "event_precision": "instant",
    }


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(22))
