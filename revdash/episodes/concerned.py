"""Concerned: whose episodes an import may change: those it names, and those it says more of."""

from typing import Any

from sqlalchemy import Connection, Select, Table, or_, select, union

from revdash.store.schema.deals import opportunity, opportunity_stage_event
from revdash.store.schema.lifecycle import assignment, lifecycle_event
from revdash.store.schema.marketing import campaign
from revdash.store.schema.people import account, app_user, person, person_alias, team
from revdash.store.versions import people_named_by


def people_concerned_by(connection: Connection, batch_id: int) -> set[str]:
    """Everybody whose episodes *batch_id* may have changed; ask before taking it back.

    An episode also tells of the person's company, owner, team and campaign, and of whom the
    person was merged with: those may come in another import than the person.
    """

    def brought(fact: Table, column: str) -> Select[Any]:
        keys = select(fact.c.event_key).where(fact.c.batch_id == batch_id)
        return select(fact.c[column]).where(fact.c.event_key.in_(keys))

    crews = app_user.c.team_id.in_(brought(team, "team_id"))
    users = union(brought(app_user, "user_id"), select(app_user.c.user_id).where(crews))
    told = union(
        select(person.c.person_id).where(
            or_(
                person.c.account_id.in_(brought(account, "account_id")),
                person.c.owner_user_id.in_(users),
            )
        ),
        select(assignment.c.person_id).where(assignment.c.to_user_id.in_(users)),
        select(lifecycle_event.c.person_id).where(
            lifecycle_event.c.campaign_id.in_(brought(campaign, "campaign_id"))
        ),
        select(opportunity.c.person_id).where(
            opportunity.c.opportunity_id.in_(brought(opportunity_stage_event, "opportunity_id"))
        ),
        brought(person_alias, "alias_id"),
        brought(lifecycle_event, "merged_into"),
    )
    found = connection.execute(told).scalars()
    return people_named_by(connection, batch_id) | {one for one in found if one is not None}
