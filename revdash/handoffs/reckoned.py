"""Reckoned: the firings with their keys, days and cuts, and how long each took to resolve."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, Text, and_, case, cast, func, select

from revdash.episodes.rules import Rules
from revdash.episodes.traits import known_of
from revdash.handoffs.rules.record import CLOSED, LAPSED
from revdash.store.dialects.functions import day_of, local_time
from revdash.store.schema.agreement import worktime_day
from revdash.store.schema.episodes import deal, lead_episode
from revdash.store.schema.marketing import campaign
from revdash.store.schema.people import app_user, team
from revdash.terms import LeadStage
from revdash.worktime.expression import is_day_of, open_seconds

_OWN = (
    *("rule", "severity", "weight", "precedence", "side", "subject", "person_id", "episode_id"),
    *("opportunity_id", "from_at", "opens_at", "resolved_at", "calendar_id"),
)
_SHARED = ("account_name", "source", "channel", "campaign", "segment", "region", "tier", "kind")


def reckoned(merged: Subquery, rules: Rules) -> Select[Any]:
    """Give the rows of the firings: cut as the lead, the deal or the campaign they are about."""
    f, e, d = merged.c, lead_episode.c, deal.c
    begun, ended = worktime_day.alias("begun"), worktime_day.alias("ended")
    drive = known_of(
        campaign, "campaign_id", "name", "channel", "segment", "region", "owner_user_id"
    )
    owner = known_of(app_user, "user_id", "name", "team_id")
    crew = known_of(team, "team_id", "name")
    c = drive.c
    named = func.coalesce(f.owner_user_id, c.owner_user_id)
    of_no_lead = case((f.episode_id.is_(None), f.opportunity_id))
    opened = open_seconds(begun, f.opens_at)
    given = {"campaign": c.name, "channel": c.channel, "segment": c.segment, "region": c.region}
    columns = (
        func.coalesce(e[name], d[name], *([given[name]] if name in given else [])).label(name)
        for name in _SHARED
    )
    has_lapsed = and_(e.closed_as == LeadStage.LAPSED.value, f.resolved_by == CLOSED)
    return (
        select(
            _key(merged).label("instance_key"),
            *(f[name] for name in _OWN),
            case((has_lapsed, LAPSED), else_=f.resolved_by).label("resolved_by"),
            func.coalesce(f.account_id, e.account_id, d.account_id).label("account_id"),
            day_of(local_time(f.opens_at, rules.zone)).label("opened_on"),
            day_of(local_time(f.resolved_at, rules.zone)).label("resolved_on"),
            (open_seconds(ended, f.resolved_at) - opened).label("resolution_seconds"),
            (-opened).label("resolution_offset_seconds"),
            *columns,
            func.coalesce(f.campaign_id, e.campaign_id, d.campaign_id).label("campaign_id"),
            e.country,
            *_owned(merged, drive, owner, crew),
            func.coalesce(d.amount_base, e.amount_base).label("amount_base"),
        )
        .select_from(merged)
        .outerjoin(lead_episode, e.episode_id == f.episode_id)
        .outerjoin(deal, d.opportunity_id == of_no_lead)
        .outerjoin(drive, c.campaign_id == f.campaign_id)
        .outerjoin(owner, owner.c.user_id == named)
        .outerjoin(crew, crew.c.team_id == owner.c.team_id)
        .outerjoin(begun, is_day_of(begun, f.calendar_id, f.opens_at))
        .outerjoin(ended, is_day_of(ended, f.calendar_id, f.resolved_at))
    )


def _owned(
    merged: Subquery, drive: Subquery, owner: Subquery, crew: Subquery
) -> list[ColumnElement[str]]:
    """Who must act, by id, name and team: whom the rule names, else who has what it is about."""
    f, e, d = merged.c, lead_episode.c, deal.c
    is_named = f.owner_user_id.isnot(None)
    given = {
        "owner_user_id": func.coalesce(f.owner_user_id, drive.c.owner_user_id),
        "owner": func.coalesce(owner.c.name, f.owner_user_id, drive.c.owner_user_id),
        "team": func.coalesce(crew.c.name, owner.c.team_id),
    }
    return [
        case((is_named, it), else_=func.coalesce(e[name], d[name], it)).label(name)
        for name, it in given.items()
    ]


def _key(firing: Subquery) -> ColumnElement[str]:
    """What people's actions name a firing by; no other begins on its subject in that second."""
    f = firing.c
    return func.concat(f.rule, "|", f.subject, "|", _written(f.opens_at))


def _written(at: ColumnElement[datetime]) -> ColumnElement[str]:
    """An instant as it is written: 2026-05-13T08:00:00Z."""
    told = cast(at, Text)
    return func.concat(func.substr(told, 1, 10), "T", func.substr(told, 12, 8), "Z")
