"""Rules: the calendars, reasons and follow-up targets that episodes are judged by."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, delete, func, select

from revdash.period import Weeks
from revdash.store.frames import frame_of, insert_frame
from revdash.store.schema.agreement import (
    calendar_used,
    company_used,
    policy_used,
    reason_used,
    threshold_used,
    worktime_day,
)
from revdash.worktime.calendar import Calendar, standard_day_seconds
from revdash.worktime.days import day_rows

# Open time is counted from this day on, so that adding older facts moves no offset.
ORIGIN = date(2000, 1, 1)
DAYS_AHEAD_YEARS = 2
ANY_TIER = "*"
# What a version of the agreement gives a number for, beside the rules of dropped handoffs.
ANSWERING = "D18"  # business days until an answer
ATTEMPTS, ATTEMPT_DAYS, WITHIN_DAYS = "attempts", "attempt_days", "within_days"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason for a verdict."""

    code: str
    label: str
    reason_class: str
    is_hard: bool = False
    is_no_contact_required: bool = False


class Cadence(NamedTuple):
    """So many attempts, on so many different days, within so many business days."""

    attempts: float
    days: float
    within: float


CADENCE = Cadence(6.0, 4.0, 10.0)  # where the agreement does not say


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One version of the follow-up agreement; targets in seconds of open time, by tier."""

    version: str
    valid_from: datetime
    targets: Mapping[str, float]
    qualifying: frozenset[str]
    late_log_grace: float = 24 * 3600.0
    thresholds: Mapping[str, float] = field(default_factory=dict)  # by drop rule, or as above

    def target(self, tier: str | None) -> float | None:
        """The open seconds a lead of *tier* may wait; none when nothing is agreed for it."""
        return self.targets.get(tier or ANY_TIER, self.targets.get(ANY_TIER))

    @property
    def cadence(self) -> Cadence:
        """How often a lead that is not reached is to be tried."""
        found = (self.thresholds.get(name) for name in (ATTEMPTS, ATTEMPT_DAYS, WITHIN_DAYS))
        return Cadence(*(given or usual for given, usual in zip(found, CADENCE, strict=True)))


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Everything of the desk that derived tables depend on."""

    company: str = "Company"
    zone: str = "UTC"
    currency: str = "EUR"
    weeks: Weeks = field(default_factory=Weeks)
    is_demo: bool = False
    calendars: tuple[Calendar, ...] = ()
    reasons: tuple[Reason, ...] = ()
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
    def calendar(self) -> Mapping[str, Calendar]:
        """The calendars by id."""
        return {calendar.calendar_id: calendar for calendar in self.calendars}

    @cached_property
    def reason(self) -> Mapping[str, Reason]:
        """The reasons by code."""
        return {reason.code: reason for reason in self.reasons}

    def policy_at(self, moment: datetime) -> Policy | None:
        """The version of the agreement in force when a clock started."""
        valid = [policy for policy in self.policies if policy.valid_from <= moment]
        return valid[-1] if valid else None

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
        (reason_used, _reason_rows(rules)),
        (policy_used, _policy_rows(rules)),
        (threshold_used, _threshold_rows(rules)),
        (worktime_day, _day_rows(rules, until)),
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
    return Rules(
        company=company["name"],
        zone=company["zone"],
        currency=company["currency"],
        weeks=Weeks(
            week_start=company["week_start"],
            fiscal_year_start_month=company["fiscal_year_start_month"],
        ),
        is_demo=company["is_demo"],
        calendars=tuple(_calendars(connection)),
        reasons=tuple(_reasons(connection)),
        policies=tuple(_policies(connection)),
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
        yield {
            "calendar_id": calendar.calendar_id,
            "name": calendar.calendar_id,
            "zone": calendar.zone,
            "weekly": json.dumps(calendar.weekly),
            "exceptions": json.dumps({str(day): h for day, h in calendar.exceptions.items()}),
            "standard_day_seconds": int(standard_day_seconds(calendar)),
            "is_default": rank == 0,
        }


def _reason_rows(rules: Rules) -> Iterator[Mapping[str, object]]:
    for reason in rules.reasons:
        yield {
            "reason_code": reason.code,
            "label": reason.label,
            "reason_class": reason.reason_class,
            "is_hard": reason.is_hard,
            "is_no_contact_required": reason.is_no_contact_required,
        }


def _policy_rows(rules: Rules) -> Iterator[Mapping[str, object]]:
    for policy in rules.policies:
        for tier, seconds in policy.targets.items():
            yield {
                "policy_version": policy.version,
                "valid_from": policy.valid_from,
                "tier": tier,
                "target_seconds": seconds,
                "late_log_grace_seconds": policy.late_log_grace,
                "qualifying_types": " ".join(sorted(policy.qualifying)),
            }


def _threshold_rows(rules: Rules) -> Iterator[Mapping[str, object]]:
    for policy in rules.policies:
        for rule, threshold in sorted(policy.thresholds.items()):
            yield {"policy_version": policy.version, "rule": rule, "threshold": threshold}


def _day_rows(rules: Rules, until: date) -> Iterator[Mapping[str, object]]:
    last = until.replace(year=until.year + DAYS_AHEAD_YEARS, day=1)
    for calendar in rules.calendars:
        yield from day_rows(calendar, ORIGIN, last)


def _calendars(connection: Connection) -> Iterator[Calendar]:
    c = calendar_used.c
    by_rank = select(calendar_used).order_by(c.is_default.desc(), c.calendar_id)
    for row in connection.execute(by_rank).mappings():
        weekly = {int(d): _hours(hours) for d, hours in json.loads(row["weekly"]).items()}
        days = json.loads(row["exceptions"]).items()
        yield Calendar(
            calendar_id=row["calendar_id"],
            zone=row["zone"],
            weekly=weekly,
            exceptions={date.fromisoformat(day): _hours(hours) for day, hours in days},
        )


def _hours(pairs: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in pairs)


def _reasons(connection: Connection) -> Iterator[Reason]:
    by_code = select(reason_used).order_by(reason_used.c.reason_code)
    for row in connection.execute(by_code).mappings():
        yield Reason(
            code=row["reason_code"],
            label=row["label"],
            reason_class=row["reason_class"],
            is_hard=row["is_hard"],
            is_no_contact_required=row["is_no_contact_required"],
        )


def _policies(connection: Connection) -> Iterator[Policy]:
    p = policy_used.c
    by_age = select(policy_used).order_by(p.valid_from, p.policy_version)
    versions: dict[str, list[RowMapping]] = {}
    thresholds: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for row in connection.execute(select(threshold_used)).mappings():
        thresholds[row["policy_version"]][row["rule"]] = row["threshold"]
    for row in connection.execute(by_age).mappings():
        versions.setdefault(row["policy_version"], []).append(row)
    for version, tiers in versions.items():
        yield Policy(
            version=version,
            valid_from=tiers[0]["valid_from"],
            targets={row["tier"]: row["target_seconds"] for row in tiers},
            qualifying=frozenset(tiers[0]["qualifying_types"].split()),
            late_log_grace=tiers[0]["late_log_grace_seconds"],
            thresholds=thresholds[version],
        )
