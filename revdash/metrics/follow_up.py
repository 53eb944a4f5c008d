"""Follow-up: how long leads wait for whom, who keeps the agreement, who waits now (family C)."""

from datetime import date

from sqlalchemy import case
from sqlalchemy.sql.elements import ColumnElement

from revdash.metrics.described import Change
from revdash.metrics.shapes import AS_OF, DAY, HOUR, Level, Rate, Unit, Wait
from revdash.metrics.worktime_now import in_workdays, waited_until_now
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.lifecycle import assignment, lifecycle_event
from revdash.store.schema.sales import sales_activity
from revdash.terms import Direction, Side, Tier

_e = lead_episode.c
_is_touched = _e.first_attempt_at.isnot(None)
_is_routed = _e.routing_seconds.isnot(None)
_has_clock = _e.clock_start_at.isnot(None) & _e.is_clock_excluded.is_(False)
_is_handing_known = _has_clock & _e.is_routing_known.is_(True)
_is_due = _e.due_at <= AS_OF
_is_best = _has_clock & (_e.tier == Tier.A.value)
_is_best_due = _is_best & (_e.one_day_due_at <= AS_OF)

# Whoever was never tried has waited for the open seconds until now, less those before it began.
_until_now: ColumnElement[float] = waited_until_now()
_AGES = (  # the first that fits
    ("0–4 h", _until_now <= 4 * HOUR),
    ("4–8 h", _until_now <= 8 * HOUR),
    ("1–2 business days", in_workdays(_until_now) <= 2 * DAY),
    ("3–5 business days", in_workdays(_until_now) <= 5 * DAY),
    ("> 5 business days", _until_now.isnot(None)),
    ("since a day, no time known", _until_now.is_(None)),
)

FOLLOW_UP_TIME = Wait(
    name="follow_up_time",
    label="Follow-up time",
    meaning=(
        "Half of the leads handed over in the period waited no longer than this for a first "
        "human attempt, in business hours. Leads still waiting are counted."
    ),
    question="How long does a lead wait, counting those still waiting?",
    benchmark=(
        "Of 2,241 US firms, 37 % answered within an hour and 23 % never (HBR 2011); of 1,000 "
        "software firms, 63.5 % never answered a demo request (RevenueHero 2024, second-hand)."
    ),
    unit=Unit.HOURS,
    side=Side.SALES,
    direction=Direction.DOWN,
    family="C",
    clock="The day of the MQL; the wait runs from the hand-raise or the MQL.",
    open_items=(
        "Untried leads count with the wait until now, those closed untried too: closing one "
        "ends no wait. Those put aside for a reason that needs no contact are left out."
    ),
    formula="Kaplan–Meier median of business hours to the first qualifying human attempt",
    pitfalls=(
        "The average of touched leads alone would hide everyone nobody called; a call that was "
        "logged and never made looks like an answer."
    ),
    changes=(
        Change(
            date(2026, 11, 22),
            "A lead closed untried counted with the wait until it was closed.",
            "It counts with the wait until now: closing it ends no wait.",
        ),
    ),
    needs=(lifecycle_event, sales_activity),
    table=lead_episode,
    rows=_has_clock,
    served=_is_touched,
    pending=_e.is_open.is_(True) & ~_is_touched,
    seconds=case((_is_touched, _e.wait_seconds), else_=_until_now),
    dated_by=_e.mql_on,
    hit="tried",
    wait="waiting",
    miss="closed untried",
)

ROUTING_TIME = Wait(
    name="routing_time",
    label="Routing time",
    meaning=(
        "Half of the leads handed over in the period were with a human within this time, in "
        "business hours. Leads that nobody has yet are counted; a queue is nobody."
    ),
    question="Does the lead get to a person?",
    unit=Unit.HOURS,
    side=Side.SHARED,
    direction=Direction.DOWN,
    family="C",
    clock="The day of the MQL; the wait runs from the hand-raise or the MQL.",
    open_items=(
        "Leads that nobody has yet count with the wait until now, closed ones too. Leads that "
        "have an owner, and no source says since when, are left out."
    ),
    formula=(
        "Kaplan–Meier median of business hours to the first assignment to an active human, or "
        "to the first attempt if that came before"
    ),
    pitfalls=(
        "Giving it to a queue, a bot or someone who left routes nothing. Routing and response "
        "add up to each lead's wait; their medians do not."
    ),
    needs=(lifecycle_event, assignment),
    table=lead_episode,
    rows=_is_handing_known,
    served=_is_routed,
    pending=_e.is_open.is_(True) & ~_is_routed,
    seconds=case((_is_routed, _e.routing_seconds), else_=_until_now),
    dated_by=_e.mql_on,
    hit="routed",
    wait="with nobody",
    miss="closed with nobody",
)

RESPONSE_TIME = Wait(
    name="response_time",
    label="Response time",
    meaning=(
        "Of the leads handed over in the period that a human has, half waited no longer than "
        "this from then on for a first attempt, in business hours. Those still waiting count."
    ),
    question="Once a person has the lead, how long until they try?",
    unit=Unit.HOURS,
    side=Side.SALES,
    direction=Direction.DOWN,
    family="C",
    clock="The day of the MQL; the wait runs from when a human had the lead.",
    open_items=(
        "Untried leads count with the wait until now, those closed untried too. A lead that "
        "nobody has yet is not here: it still waits for its routing."
    ),
    formula="Kaplan–Meier median of the follow-up time less the routing time",
    pitfalls="Handing a lead on restarts nothing: it runs from the first human who had it.",
    needs=(lifecycle_event, assignment, sales_activity),
    table=lead_episode,
    rows=_is_handing_known & _is_routed,
    served=_is_touched,
    pending=_e.is_open.is_(True) & ~_is_touched,
    seconds=case((_is_touched, _e.response_seconds), else_=_until_now - _e.routing_seconds),
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
    question="Is the agreed follow-up kept?",
    benchmark="None; one support team's goal is 8 business hours (Mattermost handbook).",
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

TOP_TIER_COVERAGE = Rate(
    name="top_tier_coverage",
    label="Best leads covered",
    meaning=(
        "Of the tier A leads whose first business day ended in the period, the share that a "
        "human tried within that day. A lead less than a business day old does not count."
    ),
    question="Were the very best leads worked?",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.UP,
    family="C",
    clock="One business day after the MQL.",
    open_items="Not a business day old yet: left out, and printed beside it.",
    formula="tier A with an attempt credited within 1 business day of the MQL / tier A then due",
    pitfalls="The tier is that of the handoff: calling a lead second best later changes nothing.",
    needs=(lifecycle_event, sales_activity),
    table=lead_episode,
    hits=_is_best_due & (_e.credited_at <= _e.one_day_due_at),
    tries=_is_best_due,
    pending=_is_best & (_e.one_day_due_at > AS_OF),
    dated_by=_e.one_day_due_on,
    hit="tried in a day",
    miss="not tried in a day",
)

UNTOUCHED_LEADS = Level(
    name="untouched_leads",
    label="Untouched leads",
    meaning="Leads handed over that nobody has tried to reach yet, at the end of the period.",
    question="Who is waiting right now?",
    unit=Unit.COUNT,
    side=Side.SALES,
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
    parts=_AGES,
)

METRICS = (
    FOLLOW_UP_TIME,
    ROUTING_TIME,
    RESPONSE_TIME,
    SLA_ATTAINMENT,
    TOP_TIER_COVERAGE,
    UNTOUCHED_LEADS,
)
