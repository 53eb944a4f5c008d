"""People: who may use revdash, and in which role."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import change, insert
from revdash.desk.tables.people import member
from revdash.errors import InputError
from revdash.terms import Side


class Role(StrEnum):
    """What a person may do; each may do what those before it may."""

    VIEWER = "viewer"
    LEAD = "lead"
    REVOPS = "revops"
    ADMIN = "admin"


_RANKS = tuple(Role)


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person; ``app_user_id`` names who they are in the CRM, where they are in it."""

    name: str
    role: Role
    member_id: str = ""
    email: str | None = None
    side: Side | None = None
    team: str | None = None
    app_user_id: str | None = None
    is_active: bool = True
    version: int = 0


def read_members(connection: Connection, *, active: bool = True) -> tuple[Member, ...]:
    """Read the people, those who may do most first; with ``active=False`` also those who left."""
    query = select(member).order_by(member.c.name, member.c.member_id)
    if active:
        query = query.where(member.c.is_active)
    found = (
        Member(
            member_id=row.member_id,
            name=row.name,
            role=Role(row.role),
            email=row.email,
            side=Side(row.side) if row.side else None,
            team=row.team,
            app_user_id=row.app_user_id,
            is_active=row.is_active,
            version=row.version,
        )
        for row in connection.execute(query)
    )
    return tuple(sorted(found, key=lambda one: -_RANKS.index(one.role)))


def read_member(connection: Connection, member_id: str) -> Member:
    """Read one person."""
    everyone = read_members(connection, active=False)
    found = [person for person in everyone if person.member_id == member_id]
    if not found:
        raise InputError(
            f"There is no person '{member_id}'. Choose one of those on Settings › People."
        )
    return found[0]


def save_member(connection: Connection, person: Member, by: Stamp) -> str:
    """Save a person as they were read at ``person.version``; return their id."""
    if not person.name.strip():
        raise InputError("The person has no name. Give the one colleagues know them by.")
    values = asdict(person)
    version = values.pop("version")
    if version:
        change(connection, member, values, version, by)
        return person.member_id
    return insert(connection, member, values, by)
