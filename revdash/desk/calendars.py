"""Calendars: each team's opening hours and the days that differ, as plain data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import Connection, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import change, earlier_click, insert, remove
from revdash.desk.tables.company import business_calendar, calendar_exception, calendar_past
from revdash.errors import InputError
from revdash.worktime.calendar import Calendar

Hours: TypeAlias = tuple[tuple[str, str], ...]  # (("09:00", "17:30"),); empty is closed

_CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


@dataclass(frozen=True, kw_only=True)
class CalendarRecord:
    """One calendar; weekday 0 is Monday, and an end at or before its start is on the next day.

    ``holiday_names`` says why an exception is one, where someone said so.
    """

    calendar_id: str
    name: str
    zone: str
    weekly: Mapping[int, Hours]
    exceptions: Mapping[date, Hours] = field(default_factory=dict)
    holiday_names: Mapping[date, str] = field(default_factory=dict)
    region: str | None = None
    is_default: bool = False
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class PastRecord:
    """What the calendar *of* an id was until an instant; ``record`` has an id of its own."""

    of: str
    until_at: datetime
    record: CalendarRecord


def read_calendars(connection: Connection) -> tuple[CalendarRecord, ...]:
    """Read every calendar, the default one first."""
    exceptions: dict[str, dict[date, Hours]] = {}
    names: dict[str, dict[date, str]] = {}
    for row in connection.execute(select(calendar_exception).order_by(calendar_exception.c.day)):
        exceptions.setdefault(row.calendar_id, {})[row.day] = _hours(row.hours)
        if row.name:
            names.setdefault(row.calendar_id, {})[row.day] = row.name
    order = business_calendar.c.is_default.desc(), business_calendar.c.calendar_id
    return tuple(
        CalendarRecord(
            calendar_id=row.calendar_id,
            name=row.name,
            zone=row.zone,
            weekly={int(weekday): _hours(hours) for weekday, hours in row.weekly.items()},
            exceptions=exceptions.get(row.calendar_id, {}),
            holiday_names=names.get(row.calendar_id, {}),
            region=row.region,
            is_default=row.is_default,
            version=row.version,
        )
        for row in connection.execute(select(business_calendar).order_by(*order))
    )


def read_past_calendars(connection: Connection) -> tuple[PastRecord, ...]:
    """Read what calendars were, of each the oldest first."""
    p = calendar_past.c
    found = connection.execute(select(calendar_past).order_by(p.calendar_id, p.until_at))
    return tuple(
        PastRecord(
            of=row.calendar_id,
            until_at=row.until_at,
            record=CalendarRecord(
                calendar_id=f"{row.calendar_id}@{row.until_at:%Y-%m-%dT%H:%M}",
                name=row.calendar_id,
                zone=row.zone,
                weekly={int(weekday): _hours(hours) for weekday, hours in row.weekly.items()},
                exceptions={
                    date.fromisoformat(day): _hours(hours) for day, hours in row.exceptions.items()
                },
            ),
        )
        for row in found
    )


def save_calendar(
    connection: Connection, record: CalendarRecord, by: Stamp, since: datetime | None = None
) -> None:
    """Save a calendar as it was read at ``record.version``; version 0 is a new one.

    It holds from *since* on, and clocks that began before keep what it was. Without an instant it
    was always so.
    """
    as_worktime(record)  # refuses hours and zones that no clock could run on
    if earlier_click(connection, by):
        return
    if record.version and since is not None:
        _keep_past(connection, record, since, by.part())
    values = {
        "calendar_id": record.calendar_id,
        "name": record.name,
        "zone": record.zone,
        "weekly": {str(weekday): _plain(hours) for weekday, hours in record.weekly.items()},
        "region": record.region,
        "is_default": record.is_default,
    }
    if record.version:
        change(connection, business_calendar, values, record.version, by)
    else:
        insert(connection, business_calendar, values, by)
    _save_exceptions(connection, record, by.part())


def remove_calendar(connection: Connection, record: CalendarRecord, by: Stamp) -> None:
    """Take a calendar away, with its exceptions, as it was read."""
    _save_exceptions(connection, replace(record, exceptions={}), by.part())
    remove(connection, business_calendar, record.calendar_id, record.version, by)


def as_worktime(record: CalendarRecord) -> Calendar:
    """Turn a stored calendar into the one that clocks run on."""
    return Calendar(
        calendar_id=record.calendar_id,
        zone=record.zone,
        weekly={weekday: _minutes(record, hours) for weekday, hours in record.weekly.items()},
        exceptions={day: _minutes(record, hours) for day, hours in record.exceptions.items()},
    )


def _keep_past(connection: Connection, wanted: CalendarRecord, since: datetime, by: Stamp) -> None:
    """Keep what a calendar was until *since*, if it will be open otherwise then."""
    old = next(one for one in read_calendars(connection) if one.calendar_id == wanted.calendar_id)
    if _open(old) == _open(wanted):
        return
    before = [one for one in read_past_calendars(connection) if one.of == old.calendar_id]
    if before and since < before[-1].until_at:
        raise InputError(
            f"Calendar '{old.name}' changes on {before[-1].until_at:%Y-%m-%d %H:%M} UTC already. "
            "Clocks that begin before then keep it as it is: choose that day or a later one."
        )
    if before and since == before[-1].until_at:
        return  # what was to begin then has not been in force: it is replaced
    values = {
        "calendar_id": old.calendar_id,
        "until_at": since,
        "zone": old.zone,
        "weekly": {str(weekday): _plain(hours) for weekday, hours in old.weekly.items()},
        "exceptions": {day.isoformat(): _plain(hours) for day, hours in old.exceptions.items()},
    }
    insert(connection, calendar_past, values, by)


def _open(record: CalendarRecord) -> tuple[object, ...]:
    """When a calendar is open; what a closed day is called matters to no clock."""
    weekly = {day: hours for day, hours in record.weekly.items() if hours}
    return record.zone, weekly, dict(record.exceptions)


def _save_exceptions(connection: Connection, record: CalendarRecord, by: Stamp) -> None:
    mine = calendar_exception.c.calendar_id == record.calendar_id
    stored = {row.day: row for row in connection.execute(select(calendar_exception).where(mine))}
    for day in stored.keys() - record.exceptions.keys():
        row = stored[day]
        remove(connection, calendar_exception, row.exception_id, row.version, by)
    for day, hours in record.exceptions.items():
        values = {
            "calendar_id": record.calendar_id,
            "day": day,
            "hours": _plain(hours),
            "name": record.holiday_names.get(day),
        }
        if day not in stored:
            insert(connection, calendar_exception, values, by)
        elif (stored[day].hours, stored[day].name) != (values["hours"], values["name"]):
            row = stored[day]
            values["exception_id"] = row.exception_id
            change(connection, calendar_exception, values, row.version, by)


def _hours(stored: list[list[str]]) -> Hours:
    return tuple((start, end) for start, end in stored)


def _plain(hours: Hours) -> list[list[str]]:
    return [[start, end] for start, end in hours]


def _minutes(record: CalendarRecord, hours: Hours) -> tuple[tuple[int, int], ...]:
    return tuple((_minute(record, start), _minute(record, end)) for start, end in hours)


def _minute(record: CalendarRecord, clock_time: str) -> int:
    if not _CLOCK_TIME.fullmatch(clock_time):
        raise InputError(
            f"Calendar '{record.name}' has the hour '{clock_time}'. Hours are written like 09:00 "
            "or 17:30, up to 24:00. Correct it on Settings › Calendars."
        )
    return int(clock_time[:2]) * 60 + int(clock_time[3:])
