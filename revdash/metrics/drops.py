"""Drops: what lies open between the two sides, how often that happens, and how long (family C)."""

from collections.abc import Sequence

from sqlalchemy import case, literal, select

from revdash.metrics.ages import is_past
from revdash.metrics.nobody_home import CAUSES
from revdash.metrics.shapes import (
    AS_OF,
    Combination,
    Combined,
    Level,
    Rate,
    Ratio,
    Reading,
    Total,
    Unit,
    Wait,
)
from revdash.metrics.worktime_now import open_seconds_now
from revdash.store.schema.drops import drop_rule_told, drop_shown, handoff_drop
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.terms import Direction, Side

_e, _d, _s = lead_episode.c, handoff_drop.c, drop_shown.c
_INFO = "info"
_AFTER_ITS_END = ("D15", "D16", "D17", "D18")  # what is owed on a lead that was given back
_NOBODY_HOME = tuple(CAUSES)
_PER = 100.0
_is_drop = (_d.severity != _INFO) & (_d.opens_at < AS_OF)
_is_resolved = is_past(_d.resolved_at)
_some_rule = ((drop_rule_told.c.rule.isnot(None), "nothing tells who dropped what"),)

_ACTIVE = Level(
    name="active_leads",
    label="Leads being worked",
    meaning="Leads handed over that were open when the period ended.",
    unit=Unit.COUNT,
    side=Side.SHARED,
    direction=Direction.NEUTRAL,
    family="C",
    clock="As it stood when the period ended.",
    open_items="They are what is counted.",
    formula="episodes begun and not closed",
    needs=(lifecycle_event,),
    table=lead_episode,
    rows=_e.mql_at.isnot(None),
    since=_e.mql_on,
    until=_e.closed_on,
    hit="open",
)

_OWED = Level(
    name="owed_leads",
    label="Leads given back, something owed",
    meaning="Leads given back on which somebody's move was overdue when the period ended.",
    unit=Unit.COUNT,
    side=Side.SHARED,
    direction=Direction.NEUTRAL,
    family="C",
    clock="As it stood when the period ended.",
    open_items="They are what is counted.",
    formula="closed episodes with a dropped handoff",
    needs=(lifecycle_event,),
    table=drop_shown,
    rows=_s.rule.in_(_AFTER_ITS_END) & _s.subject.like("lead:%") & (_s.from_at <= AS_OF),
    since=_s.from_on,
    until=_s.until_on,
    hit="owed",
)

_WEIGHED = Level(
    name="drops_weighed",
    label="Dropped handoffs by severity",
    meaning="What lay open when the period ended: the worst of each lead, deal or question.",
    unit=Unit.RATIO,
    side=Side.SHARED,
    direction=Direction.DOWN,
    family="C",
    clock="As it stood when the period ended.",
    open_items="They are what is counted.",
    formula="severity weights of the rules shown: critical 4, high 2, medium 1, low ½",
    needs=(lifecycle_event,),
    needs_some=_some_rule,
    table=drop_shown,
    rows=_s.from_at <= AS_OF,
    since=_s.from_on,
    until=_s.until_on,
    value=_s.weight,
    hit="open",
)


def _per_hundred(of: Sequence[Reading], _targets: Sequence[float]) -> Combination:
    active, owed, weighed = (reading.value or 0.0 for reading in of)
    if not active + owed:
        return Combination(None, missing="no lead was being worked")
    return Combination(_PER * weighed / (active + owed))


DROPS_OPEN = Combined(
    name="drops_open",
    label="Dropped handoffs open",
    meaning=(
        "Leads, deals and questions on which somebody's move is overdue when the period ends, "
        "each by its worst rule (critical 4, high 2, medium 1, low ½), per 100 leads worked."
    ),
    question="Where is the ball on the floor right now, and whose move is it?",
    unit=Unit.RATIO,
    side=Side.SHARED,
    direction=Direction.DOWN,
    family="C",
    clock="As it stood at the end of the period, or at the last data if that is earlier.",
    open_items="They are what is counted.",
    formula=(
        "100 × sum of the severity weights of the rules shown / (open episodes + episodes given "
        "back on which something is owed)"
    ),
    pitfalls=(
        "Rules point at both sides: marketing owes lists, answers and nurture. A rule is silent "
        "where no source tells its facts; what people snooze or mute stays counted."
    ),
    beside=("drop_rate_new", "drop_resolution"),
    needs=(lifecycle_event,),
    needs_some=_some_rule,
    parts=(_ACTIVE, _OWED, _WEIGHED),
    combine=_per_hundred,
)

_NEW_DROPS = Total(
    name="new_drops",
    label="New drops counted",
    meaning="Times a rule found a handoff dropped in the period.",
    unit=Unit.COUNT,
    side=Side.SHARED,
    direction=Direction.DOWN,
    family="C",
    clock="The day it became late.",
    open_items="None: it became late or it did not.",
    formula="count of firings of all rules but 'about to be late'",
    needs=(lifecycle_event,),
    table=handoff_drop,
    value=literal(1),
    rows=_is_drop,
    dated_by=_d.opened_on,
)

_HANDOFFS = Total(
    name="handoffs",
    label="Handoffs",
    meaning="Leads handed over in the period, whether for the first time or again.",
    unit=Unit.COUNT,
    side=Side.SHARED,
    direction=Direction.NEUTRAL,
    family="C",
    clock="The day of the MQL.",
    open_items="None: a lead was handed over or it was not.",
    formula="count of episodes begun",
    needs=(lifecycle_event,),
    table=lead_episode,
    value=literal(1),
    rows=_e.mql_at.isnot(None),
    dated_by=_e.mql_on,
)

DROP_RATE_NEW = Ratio(
    name="drop_rate_new",
    label="New drops per 100 handoffs",
    meaning="How often a handoff was dropped in the period, for every 100 leads handed over.",
    question="Is the process leaking more?",
    unit=Unit.RATIO,
    side=Side.SHARED,
    direction=Direction.DOWN,
    family="C",
    clock="Drops by the day they became late, handoffs by the day of the MQL.",
    open_items="None: a drop is counted when it begins, resolved or not.",
    formula="100 × firings of all rules but 'about to be late' / episodes begun",
    pitfalls=(
        "Two volumes of one period, not a conversion. Widening a threshold lowers it: the "
        "agreement keeps its versions."
    ),
    beside=("drops_open", "drop_resolution"),
    needs=(lifecycle_event,),
    needs_some=_some_rule,
    of=_NEW_DROPS,
    per=_HANDOFFS,
    times=_PER,
)

DROP_RESOLUTION = Wait(
    name="drop_resolution",
    label="Time to pick up a drop",
    meaning=(
        "Half of the handoffs dropped in the period were picked up within this time, in business "
        "hours. Those still open are counted."
    ),
    question="Do we pick balls up quickly?",
    unit=Unit.HOURS,
    side=Side.SHARED,
    direction=Direction.DOWN,
    family="C",
    clock="The day it became late; the wait runs on the calendar of whoever has the lead.",
    open_items="Open drops count with the wait so far, those of lapsed leads with that until then.",
    formula="Kaplan–Meier median of business hours from late to resolved",
    pitfalls="Setting a drop aside is no resolution: only what resolves its rule is.",
    beside=("drops_open", "drop_rate_new"),
    needs=(lifecycle_event,),
    needs_some=_some_rule,
    table=handoff_drop,
    rows=_is_drop,
    served=_is_resolved & (_d.resolved_by != "lapsed"),
    pending=~_is_resolved,
    seconds=case(
        (_is_resolved, _d.resolution_seconds),
        else_=open_seconds_now() + _d.resolution_offset_seconds,
    ),
    dated_by=_d.opened_on,
    hit="picked up",
    wait="open",
    miss="lapsed",
)

ROUTING_FAILURE_SHARE = Rate(
    name="routing_failure_share",
    label="Leads with nobody home",
    meaning=(
        "Of the leads handed over in the period, the share that ever was with nobody, with "
        "somebody away whom nobody stood in for, or with somebody who had left."
    ),
    question="Are leads sent to nobody?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.DOWN,
    family="C",
    clock="The day of the MQL.",
    open_items="A lead that is well kept so far may still lose its owner.",
    formula="episodes for which 'nobody owns it', 'owner away' or 'owner left' fired / episodes",
    pitfalls=(
        "Whose fault is in the rule: a missing routing rule, an absence without a delegate, a "
        "user who was deactivated."
    ),
    beside=("routing_time", "drops_open"),
    needs=(lifecycle_event,),
    needs_some=((drop_rule_told.c.rule.in_(_NOBODY_HOME), "no source tells who has a lead"),),
    table=lead_episode,
    hits=_e.episode_id.in_(
        select(_d.episode_id).where(
            _d.rule.in_(_NOBODY_HOME), _d.episode_id.isnot(None), _d.opens_at < AS_OF
        )
    ),
    tries=_e.mql_at.isnot(None),
    dated_by=_e.mql_on,
    hit="with nobody",
    miss="with somebody",
)

METRICS = (DROPS_OPEN, DROP_RATE_NEW, DROP_RESOLUTION, ROUTING_FAILURE_SHARE)
