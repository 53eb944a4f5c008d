"""Minutes: the meetings that closed, each as it was shown, and what its numbers are now."""

from dataclasses import dataclass
from datetime import date, datetime

from revdash.api.actors import Actor, Right
from revdash.api.frozen_records import records as _records
from revdash.api.frozen_records import records_csv as _records_csv
from revdash.api.house import house
from revdash.api.meeting_says import Opening
from revdash.api.meeting_views import FrozenRecords
from revdash.api.restated import blocks_of, frozen_sheet
from revdash.api.restating import differing
from revdash.desk.snapshots import Snapshot, read_snapshot, read_snapshots
from revdash.meetings.sheet import Block, MeetingSheet, sheet_of


@dataclass(frozen=True, kw_only=True)
class PastMeeting:
    """One meeting that closed, as a list shows it."""

    meeting_id: str
    title: str
    held_on: date
    closed_at: datetime
    closed_by: str
    sentence: str
    rating: float | None
    numbers: int


def past(actor: Actor) -> tuple[PastMeeting, ...]:
    """Every meeting that closed, the newest first."""
    actor.assert_may(Right.READ)
    with house().desk.connect() as desk:
        return tuple(_past(one) for one in read_snapshots(desk))


def minutes(actor: Actor, meeting_id: str) -> MeetingSheet:
    """One meeting as it was shown when it closed, whatever became of its numbers since."""
    actor.assert_may(Right.READ)
    return frozen_sheet(house(), meeting_id)


def restated(actor: Actor, meeting_id: str) -> tuple[Block, ...]:
    """What the numbers of one meeting are now, each difference explained by its records."""
    actor.assert_may(Right.READ)
    with house().desk.connect() as desk:
        snapshot = read_snapshot(desk, meeting_id)
    return blocks_of(house(), snapshot)


def records(actor: Actor, asked: Opening) -> FrozenRecords:
    """One frozen number opened: the records it counted then, and what became of each."""
    return _records(house(), actor, asked)


def records_csv(actor: Actor, asked: Opening) -> bytes:
    """Every record that one frozen number counted, as CSV."""
    return _records_csv(house(), actor, asked)


def checked(actor: Actor, meeting_id: str) -> str:
    """Read the frozen numbers again from the release they were frozen of, and say if it holds."""
    actor.assert_may(Right.READ)
    with house().desk.connect() as desk:
        snapshot = read_snapshot(desk, meeting_id)
    found, of = differing(house(), snapshot), len(sheet_of(dict(snapshot.page)).readings)
    if found is None:
        return (
            f"{snapshot.release} is no longer kept as it was, so its numbers cannot be read again."
        )
    if not found:
        return f"Read again from {snapshot.release}: all {of} numbers are as they were frozen."
    return f"Read again from {snapshot.release}, these differ: {', '.join(found)}."


def _past(one: Snapshot) -> PastMeeting:
    sheet = sheet_of(dict(one.page))
    return PastMeeting(
        meeting_id=one.meeting_id,
        title=sheet.title,
        held_on=one.held_on,
        closed_at=one.frozen_at,
        closed_by=sheet.frozen_by,
        sentence=sheet.sentence,
        rating=sheet.rating,
        numbers=len(sheet.readings),
    )
