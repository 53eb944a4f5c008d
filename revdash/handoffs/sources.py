"""Sources: the records of humans and deals in their own systems, and each version of a fact."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, Table, func, select

from revdash.store.schema.deals import opportunity
from revdash.store.schema.identity import person_identity
from revdash.store.schema.people import person
from revdash.store.versions import in_force

PERSON, DEAL = "person", "deal"
_p, _i, _o = person.c, person_identity.c, opportunity.c


class Record(NamedTuple):
    """One record of a human or a deal: whose, of which kind, in which system, its id there."""

    key: str
    kind: str
    system: str
    source_id: str | None


def records_in_sources(connection: Connection, keys: Sequence[str]) -> Iterator[Record]:
    """Every record of the humans and deals that *keys* name; a human may have several."""
    same = connection.execute(select(_i.person_id, _i.root).where(_i.root.in_(keys))).all()
    root = {key: key for key in keys} | {str(own): str(of) for own, of in same}
    people = (
        select(_p.person_id, _p.source_system, func.max(_p.source_id))
        .where(_p.person_id.in_(list(root)), in_force(person))
        .group_by(_p.person_id, _p.source_system)
    )
    for person_id, system, source_id in connection.execute(people):
        yield Record(root[person_id], PERSON, system, source_id)
    deals = (
        select(_o.opportunity_id, _o.source_system, func.max(_o.source_id))
        .where(_o.opportunity_id.in_(keys), in_force(opportunity))
        .group_by(_o.opportunity_id, _o.source_system)
    )
    for deal_id, system, source_id in connection.execute(deals):
        yield Record(deal_id, DEAL, system, source_id)


def versions_of(connection: Connection, table: Table, key: str) -> list[RowMapping]:
    """Every version of one fact, the newest first; none where its source deleted it."""
    c: Any = table.c
    versions = select(table).where(c.event_key == key).order_by(c.batch_id.desc())
    rows = list(connection.execute(versions).mappings())
    return [] if rows and rows[0]["retracted"] else rows
