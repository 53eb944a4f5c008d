"""Beginning: from when on what both sides agreed is another, so that the past stays as judged."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from revdash.api.entered import Entered
from revdash.api.views import Field, FieldKind
from revdash.desk.agreement import midnight, read_policies
from revdash.desk.company import read_company
from revdash.errors import InputError

ALWAYS = "always"


def beginning_fields(connection: Connection, key: str) -> tuple[Field, ...]:
    """What asks from when on a change counts; before anything is signed it may be a correction."""
    day = Field(
        key=key,
        label="In force from",
        kind=FieldKind.DAY,
        hint="Left empty: from tomorrow on. Leads whose clock began before are judged as before.",
    )
    always = Field(
        key=ALWAYS,
        label="It was always so: judge every lead again",
        kind=FieldKind.FLAG,
        hint="Only until both sides have signed an agreement.",
    )
    return (day,) if _is_signed(connection) else (day, always)


def begins_at(connection: Connection, entered: Entered, key: str) -> datetime | None:
    """The instant from which a change counts; none if it was always so.

    Once both sides have signed, that is tomorrow or later.
    """
    is_signed = _is_signed(connection)
    if entered.flag(ALWAYS):
        if is_signed:
            raise InputError(
                "Both sides have signed an agreement, and leads were judged by it: what they were "
                "judged by stays. Give a day from which on it is another."
            )
        return None
    day = entered.optional_day(key) or entered.tomorrow
    if is_signed and day < entered.tomorrow:
        raise InputError(
            f"It would be in force from {day} on. Leads whose clock began by then were judged as "
            f"it was, and the past is not rewritten: give {entered.tomorrow} or a later day."
        )
    return midnight(day, read_company(connection).zone)


def first_day(connection: Connection, at: datetime) -> date:
    """The company's day that begins at an instant."""
    zone = ZoneInfo(read_company(connection).zone)
    return at.replace(tzinfo=UTC).astimezone(zone).date()


def _is_signed(connection: Connection) -> bool:
    return any(policy.is_signed for policy in read_policies(connection))
