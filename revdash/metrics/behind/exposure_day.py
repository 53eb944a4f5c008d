"""Exposure: what a reader sees of one day of one campaign."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.metrics.described import Unit
from revdash.store.schema.episodes import exposure_day

_t = exposure_day.c

BEHIND = Behind(
    table=exposure_day,
    key=_t.event_key,
    columns=(
        Shows("day", "Day", _t.day),
        Shows("channel", "Channel", _t.channel),
        Shows("campaign", "Campaign", _t.campaign),
        Shows("region", "Region", _t.region),
        Shows("impressions", "Impressions", _t.impressions, Unit.COUNT),
        Shows("clicks", "Clicks", _t.clicks, Unit.COUNT),
        Shows("cost", "Cost", _t.cost_base, Unit.MONEY),
    ),
)
