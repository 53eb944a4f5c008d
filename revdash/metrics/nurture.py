"""Nurture: what becomes of the leads that sales gives back, and of those that return (family D)."""

from collections.abc import Sequence
from dataclasses import replace

from revdash.metrics.ages import age_of, is_past, seconds_to
from revdash.metrics.shapes import AS_OF, DAY, Combination, Combined, Rate, Reading, Unit, Wait
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.lifecycle import lifecycle_event, nurture_enrolment
from revdash.terms import Direction, EpisodeKind, LeadStage, Side

_e = lead_episode.c
_is_recycled = is_past(_e.recycled_at)
_has_ended_recycled = _is_recycled & (_e.closed_as == LeadStage.RECYCLED.value)
_is_taken_back, _has_returned = is_past(_e.nurture_due_at), is_past(_e.returned_at)
_is_sql = is_past(_e.sql_at)

RECYCLE_RATE = Wait(
    name="recycle_rate",
    label="Recycle rate",
    meaning=(
        "Of the leads handed over in the period, the share that ended recycled within 60 days: "
        "good, but not now."
    ),
    question="How many good leads, but not now, go back?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.NEUTRAL,
    family="D",
    clock="The day of the MQL.",
    open_items="Leads not yet 60 days old count for the days they have had.",
    formula="1 − S(60 days) of MQL to recycled, all others at risk to the end",
    pitfalls="Recycled as a polite no: see whether the reasons are timing or fit.",
    beside=("recycle_response", "reject_reasons"),
    needs=(lifecycle_event,),
    table=lead_episode,
    rows=_e.kind != EpisodeKind.EXPANSION.value,
    served=_has_ended_recycled,
    pending=_e.is_open.is_(True),
    seconds=seconds_to(_e.mql_at, _e.recycled_at, _has_ended_recycled),
    age=age_of(_e.mql_at),
    dated_by=_e.mql_on,
    within=60 * DAY,
    is_worktime=False,
    hit="recycled",
    wait="open",
    miss="not recycled",
)

RECYCLE_RESPONSE = Rate(
    name="recycle_response",
    label="Recycled leads taken back",
    meaning=(
        "Of the recycled leads that marketing was due to take back in the period, the share that "
        "was in a nurture programme within three business days, with a day for looking again."
    ),
    question="Does marketing catch what sales throws back?",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="D",
    clock="The day it fell due: three business days after recycling, on the company's calendar.",
    open_items="Not yet due: left out, and printed beside it.",
    formula="recycled leads enrolled in time, with a review date / recycled leads due",
    pitfalls=(
        "The general newsletter is no nurture: a programme without a day for looking again does "
        "not count. Leads recycled on a day without a time are not due."
    ),
    beside=("recycle_rate", "nurture_return"),
    needs=(lifecycle_event, nurture_enrolment),
    table=lead_episode,
    hits=_is_taken_back & is_past(_e.nurtured_at) & (_e.nurtured_at <= _e.nurture_due_at),
    tries=_is_taken_back,
    pending=_e.nurture_due_at > AS_OF,
    dated_by=_e.nurture_due_on,
    hit="in time",
    miss="late or never",
)

NURTURE_RETURN = Wait(
    name="nurture_return",
    label="Nurture return",
    meaning=(
        "Of the leads recycled in the period, the share that was handed over again within 90 days."
    ),
    question="Does nurture revive leads?",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="D",
    clock="The day of recycling.",
    open_items="Leads recycled less than 90 days ago count for the days they have had.",
    formula="1 − S(90 days) of recycling to the next MQL",
    pitfalls="A lower score brings them back sooner: read it with what they become then.",
    beside=("nurture_return_180d", "second_life_sql"),
    needs=(lifecycle_event,),
    needs_some=((_e.recycled_at.isnot(None), "no lead was ever recycled"),),
    table=lead_episode,
    rows=_is_recycled,
    served=_has_returned,
    pending=_e.returned_at.is_(None),
    seconds=seconds_to(_e.recycled_at, _e.returned_at, _has_returned),
    age=age_of(_e.recycled_at),
    dated_by=_e.recycled_on,
    within=90 * DAY,
    is_worktime=False,
    hit="returned",
    wait="not yet",
    miss="never",
)

NURTURE_RETURN_180D = replace(
    NURTURE_RETURN,
    name="nurture_return_180d",
    label="Nurture return in half a year",
    meaning=(
        "Of the leads recycled in the period, the share that was handed over again within 180 "
        "days: the same as the nurture return, watched for twice as long."
    ),
    open_items="Leads recycled less than 180 days ago count for the days they have had.",
    formula="1 − S(180 days) of recycling to the next MQL",
    beside=("nurture_return", "second_life_sql"),
    within=180 * DAY,
)

SECOND_LIFE_SQL = Wait(
    name="second_life_sql",
    label="Second life",
    meaning=(
        "Of the leads handed over again in the period, the share that became an SQL within 30 days."
    ),
    question="Are revived leads worth calling?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="D",
    clock="The day of the new MQL.",
    open_items="Leads not yet 30 days old count for the days they have had.",
    formula="1 − S(30 days) of re-MQL to SQL, leads given back at risk to the end",
    pitfalls="Few cases: look at how many there are before ranking anybody.",
    beside=("second_life_ratio", "nurture_return"),
    needs=(lifecycle_event,),
    needs_some=((_e.kind == EpisodeKind.RE.value, "no lead was ever handed over again"),),
    table=lead_episode,
    rows=_e.kind == EpisodeKind.RE.value,
    served=_is_sql,
    pending=_e.is_open.is_(True) & _e.sql_at.is_(None),
    seconds=seconds_to(_e.mql_at, _e.sql_at, _is_sql),
    age=age_of(_e.mql_at),
    dated_by=_e.mql_on,
    within=30 * DAY,
    is_worktime=False,
    hit="SQL",
    wait="open",
    miss="no SQL",
)

_FIRST_LIFE_SQL = replace(
    SECOND_LIFE_SQL,
    name="first_life_sql",
    label="First life",
    meaning="Of the leads first handed over in the period, the share that became an SQL in time.",
    clock="The day of the MQL.",
    formula="1 − S(30 days) of first MQL to SQL, leads given back at risk to the end",
    beside=(),
    rows=_e.kind == EpisodeKind.NEW.value,
)


def _beside(readings: Sequence[Reading], _: Sequence[float]) -> Combination:
    first, second = (reading.value for reading in readings)
    if first is None or second is None or not first:
        return Combination(None, missing="no new lead became an SQL in this period")
    return Combination(second / first)


SECOND_LIFE_RATIO = Combined(
    name="second_life_ratio",
    label="Second life beside first",
    meaning=(
        "How often leads handed over again become an SQL within 30 days, for each time that new "
        "leads do: 1 is as often."
    ),
    question="Are revived leads worth more than new ones?",
    unit=Unit.RATIO,
    side=Side.SHARED,
    direction=Direction.UP,
    family="D",
    clock="The day of the MQL, of both.",
    open_items="As in second life.",
    formula="re-MQL to SQL in 30 days / new MQL to SQL in 30 days",
    pitfalls="Two rates of few cases make a ratio that goes up and down by chance.",
    beside=("second_life_sql",),
    needs=(lifecycle_event,),
    parts=(_FIRST_LIFE_SQL, SECOND_LIFE_SQL),
    combine=_beside,
)

METRICS = (
    RECYCLE_RATE,
    RECYCLE_RESPONSE,
    NURTURE_RETURN,
    NURTURE_RETURN_180D,
    SECOND_LIFE_SQL,
    SECOND_LIFE_RATIO,
)
