"""Demand: who came, whom marketing handed over and how, and what they cost (families B and H)."""

from dataclasses import replace

from sqlalchemy import case, literal

from revdash.metrics.exposure import PROGRAMME_COST
from revdash.metrics.shapes import AS_OF, DAY, Rate, Ratio, Total, Unit, Wait
from revdash.store.dialects.functions import greatest, seconds_between
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import lead_start, touch_now
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.marketing import channel_day, touch
from revdash.store.schema.people import person
from revdash.terms import Direction, EpisodeKind, Side

MONTH = 30 * DAY

_e, _s = lead_episode.c, lead_start.c
_age = seconds_between(_s.lead_at, greatest(AS_OF, _s.lead_at))
_until_mql = seconds_between(_s.lead_at, _s.mql_at)
_is_mql = _s.mql_at.isnot(None) & (_s.mql_at <= AS_OF) & (_until_mql <= MONTH)
_is_handed = (_e.kind != EpisodeKind.EXPANSION.value) & _e.packet_missing.isnot(None)

LEADS_NEW = Total(
    name="leads_new",
    label="New leads",
    meaning=(
        "People whom we first knew as a lead in the period, each once, whatever ids they have. "
        "Test records and our own people don't count."
    ),
    question="How many leads arrived?",
    unit=Unit.PEOPLE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="B",
    clock="The day of their first lead event, or of the MQL where there was none before.",
    open_items="None: a lead has come or has not. Duplicates that are joined later are restated.",
    formula="count of people by the day of their first LEAD event",
    pitfalls="Bought lists and badge scans inflate it: leads from lists are also shown apart.",
    beside=("leads_listed", "lead_to_mql"),
    needs=(lifecycle_event,),
    table=lead_start,
    value=literal(1),
    rows=_s.lead_on.isnot(None),
    dated_by=_s.lead_on,
)

LEADS_LISTED = replace(
    LEADS_NEW,
    name="leads_listed",
    label="New leads from lists",
    meaning="Of the new leads, those who came on a list that was imported, not by themselves.",
    question="How many of the new leads did not come by themselves?",
    direction=Direction.NEUTRAL,
    formula="count of people whose first LEAD event or source says import or list",
    beside=("leads_new",),
    pitfalls="Sources that call a list 'offline' or by its name are not seen as lists.",
    rows=_s.lead_on.isnot(None) & _s.is_listed.is_(True),
)

LEAD_TO_MQL = Wait(
    name="lead_to_mql",
    label="Lead to MQL",
    meaning=(
        "Of the new leads of the period, the share that became an MQL within 30 days. The newest "
        "count for the days they have had."
    ),
    question="Is scoring selective?",
    benchmark="20–40 % in vendors' lists, not comparable across scoring rules.",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.NEUTRAL,
    family="B",
    clock="The day we first knew the lead.",
    open_items="Leads younger than 30 days stay at risk for as long as they have been watched.",
    formula="1 − S(30 days) of LEAD to first MQL",
    pitfalls=(
        "The threshold is ours: lowering it lifts the rate. The records name the scoring version "
        "of each MQL; across two versions the rates don't compare."
    ),
    needs=(lifecycle_event,),
    table=lead_start,
    rows=_s.lead_at.isnot(None),
    served=_is_mql,
    pending=~_is_mql & (_age < MONTH),
    seconds=case((_is_mql, _until_mql), else_=_age),
    age=_age,
    dated_by=_s.lead_on,
    within=MONTH,
    is_worktime=False,
    hit="MQL",
    wait="not yet",
    miss="not within 30 days",
)

MQL_NEW = Total(
    name="mql_new",
    label="New MQLs",
    meaning="People whom marketing handed to sales for the first time in the period.",
    question="Did marketing deliver the promised MQLs?",
    benchmark=(
        "None: everybody's threshold differs, such as 90 points (GitLab) or 15 (Sourcegraph)."
    ),
    unit=Unit.COUNT,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="B",
    clock="The day of the MQL.",
    open_items="None: an MQL has happened or it has not.",
    formula="count of first episodes by the day of their MQL",
    pitfalls="Junk to reach the goal: read it with the acceptance rate.",
    beside=("acceptance_rate", "lead_quality_index"),
    needs=(lifecycle_event,),
    table=lead_episode,
    value=literal(1),
    rows=_e.kind == EpisodeKind.NEW.value,
    dated_by=_e.mql_on,
)

MQL_RE = Total(
    name="mql_re",
    label="Re-MQLs",
    meaning=(
        "People handed over again after an earlier attempt had ended. "
        "New needs of customers are counted apart."
    ),
    question="How much is second-chance demand?",
    unit=Unit.COUNT,
    side=Side.MARKETING,
    direction=Direction.NEUTRAL,
    family="B",
    clock="The day of the new MQL.",
    open_items="None: an MQL has happened or it has not.",
    formula="count of second and later episodes by the day of their MQL",
    pitfalls="Recycling to reset a clock, or re-MQLs to inflate: always split from new.",
    beside=("mql_new",),
    needs=(lifecycle_event,),
    table=lead_episode,
    value=literal(1),
    rows=_e.kind == EpisodeKind.RE.value,
    dated_by=_e.mql_on,
)

_MQL_ALL = Total(
    name="mql_all",
    label="MQLs",
    meaning="All MQLs of the period, first and repeated.",
    unit=Unit.COUNT,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="B",
    clock="The day of the MQL.",
    open_items="None: an MQL has happened or it has not.",
    formula="count of episodes by the day of their MQL",
    needs=(lifecycle_event,),
    table=lead_episode,
    value=literal(1),
    rows=_e.kind != EpisodeKind.EXPANSION.value,
    dated_by=_e.mql_on,
)

HAND_RAISERS = Total(
    name="hand_raisers",
    label="Hand-raisers",
    meaning="Different people who asked for a demo, a call or a price in the period.",
    question="How many asked to talk to us?",
    unit=Unit.PEOPLE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="B",
    clock="The day of asking.",
    open_items="None.",
    formula="different people with a demo_request, contact_sales or pricing_request",
    pitfalls="Calling a download form a demo request: the list of types is fixed and versioned.",
    needs=(touch,),
    table=touch_now,
    value=literal(1),
    rows=touch_now.c.is_hand_raise.is_(True) & touch_now.c.person_id.isnot(None),
    distinct=touch_now.c.person_id,
    dated_by=touch_now.c.touched_on,
)

HANDOFF_PACKET = Rate(
    name="handoff_packet",
    label="Complete handoffs",
    meaning=(
        "Of the leads handed over in the period, the share for which sales was told everything: "
        "company, country, role, source campaign, last touches and consent. 'n/a' tells nothing."
    ),
    question="Does sales get what it needs to call?",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="B",
    clock="The day of the MQL.",
    open_items="None.",
    formula="MQLs with all six facts / MQLs",
    pitfalls=(
        "A fact filled in after the handoff counts as told. One touch before it is enough: "
        "not everybody has had three."
    ),
    needs=(lifecycle_event, touch, person),
    needs_some=(
        (person.c.job_role.isnot(None), "no roles of people loaded"),
        (person.c.consent_state.isnot(None), "no consent loaded"),
    ),
    table=lead_episode,
    hits=_is_handed & (_e.packet_missing == 0),
    tries=_is_handed,
    dated_by=_e.mql_on,
    hit="complete",
    miss="incomplete",
)

COST_PER_LEAD = Ratio(
    name="cost_per_lead",
    label="Cost per lead",
    meaning="What we spent on campaigns in the period for each new lead of the same period.",
    question="What does a lead cost?",
    unit=Unit.MONEY,
    side=Side.MARKETING,
    direction=Direction.DOWN,
    family="B",
    clock="The day of spending over the day we first knew the lead.",
    open_items="None.",
    formula="campaign cost of the period / new leads of the period",
    pitfalls="Cheap junk makes it look good: never read it without the cost of an SQL.",
    beside=("cost_per_mql",),
    needs=(channel_day, lifecycle_event),
    of=PROGRAMME_COST,
    per=LEADS_NEW,
)

COST_PER_MQL = Ratio(
    name="cost_per_mql",
    label="Cost per MQL",
    meaning="What we spent on campaigns in the period for each MQL of the same period.",
    question="What does an MQL cost?",
    unit=Unit.MONEY,
    side=Side.MARKETING,
    direction=Direction.DOWN,
    family="H",
    clock="The day of spending over the day of the MQL.",
    open_items="None.",
    formula="campaign cost of the period / MQLs of the period",
    pitfalls="Cheap junk makes it look good: read it with the acceptance rate.",
    beside=("acceptance_rate",),
    needs=(channel_day, lifecycle_event),
    of=PROGRAMME_COST,
    per=_MQL_ALL,
)

METRICS = (
    LEADS_NEW,
    LEADS_LISTED,
    LEAD_TO_MQL,
    MQL_NEW,
    MQL_RE,
    HAND_RAISERS,
    HANDOFF_PACKET,
    COST_PER_LEAD,
    COST_PER_MQL,
)
