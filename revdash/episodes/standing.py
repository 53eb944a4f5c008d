"""Standing: deals, exposure and reach as they stand, derived anew from the facts in force."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    DateTime,
    Double,
    Select,
    Subquery,
    Table,
    Text,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from revdash.episodes.deal_people import whose
from revdash.episodes.rules import Rules
from revdash.store.dialects.functions import day_of, local_time, seconds_between
from revdash.store.frames import insert_found
from revdash.store.load import in_force
from revdash.store.schema.deals import opportunity
from revdash.store.schema.episodes import deal, exposure_day, lead_episode, reach_now
from revdash.store.schema.identity import person_identity
from revdash.store.schema.ledger import quality_issue
from revdash.store.schema.marketing import campaign, channel_day, reach_window
from revdash.store.schema.people import account, app_user, person, team
from revdash.terms import IssueRule, Outcome

DAY_SECONDS = 86_400.0


def refresh(connection: Connection, rules: Rules) -> None:
    """Derive the deals, the exposure and the reach again, and what is odd about the deals."""
    for table, rows in (
        (deal, _deals(rules)),
        (exposure_day, _exposure(rules)),
        (reach_now, _reach()),
    ):
        connection.execute(delete(table))
        names = [column.name for column in rows.selected_columns]
        connection.execute(insert(table).from_select(names, rows))
    is_odd = quality_issue.c.rule == IssueRule.CLOSED_BEFORE_CREATED.value
    connection.execute(delete(quality_issue).where(is_odd))
    odd = _closed_before_created(rules)
    insert_found(connection, quality_issue, odd)


def _now(fact: Table, key: str, *names: str) -> Subquery:
    """What is known of each *key*, one row each, whatever object of whatever system says it."""
    columns = (func.max(fact.c[name]).label(name) for name in names)
    return (
        select(fact.c[key], *columns)
        .where(in_force(fact))
        .group_by(fact.c[key])
        .subquery(f"{fact.name}_now")
    )


def _who(*names: str) -> Subquery:
    """What is known of each human: what their own record says, else those joined to it."""
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
        .where(in_force(person))
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


def _in_base(
    base: ColumnElement[float],
    amount: ColumnElement[float],
    currency: ColumnElement[str],
    rules: Rules,
) -> ColumnElement[float]:
    """Money in the company's currency; another currency without a rate stays unknown."""
    ours = or_(currency.is_(None), currency == rules.currency)
    return func.coalesce(base, case((ours, amount), else_=cast(literal(None), Double)))


def _deals(rules: Rules) -> Select[tuple[object, ...]]:
    o = opportunity.c
    owner = _now(app_user, "user_id", "name", "team_id", "region")
    crew = _now(team, "team_id", "name")
    firm = _now(account, "account_id", "name", "segment", "region")
    drive = _now(campaign, "campaign_id", "name", "channel")
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
        )
        .select_from(opportunity)
        .outerjoin(owner, owner.c.user_id == o.owner_user_id)
        .outerjoin(crew, crew.c.team_id == owner.c.team_id)
        .outerjoin(firm, firm.c.account_id == o.account_id)
        .outerjoin(drive, drive.c.campaign_id == o.campaign_id)
        .outerjoin(became, became.c.event_key == o.event_key)
        .outerjoin(person_identity, person_identity.c.person_id == became.c.person_id)
        .outerjoin(who, who.c.person_id == root)
        .outerjoin(handoff, handoff.c.opportunity_id == o.opportunity_id)
        .where(in_force(opportunity), o.is_test.isnot(True))
        .order_by(o.closed_on, o.opportunity_id)
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
        _in_base(o.amount_base, o.amount, o.currency, rules).label("amount_base"),
        created_on.label("created_on"),
        o.expected_close_on,
        o.closed_on,
        days.label("cycle_days"),
        o.product,
        o.reason_code,
    )


def _created_on(rules: Rules) -> ColumnElement[date]:
    o = opportunity.c
    return func.coalesce(o.created_on, day_of(local_time(o.created_at, rules.zone)))


def _closed_before_created(rules: Rules) -> Select[tuple[object, ...]]:
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


def _exposure(rules: Rules) -> Select[tuple[object, ...]]:
    d = channel_day.c
    drive = _now(campaign, "campaign_id", "name", "segment", "region")
    return (
        select(
            d.day,
            d.channel,
            d.campaign_id,
            func.coalesce(drive.c.name, d.campaign_id).label("campaign"),
            func.coalesce(d.region, drive.c.region).label("region"),
            drive.c.segment,
            d.category,
            d.impressions,
            d.engagements,
            d.clicks,
            _in_base(d.cost_base, d.cost, d.currency, rules).label("cost_base"),
            d.event_key,
        )
        .select_from(channel_day)
        .outerjoin(drive, drive.c.campaign_id == d.campaign_id)
        .where(in_force(channel_day))
        .order_by(d.day, d.event_key)
    )


def _reach() -> Select[tuple[object, ...]]:
    names = [column.name for column in reach_now.columns]
    columns = (reach_window.c[name] for name in names)
    return select(*columns).where(in_force(reach_window)).order_by(reach_window.c.window_start)


def _instant_of(day: ColumnElement[date]) -> ColumnElement[datetime]:
    return cast(day, DateTime)
