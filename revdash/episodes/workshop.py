"""Workshop: marketing's hours, and its material with how many deals used it when it was new."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal_column, select, union

from revdash.episodes.rules import Rules
from revdash.episodes.traits import day_at, known_of
from revdash.store.dialects.functions import add_seconds, day_of
from revdash.store.schema.customers import tool_usage
from revdash.store.schema.episodes import deal
from revdash.store.schema.marketing import content_asset, marketing_work_log
from revdash.store.schema.people import app_user, team
from revdash.store.versions import in_force

NEW_DAYS = 60  # for which material is new
SCOPES = {
    "single_deal": "one deal",
    "segment": "a segment",
    "market_wide": "the whole market",
    "sales_enablement_market_wide": "enablement for all",
}
UNTOLD = "nobody said for what"
_w, _a, _u, _d = marketing_work_log.c, content_asset.c, tool_usage.c, deal.c


def work(rules: Rules) -> Select[Any]:
    """Every stretch of work that somebody logged, and the deal it was for."""
    _ = rules
    doer, crew = known_of(app_user, "user_id", "name", "team_id", "region"), _teams()
    asker, asset = known_of(app_user, "user_id", "name").alias("asker"), _titles()
    return (
        select(
            _w.event_key,
            _w.day.label("worked_on"),
            _w.hours,
            _w.work_kind,
            func.coalesce(_scope(func.nullif(func.trim(_w.scope), "")), UNTOLD).label("scope"),
            func.coalesce(asset.c.title, _w.asset_id).label("asset"),
            _w.cycle_step,
            func.coalesce(asker.c.name, _w.requested_by).label("requested_by"),
            *_of_deal(_w.opportunity_id),
            doer.c.region,
            _w.user_id.label("owner_user_id"),
            func.coalesce(doer.c.name, _w.user_id).label("owner"),
            func.coalesce(crew.c.name, doer.c.team_id).label("team"),
        )
        .select_from(marketing_work_log)
        .outerjoin(doer, doer.c.user_id == _w.user_id)
        .outerjoin(crew, crew.c.team_id == doer.c.team_id)
        .outerjoin(asker, asker.c.user_id == _w.requested_by)
        .outerjoin(asset, asset.c.asset_id == _w.asset_id)
        .outerjoin(deal, _d.opportunity_id == _w.opportunity_id)
        .where(in_force(marketing_work_log), _w.day.isnot(None), _w.hours > 0)
        .order_by(_w.day, _w.event_key)
    )


def assets(rules: Rules) -> Select[Any]:
    """Every piece of material, who asked for it, and in how many deals it was used at once."""
    maker, crew = known_of(app_user, "user_id", "name", "team_id", "region"), _teams()
    used, asked, known = _used_early(), _asked_for(), _assets()
    k = known.c
    return (
        select(
            *(k[name] for name in ("asset_id", "title", "asset_kind", "message_phase")),
            _scope(k.scope).label("scope"),
            (k.is_approved == 1).label("is_approved"),
            k.created_at,
            day_at(rules, k.created_at).label("created_on"),
            day_at(rules, k.reviewed_at).label("reviewed_on"),
            k.retired_at,
            func.coalesce(used.c.deals, 0).label("deals_used"),
            asked.c.requested_by,
            *_of_deal(k.opportunity_id),
            maker.c.region,
            k.created_by.label("owner_user_id"),
            func.coalesce(maker.c.name, k.created_by).label("owner"),
            func.coalesce(crew.c.name, maker.c.team_id).label("team"),
        )
        .select_from(known)
        .outerjoin(used, used.c.asset_id == k.asset_id)
        .outerjoin(asked, asked.c.asset_id == k.asset_id)
        .outerjoin(maker, maker.c.user_id == k.created_by)
        .outerjoin(crew, crew.c.team_id == maker.c.team_id)
        .outerjoin(deal, _d.opportunity_id == k.opportunity_id)
        .order_by(k.created_at, k.asset_id)
    )


def _of_deal(opportunity_id: ColumnElement[str]) -> tuple[ColumnElement[Any], ...]:
    """The deal that something was for."""
    name = func.coalesce(_d.name, opportunity_id).label("deal")
    return opportunity_id.label("opportunity_id"), name, _d.account_name, _d.segment


def _scope(scope: ColumnElement[str]) -> ColumnElement[str]:
    """For how many something is, in words; a source may say "market"."""
    return case(SCOPES | {"market": "the whole market"}, value=scope, else_=scope)


def _teams() -> Subquery:
    return known_of(team, "team_id", "name")


def _titles() -> Subquery:
    return known_of(content_asset, "asset_id", "title")


def _assets() -> Subquery:
    """What is known of each piece of material, whichever system tells."""
    names = ("title", "asset_kind", "message_phase", "scope", "opportunity_id", "created_by")
    return (
        select(
            _a.asset_id,
            *(func.max(_a[name]).label(name) for name in names),
            func.min(_a.created_at).label("created_at"),
            func.max(_a.reviewed_at).label("reviewed_at"),
            func.max(_a.retired_at).label("retired_at"),
            func.max(case((_a.is_approved.is_(True), 1), else_=0)).label("is_approved"),
        )
        .where(in_force(content_asset), _a.asset_id.isnot(None))
        .group_by(_a.asset_id)
        .subquery("assets")
    )


def _used_early() -> Subquery:
    """In how many different deals each asset was used while it was new."""
    age: ColumnElement[Any] = literal_column(str(NEW_DAYS * 86_400))
    shown = (
        select(_u.asset_id, _u.opportunity_id)
        .join(content_asset, _a.asset_id == _u.asset_id)
        .where(in_force(tool_usage), in_force(content_asset), _u.opportunity_id.isnot(None))
        .where(_u.event_at >= _a.created_at, _u.event_at <= add_seconds(_a.created_at, age))
    )
    worked = (
        select(_w.asset_id, _w.opportunity_id)
        .join(content_asset, _a.asset_id == _w.asset_id)
        .where(in_force(marketing_work_log), in_force(content_asset))
        .where(_w.opportunity_id.isnot(None))
        .where(_w.day <= day_of(add_seconds(_a.created_at, age)))
    )
    made_for = select(_a.asset_id, _a.opportunity_id).where(
        in_force(content_asset), _a.opportunity_id.isnot(None)
    )
    every = union(shown, worked, made_for).subquery("every")
    e = every.c
    return select(e.asset_id, func.count().label("deals")).group_by(e.asset_id).subquery("used")


def _asked_for() -> Subquery:
    """Who asked for each asset, as the work log has it."""
    who = known_of(app_user, "user_id", "name")
    name = func.coalesce(who.c.name, _w.requested_by)
    return (
        select(_w.asset_id, func.max(name).label("requested_by"))
        .outerjoin_from(marketing_work_log, who, who.c.user_id == _w.requested_by)
        .where(in_force(marketing_work_log), _w.asset_id.isnot(None))
        .group_by(_w.asset_id)
        .subquery("asked")
    )
