"""Content: which companies and people it reached, and what they did next (family A)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Date, cast, func, literal, null

from revdash.metrics.shapes import (
    AS_OF,
    DAY,
    Combination,
    Combined,
    Level,
    Mix,
    Rate,
    Reading,
    Stretch,
    Total,
    Unit,
)
from revdash.stats.intervals import wilson_interval
from revdash.store.dialects.functions import seconds_between
from revdash.store.schema.episodes import exposure_day
from revdash.store.schema.followers import account_now, touch_now
from revdash.store.schema.marketing import campaign, channel_day, content_asset, touch
from revdash.store.schema.people import account
from revdash.terms import Direction, Side

MONTH = 30 * DAY

_t = touch_now.c
_is_touch = _t.is_eligible.is_(True)
_is_targeted = _is_touch & _t.is_target.is_(True) & _t.account_id.isnot(None)
_is_reader = _is_touch & _t.asset_id.isnot(None) & _t.person_id.isnot(None)
_is_first = _is_reader & _t.is_first_of_asset.is_(True)
_is_mature = seconds_between(_t.event_at, AS_OF) >= MONTH
_until_next = func.coalesce(seconds_between(_t.event_at, _t.next_step_at), MONTH + 1)
_is_on_list = account_now.c.is_target.is_(True)

_TARGETS_TOUCHED = Total(
    name="targets_touched",
    label="Target accounts that engaged",
    meaning="Target companies of which somebody did something with our marketing.",
    unit=Unit.COUNT,
    side=Side.SHARED,
    direction=Direction.UP,
    family="A",
    clock="The day of the touch.",
    open_items="None.",
    formula="different target accounts with an eligible touch",
    needs=(touch,),
    table=touch_now,
    value=literal(1),
    rows=_is_targeted,
    distinct=_t.account_id,
    dated_by=_t.touched_on,
)

_TARGETS = Level(
    name="targets",
    label="Target accounts",
    meaning="The companies on the target list that is in force.",
    unit=Unit.COUNT,
    side=Side.SHARED,
    direction=Direction.NEUTRAL,
    family="A",
    clock="The list in force.",
    open_items="None.",
    formula="count of target accounts",
    needs=(account,),
    table=account_now,
    rows=_is_on_list,
    since=cast(literal(date.min), Date),
    until=cast(null(), Date),
    hit="on the list",
)


def _share_of_targets(readings: Sequence[Reading], _targets: Sequence[float]) -> Combination:
    """How many of the listed companies were touched."""
    blind = [set(reading.ignored) for reading in readings]
    if blind[0] - blind[1]:
        names = " and ".join(sorted(blind[0] - blind[1]))
        return Combination(None, missing=f"touches are not known by {names}")
    touched, listed = (reading.value or 0.0 for reading in readings)
    if not listed:
        return Combination(None, missing="no company of this part is on the target list")
    share = min(touched / listed, 1.0)
    bounds = wilson_interval(share * listed, listed)
    return Combination(share, low=bounds.low, high=bounds.high)


TARGET_ACCOUNT_REACH = Combined(
    name="target_account_reach",
    label="Target accounts engaged",
    meaning=(
        "Of the companies on our target list, the share of which somebody did something with "
        "our marketing this quarter. Opened e-mails, gifts and our own people don't count."
    ),
    question="Is reach landing on companies sales wants?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="A",
    clock="From the first day of the quarter to the end of the period.",
    open_items="None: a company that engages later counts from then on.",
    formula="target accounts with an eligible touch / target accounts",
    pitfalls=(
        "The list is the one in force now: taking companies off it during the quarter lifts the "
        "share. Visits matched to a company without a person count."
    ),
    needs=(touch, account),
    needs_some=((_is_on_list, "no target accounts named"),),
    parts=(_TARGETS_TOUCHED, _TARGETS),
    combine=_share_of_targets,
    stretch=Stretch.QUARTER,
)

CONTENT_ENGAGEMENT = Total(
    name="content_engagement",
    label="People on our content",
    meaning=(
        "How many different people did something with a piece of our content. Opened e-mails "
        "and our own people don't count."
    ),
    question="Does anybody use what we make?",
    unit=Unit.PEOPLE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="A",
    clock="The day of the touch.",
    open_items="None.",
    formula="different people with an eligible touch on an asset",
    pitfalls="Read it with how many of them took a next step.",
    beside=("content_next_step",),
    needs=(touch, content_asset),
    needs_some=((_is_reader, "no touches name their content"),),
    table=touch_now,
    value=literal(1),
    rows=_is_reader,
    distinct=_t.person_id,
    dated_by=_t.touched_on,
)

NEXT_STEP_RATE = Rate(
    name="content_next_step",
    label="Next step after content",
    meaning=(
        "Of the people who first used a piece of content in the period, the share who became a "
        "lead, an MQL or an SQL within 30 days. An association: it doesn't say why."
    ),
    question="Which content do buyers use before they move a step?",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="A",
    clock="The day of each person's first touch of the content.",
    open_items="Touches younger than 30 days are not counted yet.",
    formula="first touches of an asset with a next step within 30 days / first touches 30 days old",
    pitfalls="What people read last before asking for a demo looks magical: they had decided.",
    needs=(touch, content_asset),
    needs_some=CONTENT_ENGAGEMENT.needs_some,
    table=touch_now,
    hits=_is_first & _is_mature & (_until_next <= MONTH),
    tries=_is_first & _is_mature,
    pending=_is_first & ~_is_mature,
    dated_by=_t.touched_on,
    hit="next step",
    miss="none within 30 days",
    wait="too young yet",
)

MESSAGE_PHASE_MIX = Mix(
    name="message_phase_mix",
    label="Message mix",
    meaning=(
        "Of the touches on our content, the share of each phase: thought leadership (awareness), "
        "comparison (consideration), direct call to action (conversion)."
    ),
    question="Do both kinds of message reach people as agreed?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.BAND,
    family="A",
    clock="The day of the touch.",
    open_items="None.",
    formula="eligible touches by message phase of the content / eligible touches on content",
    pitfalls="The phase is the one that the content carries now: tagging afterwards moves it.",
    beside=("message_spend_mix",),
    needs=(touch, content_asset),
    needs_some=((_t.message_phase.isnot(None), "no content says its message phase"),),
    table=touch_now,
    rows=_is_touch & _t.asset_id.isnot(None),
    category=_t.message_phase,
    focus="awareness",
    dated_by=_t.touched_on,
)

OBJECTIVE_SPEND_MIX = Mix(
    name="message_spend_mix",
    label="Spend by objective",
    meaning=(
        "Of the money spent on campaigns, the share of each objective: awareness, demand, "
        "conversion, retention."
    ),
    question="Are both kinds of message funded as agreed?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.BAND,
    family="A",
    clock="The day of spending.",
    open_items="None.",
    formula="sum(cost) by objective of the campaign / sum(cost)",
    pitfalls="By campaign: content names no cost of its own.",
    needs=(channel_day, campaign),
    needs_some=((exposure_day.c.objective.isnot(None), "no campaign says its objective"),),
    table=exposure_day,
    rows=exposure_day.c.cost_base.isnot(None),
    category=exposure_day.c.objective,
    weight=exposure_day.c.cost_base,
    focus="awareness",
    dated_by=exposure_day.c.day,
)

METRICS = (
    TARGET_ACCOUNT_REACH,
    CONTENT_ENGAGEMENT,
    NEXT_STEP_RATE,
    MESSAGE_PHASE_MIX,
    OBJECTIVE_SPEND_MIX,
)
