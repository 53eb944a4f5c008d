"""Forms: what people may set, as forms, and what becomes of them when saved."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from revdash.api import hours
from revdash.api.actors import Actor, Right
from revdash.api.building import republish
from revdash.api.house import House
from revdash.api.views import Field, FieldKind, FieldValue, Form
from revdash.desk.agreement import PolicyVersion, read_policies, save_policy
from revdash.desk.audit import Stamp
from revdash.desk.calendars import CalendarRecord, read_calendars, save_calendar
from revdash.desk.company import read_company, save_company
from revdash.desk.goals import Cadence, Goal, GoalKind, read_goal, read_goals, save_goal
from revdash.desk.people import Member, Role, read_member, read_members, save_member
from revdash.errors import InputError, suggestion
from revdash.metrics.catalog import CATALOG, find
from revdash.terms import ActivityType, Tier

Values = Mapping[str, FieldValue]
MONTHS = tuple(datetime(2000, month, 1).strftime("%B") for month in range(1, 13))
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NEW = "new"


def forms(house: House, actor: Actor, section: str) -> tuple[Form, ...]:
    """The forms of one section of the settings."""
    actor.assert_may(Right.READ)
    draw, _ = _section(section)
    with house.desk.connect() as connection:
        return draw(connection)


def save(house: House, actor: Actor, section: str, form: str, values: Values) -> str:
    """Save one form; a change that episodes depend on publishes a new release, and says so.

    ``values["version"]`` is the version the person saw.
    """
    actor.assert_may(Right.SET)
    _, write = _section(section)
    by = house.stamp(actor.actor_id)
    with house.desk.writing() as connection:
        said = write(connection, form, values, by)
    if section in {"company", "calendars", "agreement"} and house.releases.current():
        release = republish(house, f"settings: {section}", by=actor.name, now=by.now)
        said += f" Every lead was judged again; {release} is in force."
    return said


def _section(name: str) -> tuple[Callable[..., tuple[Form, ...]], Callable[..., str]]:
    if name not in _SECTIONS:
        raise InputError(f"No settings named '{name}'. {suggestion(name, _SECTIONS)}")
    return _SECTIONS[name]


def _company_forms(connection: Connection) -> tuple[Form, ...]:
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


def _save_company(connection: Connection, _form: str, values: Values, by: Stamp) -> str:
    changed = replace(
        read_company(connection),
        name=_text(values, "name"),
        zone=_text(values, "zone"),
        currency=_text(values, "currency"),
        week_start=WEEKDAYS.index(_text(values, "week_start")),
        fiscal_year_start_month=MONTHS.index(_text(values, "fiscal")) + 1,
        version=_version(values),
    )
    save_company(connection, changed, by)
    return "Saved."


def _calendar_forms(connection: Connection) -> tuple[Form, ...]:
    return tuple(_calendar_form(record) for record in read_calendars(connection))


def _calendar_form(record: CalendarRecord) -> Form:
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
    return Form(
        key=record.calendar_id,
        title=f"{record.name} ({record.zone})",
        note="Follow-up clocks run only while it is open. Saving judges every lead again.",
        fields=(
            *days,
            Field(
                key="holidays",
                label="Closed on",
                kind=FieldKind.LONG_TEXT,
                value=holidays,
                hint="One day a line: 2026-12-25 Christmas. "
                "A line such as 'GB-ENG 2026' adds that country's public holidays.",
            ),
        ),
        version=record.version,
        is_open=record.is_default,
    )


def _save_calendar(connection: Connection, form: str, values: Values, by: Stamp) -> str:
    record = next((r for r in read_calendars(connection) if r.calendar_id == form), None)
    if record is None:
        raise InputError(f"There is no calendar '{form}'. Reload the page to see those there are.")
    closed = hours.holidays(_text(values, "holidays"))
    changed = replace(
        record,
        weekly={day: hours.read(_text(values, f"day{day}")) for day in range(7)},
        exceptions={
            **{day: opened for day, opened in record.exceptions.items() if opened},
            **dict.fromkeys(closed, ()),
        },
        holiday_names={day: name for day, name in closed.items() if name},
        version=_version(values),
    )
    save_calendar(connection, changed, by)
    return f"Saved, with {len(closed)} days closed."


def _goal_forms(connection: Connection) -> tuple[Form, ...]:
    goals = sorted(read_goals(connection), key=lambda goal: goal.metric)
    return (*(_goal_form(goal) for goal in goals), _goal_form(None))


def _goal_form(goal: Goal | None) -> Form:
    metrics = tuple(CATALOG)
    label = find(goal.metric).label if goal and goal.metric in CATALOG else ""
    return Form(
        key=goal.goal_id if goal else NEW,
        title=f"{label or goal.metric}: {goal.target:g} a {goal.cadence.value}"
        if goal
        else "Add a goal",
        note="A change counts from its first day; the goal before it stays for the days before.",
        fields=(
            *(
                ()
                if goal
                else (Field(key="metric", label="Metric", kind=FieldKind.CHOICE, choices=metrics),)
            ),
            Field(
                key="target",
                label="Goal",
                kind=FieldKind.NUMBER,
                value=goal.target if goal else None,
                hint="Shares as 0.8, waits in business hours, sums for one stretch.",
            ),
            Field(
                key="cadence",
                label="For each",
                kind=FieldKind.CHOICE,
                value=(goal.cadence if goal else Cadence.WEEK).value,
                choices=tuple(cadence.value for cadence in Cadence),
            ),
            Field(
                key="kind",
                label="Kept when",
                kind=FieldKind.CHOICE,
                value=(goal.kind if goal else GoalKind.AT_LEAST).value,
                choices=(GoalKind.AT_LEAST.value, GoalKind.AT_MOST.value),
            ),
            Field(
                key="valid_from",
                label="From",
                kind=FieldKind.DAY,
                value=goal.valid_from if goal else None,
            ),
        ),
        version=goal.version if goal else 0,
        action="Save" if goal else "Add goal",
    )


def _save_goal(connection: Connection, form: str, values: Values, by: Stamp) -> str:
    target, since = values.get("target"), values.get("valid_from")
    if not isinstance(target, int | float) or not isinstance(since, date):
        raise InputError("A goal needs a number and its first day. Fill in both.")
    cadence, kind = Cadence(_text(values, "cadence")), GoalKind(_text(values, "kind"))
    if form == NEW:
        metric = find(_text(values, "metric"))
        wanted = Goal(metric=metric.name, side=metric.side, target=target, valid_from=since)
    else:
        wanted = replace(read_goal(connection, form), target=target, valid_from=since)
    save_goal(connection, replace(wanted, cadence=cadence, kind=kind, version=_version(values)), by)
    return f"Saved. The goal counts from {since.day} {since:%b %Y}."


def _agreement_forms(connection: Connection) -> tuple[Form, ...]:
    policy = read_policies(connection)[-1]
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
        Form(
            key="follow-up",
            title=f"Follow-up agreement, version {policy.version_no}",
            note="Saving makes a new version. Every lead keeps the version in force when its "
            "clock started.",
            fields=(
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
                    hint="Known: " + ", ".join(kind.value for kind in ActivityType),
                ),
                Field(key="valid_from", label="In force from", kind=FieldKind.DAY, value=None),
            ),
            version=policy.version_no,
            action="Sign a new version",
            is_open=True,
        ),
    )


def _save_agreement(connection: Connection, _form: str, values: Values, by: Stamp) -> str:
    since = values.get("valid_from")
    if not isinstance(since, date):
        raise InputError("A new version needs the day it is in force from. Pick one.")
    kinds = {kind.strip() for kind in _text(values, "qualifying").split(",") if kind.strip()}
    for kind in kinds - {kind.value for kind in ActivityType}:
        known = [kind.value for kind in ActivityType]
        raise InputError(f"'{kind}' is no kind of activity. {suggestion(kind, known)}")
    wanted = PolicyVersion(
        valid_from=datetime(since.year, since.month, since.day),
        target_hours={tier.value: _number(values, f"tier{tier}") for tier in Tier},
        default_hours=_number(values, "default"),
        qualifying_types=frozenset(kinds),
        late_log_grace_hours=_number(values, "grace"),
        no_contact_reasons=read_policies(connection)[-1].no_contact_reasons,
    )
    save_policy(connection, wanted, by)
    return f"Saved. Leads whose clock starts on {since.day} {since:%b %Y} or later go by it."


def _people_forms(connection: Connection) -> tuple[Form, ...]:
    return (*(_member_form(one) for one in read_members(connection)), _member_form(None))


def _member_form(one: Member | None) -> Form:
    return Form(
        key=one.member_id if one else NEW,
        title=f"{one.name}, {one.role.value}" if one else "Add a person",
        note="" if one else "Until sign-in comes, people choose who they are in the header.",
        fields=(
            Field(key="name", label="Name", kind=FieldKind.TEXT, value=one.name if one else ""),
            Field(
                key="role",
                label="Role",
                kind=FieldKind.CHOICE,
                value=(one.role if one else Role.VIEWER).value,
                choices=tuple(role.value for role in Role),
            ),
        ),
        version=one.version if one else 0,
        action="Save" if one else "Add person",
    )


def _save_member(connection: Connection, form: str, values: Values, by: Stamp) -> str:
    known = Member(name="", role=Role.VIEWER) if form == NEW else read_member(connection, form)
    wanted = replace(
        known,
        name=_text(values, "name"),
        role=Role(_text(values, "role")),
        version=_version(values),
    )
    save_member(connection, wanted, by)
    return f"Saved {wanted.name}."


_SECTIONS: dict[str, tuple[Callable[..., tuple[Form, ...]], Callable[..., str]]] = {
    "company": (_company_forms, _save_company),
    "calendars": (_calendar_forms, _save_calendar),
    "goals": (_goal_forms, _save_goal),
    "agreement": (_agreement_forms, _save_agreement),
    "people": (_people_forms, _save_member),
}


def _text(values: Values, key: str) -> str:
    value = values.get(key)
    return value.strip() if isinstance(value, str) else ""


def _number(values: Values, key: str) -> float:
    value = values.get(key)
    if not isinstance(value, int | float) or value <= 0:
        raise InputError(f"{value!r} is no number of hours above zero. Fill in every target.")
    return float(value)


def _version(values: Values) -> int:
    value = values.get("version")
    return value if isinstance(value, int) else 0
