"""Freezing: a meeting closes, and all that it showed is kept, with the records counted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection

from revdash import __version__
from revdash.api.actors import Actor, Right
from revdash.api.definitions_then import definition_hash, rules_hash, set_hash
from revdash.api.house import House, Pinned
from revdash.api.meeting_running import moment_of
from revdash.api.restating import as_restated, became, is_looked_at, over_of, scopes_of
from revdash.desk.audit import Stamp, last_number
from revdash.desk.meetings import Meeting, MeetingState, close_meeting, read_meeting
from revdash.desk.snapshots import (
    FrozenReading,
    FrozenSide,
    Restated,
    Snapshot,
    freeze,
    read_snapshots,
)
from revdash.errors import InputError, StaleEditError
from revdash.meetings.sheet import MeetingSheet, Told, as_document
from revdash.metrics.catalog import CATALOG
from revdash.metrics.frozen import sides
from revdash.store.ledger import note_of
from revdash.store.notes import release_in

Live: TypeAlias = Callable[[House, Actor, str], MeetingSheet]
_TRIES = 3  # so often what is shown is read anew when somebody still writes; then they wait
_OF_TILE = ("label", "meaning", "unit", "shown", "note", "change", "compared", "goal", "verdict")


@dataclass(frozen=True, kw_only=True)
class _Draft:
    """What is to be frozen, as of one number of the desk's log."""

    desk_no: int
    sheet: MeetingSheet
    snapshot: Snapshot
    readings: tuple[FrozenReading, ...]
    restated: tuple[Restated, ...]


@contextmanager
def pinned(house: House) -> Iterator[tuple[Pinned, Connection]]:
    """Look at the release in force now for the length of a block."""
    with house.facts() as connection:
        number = note_of(connection).release_no
        release = release_in(house.settings.data, number)
        yield Pinned(house, release, connection), connection


def close(house: House, actor: Actor, meeting_id: str, version: int, live: Live) -> str:
    """Close a meeting that runs, as it was at *version*: all that *live* shows is frozen, or none.

    What is read is of one release. Whoever writes meanwhile has it frozen too, or is told.
    """
    actor.assert_may(Right.ACT)
    for _ in range(_TRIES):
        draft = _draft(house, actor, meeting_id, live)
        with house.desk.writing() as desk:
            if last_number(desk) == draft.desk_no:
                return _put(desk, draft, version, actor)
    with house.desk.writing() as desk:
        return _put(desk, _draft(house, actor, meeting_id, live), version, actor)


def _draft(house: House, actor: Actor, meeting_id: str, live: Live) -> _Draft:
    with house.desk.connect() as desk:
        desk_no, held = last_number(desk), read_meeting(desk, meeting_id)
        earlier = read_snapshots(desk)
        _assert_open(desk, held)
    with pinned(house) as (still, connection):
        sheet = _stamped(connection, live(still, actor, meeting_id), actor, still)
        _assert_whole(sheet)
        again = [one for one in earlier if is_looked_at(one, earlier[0], held.held_on)]
        return _Draft(
            desk_no=desk_no,
            sheet=sheet,
            snapshot=_snapshot(sheet),
            readings=tuple(_frozen(still, connection, sheet)),
            restated=tuple(
                row for one in again for row in as_restated(became(still, connection, one))
            ),
        )


def _put(desk: Connection, draft: _Draft, version: int, actor: Actor) -> str:
    """Close the meeting and freeze it, in one transaction."""
    sheet = draft.sheet
    if sheet.frozen_at is None:
        raise InputError("The sheet is not stamped. Close the meeting on its page.")
    by = Stamp(actor_id=actor.actor_id, now=sheet.frozen_at)
    held = read_meeting(desk, sheet.meeting_id)
    _assert_open(desk, held)
    close_meeting(desk, sheet.meeting_id, sheet.frozen_at, version, by)
    freeze(desk, draft.snapshot, draft.readings, draft.restated, by)
    return (
        f"Closed: {len(draft.readings)} numbers are frozen, with the records that they count. "
        "Nothing of this page changes any more."
    )


def _assert_open(desk: Connection, held: Meeting) -> None:
    if held.state is not MeetingState.CLOSED:
        return
    closed = next((one for one in read_snapshots(desk) if one.meeting_id == held.meeting_id), None)
    who = closed.page["frozen_by"] if closed else "Somebody"
    at = f" at {held.closed_at:%H:%M} UTC" if held.closed_at else ""
    raise StaleEditError(
        f"{who} has closed this meeting already{at}. What it showed is frozen once; reload the "
        "page to see it."
    )


def _assert_whole(sheet: MeetingSheet) -> None:
    lacking = [f"{part.title}: {part.needs}" for part in sheet.parts if part.needs]
    if lacking:
        raise InputError(
            f"The meeting cannot close yet. {' '.join(lacking)} Enter what is missing, or the "
            "reason why there is none, then close it."
        )


def _stamped(
    connection: Connection, sheet: MeetingSheet, actor: Actor, house: House
) -> MeetingSheet:
    metrics = (told.metric for told in sheet.readings)
    note = note_of(connection)
    return replace(
        sheet,
        frozen_at=moment_of(house).at,
        frozen_by=actor.name,
        release=house.release.name,
        data_as_of=note.data_to or note.published_at,
        definition_hash=set_hash(connection, metrics),
        package_version=__version__,
    )


def _snapshot(sheet: MeetingSheet) -> Snapshot:
    if sheet.frozen_at is None or sheet.data_as_of is None:
        raise InputError("The sheet is not stamped. Close the meeting on its page.")
    return Snapshot(
        meeting_id=sheet.meeting_id,
        held_on=sheet.held_on,
        week_start=sheet.first,
        frozen_at=sheet.frozen_at,
        release=sheet.release,
        data_as_of=sheet.data_as_of,
        definitions=sheet.definition_hash,
        package_version=sheet.package_version,
        page=as_document(sheet),
    )


def _frozen(house: House, connection: Connection, sheet: MeetingSheet) -> Iterator[FrozenReading]:
    """Each number shown, with its records and what it was judged by."""
    judged_by, as_of = rules_hash(connection), sheet.data_as_of or datetime.min
    known_at: datetime = note_of(connection).published_at
    shown = [_as_shown(told) for told in sheet.readings]
    scopes = scopes_of(house, connection, shown, as_of=as_of)
    for one in shown:
        metric, (scope, _) = CATALOG.get(one.metric), scopes[over_of(one)]
        counted = sides(connection, metric, scope) if metric else ()
        found = [FrozenSide(**vars(side)) for side in counted]
        marks = {
            "definition": definition_hash(one.metric),
            "rules": judged_by,
            "known_at": known_at.isoformat(),
        }
        yield replace(one, told={**one.told, **marks}, sides=tuple(found))


def _as_shown(told: Told) -> FrozenReading:
    words = asdict(told)
    return FrozenReading(
        metric=told.metric,
        first=told.first,
        last=told.last,
        filters=told.filters,
        value=told.value,
        sample=told.sample,
        hits=told.hits,
        low=told.low,
        high=told.high,
        verdict=told.verdict or told.signal,
        definition_version=told.definition_version,
        told={"side": told.side.value, **{name: words[name] for name in _OF_TILE}},
        sides=(),
    )
