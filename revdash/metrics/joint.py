"""Joint: what both sides promised, met over, froze and tried out (family I)."""

from dataclasses import replace

from sqlalchemy import and_, literal

from revdash.metrics.ages import is_past
from revdash.metrics.exposure import PROGRAMME_COST
from revdash.metrics.shapes import Rate, Ratio, Total, Unit
from revdash.store.schema.joint import commitment_now, experiment_day, frozen_now, meeting_now
from revdash.store.schema.marketing import channel_day
from revdash.terms import Direction, Side

_c, _m, _f, _x = commitment_now.c, meeting_now.c, frozen_now.c, experiment_day.c
_stands = _c.state != "cancelled_joint"
_is_frozen = _m.frozen_at.isnot(None)

COMMITMENTS_KEPT = Rate(
    name="commitments_kept",
    label="Commitments kept on time",
    meaning=(
        "Of what was promised in the weekly and fell due in the period, the share done by the day "
        "that was named first. What both sides called off together is left out."
    ),
    question="Do we do what we said in the weekly?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="I",
    clock="The day it was due at first, however often it was put off.",
    open_items="What is not due yet is left out and told beside it.",
    formula="done on or before the original due day / due, but for those called off jointly",
    pitfalls="Small promises are easily kept: how big one is, is not judged. Slips are listed.",
    beside=("meeting_cadence",),
    needs=(commitment_now,),
    table=commitment_now,
    hits=_stands & is_past(_c.due_at) & (_c.done_on <= _c.original_due_on),
    tries=_stands & is_past(_c.due_at),
    pending=_stands & ~is_past(_c.due_at),
    dated_by=_c.original_due_on,
    hit="kept",
    miss="not kept",
)

MEETING_CADENCE = Rate(
    name="meeting_cadence",
    label="Weekly held with both leaders",
    meaning=(
        "Of the weeklies that were to be held in the period, the share that both leaders were in "
        "and that were closed over frozen numbers."
    ),
    question="Does the weekly happen?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="I",
    clock="The day on which the series says that it is due.",
    open_items="This week's is left out until the week is over or the meeting closed.",
    formula="meetings closed with both leaders there / weeks of the series",
    pitfalls="A meeting that closes is not yet one that decides: look at the commitments too.",
    beside=("balanced_review", "commitments_kept"),
    needs=(meeting_now,),
    table=meeting_now,
    hits=_is_frozen & _m.is_with_both,
    tries=is_past(_m.due_at) | _is_frozen,
    pending=~(is_past(_m.due_at) | _is_frozen),
    dated_by=_m.due_on,
    hit="held",
    miss="not held",
)

BALANCED_REVIEW = Rate(
    name="balanced_review",
    label="Wins credited and issues owned, both ways",
    meaning=(
        "Of the weeklies closed in the period, the share in which a win was credited to each side "
        "and each side owned a miss of its own."
    ),
    question="Can we celebrate, and own our issues?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="I",
    clock="The day on which it was held.",
    open_items="None: a meeting is counted when it is closed.",
    formula="meetings with a win and an owned miss of each side / meetings closed",
    pitfalls="Entries made to tick a box: each names the number or the deal that it is about.",
    beside=("meeting_cadence",),
    needs=(meeting_now,),
    table=meeting_now,
    hits=and_(
        *(n > 0 for n in (_m.marketing_wins, _m.sales_wins, _m.marketing_misses, _m.sales_misses))
    ),
    tries=_is_frozen,
    dated_by=_m.held_on,
    hit="both ways",
    miss="one-sided",
)

_MOVED = Total(
    name="moved_shares",
    label="Shares moved",
    meaning="By which share of itself each frozen number moved, added up.",
    unit=Unit.RATIO,
    side=Side.SHARED,
    direction=Direction.DOWN,
    family="I",
    clock="The day of the meeting that froze it.",
    open_items="None: it is counted when it was looked at again.",
    formula="sum of |restated − frozen| / frozen",
    needs=(frozen_now,),
    table=frozen_now,
    value=_f.moved_share,
    rows=_f.moved_share.isnot(None),
    dated_by=_f.held_on,
)

_LOOKED_AT = replace(
    _MOVED,
    name="numbers_restated",
    label="Frozen numbers looked at again",
    meaning="Frozen numbers that a meeting about four weeks later looked at again.",
    unit=Unit.COUNT,
    direction=Direction.NEUTRAL,
    formula="count",
    value=literal(1),
)

RESTATEMENT_RATE = Ratio(
    name="restatement_rate",
    label="Restatement of frozen numbers",
    meaning=(
        "By how much of itself a number that a weekly froze had moved about four weeks later, on "
        "average over all the numbers it froze."
    ),
    question="Can we trust the Monday numbers?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.DOWN,
    family="I",
    clock="The day of the meeting that froze them.",
    open_items="Left out until a meeting four weeks later looks at them again.",
    formula="mean of |restated − frozen| / frozen",
    pitfalls=(
        "What moved a number stands beside it: late facts, corrections, merges, definitions. "
        "Numbers that were nothing are left out: nothing can be said of their share."
    ),
    beside=("meeting_cadence",),
    needs=(frozen_now,),
    of=_MOVED,
    per=_LOOKED_AT,
    counts="frozen numbers",
    is_resampled=True,
)

_TRIED = replace(
    PROGRAMME_COST,
    name="experiment_cost",
    label="Cost of experiments",
    meaning="What was spent on tests that were written down, with their rule, before they began.",
    clock="Each day of the test has the same part of its cost.",
    formula="sum of the cost of experiments by day",
    needs=(experiment_day,),
    table=experiment_day,
    value=_x.spend,
    rows=_x.spend.isnot(None),
    dated_by=_x.day,
)

EXPERIMENT_SHARE = Ratio(
    name="experiment_share",
    label="Channel experiments running",
    meaning=(
        "The part of the programme cost of the period that went into tests whose hypothesis, rule "
        "and day of decision were written down before they began."
    ),
    question="Do we challenge how we think about a channel?",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.BAND,
    family="I",
    clock="The day of spending; a test's cost is spread over its days.",
    open_items="None.",
    formula="cost of experiments written down first / programme cost; meant to be 5–20 %",
    pitfalls="A test without a day of decision does not count, nor one written down afterwards.",
    beside=("cost_per_mql",),
    needs=(experiment_day, channel_day),
    of=_TRIED,
    per=PROGRAMME_COST,
    is_resampled=True,
)

METRICS = (
    COMMITMENTS_KEPT,
    MEETING_CADENCE,
    BALANCED_REVIEW,
    RESTATEMENT_RATE,
    EXPERIMENT_SHARE,
)
