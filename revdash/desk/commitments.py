"""Commitments: what somebody promised in a meeting, held against the first day they named."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from revdash.desk.audit import Stamp
from revdash.desk.meetings import running_meeting, writable
from revdash.desk.questions import OTHER_SIDE, SIDES
from revdash.desk.revisions import change, earlier_click, insert, remove
from revdash.desk.tables.meetings import commitment
from revdash.errors import InputError, suggestion
from revdash.terms import Side

_c = commitment.c


class CommitmentState(StrEnum):
    """Where a commitment is; one that a side wants to cancel is open until the other agrees."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled_joint"
    CANCEL_BY_MARKETING = "cancel_by_marketing"
    CANCEL_BY_SALES = "cancel_by_sales"


_ASKS = {
    Side.MARKETING: CommitmentState.CANCEL_BY_MARKETING,
    Side.SALES: CommitmentState.CANCEL_BY_SALES,
}
_ASKED_BY = {state: side for side, state in _ASKS.items()}
_SETTLED = frozenset({CommitmentState.DONE, CommitmentState.CANCELLED})


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """One promise; ``slips`` is how often it was put off, ``due_on`` where that left it.

    ``settled_in`` is the meeting that heard of its end.
    """

    words: str
    owner: str  # a member
    side: Side
    original_due_on: date
    meeting_id: str | None = None
    due_on: date | None = None
    state: CommitmentState = CommitmentState.OPEN
    done_on: date | None = None
    subject: str = ""
    slips: int = 0
    settled_in: str | None = None
    commitment_id: str = ""
    version: int = 0
    changed_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor cancelled by both."""
        return self.state not in _SETTLED

    @property
    def is_kept(self) -> bool:
        """Whether it was done by its first day."""
        return self.done_on is not None and self.done_on <= self.original_due_on

    @property
    def turn(self) -> Side | None:
        """The side that is to agree to cancelling it; none where nobody proposed to."""
        asked = _ASKED_BY.get(self.state)
        return OTHER_SIDE[asked] if asked else None

    def days_past(self, today: date) -> int:
        """How many days past its first day it ended, or is by *today*; negative before it."""
        return ((self.done_on or today) - self.original_due_on).days


def read_commitments(connection: Connection) -> tuple[Commitment, ...]:
    """Read every commitment, the one due first on top."""
    query = select(commitment).order_by(_c.original_due_on, _c.commitment_id)
    return tuple(_commitment(row) for row in connection.execute(query))


def read_commitment(connection: Connection, commitment_id: str) -> Commitment:
    """Read one commitment."""
    query = select(commitment).where(_c.commitment_id == commitment_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise InputError("This commitment is no longer there. Reload the page to see those left.")
    return _commitment(row)


def promise(connection: Connection, wanted: Commitment, today: date, by: Stamp) -> str:
    """Make a commitment that begins *today* or later; return its id."""
    if not wanted.words.strip():
        raise InputError("The commitment is empty. Write what will be done, so that one can see.")
    if not wanted.owner:
        raise InputError("The commitment has no owner. Choose the one person who sees to it.")
    if wanted.side not in SIDES:
        raise InputError(
            f"It is not said whose commitment this is: {suggestion(wanted.side, SIDES)} Choose one."
        )
    if wanted.original_due_on < today:
        raise InputError(
            f"The commitment would be due on {wanted.original_due_on}, before today ({today}). "
            "Choose today or a later day."
        )
    if wanted.meeting_id is not None:
        writable(connection, wanted.meeting_id)
    values: dict[str, Any] = {
        "meeting_id": wanted.meeting_id,
        "words": wanted.words.strip(),
        "owner": wanted.owner,
        "side": wanted.side.value,
        "original_due_on": wanted.original_due_on,
        "current_due_on": wanted.original_due_on,
        "state": CommitmentState.OPEN.value,
        "subject": wanted.subject or None,
        "slips": 0,
    }
    return insert(connection, commitment, values, by)


def mark_done(connection: Connection, seen: Commitment, on: date, today: date, by: Stamp) -> None:
    """Say on which day a commitment was done, as it was *seen*."""
    if on > today:
        raise InputError(f"It cannot be done on {on}: today is {today}. Give the day it was done.")
    _assert_open(connection, seen, by)
    values = {"state": CommitmentState.DONE.value, "done_on": on}
    _change(connection, seen, values, by)


def put_off(connection: Connection, seen: Commitment, due_on: date, by: Stamp) -> None:
    """Put a commitment off, as it was *seen*: its first day stays, and counts."""
    _assert_open(connection, seen, by)
    now_due = seen.due_on or seen.original_due_on
    if due_on <= now_due:
        raise InputError(
            f"It is due on {now_due}, and {due_on} is not later. Choose a later day; "
            "if it is done already, say so."
        )
    values = {
        "current_due_on": due_on,
        "slips": seen.slips + 1,
        "state": CommitmentState.OPEN.value,
    }
    _change(connection, seen, values, by)


def cancel(connection: Connection, seen: Commitment, side: Side, by: Stamp) -> CommitmentState:
    """Propose to cancel a commitment for one's side, or agree to it: it takes both."""
    if side not in SIDES:
        raise InputError(
            "It is not said for which side you speak: marketing or sales. "
            "Have your side set on Settings › People."
        )
    _assert_open(connection, seen, by)
    if seen.state is _ASKS[side] or (seen.turn is side and seen.changed_by == by.actor_id):
        raise InputError(
            "You have proposed this already. A commitment is cancelled by both sides: "
            "somebody of the other side agrees."
        )
    state = CommitmentState.CANCELLED if seen.turn is side else _ASKS[side]
    _change(connection, seen, {"state": state.value}, by)
    return state


def reopen(connection: Connection, seen: Commitment, by: Stamp) -> None:
    """Take back that a commitment is done or cancelled, unless a closed meeting heard of it."""
    if seen.settled_in is not None:
        writable(connection, seen.settled_in)
    values = {"state": CommitmentState.OPEN.value, "done_on": None, "settled_in": None}
    _change(connection, seen, values, by)


def withdraw_commitment(connection: Connection, seen: Commitment, by: Stamp) -> None:
    """Take a commitment back in the meeting that made it, while it runs."""
    if earlier_click(connection, by):
        return
    if seen.meeting_id is not None:
        writable(connection, seen.meeting_id)
    remove(connection, commitment, seen.commitment_id, seen.version, by)


def hear_of_settled(connection: Connection, meeting_id: str, by: Stamp) -> None:
    """Tell the meeting that opens of what was done since the last one."""
    for one in read_commitments(connection):
        if not one.is_open and one.settled_in is None:
            values = {"commitment_id": one.commitment_id, "settled_in": meeting_id}
            change(connection, commitment, values, one.version, by.part())


def _assert_open(connection: Connection, seen: Commitment, by: Stamp) -> None:
    if not seen.is_open and not earlier_click(connection, by):
        raise InputError(
            f"This commitment is {seen.state.value.replace('_joint', ' by both sides')} already. "
            "Open it again first, if that was wrong."
        )


def _change(connection: Connection, seen: Commitment, values: dict[str, Any], by: Stamp) -> None:
    """Change it; where that ends it, the meeting that runs has heard of it."""
    if values["state"] in _SETTLED:
        values = {**values, "settled_in": running_meeting(connection)}
    named = {"commitment_id": seen.commitment_id, **values}
    change(connection, commitment, named, seen.version, by)


def _commitment(row: Any) -> Commitment:
    return Commitment(
        commitment_id=row.commitment_id,
        meeting_id=row.meeting_id,
        words=row.words or "",
        owner=row.owner,
        side=Side(row.side),
        original_due_on=row.original_due_on,
        due_on=row.current_due_on,
        state=CommitmentState(row.state),
        done_on=row.done_on,
        subject=row.subject or "",
        slips=row.slips or 0,
        settled_in=row.settled_in,
        version=row.version,
        changed_by=row.changed_by,
    )
