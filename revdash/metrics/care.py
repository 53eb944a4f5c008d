"""Care: how often leads are tried, whether anybody is reached, and what is given up (family C)."""

from sqlalchemy import case, func, literal

from revdash.metrics.shapes import AS_OF, Mix, Rate, Ratio, Total, Unit
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import attempt_now, verdict_now
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.sales import sales_activity
from revdash.terms import Direction, Side

_e, _a, _v = lead_episode.c, attempt_now.c, verdict_now.c

_has_clock = _e.clock_start_at.isnot(None) & _e.is_clock_excluded.is_(False)
_is_over = _has_clock & (_e.cadence_ended_at <= AS_OF)
# Ten business days went by, nobody was reached in them, and the lead was not put aside.
_is_exhausted = (
    _has_clock
    & (_e.cadence_due_at <= AS_OF)
    & (_e.cadence_ended_at >= _e.cadence_due_at)
    & (_e.closed_at.is_(None) | (_e.closed_at > _e.cadence_due_at))
)
_is_untried = _v.attempts_before == 0
_reason = func.coalesce(_v.reason, "no reason")

_EXHAUSTED = Total(
    name="leads_tried_for_ten_days",
    label="leads open for ten business days",
    meaning="Leads handed over in the period, ten business days open, and nobody was reached.",
    unit=Unit.COUNT,
    side=Side.SALES,
    direction=Direction.NEUTRAL,
    family="C",
    clock="The day of the MQL.",
    open_items="Leads whose ten business days are not over: printed beside it.",
    formula="episodes with 10 business days behind them, neither connected nor disposed in them",
    needs=(lifecycle_event, sales_activity),
    table=lead_episode,
    value=literal(1),
    rows=_is_exhausted,
    unknown=_has_clock & (_e.cadence_due_at > AS_OF),
    dated_by=_e.mql_on,
)

_ATTEMPTS = Total(
    name="attempts_in_ten_days",
    label="Attempts",
    meaning="Human attempts at them within those days, at most two a day.",
    unit=Unit.COUNT,
    side=Side.SALES,
    direction=Direction.NEUTRAL,
    family="C",
    clock="The day of the MQL.",
    open_items="Leads whose ten business days are not over are left out.",
    formula="qualifying attempts within 10 business days of the clock's start, 2 a day at most",
    needs=(lifecycle_event, sales_activity),
    table=lead_episode,
    value=_e.cadence_attempts,
    rows=_is_exhausted,
    dated_by=_e.mql_on,
)

ATTEMPTS_PER_LEAD = Ratio(
    name="attempts_per_lead",
    label="Attempts per lead",
    meaning=(
        "How often a human tried each lead within its first ten business days. It counts leads "
        "handed over in the period that nobody reached and nobody put aside in those days."
    ),
    question="Do we try often enough?",
    benchmark=(
        "1.6 calls on average; 93 % of those who converted were reached by the sixth (Velocify "
        "2015); six or more attempts are advised (Lead Response Management 2007)."
    ),
    unit=Unit.RATIO,
    side=Side.SALES,
    direction=Direction.BAND,
    family="C",
    clock="The day of the MQL.",
    open_items="Leads whose ten business days are not over: left out, and printed beside it.",
    formula="attempts within 10 business days / leads not connected and not disposed in them",
    pitfalls="Dialling six times in an hour: at most two attempts a day count.",
    needs=(lifecycle_event, sales_activity),
    of=_ATTEMPTS,
    per=_EXHAUSTED,
    is_resampled=True,
)

CADENCE_COMPLETION = Rate(
    name="cadence_completion",
    label="Cadence completion",
    meaning=(
        "Of the leads whose cadence ended in the period, the share worked as agreed: six "
        "attempts on four days within ten business days, or they spoke, or a reason ruled it out."
    ),
    question="Is the agreed process for cold leads followed?",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.UP,
    family="C",
    clock="The day the cadence ended: they spoke, a hard reason closed it, or ten days were over.",
    open_items="Leads still within their ten business days: left out, and printed beside it.",
    formula=(
        "≥ 6 attempts (2 a day at most) on ≥ 4 days within 10 business days, or connected, or "
        "put aside for a reason that is hard or needs no contact / cadences ended"
    ),
    pitfalls="“Not interested” without a talk is no reason: its ten days run on and are judged.",
    needs=(lifecycle_event, sales_activity),
    table=lead_episode,
    hits=_is_over & _e.is_cadence_kept.is_(True),
    tries=_is_over,
    pending=_has_clock & (_e.cadence_ended_at > AS_OF),
    dated_by=_e.cadence_ended_on,
    hit="as agreed",
    miss="given up early",
)

CONNECT_RATE = Rate(
    name="connect_rate",
    label="Connect rate",
    meaning=(
        "Of the human attempts made in the period, the share that reached somebody: they spoke, "
        "or a human answered within five business days."
    ),
    question="Do attempts reach people?",
    benchmark="The odds of a contact fall with delay (Lead Response Management 2007).",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.UP,
    family="C",
    clock="The day of the attempt.",
    open_items="An attempt of the last days counts as not reached until somebody answers.",
    formula="attempts connected, or answered within 5 business days / attempts",
    pitfalls="A voicemail marked as connected; an answer counts for every attempt of five days.",
    needs=(sales_activity,),
    table=attempt_now,
    hits=_a.is_attempt.is_(True) & _a.is_reached.is_(True),
    tries=_a.is_attempt.is_(True),
    dated_by=_a.done_on,
    hit="reached",
    miss="not reached",
)

LATE_LOGGED_SHARE = Rate(
    name="late_logged_share",
    label="Logged late",
    meaning=(
        "Of what people wrote down by hand of the period, calls for instance, the share written "
        "down more than a day after it happened."
    ),
    question="Can we trust the timestamps?",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.DOWN,
    family="C",
    clock="The day it is said to have happened.",
    open_items="What was not written down yet is not known; it will count under its own day.",
    formula="activities by hand, recorded > 24 h after they happened / activities by hand",
    pitfalls="Dating a call back saves no agreement: it is credited when it was written down.",
    needs=(sales_activity,),
    needs_some=((_a.is_late_logged.isnot(None), "no source says what was written down by hand"),),
    table=attempt_now,
    hits=_a.is_late_logged.is_(True),
    tries=_a.is_late_logged.isnot(None),
    dated_by=_a.done_on,
    hit="late",
    miss="in time",
)

NO_CONTACT_SHARE = Rate(
    name="no_contact_share",
    label="Given back untried",
    meaning=(
        "Of the leads that sales refused, recycled or put aside in the period, the share that "
        "nobody had tried to reach before."
    ),
    question="Are leads thrown away unread?",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.DOWN,
    family="C",
    clock="The day of the verdict.",
    open_items="Nothing is open: a verdict was given.",
    formula="verdicts with no qualifying attempt before them / verdicts",
    pitfalls="Reasons that need no contact stop the follow-up clock: here they are counted.",
    needs=(lifecycle_event, sales_activity),
    table=verdict_now,
    hits=_is_untried,
    tries=_v.verdict.isnot(None),
    dated_by=_v.decided_on,
    hit="untried",
    miss="tried before",
)

NO_CONTACT_REASONS = Mix(
    name="no_contact_reasons",
    label="Why untried",
    meaning="Which reasons were given for the leads that were given back untried in the period.",
    question="Did the reason allow it, or was the lead thrown away?",
    unit=Unit.SHARE,
    side=Side.SALES,
    direction=Direction.NEUTRAL,
    family="C",
    clock="The day of the verdict.",
    open_items="Nothing is open: a verdict was given.",
    formula="verdicts with no qualifying attempt before them, by reason",
    pitfalls="Where a reason needs no contact by agreement, no call was owed.",
    needs=(lifecycle_event, sales_activity),
    table=verdict_now,
    rows=_is_untried,
    category=case(
        (_v.is_no_contact_required.is_(True), func.concat(_reason, " (needs no contact)")),
        else_=_reason,
    ),
    dated_by=_v.decided_on,
)

METRICS = (
    ATTEMPTS_PER_LEAD,
    CADENCE_COMPLETION,
    CONNECT_RATE,
    LATE_LOGGED_SHARE,
    NO_CONTACT_SHARE,
    NO_CONTACT_REASONS,
)
