"""Restating: what frozen numbers have become since, each record that moved with its cause."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import isclose

from sqlalchemy import Connection

from revdash.api.asking import ask
from revdash.api.definitions_then import definition_hash, rules_hash
from revdash.api.house import House
from revdash.api.questions import Question
from revdash.desk.snapshots import FrozenReading, FrozenSide, Restated, Snapshot, read_readings
from revdash.episodes.known import known_records
from revdash.meetings.restatement import Restatement, moved, restate
from revdash.metrics.catalog import CATALOG
from revdash.metrics.frozen import sides
from revdash.metrics.read import read
from revdash.metrics.scope import Scope
from revdash.metrics.shown import shown
from revdash.period import Period
from revdash.store.ledger import note_of
from revdash.store.schema import SCHEMA_VERSION

MOST_MOVES = 500  # so many records a side are kept by name
FOUR_WEEKS = (timedelta(days=25), timedelta(days=34))
_WEEK = timedelta(weeks=1)
_NOT_MEASURED = "no longer measured"


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side of a frozen number: what it counts, and what became of that."""

    part: str
    kind: str  # counted, or the hits among it
    label: str
    became: Restatement


@dataclass(frozen=True, kw_only=True)
class Became:
    """One frozen number, and what the same days are now, seen as of the same moment."""

    reading: FrozenReading
    value: float | None
    shown: str
    sides: tuple[Side, ...]

    @property
    def has_moved(self) -> bool:
        """Whether any record is counted otherwise, or the number is another one."""
        was, now = self.reading.value, self.value
        is_same = was == now or (was is not None and now is not None and isclose(was, now))
        return not is_same or any(side.became.moves for side in self.sides)


def became(house: House, connection: Connection, snapshot: Snapshot) -> tuple[Became, ...]:
    """What each number that *snapshot* froze is in the release of *connection*; read once."""
    note = note_of(connection)
    return house.remembered(
        f"became {snapshot.snapshot_id}",
        (note.release_no, note.published_at),
        lambda: _became(house, connection, snapshot),
    )


def _became(house: House, connection: Connection, snapshot: Snapshot) -> tuple[Became, ...]:
    with house.desk.connect() as desk:
        readings = read_readings(desk, snapshot.snapshot_id)
    now = {one.reading_id: _read_again(house, connection, snapshot, one) for one in readings}
    differing: dict[datetime, set[str]] = {}
    for one in readings:
        mine = differing.setdefault(known_at(one), set())
        for frozen, new in _pairs(one.sides, now[one.reading_id].sides):
            mine |= moved(frozen.adds, new)
    known = {at: known_records(connection, keys, at) for at, keys in differing.items()}
    judged_by = rules_hash(connection)
    return tuple(
        Became(
            reading=one,
            value=now[one.reading_id].value,
            shown=now[one.reading_id].shown,
            sides=tuple(
                Side(
                    part=frozen.part,
                    kind=frozen.kind,
                    label=frozen.label,
                    became=restate(
                        frozen.adds,
                        new,
                        known[known_at(one)],
                        known_at(one),
                        is_redefined=_is_redefined(one, judged_by),
                    ),
                )
                for frozen, new in _pairs(one.sides, now[one.reading_id].sides)
            ),
        )
        for one in readings
    )


def differing(house: House, snapshot: Snapshot) -> tuple[str, ...] | None:
    """The frozen numbers that their own release does not give again; none where it is gone.

    A number frozen is what its facts gave, so there should never be any (DOMAIN.md 2.5). Those
    that a later revdash defines otherwise are left out.
    """
    kept = (one for one in house.releases.published() if one.name == snapshot.release)
    release = next(kept, None)
    if release is None or house.releases.schema_version(release) != SCHEMA_VERSION:
        return None
    with house.releases.reading(release.path) as connection:
        judged_by = rules_hash(connection)
        found = became(house, connection, snapshot)
    meant = [one for one in found if not _is_redefined(one.reading, judged_by)]
    return tuple(one.reading.metric for one in meant if one.has_moved)


def as_restated(found: Iterable[Became]) -> Iterator[Restated]:
    """What is kept of it when a later meeting closes."""
    for one in found:
        told = {
            "shown": one.shown,
            "sides": [
                {
                    "part": side.part,
                    "kind": side.kind,
                    "label": side.label,
                    "frozen": side.became.frozen,
                    "now": side.became.now,
                    "by_cause": {cause.value: net for cause, net in side.became.by_cause.items()},
                    "moves": [
                        [move.key, move.by, move.cause.value]
                        for move in side.became.moves[:MOST_MOVES]
                    ],
                }
                for side in one.sides
            ],
        }
        yield Restated(reading_id=one.reading.reading_id, value=one.value, told=told)


def is_looked_at(one: Snapshot, newest: Snapshot, held_on: date | None) -> bool:
    """Whether a meeting held on a day looks at *one* again: the last, and that of a month ago."""
    soonest, latest = FOUR_WEEKS
    return one == newest or soonest <= (held_on or newest.held_on + _WEEK) - one.held_on <= latest


def known_at(one: FrozenReading) -> datetime:
    """The moment up to which the facts had come that a frozen number rests on."""
    return datetime.fromisoformat(one.told["known_at"])


@dataclass(frozen=True, kw_only=True)
class _Again:
    value: float | None
    shown: str
    sides: Mapping[tuple[str, str], Mapping[str, float]]


def _read_again(
    house: House, connection: Connection, snapshot: Snapshot, one: FrozenReading
) -> _Again:
    metric = CATALOG.get(one.metric)
    if metric is None:
        return _Again(value=None, shown=_NOT_MEASURED, sides={})
    scope, currency = scope_of(house, connection, one, as_of=snapshot.data_as_of)
    reading = read(connection, metric, scope)
    found = {(s.part, s.kind): s.adds for s in sides(connection, metric, scope)}
    return _Again(value=reading.value, shown=shown(reading, currency).value, sides=found)


def scope_of(
    house: House, connection: Connection, one: FrozenReading, *, as_of: datetime
) -> tuple[Scope, str]:
    """The days and the part of the business of a frozen number, seen as of the same moment."""
    asked = ask(house, connection, Question(filters=one.filters))
    over = asked.over(Period(one.first, one.last + timedelta(days=1)))
    return replace(over, as_of=as_of, today=asked.rules.day_of(as_of)), asked.currency


def _pairs(
    frozen: Iterable[FrozenSide], now: Mapping[tuple[str, str], Mapping[str, float]]
) -> Iterator[tuple[FrozenSide, Mapping[str, float]]]:
    for side in frozen:
        yield side, now.get((side.part, side.kind), {})


def _is_redefined(one: FrozenReading, judged_by: str) -> bool:
    was = (one.told["definition"], one.told["rules"])
    return was != (definition_hash(one.metric), judged_by)
