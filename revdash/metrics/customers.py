"""Customers: whether those we win like us, stay and grow (family J)."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import case, literal

from revdash.metrics.ages import age_of, is_past, seconds_to
from revdash.metrics.shapes import (
    AS_OF,
    DAY,
    Combination,
    Combined,
    Drawn,
    Level,
    Ratio,
    Reading,
    Total,
    Unit,
    Wait,
)
from revdash.store.schema.clientele import customer_now, nps_now, revenue_stay
from revdash.store.schema.customers import (
    customer,
    nps_response,
    subscription_event,
)
from revdash.terms import Direction, Side

_c, _r, _n = customer_now.c, revenue_stay.c, nps_now.c
PROMOTER, DETRACTOR = 9, 6  # from nine up they would recommend us; up to six they would not
LEAST_ANSWERS = 30
A_YEAR = 366 * DAY  # a leap year's, so that a renewal on the day counts
_has_score = _n.score.isnot(None)
_is_old_enough = _r.arr_before > 0
_is_paid_known = _r.arr_before.isnot(None) & _r.arr_now.isnot(None)
_paid_before, _paid_now = (case((_is_paid_known, paid)) for paid in (_r.arr_before, _r.arr_now))

ANSWERS = Total(
    name="nps_answers",
    label="NPS answers",
    meaning="Answers of customers to the question whether they would recommend us.",
    unit=Unit.COUNT,
    side=Side.CUSTOMER,
    direction=Direction.NEUTRAL,
    family="J",
    clock="The day of the answer.",
    open_items="None.",
    formula="count of answers",
    needs=(nps_response,),
    table=nps_now,
    value=literal(1),
    rows=_has_score,
    dated_by=_n.answered_on,
)

_BALANCE = Total(
    name="nps_balance",
    label="Promoters less detractors",
    meaning="Answers of nine and ten, less those of six and below.",
    unit=Unit.COUNT,
    side=Side.CUSTOMER,
    direction=Direction.UP,
    family="J",
    clock="The day of the answer.",
    open_items="None.",
    formula="promoters − detractors",
    needs=(nps_response,),
    table=nps_now,
    value=case((_n.score >= PROMOTER, 1), (_n.score <= DETRACTOR, -1), else_=0),
    rows=_has_score,
    dated_by=_n.answered_on,
)

NPS = Ratio(
    name="nps",
    label="Net promoter score",
    meaning=(
        "Of the customers who answered in the period, the share who would recommend us (9 or 10) "
        "less the share who would not (0 to 6), in points from −100 to 100."
    ),
    question="Do the customers we acquire like us?",
    unit=Unit.POINTS,
    side=Side.CUSTOMER,
    direction=Direction.UP,
    family="J",
    clock="The day of the answer.",
    open_items="None: who was asked and did not answer is not known here.",
    formula="100 × (promoters − detractors) / answers",
    pitfalls="Asking happy customers only. Fewer than thirty answers give no score.",
    beside=("logo_retention",),
    needs=(nps_response,),
    of=_BALANCE,
    per=ANSWERS,
    times=100.0,
    counts="answers",
    least=LEAST_ANSWERS,
)

_has_left = is_past(_c.churned_at)

LOGO_RETENTION = Wait(
    name="logo_retention",
    label="Customers kept for a year",
    meaning=(
        "Of the customers who began in the period, the share who are still there a year later. "
        "Whose first year is not over counts for the time it has lasted."
    ),
    question="Which sources bring customers who stay?",
    unit=Unit.SHARE,
    side=Side.CUSTOMER,
    direction=Direction.UP,
    family="J",
    clock="The day they became a customer.",
    open_items="A renewal not yet due is censored: not lost, and not kept either.",
    formula="S(12 months) of the Kaplan–Meier curve from the start to the day a customer left",
    pitfalls=(
        "Customers who began before the first day with data are there only if they lasted until "
        "then: read cohorts that were seen from their start."
    ),
    beside=("nrr",),
    needs=(customer, subscription_event),
    table=customer_now,
    rows=_c.started_at.isnot(None) & (_c.started_at <= AS_OF),
    served=_has_left,
    pending=~_has_left & (age_of(_c.started_at) < A_YEAR),
    seconds=seconds_to(_c.started_at, _c.churned_at, _has_left),
    age=age_of(_c.started_at),
    dated_by=_c.started_on,
    within=A_YEAR,
    is_worktime=False,
    is_kept=True,
    hit="left",
    wait="in the first year",
    miss="stayed",
)

_PAID_BEFORE = Level(
    name="arr_before",
    label="Paid a year before",
    meaning="What those who were customers a year before the period's end paid a year then.",
    unit=Unit.MONEY,
    side=Side.CUSTOMER,
    direction=Direction.NEUTRAL,
    family="J",
    clock="365 days before the last day of the period.",
    open_items="None.",
    formula="sum of the yearly revenue",
    needs=(subscription_event,),
    table=revenue_stay,
    rows=_is_old_enough | _r.arr_before.is_(None),
    since=_r.since_on,
    until=_r.until_on,
    value=_paid_before,
    hit="customers a year before",
)

_PAID_NOW = Level(
    name="arr_now",
    label="Paid now",
    meaning="What the same customers pay a year at the period's end; who left pays nothing.",
    unit=Unit.MONEY,
    side=Side.CUSTOMER,
    direction=Direction.UP,
    family="J",
    clock="The last day of the period.",
    open_items="None.",
    formula="sum of the yearly revenue",
    needs=(subscription_event,),
    table=revenue_stay,
    rows=_is_old_enough | _r.arr_before.is_(None),
    since=_r.since_on,
    until=_r.until_on,
    value=_paid_now,
    hit="customers a year before",
)


def _kept_revenue(readings: Sequence[Reading], _targets: Sequence[float]) -> Combination:
    """What they pay now for each euro that they paid a year before."""
    now, before = (reading.value or 0.0 for reading in readings)
    if not before:
        return Combination(None, missing="nobody was a customer a year before")
    return Combination(now / before)


def _kept_again(_readings: Sequence[Reading], sums: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(sums[0] / sums[1], dtype=np.float64)


NRR = Combined(
    name="nrr",
    label="Net revenue retention",
    meaning=(
        "What those who were customers a year before pay now, for each euro they paid then: more "
        "where they grew, less where they cut back or left. New customers don't count."
    ),
    question="Do customers grow with us?",
    unit=Unit.SHARE,
    side=Side.CUSTOMER,
    direction=Direction.UP,
    family="J",
    clock="The last day of the period, and 365 days before it.",
    open_items=(
        "A renewal to come counts with what is paid until then. Who pays what nobody knows in our "
        "currency, then or now, is left out of both."
    ),
    formula="(starting ARR + expansion - contraction - churn) / starting ARR, trailing 12 months",
    pitfalls="One large customer who grows hides many who leave: read it with how many stay.",
    beside=("logo_retention",),
    needs=(subscription_event,),
    parts=(_PAID_NOW, _PAID_BEFORE),
    combine=_kept_revenue,
    drawn=Drawn(
        of=replace(_PAID_BEFORE, rows=_is_old_enough & _is_paid_known),
        columns=(_paid_now, _paid_before),
        combine=_kept_again,
    ),
)

CUSTOMERS = Level(
    name="customers",
    label="Customers",
    meaning="The companies that were customers when the period ended.",
    question="How many customers do we have?",
    unit=Unit.COUNT,
    side=Side.CUSTOMER,
    direction=Direction.UP,
    family="J",
    clock="The last day of the period.",
    open_items="None: a company is a customer until the day it leaves.",
    formula="count of customers who began before and had not left",
    pitfalls="A company that signed twice is one customer.",
    beside=("logo_retention",),
    needs=(customer,),
    table=customer_now,
    rows=_c.account_id.isnot(None),
    since=_c.started_on,
    until=_c.churned_on,
    hit="a customer",
)

METRICS = (CUSTOMERS, NPS, LOGO_RETENTION, NRR)
