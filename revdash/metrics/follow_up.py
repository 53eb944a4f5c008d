"""Follow-up: how long leads wait, who keeps the agreement, who still waits (family C)."""

from sqlalchemy import case
from sqlalchemy.sql.elements import ColumnElement

from revdash.metrics.shapes import AS_OF, Level, Rate, Unit, Wait
from revdash.metrics.worktime_now import open_seconds_now
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.sales import sales_activity
from revdash.terms import Direction, Side

_e = lead_episode.c
_is_touched = _e.first_attempt_at.isnot(None)
_has_clock = _e.clock_start_at.isnot(None) & _e.is_clock_excluded.is_(False)
_is_due = _e.due_at <= AS_OF

# Those still waiting have waited for the open seconds until now, less those before they began.
_waited: ColumnElement[float] = case(
    (_e.wait_seconds.isnot(None), _e.wait_seconds),
    else_=open_seconds_now() + _e.clock_offset_seconds,
)

FOLLOW_UP_TIME = Wait(
    name="follow_up_time",
    label="Follow-up time",
    meaning=(
        "Half of the leads handed over in the period waited no longer than this for a first "
        "human attempt, in business hours. Leads still waiting are counted."
    ),
    unit=Unit.HOURS,
    side=Side.SHARED,
    direction=Direction.DOWN,
    family="C",
    clock="The day of the MQL; the wait runs from the hand-raise or the MQL.",
    open_items=(
        "Those still waiting count with the wait so far, those closed untried with the wait "
        "until then."
    ),
    formula="Kaplan–Meier median of business hours to the first qualifying human attempt",
    pitfalls="The average of touched leads alone would hide everyone nobody called.",
    needs=(lifecycle_event, sales_activity),
    table=lead_episode,
    rows=_has_clock,
    served=_is_touched,
    pending=_e.is_open.is_(True) & _e.first_attempt_at.is_(None),
    seconds=_waited,
    dated_by=_e.mql_on,
    hit="tried",
    wait="waiting",
    miss="closed untried",
)

SLA_ATTAINMENT = Rate(
    name="sla_attainment",
    label="SLA attainment",
    meaning=(
        "Of the leads whose first attempt fell due in the period, the share tried in time. "
        "What is not due yet does not count, nor an attempt logged days later."
    ),
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.UP,
    family="C",
    clock="The day the first attempt fell due.",
    open_items="Not yet due: left out, and printed beside it.",
    formula="attempts credited at or before their due time / due",
    pitfalls="Early attempts earn nothing before they are due; closing unread is no attempt.",
    needs=(lifecycle_event, sales_activity),
    table=lead_episode,
    hits=_has_clock & _is_due & (_e.credited_at <= _e.due_at),
    tries=_has_clock & _is_due,
    pending=_has_clock & (_e.due_at > AS_OF),
    dated_by=_e.due_on,
    hit="in time",
    miss="late",
)

UNTOUCHED_LEADS = Level(
    name="untouched_leads",
    label="Untouched leads",
    meaning="Leads handed over that nobody has tried to reach yet, at the end of the period.",
    unit=Unit.COUNT,
    side=Side.SHARED,
    direction=Direction.DOWN,
    family="C",
    clock="As it stood at the end of the period, or at the last data if that is earlier.",
    open_items="They are what is counted.",
    formula="episodes begun, and neither attempted nor closed",
    pitfalls="Closing them in bulk on a Friday empties this list without a call.",
    needs=(lifecycle_event, sales_activity),
    table=lead_episode,
    rows=_e.is_clock_excluded.is_(False) | _e.clock_start_at.is_(None),
    since=_e.waiting_from_on,
    until=_e.waiting_until_on,
)

METRICS = (FOLLOW_UP_TIME, SLA_ATTAINMENT, UNTOUCHED_LEADS)
