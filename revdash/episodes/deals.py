"""Deals: each as it stands, with its source, its owner and the days of the company."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime, Select, Subquery, Text, case, cast, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from revdash.episodes.deal_motion import in_motion, opening_amounts
from revdash.episodes.deal_people import whose
from revdash.episodes.money import in_base
from revdash.episodes.rules import Rules
from revdash.episodes.traits import day_at, known_of
from revdash.store.dialects.functions import day_of, local_time, seconds_between
from revdash.store.schema.agreement import reason_used
from revdash.store.schema.deals import opportunity
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.identity import person_identity
from revdash.store.schema.marketing import campaign
from revdash.store.schema.people import account, app_user, person, team
from revdash.store.versions import in_force
from revdash.terms import IssueRule, Outcome

DAY_SECONDS = 86_400.0


def deals(rules: Rules) -> Select[Any]:
    """Give every deal in force, and whether it moves."""
    return in_motion(_known(rules).subquery("known"), rules)


def _known(rules: Rules) -> Select[Any]:
    """Every deal with its source, its owner and whose lead it was."""
    o = opportunity.c
    opening = opening_amounts()
    owner = known_of(app_user, "user_id", "name", "team_id", "region")
    crew = known_of(team, "team_id", "name")
    firm = known_of(account, "account_id", "name", "segment", "region")
    drive = known_of(campaign, "campaign_id", "name", "channel")
    who = _who("source", "segment", "region")
    became = whose()
    root = func.coalesce(person_identity.c.root, became.c.person_id)
    handoff = _handoffs()
    source = func.coalesce(handoff.c.source, o.lead_source, who.c.source)
    return (
        select(
            *_deal_itself(rules),
            root.label("person_id"),
            func.coalesce(o.account_name, firm.c.name).label("account_name"),
            func.coalesce(owner.c.name, o.owner_user_id).label("owner"),
            func.coalesce(crew.c.name, owner.c.team_id).label("team"),
            source.label("source"),
            func.coalesce(drive.c.channel, source).label("channel"),
            func.coalesce(o.campaign_id, handoff.c.campaign_id).label("campaign_id"),
            func.coalesce(drive.c.name, handoff.c.campaign).label("campaign"),
            func.coalesce(o.segment, who.c.segment, firm.c.segment).label("segment"),
            func.coalesce(o.region, who.c.region, owner.c.region, firm.c.region).label("region"),
            handoff.c.tier,
            func.coalesce(reason_used.c.label, o.reason_code).label("reason"),
            _opening_in_base(opening.c.amount, rules).label("opening_amount_base"),
        )
        .select_from(opportunity)
        .outerjoin(reason_used, reason_used.c.reason_code == o.reason_code)
        .outerjoin(opening, opening.c.opportunity_id == o.opportunity_id)
        .outerjoin(owner, owner.c.user_id == o.owner_user_id)
        .outerjoin(crew, crew.c.team_id == owner.c.team_id)
        .outerjoin(firm, firm.c.account_id == o.account_id)
        .outerjoin(drive, drive.c.campaign_id == o.campaign_id)
        .outerjoin(became, became.c.event_key == o.event_key)
        .outerjoin(person_identity, person_identity.c.person_id == became.c.person_id)
        .outerjoin(who, who.c.person_id == root)
        .outerjoin(handoff, handoff.c.opportunity_id == o.opportunity_id)
        .where(in_force(opportunity), o.is_test.isnot(True))
    )


def _deal_itself(rules: Rules) -> tuple[ColumnElement[Any], ...]:
    """What the deal says of itself."""
    o = opportunity.c
    created_on = _created_on(rules)
    days = seconds_between(_instant_of(created_on), _instant_of(o.closed_on)) / DAY_SECONDS
    kind = func.coalesce(o.kind, "new")
    return (
        o.opportunity_id,
        o.name,
        o.account_id,
        o.owner_user_id,
        kind.label("kind"),
        (kind == "new").label("is_new_business"),
        o.stage,
        func.coalesce(o.outcome, Outcome.OPEN.value).label("outcome"),
        in_base(o.amount_base, o.amount, o.currency, rules).label("amount_base"),
        created_on.label("created_on"),
        o.expected_close_on,
        o.closed_on,
        days.label("cycle_days"),
        o.product,
        o.reason_code,
        o.competitor,
        o.probability,
        func.coalesce(day_at(rules, o.accepted_at), created_on).label("accepted_on"),
    )


def _opening_in_base(opening: ColumnElement[float], rules: Rules) -> ColumnElement[float]:
    """What a deal was worth two weeks after it began; as it stands where no history tells."""
    o = opportunity.c
    now = in_base(o.amount_base, o.amount, o.currency, rules)
    is_other = o.currency.isnot(None) & (o.currency != rules.currency)
    at_its_rate = case((o.amount != 0, opening * (now / o.amount)))
    return func.coalesce(case((is_other, at_its_rate), else_=opening), now)


def _created_on(rules: Rules) -> ColumnElement[date]:
    o = opportunity.c
    return func.coalesce(o.created_on, day_at(rules, o.created_at))


def closed_before_created(rules: Rules) -> Select[Any]:
    """An issue for each deal that was decided before it began; it stays as the source says."""
    o, became = opportunity.c, whose()
    created_on = _created_on(rules)
    told = func.concat("closed ", cast(o.closed_on, Text), ", created ", cast(created_on, Text))
    return (
        select(
            literal(IssueRule.CLOSED_BEFORE_CREATED.value).label("rule"),
            literal(opportunity.name).label("table_name"),
            o.event_key,
            func.coalesce(person_identity.c.root, became.c.person_id).label("person_id"),
            _instant_of(o.closed_on).label("event_at"),
            func.coalesce(day_of(local_time(o.loaded_at, rules.zone)), o.closed_on).label(
                "first_seen_on"
            ),
            told.label("detail"),
        )
        .outerjoin_from(opportunity, became, became.c.event_key == o.event_key)
        .outerjoin(person_identity, person_identity.c.person_id == became.c.person_id)
        .where(
            in_force(opportunity),
            o.is_test.isnot(True),
            o.outcome.in_([Outcome.WON.value, Outcome.LOST.value]),
            o.closed_on < created_on,
        )
    )


def _theirs() -> Select[Any]:
    """Whose leads became deals: few of all who are known."""
    became = whose()
    same = person_identity.c.person_id == became.c.person_id
    root = func.coalesce(person_identity.c.root, became.c.person_id)
    return select(root).outerjoin_from(became, person_identity, same)


def _who(*names: str) -> Subquery:
    """What is known of whose leads became deals: by their own record, else those joined to it."""
    root = func.coalesce(person_identity.c.root, person.c.person_id)
    same = person_identity.c.person_id == person.c.person_id
    own = person_identity.c.person_id.is_(None)
    columns = (
        func.coalesce(func.max(case((own, person.c[name]))), func.max(person.c[name])).label(name)
        for name in names
    )
    return (
        select(root.label("person_id"), *columns)
        .outerjoin_from(person, person_identity, same)
        .where(in_force(person), root.in_(_theirs()))
        .group_by(root)
        .subquery("person_now")
    )


def _handoffs() -> Subquery:
    """The last episode that became each deal: it carries the frozen source and tier."""
    e = lead_episode.c
    rank = func.row_number().over(
        partition_by=e.opportunity_id, order_by=(e.mql_at.desc(), e.episode_id)
    )
    ranked = (
        select(e.opportunity_id, e.source, e.campaign_id, e.campaign, e.tier, rank.label("rank"))
        .where(e.opportunity_id.isnot(None))
        .subquery("ranked")
    )
    return select(ranked).where(ranked.c.rank == 1).subquery("handoff")


def _instant_of(day: ColumnElement[date]) -> ColumnElement[datetime]:
    return cast(day, DateTime)
