"""Market: whether its needs are answered, and whether we look at customers (families J and M)."""

from collections.abc import Sequence
from dataclasses import replace

from revdash.metrics.ages import is_past
from revdash.metrics.shapes import (
    AS_OF,
    Combination,
    Combined,
    Level,
    Rate,
    Reading,
    Told,
    Unit,
)
from revdash.store.schema.clientele import need_now
from revdash.store.schema.customers import market_feedback
from revdash.store.schema.joint import tagged_stay
from revdash.terms import Direction, Orientation, Side

_m, _t = need_now.c, tagged_stay.c
_is_due = is_past(_m.due_at)

MARKET_FEEDBACK_LOOP = Rate(
    name="market_feedback_loop",
    label="Market needs answered",
    meaning=(
        "Of the needs of the market whose thirty days ended in the period, the share on which "
        "product had decided by then: do, later, or no with a reason."
    ),
    question="Do market facts reach product?",
    unit=Unit.SHARE,
    side=Side.CUSTOMER,
    direction=Direction.UP,
    family="J",
    clock="Thirty days after the need was heard.",
    open_items="Not yet due: left out, and printed beside it.",
    formula="needs decided within 30 days (do, later, no + reason) / needs due",
    pitfalls=(
        "The same need heard ten times is ten rows here: the page puts them together and says "
        "how many customers it is of."
    ),
    beside=("nps",),
    needs=(market_feedback,),
    table=need_now,
    hits=_is_due & _m.is_decided_in_time,
    tries=_is_due,
    pending=_m.due_at > AS_OF,
    dated_by=_m.due_on,
    hit="answered",
    miss="not answered in time",
)

_is_tagged = _t.orientation.isnot(None)

_TAGGED = Level(
    name="tagged",
    label="Goals and agenda metrics",
    meaning="The goals in force and the metrics on the agenda of the weekly.",
    unit=Unit.COUNT,
    side=Side.SHARED,
    direction=Direction.NEUTRAL,
    family="J",
    clock="The last day of the period.",
    open_items="None.",
    formula="count of goals and agenda metrics",
    needs=(tagged_stay,),
    table=tagged_stay,
    rows=_is_tagged,
    since=_t.since_on,
    until=_t.until_on,
    hit="looked at",
)

_TAGGED_CUSTOMER = replace(
    _TAGGED,
    name="tagged_customer",
    label="Those about customers",
    meaning="Those of which a customer could observe what they measure.",
    rows=_t.orientation == Orientation.CUSTOMER.value,
    hit="about customers",
)


def _share_about(readings: Sequence[Reading], _targets: Sequence[float]) -> Combination:
    """How many of all that is looked at is about customers."""
    about, everything = (reading.value or 0.0 for reading in readings)
    if not everything:
        return Combination(None, missing="no goals and no agenda by then")
    return Combination(about / everything)


CUSTOMER_METRIC_SHARE = Combined(
    name="customer_metric_share",
    label="Goals and metrics about customers",
    meaning=(
        "Of the goals in force and the metrics on the agenda of the weekly, the share that is "
        "about customers: retention, satisfaction, what they need and whether they are answered."
    ),
    question="Are we aligned to the customer, or only to each other?",
    unit=Unit.SHARE,
    side=Side.CUSTOMER,
    direction=Direction.UP,
    family="J",
    clock="The last day of the period.",
    open_items="None.",
    formula="goals and agenda metrics about customers / all of them",
    pitfalls="Calling a goal another name: it is about customers only if they could observe it.",
    beside=("customer_lens",),
    needs=(tagged_stay,),
    parts=(_TAGGED_CUSTOMER, _TAGGED),
    combine=_share_about,
)

CUSTOMER_LENS = Told(
    name="customer_lens",
    label="Customer lens",
    meaning=(
        "From 0 to 100: the mean of how much we look at customers, how many of their needs are "
        "answered, whether they like us more than before, and how many stay. It stands beside "
        "Alignment Health and is never mixed into it."
    ),
    question="Are we aligned with the customer, not only with each other?",
    unit=Unit.INDEX,
    side=Side.CUSTOMER,
    direction=Direction.UP,
    family="M",
    clock="The last day of each month, and today.",
    open_items="A part of which nothing is known yet is left out, and named.",
    formula=(
        "mean of: customer share of goals and metrics / 30 %; market needs answered; 100, 50 or 0 "
        "for a score that rose, stayed or fell; customers kept / plan"
    ),
    pitfalls="Two teams may agree with each other and lose the customer: that is what it is for.",
    beside=("customer_metric_share", "nps"),
    untold="none of its parts is known yet",
)

METRICS = (MARKET_FEEDBACK_LOOP, CUSTOMER_METRIC_SHARE, CUSTOMER_LENS)
