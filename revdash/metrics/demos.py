"""Demos: how many leads agree to one, whether it happens, and what comes of it (family E)."""

from dataclasses import replace

from revdash.metrics.ages import age_of, is_past, seconds_to
from revdash.metrics.shapes import AS_OF, DAY, Rate, Unit, Wait
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import demo_now
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.marketing import touch
from revdash.store.schema.sales import meeting, sales_activity
from revdash.terms import Direction, EpisodeKind, Side

_e, _d = lead_episode.c, demo_now.c
_is_business = _e.kind != EpisodeKind.EXPANSION.value
_is_booked, _is_connected = is_past(_e.demo_booked_at), is_past(_e.connected_at)
_some_demo = ((_d.demo_id.isnot(None), "no meeting is known to be a demo"),)

DEMO_AGREE_RATE = Wait(
    name="demo_agree_rate",
    label="Leads that agree to a demo",
    meaning=(
        "Of the leads we first spoke with in the period, the share that had a demo booked within "
        "14 days."
    ),
    question="How many leads agree to a demo?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="E",
    clock="The day the two sides first spoke.",
    open_items="Leads first spoken with less than 14 days ago count for the days they have had.",
    formula="1 − S(14 days) of first connect to a demo booked, all others at risk to the end",
    pitfalls="Of whom? Of all MQLs, and of those who asked for one, it is another number.",
    beside=("demo_agree_of_mqls", "demo_agree_of_hand_raisers"),
    needs=(lifecycle_event, sales_activity, meeting),
    needs_some=_some_demo,
    table=lead_episode,
    rows=_is_business & _is_connected,
    served=_is_booked,
    pending=_e.is_open.is_(True) & _e.demo_booked_at.is_(None),
    seconds=seconds_to(_e.connected_at, _e.demo_booked_at, _is_booked),
    age=age_of(_e.connected_at),
    dated_by=_e.connected_on,
    within=14 * DAY,
    is_worktime=False,
    hit="agreed",
    wait="open",
    miss="no demo",
)

DEMO_AGREE_OF_MQLS = replace(
    DEMO_AGREE_RATE,
    name="demo_agree_of_mqls",
    label="MQLs that agree to a demo",
    meaning=(
        "Of the leads handed over in the period, spoken with or not, the share that had a demo "
        "booked within 14 days."
    ),
    clock="The day of the MQL.",
    open_items="Leads not yet 14 days old count for the days they have had.",
    formula="1 − S(14 days) of MQL to a demo booked, all others at risk to the end",
    pitfalls="Leads nobody reached count against it: read it with the connect rate.",
    beside=("demo_agree_rate", "demo_agree_of_hand_raisers"),
    needs=(lifecycle_event, meeting),
    rows=_is_business,
    seconds=seconds_to(_e.mql_at, _e.demo_booked_at, _is_booked),
    age=age_of(_e.mql_at),
    dated_by=_e.mql_on,
)

_is_due = _is_business & is_past(_e.demo_due_at)

DEMO_AGREE_OF_HAND_RAISERS = Rate(
    name="demo_agree_of_hand_raisers",
    label="Hand-raisers with a demo in two days",
    meaning=(
        "Of the leads that raised their hand, the share that had a demo booked within two "
        "business days."
    ),
    question="Do those who ask for it get a demo at once?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="E",
    clock="The day the two business days were over.",
    open_items="Not yet due: left out, and printed beside it.",
    formula="hand-raisers with a demo booked within two business days / hand-raisers due",
    pitfalls="Only hand-raises that led to a handoff count.",
    beside=("demo_agree_rate", "demo_agree_of_mqls"),
    needs=(lifecycle_event, touch, meeting),
    needs_some=_some_demo,
    table=lead_episode,
    hits=_is_due & _is_booked & (_e.demo_booked_at <= _e.demo_due_at),
    tries=_is_due,
    pending=_is_business & (_e.demo_due_at > AS_OF),
    dated_by=_e.demo_due_on,
    hit="booked in time",
    miss="not in time",
)

_is_over = is_past(_d.ends_at)
_is_told = _d.outcome.isnot(None) | is_past(_d.missing_from_at)

DEMO_HELD_RATE = Rate(
    name="demo_held_rate",
    label="Demo held rate",
    meaning=(
        "Of the demos that were to be in the period, the share that was held. A demo that was "
        "moved is one, in the week it was first planned for."
    ),
    question="Do demos happen?",
    benchmark=(
        "Inbound 70–85 %, converted MQLs 60–70 % (vendor: leadriver.io); 80 % and more called "
        "healthy (upbeat.team)"
    ),
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.UP,
    family="E",
    clock="The day the demo was first planned to end.",
    open_items=(
        "Without an outcome it waits for one business day after its last date, then counts as not "
        "held; what is still to come is left out."
    ),
    formula="demos held / demos planned to have ended, reschedules together",
    pitfalls=(
        "Deleting no-shows from the calendar. Calendars without a field for the outcome make "
        "every demo look missed: say how they went."
    ),
    beside=("no_show_recovery",),
    needs=(meeting,),
    needs_some=_some_demo,
    table=demo_now,
    hits=_is_over & is_past(_d.held_at),
    tries=_is_over & _is_told,
    pending=~(_is_over & _is_told),
    dated_by=_d.due_on,
    hit="held",
    miss="not held",
    wait="no outcome yet",
)

_is_rebook_due = is_past(_d.rebook_due_at)

NO_SHOW_RECOVERY = Rate(
    name="no_show_recovery",
    label="No-shows recovered",
    meaning=(
        "Of the demos missed or cancelled, the share that was made up for by another demo held "
        "within 15 business days."
    ),
    question="Do we recover no-shows?",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.UP,
    family="E",
    clock="The day the 15 business days were over.",
    open_items="Not yet due: left out, and printed beside it.",
    formula="demos missed or cancelled with another held in time / demos missed or cancelled, due",
    pitfalls="Counting one as made up when it is booked: here it has to be held.",
    beside=("demo_held_rate",),
    needs=(meeting,),
    needs_some=_some_demo,
    table=demo_now,
    hits=_is_rebook_due & is_past(_d.made_up_at) & (_d.made_up_at <= _d.rebook_due_at),
    tries=_is_rebook_due,
    pending=_d.rebook_due_at > AS_OF,
    dated_by=_d.rebook_due_on,
    hit="made up",
    miss="not made up",
)

_is_early = _d.episode_id.isnot(None) & _d.held_at.isnot(None) & _d.is_sql_before.isnot(True)
_is_sql = is_past(_d.sql_at)

DEMO_TO_SQL = Wait(
    name="demo_to_sql",
    label="Demo to SQL",
    meaning=(
        "Of the demos held in the period with leads that were no SQL before, the share whose lead "
        "became an SQL or a deal within 21 days."
    ),
    question="Are demos with the right people?",
    benchmark=(
        "Meeting to accepted deal planned at 75 % inbound and 50 % outbound (Sourcegraph "
        "handbook, one company)"
    ),
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="E",
    clock="The day the demo was held.",
    open_items="Demos held less than 21 days ago count for the days they have had.",
    formula="1 − S(21 days) of demo held to SQL or deal, all others at risk to the end",
    pitfalls="A demo for a lead that is an SQL or a deal already has nothing left to show here.",
    needs=(lifecycle_event, meeting),
    needs_some=((_is_early, "no demo was held with a lead that was no SQL before"),),
    table=demo_now,
    rows=_is_early & is_past(_d.held_at),
    served=_is_sql,
    pending=_d.sql_at.is_(None),
    seconds=seconds_to(_d.held_at, _d.sql_at, _is_sql),
    age=age_of(_d.held_at),
    dated_by=_d.held_on,
    within=21 * DAY,
    is_worktime=False,
    hit="SQL",
    wait="not yet",
    miss="no SQL",
)

METRICS = (
    DEMO_AGREE_RATE,
    DEMO_AGREE_OF_MQLS,
    DEMO_AGREE_OF_HAND_RAISERS,
    DEMO_HELD_RATE,
    NO_SHOW_RECOVERY,
    DEMO_TO_SQL,
)
