"""Named: whom the rows of two lists name: the store's people, else who shares an id or address."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, or_, select

from revdash.episodes.addresses import address_told
from revdash.episodes.whom import held
from revdash.store.schema.identity import person_identity
from revdash.store.schema.lifecycle import assignment, lifecycle_event
from revdash.store.schema.people import person
from revdash.store.versions import in_force

_i, _p = person_identity.c, person.c


class Given(NamedTuple):
    """By what one row of a list names somebody; both may be blank."""

    ids: tuple[str, ...] = ()  # one id, in each of the spellings it may have
    address: str = ""  # the e-mail address, hashed


def known_people(connection: Connection, rows: Sequence[Given]) -> list[str]:
    """Who stands for whom each row of one list names; empty where the store knows nobody.

    An id is looked for in the system that most ids of the list are of, before any other. An
    address names somebody where all who have it are one human.
    """
    by_id, by_address = _by_id(connection, rows), _by_address(connection, rows)
    found = (next((by_id[one] for one in row.ids if one in by_id), "") for row in rows)
    return [root or by_address.get(row.address, "") for root, row in zip(found, rows, strict=True)]


def humans_of(rows: Sequence[Given], roots: Sequence[str]) -> list[str]:
    """Name the human of each row of both lists: the root, where the store knows it.

    Whom it does not know is whoever has the same id or address in the lists: of the known, if
    they are one human, else each knot of equal ids and addresses is one.
    """
    knots = _Knots()
    known: defaultdict[str, set[str]] = defaultdict(set)
    for place, (row, root) in enumerate(zip(rows, roots, strict=True)):
        for token in _tokens(row, place):
            if root:
                known[token].add(root)
            else:
                knots.tie(_tokens(row, place)[0], token)
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for token in list(knots.parents):
        wanted[knots.end(token)] |= known[token]
    return [
        root or _one(wanted, knots.end(_tokens(row, place)[0]))
        for place, (row, root) in enumerate(zip(rows, roots, strict=True))
    ]


def _one(wanted: Mapping[str, set[str]], knot: str) -> str:
    return next(iter(wanted[knot])) if len(wanted[knot]) == 1 else knot


def _tokens(row: Given, place: int) -> tuple[str, ...]:
    """What ties a row to others: the last spelling of its id, its address; else nothing does."""
    found = (f"id {row.ids[-1]}" if row.ids else "", f"address {row.address}" * bool(row.address))
    return tuple(filter(None, found)) or (f"row {place}",)


class _Knots:
    """Tokens that belong together."""

    def __init__(self) -> None:
        self.parents: dict[str, str] = {}

    def end(self, token: str) -> str:
        while self.parents.setdefault(token, token) != token:
            self.parents[token] = self.parents[self.parents[token]]
            token = self.parents[token]
        return token

    def tie(self, one: str, other: str) -> None:
        first, last = sorted((self.end(one), self.end(other)))
        self.parents[last] = first


def _by_id(connection: Connection, rows: Sequence[Given]) -> dict[str, str]:
    ids = {one for row in rows for one in row.ids}
    if not ids:
        return {}
    prefixes = ("", *_prefixes(connection))
    roots = _roots_of(connection, {f"{prefix}{one}" for prefix in prefixes for one in ids})
    hits = Counter({prefix: sum(f"{prefix}{one}" in roots for one in ids) for prefix in prefixes})
    likely = [prefix for prefix, _ in hits.most_common()]
    return {
        one: roots[found]
        for one in ids
        if (found := next((f"{p}{one}" for p in likely if f"{p}{one}" in roots), ""))
    }


def _prefixes(connection: Connection) -> Iterator[str]:
    """What stands before a source's own id in the ids of its people."""
    bare = func.replace(_p.person_id, _p.source_id, "")
    told = select(bare).where(_p.source_id.isnot(None), bare != _p.person_id).distinct()
    yield from sorted(connection.execute(told).scalars())


def _roots_of(connection: Connection, ids: set[str]) -> dict[str, str]:
    """Who stands for each of these ids that any load knows."""
    with held(connection, "named_ids", ids) as named:
        n = named.c.person_id
        tables = (person, lifecycle_event, assignment, person_identity)
        is_known = or_(*(n.in_(select(table.c.person_id)) for table in tables))
        root = func.coalesce(_i.root, n)
        told = select(n, root).outerjoin_from(named, person_identity, _i.person_id == n)
        return {row[0]: row[1] for row in connection.execute(told.where(is_known))}


def _by_address(connection: Connection, rows: Sequence[Given]) -> dict[str, str]:
    addresses = {row.address for row in rows if row.address}
    if not addresses:
        return {}
    with held(connection, "named_addresses", addresses) as named:
        told = (
            select(address_told(), func.coalesce(_i.root, _p.person_id))
            .outerjoin_from(person, person_identity, _i.person_id == _p.person_id)
            .where(in_force(person), address_told().in_(select(named.c.person_id)))
        )
        found: defaultdict[str, set[str]] = defaultdict(set)
        for address, root in connection.execute(told):
            found[address].add(root)
    return {address: min(some) for address, some in found.items() if len(some) == 1}
