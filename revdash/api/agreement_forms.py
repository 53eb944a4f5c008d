"""Agreement forms: within which time a lead is tried; saving signs a new version."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from revdash.api.entered import Entered
from revdash.api.views import Field, FieldKind, Form
from revdash.desk.agreement import PolicyVersion, read_policies, save_policy
from revdash.desk.company import read_company
from revdash.errors import InputError, StaleEditError, suggestion
from revdash.terms import ActivityType, Tier

KNOWN = tuple(kind.value for kind in ActivityType)


def agreement_forms(connection: Connection) -> tuple[Form, ...]:
    """The follow-up agreement, as the last version has it."""
    policy = _newest(connection)
    return (
        Form(
            key="follow-up",
            title=f"Follow-up agreement, version {policy.version_no}",
            note="Saving makes a new version. Every lead keeps the version in force when its "
            "clock started.",
            fields=_fields(policy),
            version=policy.version_no,
            action="Sign a new version",
            is_open=True,
        ),
    )


def save_agreement_form(connection: Connection, entered: Entered) -> str:
    """Save a new version of the agreement, unless somebody signed one meanwhile."""
    newest = _newest(connection)
    if entered.version != newest.version_no:
        raise StaleEditError(
            f"Version {newest.version_no} of the agreement was signed after you opened version "
            f"{entered.version}. Yours was not saved. Reload, and put yours in again if it holds."
        )
    since = entered.day("valid_from", "A new version")
    wanted = PolicyVersion(
        valid_from=_midnight(since, read_company(connection).zone),
        target_hours={tier.value: _hours(entered, f"tier{tier}", f"tier {tier}") for tier in Tier},
        default_hours=_hours(entered, "default", "leads without a tier"),
        qualifying_types=_kinds(entered.text("qualifying")),
        late_log_grace_hours=entered.number("grace", "hours for late logging"),
        no_contact_reasons=newest.no_contact_reasons,
    )
    save_policy(connection, wanted, entered.by)
    return f"Saved. Leads whose clock starts on {since.day} {since:%b %Y} or later go by it."


def _newest(connection: Connection) -> PolicyVersion:
    return max(read_policies(connection), key=lambda policy: policy.version_no)


def _fields(policy: PolicyVersion) -> tuple[Field, ...]:
    tiers = tuple(
        Field(
            key=f"tier{tier}",
            label=f"Tier {tier}: first attempt within, business hours",
            kind=FieldKind.NUMBER,
            value=policy.target_hours.get(tier.value, policy.default_hours),
        )
        for tier in Tier
    )
    return (
        *tiers,
        Field(
            key="default",
            label="Without a tier, business hours",
            kind=FieldKind.NUMBER,
            value=policy.default_hours,
        ),
        Field(
            key="grace",
            label="An attempt logged later than this counts when logged, hours",
            kind=FieldKind.NUMBER,
            value=policy.late_log_grace_hours,
        ),
        Field(
            key="qualifying",
            label="What counts as a human attempt",
            kind=FieldKind.TEXT,
            value=", ".join(sorted(policy.qualifying_types)),
            hint="Known: " + ", ".join(KNOWN),
        ),
        Field(key="valid_from", label="In force from", kind=FieldKind.DAY, value=None),
    )


def _hours(entered: Entered, key: str, whom: str) -> float:
    hours = entered.number(key, f"hours for {whom}")
    if hours <= 0:
        raise InputError(
            f"{hours:g} is no time for {whom} to be tried in. Give business hours above 0, like 4."
        )
    return hours


def _kinds(line: str) -> frozenset[str]:
    kinds = frozenset(kind.strip() for kind in line.split(",") if kind.strip())
    for kind in sorted(kinds.difference(KNOWN)):
        raise InputError(f"'{kind}' is no kind of activity. {suggestion(kind, KNOWN)}")
    return kinds


def _midnight(day: date, zone: str) -> datetime:
    """The naive UTC instant at which the company's *day* begins."""
    begins = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return begins.astimezone(UTC).replace(tzinfo=None)
