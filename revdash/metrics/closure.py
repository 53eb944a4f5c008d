"""Closure: what we won, and how often we win (family F)."""

from sqlalchemy import literal

from revdash.metrics.shapes import Rate, Total, Unit
from revdash.store.schema.deals import opportunity
from revdash.store.schema.episodes import deal
from revdash.terms import Direction, Outcome, Side

_won = deal.c.outcome == Outcome.WON.value
_decided = deal.c.outcome.in_([Outcome.WON.value, Outcome.LOST.value])
_new_business = deal.c.is_new_business.is_(True)

WON_COUNT = Total(
    name="won_count",
    label="Deals won",
    meaning="Deals with new customers closed as won in the period.",
    unit=Unit.COUNT,
    side=Side.SALES,
    direction=Direction.UP,
    family="F",
    clock="The day the deal closed.",
    open_items="None: a deal is won or it is not.",
    formula="count of new-business deals won",
    pitfalls="Pulling deals forward or holding them back around a quarter's end.",
    needs=(opportunity,),
    table=deal,
    value=literal(1),
    rows=_won & _new_business,
    dated_by=deal.c.closed_on,
)

WON_VALUE = Total(
    name="won_value",
    label="Value won",
    meaning=(
        "The amount of the deals with new customers closed as won in the period. "
        "A deal without an amount adds nothing, and is said to."
    ),
    unit=Unit.MONEY,
    side=Side.SALES,
    direction=Direction.UP,
    family="F",
    clock="The day the deal closed.",
    open_items="None: a deal is won or it is not.",
    formula="sum of the amounts of new-business deals won",
    pitfalls="Whole-term against first-year value: one field, one definition.",
    needs=(opportunity,),
    table=deal,
    value=deal.c.amount_base,
    rows=_won & _new_business & deal.c.amount_base.isnot(None),
    unknown=_won & _new_business & deal.c.amount_base.is_(None),
    dated_by=deal.c.closed_on,
)

WIN_RATE = Rate(
    name="win_rate_count",
    label="Win rate",
    meaning="Of the deals decided in the period, the share won. Open deals don't count.",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.UP,
    family="F",
    clock="The day the deal closed.",
    open_items="Open deals are left out, however late they are.",
    formula="won / (won + lost)",
    pitfalls="Leaving lost deals open flatters it.",
    needs=(opportunity,),
    needs_some=((deal.c.outcome == Outcome.LOST.value, "no lost deals loaded"),),
    table=deal,
    hits=_won & _new_business,
    tries=_decided & _new_business,
    dated_by=deal.c.closed_on,
    hit="won",
    miss="lost",
)

METRICS = (WON_COUNT, WON_VALUE, WIN_RATE)
