"""Restating: what frozen numbers have become since, each record that moved with its cause."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from math import isclose
from typing import TypeAlias

from sqlalchemy import Connection

from revdash.api.asking import ask
from revdash.api.definitions_then import definition_hash, rules_hash
from revdash.api.house import House
from revdash.api.questions import Question
from revdash.api.redefined import counted_then, frozen_release
from revdash.desk.snapshots import FrozenReading, FrozenSide, Restated, Snapshot, read_readings
from revdash.episodes.known import Known, known_records
from revdash.meetings.restatement import Restatement, moved, restate
from revdash.metrics.catalog import CATALOG
from revdash.metrics.frozen import sides
from revdash.metrics.read import glance
from revdash.metrics.scope import Scope
from revdash.metrics.shown import shown
from revdash.period import Period
from revdash.store.ledger import note_of

Over: TypeAlias = tuple[date, date, tuple[tuple[str, tuple[str, ...]], ...]]

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
    if not readings:
        return ()
    again = _read_again(house, connection, snapshot, readings)
    since = known_at(readings[0])
    known = known_records(connection, set().union(*(one.moved for one in again)), since)
    redefined = _redefined(house, connection, snapshot, again, known)
    return tuple(
        Became(
            reading=one.reading,
            value=one.value,
            shown=one.shown,
            sides=tuple(
                Side(
                    part=side.part,
                    kind=side.kind,
                    label=side.label,
                    became=restate(side.adds, now, known, since, redefined(one, side)),
                )
                for side, now in one.pairs
            ),
        )
        for one in again
    )


def _redefined(
    house: House,
    connection: Connection,
    snapshot: Snapshot,
    again: Sequence["_Again"],
    known: Mapping[str, Known],
) -> Callable[["_Again", FrozenSide], Collection[str]]:
    """Tell which records of a side today's definition counts otherwise, though of the same facts.

    Those that it does in the frozen release, and those of which no fact is another one. Where
    that release is gone, the latter are all that can be told.
    """
    judged_by, since = rules_hash(connection), known_at(again[0].reading)
    moving = (one for one in again if one.moved)
    anew = [one for one in moving if _is_redefined(one.reading, judged_by)]
    names = {one.reading.reading_id for one in anew}
    release = frozen_release(house, snapshot, since) if anew else None
    people = {known[key].person_id for one in anew for key in one.moved}
    asked = [(one.reading, one.scope) for one in anew if one.scope]
    then = counted_then(house, connection, release, asked, people) if release else {}
    quiet = {key for one in anew for key in one.moved if known[key].is_as_before(since)}

    def of(one: _Again, side: FrozenSide) -> Collection[str]:
        name = one.reading.reading_id
        if name not in names:
            return ()
        counted = then.get(name, {}).get((side.part, side.kind))
        return quiet if counted is None else quiet | moved(side.adds, counted)

    return of


def differing(house: House, snapshot: Snapshot) -> tuple[str, ...] | None:
    """The frozen numbers that their own release does not give again; none where it is gone.

    A number frozen is what its facts gave, so there should never be any (DOMAIN.md 2.5). Those
    that a later revdash defines otherwise are left out.
    """
    with house.desk.connect() as desk:
        readings = read_readings(desk, snapshot.snapshot_id)
    release = frozen_release(house, snapshot, known_at(readings[0])) if readings else None
    if release is None:
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
    """One frozen number read again; without a scope it is no longer measured."""

    reading: FrozenReading
    scope: Scope | None = None
    value: float | None = None
    shown: str = _NOT_MEASURED
    sides: Mapping[tuple[str, str], Mapping[str, float]] = field(default_factory=dict)

    @property
    def pairs(self) -> Iterator[tuple[FrozenSide, Mapping[str, float]]]:
        """Each side as it was frozen, with what its records add now."""
        for side in self.reading.sides:
            yield side, self.sides.get((side.part, side.kind), {})

    @cached_property
    def moved(self) -> frozenset[str]:
        """The records that add something else now."""
        return frozenset().union(*(moved(side.adds, now) for side, now in self.pairs))


def _read_again(
    house: House, connection: Connection, snapshot: Snapshot, readings: Sequence[FrozenReading]
) -> list[_Again]:
    """Each number again; those of the same days and part of the business are read together."""
    scopes = scopes_of(house, connection, readings, as_of=snapshot.data_as_of)
    found = {}
    for over, (scope, currency) in scopes.items():
        alike = [one for one in readings if over_of(one) == over]
        metrics = [CATALOG[one.metric] for one in alike if one.metric in CATALOG]
        now = glance(connection, metrics, scope)
        for one in alike:
            metric = CATALOG.get(one.metric)
            found[one.reading_id] = (
                _Again(
                    reading=one,
                    scope=scope,
                    value=now[metric.name].now.value,
                    shown=shown(now[metric.name].now, currency).value,
                    sides={(s.part, s.kind): s.adds for s in sides(connection, metric, scope)},
                )
                if metric
                else _Again(reading=one)
            )
    return [found[one.reading_id] for one in readings]


def over_of(one: FrozenReading) -> Over:
    """The days and the part of the business that a frozen number is about."""
    return one.first, one.last, one.filters


def scopes_of(
    house: House, connection: Connection, readings: Iterable[FrozenReading], *, as_of: datetime
) -> dict[Over, tuple[Scope, str]]:
    """What frozen numbers are about, seen as of the same moment, and the currency."""
    found = {}
    for over in {over_of(one): None for one in readings}:
        first, last, filters = over
        asked = ask(house, connection, Question(filters=filters))
        scope = asked.over(Period(first, last + timedelta(days=1)))
        seen = replace(scope, as_of=as_of, today=asked.rules.day_of(as_of))
        found[over] = seen, asked.currency
    return found


def _is_redefined(one: FrozenReading, judged_by: str) -> bool:
    was = (one.told["definition"], one.told["rules"])
    return was != (definition_hash(one.metric), judged_by)
