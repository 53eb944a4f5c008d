"""Exposure: how often we were seen, by how many people, and what that cost (family A)."""

from dataclasses import replace

from revdash.metrics.shapes import Ratio, Reach, Total, Unit
from revdash.store.schema.episodes import exposure_day, reach_now
from revdash.store.schema.marketing import channel_day, reach_window
from revdash.terms import Direction, Side

_x = exposure_day.c
_seen = _x.impressions.isnot(None)
_RESTATED = "None: platforms may restate the last four weeks."
_WINDOWS = "The windows that platforms report, inside the period, and the same days of showing."

IMPRESSIONS = Total(
    name="impressions",
    label="Impressions",
    meaning="How often our ads and posts were shown in the period, on all channels.",
    question="How much exposure did we buy or earn?",
    unit=Unit.COUNT,
    side=Side.MARKETING,
    direction=Direction.NEUTRAL,
    family="A",
    clock="The day of showing.",
    open_items=_RESTATED,
    formula="sum(impressions)",
    pitfalls=(
        "Bought volume, not attention. Some platforms count what was served, others what could "
        "be seen: read it with the viewable share."
    ),
    beside=("viewable_share", "cost_per_impressions"),
    needs=(channel_day,),
    table=exposure_day,
    value=_x.impressions,
    rows=_seen,
    dated_by=_x.day,
)

ENGAGEMENTS = replace(
    IMPRESSIONS,
    name="engagements",
    label="Engagements",
    meaning="How often somebody liked, commented, shared, saved or clicked what was shown.",
    question="",
    formula="sum(engagements)",
    value=_x.engagements,
    rows=_seen & _x.engagements.isnot(None),
)

PROGRAMME_COST = Total(
    name="programme_cost",
    label="Programme cost",
    meaning="What was spent on campaigns in the period.",
    unit=Unit.MONEY,
    side=Side.MARKETING,
    direction=Direction.NEUTRAL,
    family="H",
    clock="The day of spending.",
    open_items="None.",
    formula="sum(cost)",
    needs=(channel_day,),
    table=exposure_day,
    value=_x.cost_base,
    rows=_x.cost_base.isnot(None),
    dated_by=_x.day,
)

_SHOWN_FOR_MONEY = replace(
    PROGRAMME_COST,
    name="cost_of_showing",
    label="Cost of what was shown",
    rows=_seen & _x.cost_base.isnot(None),
)

VIEWABLE_SHARE = Ratio(
    name="viewable_share",
    label="Viewable share",
    meaning=(
        "Of the impressions of platforms that measure it, the share that could be seen on the "
        "screen. Never added to the impressions: they are a part of them."
    ),
    question="How much of our exposure could anybody see?",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="A",
    clock="The day of showing.",
    open_items=_RESTATED,
    formula="sum(viewable impressions) / sum(impressions), where both are known",
    pitfalls="Platforms that do not measure it are left out, and may be worse.",
    needs=(channel_day,),
    needs_some=((_x.viewable_impressions.isnot(None), "no viewable impressions loaded"),),
    of=replace(
        IMPRESSIONS,
        name="viewable_impressions",
        label="Viewable impressions",
        value=_x.viewable_impressions,
        rows=_seen & _x.viewable_impressions.isnot(None),
    ),
    per=replace(
        IMPRESSIONS,
        name="measured_impressions",
        label="Impressions measured for it",
        rows=_seen & _x.viewable_impressions.isnot(None),
    ),
)

REACH = Reach(
    name="reach_unique",
    label="Reach",
    meaning=(
        "How many different people saw us. Where nobody measured people across channels, "
        "the truth lies between the largest channel and the sum of all."
    ),
    question="How many different people saw us?",
    unit=Unit.PEOPLE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="A",
    clock="The windows that platforms report, inside the period.",
    open_items="None: modelled figures are restated for about 28 days.",
    formula="a measured figure, or [largest channel, sum of channels]; never a sum called reach",
    pitfalls=(
        "Adding weeks counts the same people again. Whether they are people sales wants to "
        "meet, the target accounts engaged tell."
    ),
    beside=("frequency", "target_account_reach"),
    needs=(reach_window,),
    table=reach_now,
)

FREQUENCY = Reach(
    name="frequency",
    label="Frequency",
    meaning=(
        "How often each person we reached saw us. Only what was shown on the days and channels "
        "for which people were counted; without a count across channels, between two bounds."
    ),
    question="Are we annoying few people or touching many once?",
    unit=Unit.RATIO,
    side=Side.MARKETING,
    direction=Direction.BAND,
    family="A",
    clock=_WINDOWS,
    open_items=_RESTATED,
    formula="impressions / reach, of the same days, channels, campaigns and regions",
    pitfalls="Two to eight times a month is usual. An average: a few may see us much more often.",
    needs=(channel_day, reach_window),
    table=reach_now,
    of=IMPRESSIONS,
)

ENGAGEMENT_RATE = Ratio(
    name="engagement_rate",
    label="Engagement rate",
    meaning=(
        "Of the times we were shown, the share that somebody liked, commented, shared, saved or "
        "clicked. Watching alone doesn't count."
    ),
    question="Does the content resonate?",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="A",
    clock="The day of showing.",
    open_items=_RESTATED,
    formula="sum(engagements) / sum(impressions), where both are known",
    pitfalls=(
        "Platforms don't compare. Always by impressions: by reach it is another number, with its "
        "own name. Engagement bait lifts it, and so do our own people's likes."
    ),
    beside=("engagement_by_reach",),
    needs=(channel_day,),
    of=ENGAGEMENTS,
    per=replace(
        IMPRESSIONS,
        name="impressions_with_engagements",
        label="Impressions with engagements known",
        rows=_seen & _x.engagements.isnot(None),
    ),
)

ENGAGEMENT_BY_REACH = Reach(
    name="engagement_by_reach",
    label="Engagements per person reached",
    meaning=(
        "How many engagements came from each person reached: the engagement rate by reach, which "
        "is always the larger one. Not to be set beside the rate by impressions."
    ),
    question="Does the content resonate with those who saw it?",
    unit=Unit.RATIO,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="A",
    clock=_WINDOWS,
    open_items=_RESTATED,
    formula="engagements / reach, of the same days, channels, campaigns and regions",
    pitfalls="Choosing for each channel whichever rate looks better.",
    needs=(channel_day, reach_window),
    table=reach_now,
    of=ENGAGEMENTS,
)

COST_PER_IMPRESSIONS = Ratio(
    name="cost_per_impressions",
    label="Cost per 1,000 impressions",
    meaning="What it cost to be shown a thousand times. What was not paid for being shown is out.",
    question="Is awareness money efficient?",
    unit=Unit.MONEY,
    side=Side.MARKETING,
    direction=Direction.DOWN,
    family="A",
    clock="The day of showing and spending.",
    open_items=_RESTATED,
    formula="1,000 * sum(cost) / sum(impressions), where both are known",
    pitfalls="Cheap and irrelevant: read it with the target accounts engaged.",
    needs=(channel_day,),
    of=_SHOWN_FOR_MONEY,
    per=replace(
        IMPRESSIONS,
        name="impressions_with_cost",
        label="Impressions with their cost known",
        rows=_seen & _x.cost_base.isnot(None),
    ),
    times=1000.0,
)

COST_PER_REACH = Reach(
    name="cost_per_reach",
    label="Cost per 1,000 reached",
    meaning=(
        "What it cost to be seen by a thousand different people. Only money spent on the days "
        "and channels for which people were counted."
    ),
    question="Is awareness money efficient?",
    unit=Unit.MONEY,
    side=Side.MARKETING,
    direction=Direction.DOWN,
    family="A",
    clock=_WINDOWS,
    open_items=_RESTATED,
    formula="1,000 * cost / reach, of the same days, channels, campaigns and regions",
    pitfalls="Cheap and irrelevant reach: read it with the target accounts engaged.",
    beside=("cost_per_impressions", "target_account_reach"),
    needs=(channel_day, reach_window),
    table=reach_now,
    of=_SHOWN_FOR_MONEY,
    times=1000.0,
)

METRICS = (
    IMPRESSIONS,
    VIEWABLE_SHARE,
    REACH,
    FREQUENCY,
    ENGAGEMENT_RATE,
    ENGAGEMENT_BY_REACH,
    COST_PER_IMPRESSIONS,
    COST_PER_REACH,
)
