"""Addresses: people of different source systems who have the same e-mail address.

Never two of one system: an address that several of its people hold joins nobody, and is flagged.
Names are never compared. Everybody asked for is judged in a few statements; only the knots that
more than one address ties are judged one by one.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pyarrow as pa
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Subquery,
    Table,
    and_,
    case,
    false,
    func,
    select,
    union,
)

from revdash.episodes.doubts import Joined, Link, judge
from revdash.episodes.duplicates import flag_crowded, flag_knots, forget_flags
from revdash.episodes.rules import Rules
from revdash.store.dialects.functions import least, sha256_hex
from revdash.store.frames import insert_frame, set_aside
from revdash.store.schema.identity import kept_apart
from revdash.store.schema.people import person
from revdash.store.versions import in_force

_p = person.c
_SYSTEM = func.coalesce(_p.source_system, "")


@contextmanager
def joined_by_address(
    connection: Connection, circle: Table, said: Table, rules: Rules
) -> Iterator[Table]:
    """Keep for a block who is joined to whom by address: ``person_id``, ``root``, ``since_at``.

    Of those in *circle*; *said* tells who of them is one human already, because a source says
    so. Who cannot be told apart is flagged.
    """
    forget_flags(connection, circle)
    with ExitStack() as held:

        def keep(name: str, rows: Select[Any]) -> Table:
            return held.enter_context(set_aside(connection, name, rows))

        shared = keep("shared_address", _shared(circle))
        if connection.execute(select(shared).limit(1)).first() is None:
            yield keep(
                "joined_people",
                select(said.c.person_id, said.c.root, said.c.since_at).where(false()),
            )
            return
        sides = keep("address_sides", _sides(shared, said))
        spots = keep("address_spots", _spots(sides))
        crowded = keep("crowded_addresses", select(spots.c.address).where(spots.c.is_crowded == 1))
        flag_crowded(connection, _told(crowded, said), rules)
        linked = keep("address_links", _linked(sides, spots))
        knots = keep("knots", _knots(linked, keep("knot_seeds", _seeds(linked, said))))
        told = [Link(*row) for row in connection.execute(select(knots))]
        sure, doubtful = judge(told, _systems(connection, said, knots), _apart(connection, said))
        flag_knots(connection, doubtful, rules)
        joined = keep("joined_people", _joined(linked, knots))
        insert_frame(connection, joined, _frame(sure))
        yield joined


def address_told(told: FromClause = person) -> ColumnElement[str]:
    """The hash of a person's address, without case and outer blanks; none where none is told."""
    written = sha256_hex(func.lower(func.trim(told.c.email)))
    return case((told.c.email_hash.is_(None), written), else_=func.lower(told.c.email_hash))


def _shared(circle: Table) -> Select[Any]:
    """The addresses that more than one record has."""
    known = (
        select(address_told().label("address"))
        .join_from(person, circle, circle.c.person_id == _p.person_id)
        .where(in_force(person))
        .subquery("known")
    )
    return (
        select(known.c.address)
        .where(known.c.address.isnot(None))
        .group_by(known.c.address)
        .having(func.count() > 1)
    )


def _sides(shared: Table, said: Table) -> Select[Any]:
    """Who holds each address in each source system, and since when that has been told."""
    told = _told(shared, said).c
    return select(
        told.address,
        told.system,
        func.min(told.holder).label("first"),
        func.max(told.holder).label("last"),
        func.min(told.event_key).label("event_key"),
        func.min(told.since_at).label("since_at"),
    ).group_by(told.address, told.system)


def _told(of: Table, said: Table) -> Subquery:
    """Who holds the addresses *of* interest, one row a record."""
    address = address_told()
    before = (
        select(_p.event_key, address.label("address"), func.min(_p.loaded_at).label("first_at"))
        .where(_p.superseded_at.isnot(None), address.in_(select(of.c.address)))
        .group_by(_p.event_key, address)
        .subquery("before")
    )
    return (
        select(
            func.coalesce(said.c.root, _p.person_id).label("holder"),
            _SYSTEM.label("system"),
            of.c.address,
            _p.event_key,
            least(func.coalesce(before.c.first_at, _p.loaded_at), _p.loaded_at).label("since_at"),
        )
        .join_from(person, of, of.c.address == address)
        .outerjoin(said, said.c.person_id == _p.person_id)
        .outerjoin(
            before, and_(before.c.event_key == _p.event_key, before.c.address == of.c.address)
        )
        .where(in_force(person), _p.person_id.isnot(None))
        .subquery("told")
    )


def _spots(sides: Table) -> Select[Any]:
    """The addresses that several people hold, and whether two of them are of one system."""
    s = sides.c
    return (
        select(
            s.address,
            func.min(s.first).label("root"),
            func.max(s.since_at).label("since_at"),
            func.max(case((s.first < s.last, 1), else_=0)).label("is_crowded"),
        )
        .group_by(s.address)
        .having(func.min(s.first) < func.max(s.last))
    )


def _linked(sides: Table, spots: Table) -> Select[Any]:
    """The addresses that join: whom each ties together, one row a system."""
    return (
        select(
            sides.c.address,
            sides.c.first.label("person_id"),
            sides.c.system,
            sides.c.event_key,
            sides.c.since_at,
            spots.c.root,
            spots.c.since_at.label("joined_at"),
        )
        .join(spots, spots.c.address == sides.c.address)
        .where(spots.c.is_crowded == 0)
    )


def _seeds(linked: Table, said: Table) -> Select[Any]:
    """Those whom one address alone does not decide about."""
    tangled = (
        select(linked.c.person_id)
        .group_by(linked.c.person_id)
        .having(func.min(linked.c.address) < func.max(linked.c.address))
    )
    of_said = _systems_said(said).subquery("of_said")
    spanning = (
        select(of_said.c.person_id)
        .group_by(of_said.c.person_id)
        .having(func.min(of_said.c.system) < func.max(of_said.c.system))
    )
    k = kept_apart.c
    decided = [
        select(func.coalesce(said.c.root, one)).outerjoin_from(
            kept_apart, said, said.c.person_id == one
        )
        for one in (k.person_id, k.other_person_id)
    ]
    found = union(tangled, spanning, *decided).subquery("found")
    return select(found.c[0].label("person_id"))


def _systems_said(said: Table) -> Any:
    """In which systems those are whom a source calls one."""
    as_alias = select(said.c.root.label("person_id"), _SYSTEM.label("system")).join_from(
        said, person, _p.person_id == said.c.person_id
    )
    as_root = select(_p.person_id, _SYSTEM.label("system")).where(
        _p.person_id.in_(select(said.c.root))
    )
    return union(as_alias.where(in_force(person)), as_root.where(in_force(person)))


def _knots(linked: Table, seeds: Table) -> Select[Any]:
    """Every link of an address that one of the *seeds* holds."""
    theirs = select(linked.c.address).where(linked.c.person_id.in_(select(seeds.c.person_id)))
    names = ("address", "person_id", "system", "event_key", "since_at")
    return select(*(linked.c[name] for name in names)).where(linked.c.address.in_(theirs))


def _joined(linked: Table, knots: Table) -> Select[Any]:
    """Whom an address joins that nothing else has a say in."""
    return select(linked.c.person_id, linked.c.root, linked.c.joined_at.label("since_at")).where(
        linked.c.person_id != linked.c.root,
        linked.c.address.notin_(select(knots.c.address)),
    )


def _systems(connection: Connection, said: Table, knots: Table) -> dict[str, set[str]]:
    of_said = _systems_said(said).subquery("of_said")
    tied = select(of_said).where(of_said.c.person_id.in_(select(knots.c.person_id)))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for person_id, system in connection.execute(tied):
        found[person_id].add(system)
    return found


def _apart(connection: Connection, said: Table) -> list[tuple[str, str]]:
    """The pairs decided to be kept apart, each under the id that a source leaves them."""
    k, other = kept_apart.c, said.alias("other_said")
    pairs = (
        select(
            func.coalesce(said.c.root, k.person_id), func.coalesce(other.c.root, k.other_person_id)
        )
        .outerjoin_from(kept_apart, said, said.c.person_id == k.person_id)
        .outerjoin(other, other.c.person_id == k.other_person_id)
        .order_by(k.person_id, k.other_person_id)
    )
    return [(one, other) for one, other in connection.execute(pairs)]


def _frame(joined: list[Joined]) -> pa.Table:
    return pa.table(
        {
            "person_id": pa.array([one.person_id for one in joined], pa.string()),
            "root": pa.array([one.root for one in joined], pa.string()),
            "since_at": pa.array([one.since for one in joined], pa.timestamp("us")),
        }
    )
