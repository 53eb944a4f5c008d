"""Linking: the address of a record in its own system, by the templates that the desk keeps."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from sqlalchemy import Connection

from revdash.api.house import House
from revdash.desk.company import read_company
from revdash.handoffs.sources import records_in_sources


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
    for key, kind, system, source_id in records_in_sources(connection, wanted):
        name = next((one for one in (f"{system} {kind}", system) if one in kept), None)
        if name and source_id:
            linked = order[name], kept[name].replace("{id}", quote(source_id, safe=""))
            found[key] = min(found.get(key, linked), linked)
    return {key: link for key, (_, link) in found.items()}
