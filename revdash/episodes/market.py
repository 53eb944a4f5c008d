"""Market: exposure, reach, brand signals and companies as they stand."""

from typing import Any

from sqlalchemy import Select, case, func, literal, select

from revdash.episodes.money import in_base
from revdash.episodes.rules import Rules
from revdash.episodes.traits import known_of
from revdash.store.schema.episodes import reach_now
from revdash.store.schema.marketing import brand_signal, campaign, channel_day, reach_window
from revdash.store.schema.people import account, app_user, team
from revdash.store.versions import in_force

OURS = "own"  # the entity that is our own brand


def exposure(rules: Rules) -> Select[Any]:
    """What each campaign got on each channel in each region on each day."""
    d = channel_day.c
    drive = known_of(campaign, "campaign_id", "name", "segment", "region", "objective")
    return (
        select(
            d.day,
            d.channel,
            d.campaign_id,
            func.coalesce(drive.c.name, d.campaign_id).label("campaign"),
            func.coalesce(d.region, drive.c.region).label("region"),
            drive.c.segment,
            d.category,
            drive.c.objective,
            d.impressions,
            d.viewable_impressions,
            d.engagements,
            d.clicks,
            in_base(d.cost_base, d.cost, d.currency, rules).label("cost_base"),
            d.event_key,
        )
        .select_from(channel_day)
        .outerjoin(drive, drive.c.campaign_id == d.campaign_id)
        .where(in_force(channel_day))
        .order_by(d.day, d.event_key)
    )


def reach() -> Select[Any]:
    """How many people each channel reached in each window."""
    names = [column.name for column in reach_now.columns]
    columns = (reach_window.c[name] for name in names)
    return select(*columns).where(in_force(reach_window)).order_by(reach_window.c.window_start)


def brand() -> Select[Any]:
    """The brand signals, but for what our own accounts say of us."""
    b = brand_signal.c
    return (
        select(
            b.event_key,
            b.day,
            b.market.label("region"),
            b.entity,
            (func.coalesce(b.entity, literal(OURS)) == OURS).label("is_own"),
            b.signal_kind,
            b.sentiment,
            b.source_tool.label("tool"),
            b.value,
        )
        .where(in_force(brand_signal), b.is_own_account.isnot(True))
        .order_by(b.day, b.event_key)
    )


def accounts() -> Select[Any]:
    """The companies, and which of them are on the list of those we want to reach."""
    a = account.c
    owner = known_of(app_user, "user_id", "name", "team_id")
    crew = known_of(team, "team_id", "name")
    known = (
        select(
            a.account_id,
            *(func.max(a[n]).label(n) for n in ("name", "segment", "region", "country")),
            func.max(a.owner_user_id).label("owner_user_id"),
            (func.max(case((a.is_target.is_(True), 1), else_=0)) == 1).label("is_target"),
            func.max(a.target_list_version).label("target_list_version"),
        )
        .where(in_force(account))
        .group_by(a.account_id)
        .subquery("known")
    )
    k = known.c
    return (
        select(
            *(k[n] for n in ("account_id", "name", "segment", "region", "country")),
            func.coalesce(owner.c.name, k.owner_user_id).label("owner"),
            func.coalesce(crew.c.name, owner.c.team_id).label("team"),
            k.is_target,
            k.target_list_version,
        )
        .outerjoin_from(known, owner, owner.c.user_id == k.owner_user_id)
        .outerjoin(crew, crew.c.team_id == owner.c.team_id)
        .order_by(k.account_id)
    )
