"""Quality: whether what is handed over are leads, and how good they are (family D)."""

from revdash.metrics.ages import age_of, is_past, seconds_to
from revdash.metrics.shapes import DAY, Index, Rate, Unit, Wait
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.sales import meeting
from revdash.terms import Direction, EpisodeKind, LeadStage, ReasonClass, Side

_e = lead_episode.c
_is_business = _e.kind != EpisodeKind.EXPANSION.value
_age, _age_accepted = age_of(_e.mql_at), age_of(_e.sal_at)
_is_accepted, _is_sql = is_past(_e.sal_at), is_past(_e.sql_at)
_refusals = (LeadStage.REJECTED.value, LeadStage.DISQUALIFIED.value)
_is_junk = (
    _e.closed_as.in_(_refusals)
    & (_e.reason_class == ReasonClass.JUNK.value)
    & is_past(_e.closed_at)
)

ACCEPTANCE_RATE = Wait(
    name="acceptance_rate",
    label="Acceptance rate",
    meaning=(
        "Of the leads handed over in the period, the share that sales accepted within 14 days. "
        "Refused leads stay in the count; the newest count for the days they have had."
    ),
    question="Does sales agree that these are leads?",
    benchmark="40–60 % in a vendor's list (mv3marketing.com), for whatever it calls accepted",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="D",
    clock="The day of the MQL.",
    open_items="Undecided leads stay at risk for as long as they have been watched.",
    formula="1 − S(14 days) of MQL to SAL, refused leads at risk to the end",
    pitfalls="Sales accepting everything: read it with false accepts.",
    beside=("false_accept_rate", "junk_rate"),
    needs=(lifecycle_event,),
    table=lead_episode,
    rows=_is_business,
    served=_is_accepted,
    pending=_e.is_open.is_(True) & _e.sal_at.is_(None),
    seconds=seconds_to(_e.mql_at, _e.sal_at, _is_accepted),
    age=_age,
    dated_by=_e.mql_on,
    within=14 * DAY,
    is_worktime=False,
    hit="accepted",
    wait="undecided",
    miss="not accepted",
)

JUNK_RATE = Wait(
    name="junk_rate",
    label="Junk rate",
    meaning=(
        "Of the leads handed over in the period, the share that sales refused or put aside "
        "within 30 days for a reason that both sides agreed to call junk."
    ),
    question="How much of what we hand over is rubbish, by the agreed definition?",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.DOWN,
    family="D",
    clock="The day of the MQL.",
    open_items="Leads not yet 30 days old count for the days they have had.",
    formula="1 − S(30 days) of MQL to a last verdict of class junk, all others at risk to the end",
    pitfalls="'Junk' said for 'I was busy': marketing can dispute it; see who was right.",
    beside=("acceptance_rate", "disputes_upheld"),
    needs=(lifecycle_event,),
    needs_some=((_e.reason_class.isnot(None), "no verdict gives a reason of the agreed list"),),
    table=lead_episode,
    rows=_is_business,
    served=_is_junk,
    pending=_e.is_open.is_(True),
    seconds=seconds_to(_e.mql_at, _e.closed_at, _is_junk),
    age=_age,
    dated_by=_e.mql_on,
    within=30 * DAY,
    is_worktime=False,
    hit="junk",
    wait="open",
    miss="not junk",
)

SAL_TO_SQL = Wait(
    name="sal_to_sql",
    label="SAL to SQL",
    meaning=(
        "Of the leads that sales accepted in the period, the share that became an SQL within "
        "30 days. A lead that skipped the SAL became both at once."
    ),
    question="Do accepted leads qualify?",
    benchmark="50–70 % in a vendor's list (mv3marketing.com), for whatever it calls accepted",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="D",
    clock="The day sales accepted the lead.",
    open_items="Leads accepted less than 30 days ago count for the days they have had.",
    formula="1 − S(30 days) of SAL to SQL, leads given back at risk to the end",
    pitfalls="A rep who accepts only sure things looks good here: read it with acceptance.",
    beside=("acceptance_rate",),
    needs=(lifecycle_event,),
    table=lead_episode,
    rows=_is_business & _is_accepted,
    served=_is_sql,
    pending=_e.is_open.is_(True) & _e.sql_at.is_(None),
    seconds=seconds_to(_e.sal_at, _e.sql_at, _is_sql),
    age=_age_accepted,
    dated_by=_e.sal_on,
    within=30 * DAY,
    is_worktime=False,
    hit="SQL",
    wait="open",
    miss="no SQL",
)

_SQL_IN_TIME = Rate(
    name="mql_to_sql_30d",
    label="MQLs that are SQLs in 30 days",
    meaning="Of the leads handed over at least 30 days ago, the share that was an SQL by then.",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="D",
    clock="The day of the MQL.",
    open_items="Leads not yet 30 days old are left out, and printed beside it.",
    formula="MQLs that became an SQL within 30 days / MQLs at least 30 days old",
    pitfalls="The raw rates of small campaigns go up and down by chance: read the index.",
    needs=(lifecycle_event,),
    table=lead_episode,
    hits=_is_business
    & (_age >= 30 * DAY)
    & _is_sql
    & (seconds_to(_e.mql_at, _e.sql_at, _is_sql) <= 30 * DAY),
    tries=_is_business & (_age >= 30 * DAY),
    pending=_is_business & (_age < 30 * DAY),
    dated_by=_e.mql_on,
    hit="SQL in time",
    miss="no SQL in time",
    wait="too young yet",
)

LEAD_QUALITY_INDEX = Index(
    name="lead_quality_index",
    label="Lead quality index",
    meaning=(
        "How often the leads of each campaign become an SQL within 30 days, beside the average "
        "lead, which is 100. Small campaigns are drawn to 100: four of six prove little."
    ),
    question="Which campaigns bring leads that sales can use?",
    unit=Unit.INDEX,
    side=Side.SHARED,
    direction=Direction.UP,
    family="D",
    clock="The day of the MQL.",
    open_items="Leads not yet 30 days old are left out, and printed beside it.",
    formula="100 × ((SQLs + m·M) / (leads + M)) / m, beta-binomial; m and M from all campaigns",
    pitfalls=(
        "A campaign may only have the better tiers: filter by tier. A campaign is called better "
        "or worse only if its 90 % interval leaves out 100."
    ),
    needs=(lifecycle_event,),
    of=_SQL_IN_TIME,
    by="campaign",
)

_is_ripe = _is_business & _is_accepted & (_age_accepted >= 30 * DAY)
_is_bad_fit = _e.reason_class.in_((ReasonClass.FIT.value, ReasonClass.JUNK.value))
_given_back = (LeadStage.RECYCLED.value, LeadStage.DISQUALIFIED.value)

FALSE_ACCEPT_RATE = Rate(
    name="false_accept_rate",
    label="False accepts",
    meaning=(
        "Of the leads that sales accepted in the period, the share it gave back as no fit or as "
        "junk within 30 days, without a meeting held."
    ),
    question="Is acceptance real?",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.DOWN,
    family="D",
    clock="The day sales accepted the lead.",
    open_items="Leads accepted less than 30 days ago are left out, and printed beside it.",
    formula="accepted, then recycled or put aside as fit or junk within 30 days, unmet / accepted",
    pitfalls="Accepting in kindness and recycling for 'timing' hides here: read SAL to SQL.",
    beside=("acceptance_rate", "sal_to_sql"),
    needs=(lifecycle_event, meeting),
    table=lead_episode,
    hits=_is_ripe
    & _e.closed_as.in_(_given_back)
    & _is_bad_fit
    & _e.is_met.isnot(True)
    & (seconds_to(_e.sal_at, _e.closed_at, is_past(_e.closed_at)) <= 30 * DAY),
    tries=_is_ripe,
    pending=_is_business & _is_accepted & (_age_accepted < 30 * DAY),
    dated_by=_e.sal_on,
    hit="false accept",
    miss="real",
    wait="too young yet",
)

METRICS = (ACCEPTANCE_RATE, JUNK_RATE, SAL_TO_SQL, LEAD_QUALITY_INDEX, FALSE_ACCEPT_RATE)
