"""Deals: qualified leads without one, deals nobody took over, stuck ones, won ones left alone."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, case, func, select, union_all

from revdash.episodes.rules import Rules
from revdash.episodes.traits import known_of
from revdash.handoffs.rules.leads import LEAD, calendar, is_of, some
from revdash.handoffs.rules.record import (
    AT_ONCE,
    LAPSED,
    Clock,
    Count,
    DropRule,
    Severity,
    Subject,
    Threshold,
    Turn,
    begins_at,
    clocks,
    ends_at,
    lapses_at,
    over_at,
)
from revdash.store.dialects.functions import greatest, least
from revdash.store.schema.customers import customer
from revdash.store.schema.deals import opportunity
from revdash.store.schema.episodes import deal, lead_episode
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.people import app_user
from revdash.store.versions import in_force
from revdash.terms import LeadStage, Outcome

_e, _d, _o, _c = lead_episode.c, deal.c, opportunity.c, customer.c
_SOURCE = func.coalesce(_o.source_system, "")
DEAL = Subject(
    "deal",
    _d.opportunity_id,
    person_id=_d.person_id,
    opportunity_id=_d.opportunity_id,
    account_id=_d.account_id,
)


def _without_deal(people: Table, rules: Rules) -> Select[Any]:
    """Each qualified lead until there was a deal, or it was decided upon."""
    ends = {"deal": _e.opp_at, "closed": _e.closed_at}
    clock = Clock(over_at(_e.sql_at), ends, calendar(rules))
    is_said = and_(_e.sql_at.isnot(None), _e.is_sql_implied.isnot(True))
    return select(*clocks(LEAD, clock)).where(is_of(people), is_said)


def _stuck(rules: Rules) -> Select[Any]:
    """Each deal from the day on which it was stuck until it closed, by its last silence alone."""
    heard_on = func.coalesce(_d.last_activity_on, _d.created_on, _d.stalled_on)
    clock = Clock(
        from_at=least(begins_at(heard_on, rules), begins_at(_d.stalled_on, rules)),
        floor_at=begins_at(_d.stalled_on, rules),
        ends=_closed(rules),
    )
    return select(*clocks(DEAL, clock)).where(_d.stalled_on.isnot(None), _is_open_or_dated())


def _unaccepted(rules: Rules) -> Select[Any]:
    """Each deal until somebody accepted it, where its source tells of that at all."""
    began_at = func.coalesce(_o.created_at, ends_at(_o.created_on, rules))
    ends = {"accepted": _o.accepted_at, **_closed(rules)}
    return (
        select(*clocks(DEAL, Clock(began_at, ends)))
        .join(opportunity, and_(_o.opportunity_id == _d.opportunity_id, in_force(opportunity)))
        .where(_is_open_or_dated(), _SOURCE.in_(_TELL_ACCEPTANCE))
    )


def _left_alone(rules: Rules) -> Select[Any]:
    """Each won deal until its customer had somebody in CS, and a date to start.

    A start that was known before it came counts from when it was loaded.
    """
    is_set = and_(_c.cs_owner_user_id.isnot(None), _c.kickoff_at.isnot(None))
    set_at = case((is_set, least(_c.kickoff_at, func.coalesce(_c.loaded_at, _c.kickoff_at))))
    known = (
        select(
            *(_c.opportunity_id, _c.account_id),
            func.min(set_at).label("set_at"),
        )
        .where(in_force(customer))
        .group_by(_c.opportunity_id, _c.account_id)
        .subquery("customers")
    )
    k = known.c
    of_deal = (
        select(k.opportunity_id, func.min(k.set_at).label("set_at"))
        .group_by(k.opportunity_id)
        .subquery("of_deal")
    )
    of_account = (
        select(k.account_id, func.min(k.set_at).label("set_at"))
        .where(k.opportunity_id.is_(None))
        .group_by(k.account_id)
        .subquery("of_account")
    )
    set_up_at = func.coalesce(of_deal.c.set_at, of_account.c.set_at)
    won_at = ends_at(_d.closed_on, rules)
    clock = Clock(won_at, {"set up": set_up_at, LAPSED: lapses_at(won_at)})
    return (
        select(*clocks(DEAL, clock))
        .outerjoin(of_deal, of_deal.c.opportunity_id == _d.opportunity_id)
        .outerjoin(of_account, of_account.c.account_id == _d.account_id)
        .where(_d.outcome == Outcome.WON.value, _d.is_new_business.is_(True))
        .where(_d.closed_on.isnot(None))
    )


def owner_left(rules: Rules) -> Select[Any]:
    """Each deal that somebody has who left, from then until it closed."""
    user = known_of(app_user, "user_id", "kind", "active_to")
    u = user.c
    clock = Clock(
        from_at=u.active_to,
        floor_at=greatest(u.active_to, begins_at(func.coalesce(_d.created_on, u.active_to), rules)),
        ends=_closed(rules),
    )
    return (
        select(*clocks(DEAL, clock))
        .join(user, u.user_id == _d.owner_user_id)
        .where(u.active_to.isnot(None), _is_open_or_dated())
    )


def _closed(rules: Rules) -> dict[str, ColumnElement[Any]]:
    return {"closed": begins_at(_d.closed_on, rules)}


def _is_open_or_dated() -> ColumnElement[bool]:
    """A deal that was decided nobody knows when tells nothing of how long it lay."""
    return (_d.outcome == Outcome.OPEN.value) | _d.closed_on.isnot(None)


_TELL_ACCEPTANCE = (
    select(_SOURCE).where(in_force(opportunity), _o.accepted_at.isnot(None)).distinct()
)
_DEALS_TOLD = select(
    union_all(
        some(opportunity), some(lifecycle_event, lifecycle_event.c.to_stage == LeadStage.OPP.value)
    ).subquery("deals_told")
)

WITHOUT_DEAL = DropRule(
    code="D13",
    name="SQL without a deal",
    severity=Severity.MEDIUM,
    side=Turn.SALES,
    clock="the SQL",
    threshold=Threshold(10.0, Count.DAYS),
    resolves="a deal is opened, or the lead is given back",
    happened="Qualified {began}; no deal yet.",
    matters="What is not a deal is in nobody's forecast, and in nobody's plan.",
    todo="Open the deal, or give the lead back with a reason.",
    rows=_without_deal,
    needs=(_DEALS_TOLD,),
)
STUCK = DropRule(
    code="D19",
    name="Stalled deal",
    severity=Severity.MEDIUM,
    side=Turn.SALES,
    clock="the last word from the other side",
    threshold=AT_ONCE,  # deals say from which day on they are stuck
    resolves="the other side speaks with us, or the deal closes",
    happened="The other side last spoke with us {began}, or the close date has passed.",
    matters="A deal that does not move still fills the forecast.",
    todo="Agree on the next step and a new close date, or close it.",
    whole=_stuck,
    needs=(some(opportunity),),
)
UNACCEPTED = DropRule(
    code="D20",
    name="Between SDR and AE",
    severity=Severity.HIGH,
    side=Turn.SALES,
    clock="the deal's opening",
    threshold=Threshold(2.0, Count.DAYS),
    resolves="it is accepted, or declined with a reason",
    happened="Opened {began}; not accepted yet.",
    matters="The buyer was promised somebody, and waits.",
    todo="Accept it, or decline it with a reason.",
    whole=_unaccepted,
    tellers=_TELL_ACCEPTANCE,
)
LEFT_ALONE = DropRule(
    code="D22",
    name="Won, nobody onboards",
    severity=Severity.MEDIUM,
    side=Turn.CS,
    clock="the day the deal was won",
    threshold=Threshold(5.0, Count.DAYS),
    resolves="somebody in CS has it and a start is set, or it lapses",
    happened="Won on {began}; nobody in CS has it, or no start is set.",
    matters="What was promised is first kept or broken in these days.",
    todo="Name who onboards, and set the date.",
    whole=_left_alone,
    needs=(some(customer, _c.cs_owner_user_id.isnot(None) | _c.kickoff_at.isnot(None)),),
)
