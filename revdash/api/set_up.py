"""Set up: a new desk and store, empty or with the demo company."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from revdash.api.actors import Actor, Right
from revdash.api.building import derive, republish
from revdash.api.house import House
from revdash.api.imports import Imported, Manner, batches, import_paths
from revdash.clock import utc_now
from revdash.demo.company import DEMO_CALENDARS, DEMO_COMPANY, DEMO_GOALS, DEMO_REASONS
from revdash.demo.files import write_demo
from revdash.demo.timeline import START
from revdash.desk.audit import Stamp
from revdash.desk.calendars import CalendarRecord, read_calendars, save_calendar
from revdash.desk.company import Company, has_company, read_company, save_company
from revdash.desk.goals import Cadence, Goal, GoalKind, read_goals, save_goal
from revdash.desk.reasons import Reason, save_dictionary
from revdash.desk.seed import seed_defaults
from revdash.errors import InputError
from revdash.metrics.catalog import find
from revdash.worktime.calendar import Calendar

EMPTY_COMPANY = Company(name="Our company", zone="UTC", currency="EUR")


def init(house: House, actor: Actor, company: Company = EMPTY_COMPANY) -> str:
    """Make the desk and an empty release, unless they are there; returns the release's name."""
    actor.assert_may(Right.OPERATE)
    with house.desk.writing() as connection:
        if not has_company(connection):
            seed_defaults(connection, company, house.stamp(actor.actor_id))
    if house.releases.current() is None:
        with house.releases.building(
            "an empty store", by=actor.name, now=utc_now(), wait=house.settings.lock_wait
        ) as building:
            derive(building, house, set())
    return house.release.name


def demo(
    house: House,
    actor: Actor,
    *,
    weeks: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Imported:
    """Fill an empty store with the demo company, through the ordinary import."""
    actor.assert_may(Right.OPERATE)
    init(house, actor, _demo_company())
    if any(batch.undone_at is None for batch in batches(house, actor)):
        raise InputError(
            f"The store in {house.settings.data} holds data already; the demo would mix with it. "
            "Set REVDASH_DATA to another folder and run `revdash demo` there."
        )
    with house.desk.writing() as connection:
        _become_demo(connection, house.stamp(actor.actor_id))
    with TemporaryDirectory() as folder:
        progress("writing the demo company's files")
        paths = write_demo(Path(folder), demo_since_weeks=weeks)
        return import_paths(house, actor, paths, Manner(progress=progress))


def leave_demo(house: House, actor: Actor) -> None:
    """Say that what is in the store is no demo from now on."""
    actor.assert_may(Right.SET)
    with house.desk.writing() as connection:
        changed = replace(read_company(connection), is_demo=False)
        save_company(connection, changed, house.stamp(actor.actor_id))
    republish(house, "leave the demo", by=actor.name, now=utc_now())


def _demo_company() -> Company:
    return Company(
        name=DEMO_COMPANY.name,
        zone=DEMO_COMPANY.zone,
        currency=DEMO_COMPANY.currency,
        week_start=DEMO_COMPANY.week_start,
        fiscal_year_start_month=DEMO_COMPANY.fiscal_year_start_month,
        is_demo=True,
    )


def _become_demo(connection: Connection, by: Stamp) -> None:
    """Turn the desk into the demo company's: its zone, its reasons and its goals."""
    now = read_company(connection)
    if not now.is_demo:
        save_company(connection, replace(_demo_company(), version=now.version), by.part())
    for record in read_calendars(connection):
        if record.is_default:
            save_calendar(connection, replace(record, zone=DEMO_COMPANY.zone), by.part())
    for calendar in DEMO_CALENDARS:
        save_calendar(connection, _calendar(calendar), by.part())
    reasons = [
        Reason(
            code=reason.code,
            label=reason.label,
            reason_class=reason.reason_class,
            is_hard=reason.is_hard,
            is_no_contact_required=reason.is_hard,
        )
        for reason in DEMO_REASONS
    ]
    save_dictionary(connection, reasons, START, by.part())
    known = {goal.metric for goal in read_goals(connection)}
    for name, goal in DEMO_GOALS.items():
        if name not in known:
            wanted = Goal(
                metric=name,
                side=find(name).side,
                target=goal.target,
                cadence=Cadence(goal.cadence),
                kind=GoalKind(goal.kind),
                valid_from=START,
            )
            save_goal(connection, wanted, by.part())


def _calendar(calendar: Calendar) -> CalendarRecord:
    def written(minute: int) -> str:
        return f"{minute // 60:02d}:{minute % 60:02d}"

    return CalendarRecord(
        calendar_id=calendar.calendar_id,
        name=calendar.calendar_id.upper(),
        zone=calendar.zone,
        weekly={
            day: tuple((written(start), written(end)) for start, end in hours)
            for day, hours in calendar.weekly.items()
        },
        exceptions=dict.fromkeys(calendar.exceptions, ()),
    )
