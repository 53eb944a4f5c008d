"""Snapshots: what closed meetings froze, and what later ones found it to have become."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from revdash.desk import audit
from revdash.desk.audit import Stamp
from revdash.desk.revisions import new_id
from revdash.desk.tables.meetings import (
    meeting,
    meeting_item,
    meeting_note,
    snapshot_metric,
    snapshot_restated,
    weekly_snapshot,
)
from revdash.errors import InputError

COUNTED, HITS = "counted", "hits"
KEPT = 5  # so many meetings' releases are kept: those that are still looked at again
_w, _m = weekly_snapshot.c, snapshot_metric.c


@dataclass(frozen=True, kw_only=True)
class FrozenSide:
    """One side of a frozen number: its records, with what each added."""

    part: str
    kind: str  # counted, hits, or the times of those counted
    label: str
    adds: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class FrozenReading:
    """One frozen number; ``told`` is its tile, word for word, and the hash of its definition."""

    metric: str
    first: date
    last: date
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    value: float | None
    sample: float
    hits: float
    low: float | None
    high: float | None
    verdict: str
    definition_version: int
    told: Mapping[str, Any]
    sides: tuple[FrozenSide, ...]
    reading_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One closed meeting; ``page`` is all that was shown, worded, as it was shown."""

    meeting_id: str
    held_on: date
    week_start: date
    frozen_at: datetime
    release: str
    data_as_of: datetime
    definitions: str  # the hash of all that numbers were judged by
    package_version: str
    page: Mapping[str, Any]
    snapshot_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Restated:
    """What a later meeting found one frozen reading to have become."""

    reading_id: str
    value: float | None
    told: Mapping[str, Any]


def freeze(
    connection: Connection,
    wanted: Snapshot,
    readings: Iterable[FrozenReading],
    restated: Iterable[Restated],
    by: Stamp,
) -> str:
    """Write a meeting's frozen page with its numbers, and what earlier ones became."""
    snapshot_id = new_id()
    marks = {"written_at": by.now, "written_by": by.actor_id}
    values = _page(connection, wanted) | {"snapshot_id": snapshot_id} | marks
    connection.execute(insert(weekly_snapshot).values(values))
    rows = [_reading(one) | {"snapshot_id": snapshot_id} | marks for one in readings]
    if rows:
        connection.execute(insert(snapshot_metric), rows)
    again = [
        {
            "restated_id": new_id(),
            "snapshot_metric_id": one.reading_id,
            "meeting_id": wanted.meeting_id,
            "restated_at": by.now,
            "value": one.value,
            "told": dict(one.told),
            **marks,
        }
        for one in restated
    ]
    if again:
        connection.execute(insert(snapshot_restated), again)
    detail = {"release": wanted.release, "numbers": len(rows), "restated": len(again)}
    audit.record(connection, "weekly_snapshot.added", f"meeting:{wanted.meeting_id}", detail, by)
    return snapshot_id


def read_snapshots(connection: Connection) -> tuple[Snapshot, ...]:
    """Read every closed meeting's snapshot, the newest first."""
    asked = select(weekly_snapshot, meeting.c.held_on).select_from(weekly_snapshot.join(meeting))
    return tuple(
        Snapshot(
            snapshot_id=row.snapshot_id,
            meeting_id=row.meeting_id,
            held_on=row.held_on,
            week_start=row.week_start,
            frozen_at=row.frozen_at,
            release=row.release_name,
            data_as_of=row.data_as_of,
            definitions=row.definition_set_hash,
            package_version=row.package_version,
            page=row.page,
        )
        for row in connection.execute(asked.order_by(meeting.c.held_on.desc(), _w.frozen_at.desc()))
    )


def read_snapshot(connection: Connection, meeting_id: str) -> Snapshot:
    """Read what one meeting froze."""
    found = [one for one in read_snapshots(connection) if one.meeting_id == meeting_id]
    if not found:
        raise InputError(
            f"Nothing is frozen of the meeting '{meeting_id}': it is not closed, or not there. "
            "Open the Meeting page to see those that are."
        )
    return found[0]


def read_readings(connection: Connection, snapshot_id: str) -> tuple[FrozenReading, ...]:
    """Read the numbers that one snapshot froze, by name."""
    asked = select(snapshot_metric).where(_m.snapshot_id == snapshot_id)
    rows = connection.execute(asked.order_by(_m.metric, _m.from_on, _m.snapshot_metric_id))
    return tuple(
        FrozenReading(
            reading_id=row.snapshot_metric_id,
            metric=row.metric,
            first=row.from_on,
            last=row.until_on,
            filters=tuple((name, tuple(values)) for name, values in row.cuts or ()),
            value=row.value,
            sample=row.sample or 0,
            hits=row.hits or 0,
            low=row.low,
            high=row.high,
            verdict=row.verdict or "",
            definition_version=row.definition_version,
            told=row.told,
            sides=_sides(row),
        )
        for row in rows
    )


def pinned_releases(connection: Connection) -> frozenset[str]:
    """The releases that are kept for the newest closed meetings."""
    newest = select(_w.release_name).order_by(_w.frozen_at.desc()).limit(KEPT)
    return frozenset(connection.execute(newest).scalars())


def _page(connection: Connection, wanted: Snapshot) -> dict[str, Any]:
    """The row of a snapshot, with what was written for the meeting as people wrote it."""
    n, i = meeting_note.c, meeting_item.c
    own = connection.execute(
        select(meeting.c.agenda, meeting.c.attendees).where(
            meeting.c.meeting_id == wanted.meeting_id
        )
    ).one()
    notes = select(n.note_id, n.section, n.said_by, n.said_at, n.words).where(
        n.meeting_id == wanted.meeting_id
    )
    decided = select(i.item_id, i.kind, i.side, i.subject, i.words, i.answer, i.dissent).where(
        (i.meeting_id == wanted.meeting_id) | (i.settled_in == wanted.meeting_id)
    )
    return {
        "meeting_id": wanted.meeting_id,
        "week_start": wanted.week_start,
        "frozen_at": wanted.frozen_at,
        "release_name": wanted.release,
        "data_as_of": wanted.data_as_of,
        "definition_set_hash": wanted.definitions,
        "package_version": wanted.package_version,
        "agenda": own.agenda,
        "attendees": own.attendees,
        "notes": _rows(connection, notes.order_by(n.said_at, n.note_id)),
        "decisions": _rows(connection, decided.order_by(i.kind, i.item_id)),
        "page": dict(wanted.page),
    }


def _rows(connection: Connection, asked: Any) -> list[dict[str, Any]]:
    found = connection.execute(asked).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in found]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _reading(one: FrozenReading) -> dict[str, Any]:
    labels = {f"{side.part}/{side.kind}": side.label for side in one.sides}
    uneven = [side for side in one.sides if any(adds != 1.0 for adds in side.adds.values())]
    return {
        "snapshot_metric_id": new_id(),
        "metric": one.metric,
        "cuts": [[name, list(values)] for name, values in one.filters],
        "from_on": one.first,
        "until_on": one.last,
        "value": one.value,
        "sample": one.sample,
        "hits": one.hits,
        "low": one.low,
        "high": one.high,
        "verdict": one.verdict or None,
        "definition_version": one.definition_version,
        "told": {**one.told, "sides": labels},
        "counted_keys": _packed({s.part: sorted(s.adds) for s in one.sides if s.kind == COUNTED}),
        "hit_keys": _packed({s.part: sorted(s.adds) for s in one.sides if s.kind == HITS}),
        "counted_values": _packed(
            {f"{s.part}/{s.kind}": [s.adds[key] for key in sorted(s.adds)] for s in uneven}
        ),
    }


def _sides(row: Any) -> tuple[FrozenSide, ...]:
    """The sides of a frozen number, in the order in which they were frozen."""
    hits, counted = _unpacked(row.hit_keys), _unpacked(row.counted_keys)
    values = _unpacked(row.counted_values)
    found = []
    for name, label in row.told["sides"].items():
        part, _, kind = name.rpartition("/")
        keys = (hits if kind == HITS else counted)[part]
        adds = dict(zip(keys, values.get(name) or [1.0] * len(keys), strict=True))
        found.append(FrozenSide(part=part, kind=kind, label=label, adds=adds))
    return tuple(found)


def _packed(document: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(document, separators=(",", ":")).encode())


def _unpacked(packed: bytes | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(packed)) if packed else {}
    return found
