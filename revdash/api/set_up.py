"""Set up: a new desk and store, empty or with the demo company."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import Connection

from revdash.api.actors import Actor, Right
from revdash.api.ahead import ahead
from revdash.api.backlog import Caught, Export, import_backlog
from revdash.api.building import derive, judged_again
from revdash.api.demo_desk import furnish
from revdash.api.demo_past import halts
from revdash.api.house import House
from revdash.api.imports import batches
from revdash.demo.company import (
    DEMO_CALENDARS,
    DEMO_COMPANY,
    DEMO_GOALS,
    DEMO_REASONS,
    DEMO_REASONS_NOW,
    DEMO_REASONS_SINCE,
)
from revdash.demo.company import Reason as DemoReason
from revdash.demo.files import write_demo
from revdash.demo.timeline import START
from revdash.demo.words import DEMO_WORDS
from revdash.desk.audit import Stamp
from revdash.desk.calendars import (
    CalendarRecord,
    read_calendars,
    remove_calendar,
    save_calendar,
)
from revdash.desk.company import Company, has_company, read_company, save_company
from revdash.desk.goals import Cadence, Goal, GoalKind, read_goals, save_goal
from revdash.desk.mappings import save_values
from revdash.desk.reasons import Reason, save_dictionary
from revdash.desk.seed import seed_defaults
from revdash.episodes.rebuild import everybody
from revdash.errors import InputError
from revdash.metrics.catalog import find
from revdash.store.migrations import migrate
from revdash.store.releases import Building
from revdash.worktime.calendar import Calendar

EMPTY_COMPANY = Company(name="Our company", zone="UTC", currency="EUR")


class Naming(NamedTuple):
    """What a new company is called, where its days begin, and what it counts money in."""

    name: str = ""
    zone: str = ""
    currency: str = ""


UNNAMED = Naming()


def init(house: House, actor: Actor, wanted: Naming = UNNAMED) -> str:
    """Make the desk and an empty release, or bring older ones forward; gives the release's name.

    A part of *wanted* that is left empty becomes what a new company has, or stays as it is.
    """
    actor.assert_may(Right.OPERATE)
    by = house.stamp(actor.actor_id)
    with house.desk.writing() as connection:
        if has_company(connection):
            _assert_same(read_company(connection), wanted)
        else:
            seed_defaults(connection, _named(wanted), by)
    if house.releases.current() is None:
        with house.releases.building(
            "an empty store", by=actor.name, now=by.now, wait=house.settings.lock_wait
        ) as building:
            derive(building, house, set())

    def judge(building: Building) -> None:
        derive(building, house, everybody())

    migrate(house.releases, by=actor.name, now=by.now, then=judge)
    return house.release.name


def demo(
    house: House,
    actor: Actor,
    *,
    weeks: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Caught:
    """Fill an empty store with the demo company, week by week through the ordinary import."""
    actor.assert_may(Right.OPERATE)
    with house.desk.writing() as connection:
        _assert_unused(house, actor, connection)
        _become_demo(connection, house.stamp(actor.actor_id))
    with TemporaryDirectory() as folder, ahead(house, is_beside=weeks is None) as staged:
        progress("writing the demo company's files")
        written = write_demo(Path(folder), demo_since_weeks=weeks)
        exports = [Export(week.loaded_at, staged(week.paths)) for week in written]
        return import_backlog(house, actor, exports, progress, () if weeks else halts())


def leave_demo(house: House, actor: Actor) -> None:
    """Say that what is in the store is no demo from now on."""
    actor.assert_may(Right.SET)
    by = house.stamp(actor.actor_id)
    with (
        judged_again(house, "leave the demo", by=actor.name, now=by.now),
        house.desk.writing() as connection,
    ):
        save_company(connection, replace(read_company(connection), is_demo=False), by)


def _named(wanted: Naming) -> Company:
    new = EMPTY_COMPANY
    return replace(
        new,
        name=wanted.name or new.name,
        zone=wanted.zone or new.zone,
        currency=wanted.currency or new.currency,
    )


def _assert_same(company: Company, wanted: Naming) -> None:
    """Refuse to change a company that is there by the way."""
    there = Naming(company.name, company.zone, company.currency)
    if any(asked and asked != has for asked, has in zip(wanted, there, strict=True)):
        raise InputError(
            f"This is the store of {company.name} ({company.zone}, {company.currency}) already. "
            "Change that on the Settings page, or give another folder with --data."
        )


def _assert_unused(house: House, actor: Actor, connection: Connection) -> None:
    """Refuse to mix the demo with anybody's data or settings."""
    has_data = house.releases.current() is not None and any(
        batch.undone_at is None for batch in batches(house, actor)
    )
    company = read_company(connection) if has_company(connection) else EMPTY_COMPANY
    is_ours = company.name == EMPTY_COMPANY.name or company.is_demo
    if has_data or not is_ours:
        holds = "data" if has_data else f"the settings of {company.name}"
        raise InputError(
            f"The store in {house.settings.data} holds {holds} already; the demo would mix with "
            "it. Give another folder: `revdash --data FOLDER demo`."
        )


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
    """Turn the desk into the demo company's: its zone, its calendars, reasons and goals."""
    if not has_company(connection):
        seed_defaults(connection, _demo_company(), by)
    company = read_company(connection)
    if not company.is_demo:
        save_company(connection, replace(_demo_company(), version=company.version), by.part())
    calendars = read_calendars(connection)
    known = {record.calendar_id for record in calendars}
    if known.issuperset(calendar.calendar_id for calendar in DEMO_CALENDARS):
        return  # it was the demo before, and may have been changed since
    for record in calendars:  # the one that a new desk begins with
        remove_calendar(connection, record, by.part())
    for calendar in DEMO_CALENDARS:
        save_calendar(connection, _calendar(calendar), by.part())
    for (source, field), meanings in DEMO_WORDS.items():
        save_values(connection, source, field, meanings, by.part())
    _aim_like_demo(connection, by)
    furnish(connection, by)


def _aim_like_demo(connection: Connection, by: Stamp) -> None:
    for listed, since in ((DEMO_REASONS, START), (DEMO_REASONS_NOW, DEMO_REASONS_SINCE)):
        save_dictionary(connection, [_reason(one) for one in listed], since, by.part())
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


def _reason(listed: DemoReason) -> Reason:
    return Reason(
        code=listed.code,
        label=listed.label,
        reason_class=listed.reason_class,
        is_hard=listed.is_hard,
        is_no_contact_required=listed.is_hard,
    )


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
        is_default=calendar == DEMO_CALENDARS[0],
    )
