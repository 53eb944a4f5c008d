"""Rules: the calendars, reasons and follow-up targets that episodes are judged by."""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, delete, func, select

from revdash.episodes.agreed import Policy, policies_in, policy_rows, threshold_rows
from revdash.period import Weeks
from revdash.store.frames import frame_of, insert_frame
from revdash.store.schema.agreement import (
    calendar_used,
    company_used,
    policy_used,
    reason_before,
    reason_used,
    threshold_used,
    worktime_day,
    worktime_opening,
)
from revdash.worktime.calendar import Calendar, standard_day_seconds
from revdash.worktime.days import day_rows, opening_rows
from revdash.worktime.expression import Worktime

# Open time is counted from this day on, so that adding older facts moves no offset.
ORIGIN = date(2000, 1, 1)
DAYS_AHEAD_YEARS = 2
WORKTIME = Worktime(worktime_day, worktime_opening)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason for a verdict."""

    code: str
    label: str
    reason_class: str
    is_hard: bool = False
    is_no_contact_required: bool = False


class PastReason(NamedTuple):
    """What a reason said from one instant to another; leads that began then are judged by it."""

    since: datetime
    until: datetime
    reason: Reason


class PastCalendar(NamedTuple):
    """What a calendar was until an instant; it has an id of its own, like ``uk@2026-05-18T00:00``.

    Clocks that began before then run on it.
    """

    of: str
    until: datetime
    calendar: Calendar


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Everything of the desk that derived tables depend on."""

    company: str = "Company"
    zone: str = "UTC"
    currency: str = "EUR"
    weeks: Weeks = field(default_factory=Weeks)
    is_demo: bool = False
    calendars: tuple[Calendar, ...] = ()
    past_calendars: tuple[PastCalendar, ...] = ()  # of each the oldest first
    reasons: tuple[Reason, ...] = ()
    past_reasons: tuple[PastReason, ...] = ()
    policies: tuple[Policy, ...] = ()  # oldest first

    @cached_property
    def place(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.zone)

    @property
    def default_calendar(self) -> Calendar:
        """The calendar of whoever has none of their own: the first."""
        return self.calendars[0]

    @cached_property
    def every_calendar(self) -> tuple[Calendar, ...]:
        """The calendars in force, and all that were."""
        return (*self.calendars, *(past.calendar for past in self.past_calendars))

    @cached_property
    def calendar(self) -> Mapping[str, Calendar]:
        """The calendars by id, those that were by theirs."""
        return {calendar.calendar_id: calendar for calendar in self.every_calendar}

    def calendar_at(self, calendar_id: str | None, moment: datetime) -> Calendar:
        """What a calendar was when a clock started; of whoever has none, the default one."""
        now = self.calendar.get(calendar_id or "", self.default_calendar)
        then = self._past_of.get(now.calendar_id, ())
        return next((past.calendar for past in then if moment < past.until), now)

    @cached_property
    def _past_of(self) -> Mapping[str, list[PastCalendar]]:
        found: defaultdict[str, list[PastCalendar]] = defaultdict(list)
        for past in self.past_calendars:
            found[past.of].append(past)
        return found

    @cached_property
    def reason(self) -> Mapping[str, Reason]:
        """The reasons by code, as they are."""
        return {reason.code: reason for reason in self.reasons}

    def reason_at(self, code: str | None, moment: datetime) -> Reason | None:
        """What a reason said when a clock started; one that is newer, as it was first agreed."""
        for past in self._said_before.get(code or "", ()):
            if past.since <= moment < past.until:
                return past.reason
        return self.reason.get(code or "")

    @cached_property
    def _said_before(self) -> Mapping[str, list[PastReason]]:
        found: defaultdict[str, list[PastReason]] = defaultdict(list)
        for past in self.past_reasons:
            found[past.reason.code].append(past)
        return found

    def policy_at(self, moment: datetime) -> Policy | None:
        """The version of the agreement in force when a clock started."""
        valid = bisect_right(self.policies, moment, key=lambda policy: policy.valid_from)
        return self.policies[valid - 1] if valid else None

    def day_of(self, moment: datetime) -> date:
        """The company's day of a naive UTC instant."""
        return self.place.fromutc(moment.replace(tzinfo=self.place)).date()

    def midnight(self, day: date) -> datetime:
        """The naive UTC instant at which the company's *day* begins."""
        local = datetime(day.year, day.month, day.day, tzinfo=self.place)
        return local.astimezone(_UTC).replace(tzinfo=None)


_UTC = ZoneInfo("UTC")


def write_rules(connection: Connection, rules: Rules, until: date) -> None:
    """Put *rules* into the release, with the open time of each calendar until after *until*.

    In the order that `read_rules` gives them, so that the two can be compared.
    """
    for table, rows in (
        (company_used, _company_rows(rules)),
        (calendar_used, _calendar_rows(rules)),
        (reason_used, map(_reason_row, rules.reasons)),
        (reason_before, _before_rows(rules)),
        (policy_used, policy_rows(rules.policies)),
        (threshold_used, threshold_rows(rules.policies)),
        (worktime_day, _rows_of_days(day_rows, rules, until)),
        (worktime_opening, _rows_of_days(opening_rows, rules, until)),
    ):
        connection.execute(delete(table))
        insert_frame(connection, table, frame_of(table, rows))


def worktime_until(connection: Connection) -> date | None:
    """The last day for which the release knows when its calendars are open."""
    last: date | None = connection.execute(select(func.max(worktime_day.c.day))).scalar_one()
    return last


def read_rules(connection: Connection) -> Rules:
    """Read back the rules a release was judged by."""
    company = connection.execute(select(company_used)).mappings().one_or_none()
    if company is None:
        return Rules()
    calendars = [*_calendars(connection)]
    return Rules(
        company=company["name"],
        zone=company["zone"],
        currency=company["currency"],
        weeks=Weeks(
            week_start=company["week_start"],
            fiscal_year_start_month=company["fiscal_year_start_month"],
        ),
        is_demo=company["is_demo"],
        calendars=tuple(calendar for _, until, calendar in calendars if until is None),
        past_calendars=tuple(
            PastCalendar(of, until, calendar) for of, until, calendar in calendars if until
        ),
        reasons=tuple(_reasons(connection)),
        past_reasons=tuple(_before(connection)),
        policies=tuple(policies_in(connection)),
    )


def _company_rows(rules: Rules) -> Iterator[Mapping[str, object]]:
    yield {
        "name": rules.company,
        "zone": rules.zone,
        "currency": rules.currency,
        "week_start": rules.weeks.week_start,
        "fiscal_year_start_month": rules.weeks.fiscal_year_start_month,
        "is_demo": rules.is_demo,
    }


def _calendar_rows(rules: Rules) -> Iterator[Mapping[str, object]]:
    for rank, calendar in enumerate(rules.calendars):
        name = calendar.calendar_id
        yield {**_calendar_row(calendar), "name": name, "is_default": rank == 0}
    for past in rules.past_calendars:
        row = _calendar_row(past.calendar)
        yield {**row, "name": past.of, "until_at": past.until, "is_default": False}


def _calendar_row(calendar: Calendar) -> dict[str, object]:
    return {
        "calendar_id": calendar.calendar_id,
        "zone": calendar.zone,
        "weekly": json.dumps(calendar.weekly),
        "exceptions": json.dumps({str(day): h for day, h in calendar.exceptions.items()}),
        "standard_day_seconds": int(standard_day_seconds(calendar)),
    }


def _reason_row(reason: Reason) -> dict[str, object]:
    return {
        "reason_code": reason.code,
        "label": reason.label,
        "reason_class": reason.reason_class,
        "is_hard": reason.is_hard,
        "is_no_contact_required": reason.is_no_contact_required,
    }


def _before_rows(rules: Rules) -> Iterator[Mapping[str, object]]:
    for since, until, reason in rules.past_reasons:
        yield {**_reason_row(reason), "since_at": since, "until_at": until}


def _rows_of_days(
    rows_of: Callable[[Calendar, date, date], Iterable[Mapping[str, object]]],
    rules: Rules,
    until: date,
) -> Iterator[Mapping[str, object]]:
    last = until.replace(year=until.year + DAYS_AHEAD_YEARS, day=1)
    for calendar in rules.every_calendar:
        yield from rows_of(calendar, ORIGIN, last)


def _calendars(connection: Connection) -> Iterator[tuple[str, datetime | None, Calendar]]:
    """What each calendar is and was: its name, until when, and how it was open."""
    c = calendar_used.c
    by_rank = select(calendar_used).order_by(c.is_default.desc(), c.name, c.until_at)
    for row in connection.execute(by_rank).mappings():
        weekly = {int(d): _hours(hours) for d, hours in json.loads(row["weekly"]).items()}
        days = json.loads(row["exceptions"]).items()
        calendar = Calendar(
            calendar_id=row["calendar_id"],
            zone=row["zone"],
            weekly=weekly,
            exceptions={date.fromisoformat(day): _hours(hours) for day, hours in days},
        )
        yield row["name"], row["until_at"], calendar


def _hours(pairs: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in pairs)


def _reasons(connection: Connection) -> Iterator[Reason]:
    by_code = select(reason_used).order_by(reason_used.c.reason_code)
    yield from map(_reason, connection.execute(by_code).mappings())


def _before(connection: Connection) -> Iterator[PastReason]:
    r = reason_before.c
    by_age = select(reason_before).order_by(r.reason_code, r.since_at)
    for row in connection.execute(by_age).mappings():
        yield PastReason(row["since_at"], row["until_at"], _reason(row))


def _reason(row: RowMapping) -> Reason:
    return Reason(
        code=row["reason_code"],
        label=row["label"],
        reason_class=row["reason_class"],
        is_hard=row["is_hard"],
        is_no_contact_required=row["is_no_contact_required"],
    )
