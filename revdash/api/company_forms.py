"""Company forms: its name, zone, currency and weeks; and its business calendars."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from revdash.api import hours
from revdash.api.agreement_words import opening
from revdash.api.beginning import beginning_fields, begins_at, first_day
from revdash.api.entered import Entered
from revdash.api.views import Field, FieldKind, Form
from revdash.desk.calendars import (
    CalendarRecord,
    PastRecord,
    read_calendars,
    read_past_calendars,
    save_calendar,
)
from revdash.desk.company import read_company, save_company
from revdash.errors import InputError

MONTHS = tuple(date(2000, month, 1).strftime("%B") for month in range(1, 13))
_FROM = "valid_from"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def company_forms(connection: Connection) -> tuple[Form, ...]:
    """The company's settings."""
    company = read_company(connection)
    fields = (
        Field(key="name", label="Name", kind=FieldKind.TEXT, value=company.name),
        Field(
            key="zone",
            label="Time zone",
            kind=FieldKind.TEXT,
            value=company.zone,
            hint="A name such as Europe/London; days and weeks are cut by it.",
        ),
        Field(
            key="currency",
            label="Currency",
            kind=FieldKind.TEXT,
            value=company.currency,
            hint="Three capitals, such as EUR.",
        ),
        Field(
            key="week_start",
            label="Weeks begin on",
            kind=FieldKind.CHOICE,
            value=WEEKDAYS[company.week_start],
            choices=WEEKDAYS,
        ),
        Field(
            key="fiscal",
            label="The fiscal year begins in",
            kind=FieldKind.CHOICE,
            value=MONTHS[company.fiscal_year_start_month - 1],
            choices=MONTHS,
        ),
    )
    return (
        Form(
            key="company",
            title="Company",
            note="Saving judges every lead again by the new zone and weeks.",
            fields=fields,
            version=company.version,
            is_open=True,
        ),
    )


def save_company_form(connection: Connection, entered: Entered) -> str:
    """Save the company's settings."""
    changed = replace(
        read_company(connection),
        name=entered.text("name"),
        zone=entered.text("zone"),
        currency=entered.text("currency"),
        week_start=WEEKDAYS.index(entered.choice("week_start", WEEKDAYS)),
        fiscal_year_start_month=MONTHS.index(entered.choice("fiscal", MONTHS)) + 1,
        version=entered.version,
    )
    save_company(connection, changed, entered.by)
    return "Saved."


def calendar_forms(connection: Connection) -> tuple[Form, ...]:
    """The opening hours and closed days, a form a calendar."""
    fields = beginning_fields(connection, _FROM)
    past = [
        (one.of, _was(one, first_day(connection, one.until_at)))
        for one in read_past_calendars(connection)
    ]
    return tuple(
        _calendar_form(record, fields, [was for of, was in past if of == record.calendar_id])
        for record in read_calendars(connection)
    )


def save_calendar_form(connection: Connection, entered: Entered) -> str:
    """Save one calendar; days open at other hours than usual stay as they are."""
    form = entered.form
    record = next((r for r in read_calendars(connection) if r.calendar_id == form), None)
    if record is None:
        raise InputError(f"There is no calendar '{form}'. Reload the page to see those there are.")
    closed = hours.holidays(entered.text("holidays"))
    changed = replace(
        record,
        weekly={day: hours.read(entered.text(f"day{day}")) for day in range(7)},
        exceptions={
            **{day: opened for day, opened in record.exceptions.items() if opened},
            **dict.fromkeys(closed, ()),
        },
        holiday_names={day: name for day, name in closed.items() if name},
        version=entered.version,
    )
    since = begins_at(connection, entered, _FROM)
    save_calendar(connection, changed, entered.by, since)
    said = f"Saved, with {len(closed)} {'day' if len(closed) == 1 else 'days'} closed."
    if since is None:
        return said
    return f"{said} It counts for leads whose clock begins from {first_day(connection, since)} on."


def _calendar_form(
    record: CalendarRecord, beginning: tuple[Field, ...], past: Sequence[str]
) -> Form:
    days = tuple(
        Field(
            key=f"day{weekday}",
            label=name,
            kind=FieldKind.TEXT,
            value=hours.written(record.weekly.get(weekday, ())),
            hint="09:00-17:30, or 09:00-12:30, 13:30-17:30, or empty when closed",
        )
        for weekday, name in enumerate(WEEKDAYS)
    )
    holidays = "\n".join(
        f"{day.isoformat()} {record.holiday_names.get(day, '')}".strip()
        for day, open_hours in sorted(record.exceptions.items())
        if not open_hours
    )
    closed = Field(
        key="holidays",
        label="Closed on",
        kind=FieldKind.LONG_TEXT,
        value=holidays,
        hint="One day a line: 2026-12-25 Christmas. "
        "A line such as 'GB-ENG 2026' adds that country's public holidays.",
    )
    return Form(
        key=record.calendar_id,
        title=f"{record.name} ({record.zone})",
        note=" ".join(("Follow-up clocks run only while it is open.", *past)),
        fields=(*days, closed, *beginning),
        version=record.version,
        is_open=record.is_default,
    )


def _was(past: PastRecord, until: date) -> str:
    closed = sum(not hours for hours in past.record.exceptions.values())
    return (
        f"Clocks that began before {until} keep {opening(past.record)}, with {closed} days closed."
    )
