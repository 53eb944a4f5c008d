"""Ads: what the advertising platforms report of each campaign and day."""

from collections.abc import Iterator
from datetime import date, datetime, time

from revdash.demo.channels import CAMPAIGNS
from revdash.demo.company import DEMO_COMPANY
from revdash.demo.exposure import Exposure, exposures
from revdash.demo.systems.lines import A_MONTH, Cell, Line, Sheet
from revdash.demo.world import World

PLATFORMS = {"paid_search": "google_ads", "paid_social": "linkedin_ads"}
NAMES = {campaign.key: campaign.name for campaign in CAMPAIGNS}


def evening(day: date) -> datetime:
    """Return when the numbers of a day are in."""
    return datetime.combine(day, time(22))


def _shown(channel: str) -> Iterator[Exposure]:
    return (one for one in exposures() if one.channel == channel)


def _google(_world: World) -> Iterator[Line]:
    for one in _shown("paid_search"):
        name = NAMES[one.campaign]
        cells: dict[str, Cell] = {
            "Day": one.day,
            "Campaign": name,
            "Currency code": DEMO_COMPANY.currency,
            "Cost": one.cost,
            "Impr.": one.impressions,
            "Viewable impr.": round(one.impressions * 0.7),
            "Clicks": one.clicks,
            "Engagements": one.engagements,
        }
        yield Line(evening(one.day), f"{name}:{one.day}", cells)


def _linkedin(_world: World) -> Iterator[Line]:
    for one in _shown("paid_social"):
        name = NAMES[one.campaign]
        cells: dict[str, Cell] = {
            "Start Date (in UTC)": one.day,
            "End Date (in UTC)": one.day,
            "Campaign Name": name,
            "Currency": DEMO_COMPANY.currency,
            "Total Spent": one.cost,
            "Impressions": one.impressions,
            "Clicks": one.clicks,
            "Total Engagements": one.engagements,
        }
        yield Line(evening(one.day), f"{name}:{one.day}", cells)


SHEETS = (
    Sheet(
        "google-ads",
        (
            *("Day", "Campaign", "Currency code", "Cost", "Impr.", "Viewable impr.", "Clicks"),
            "Engagements",
        ),
        _google,
        is_cut=True,
        weeks=A_MONTH,
    ),
    Sheet(
        "linkedin-ads",
        (
            *("Start Date (in UTC)", "End Date (in UTC)", "Campaign Name", "Currency"),
            *("Total Spent", "Impressions", "Clicks", "Total Engagements"),
        ),
        _linkedin,
        is_cut=True,
        weeks=A_MONTH,
    ),
)
