"""Meeting promises: commitments made, kept, put off, cancelled by both."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from revdash.api.acting import side_of, stamp
from revdash.api.actors import Actor, Right
from revdash.api.asking import day_text
from revdash.api.house import House
from revdash.api.meeting_running import moment_of
from revdash.api.meeting_says import Promising
from revdash.api.publishing import publish_soon
from revdash.desk import commitments
from revdash.desk.commitments import Commitment
from revdash.desk.people import read_members
from revdash.desk.questions import OTHER_SIDE, SIDES
from revdash.errors import InputError, suggestion
from revdash.plural import counted
from revdash.terms import Side


def promise(house: House, actor: Actor, said: Promising) -> str:
    """Make a commitment; returns a sentence."""
    actor.assert_may(Right.ACT)
    today = moment_of(house).today
    with house.desk.writing() as desk:
        wanted = Commitment(
            meeting_id=said.meeting or None,
            words=said.words,
            owner=said.owner,
            side=_side(desk, said),
            original_due_on=said.due_on,
            subject=said.subject,
        )
        commitments.promise(desk, wanted, today, stamp(actor, said.click_id))
    return f"Promised for {day_text(said.due_on)}. {publish_soon(house, actor.name)}"


def done(house: House, actor: Actor, key: str, version: int, on: date | None = None) -> str:
    """Say that a commitment is done; returns a sentence."""
    actor.assert_may(Right.ACT)
    today = moment_of(house).today
    day = on or today
    with house.desk.writing() as desk:
        seen = _seen(desk, key, version)
        commitments.mark_done(desk, seen, day, today, stamp(actor, ""))
    late = (day - seen.original_due_on).days
    kept = "by its first day" if late <= 0 else f"{counted(late, 'day')} after its first day"
    return f"Done, {kept}. {publish_soon(house, actor.name)}"


def put_off(house: House, actor: Actor, key: str, version: int, due_on: date) -> str:
    """Put a commitment off; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        seen = _seen(desk, key, version)
        commitments.put_off(desk, seen, due_on, stamp(actor, ""))
    held = f"It is still held against its first day, {day_text(seen.original_due_on)}."
    return f"Put off to {day_text(due_on)}. {held} {publish_soon(house, actor.name)}"


def cancel(house: House, actor: Actor, key: str, version: int, side: str = "") -> str:
    """Propose to cancel a commitment, or agree to it; returns a sentence."""
    actor.assert_may(Right.ACT)
    by_side = side_of(actor, side) or Side.SHARED
    with house.desk.writing() as desk:
        seen = _seen(desk, key, version)
        state = commitments.cancel(desk, seen, by_side, stamp(actor, ""))
    if state is commitments.CommitmentState.CANCELLED:
        return f"Cancelled by both sides. {publish_soon(house, actor.name)}"
    other = OTHER_SIDE[by_side].value
    return f"Proposed to cancel it. It stands until {other} agrees."


def reopen(house: House, actor: Actor, key: str, version: int) -> str:
    """Take back that a commitment is done, cancelled or to be; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        commitments.reopen(desk, _seen(desk, key, version), stamp(actor, ""))
    return f"The commitment is open again. {publish_soon(house, actor.name)}"


def withdraw_commitment(house: House, actor: Actor, key: str, version: int) -> str:
    """Take a commitment back in the meeting that made it; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        commitments.withdraw_commitment(desk, _seen(desk, key, version), stamp(actor, ""))
    return f"The commitment is taken back. {publish_soon(house, actor.name)}"


def _seen(desk: Connection, key: str, version: int) -> Commitment:
    """A commitment as the person saw it."""
    return replace(commitments.read_commitment(desk, key), version=version)


def _side(desk: Connection, said: Promising) -> Side:
    """The owner's side, where it is set; else the one that is said."""
    members = {one.member_id: one for one in read_members(desk)}
    if said.owner not in members:
        raise InputError(
            f"'{said.owner}' is nobody who can own it. {suggestion(said.owner, members)} "
            "Choose one person."
        )
    own = members[said.owner].side
    if own in SIDES:
        return Side(own)
    if said.side not in {side.value for side in SIDES}:
        raise InputError(
            "It is not said for which side the owner stands: marketing or sales. Choose one, or "
            "have their side set on Settings › People."
        )
    return Side(said.side)
