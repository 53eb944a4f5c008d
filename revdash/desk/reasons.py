"""Reasons: why a lead was turned down, in dictionaries that replace one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, or_, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import change, earlier_click, insert, remember_click
from revdash.desk.tables.agreement import reason_code
from revdash.errors import InputError
from revdash.terms import ReasonClass

OTHER = "other"  # in no dictionary: whoever gives it says in words what it was


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason a verdict may give; ``maps_to`` names the one that replaced it."""

    code: str
    label: str
    reason_class: ReasonClass
    is_hard: bool = False
    is_no_contact_required: bool = False
    dictionary_version: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    maps_to: str | None = None


def read_reasons(connection: Connection, on: date | None = None) -> tuple[Reason, ...]:
    """Read the reasons in force on a day; without one, all there ever were."""
    columns = reason_code.c
    query = select(reason_code).order_by(columns.dictionary_version, columns.code)
    if on is not None:
        query = query.where(
            or_(columns.valid_from.is_(None), columns.valid_from <= on),
            or_(columns.valid_to.is_(None), columns.valid_to > on),
        )
    return tuple(
        Reason(
            code=row.code,
            label=row.label,
            reason_class=ReasonClass(row.reason_class),
            is_hard=row.is_hard,
            is_no_contact_required=row.is_no_contact_required,
            dictionary_version=row.dictionary_version,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            maps_to=row.maps_to,
        )
        for row in connection.execute(query)
    )


def save_dictionary(
    connection: Connection, reasons: Sequence[Reason], since: date | None, by: Stamp
) -> int:
    """Put a whole new dictionary in force from a day on; return its version.

    The one before ends on that day. Without a day it holds since ever: the first one does.
    """
    codes = [reason.code for reason in reasons]
    if not codes or len(codes) != len(set(codes)):
        raise InputError(
            f"The reasons given are {', '.join(codes) or 'none'}. "
            "There is at least one, and each code stands once."
        )
    done = earlier_click(connection, by)
    if done:
        return done.version
    newest = connection.execute(select(func.max(reason_code.c.dictionary_version))).scalar_one()
    version = (newest or 0) + 1
    if version > 1 and since is None:
        raise InputError("Reasons are in force already. Say from which day the new ones hold.")
    in_force = select(reason_code).where(reason_code.c.valid_to.is_(None))
    for row in connection.execute(in_force).all():
        ended = {"reason_id": row.reason_id, "valid_to": since}
        change(connection, reason_code, ended, row.version, by.part())
    for reason in reasons:
        insert(connection, reason_code, _values(reason, version, since), by.part())
    remember_click(connection, "dictionary", version, by)
    return version


def _values(reason: Reason, version: int, since: date | None) -> dict[str, object]:
    return {
        "code": reason.code,
        "label": reason.label,
        "reason_class": reason.reason_class.value,
        "is_hard": reason.is_hard,
        "is_no_contact_required": reason.is_no_contact_required,
        "dictionary_version": version,
        "valid_from": since,
        "maps_to": reason.maps_to,
    }
