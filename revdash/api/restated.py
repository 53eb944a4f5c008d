"""Restated: what frozen numbers are now, in words: number by number, and record by record."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sqlalchemy import Connection

from revdash.api.asking import day_text
from revdash.api.house import House
from revdash.api.restating import Became, Side, became, is_looked_at
from revdash.desk.meetings import read_meeting
from revdash.desk.snapshots import Snapshot, read_snapshot, read_snapshots
from revdash.episodes.joins import names_of
from revdash.episodes.questions import questions_named
from revdash.episodes.since import subject_of
from revdash.episodes.subjects import newest_handoffs
from revdash.handoffs.wins import deal_names
from revdash.meetings.restatement import Cause
from revdash.meetings.sheet import Block, Cells, MeetingSheet, sheet_of
from revdash.metrics.catalog import CATALOG
from revdash.metrics.frozen import TIMES
from revdash.metrics.shapes import Spread, Total, Unit, Wait, parts_of
from revdash.metrics.shown import number

MOST = 100  # so many records are listed
FIRST, FEW = 10, 4  # of them on paper: of the last meeting, and of one a month ago
_CAUSES = tuple(Cause)
_NUMBERS = ("Number", "Frozen", "Now", "Difference", *(cause.capitalize() for cause in _CAUSES))
_ADDED = (Unit.COUNT, Unit.PEOPLE, Unit.MONEY)
_RECORDS = ("Record", "Why", "What it moved")


def restated(house: House, meeting_id: str = "") -> tuple[Block, ...]:
    """What the numbers of the last meeting, and of the one four weeks ago, are now.

    Seen from the meeting *meeting_id*; without it from the coming one.
    """
    with house.desk.connect() as desk:
        found = read_snapshots(desk)
        held_on = read_meeting(desk, meeting_id).held_on if meeting_id else None
    earlier = [one for one in found if held_on is None or one.held_on < held_on]
    asked = [one for one in earlier if is_looked_at(one, earlier[0], held_on)]
    return tuple(
        block
        for one in asked
        for block in blocks_of(house, one, FIRST if one == earlier[0] else FEW)
    )


def blocks_of(house: House, snapshot: Snapshot, first_ones: int = FIRST) -> tuple[Block, ...]:
    """What the numbers of one meeting are now; on paper *first_ones* stand for the records."""
    with house.facts() as connection:
        found = became(house, connection, snapshot)
        named = named_of(connection, {subject_of(key) for key in _moved_keys(found)})
    currency, day = snapshot.page["currency"], day_text(snapshot.held_on)
    moved = [one for one in found if one.has_moved]
    rows = [row for one in moved for row in _number_rows(one, currency)]
    same = f"{len(found) - len(moved)} of {len(found)} numbers are what they were."
    numbers = Cells(
        title=f"What the numbers of {day} are now",
        columns=_NUMBERS,
        rows=tuple(rows),
        numbers=len(_NUMBERS) - 1,
        note=same if moved else "",
        empty=f"All {len(found)} numbers are what they were.",
    )
    records = _records(moved)
    if not records:
        return (numbers,)
    listed = _listed(records, named, f"Records that moved since {day}", currency)
    return (numbers, replace(listed, first_ones=first_ones))


def _listed(records: Sequence["_Record"], named: "Named", title: str, currency: str) -> Cells:
    """The records that moved, by what they are called; whoever has a story opens it."""
    more = f"{len(records):,} in all; the first {MOST} are listed." if len(records) > MOST else ""
    shown = [(subject_of(one.key), one) for one in records[:MOST]]
    return Cells(
        title=title,
        columns=_RECORDS,
        rows=tuple(
            (named.of(subject), one.cause.value, one.told(currency)) for subject, one in shown
        ),
        keys=tuple(f"lead:{subject}" if subject in named.leads else "" for subject, _ in shown),
        note=more,
    )


def _moved_keys(found: Iterable[Became]) -> Iterator[str]:
    return (move.key for one in found for side in one.sides for move in side.became.moves)


class Named(NamedTuple):
    """What the leads, and the deals and questions, behind records are called."""

    leads: Mapping[str, str]
    others: Mapping[str, str]

    def of(self, subject: str) -> str:
        """What one is called; what has no name keeps its key."""
        return self.leads.get(subject) or self.others.get(subject) or subject


def named_of(connection: Connection, subjects: set[str]) -> Named:
    """What those that records are about are called."""
    handoffs = newest_handoffs(connection, subjects)
    names = names_of(connection, sorted(subjects))
    firms = {who: one.account_name or "" for who, one in handoffs.items()}
    leads = {
        who: ", ".join(filter(None, (names.get(who), firms.get(who))))
        for who in names.keys() | firms.keys()
    }
    return Named(leads, {**deal_names(connection, subjects), **_asked(connection, subjects)})


def _asked(connection: Connection, subjects: set[str]) -> dict[str, str]:
    """Questions by the lead that they are about."""
    rows = questions_named(connection, subjects)
    names = names_of(connection, sorted({row.person_id for row in rows}))
    return {
        row.event_key: ", ".join(
            filter(None, (f"Question on {names.get(row.person_id, 'a lead')}", row.account_name))
        )
        for row in rows
    }


def frozen_sheet(house: House, meeting_id: str) -> MeetingSheet:
    """Read what a closed meeting showed."""
    with house.desk.connect() as desk:
        return sheet_of(dict(read_snapshot(desk, meeting_id).page))


def _number_rows(one: Became, currency: str) -> Iterator[tuple[str, ...]]:
    """The number itself and, where it has several sides, each side that moved."""
    told, metric = one.reading.told, CATALOG.get(one.reading.metric)
    head = (told["label"], told["shown"], one.shown)
    change = ""
    if metric and one.value is not None and one.reading.value is not None:
        change = signed(one.value - one.reading.value, metric.unit, currency)
    if len(one.sides) == 1:
        yield (*head, change, *_by_cause(one.sides[0], currency))
        return
    yield (*head, change, *("" for _ in _CAUSES))
    for side in one.sides:
        if side.became.moves:
            unit, was, now = unit_of(side), side.became.frozen, side.became.now
            shown = (number(was, unit, currency), number(now, unit, currency))
            difference = signed(side.became.net, unit, currency)
            yield (f"· {side.label}", *shown, difference, *_by_cause(side, currency))


def _by_cause(side: Side, currency: str) -> tuple[str, ...]:
    by_cause = side.became.by_cause
    return tuple(signed(by_cause[cause], unit_of(side), currency) for cause in _CAUSES)


@dataclass(frozen=True, kw_only=True)
class _Record:
    """One record that moved for one cause, and what it moved."""

    key: str
    cause: Cause
    moved: dict[tuple[str, Unit], list[float]] = field(default_factory=dict)

    def told(self, currency: str) -> str:
        """What it moved: each number with by how much."""
        parts = (_moved(*name, by, currency) for name, by in self.moved.items())
        return " · ".join(parts)


def _moved(name: str, unit: Unit, by: Sequence[float], currency: str) -> str:
    """By how much one record moved a number, also one in which it counts more than once."""
    came, went = sum(each for each in by if each > 0), -sum(each for each in by if each < 0)
    if came and went and unit in _ADDED:
        here, gone = (number(each, unit, currency) for each in (came, went))
        return f"{name}: {here} came in, {gone} left"
    return f"{name} {signed(came - went, unit, currency)}".strip()


def _records(moved: Iterable[Became]) -> list[_Record]:
    found: dict[tuple[str, Cause], _Record] = {}
    for one in moved:
        label = one.reading.told["label"]
        counted: set[str] = set()  # whoever came in or left need not be told to have taken time
        for side in one.sides:
            name = label if len(one.sides) == 1 else f"{label} ({side.label})"
            is_timed, moves = side.kind == TIMES, side.became.moves
            for move in (one for one in moves if not (is_timed and one.key in counted)):
                mine = _Record(key=move.key, cause=move.cause)
                mine = found.setdefault((subject_of(move.key), move.cause), mine)
                mine.moved.setdefault((name, unit_of(side)), []).append(move.by)
            counted |= {move.key for move in moves}
    return [found[name] for name in sorted(found)]


def unit_of(side: Side) -> Unit:
    """What a side is counted in: its records, but where each adds an amount or a time."""
    parts = (part for metric in CATALOG.values() for part in parts_of(metric))
    found = next((part for part in parts if part.name == side.part), None)
    if isinstance(found, Wait) and side.kind == TIMES:
        return found.unit
    return found.unit if isinstance(found, Total | Spread) else Unit.COUNT


def signed(change: float, unit: Unit, currency: str) -> str:
    """A change with its sign; empty where nothing changed."""
    sign = "+" if change > 0 else "−"
    if unit is Unit.SHARE:
        return f"{sign}{abs(100 * change):.1f} pts" if change else ""
    text = number(abs(change), unit, currency)
    return f"{sign}{text}" if change else ""
