"""Exposure: how often we were seen, and by how many people (family A)."""

from revdash.metrics.shapes import Reach, Total, Unit
from revdash.store.schema.episodes import exposure_day, reach_now
from revdash.store.schema.marketing import channel_day, reach_window
from revdash.terms import Direction, Side

IMPRESSIONS = Total(
    name="impressions",
    label="Impressions",
    meaning="How often our ads and posts were shown in the period, on all channels.",
    unit=Unit.COUNT,
    side=Side.MARKETING,
    direction=Direction.NEUTRAL,
    family="A",
    clock="The day of showing.",
    open_items="None: a platform may still restate the last four weeks.",
    formula="sum(impressions)",
    pitfalls="Bought volume, not attention; platforms count differently.",
    needs=(channel_day,),
    table=exposure_day,
    value=exposure_day.c.impressions,
    rows=exposure_day.c.impressions.isnot(None),
    dated_by=exposure_day.c.day,
)

REACH = Reach(
    name="reach_unique",
    label="Reach",
    meaning=(
        "How many different people saw us. Where nobody measured people across channels, "
        "the truth lies between the largest channel and the sum of all."
    ),
    unit=Unit.PEOPLE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="A",
    clock="The windows that platforms report, inside the period.",
    open_items="None: modelled figures are restated for about 28 days.",
    formula="a measured figure, or [largest channel, sum of channels]; never a sum called reach",
    pitfalls="Adding weeks counts the same people again.",
    needs=(reach_window,),
    table=reach_now,
)

METRICS = (IMPRESSIONS, REACH)
