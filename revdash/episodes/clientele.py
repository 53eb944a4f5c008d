"""Clientele: customers, what they say, and what the market needs, as they stand."""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    Subquery,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    select,
    union,
)

from revdash.episodes.rules import Rules
from revdash.episodes.traits import day_at, day_in, firms, known_of
from revdash.store.dialects.functions import add_seconds, count_if, greatest
from revdash.store.own import OWN, SYSTEM
from revdash.store.schema.clientele import customer_now
from revdash.store.schema.customers import (
    customer,
    market_feedback,
    nps_response,
    subscription_event,
)
from revdash.store.schema.episodes import deal
from revdash.store.schema.people import app_user
from revdash.store.versions import in_force
from revdash.terms import Outcome

OWN_NEED = f"{SYSTEM}:need:"  # and its id: the key of a need that stands here
DECISION_DAYS = 30  # within which product says what becomes of a need
SALES_SOURCES, PARTNER = ("outbound",), "partner"  # sales went to them first, or a partner did
_c, _s, _d, _now = customer.c, subscription_event.c, deal.c, customer_now.c
_CUTS = ("source", "channel", "campaign_id", "campaign", "segment", "region", "country")
_BY = ("sourced_by", "owner", "team")


def customers(rules: Rules) -> Select[Any]:
    """Every company that became a customer, with the deal that won it and the day it left."""
    first, paid, firm = _first_terms(), _paid(rules), firms()
    f, p = first.c, paid.c
    known = union(
        select(_c.account_id).where(in_force(customer), _c.account_id.isnot(None)),
        select(_s.account_id).where(in_force(subscription_event), _s.account_id.isnot(None)),
    ).subquery("known")
    started_on = func.coalesce(f.started_on, p.first_on)
    churned_on = case((p.churns >= greatest(p.starts, literal_column("1")), p.churned_on))
    source = func.coalesce(_d.source, f.acquired_source)
    return (
        select(
            known.c.account_id,
            func.coalesce(firm.c.name, _d.account_name).label("account_name"),
            started_on.label("started_on"),
            cast(started_on, DateTime).label("started_at"),
            churned_on.label("churned_on"),
            cast(churned_on, DateTime).label("churned_at"),
            _d.opportunity_id,
            _d.name.label("deal"),
            _sourced_by(source).label("sourced_by"),
            _d.owner,
            _d.team,
            source.label("source"),
            func.coalesce(_d.channel, source).label("channel"),
            _d.campaign_id,
            _d.campaign,
            func.coalesce(_d.segment, firm.c.segment).label("segment"),
            func.coalesce(_d.region, firm.c.region).label("region"),
            firm.c.country,
        )
        .select_from(known)
        .outerjoin(first, f.account_id == known.c.account_id)
        .outerjoin(paid, p.account_id == known.c.account_id)
        .outerjoin(firm, firm.c.account_id == known.c.account_id)
        .outerjoin(deal, _d.opportunity_id == f.opportunity_id)
        .order_by(known.c.account_id)
    )


def answers(rules: Rules) -> Select[Any]:
    """Every answer to an NPS wave, and where that customer came from."""
    n = nps_response.c
    day = day_at(rules, n.event_at)
    names = ("event_key", "account_id", "wave", "score", "theme", "respondent_role")
    return (
        select(
            *(n[name] for name in names),
            _now.account_name,
            day.label("answered_on"),
            *(_now[name] for name in (*_BY, *_CUTS)),
        )
        .outerjoin_from(nps_response, customer_now, _now.account_id == n.account_id)
        .where(in_force(nps_response), n.score.isnot(None), n.event_at.isnot(None))
        .order_by(n.event_at, n.event_key)
    )


def needs(rules: Rules) -> Select[Any]:
    """Every need that somebody heard, whether product decided upon it in time."""
    m, firm = market_feedback.c, firms()
    who = known_of(app_user, "user_id", "name")
    due_at = add_seconds(m.captured_at, literal_column(str(DECISION_DAYS * 86_400)))
    has_reason = func.length(func.trim(func.coalesce(m.decision_reason, ""))) > 0
    decision = func.lower(func.trim(m.decision))
    is_decision = decision.in_(["do", "later"]) | ((decision == "no") & has_reason)
    is_in_time = m.decided_at.isnot(None) & (m.decided_at <= due_at) & is_decision
    told = ("event_key", "account_id", "source_kind", "theme", "need", "product_area")
    return (
        select(
            *(m[name] for name in told),
            firm.c.name.label("account_name"),
            func.coalesce(who.c.name, m.captured_by).label("captured_by"),
            m.captured_at,
            day_at(rules, m.captured_at).label("captured_on"),
            due_at.label("due_at"),
            day_at(rules, due_at).label("due_on"),
            decision.label("decision"),
            m.decision_reason,
            m.decided_at,
            day_at(rules, m.decided_at).label("decided_on"),
            func.coalesce(is_in_time, False).label("is_decided_in_time"),
            *(_now[name] for name in _CUTS[:4]),
            *(func.coalesce(_now[name], firm.c[name]).label(name) for name in _CUTS[4:]),
        )
        .select_from(market_feedback)
        .outerjoin(customer_now, _now.account_id == m.account_id)
        .outerjoin(firm, firm.c.account_id == m.account_id)
        .outerjoin(who, who.c.user_id == m.captured_by)
        .where(in_force(market_feedback), m.captured_at.isnot(None), ~_is_taken_up())
        .order_by(m.captured_at, m.event_key)
    )


def _is_taken_up() -> ColumnElement[bool]:
    """The condition that an imported need is answered here: then what stands here counts."""
    ours = market_feedback.alias("ours").c
    key = literal(OWN_NEED) + market_feedback.c.event_key
    return exists().where(ours.batch_id == OWN, ours.event_key == key)


def _first_terms() -> Subquery:
    """How each company first became a customer; by its first deal won where nothing says."""
    rank = func.row_number().over(
        partition_by=_c.account_id, order_by=(_c.started_on, _c.event_key)
    )
    ranked = (
        select(_c.account_id, _c.opportunity_id, _c.started_on, _c.acquired_source, rank.label("n"))
        .where(in_force(customer))
        .subquery("ranked")
    )
    won, r = _first_won(), ranked.c
    deal_id = func.coalesce(r.opportunity_id, won.c.opportunity_id).label("opportunity_id")
    return (
        select(r.account_id, deal_id, r.started_on, r.acquired_source)
        .outerjoin_from(ranked, won, won.c.account_id == r.account_id)
        .where(r.n == 1)
        .subquery("first_terms")
    )


def _first_won() -> Subquery:
    rank = func.row_number().over(
        partition_by=_d.account_id, order_by=(_d.closed_on, _d.opportunity_id)
    )
    ranked = (
        select(_d.account_id, _d.opportunity_id, rank.label("n"))
        .where(_d.outcome == Outcome.WON.value, _d.account_id.isnot(None))
        .subquery("won")
    )
    return select(ranked).where(ranked.c.n == 1).subquery("first_won")


def _paid(rules: Rules) -> Subquery:
    """How often each company began and left: who ended all that it began is gone."""
    day: ColumnElement[date] = day_in(rules, subscription_event)
    is_start, is_churn = _s.event_kind == "new", _s.event_kind == "churn"
    return (
        select(
            _s.account_id,
            func.min(day).label("first_on"),
            count_if(is_start).label("starts"),
            count_if(is_churn).label("churns"),
            func.max(case((is_churn, day))).label("churned_on"),
        )
        .where(in_force(subscription_event), _s.event_at.isnot(None))
        .group_by(_s.account_id)
        .subquery("paid")
    )


def _sourced_by(source: ColumnElement[str]) -> ColumnElement[str]:
    """Who brought them: by the source of their first deal; nobody knows of those before."""
    return case(
        (_d.opportunity_id.is_(None), "not known"),
        (func.lower(source).in_(SALES_SOURCES), "sales"),
        (func.lower(source) == PARTNER, PARTNER),
        else_="marketing",
    )
