"""Linking: the address of a record in its own system, by the templates that the desk keeps."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from sqlalchemy import Connection, func, select

from revdash.api.house import House
from revdash.desk.company import read_company
from revdash.store.schema.deals import opportunity
from revdash.store.schema.identity import person_identity
from revdash.store.schema.people import person
from revdash.store.versions import in_force

PERSON, DEAL = "person", "deal"
_p, _i, _o = person.c, person_identity.c, opportunity.c


def templates(house: House) -> Mapping[str, str]:
    """The templates by source system, or by source system and kind of record."""
    with house.desk.connect() as desk:
        return read_company(desk).crm_link_templates


def crm_link(house: House, key: str) -> str | None:
    """The address of one human's or deal's record; None where no template is kept for it."""
    with house.facts() as connection:
        return crm_links(house, connection, [key]).get(key)


def crm_links(house: House, connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """The addresses of humans and deals by key, of those that have one.

    Of a human with several records it is that of the template which stands first.
    """
    kept = templates(house)
    wanted = list(dict.fromkeys(keys))
    if not kept or not wanted:
        return {}
    order = {name: place for place, name in enumerate(kept)}
    found: dict[str, tuple[int, str]] = {}
    for key, kind, system, source_id in _records(connection, wanted):
        name = next((one for one in (f"{system} {kind}", system) if one in kept), None)
        if name and source_id:
            linked = order[name], kept[name].replace("{id}", quote(source_id, safe=""))
            found[key] = min(found.get(key, linked), linked)
    return {key: link for key, (_, link) in found.items()}


def _records(connection: Connection, keys: list[str]) -> Iterable[tuple[str, str, str, str | None]]:
    """Every record of the humans and deals: whose, of which kind, in which system, its id."""
    own = select(_i.person_id, _i.root).where(_i.root.in_(keys))
    root = dict(connection.execute(own).all()) | {key: key for key in keys}
    people = select(_p.person_id, _p.source_system, func.max(_p.source_id))
    people = people.where(_p.person_id.in_(list(root)), in_force(person))
    for person_id, system, source_id in connection.execute(
        people.group_by(_p.person_id, _p.source_system)
    ):
        yield root[person_id], PERSON, system, source_id
    deals = select(_o.opportunity_id, _o.source_system, func.max(_o.source_id))
    deals = deals.where(_o.opportunity_id.in_(keys), in_force(opportunity))
    for deal_id, system, source_id in connection.execute(
        deals.group_by(_o.opportunity_id, _o.source_system)
    ):
        yield deal_id, DEAL, system, source_id
