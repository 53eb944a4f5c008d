"""Agenda items: what is brought to a meeting: tiles, wins, owned misses, asks, decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, literal, or_, select

from revdash.desk.audit import Stamp
from revdash.desk.meetings import Meeting, MeetingState, writable
from revdash.desk.questions import OTHER_SIDE, SIDES
from revdash.desk.revisions import change, earlier_click, insert, remove
from revdash.desk.tables.ledger import audit
from revdash.desk.tables.meetings import meeting_item
from revdash.errors import InputError, suggestion
from revdash.terms import Side

_STEP = 1024  # between two places: an item can be put between others without touching them
_i = meeting_item.c


class ItemKind(StrEnum):
    """What can be brought."""

    TILE = "tile"  # a metric as it is filtered, with a note
    WIN = "win"
    MISS = "miss"  # that a side owns
    NO_WIN = "no_win"  # why a side has none
    NO_MISS = "no_miss"
    ASK = "ask"  # of the other side
    DECISION = "decision"


OF_A_SIDE = frozenset(
    {ItemKind.WIN, ItemKind.MISS, ItemKind.NO_WIN, ItemKind.NO_MISS, ItemKind.ASK}
)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing brought to a meeting; without one it waits for the next that opens.

    ``decided_at`` is when an ask was answered or a decision taken, ``due_on`` the day by which
    the answer holds, ``settled_in`` the meeting it was settled in.
    """

    kind: ItemKind
    words: str
    meeting_id: str | None = None
    side: Side | None = None
    asked_side: Side | None = None
    subject: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    answer: str = ""
    dissent: str = ""
    due_on: date | None = None
    decided_at: datetime | None = None
    settled_in: str | None = None
    settled_by: str | None = None
    item_id: str = ""
    by: str = ""
    at: datetime | None = None
    place: int = 0
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it is an ask that waits for its answer."""
        return self.kind is ItemKind.ASK and self.decided_at is None


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The answer to an ask that was seen at *version*, in the meeting that runs, if one does."""

    item_id: str
    words: str
    at: datetime
    version: int
    due_on: date | None = None
    meeting_id: str | None = None


def read_items(connection: Connection, meeting: Meeting) -> tuple[Item, ...]:
    """Read what is on the agenda of a meeting, in its order.

    Asks that earlier ones left open are carried over; what was sent waits for one that opens.
    """
    own, waits = _i.meeting_id == meeting.meeting_id, _i.meeting_id.is_(None)
    asked = _i.kind == ItemKind.ASK.value
    mine = [own, asked & _i.decided_at.is_(None), asked & (_i.settled_in == meeting.meeting_id)]
    if meeting.state is MeetingState.PLANNED:
        mine += [waits, asked & _i.settled_in.is_(None)]
    if meeting.state is MeetingState.CLOSED:
        mine = [own]
    return _items(connection, or_(*mine))


def waiting_items(connection: Connection) -> tuple[Item, ...]:
    """Read what waits for a meeting that nobody has prepared, asks left open among it."""
    is_ask = (_i.kind == ItemKind.ASK.value) & _i.settled_in.is_(None)
    return _items(connection, or_(_i.meeting_id.is_(None), is_ask))


def read_item(connection: Connection, item_id: str) -> Item:
    """Read one item."""
    found = _items(connection, _i.item_id == item_id)
    if not found:
        raise InputError("This is no longer on the agenda. Reload the page to see what is.")
    return found[0]


def bring(connection: Connection, wanted: Item, by: Stamp) -> str:
    """Bring something to a meeting, or to the next one; return its id."""
    _check(wanted)
    if wanted.meeting_id is not None:
        writable(connection, wanted.meeting_id)
    asked = OTHER_SIDE[wanted.side] if wanted.kind is ItemKind.ASK and wanted.side else None
    values: dict[str, Any] = {
        "meeting_id": wanted.meeting_id,
        "kind": wanted.kind.value,
        "side": wanted.side.value if wanted.side else None,
        "asked_side": asked.value if asked else None,
        "subject": wanted.subject or None,
        "filters": {name: list(chosen) for name, chosen in wanted.filters.items()} or None,
        "words": wanted.words.strip(),
        "dissent": wanted.dissent.strip() or None,
        "due_on": wanted.due_on,
        "decided_at": wanted.decided_at if wanted.kind is ItemKind.DECISION else None,
        "settled_in": wanted.meeting_id if wanted.kind is ItemKind.DECISION else None,
        "place": _last_place(connection) + _STEP,
    }
    return insert(connection, meeting_item, values, by)


def reword_item(connection: Connection, wanted: Item, by: Stamp) -> None:
    """Change what an item says, as it was read at ``wanted.version``."""
    before = _changeable(connection, wanted.item_id)
    _check(wanted)
    if before.kind is ItemKind.ASK and before.decided_at is not None:
        raise InputError("This ask is answered, so it stands. Take the answer back first.")
    values = {
        "item_id": wanted.item_id,
        "words": wanted.words.strip(),
        "dissent": wanted.dissent.strip() or None,
        "subject": wanted.subject or None,
    }
    change(connection, meeting_item, values, wanted.version, by)


def take_item_back(connection: Connection, item_id: str, version: int, by: Stamp) -> None:
    """Take something off the agenda; an answered ask stands."""
    if earlier_click(connection, by):
        return
    if _changeable(connection, item_id).answer:
        raise InputError("This ask is answered, so it stands. Take the answer back first.")
    remove(connection, meeting_item, item_id, version, by)


def move_item(
    connection: Connection, item_id: str, after: str | None, version: int, by: Stamp
) -> None:
    """Put an item just behind another one of its kind; behind none it comes first."""
    others = around(connection, _changeable(connection, item_id))
    places = [one.place for one in others]
    behind = next((one.place for one in others if one.item_id == after), 0)
    above = min((place for place in places if place > behind), default=behind + 2 * _STEP)
    place = (behind + above) // 2
    if place == behind:  # no room is left between the two: all stand anew, further apart
        for rank, one in enumerate(others, start=1):
            spread = {"item_id": one.item_id, "place": rank * _STEP}
            change(connection, meeting_item, spread, one.version, by.part())
        order = [one.item_id for one in others]
        place = (order.index(after) + 1 if after in order else 0) * _STEP + _STEP // 2
    change(connection, meeting_item, {"item_id": item_id, "place": place}, version, by)


def around(connection: Connection, item: Item) -> tuple[Item, ...]:
    """Read what else is on the agenda of its meeting, in its order."""
    others = _i.item_id != item.item_id
    return _items(connection, _i.meeting_id == item.meeting_id, others)


def answer_ask(connection: Connection, said: Reply, by: Stamp) -> None:
    """Answer an ask, with the day it holds by."""
    asked = read_item(connection, said.item_id)
    if asked.kind is not ItemKind.ASK:
        raise InputError("This is no ask, so there is nothing to answer. Write a note about it.")
    if not said.words.strip():
        raise InputError("The answer is empty. Write what you will do, or why not.")
    if said.meeting_id is not None:
        writable(connection, said.meeting_id)
    values = {
        "item_id": said.item_id,
        "answer": said.words.strip(),
        "due_on": said.due_on,
        "decided_at": said.at,
        "settled_in": said.meeting_id,
        "settled_by": by.actor_id,
    }
    change(connection, meeting_item, values, said.version, by)


def reopen_ask(connection: Connection, item_id: str, version: int, by: Stamp) -> None:
    """Take the answer to an ask back, unless the meeting it was given in has closed."""
    asked = read_item(connection, item_id)
    if asked.settled_in is not None:
        writable(connection, asked.settled_in)
    names = ("answer", "due_on", "decided_at", "settled_in", "settled_by")
    change(connection, meeting_item, {"item_id": item_id, **dict.fromkeys(names)}, version, by)


def adopt_waiting(connection: Connection, meeting_id: str, by: Stamp) -> None:
    """Put everything that waits on the agenda of the meeting that opens, late answers too."""
    for one in waiting_items(connection):
        values: dict[str, Any] = {"item_id": one.item_id}
        values |= {} if one.meeting_id else {"meeting_id": meeting_id}
        values |= {"settled_in": meeting_id} if one.decided_at is not None else {}
        if len(values) > 1:
            change(connection, meeting_item, values, one.version, by.part())


def _changeable(connection: Connection, item_id: str) -> Item:
    """Read an item whose meeting has not closed."""
    found = read_item(connection, item_id)
    if found.meeting_id is not None:
        writable(connection, found.meeting_id)
    return found


def _check(wanted: Item) -> None:
    if not wanted.words.strip():
        raise InputError("Nothing is written. Write it in one sentence, as it is to be read out.")
    if wanted.kind in OF_A_SIDE and wanted.side not in SIDES:
        raise InputError(
            f"It is not said whose this is: {suggestion(str(wanted.side or ''), SIDES)} "
            "Choose one, or have your side set on Settings › People."
        )
    if wanted.kind is ItemKind.TILE and not wanted.subject:
        raise InputError("No tile is named. Open the one you mean, and send it from there.")


def _last_place(connection: Connection) -> int:
    places = connection.execute(select(_i.place).order_by(_i.place.desc())).scalars()
    return places.first() or 0


def _items(connection: Connection, *conditions: Any) -> tuple[Item, ...]:
    """Read items with who brought each, and when: the log knows, whoever changed it since."""
    added = (audit.c.action == "meeting_item.added") & (
        audit.c.subject == literal("meeting_item:") + _i.item_id
    )
    query = (
        select(meeting_item, audit.c.actor_id, audit.c.recorded_at)
        .outerjoin(audit, added)
        .where(*conditions)
        .order_by(_i.place, _i.item_id)
    )
    return tuple(_item(row) for row in connection.execute(query))


def _item(row: Any) -> Item:
    return Item(
        item_id=row.item_id,
        meeting_id=row.meeting_id,
        kind=ItemKind(row.kind),
        side=Side(row.side) if row.side else None,
        asked_side=Side(row.asked_side) if row.asked_side else None,
        subject=row.subject or "",
        filters=row.filters or {},
        words=row.words or "",
        answer=row.answer or "",
        dissent=row.dissent or "",
        due_on=row.due_on,
        decided_at=row.decided_at,
        settled_in=row.settled_in,
        settled_by=row.settled_by,
        place=row.place or 0,
        by=row.actor_id or row.changed_by,
        at=row.recorded_at or row.changed_at,
        version=row.version,
    )
