"""Web: what the site, the mailings and the webinar tool tell of people, and what was shown."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from revdash.demo.company import DEMO_COMPANY
from revdash.demo.dice import dice, pick
from revdash.demo.exposure import Exposure, exposures, reaches
from revdash.demo.lives import Lead, Touch
from revdash.demo.places import REGIONS
from revdash.demo.systems import ids
from revdash.demo.systems.ads import PLATFORMS, evening
from revdash.demo.systems.hubspot import FORMS
from revdash.demo.systems.lines import A_MONTH, Cell, Line, Sheet
from revdash.demo.systems.market import ADS, MAILS, PAGES
from revdash.demo.systems.own import own
from revdash.demo.systems.salesforce import RESPONSES, answers_in_salesforce
from revdash.demo.world import World

_TOOLS = {
    "organic": "search console",
    "webinar": "webinar tool",
    "event": "event list",
    "partner": "partner portal",
}
_CATEGORIES = {"webinar": "content", "event": "events", "partner": "partner"}
_MEDIUMS = {"paid_search": "cpc", "paid_social": "paid-social", "organic": "organic"}


def _touches(world: World) -> Iterator[Line]:
    forms = frozenset(FORMS.values())
    for life in world.lives:
        for number, touch in enumerate(life.touches, 1):
            if touch.kind not in forms and not answers_in_salesforce(life, touch.kind):
                key = f"{life.lead.number:05d}-{number}"
                at = max(touch.at, life.lead.known_at)
                yield Line(at, key, _touch(life.lead, touch, key))


def _touch(lead: Lead, touch: Touch, key: str) -> dict[str, Cell]:
    came_by = touch.campaign is not None
    is_tagged = came_by and lead.channel in _MEDIUMS
    return {
        "event_key": own("touch", key),
        "person_id": f"hubspot:contact:{ids.contact(lead)}",
        "touch_type": touch.kind,
        "direction": "inbound",
        "campaign_id": campaign_id(touch.campaign),
        "asset_id": _asset_of(lead, touch, key),
        "channel": lead.channel if came_by else "email" if touch.kind == "email_click" else None,
        "utm_source": lead.channel if is_tagged else None,
        "utm_medium": _MEDIUMS[lead.channel] if is_tagged else None,
        "utm_campaign": touch.campaign if is_tagged else None,
        "event_at": _as_written(lead, touch),
    }


def _asset_of(lead: Lead, touch: Touch, key: str) -> str | None:
    """What of ours a person saw or read."""
    rng = dice("asset", key)
    if touch.kind == "page_view_key":
        return own("asset", pick(rng, PAGES))
    if touch.kind == "email_click":
        return own("asset", pick(rng, MAILS))
    page = ADS.get(lead.channel) if touch.kind == "ad_click" else None
    return own("asset", page) if page else None


def _as_written(lead: Lead, touch: Touch) -> datetime:
    """The lists of stands and webinars give times with the zone of the place."""
    if touch.kind not in RESPONSES.values():
        return touch.at
    return touch.at.replace(tzinfo=UTC).astimezone(REGIONS[lead.account.region].zone)


def campaign_id(key: str | None) -> str | None:
    """Return the store's id of a campaign as Salesforce knows it."""
    return f"salesforce:campaign:{ids.sf_campaign(key)}" if key else None


def _channel_days(_world: World) -> Iterator[Line]:
    for one in exposures():
        if one.channel not in PLATFORMS:
            key = f"{one.campaign}-{one.region.lower()}-{one.day:%Y%m%d}"
            yield Line(evening(one.day), key, _channel_day(one, key))


def _channel_day(one: Exposure, key: str) -> dict[str, Cell]:
    return {
        "event_key": own("channel-day", key),
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


def _reaches(_world: World) -> Iterator[Line]:
    for one in reaches(exposures()):
        part = f"{one.channel}-{one.region or 'all'}".lower()
        key = f"{part}-{one.window_start:%Y%m%d}-{one.window_end:%Y%m%d}"
        cells: dict[str, Cell] = {
            "event_key": own("reach", key),
            "channel": one.channel,
            "region": one.region,
            "window_start": one.window_start,
            "window_end": one.window_end,
            "people": one.people,
            "method": "platform",
            "dedup_scope": "channel",
        }
        yield Line(evening(one.window_end - timedelta(days=1)), key, cells)


SHEETS = (
    Sheet(
        "touch",
        (
            *("event_key", "person_id", "touch_type", "direction", "campaign_id", "asset_id"),
            *("channel", "utm_source", "utm_medium", "utm_campaign", "event_at"),
        ),
        _touches,
    ),
    Sheet(
        "channel_day",
        (
            *("event_key", "campaign_id", "channel", "region", "day", "impressions"),
            *("viewable_impressions", "engagements", "clicks", "cost", "currency", "category"),
            "source_tool",
        ),
        _channel_days,
        is_cut=True,
        weeks=A_MONTH,
    ),
    Sheet(
        "reach_window",
        (
            *("event_key", "channel", "region", "window_start", "window_end", "people"),
            *("method", "dedup_scope"),
        ),
        _reaches,
        weeks=A_MONTH,
        is_cut=True,
    ),
)
