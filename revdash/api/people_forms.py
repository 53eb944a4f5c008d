"""People forms: who may use revdash, and in which role."""

from dataclasses import replace

from sqlalchemy import Connection

from revdash.api.actors import Right, rights_of
from revdash.api.entered import Entered
from revdash.api.views import Field, FieldKind, Form
from revdash.desk.people import Member, Role, read_member, read_members, save_member
from revdash.errors import InputError, NotAllowedError
from revdash.terms import Side

NEW = "new"
ROLES = tuple(role.value for role in Role)
NO_SIDE = "neither"
SIDES = (NO_SIDE, Side.MARKETING.value, Side.SALES.value)


def people_forms(connection: Connection) -> tuple[Form, ...]:
    """Everybody, and an empty form for the next."""
    known = (
        Form(
            key=one.member_id,
            title=f"{one.name}, {one.role.value}",
            fields=_fields(one),
            version=one.version,
        )
        for one in read_members(connection)
    )
    empty = Form(
        key=NEW,
        title="Add a person",
        note="Until sign-in comes, people choose who they are in the header.",
        fields=_fields(Member(name="", role=Role.VIEWER)),
        action="Add person",
    )
    return (*known, empty)


def save_person_form(connection: Connection, entered: Entered) -> str:
    """Save one person; nobody gives a role that may do more than they may themselves."""
    is_new = entered.form == NEW
    known = Member(name="", role=Role.VIEWER) if is_new else read_member(connection, entered.form)
    role = Role(entered.choice("role", ROLES))
    _assert_may_give(entered, role, known.role)
    side = entered.choice("side", SIDES)
    wanted = replace(
        known,
        name=entered.text("name"),
        role=role,
        side=None if side == NO_SIDE else Side(side),
        version=entered.version,
    )
    save_member(connection, wanted, entered.by)
    if not any(Right.SET in rights_of(one.role) for one in read_members(connection)):
        raise InputError(
            f"Nobody could change settings any more if {known.name} were {role.value}. "
            "Give somebody else the role revops or admin first."
        )
    return f"Saved {wanted.name}."


def _assert_may_give(entered: Entered, wanted: Role, had: Role) -> None:
    mine = rights_of(entered.actor.role)
    for role in {wanted, had}:
        if not rights_of(role) <= mine:
            raise NotAllowedError(
                f"{entered.actor.name} ({entered.actor.role.value}) may not make or unmake a "
                f"person {role.value}. Ask somebody who is {role.value}."
            )


def _fields(one: Member) -> tuple[Field, ...]:
    side = one.side.value if one.side in SIDES else NO_SIDE
    hint = "Who asks, disputes and decides about leads does it for one side."
    choice = FieldKind.CHOICE
    return (
        Field(key="name", label="Name", kind=FieldKind.TEXT, value=one.name),
        Field(key="role", label="Role", kind=choice, value=one.role.value, choices=ROLES),
        Field(key="side", label="Speaks for", kind=choice, value=side, choices=SIDES, hint=hint),
    )
