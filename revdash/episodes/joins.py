"""Joins: who was joined to whom, with names, for reading."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, select

from revdash.store.schema.identity import person_identity
from revdash.store.schema.people import person
from revdash.store.versions import in_force
from revdash.terms import JoinRule

_i = person_identity.c


def count_joins(connection: Connection) -> int:
    """Count the ids that were joined to another."""
    return int(connection.execute(select(func.count()).select_from(person_identity)).scalar_one())


def newest_joins(connection: Connection, limit: int) -> Sequence[Row[Any]]:
    """Read who was joined to whom: by address first, then what sources say, the newest first."""
    is_said = case((_i.rule == JoinRule.SOURCE.value, 1), else_=0)
    order = (is_said, _i.since_at.desc(), _i.person_id)
    return connection.execute(select(person_identity).order_by(*order).limit(limit)).all()


def join_of(connection: Connection, person_id: str) -> Row[Any] | None:
    """Read to whom an id was joined, or None where it stands for itself."""
    found = select(person_identity).where(_i.person_id == person_id)
    return connection.execute(found).one_or_none()


def names_of(connection: Connection, people: Sequence[str] | Select[Any]) -> dict[str, str]:
    """What each of *people* is called, where a source says so."""
    p = person.c
    found = (
        select(p.person_id, func.max(p.full_name))
        .where(in_force(person), p.person_id.in_(people), p.full_name.isnot(None))
        .group_by(p.person_id)
    )
    return dict(connection.execute(found).all())
