"""Meetings: met and then silent, missed and not made up, without an outcome, asked for in vain."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Table,
    and_,
    case,
    func,
    or_,
    select,
)

from revdash.episodes import met
from revdash.episodes.deal_people import whose
from revdash.episodes.rules import Rules
from revdash.episodes.traits import known_of
from revdash.handoffs.rules.leads import LEAD, calendar, calendar_of, deeds, is_of, some
from revdash.handoffs.rules.record import (
    Clock,
    Count,
    DropRule,
    Severity,
    Threshold,
    Turn,
    clocks,
    over_at,
)
from revdash.store.dialects.functions import greatest
from revdash.store.schema.deals import opportunity
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import touch_now
from revdash.store.schema.people import app_user
from revdash.store.schema.sales import meeting
from revdash.store.versions import in_force

_e, _m, _t = lead_episode.c, meeting.c, touch_now.c
_DEMO = "demo_request"
_SOURCE = func.coalesce(_m.source_system, "")
_OFF = (met.MOVED, met.CANCELLED)


def _meetings(people: Table) -> Subquery:
    """The meetings with *people*, or of a deal that their lead became."""
    became, o = whose(), opportunity.c
    deal = (
        select(o.opportunity_id, func.max(became.c.person_id).label("person_id"))
        .join(became, became.c.event_key == o.event_key)
        .group_by(o.opportunity_id)
        .subquery("deals_people")
    )
    return (
        select(
            *(_m.event_key, _SOURCE.label("source_system")),
            people.c.root.label("person_id"),
            _m.host_user_id,
            met.booked_at().label("booked_at"),
            met.ended_at().label("ended_at"),
            met.outcome().label("outcome"),
        )
        .outerjoin(deal, deal.c.opportunity_id == _m.opportunity_id)
        .join(people, people.c.person_id == func.coalesce(_m.person_id, deal.c.person_id))
        .where(in_force(meeting), met.ended_at().isnot(None))
        .subquery("met")
    )


def _is_inside(of: Subquery) -> ColumnElement[bool]:
    """The condition that the lead was open when the meeting ended, or was to."""
    is_before = or_(_e.closed_at.is_(None), of.c.ended_at <= _e.closed_at)
    began_at = func.coalesce(_e.clock_start_at, _e.mql_at)
    return and_(of.c.person_id == _e.person_id, began_at <= of.c.ended_at, is_before)


def _followed_up(people: Table, *outcomes: str) -> Subquery:
    """The meetings that went so, with what was done and which meeting was had after each."""
    every, other, deed = _meetings(people), _meetings(people).alias("other"), deeds(people)
    m, o, d = every.c, other.c, deed.c
    mine = select(every).where(m.outcome.in_(outcomes)).subquery("mine")
    of = mine.c
    done = (
        select(of.event_key, func.min(d.event_at).label("acted_at"))
        .join_from(mine, deed, and_(d.person_id == of.person_id, d.event_at > of.ended_at))
        .group_by(of.event_key)
        .subquery("done")
    )
    is_next = and_(
        o.person_id == of.person_id,
        o.ended_at > of.ended_at,
        o.event_key != of.event_key,
        func.coalesce(o.outcome, "").notin_(_OFF),
    )
    again = (
        select(of.event_key, func.min(greatest(o.booked_at, of.ended_at)).label("again_at"))
        .join_from(mine, other, is_next)
        .group_by(of.event_key)
        .subquery("again")
    )
    return (
        select(mine, done.c.acted_at, again.c.again_at)
        .outerjoin_from(mine, done, done.c.event_key == of.event_key)
        .outerjoin(again, again.c.event_key == of.event_key)
        .subquery("followed_up")
    )


def _silent(people: Table, rules: Rules) -> Select[Any]:
    """Each meeting that was held, until something was done, agreed on or reached after it."""
    held = _followed_up(people, met.HELD)
    h = held.c
    stages = {
        word: case((over_at(at) > h.ended_at, greatest(at, h.ended_at)))
        for word, at in (("accepted", _e.sal_at), ("qualified", _e.sql_at), ("deal", _e.opp_at))
    }
    ends = {"activity": h.acted_at, "meeting": h.again_at, **stages, "closed": _e.closed_at}
    clock = Clock(h.ended_at, ends, calendar(rules))
    rows = select(*clocks(LEAD, clock, owner=_if_nobodys(h.host_user_id)))
    return rows.join(held, _is_inside(held)).where(is_of(people))


def _missed(people: Table, rules: Rules) -> Select[Any]:
    """Each meeting that was missed or cancelled, until somebody tried again."""
    missed = _followed_up(people, met.NO_SHOW, met.CANCELLED)
    m = missed.c
    ends = {"activity": m.acted_at, "meeting": m.again_at, "closed": _e.closed_at}
    clock = Clock(m.ended_at, ends, calendar(rules))
    rows = select(*clocks(LEAD, clock, owner=_if_nobodys(m.host_user_id)))
    return rows.join(missed, _is_inside(missed)).where(is_of(people))


def _if_nobodys(host: ColumnElement[str]) -> ColumnElement[str]:
    """The meeting's host, where nobody has the lead."""
    return case((_e.owner_user_id.is_(None), host))


def _unsaid(people: Table, rules: Rules) -> Select[Any]:
    """Each meeting of which it was loaded that nobody says how it went, until somebody did.

    Whoever hosted it writes that down, in the hours of their own calendar. What comes with the
    first load of its source after the meeting was in time: nobody could know it sooner.
    """
    every, is_known = _meetings(people), met.outcome().isnot(None)
    v = (
        select(
            _m.event_key,
            func.min(case((is_known, _m.loaded_at))).label("said_at"),
            func.min(case((~is_known, _m.loaded_at))).label("unsaid_at"),
        )
        .where(_m.retracted.isnot(True))
        .group_by(_m.event_key)
        .subquery("versions")
    )
    is_unsaid = or_(v.c.said_at.is_(None), v.c.said_at > v.c.unsaid_at)
    host = known_of(app_user, "user_id", "calendar_id")
    theirs = calendar_of(func.coalesce(host.c.calendar_id, _e.calendar_id), rules)
    looked = _looked_at(every, v, is_unsaid)
    ends = {"outcome": v.c.said_at, "closed": _e.closed_at}
    clock = Clock(every.c.ended_at, ends, theirs)
    is_late = func.coalesce(v.c.said_at > looked.c.looked_at, True)
    return (
        select(*clocks(LEAD, clock, owner=every.c.host_user_id))
        .join(every, _is_inside(every))
        .outerjoin(host, host.c.user_id == every.c.host_user_id)
        .join(v, v.c.event_key == every.c.event_key)
        .outerjoin(looked, looked.c.event_key == every.c.event_key)
        .where(is_of(people), v.c.unsaid_at.isnot(None), is_unsaid, is_late)
        .where(every.c.source_system.in_(_TELL_OUTCOMES))
    )


def _looked_at(every: Subquery, versions: Subquery, is_unsaid: ColumnElement[bool]) -> Subquery:
    """When its source was first loaded after a meeting of which nothing was said, if it was."""
    loads = select(_SOURCE.label("source_system"), _m.loaded_at).distinct().subquery("loads")
    is_after = and_(
        loads.c.source_system == every.c.source_system, loads.c.loaded_at > every.c.ended_at
    )
    return (
        select(every.c.event_key, func.min(loads.c.loaded_at).label("looked_at"))
        .join_from(every, versions, versions.c.event_key == every.c.event_key)
        .join(loads, is_after)
        .where(versions.c.unsaid_at.isnot(None), is_unsaid)
        .group_by(every.c.event_key)
        .subquery("looked")
    )


def _unbooked(people: Table, rules: Rules) -> Select[Any]:
    """Each lead that asked for a demo, until a meeting was booked."""
    is_asked = and_(
        _t.person_id == _e.person_id,
        _t.touch_type == _DEMO,
        _t.event_at >= func.coalesce(_e.clock_start_at, _e.mql_at),
        or_(_e.closed_at.is_(None), _t.event_at <= _e.closed_at),
    )
    asked = (
        select(_e.episode_id, _e.person_id, func.min(_t.event_at).label("asked_at"))
        .join_from(lead_episode, touch_now, is_asked)
        .where(is_of(people))
        .group_by(_e.episode_id, _e.person_id)
        .subquery("asked")
    )
    every, a = _meetings(people), asked.c
    is_after = and_(every.c.person_id == a.person_id, every.c.ended_at >= a.asked_at)
    booked = (
        select(a.episode_id, func.min(every.c.booked_at).label("booked_at"))
        .join_from(asked, every, is_after)
        .group_by(a.episode_id)
        .subquery("booked")
    )
    ends = {"booked": booked.c.booked_at, "closed": _e.closed_at}
    clock = Clock(a.asked_at, ends, calendar(rules))
    return (
        select(*clocks(LEAD, clock))
        .join(asked, a.episode_id == _e.episode_id)
        .outerjoin(booked, booked.c.episode_id == _e.episode_id)
    )


_TELL_OUTCOMES = select(_SOURCE).where(in_force(meeting), met.outcome().isnot(None)).distinct()

SILENT = DropRule(
    code="D10",
    name="Met, then silence",
    severity=Severity.HIGH,
    side=Turn.SALES,
    clock="the end of the meeting",
    threshold=Threshold(3.0, Count.DAYS),
    resolves="something is done, the next meeting is agreed on, or the lead moves on",
    happened="Nothing since the meeting of {began}: no word, no next meeting, no next stage.",
    matters="Interest is never greater than right after a meeting.",
    todo="Send what was promised, and agree on the next date.",
    rows=_silent,
    needs=(some(meeting),),
)
MISSED = DropRule(
    code="D11",
    name="Missed meeting not made up",
    severity=Severity.MEDIUM,
    side=Turn.SALES,
    clock="the end of the meeting as planned",
    threshold=Threshold(2.0, Count.DAYS),
    resolves="somebody tries again, or a new meeting is agreed on",
    happened="The meeting of {began} did not take place; nothing was agreed on since.",
    matters="Whoever missed a meeting once wanted one.",
    todo="Offer two new times.",
    rows=_missed,
    needs=(some(meeting),),
)
UNSAID = DropRule(
    code="D12",
    name="Meeting without outcome",
    severity=Severity.MEDIUM,
    side=Turn.SALES,
    clock="the end of the meeting",
    threshold=Threshold(1.0, Count.DAYS),
    resolves="somebody says how it went",
    happened="A meeting was to end {began}; nobody says yet whether it was held.",
    matters="Held, missed or moved: every figure about demos hangs on it.",
    todo="Say how it went: held, missed, cancelled or moved.",
    rows=_unsaid,
    tellers=_TELL_OUTCOMES,
)
UNBOOKED = DropRule(
    code="D14",
    name="Demo asked for, none booked",
    severity=Severity.HIGH,
    side=Turn.SALES,
    clock="the request",
    threshold=Threshold(2.0, Count.DAYS),
    resolves="a meeting is booked, or the lead is decided upon",
    happened="No meeting booked yet; asked for a demo {began}.",
    matters="Nobody says more plainly that they want to buy.",
    todo="Send times to choose from.",
    rows=_unbooked,
    needs=(some(meeting),),
)
