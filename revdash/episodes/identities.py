"""Identities: which ids are one human, now and ever."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, select, union, union_all

from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.people import person_alias
from revdash.store.versions import in_force
from revdash.terms import LeadStage

_e = lifecycle_event.c


def roots(connection: Connection) -> dict[str, str]:
    """Who each merged id is now; the latest merge of an id counts, chains are followed."""
    alias = person_alias.c
    said = union_all(
        select(alias.alias_id.label("one"), alias.person_id.label("other"), alias.event_at).where(
            in_force(person_alias)
        ),
        select(_e.person_id, _e.merged_into, _e.event_at).where(
            in_force(lifecycle_event),
            _e.to_stage == LeadStage.MERGED.value,
            _e.merged_into.isnot(None),
        ),
    ).subquery("said")
    in_order = select(said.c.one, said.c.other).order_by(said.c.event_at, said.c.other)
    parent = {one: other for one, other in connection.execute(in_order) if one and one != other}
    return {one: _root(one, parent) for one in parent}


def with_aliases(connection: Connection, people: Iterable[str]) -> set[str]:
    """Everybody who is, was or may have been one human with one of *people*."""
    ever = union(
        select(person_alias.c.alias_id, person_alias.c.person_id),
        select(_e.person_id, _e.merged_into).where(_e.merged_into.isnot(None)),
    )
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in connection.execute(ever):
        neighbours[one].add(other)
        neighbours[other].add(one)
    found: set[str] = set()
    queue = list(people)
    while queue:
        one = queue.pop()
        if one not in found:
            found.add(one)
            queue.extend(neighbours.get(one, ()))
    return found


def _root(one: str, parent: dict[str, str]) -> str:
    """Follow the merges of *one* to their end; ids that merge in a circle are its first."""
    path = [one]
    while path[-1] in parent:
        following = parent[path[-1]]
        if following in path:
            return min(path[path.index(following) :])
        path.append(following)
    return path[-1]
