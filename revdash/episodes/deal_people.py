"""Deal people: whose lead became each deal."""

from sqlalchemy import Subquery, case, func, select

from revdash.store.schema.deals import opportunity, opportunity_contact
from revdash.store.versions import in_force


def whose() -> Subquery:
    """The person of each deal in force: ``event_key`` of the deal, ``person_id``.

    Whom the deal itself names; else its primary contact, else the one who was its contact first.
    """
    o, c = opportunity.c, opportunity_contact.c
    place = func.row_number().over(
        partition_by=c.opportunity_id,
        order_by=(
            case((c.is_primary.is_(True), 0), else_=1),
            c.added_at.asc().nulls_last(),
            c.event_key,
        ),
    )
    ranked = (
        select(c.opportunity_id, c.person_id, place.label("place"))
        .where(in_force(opportunity_contact), c.person_id.isnot(None))
        .subquery("contacts")
    )
    first = (ranked.c.opportunity_id == o.opportunity_id) & (ranked.c.place == 1)
    person_id = func.coalesce(o.person_id, ranked.c.person_id).label("person_id")
    return (
        select(o.event_key, person_id)
        .outerjoin_from(opportunity, ranked, first)
        .where(in_force(opportunity))
        .subquery("whose")
    )
