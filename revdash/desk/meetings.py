"""Meetings: the recurring meeting of both sides, and each one of it from planned to closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from revdash.desk.audit import Stamp
from revdash.desk.questions import SIDES
from revdash.desk.revisions import change, earlier_click, insert
from revdash.desk.tables.meetings import meeting, meeting_rating, meeting_series
from revdash.errors import InputError, NotAllowedError, suggestion

WEEKLY, FORTNIGHTLY = "week", "two weeks"
CADENCES: Mapping[str, int] = {WEEKLY: 7, FORTNIGHTLY: 14}  # days from one to the next
LEADER, GUEST = "leader", "guest"
BEST = 10
_SAVED_DAYS = range(7)
_m, _r = meeting.c, meeting_rating.c


class MeetingState(StrEnum):
    """Where a meeting is."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Slot(NamedTuple):
    """One heading of an agenda with its minutes."""

    heading: str
    minutes: int


class Attending(NamedTuple):
    """Somebody who was there: a leader of their side, or a guest."""

    member_id: str
    name: str
    side: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Series:
    """The recurring meeting; ``leaders`` names the member who speaks for each side.

    Without an agenda of its own it has the usual one.
    """

    name: str
    cadence: str = WEEKLY
    weekday: int = 0  # Monday
    agenda: tuple[Slot, ...] = ()
    leaders: Mapping[str, str] = field(default_factory=dict)
    series_id: str = ""
    version: int = 0

    def day_after(self, last: date | None, today: date) -> date:
        """The coming day of this meeting: none falls on the same turn as the *last* one."""
        soonest = today + timedelta(days=(self.weekday - today.weekday()) % 7)
        if last is None:
            return soonest
        meant = last + timedelta(days=(self.weekday - last.weekday() + 3) % 7 - 3)
        return max(soonest, meant + timedelta(days=CADENCES[self.cadence]))


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One meeting; until it opens it has the agenda of its series."""

    meeting_id: str
    series_id: str
    held_on: date
    state: MeetingState
    agenda: tuple[Slot, ...] = ()
    attendees: tuple[Attending, ...] = ()
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    version: int = 0


def read_series(connection: Connection) -> Series | None:
    """Read the recurring meeting, once there is one."""
    query = select(meeting_series).where(meeting_series.c.is_active)
    row = connection.execute(query.order_by(meeting_series.c.series_id)).first()
    if row is None:
        return None
    return Series(
        series_id=row.series_id,
        name=row.name,
        cadence=row.cadence,
        weekday=row.weekday or 0,
        agenda=_slots(row.agenda),
        leaders=row.leaders or {},
        version=row.version,
    )


def save_series(connection: Connection, wanted: Series, by: Stamp) -> str:
    """Save the recurring meeting as it was read at ``wanted.version``; return its id."""
    _check(wanted)
    values: dict[str, Any] = {
        "name": wanted.name.strip(),
        "cadence": wanted.cadence,
        "weekday": wanted.weekday,
        "agenda": [list(slot) for slot in wanted.agenda] or None,
        "leaders": {side: member for side, member in wanted.leaders.items() if member},
        "is_active": True,
    }
    if not wanted.version:
        if read_series(connection) is not None and not earlier_click(connection, by):
            raise InputError("The weekly meeting is set already. Reload the page and change that.")
        return insert(connection, meeting_series, values, by)
    named = {"series_id": wanted.series_id, **values}
    change(connection, meeting_series, named, wanted.version, by)
    return wanted.series_id


def read_meetings(connection: Connection) -> tuple[Meeting, ...]:
    """Read every meeting, the newest first."""
    query = select(meeting).order_by(_m.held_on.desc(), _m.meeting_id)
    return tuple(_meeting(row) for row in connection.execute(query))


def read_meeting(connection: Connection, meeting_id: str) -> Meeting:
    """Read one meeting."""
    row = connection.execute(select(meeting).where(_m.meeting_id == meeting_id)).one_or_none()
    if row is None:
        raise InputError(
            f"There is no meeting '{meeting_id}'. Open the Meeting page to see those that are."
        )
    return _meeting(row)


def current_meeting(connection: Connection) -> Meeting | None:
    """Read the meeting that runs, else the one that is planned."""
    ahead = [one for one in read_meetings(connection) if one.state is not MeetingState.CLOSED]
    ahead.sort(key=lambda one: (one.state is not MeetingState.OPEN, one.held_on))
    return ahead[0] if ahead else None


def running_meeting(connection: Connection) -> str | None:
    """The meeting that runs, in which things are settled."""
    found = current_meeting(connection)
    return found.meeting_id if found and found.state is MeetingState.OPEN else None


def next_meeting(connection: Connection, series: Series, today: date, by: Stamp) -> str:
    """Make the coming meeting of *series*, unless one is there that has not closed; give its id."""
    ahead = current_meeting(connection)
    if ahead is not None:
        return ahead.meeting_id
    values = {
        "series_id": series.series_id,
        "held_on": series.day_after(last_day(connection), today),
        "state": MeetingState.PLANNED.value,
    }
    return insert(connection, meeting, values, by)


def last_day(connection: Connection) -> date | None:
    """The day of the newest meeting there is."""
    return connection.execute(select(_m.held_on).order_by(_m.held_on.desc())).scalars().first()


def move(connection: Connection, meeting_id: str, held_on: date, version: int, by: Stamp) -> None:
    """Hold a meeting on another day."""
    before = writable(connection, meeting_id)
    if any(one.held_on == held_on != before.held_on for one in read_meetings(connection)):
        raise InputError(f"There is a meeting on {held_on} already. Choose another day.")
    change(connection, meeting, {"meeting_id": meeting_id, "held_on": held_on}, version, by)


def start(connection: Connection, meeting_id: str, at: datetime, version: int, by: Stamp) -> None:
    """Open a planned meeting; ``agenda`` is from now on its own."""
    before = writable(connection, meeting_id)
    if earlier_click(connection, by):
        return
    if before.state is MeetingState.OPEN:
        raise InputError("This meeting runs already. Reload the page to take part.")
    series = read_series(connection)
    values = {
        "meeting_id": meeting_id,
        "state": MeetingState.OPEN.value,
        "opened_at": at,
        "agenda": [list(slot) for slot in series.agenda] if series and series.agenda else None,
    }
    change(connection, meeting, values, version, by)


def attend(
    connection: Connection,
    meeting_id: str,
    here: Sequence[Attending],
    version: int,
    by: Stamp,
) -> None:
    """Say who is there."""
    writable(connection, meeting_id)
    for one in here:
        if one.role not in {LEADER, GUEST}:
            raise InputError(f"'{one.role}' is no role here. {suggestion(one.role, _ROLES)}")
    people = [one._asdict() for one in here]
    change(connection, meeting, {"meeting_id": meeting_id, "attendees": people}, version, by)


def close_meeting(
    connection: Connection, meeting_id: str, at: datetime, version: int, by: Stamp
) -> None:
    """Close a meeting that runs: nothing of it changes any more."""
    if writable(connection, meeting_id).state is not MeetingState.OPEN:
        raise InputError("This meeting has not been opened. Open it first, then close it.")
    values = {"meeting_id": meeting_id, "state": MeetingState.CLOSED.value, "closed_at": at}
    change(connection, meeting, values, version, by)


def writable(connection: Connection, meeting_id: str) -> Meeting:
    """Read a meeting that may be written in; a closed one refuses."""
    found = read_meeting(connection, meeting_id)
    if found.state is MeetingState.CLOSED:
        raise NotAllowedError(
            f"The meeting of {found.held_on} is closed: what it showed and said stays as it was. "
            "Bring it to the next meeting."
        )
    return found


def rate(connection: Connection, meeting_id: str, rating: int, by: Stamp) -> None:
    """Rate a meeting for oneself, or rate it anew."""
    writable(connection, meeting_id)
    if not 1 <= rating <= BEST:
        raise InputError(f"The rating is {rating}. It is a whole number from 1 to {BEST}.")
    query = select(meeting_rating).where(_r.meeting_id == meeting_id, _r.member_id == by.actor_id)
    row = connection.execute(query).one_or_none()
    if row is not None:
        values = {"rating_id": row.rating_id, "rating": rating}
        change(connection, meeting_rating, values, row.version, by)
        return
    new = {"meeting_id": meeting_id, "member_id": by.actor_id, "rating": rating}
    insert(connection, meeting_rating, new, by)


def read_ratings(connection: Connection, meeting_id: str) -> dict[str, int]:
    """Read who rated a meeting, and how."""
    query = select(meeting_rating).where(_r.meeting_id == meeting_id)
    return {row.member_id: row.rating for row in connection.execute(query.order_by(_r.member_id))}


_ROLES = (LEADER, GUEST)


def _check(wanted: Series) -> None:
    if not wanted.name.strip():
        raise InputError("The meeting has no name. Give the one people know it by.")
    if wanted.cadence not in CADENCES:
        raise InputError(
            f"'{wanted.cadence}' is no cadence. {suggestion(wanted.cadence, CADENCES)}"
        )
    if wanted.weekday not in _SAVED_DAYS:
        raise InputError(f"{wanted.weekday} is no weekday. It is 0 for Monday to 6 for Sunday.")
    if any(slot.minutes < 1 for slot in wanted.agenda):
        raise InputError("A heading has less than a minute. Give it one, or leave it out.")
    for side in wanted.leaders:
        if side not in SIDES:
            raise InputError(f"'{side}' leads nothing here. {suggestion(side, SIDES)}")


def _slots(document: Any) -> tuple[Slot, ...]:
    return tuple(Slot(heading, minutes) for heading, minutes in document or ())


def _meeting(row: Any) -> Meeting:
    return Meeting(
        meeting_id=row.meeting_id,
        series_id=row.series_id,
        held_on=row.held_on,
        state=MeetingState(row.state),
        agenda=_slots(row.agenda),
        attendees=tuple(Attending(**one) for one in row.attendees or ()),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        version=row.version,
    )
