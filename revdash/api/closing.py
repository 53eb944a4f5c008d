"""Closing: a meeting ends, and what it showed is frozen, whole or not at all."""

from revdash.api.actors import Actor
from revdash.api.freezing import close as freeze
from revdash.api.house import house
from revdash.api.meeting_sheet import sheet
from revdash.api.publishing import publish_soon


def close(actor: Actor, meeting_id: str, version: int) -> str:
    """Close a meeting that runs, as it was at *version*; says what became of it."""
    said = freeze(house(), actor, meeting_id, version, sheet)
    publish_soon(house(), actor.name)
    return said
