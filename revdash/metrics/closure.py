"""Closure: what we won, how often we win, and why we lose (family F)."""

from sqlalchemy import ColumnElement, func, literal

from revdash.metrics.shapes import AS_OF, Mix, Rate, Ratio, Spread, Total, Unit
from revdash.store.schema.deals import opportunity
from revdash.store.schema.episodes import deal
from revdash.terms import Direction, Outcome, Side

_d = deal.c
_is_new: ColumnElement[bool] = _d.is_new_business.is_(True)
_won = (_d.outcome == Outcome.WON.value) & _is_new
_lost = (_d.outcome == Outcome.LOST.value) & _is_new
_decided = _won | _lost
_dead = (_d.outcome == Outcome.OPEN.value) & _is_new & (_d.zombie_on <= AS_OF)
_known = _d.amount_base.isnot(None)
_someone_lost = ((_d.outcome == Outcome.LOST.value, "no lost deals loaded"),)

WON_COUNT = Total(
    name="won_count",
    label="Deals won",
    meaning="Deals with new customers closed as won in the period.",
    question="How many closures are needed per month?",
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
    rows=_won,
    dated_by=_d.closed_on,
)

WON_VALUE = Total(
    name="won_value",
    label="Value won",
    meaning=(
        "The amount of the deals with new customers closed as won in the period. "
        "A deal without an amount adds nothing, and is said to."
    ),
    question="Did we make the number?",
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
    value=_d.amount_base,
    rows=_won & _known,
    unknown=_won & ~_known,
    is_resampled=True,
    dated_by=_d.closed_on,
)

WIN_RATE = Rate(
    name="win_rate_count",
    label="Win rate",
    meaning="Of the deals decided in the period, the share won. Open deals don't count.",
    question="How often do we win?",
    benchmark=(
        "20–30 % in vendors' lists for the mid-market; a sample CRM of the same kind shows 63 %: "
        "definitions differ"
    ),
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.UP,
    family="F",
    clock="The day the deal closed.",
    open_items="Open deals are left out, however late they are.",
    formula="won / (won + lost)",
    pitfalls="Leaving lost deals open flatters it: read it with the dead deals counted as lost.",
    beside=("win_rate_pessimistic", "win_rate_value", "opp_to_won_cohort"),
    needs=(opportunity,),
    needs_some=_someone_lost,
    table=deal,
    hits=_won,
    tries=_decided,
    dated_by=_d.closed_on,
    hit="won",
    miss="lost",
)

WIN_RATE_PESSIMISTIC = Rate(
    name="win_rate_pessimistic",
    label="Win rate, dead deals lost",
    meaning=(
        "The win rate with every deal as lost that is still open more than thirty days after "
        "its close date."
    ),
    question="How often do we win, if what nobody closes is lost?",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.UP,
    family="F",
    clock="The day the deal closed; of a dead one, the 31st day after its close date.",
    open_items="Deals not yet thirty days past their close date are left out.",
    formula="won / (won + lost + open more than 30 days past the close date)",
    pitfalls="Putting the close date off keeps a dead deal out: read it with the slippage.",
    needs=(opportunity,),
    needs_some=_someone_lost,
    table=deal,
    hits=_won,
    tries=_decided | _dead,
    dated_by=func.coalesce(_d.closed_on, _d.zombie_on),
    hit="won",
    miss="lost or dead",
)

_DECIDED_VALUE = Total(
    name="decided_value",
    label="Value decided",
    meaning="The amount of the deals with new customers won or lost in the period.",
    unit=Unit.MONEY,
    side=Side.SALES,
    direction=Direction.NEUTRAL,
    family="F",
    clock="The day the deal closed.",
    open_items="Open deals are left out.",
    formula="sum of the amounts of new-business deals won or lost",
    needs=(opportunity,),
    table=deal,
    value=_d.amount_base,
    rows=_decided & _known,
    dated_by=_d.closed_on,
)

WIN_RATE_VALUE = Ratio(
    name="win_rate_value",
    label="Win rate by value",
    meaning="Of the money in the deals decided in the period, the share in those we won.",
    question="Do we lose the big ones?",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.UP,
    family="F",
    clock="The day the deal closed.",
    open_items="Open deals are left out, and deals without an amount.",
    formula="value won / (value won + value lost)",
    pitfalls="One big deal decides it: read the interval.",
    beside=("win_rate_count",),
    needs=(opportunity,),
    needs_some=_someone_lost,
    of=WON_VALUE,
    per=_DECIDED_VALUE,
    counts="deals decided",
    is_resampled=True,
)

CYCLE_OF_WON = Spread(
    name="cycle_of_won",
    label="Cycle of the deals won",
    meaning=(
        "Half of the deals won in the period took no longer than this from their creation. "
        "Deals still open say nothing here."
    ),
    question="How long did the deals take that we just won?",
    unit=Unit.DAYS,
    side=Side.SALES,
    direction=Direction.DOWN,
    family="F",
    clock="The day the deal closed.",
    open_items="Open and lost deals are left out, which makes it too short while we grow.",
    formula="median of days from creation to winning, of the deals won",
    pitfalls="The quick ones of the newest are won first: the sales cycle time counts the others.",
    beside=("cycle_time",),
    needs=(opportunity,),
    table=deal,
    rows=_won,
    value=_d.cycle_days,
    counts="deals won",
    dated_by=_d.closed_on,
)

LOSS_REASONS = Mix(
    name="loss_reasons",
    label="Loss reasons",
    meaning="Of the deals with new customers lost in the period, the share lost for each reason.",
    question="Why do we lose: the market, the product, the price or us?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.NEUTRAL,
    family="F",
    clock="The day the deal closed.",
    open_items="None: a deal is lost or it is not.",
    formula="deals lost by reason / deals lost",
    pitfalls="'Price' is said by default: ask for the competitor or a note. Blank is a reason too.",
    needs=(opportunity,),
    needs_some=_someone_lost,
    table=deal,
    rows=_lost,
    category=_d.reason,
    dated_by=_d.closed_on,
)

METRICS = (
    WON_COUNT,
    WON_VALUE,
    WIN_RATE,
    WIN_RATE_PESSIMISTIC,
    WIN_RATE_VALUE,
    CYCLE_OF_WON,
    LOSS_REASONS,
)
