"""Meeting running: the recurring meeting set, each prepared, opened, attended and rated."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

from sqlalchemy import Connection

from revdash.api.acting import moment, stamp
from revdash.api.actors import Actor, Right
from revdash.api.asking import day_text
from revdash.api.house import House
from revdash.api.meeting_says import SettingSeries
from revdash.desk import meetings
from revdash.desk.agenda_items import adopt_waiting
from revdash.desk.audit import Stamp
from revdash.desk.commitments import hear_of_settled
from revdash.desk.meetings import Attending, MeetingState, Series, Slot
from revdash.desk.people import Role, read_members
from revdash.desk.questions import SIDES
from revdash.desk.revisions import earlier_click
from revdash.episodes.rules import Rules
from revdash.errors import InputError, suggestion
from revdash.meetings.agenda import LINES, NAME

# When the demo's meetings begin and end: its data end on the evening before.
BEGINS, ENDS = timedelta(hours=9, minutes=30), timedelta(hours=10)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When something is said: the instant, its day in the company's zone, and the rules."""

    at: datetime
    rules: Rules

    @property
    def today(self) -> date:
        """The company's day."""
        return self.rules.day_of(self.at)

    def on(self, day: date, clock: timedelta) -> Self:
        """The same moment; in the demo, which may not have come so far, at *clock* on *day*."""
        at = max(self.at, self.rules.midnight(day) + clock)
        return replace(self, at=at) if self.rules.is_demo else self


def moment_of(house: House) -> Moment:
    """The moment that people of this house act at: while a meeting runs, on the day it is held."""
    with house.facts() as connection:
        at, rules = moment(house, connection)
    now = Moment(at=at, rules=rules)
    with house.desk.connect() as desk:
        held = meetings.current_meeting(desk)
    if held is None or held.state is not MeetingState.OPEN:
        return now
    return now.on(held.held_on, ENDS)


def save_series(house: House, actor: Actor, said: SettingSeries) -> str:
    """Set the recurring meeting; returns a sentence."""
    actor.assert_may(Right.SET)
    for heading in said.minutes:
        if heading not in LINES:
            raise InputError(f"'{heading}' is no heading. {suggestion(heading, LINES)}")
    wanted = Series(
        series_id=said.key,
        version=said.version,
        name=said.name,
        cadence=said.cadence,
        weekday=said.weekday,
        agenda=tuple(Slot(heading, n) for heading, n in said.minutes.items() if n),
        leaders=dict(said.leaders),
    )
    with house.desk.writing() as desk:
        meetings.save_series(desk, wanted, stamp(actor, said.click_id))
    return "Saved. A meeting that runs or has closed keeps the agenda it had."


def prepare(house: House, actor: Actor, click_id: str = "") -> str:
    """Make the coming meeting, if it is not there; returns its key."""
    actor.assert_may(Right.ACT)
    today = moment_of(house).today
    by = stamp(actor, click_id)
    with house.desk.writing() as desk:
        return meetings.next_meeting(desk, _series(desk, by), today, by)


def move(house: House, actor: Actor, key: str, version: int, held_on: date) -> str:
    """Hold a meeting on another day; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        meetings.move(desk, key, held_on, version, stamp(actor, ""))
    return f"The meeting is on {day_text(held_on)}."


def start(house: House, actor: Actor, key: str, version: int) -> str:
    """Open a meeting with all that waits for it; returns a sentence."""
    actor.assert_may(Right.ACT)
    by = stamp(actor, "")
    now = moment_of(house)
    with house.desk.writing() as desk:
        at = now.on(meetings.read_meeting(desk, key).held_on, BEGINS).at
        meetings.start(desk, key, at, version, by)
        adopt_waiting(desk, key, by)
        hear_of_settled(desk, key, by)
    return "The meeting is open."


def attend(house: House, actor: Actor, key: str, version: int, here: Mapping[str, str]) -> str:
    """Say who is there, in which role; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        members = {one.member_id: one for one in read_members(desk, active=False)}
        for member in here:
            if member not in members:
                raise InputError(
                    f"'{member}' is nobody here. {suggestion(member, members)} "
                    "Add people on Settings › People."
                )
        led = {member: side for side, member in usual_series(desk).leaders.items()}
        people = [
            Attending(
                name, members[name].name, led.get(name) or str(members[name].side or ""), role
            )
            for name, role in here.items()
        ]
        meetings.attend(desk, key, people, version, stamp(actor, ""))
    return f"{len(people)} {'is' if len(people) == 1 else 'are'} there."


def rate(house: House, actor: Actor, key: str, rating: int, click_id: str = "") -> str:
    """Rate a meeting for oneself; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        meetings.rate(desk, key, rating, stamp(actor, click_id))
    return f"You rated this meeting {rating} of {meetings.BEST}."


def usual_series(desk: Connection) -> Series:
    """The recurring meeting as it is set; until it is, the usual one.

    Who is the only lead of a side speaks for it.
    """
    found = meetings.read_series(desk)
    if found is not None:
        return found
    leads = [one for one in read_members(desk) if one.role is Role.LEAD]
    sole = {side: [one.member_id for one in leads if one.side is side] for side in SIDES}
    return Series(
        name=NAME,
        leaders={side.value: found[0] for side, found in sole.items() if len(found) == 1},
    )


def _series(desk: Connection, by: Stamp) -> Series:
    """The recurring meeting, saved as the usual one when nobody set it."""
    usual = usual_series(desk)
    if not usual.version and not earlier_click(desk, by):
        meetings.save_series(desk, usual, by.part())
        return usual_series(desk)
    return usual
