"""Handed back: leads recycled into nowhere, not woken up in time, or refused without a reason."""

from typing import Any

from sqlalchemy import Select, Subquery, Table, and_, case, func, select, union_all

from revdash.episodes.rules import Rules
from revdash.episodes.verdicts import UPHELD
from revdash.handoffs.rules.leads import LEAD, after, calendar, is_of, some
from revdash.handoffs.rules.record import (
    AT_ONCE,
    LAPSED,
    Clock,
    Count,
    DropRule,
    Severity,
    Threshold,
    Turn,
    clocks,
    ends_at,
    lapses_at,
    over_at,
)
from revdash.store.dialects.functions import greatest
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import touch_now, verdict_now
from revdash.store.schema.lifecycle import disposition, lifecycle_event, nurture_enrolment
from revdash.store.versions import in_force

_e, _v, _t, _n = lead_episode.c, verdict_now.c, touch_now.c, nurture_enrolment.c
_THREE_DAYS = Threshold(3.0, Count.DAYS)
_NURTURED = some(nurture_enrolment)


def _nowhere(people: Table, rules: Rules) -> Select[Any]:
    """Each recycled lead until it was in a programme that says when to look again."""
    ends = {
        "enrolled": _e.nurtured_at,
        "returned": _e.returned_at,
        "closed": after(_e.disqualified_at, _e.recycled_at),
        LAPSED: lapses_at(over_at(_e.recycled_at)),
    }
    clock = Clock(over_at(_e.recycled_at), ends, calendar(rules))
    return select(*clocks(LEAD, clock)).where(is_of(people), _e.recycled_at.isnot(None))


def _asleep(people: Table, rules: Rules) -> Select[Any]:
    """Each recycled lead from the day on which it was to be woken until somebody did."""
    dated = _dated(people)
    woken_at = ends_at(dated.c.wake_on, rules)
    is_touched = and_(_t.person_id == dated.c.person_id, _t.event_at >= woken_at)
    touched = (
        select(dated.c.episode_id, func.min(_t.event_at).label("touched_at"))
        .join_from(dated, touch_now, is_touched)
        .group_by(dated.c.episode_id)
        .subquery("touched")
    )
    ends = {
        "touch": touched.c.touched_at,
        "enrolled": after(_e.nurtured_at, woken_at),
        "returned": _e.returned_at,
        "closed": after(_e.disqualified_at, _e.recycled_at),
        LAPSED: lapses_at(woken_at),
    }
    clock = Clock(woken_at, ends, calendar(rules))
    return (
        select(*clocks(LEAD, clock))
        .join(dated, dated.c.episode_id == _e.episode_id)
        .outerjoin(touched, touched.c.episode_id == _e.episode_id)
    )


def _dated(people: Table) -> Subquery:
    """The recycled leads with a day on which to wake them: the last that was agreed on."""
    reviews = (
        select(people.c.root, func.max(_n.next_review_on).label("review_on"))
        .join(people, people.c.person_id == _n.person_id)
        .where(in_force(nurture_enrolment), _n.next_review_on.isnot(None), _n.exited_at.is_(None))
        .group_by(people.c.root)
        .subquery("reviews")
    )
    wake_on = greatest(_e.recycle_until, func.coalesce(reviews.c.review_on, _e.recycle_until))
    return (
        select(_e.episode_id, _e.person_id, wake_on.label("wake_on"))
        .outerjoin(reviews, reviews.c.root == _e.person_id)
        .where(is_of(people), _e.recycled_at.isnot(None), _e.recycle_until.isnot(None))
        .subquery("dated")
    )


def _unreasoned(people: Table, rules: Rules) -> Select[Any]:
    """Each lead given back for a reason that tells nothing, until decided upon anew."""
    given = (
        select(
            *(_v.episode_id, _v.decided_at, _v.is_reason_valid),
            case((_v.settlement == UPHELD, _v.settled_at)).label("reinstated_at"),
            func.lead(_v.decided_at, type_=_v.decided_at.type)
            .over(partition_by=_v.episode_id, order_by=(_v.decided_at, _v.verdict_id))
            .label("next_at"),
        )
        .where(_v.person_id.in_(select(people.c.root)))
        .subquery("given")
    )
    g = given.c
    ends = {
        "verdict": after(g.next_at, g.decided_at),
        "reinstated": after(g.reinstated_at, g.decided_at),
        "returned": after(_e.returned_at, g.decided_at),
        LAPSED: lapses_at(g.decided_at),
    }
    clock = Clock(g.decided_at, ends, calendar(rules))
    return (
        select(*clocks(LEAD, clock))
        .join(given, g.episode_id == _e.episode_id)
        .where(g.is_reason_valid.isnot(True))
    )


_d, _l = disposition.c, lifecycle_event.c
_REASONED = select(
    union_all(
        some(lifecycle_event, _l.reason_code.isnot(None)),
        some(disposition, _d.reason_code.isnot(None)),
    ).subquery("reasoned")
)

NOWHERE = DropRule(
    code="D15",
    name="Recycled into nowhere",
    severity=Severity.MEDIUM,
    side=Turn.MARKETING,
    clock="the recycling",
    threshold=_THREE_DAYS,
    resolves="the lead is in a nurture programme with a day for looking again, or lapses",
    happened="Given back for later {began}; in no nurture programme with a date yet.",
    matters="'Later' without a date is never.",
    todo="Enrol it, with a day on which somebody looks again.",
    rows=_nowhere,
    needs=(_NURTURED,),
)
ASLEEP = DropRule(
    code="D16",
    name="Wake-up date missed",
    severity=Severity.MEDIUM,
    side=Turn.MARKETING,
    clock="the end of the day agreed on",
    threshold=_THREE_DAYS,
    resolves="the lead is touched or looked at again, gets a new date, or lapses",
    happened="To be woken by {began}; nothing was sent and nobody looked since.",
    matters="The lead told us when to come back.",
    todo="Get in touch, or set a new date with a reason.",
    rows=_asleep,
    needs=(_NURTURED,),
)
UNREASONED = DropRule(
    code="D17",
    name="Verdict without reason",
    severity=Severity.LOW,
    side=Turn.SALES,
    clock="the verdict",
    threshold=AT_ONCE,
    resolves="a reason that tells something is added, the lead comes again, or lapses",
    happened="Given back {began} without a reason that tells something.",
    matters="Marketing sends more of the same as long as it does not know why.",
    todo="Add the reason from the agreed list, with the fact behind it.",
    rows=_unreasoned,
    needs=(_REASONED,),
)
