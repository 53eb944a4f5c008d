"""Frozen records: a number of a closed meeting opened: what it counted, what became of each."""

from collections.abc import Iterator
from typing import NamedTuple

from revdash.api.actors import Actor, Right
from revdash.api.asking import day_text
from revdash.api.house import House
from revdash.api.meeting_says import Opening
from revdash.api.meeting_views import FrozenRecords
from revdash.api.restated import Named, named_of, signed, unit_of
from revdash.api.restating import Became, Side, became
from revdash.api.views import Column, Grid
from revdash.desk.audit import record
from revdash.desk.snapshots import FrozenReading, Snapshot, read_snapshot
from revdash.episodes.since import subject_of
from revdash.errors import InputError
from revdash.exports.sheets import csv_bytes
from revdash.meetings.restatement import Move
from revdash.metrics.described import Unit
from revdash.metrics.shown import number

SHOWN_ROWS = 300
SAME = "as it was"
_NOT, _IN = "not counted", "counted"


class _Row(NamedTuple):
    """One record: by its key, what it is called, what it added then and adds now, and why."""

    key: str
    name: str
    then: str
    now: str
    why: str


class _Opened(NamedTuple):
    """One side of a frozen number, with its records: those that moved come first."""

    snapshot: Snapshot
    one: Became
    side: Side
    rows: tuple[_Row, ...]
    leads: dict[str, str]


def records(house: House, actor: Actor, asked: Opening) -> FrozenRecords:
    """Open a number that a meeting froze, as it is now seen."""
    actor.assert_may(Right.READ)
    found = _opened(house, asked)
    one, chosen, told = found.one, found.side, found.one.reading.told
    unit, currency = unit_of(chosen), found.snapshot.page["currency"]
    was, now = (number(n, unit, currency) for n in (chosen.became.frozen, chosen.became.now))
    columns = ("Record", "Then", "Now", "What became of it")
    return FrozenRecords(
        title=told["label"],
        sentence=_sentence(found, currency),
        note=f"{told['meaning']} Definition {one.reading.definition_version}.",
        side=_name(chosen),
        sides=tuple((_name(side), side.label) for side in one.sides),
        part=chosen.part,
        told=f"{was} then, {now} now",
        grid=Grid(
            columns=tuple(Column(key=word.casefold(), label=word) for word in columns),
            rows=tuple((row.name, row.then, row.now, row.why) for row in found.rows[:SHOWN_ROWS]),
            ids=tuple(row.key for row in found.rows[:SHOWN_ROWS]),
            total=len(found.rows),
            empty="No record was counted, and none is now.",
        ),
        leads=found.leads,
        csv_name=f"revdash-{asked.metric}-{found.snapshot.held_on}-frozen.csv",
    )


def records_csv(house: House, actor: Actor, asked: Opening) -> bytes:
    """Write every record that a frozen number counted as CSV; leaves an audit row."""
    actor.assert_may(Right.READ)
    found = _opened(house, asked)
    told, snapshot = found.one.reading.told, found.snapshot
    preamble = [
        ("Metric", told["label"]),
        ("Meaning", told["meaning"]),
        ("Frozen", f"in the meeting of {snapshot.held_on}: {told['shown']}"),
        ("Period", f"{found.one.reading.first}..{found.one.reading.last}"),
        *((f"Only {name}", ", ".join(values)) for name, values in found.one.reading.filters),
        ("Now", found.one.shown),
        ("Records of", found.side.label),
    ]
    content = csv_bytes(preamble, ("key", "record", "then", "now", "what became of it"), found.rows)
    seen = {"rows": len(found.rows), "meeting": asked.meeting, "side": _name(found.side)}
    with house.desk.writing() as desk:
        record(desk, "export csv", asked.metric, seen, house.stamp(actor.actor_id))
    return content


def _opened(house: House, asked: Opening) -> _Opened:
    with house.desk.connect() as desk:
        snapshot = read_snapshot(desk, asked.meeting)
    wanted = asked.question

    def is_asked(one: FrozenReading) -> bool:
        days = (one.first, one.last) == (wanted.first, wanted.last)
        return one.metric == asked.metric and days and one.filters == wanted.filters

    with house.facts() as connection:
        again = became(house, connection, snapshot)
        found = next((one for one in again if is_asked(one.reading)), None)
        if found is None or not found.sides:
            raise InputError(
                f"The meeting of {snapshot.held_on} froze no '{asked.metric}' with these days and "
                "filters. Press a number on the meeting's page."
            )
        chosen = next((one for one in found.sides if _name(one) == asked.side), found.sides[0])
        counted = _adds(found, chosen)
        moves = {move.key: move for move in chosen.became.moves}
        keys = {*counted, *moves}
        named = named_of(connection, {subject_of(one) for one in keys})
    currency = snapshot.page["currency"]
    rows = [_row(one, counted, moves.get(one), named, (unit_of(chosen), currency)) for one in keys]
    rows.sort(key=lambda row: (row.why == SAME, row.name, row.key))
    people = {one: subject_of(one) for one in keys}
    leads = {one: who for one, who in people.items() if who in named.leads}
    return _Opened(snapshot, found, chosen, tuple(rows), leads)


def _name(side: Side) -> str:
    return f"{side.part}/{side.kind}"


def _adds(found: Became, side: Side) -> dict[str, float]:
    """What each record added when the meeting closed."""
    frozen = found.reading.sides
    return next(dict(one.adds) for one in frozen if (one.part, one.kind) == (side.part, side.kind))


def _row(
    key: str, counted: dict[str, float], move: Move | None, named: Named, money: tuple[Unit, str]
) -> _Row:
    name = named.of(subject_of(key))
    then = _text(counted.get(key), *money)
    if move is None:
        return _Row(key, name, then, then, SAME)
    now = None if move.is_gone else counted.get(key, 0.0) + move.by
    return _Row(key, name, then, _text(now, *money), move.cause.value)


def _text(adds: float | None, unit: Unit, currency: str) -> str:
    """What one record adds: whether it is counted at all, where each counts once."""
    if adds is None:
        return _NOT
    return _IN if unit is Unit.COUNT and adds == 1 else number(adds, unit, currency)


def _sentence(found: _Opened, currency: str) -> str:
    """What it was when the meeting closed, what the same days are now, and why."""
    told, one = found.one.reading.told, found.one
    was = f"{told['label']} was {told['shown']} when the meeting of "
    was += f"{day_text(found.snapshot.held_on)} closed"
    if not one.has_moved:
        return f"{was}, and still is: all that it counted is as it was."
    causes = "; ".join(filter(None, (_causes(side, currency) for side in one.sides)))
    return f"{was}; the same days are {one.shown} now. {causes}."


def _causes(side: Side, currency: str) -> str:
    moved = [*_moved(side, currency)]
    return f"{side.label[:1].upper()}{side.label[1:]}: {', '.join(moved)}" if moved else ""


def _moved(side: Side, currency: str) -> Iterator[str]:
    for cause, net in side.became.by_cause.items():
        if any(move.cause is cause for move in side.became.moves):
            text = signed(net, unit_of(side), currency) or "±0"
            yield f"{text} {cause.value}"
