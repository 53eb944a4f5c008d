"""Movement: which deals are stuck, and whose dates are put off (family F)."""

from sqlalchemy import ColumnElement

from revdash.metrics.shapes import Level, Spread, Unit
from revdash.store.schema.deals import opportunity, opportunity_stage_event
from revdash.store.schema.episodes import deal
from revdash.store.schema.followers import close_date_move
from revdash.store.schema.sales import sales_activity
from revdash.terms import Direction, Outcome, Side

_d = deal.c
_is_dated = (_d.outcome == Outcome.OPEN.value) | _d.closed_on.isnot(None)


def _stalled(name: str, label: str, unit: Unit, value: ColumnElement[float] | None) -> Level:
    what = "Open deals" if value is None else "The amount of the open deals"
    return Level(
        name=name,
        label=label,
        meaning=(
            f"{what} of which the other side said nothing for two weeks, or half as long again "
            "as deals usually stay in that stage, or whose close date has passed."
        ),
        question="What is stuck?",
        unit=unit,
        side=Side.SALES,
        direction=Direction.DOWN,
        family="F",
        clock="As it stood when the period ended; deals that moved again since are not told.",
        open_items="They are what is counted.",
        formula="open, and silent > max(14 d, 1.5 × the usual stay) or past the close date",
        pitfalls="A note or an unanswered mail is no sign of life: both sides must have spoken.",
        beside=("stalled_value",) if value is None else ("stalled_opps",),
        needs=(opportunity, sales_activity),
        table=deal,
        rows=_is_dated,
        since=_d.stalled_on,
        until=_d.closed_on,
        value=value,
        hit="stalled",
    )


STALLED_OPPS = _stalled("stalled_opps", "Stalled opportunities", Unit.COUNT, None)
STALLED_VALUE = _stalled("stalled_value", "Stalled value", Unit.MONEY, _d.amount_base)

CLOSE_DATE_SLIP = Spread(
    name="close_date_slip",
    label="Close-date slippage",
    meaning=(
        "Of the deals whose expected close was put off in the period, half were put off by no "
        "more than this, all their moves together."
    ),
    question="Can we trust dates?",
    unit=Unit.DAYS,
    side=Side.SALES,
    direction=Direction.DOWN,
    family="F",
    clock="The day the close date was moved.",
    open_items="None: what is moved back again the same day is no move.",
    formula="median over deals of the days by which the close date moved later",
    pitfalls="Deals that never move are left out: a deal nobody updates keeps its date.",
    needs=(opportunity, opportunity_stage_event),
    table=close_date_move,
    rows=close_date_move.c.days > 0,
    value=close_date_move.c.days,
    each=close_date_move.c.opportunity_id,
    counts="deals put off",
    dated_by=close_date_move.c.moved_on,
)

METRICS = (STALLED_OPPS, STALLED_VALUE, CLOSE_DATE_SLIP)
