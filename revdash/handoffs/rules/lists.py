"""Lists: who came to an event, told to sales days after it."""

from typing import Any

from sqlalchemy import Select, case, func, or_, select

from revdash.episodes.rules import Rules
from revdash.handoffs.rules.leads import some
from revdash.handoffs.rules.record import (
    LAPSED,
    Clock,
    Count,
    DropRule,
    Severity,
    Subject,
    Threshold,
    Turn,
    clocks,
    ends_at,
    lapses_at,
)
from revdash.store.dialects.functions import greatest
from revdash.store.schema.marketing import campaign, touch
from revdash.store.versions import in_force

_c, _t = campaign.c, touch.c
_ON_LISTS = ("event_scan", "webinar_attended")


def _late(rules: Rules) -> Select[Any]:
    """Each event whose list is expected, until it was there.

    When it came its source says, else its loading; one that was there when the campaign was
    first heard of was never seen missing.
    """
    every = (
        select(
            _c.campaign_id,
            func.max(case((in_force(campaign), _c.end_on))).label("end_on"),
            func.max(case((in_force(campaign), _c.list_expected_on))).label("expected_on"),
            func.min(_c.loaded_at).label("heard_at"),
        )
        .group_by(_c.campaign_id)
        .subquery("events")
    )
    found = (
        select(
            _t.campaign_id,
            func.min(_t.recorded_at).label("recorded_at"),
            func.min(_t.loaded_at).label("loaded_at"),
        )
        .where(in_force(touch), _t.touch_type.in_(_ON_LISTS))
        .group_by(_t.campaign_id)
        .subquery("lists")
    )
    e, f = every.c, found.c
    ended_at = ends_at(e.end_on, rules)
    expected_at = ends_at(func.coalesce(e.expected_on, e.end_on), rules)
    came_at = func.coalesce(f.recorded_at, f.loaded_at)
    subject = Subject("campaign", e.campaign_id, campaign_id=e.campaign_id)
    clock = Clock(
        ended_at,
        {"loaded": came_at, LAPSED: lapses_at(ended_at)},
        floor_at=greatest(expected_at, ended_at),
    )
    was_seen = or_(f.campaign_id.is_(None), f.recorded_at.isnot(None), f.loaded_at > e.heard_at)
    return (
        select(*clocks(subject, clock))
        .outerjoin_from(every, found, f.campaign_id == e.campaign_id)
        .where(e.end_on.isnot(None), e.expected_on.isnot(None), was_seen)
    )


LATE_LIST = DropRule(
    code="D23",
    name="Event list late",
    severity=Severity.HIGH,
    side=Turn.MARKETING,
    clock="the end of the event",
    threshold=Threshold(2.0, Count.DAYS),
    resolves="the list is loaded, or given up",
    happened="The event ended {began}; the list of who came is not loaded yet.",
    matters="Whoever was called within days remembers us; a week later nobody does.",
    todo="Load the list, however rough it is.",
    whole=_late,
    needs=(some(campaign, _c.list_expected_on.isnot(None)),),
)
