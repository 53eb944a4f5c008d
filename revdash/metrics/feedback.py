"""Feedback: whether marketing learns what became of each lead, and why (family D)."""

from sqlalchemy import func

from revdash.metrics.ages import age_of, is_past, seconds_to
from revdash.metrics.shapes import AS_OF, DAY, Mix, Rate, Unit, Wait
from revdash.metrics.worktime_now import in_workdays, undecided_until_now
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import question_now, verdict_now
from revdash.store.schema.lifecycle import lead_question, lifecycle_event
from revdash.terms import Direction, EpisodeKind, Side, Verdict

_e, _v, _q = lead_episode.c, verdict_now.c, question_now.c
_is_business = _e.kind != EpisodeKind.EXPANSION.value
_is_decided, _is_told = is_past(_e.verdict_at), is_past(_e.feedback_at)
_has_moment = func.coalesce(_e.decision_seconds, _e.decision_offset_seconds).isnot(None)
_age = age_of(_e.mql_at)
_some_dispute = ((_v.disputed_at.isnot(None), "no dispute is known"),)
_some_reason = ((_v.reason_code.isnot(None), "no verdict gives a reason"),)

REJECT_REASONS = Mix(
    name="reject_reasons",
    label="Reasons for giving leads back",
    meaning=(
        "Why sales refused, recycled or put aside the leads it gave back in the period, the "
        "commonest reason first."
    ),
    question="Why are leads refused?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.NEUTRAL,
    family="D",
    clock="The day of the verdict.",
    open_items="None: a verdict was given or it was not.",
    formula="verdicts by reason / verdicts",
    pitfalls="A reason renamed in the agreed list is another one: map the old to the new.",
    beside=("other_reason_share",),
    needs=(lifecycle_event,),
    needs_some=_some_reason,
    table=verdict_now,
    rows=_v.verdict_id.isnot(None),
    category=_v.reason,
    dated_by=_v.decided_on,
)

OTHER_REASON_SHARE = Rate(
    name="other_reason_share",
    label="Vague reasons",
    meaning=(
        "Of the leads given back in the period, the share whose reason tells nothing: 'Other', "
        "none, one that was never agreed, or one that needs a note and has none."
    ),
    question="Facts, or vague answers?",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.DOWN,
    family="D",
    clock="The day of the verdict.",
    open_items="None: a verdict was given or it was not.",
    formula="verdicts with no reason that says something / verdicts",
    pitfalls="A list with too few reasons makes 'Other' common: add what notes keep saying.",
    beside=("reject_reasons",),
    needs=(lifecycle_event,),
    needs_some=_some_reason,
    table=verdict_now,
    hits=_v.is_reason_valid.isnot(True),
    tries=_v.verdict_id.isnot(None),
    dated_by=_v.decided_on,
    hit="vague",
    miss="tells why",
)

DECISION_TIME = Wait(
    name="decision_time",
    label="Time to a verdict",
    meaning=(
        "Half of the leads handed over in the period had a yes or a no from sales within this "
        "many business days. Leads that still wait for one are counted."
    ),
    question="How long until marketing knows yes or no?",
    unit=Unit.WORKDAYS,
    side=Side.SALES,
    direction=Direction.DOWN,
    family="D",
    clock="The day of the MQL; the wait runs on the calendar of whoever has the lead.",
    open_items="Undecided leads count with the wait so far, lapsed ones with the wait until then.",
    formula="Kaplan–Meier median of business days from MQL to the first verdict, accepted or not",
    pitfalls=(
        "Accepting everything at once is quick: read it with false accepts. Leads whose MQL is "
        "known only by its day have no clock."
    ),
    beside=("false_accept_rate",),
    needs=(lifecycle_event,),
    needs_some=((_has_moment, "of no MQL more than its day is known"),),
    table=lead_episode,
    rows=_is_business & _has_moment,
    served=_is_decided,
    pending=_e.is_open.is_(True) & _e.verdict_at.is_(None),
    seconds=in_workdays(func.coalesce(_e.decision_seconds, undecided_until_now())),
    dated_by=_e.mql_on,
    hit="decided",
    wait="undecided",
    miss="lapsed",
)

TIME_TO_FEEDBACK = Wait(
    name="time_to_feedback",
    label="Time to feedback",
    meaning=(
        "Half of the leads handed over in the period came to some outcome that marketing could "
        "see within this many days. Leads without any are counted."
    ),
    question="How quickly do facts come back?",
    unit=Unit.DAYS,
    side=Side.SALES,
    direction=Direction.DOWN,
    family="D",
    clock="The day of the MQL; nights and weekends count.",
    open_items="Leads without an outcome count with the days they have waited.",
    formula="Kaplan–Meier median of days from MQL to the first outcome",
    pitfalls="An outcome without a reason is quick and tells little: read time to a reason.",
    beside=("time_to_reason",),
    needs=(lifecycle_event,),
    table=lead_episode,
    rows=_is_business,
    served=_is_decided,
    pending=_e.verdict_at.is_(None),
    seconds=seconds_to(_e.mql_at, _e.verdict_at, _is_decided),
    age=_age,
    dated_by=_e.mql_on,
    is_worktime=False,
    hit="decided",
    wait="undecided",
    miss="undecided",
)

TIME_TO_REASON = Wait(
    name="time_to_reason",
    label="Time to a reason",
    meaning=(
        "Half of the leads handed over in the period came to an outcome that tells something "
        "within this many days: accepted, or given back for a valid reason."
    ),
    question="How quickly do facts come back that marketing can use?",
    unit=Unit.DAYS,
    side=Side.SALES,
    direction=Direction.DOWN,
    family="D",
    clock="The day of the MQL; nights and weekends count.",
    open_items="Leads without one, vague refusals among them, count with the days they have had.",
    formula="Kaplan–Meier median of days from MQL to the first outcome with a valid reason",
    pitfalls="The stricter reading of time to feedback: the two part where reasons are vague.",
    beside=("time_to_feedback",),
    needs=(lifecycle_event,),
    table=lead_episode,
    rows=_is_business,
    served=_is_told,
    pending=_e.feedback_at.is_(None),
    seconds=seconds_to(_e.mql_at, _e.feedback_at, _is_told),
    age=_age,
    dated_by=_e.mql_on,
    is_worktime=False,
    hit="explained",
    wait="not explained",
    miss="not explained",
)

_is_ripe = _is_business & (_age >= 30 * DAY)

FEEDBACK_COMPLETENESS = Rate(
    name="feedback_completeness",
    label="Feedback completeness",
    meaning=(
        "Of the leads handed over in the period that are at least 30 days old, the share of which "
        "marketing knows what became: accepted, or given back for a reason that says something, "
        "and a fact (an attempt, an answer, a meeting, a note) where the agreement asks for one."
    ),
    question="Does marketing learn what happened to each lead?",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.UP,
    family="D",
    clock="The day of the MQL.",
    open_items="Leads not yet 30 days old are left out, and printed beside it.",
    formula="episodes of 30 days and more with an outcome, valid reason and fact / all of these",
    pitfalls=(
        "A lead accepted and then given back without a reason is not complete. One reason for "
        "nearly all of a rep's leads is a habit, not a fact: see their mix."
    ),
    beside=("other_reason_share",),
    needs=(lifecycle_event,),
    table=lead_episode,
    hits=_is_ripe & _is_told & _e.is_reason_valid.isnot(False) & _e.is_fact_given.isnot(False),
    tries=_is_ripe,
    pending=_is_business & (_age < 30 * DAY),
    dated_by=_e.mql_on,
    hit="known",
    miss="not known",
    wait="too young yet",
)

_is_asked_due = is_past(_q.due_at)

LEAD_QUESTIONS_ANSWERED = Rate(
    name="lead_questions_answered",
    label="Lead questions answered in time",
    meaning=(
        "Of the questions about a lead whose answer fell due in the period, the share that was "
        "answered in time, with a call, a note or a meeting to point at."
    ),
    question="'What happened to X, why did Z stop responding?': is it answered?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="D",
    clock="The day the answer fell due: two business days after the question, unless agreed.",
    open_items="Not yet due: left out, and printed beside it.",
    formula="questions answered by their due time with evidence / questions due",
    pitfalls="Both sides may ask: the list behind it says who asked.",
    needs=(lead_question,),
    table=question_now,
    hits=_is_asked_due & _q.is_answered_in_time,
    tries=_is_asked_due,
    pending=_q.due_at > AS_OF,
    dated_by=_q.due_on,
    hit="answered",
    miss="not answered in time",
)

_is_refusal = _v.verdict == Verdict.REFUSED.value

DISPUTE_RATE = Rate(
    name="dispute_rate",
    label="Disputed refusals",
    meaning=(
        "Of the leads that sales refused in the period, the share that marketing disputed within "
        "ten business days."
    ),
    question="Do we argue on facts?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.NEUTRAL,
    family="D",
    clock="The day of the refusal.",
    open_items="None: the newest refusals count, and may still be disputed.",
    formula="refusals disputed within ten business days / refusals",
    pitfalls="Disputing everything: read it with who was right.",
    beside=("disputes_upheld",),
    needs=(lifecycle_event,),
    needs_some=_some_dispute,
    table=verdict_now,
    hits=_is_refusal & is_past(_v.disputed_at) & (_v.disputed_at <= _v.dispute_due_at),
    tries=_is_refusal,
    dated_by=_v.decided_on,
    hit="disputed",
    miss="not disputed",
)

_is_settled = _is_refusal & _v.settlement.isnot(None) & is_past(_v.settled_at)

DISPUTES_UPHELD = Rate(
    name="disputes_upheld",
    label="Disputes upheld",
    meaning=(
        "Of the disputes about a refusal that were decided in the period, the share in which both "
        "sides agreed with marketing, and the lead was handed over again."
    ),
    question="Do we settle what we argue about, and who was right?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.NEUTRAL,
    family="D",
    clock="The day the dispute was decided.",
    open_items="Disputes without a decision are left out.",
    formula="disputes decided for marketing / disputes decided",
    pitfalls="Few disputes: see the list behind it, and whose leads they are.",
    beside=("dispute_rate",),
    needs=(lifecycle_event,),
    needs_some=_some_dispute,
    table=verdict_now,
    hits=_is_settled & (_v.settlement == "upheld"),
    tries=_is_settled,
    dated_by=_v.settled_on,
    hit="upheld",
    miss="dismissed",
)

METRICS = (
    DECISION_TIME,
    TIME_TO_FEEDBACK,
    TIME_TO_REASON,
    FEEDBACK_COMPLETENESS,
    REJECT_REASONS,
    OTHER_REASON_SHARE,
    DISPUTE_RATE,
    DISPUTES_UPHELD,
    LEAD_QUESTIONS_ANSWERED,
)
