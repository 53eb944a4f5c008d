"""Concerned: whose episodes an import may change: those it names, and those it says more of."""

from typing import Any

from sqlalchemy import Select, Table, or_, select, union

from revdash.episodes.addresses import address_told
from revdash.episodes.whom import Found
from revdash.store.schema.deals import (
    opportunity,
    opportunity_contact,
    opportunity_stage_event,
)
from revdash.store.schema.lifecycle import assignment, lifecycle_event
from revdash.store.schema.marketing import campaign, content_asset, touch
from revdash.store.schema.people import (
    account,
    app_user,
    person,
    person_alias,
    team,
    user_absence,
)
from revdash.store.schema.sales import meeting, sales_activity
from revdash.store.versions import in_force, people_named_by


def people_concerned_by(batch_id: int) -> Found:
    """Everybody whose episodes *batch_id* may have changed; ask before taking it back.

    What is derived also tells of the person's company, owner, team, campaign and content, and
    of whom the person is one with: those may come in another import than the person. Who hangs
    together with whom by now the rebuild finds itself; whom an address ties or tied is said here.
    """

    def brought(fact: Table, column: str) -> Select[Any]:
        keys = select(fact.c.event_key).where(fact.c.batch_id == batch_id)
        return select(fact.c[column]).where(fact.c.event_key.in_(keys))

    crews = app_user.c.team_id.in_(brought(team, "team_id"))
    users = union(
        brought(app_user, "user_id"),
        brought(user_absence, "user_id"),
        select(app_user.c.user_id).where(crews),
    )
    told_of = (opportunity, opportunity_contact, opportunity_stage_event, meeting)
    hosted = or_(meeting.c.host_user_id.in_(users), meeting.c.booked_by.in_(users))
    deals = union(
        *(brought(fact, "opportunity_id") for fact in told_of),
        select(meeting.c.opportunity_id).where(hosted),
    )
    statements = (
        *people_named_by(batch_id),
        select(person.c.person_id).where(
            or_(
                person.c.account_id.in_(brought(account, "account_id")),
                person.c.owner_user_id.in_(users),
            )
        ),
        select(assignment.c.person_id).where(assignment.c.to_user_id.in_(users)),
        select(sales_activity.c.person_id).where(sales_activity.c.user_id.in_(users)),
        select(meeting.c.person_id).where(
            or_(hosted, meeting.c.account_id.in_(brought(account, "account_id")))
        ),
        select(lifecycle_event.c.person_id).where(
            lifecycle_event.c.campaign_id.in_(brought(campaign, "campaign_id"))
        ),
        *(
            select(touch.c.person_id).where(touch.c[key].in_(brought(fact, key)))
            for fact, key in (
                (account, "account_id"),
                (campaign, "campaign_id"),
                (content_asset, "asset_id"),
            )
        ),
        *(
            select(said.c.person_id).where(said.c.opportunity_id.in_(deals))
            for said in (opportunity, opportunity_contact)
        ),
        brought(person_alias, "alias_id"),
        brought(lifecycle_event, "merged_into"),
        _sharing(batch_id),
    )
    return Found(statements)


def _sharing(batch_id: int) -> Select[Any]:
    """Who has an address that *batch_id* gave to somebody, or took from them."""
    keys = select(person.c.event_key).where(person.c.batch_id == batch_id)
    addresses = select(address_told()).where(person.c.event_key.in_(keys))
    return select(person.c.person_id).where(in_force(person), address_told().in_(addresses))
