"""Bringing: the statements by which staged rows become versions, made once for each kind.

Which import it is and when it came are their values ``this_batch`` and ``this_moment``.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    FromClause,
    Insert,
    Select,
    Subquery,
    Table,
    Text,
    Update,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    table,
    update,
)

from revdash.store.frames import ROW, Aside, aside_of
from revdash.store.schema.ledger import load_sighting
from revdash.store.testimony import carried_all, carried_from, hash_of

BATCH = bindparam("this_batch", type_=BigInteger)
LOADED_AT = bindparam("this_moment", type_=DateTime)
_STAGED = table("staged_rows", Column("event_key", Text))  # of them only who they are
_ASSIGNED = ("batch_id", "row_hash", "loaded_at", "superseded_at", "carried")


class Kind(NamedTuple):
    """What rows are alike in how they are brought."""

    target: Table
    absent: tuple[str, ...]  # the columns of which they do not tell
    carried: tuple[str, ...]  # the same, with the defaults that they hold
    is_each_once: bool  # no key is in two of them


class Known(NamedTuple):
    """What the table has of the staged rows' keys."""

    versions: int
    is_mine: bool  # an earlier file of the same import brought one
    is_sighted: bool  # such a file saw versions in this table
    has_more: bool  # one in force says something of which the staged rows do not tell


def staged_columns(target: Table) -> tuple[str, ...]:
    """The columns a staged frame of *target* must have: its own, and ``line``."""
    return (*(c.name for c in target.columns if c.name not in _ASSIGNED), "line")


@lru_cache(maxsize=256)
def known(kind: Kind) -> Select[Any]:
    """What the table has of the staged rows' keys, as `Known`."""
    t, s = kind.target.c, load_sighting.c
    is_more = or_(False, *(t[name].isnot(None) for name in kind.absent))
    sighted = select(s.event_key).where(s.batch_id == BATCH, s.table_name == kind.target.name)
    return select(
        func.count(t.event_key),
        func.coalesce(func.max(case((t.batch_id == BATCH, 1), else_=0)), 0),
        exists(sighted),
        func.coalesce(func.max(case((and_(t.superseded_at.is_(None), is_more), 1), else_=0)), 0),
    ).where(t.event_key.in_(select(_STAGED.c.event_key)))


@lru_cache(maxsize=256)
def seen(kind: Kind) -> Select[Any]:
    """Whether an earlier file of the same import saw a version of a staged row."""
    s = load_sighting.c
    mine = select(s.event_key).where(
        s.batch_id == BATCH,
        s.table_name == kind.target.name,
        s.event_key.in_(select(_STAGED.c.event_key)),
    )
    return select(exists(mine))


@lru_cache(maxsize=256)
def bring_all(kind: Kind) -> Insert:
    """Bring every staged row: there is no version of any of them."""
    source = source_of(kind)
    told = hash_of(source, kind.target).label("row_hash")
    return _insert(kind, select(*_own(kind, source), told, source.c.carried))


@lru_cache(maxsize=256)
def source_of(kind: Kind) -> Subquery:
    """The staged rows, as they are registered, and of which columns they do not tell."""
    target, names = kind.target, staged_columns(kind.target)
    whole = (ROW, "line")
    staged = table(
        _STAGED.name,
        *(Column(n, BigInteger if n in whole else target.c[n].type) for n in (*names, ROW)),
    )
    return select(staged, carried_all(kind.carried).label("carried")).subquery("staged")


@lru_cache(maxsize=256)
def completed(kind: Kind, *, is_told_before: bool) -> Aside:
    """The staged rows, with what they do not tell as the version in force has it."""
    source, prior, said = source_of(kind), kind.target.alias("prior"), _said(kind)
    is_prior = and_(prior.c.event_key == source.c.event_key, prior.c.superseded_at.is_(None))
    columns = (
        func.coalesce(prior.c[c.name], c).label(c.name) if c.name in kind.absent else c
        for c in source.c
        if c.name != "carried"
    )
    joined = source.outerjoin(prior, is_prior)
    if not is_told_before:
        return aside_of("completed_rows", select(*columns, source.c.carried).select_from(joined))
    joined = joined.outerjoin(said, said.c.event_key == source.c.event_key)
    carried = carried_from(prior, said, kind.carried, BATCH).label("carried")
    return aside_of("completed_rows", select(*columns, carried).select_from(joined))


@lru_cache(maxsize=256)
def incoming(kind: Kind, source: FromClause) -> Aside:
    """Of each row only what tells it from others; what it says is read again when it is new."""
    latest = func.row_number().over(
        partition_by=source.c.event_key, order_by=(source.c.line.desc(), source.c[ROW].desc())
    )
    told, prior = hash_of(source, kind.target), kind.target.alias("prior")
    is_prior = and_(prior.c.event_key == source.c.event_key, prior.c.superseded_at.is_(None))
    rows = select(
        source.c[ROW],
        source.c.line,
        source.c.event_key,
        told.label("row_hash"),
        source.c.carried,
        (literal(True) if kind.is_each_once else cast(latest == 1, Boolean)).label("is_last"),
        func.coalesce(prior.c.row_hash == told, False).label("is_known"),
    )
    return aside_of("incoming", rows.outerjoin_from(source, prior, is_prior))


def is_told(
    target: Table, event_key: ColumnElement[str], row_hash: ColumnElement[str]
) -> ColumnElement[bool]:
    """Whether the version in force of a key says what has this hash."""
    return and_(
        target.c.event_key == event_key,
        target.c.superseded_at.is_(None),
        target.c.row_hash == row_hash,
    )


@lru_cache(maxsize=256)
def new_lines(incoming: Table) -> Select[Any]:
    """The lines that say something new."""
    return select(incoming.c.line).where(_is_new(incoming)).order_by(incoming.c.line)


@lru_cache(maxsize=256)
def supersede(target: Table, incoming: Table) -> Update:
    """Say until when the versions before the new ones were in force."""
    new = select(incoming.c.event_key).where(_is_new(incoming))
    before = and_(target.c.superseded_at.is_(None), target.c.event_key.in_(new))
    return update(target).where(before).values(superseded_at=LOADED_AT)


@lru_cache(maxsize=256)
def bring(kind: Kind, source: FromClause, incoming: Table) -> Insert:
    """Bring the new versions."""
    told = select(*_own(kind, source), incoming.c.row_hash, incoming.c.carried)
    new = told.join_from(source, incoming, incoming.c[ROW] == source.c[ROW])
    return _insert(kind, new.where(_is_new(incoming)))


def _is_new(incoming: Table) -> ColumnElement[bool]:
    return and_(incoming.c.is_last, ~incoming.c.is_known)


def _said(kind: Kind) -> Subquery:
    """The sightings that earlier files of the same import left."""
    s = load_sighting.c
    mine = and_(s.batch_id == BATCH, s.table_name == kind.target.name)
    return select(s.event_key, s.carried).where(mine).subquery("said")


def _own(kind: Kind, source: FromClause) -> Iterator[ColumnElement[Any]]:
    """What the rows themselves say."""
    return (source.c[name] for name in staged_columns(kind.target) if name != "line")


def _insert(kind: Kind, rows: Select[Any]) -> Insert:
    """Insert rows as this import's versions."""
    new = rows.add_columns(BATCH.label("batch_id"), LOADED_AT.label("loaded_at"))
    return kind.target.insert().from_select([c.name for c in new.selected_columns], new)
