"""Conversion: what leads and deals become, the younger ones projected (family F)."""

from dataclasses import replace

from sqlalchemy import ColumnElement, DateTime, case, cast, literal

from revdash.metrics.ages import age_of, is_past, seconds_to
from revdash.metrics.shapes import AS_OF, DAY, Ratio, Total, Unit, Wait
from revdash.store.schema.deals import opportunity
from revdash.store.schema.episodes import deal, lead_episode
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.terms import Direction, EpisodeKind, Outcome, Side

_HALF_A_YEAR, _A_YEAR = 180 * DAY, 365 * DAY
_e, _d = lead_episode.c, deal.c
_is_business = _e.kind != EpisodeKind.EXPANSION.value
_is_sql, _is_deal, _is_won = is_past(_e.sql_at), is_past(_e.opp_at), is_past(_e.won_at)
_age, _age_sql = age_of(_e.mql_at), age_of(_e.sql_at)
_deal_is_won = _d.outcome == Outcome.WON.value
_age_deal: ColumnElement[float] = age_of(cast(_d.created_on, DateTime))
_had_a_year = _age >= _A_YEAR
_POOLED = (
    "The younger are projected by what became of all cohorts together at the same age; "
    "those given back or lost stay in the count."
)

SQL_TO_OPP = Wait(
    name="sql_to_opp",
    label="SQL to opportunity",
    meaning=(
        "Of the leads that became an SQL in the period, the share with a deal within 30 days. "
        "A lead that became a deal at once counts as an SQL of the same moment."
    ),
    question="Do qualified leads become deals?",
    benchmark="60–75 % in a vendor's list, for whatever it calls an SQL",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.UP,
    family="F",
    clock="The day the lead became an SQL.",
    open_items="SQLs not yet 30 days old count for the days they have had.",
    formula="1 − S(30 days) of SQL to accepted opportunity, leads given back at risk to the end",
    pitfalls="Opening deals only when sure lowers it and shortens the cycle: read them together.",
    beside=("cycle_time", "opps_created"),
    needs=(lifecycle_event, opportunity),
    table=lead_episode,
    rows=_is_business & _is_sql,
    served=_is_deal,
    pending=_e.is_open.is_(True) & _e.opp_at.is_(None),
    seconds=seconds_to(_e.sql_at, _e.opp_at, _is_deal),
    age=_age_sql,
    dated_by=_e.sql_on,
    within=30 * DAY,
    is_worktime=False,
    hit="a deal",
    wait="open",
    miss="no deal",
)

SQL_TO_WON = Wait(
    name="sql_to_won",
    label="SQL to sale",
    meaning=(
        "Of the leads that became an SQL in the period, the share that is won within 180 days. "
        "What the younger still have to bring is projected, and said to be."
    ),
    question="How many SQLs convert to sales?",
    benchmark="20–30 % in a vendor's list (mv3marketing.com)",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="F",
    clock="The day the lead became an SQL.",
    open_items=_POOLED,
    formula="won so far + expected of the rest by life-table hazards, over SQLs, by 180 days",
    pitfalls="Never set a young cohort's sales so far against an old one's: both at 180 days.",
    needs=(lifecycle_event, opportunity),
    table=lead_episode,
    rows=_is_business & _is_sql,
    served=_is_won,
    pending=_e.is_open.is_(True),
    seconds=seconds_to(_e.sql_at, _e.won_at, _is_won),
    age=_age_sql,
    dated_by=_e.sql_on,
    within=_HALF_A_YEAR,
    is_projected=True,
    is_worktime=False,
    hit="won",
    wait="open",
    miss="not won",
)

MQL_TO_WON = Wait(
    name="mql_to_won",
    label="MQL to won",
    meaning=(
        "Of the leads handed over in the period, the share that is won within a year. "
        "What the younger still have to bring is projected, and said to be."
    ),
    question="Which demand becomes money?",
    benchmark=(
        "A public funnel of 8,000 marketplace sellers: 10.5 % ever, 6.8 % by 30 days, 9.7 % by "
        "180 (Olist, own computation)"
    ),
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="F",
    clock="The day of the MQL.",
    open_items=_POOLED,
    formula="won so far + expected of the rest by life-table hazards, over MQLs, by 365 days",
    pitfalls="Won so far over MQLs falls in every recent month, whatever happens.",
    beside=("value_per_mql",),
    needs=(lifecycle_event, opportunity),
    table=lead_episode,
    rows=_is_business,
    served=_is_won,
    pending=_e.is_open.is_(True),
    seconds=seconds_to(_e.mql_at, _e.won_at, _is_won),
    age=_age,
    dated_by=_e.mql_on,
    within=_A_YEAR,
    is_projected=True,
    is_worktime=False,
    hit="won",
    wait="open",
    miss="not won",
)

_WON_OF_MQLS = Total(
    name="won_of_mqls",
    label="Value won of these MQLs",
    meaning="What the deals are worth that the period's MQLs became, once they had a year.",
    unit=Unit.MONEY,
    side=Side.SHARED,
    direction=Direction.UP,
    family="F",
    clock="The day of the MQL.",
    open_items="MQLs less than a year old are left out.",
    formula="sum of the amounts won of MQLs at least 365 days old",
    needs=(lifecycle_event, opportunity),
    table=lead_episode,
    value=_e.amount_base,
    rows=_is_business & _had_a_year & _is_won & _e.amount_base.isnot(None),
    dated_by=_e.mql_on,
)

_MATURE_MQLS = Total(
    name="mature_mqls",
    label="MQLs at least a year old",
    meaning="The period's MQLs that have had a year.",
    unit=Unit.COUNT,
    side=Side.SHARED,
    direction=Direction.NEUTRAL,
    family="F",
    clock="The day of the MQL.",
    open_items="MQLs less than a year old are left out.",
    formula="count of MQLs at least 365 days old",
    needs=(lifecycle_event,),
    table=lead_episode,
    value=literal(1),
    rows=_is_business & _had_a_year,
    unknown=_is_business & ~_had_a_year,
    dated_by=_e.mql_on,
)

VALUE_PER_MQL = Ratio(
    name="value_per_mql",
    label="Value won per MQL",
    meaning="What each lead handed over in the period brought, once all have had a year.",
    question="What is a handed-over lead worth?",
    unit=Unit.MONEY,
    side=Side.SHARED,
    direction=Direction.UP,
    family="F",
    clock="The day of the MQL.",
    open_items="Leads handed over less than a year ago are left out, and counted beside it.",
    formula="value won of MQLs at least 365 days old / those MQLs",
    pitfalls="One big deal decides it: read the interval. Deals without an amount add nothing.",
    needs=(lifecycle_event, opportunity),
    of=_WON_OF_MQLS,
    per=_MATURE_MQLS,
    is_resampled=True,
)

OPP_TO_WON = Wait(
    name="opp_to_won_cohort",
    label="Opportunity to won",
    meaning=(
        "Of the deals with new customers created in the period, the share that is won within "
        "180 days. What the younger still have to bring is projected, and said to be."
    ),
    question="Is selling improving, whatever the timing?",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.UP,
    family="F",
    clock="The day the deal was created.",
    open_items=_POOLED,
    formula="won so far + expected of the rest by life-table hazards, over deals, by 180 days",
    pitfalls="For the trend; the win rate of the deals closed is for the forecast.",
    beside=("win_rate_count",),
    needs=(opportunity,),
    table=deal,
    rows=_d.is_new_business.is_(True) & (_d.created_on <= AS_OF),
    served=_deal_is_won,
    pending=_d.outcome == Outcome.OPEN.value,
    seconds=case((_deal_is_won, _d.cycle_days * DAY), else_=_age_deal),
    age=_age_deal,
    dated_by=_d.created_on,
    within=_HALF_A_YEAR,
    is_projected=True,
    is_worktime=False,
    hit="won",
    wait="open",
    miss="lost",
)

CYCLE_TIME = Wait(
    name="cycle_time",
    label="Sales cycle time",
    meaning=(
        "Of the deals created in the period that are won within a year, half are won by this "
        "age. Deals still open are counted with what such deals have yet to bring."
    ),
    question="How long does it take?",
    unit=Unit.DAYS,
    side=Side.SALES,
    direction=Direction.DOWN,
    family="F",
    clock="The day the deal was created.",
    open_items="Open deals count with their age; lost deals stay in the count and are never won.",
    formula="the age by which half of those won by 365 days are: 1 − S(t), lost deals at risk",
    pitfalls="The median of the deals won so far is shorter: the slow ones are still open.",
    beside=("cycle_of_won", "time_to_win", "sql_to_opp"),
    needs=(opportunity,),
    table=deal,
    rows=_d.is_new_business.is_(True) & (_d.created_on <= AS_OF),
    served=_deal_is_won,
    pending=_d.outcome == Outcome.OPEN.value,
    seconds=case((_deal_is_won, _d.cycle_days * DAY), else_=_age_deal),
    age=_age_deal,
    dated_by=_d.created_on,
    within=_A_YEAR,
    is_projected=True,
    is_worktime=False,
    hit="won",
    wait="open",
    miss="lost",
)

TIME_TO_WIN = replace(
    MQL_TO_WON,
    name="time_to_win",
    label="Time from MQL to won",
    meaning=(
        "Of the leads handed over in the period that are won within a year, half are won by "
        "this age. Open leads are counted with what such leads have yet to bring."
    ),
    question="How long until demand becomes money?",
    benchmark="",
    unit=Unit.DAYS,
    side=Side.SHARED,
    direction=Direction.DOWN,
    open_items="Open leads count with their age; lost ones stay in the count, never won.",
    formula="the age by which half of those won by 365 days are: 1 − S(t), lost leads at risk",
    pitfalls="Of the newest only the quick ones are won yet: the others are reckoned with.",
    beside=("cycle_time", "mql_to_won"),
)

METRICS = (SQL_TO_OPP, SQL_TO_WON, MQL_TO_WON, TIME_TO_WIN, VALUE_PER_MQL, OPP_TO_WON, CYCLE_TIME)
