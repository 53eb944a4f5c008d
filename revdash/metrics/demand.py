"""Demand: how many leads marketing handed over, and what they cost (families B and H)."""

from sqlalchemy import literal

from revdash.metrics.shapes import Ratio, Total, Unit
from revdash.store.schema.episodes import exposure_day, lead_episode
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.marketing import channel_day
from revdash.terms import Direction, EpisodeKind, Side

_e = lead_episode.c

MQL_NEW = Total(
    name="mql_new",
    label="New MQLs",
    meaning="People whom marketing handed to sales for the first time in the period.",
    unit=Unit.COUNT,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="B",
    clock="The day of the MQL.",
    open_items="None: an MQL has happened or it has not.",
    formula="count of first episodes by the day of their MQL",
    pitfalls="Junk to reach the goal: read it with the acceptance rate.",
    needs=(lifecycle_event,),
    table=lead_episode,
    value=literal(1),
    rows=_e.kind == EpisodeKind.NEW.value,
    dated_by=_e.mql_on,
)

MQL_RE = Total(
    name="mql_re",
    label="Re-MQLs",
    meaning=(
        "People handed over again after an earlier attempt had ended. "
        "New needs of customers are counted apart."
    ),
    unit=Unit.COUNT,
    side=Side.MARKETING,
    direction=Direction.NEUTRAL,
    family="B",
    clock="The day of the new MQL.",
    open_items="None: an MQL has happened or it has not.",
    formula="count of second and later episodes by the day of their MQL",
    pitfalls="Recycling to reset a clock, or re-MQLs to inflate: always split from new.",
    needs=(lifecycle_event,),
    table=lead_episode,
    value=literal(1),
    rows=_e.kind == EpisodeKind.RE.value,
    dated_by=_e.mql_on,
)

_MQL_ALL = Total(
    name="mql_all",
    label="MQLs",
    meaning="All MQLs of the period, first and repeated.",
    unit=Unit.COUNT,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="B",
    clock="The day of the MQL.",
    open_items="None: an MQL has happened or it has not.",
    formula="count of episodes by the day of their MQL",
    needs=(lifecycle_event,),
    table=lead_episode,
    value=literal(1),
    rows=_e.kind != EpisodeKind.EXPANSION.value,
    dated_by=_e.mql_on,
)

_SPEND = Total(
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
    value=exposure_day.c.cost_base,
    rows=exposure_day.c.cost_base.isnot(None),
    dated_by=exposure_day.c.day,
)

COST_PER_MQL = Ratio(
    name="cost_per_mql",
    label="Cost per MQL",
    meaning="What we spent on campaigns in the period for each MQL of the same period.",
    unit=Unit.MONEY,
    side=Side.MARKETING,
    direction=Direction.DOWN,
    family="H",
    clock="The day of spending over the day of the MQL.",
    open_items="None.",
    formula="campaign cost of the period / MQLs of the period",
    pitfalls="Cheap junk makes it look good: read it with the acceptance rate.",
    needs=(channel_day, lifecycle_event),
    of=_SPEND,
    per=_MQL_ALL,
)

METRICS = (MQL_NEW, MQL_RE, COST_PER_MQL)
