"""Subjects: whom what was dropped is about, and where their handoff stands."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, func, select

from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.identity import person_identity
from revdash.store.schema.lifecycle import lead_question
from revdash.store.schema.sales import meeting
from revdash.store.versions import in_force

_e, _i = lead_episode.c, person_identity.c
_OF_FACTS: dict[str, Table] = {"meeting": meeting, "question": lead_question}


class Handoff(NamedTuple):
    """One handoff of one person, as the release in force has it."""

    person_id: str
    episode_id: str
    stage: str
    closed_at: datetime | None
    account_name: str | None


def handoffs_of(connection: Connection, subjects: Collection[str]) -> dict[str, Handoff]:
    """Read whom each of *subjects* is about; those that are about no single lead are left out.

    A meeting or a question is about the newest handoff of its person.
    """
    by_kind: dict[str, list[str]] = {}
    for subject in subjects:
        kind, _, key = subject.partition(":")
        by_kind.setdefault(kind, []).append(key)
    episodes = _handoffs(connection, _e.episode_id.in_(by_kind.get("lead", [])))
    found = {f"lead:{one.episode_id}": one for one in episodes}
    for kind, table in _OF_FACTS.items():
        people = dict(_people(connection, table, by_kind.get(kind, [])))
        newest = newest_handoffs(connection, set(people.values()))
        found |= {f"{kind}:{key}": newest[who] for key, who in people.items() if who in newest}
    return found


def newest_handoffs(connection: Connection, people: Collection[str]) -> dict[str, Handoff]:
    """Read the newest handoff of each of *people*, whichever of their ids names them."""
    roots = roots_of(connection, people)
    theirs = _handoffs(connection, _e.person_id.in_(sorted(set(roots.values()))))
    newest = {one.person_id: one for one in theirs}
    return {name: newest[root] for name, root in roots.items() if root in newest}


def roots_of(connection: Connection, people: Collection[str]) -> dict[str, str]:
    """Who stands for each of *people*: themselves, where they were joined to nobody."""
    joined = select(_i.person_id, _i.root).where(_i.person_id.in_(sorted(people)))
    return {name: name for name in people} | dict(connection.execute(joined).all())


def _handoffs(connection: Connection, condition: ColumnElement[bool]) -> Iterator[Handoff]:
    columns = (_e.person_id, _e.episode_id, _e.stage, _e.closed_at, _e.account_name)
    query = select(*columns).where(condition).order_by(_e.mql_at, _e.episode_no)
    return (Handoff(*row) for row in connection.execute(query))


def _people(connection: Connection, table: Table, keys: list[str]) -> Iterator[tuple[str, str]]:
    if not keys:
        return
    is_named = func.coalesce(table.c.person_id, "") != ""
    query = select(table.c.event_key, table.c.person_id)
    rows = connection.execute(query.where(in_force(table), table.c.event_key.in_(keys), is_named))
    yield from ((row.event_key, row.person_id) for row in rows)
