"""Lead starts: when and whence each human was first known as a lead, and how far they came."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, Table, case, func, or_, select

from revdash.episodes.eligible import has_happened
from revdash.episodes.rules import Rules
from revdash.episodes.traits import day_in, firms, known_of, traits_of
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.marketing import campaign
from revdash.store.schema.people import app_user, team
from revdash.terms import LeadStage

LISTED = ("import", "imported list", "list", "list import", "purchased list")
"""Sources of people who did not come by themselves."""

_FROM_FIRST = (
    *("lead_at", "lead_on", "mql_at", "scoring_version", "source", "campaign_id"),
    *("owner_user_id", "owner", "team"),
)


def lead_start_rows(people: Table, rules: Rules) -> Select[Any]:
    """Give the row of each human of *people* who is or was a lead."""
    came, handed, who = _came(people, rules), _handed(people), traits_of(people)
    firm = firms()
    drive = known_of(campaign, "campaign_id", "name", "channel")
    owner = known_of(app_user, "user_id", "name", "team_id")
    crew = known_of(team, "team_id", "name")
    root = func.coalesce(came.c.root, handed.c.person_id)
    drove = func.coalesce(came.c.campaign_id, handed.c.campaign_id)
    source = func.coalesce(came.c.source, who.c.source, handed.c.source)
    has = func.coalesce(handed.c.owner_user_id, who.c.owner_user_id)
    return (
        select(
            root.label("person_id"),
            who.c.account_id,
            func.coalesce(firm.c.name, who.c.company_name).label("account_name"),
            func.coalesce(handed.c.lead_at, came.c.event_at).label("lead_at"),
            func.coalesce(handed.c.lead_on, came.c.lead_on).label("lead_on"),
            _is_listed(came, source).label("is_listed"),
            *(handed.c[name] for name in ("mql_at", "sql_at", "scoring_version")),
            source.label("source"),
            func.coalesce(drive.c.channel, source).label("channel"),
            drove.label("campaign_id"),
            func.coalesce(drive.c.name, drove).label("campaign"),
            *(
                func.coalesce(who.c[name], firm.c[name]).label(name)
                for name in ("segment", "region", "country")
            ),
            has.label("owner_user_id"),
            func.coalesce(handed.c.owner, owner.c.name, has).label("owner"),
            func.coalesce(handed.c.team, crew.c.name, owner.c.team_id).label("team"),
        )
        .select_from(came)
        .outerjoin(handed, handed.c.person_id == came.c.root, full=True)
        .outerjoin(who, who.c.root == root)
        .outerjoin(firm, firm.c.account_id == who.c.account_id)
        .outerjoin(drive, drive.c.campaign_id == drove)
        .outerjoin(owner, owner.c.user_id == has)
        .outerjoin(crew, crew.c.team_id == owner.c.team_id)
        .where(who.c.is_nobody.isnot(True))
    )


def _came(people: Table, rules: Rules) -> Subquery:
    """The first event that says of each human that they are a lead."""
    e = lifecycle_event.c
    place = func.row_number().over(partition_by=people.c.root, order_by=(e.event_at, e.event_key))
    ranked = (
        select(
            people.c.root,
            *(e.event_at, e.source, e.campaign_id, e.actor_kind),
            day_in(rules, lifecycle_event).label("lead_on"),
            place.label("place"),
        )
        .join(people, people.c.person_id == e.person_id)
        .where(has_happened(lifecycle_event), e.to_stage == LeadStage.LEAD.value)
        .subquery("ranked")
    )
    return select(ranked).where(ranked.c.place == 1).subquery("came")


def _handed(people: Table) -> Subquery:
    """What is known of each human's first handoff, and when any became an SQL."""
    e = lead_episode.c
    is_first = e.episode_no == 1
    columns = (func.max(case((is_first, e[name]))).label(name) for name in _FROM_FIRST)
    return (
        select(e.person_id, *columns, func.min(e.sql_at).label("sql_at"))
        .where(e.person_id.in_(select(people.c.root)))
        .group_by(e.person_id)
        .subquery("handed")
    )


def _is_listed(came: Subquery, source: ColumnElement[str]) -> ColumnElement[bool]:
    said = func.lower(func.coalesce(source, ""))
    return or_(said.in_(LISTED), func.coalesce(came.c.actor_kind, "") == "import")
