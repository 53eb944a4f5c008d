"""Identities: which ids are one human: what the sources say, then equal e-mail addresses.

Derived from the facts in force and from people's decisions, never stored as facts: taking an
import back or a corrected address parts again what it had joined.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any, NamedTuple

import pyarrow as pa
from sqlalchemy import (
    Column,
    CompoundSelect,
    Connection,
    Select,
    Table,
    Text,
    case,
    delete,
    func,
    literal,
    null,
    or_,
    select,
    table,
    union,
    union_all,
)

from revdash.episodes.addresses import address_told, joined_by_address
from revdash.episodes.rules import Rules
from revdash.episodes.whom import add
from revdash.store.frames import frame_of, insert_frame, registered, set_aside
from revdash.store.schema.identity import kept_apart, person_identity
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.people import person, person_alias
from revdash.store.versions import in_force
from revdash.terms import JoinRule, LeadStage


class Apart(NamedTuple):
    """One decision: a person id is not the human that it would be joined to."""

    person_id: str
    other_person_id: str
    decided_at: datetime


_e = lifecycle_event.c
_i = person_identity.c
_MERGE = "merge"


def renew(connection: Connection, people: Table, rules: Rules) -> None:
    """Say anew who is who among *people* and all whom anything may make one with them.

    Adds to *people* those of whom that changed, with whom they were and with whom they are.
    """
    with (
        set_aside(connection, "parents", _parents()) as parents,
        _circle(connection, people, parents) as circle,
        _said(connection, circle, parents) as said,
        joined_by_address(connection, circle, said, rules) as joined,
        set_aside(connection, "identity_now", _now(said, joined)) as now,
        set_aside(connection, "identity_changed", _changed(circle, now)) as changed,
    ):
        ids = select(changed.c.person_id)
        connection.execute(delete(person_identity).where(_i.person_id.in_(ids)))
        names = [column.name for column in now.columns]
        new = select(now).where(now.c.person_id.in_(ids))
        connection.execute(person_identity.insert().from_select(names, new))
        others = (select(c.label("person_id")) for c in (changed.c.was, changed.c.now))
        add(connection, people, union(ids, *others))


def decided(connection: Connection) -> set[Apart]:
    """The decisions that this release was judged by."""
    return {Apart(*row) for row in connection.execute(select(kept_apart))}


def decide(connection: Connection, apart: set[Apart]) -> set[str]:
    """Judge by these decisions from now on; gives whom those name that are new or gone."""
    before = decided(connection)
    if apart == before:
        return set()
    connection.execute(delete(kept_apart))
    rows = [one._asdict() for one in sorted(apart)]
    insert_frame(connection, kept_apart, frame_of(kept_apart, rows))
    return {person for one in apart ^ before for person in (one.person_id, one.other_person_id)}


def roots(connection: Connection) -> dict[str, str]:
    """Who stands for each id that was joined to another."""
    return dict(connection.execute(select(_i.person_id, _i.root)).all())


def roots_of(people: Table) -> Select[Any]:
    """Who stands for each of *people*: themselves, where they were joined to nobody."""
    root = func.coalesce(_i.root, people.c.person_id).label("root")
    same = _i.person_id == people.c.person_id
    return select(root).outerjoin_from(people, person_identity, same).distinct()


def gone(people: Table) -> Select[Any]:
    """The humans of *people* (``person_id``, ``root``) whose every record its source deleted.

    Nothing of them counts, whatever else still names them. Of whom there never was a record,
    events alone tell.
    """
    is_there = func.max(case((person.c.retracted.is_(True), 0), else_=1))
    return (
        select(people.c.root)
        .join(person, person.c.person_id == people.c.person_id)
        .where(person.c.superseded_at.is_(None))
        .group_by(people.c.root)
        .having(is_there == 0)
    )


@contextmanager
def humans(connection: Connection, people: Table) -> Iterator[Table]:
    """Keep for a block everybody who is one human with one of *people*: who stands for each."""
    with ExitStack() as held:
        with set_aside(connection, "human_roots", roots_of(people)) as found:
            own = select(found.c.root.label("person_id"), found.c.root)
            others = select(_i.person_id, _i.root).where(_i.root.in_(select(found.c.root)))
            everybody = union_all(own, others).subquery("everybody")
            kept = held.enter_context(set_aside(connection, "humans", select(everybody)))
        yield kept


@contextmanager
def _circle(connection: Connection, people: Table, parents: Table) -> Iterator[Table]:
    """Keep for a block *people* with all who hang together with them, until nobody is missing."""
    with set_aside(connection, "circle", select(people)) as circle:
        while add(connection, circle, _neighbours(circle, parents)):
            pass
        yield circle


def _neighbours(circle: Table, parents: Table) -> CompoundSelect[Any]:
    """Whom a source, an address or what was derived before ties to those of the circle."""
    ids = select(circle.c.person_id)
    addresses = select(address_told()).where(in_force(person), person.c.person_id.in_(ids))
    return union(
        select(person.c.person_id).where(in_force(person), address_told().in_(addresses)),
        select(parents.c.one).where(parents.c.other.in_(ids)),
        select(parents.c.other).where(parents.c.one.in_(ids)),
        select(_i.person_id).where(_i.root.in_(ids)),
        select(_i.root).where(_i.person_id.in_(ids)),
    )


@contextmanager
def _said(connection: Connection, circle: Table, parents: Table) -> Iterator[Table]:
    """Keep for a block what the sources say of the circle; chains are followed to their end."""
    following = parents.alias("following")
    is_ours = parents.c.one.in_(select(circle.c.person_id))
    chained = select(parents.c.one, parents.c.other).where(
        is_ours,
        or_(
            parents.c.other.in_(select(following.c.one)),
            parents.c.one.in_(select(following.c.other)),
        ),
    )
    parent = dict(connection.execute(chained).all())
    ends = pa.table(
        {
            "one": pa.array(parent, pa.string()),
            "root": pa.array([_root(one, parent) for one in parent], pa.string()),
        }
    )
    with (
        registered(connection, "chain_ends", ends),
        set_aside(connection, "said_people", _to_their_ends(parents).where(is_ours)) as said,
    ):
        yield said


def _to_their_ends(parents: Table) -> Select[Any]:
    ends = table("chain_ends", Column("one", Text), Column("root", Text))
    root = func.coalesce(ends.c.root, parents.c.other)
    return (
        select(
            parents.c.one.label("person_id"),
            parents.c.other.label("joined_to"),
            root.label("root"),
            parents.c.reason,
            parents.c.since_at,
        )
        .outerjoin(ends, ends.c.one == parents.c.one)
        .where(root != parents.c.one)
    )


def _parents() -> Select[Any]:
    """Into whom each id was merged; of several merges the latest counts."""
    a = person_alias.c
    told = union_all(
        select(
            a.alias_id.label("one"),
            a.person_id.label("other"),
            func.coalesce(a.reason, _MERGE).label("reason"),
            a.event_at,
            a.loaded_at,
        ).where(in_force(person_alias)),
        select(_e.person_id, _e.merged_into, literal(_MERGE), _e.event_at, _e.loaded_at).where(
            in_force(lifecycle_event), _e.to_stage == LeadStage.MERGED.value
        ),
    ).subquery("told")
    t = told.c
    latest = func.row_number().over(
        partition_by=t.one,
        order_by=(t.event_at.desc().nulls_first(), t.other.desc(), t.reason, t.loaded_at),
    )
    since = func.coalesce(t.event_at, t.loaded_at).label("since_at")
    ranked = (
        select(t.one, t.other, t.reason, since, latest.label("place"))
        .where(t.one != t.other)
        .subquery("ranked")
    )
    names = ("one", "other", "reason", "since_at")
    return select(*(ranked.c[name] for name in names)).where(ranked.c.place == 1)


def _root(one: str, parent: dict[str, str]) -> str:
    """Follow the merges of *one* to their end; ids that merge in a circle are its first."""
    path = [one]
    while path[-1] in parent:
        following = parent[path[-1]]
        if following in path:
            return min(path[path.index(following) :])
        path.append(following)
    return path[-1]


def _now(said: Table, joined: Table) -> Select[Any]:
    """Who is who: a source's word first, then the addresses of those whom it left apart."""
    by_source = select(
        said.c.person_id,
        said.c.joined_to,
        func.coalesce(joined.c.root, said.c.root).label("root"),
        literal(JoinRule.SOURCE.value).label("rule"),
        said.c.reason,
        said.c.since_at,
    ).outerjoin(joined, joined.c.person_id == said.c.root)
    by_address = select(
        joined.c.person_id,
        joined.c.root,
        joined.c.root,
        literal(JoinRule.ADDRESS.value),
        null(),
        joined.c.since_at,
    )
    return select(union_all(by_source, by_address).subquery("who_is_who"))


def _changed(circle: Table, now: Table) -> Select[Any]:
    """Of whom something else is said than before: with whom they were, and with whom they are."""
    was = (
        select(person_identity).where(_i.person_id.in_(select(circle.c.person_id))).subquery("was")
    )
    differs = or_(*(was.c[column.name].is_distinct_from(column) for column in now.columns))
    both = was.outerjoin(now, now.c.person_id == was.c.person_id, full=True)
    who = func.coalesce(now.c.person_id, was.c.person_id).label("person_id")
    return (
        select(who, was.c.root.label("was"), now.c.root.label("now"))
        .select_from(both)
        .where(differs)
    )
