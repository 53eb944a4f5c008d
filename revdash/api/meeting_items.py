"""Meeting items: notes, wins, owned misses, asks, decisions and tiles, brought and settled."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from revdash.api.acting import side_of, stamp
from revdash.api.actors import Actor, Right
from revdash.api.cuts import BY_TEAM, tells_of_one
from revdash.api.house import House
from revdash.api.meeting_running import moment_of
from revdash.api.meeting_says import Bringing, Deciding, Noting, Rewording, Sending
from revdash.api.talking import assert_turn
from revdash.desk import agenda_items, meeting_notes
from revdash.desk.agenda_items import Item, ItemKind, Reply
from revdash.desk.meeting_notes import Note
from revdash.desk.meetings import running_meeting
from revdash.errors import InputError, NotAllowedError, suggestion
from revdash.meetings.agenda import LINES
from revdash.metrics.catalog import find
from revdash.terms import Side

_BROUGHT = tuple(kind.value for kind in ItemKind if kind is not ItemKind.TILE)
_LINKED = frozenset({ItemKind.WIN, ItemKind.MISS})  # each names what it is about
_OWNED = frozenset({ItemKind.MISS, ItemKind.NO_MISS})


def note(house: House, actor: Actor, said: Noting) -> str:
    """Add a note under a heading; returns a sentence."""
    actor.assert_may(Right.ACT)
    if said.heading not in LINES:
        raise InputError(f"'{said.heading}' is no heading. {suggestion(said.heading, LINES)}")
    wanted = Note(
        meeting_id=said.meeting,
        section=said.heading,
        words=said.words,
        at=moment_of(house).at,
    )
    with house.desk.writing() as desk:
        meeting_notes.add_note(desk, wanted, stamp(actor, said.click_id))
    return "Noted."


def reword_note(house: House, actor: Actor, said: Rewording) -> str:
    """Correct one's own note; returns a sentence."""
    actor.assert_may(Right.ACT)
    by = stamp(actor, said.click_id)
    with house.desk.writing() as desk:
        meeting_notes.reword_note(desk, said.key, said.words, said.version, by)
    return "Corrected."


def take_note_back(house: House, actor: Actor, key: str, version: int) -> str:
    """Take one's own note back; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        meeting_notes.take_note_back(desk, key, version, stamp(actor, ""))
    return "The note is taken back."


def bring(house: House, actor: Actor, said: Bringing) -> str:
    """Bring something to a meeting, or to the next one; returns a sentence."""
    actor.assert_may(Right.ACT)
    kind = _kind(said.kind)
    if kind in _LINKED and not said.subject:
        raise InputError(
            f"It is not said which number or deal this {kind.value} rests on. Choose one, so that "
            "everybody can look at it."
        )
    wanted = Item(
        kind=kind,
        meeting_id=said.meeting or None,
        words=said.words,
        side=_side(actor, kind, said.side),
        subject=said.subject,
        dissent=said.dissent,
        due_on=said.due_on,
        decided_at=moment_of(house).at if kind is ItemKind.DECISION else None,
    )
    with house.desk.writing() as desk:
        agenda_items.bring(desk, wanted, stamp(actor, said.click_id))
    return _SAID[kind]


def send(house: House, actor: Actor, said: Sending) -> str:
    """Put a tile, as it is filtered, on the agenda of the next meeting; returns a sentence."""
    actor.assert_may(Right.ACT)
    found = find(said.metric)
    if tells_of_one(found, said.filters):
        raise NotAllowedError(f"{BY_TEAM} Take the owner off the filters. Then send it.")
    wanted = Item(
        kind=ItemKind.TILE,
        words=said.words,
        subject=f"metric:{found.name}",
        filters={name: values for name, values in said.filters if values},
    )
    with house.desk.writing() as desk:
        agenda_items.bring(desk, wanted, stamp(actor, said.click_id))
    return f"{found.label} is on the agenda of the next meeting."


def reword_item(house: House, actor: Actor, said: Rewording) -> str:
    """Change the words of an item; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        before = agenda_items.read_item(desk, said.key)
        wanted = replace(
            before,
            words=said.words,
            dissent=said.dissent or before.dissent,
            subject=said.subject or before.subject,
            version=said.version,
        )
        agenda_items.reword_item(desk, wanted, stamp(actor, said.click_id))
    return "Changed."


def take_item_back(house: House, actor: Actor, key: str, version: int) -> str:
    """Take an item off the agenda; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        agenda_items.take_item_back(desk, key, version, stamp(actor, ""))
    return "It is off the agenda."


def move_item(house: House, actor: Actor, key: str, version: int, place: int) -> str:
    """Put an item at another place among those of its kind, 0 first; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        others = _beside(desk, key)
        after = others[min(place, len(others)) - 1].item_id if place > 0 and others else None
        agenda_items.move_item(desk, key, after, version, stamp(actor, ""))
    return "Moved."


def answer(house: House, actor: Actor, said: Deciding) -> str:
    """Answer an ask of the other side; returns a sentence."""
    actor.assert_may(Right.ACT)
    at = moment_of(house).at
    with house.desk.writing() as desk:
        asked = agenda_items.read_item(desk, said.key)
        assert_turn(actor, asked.asked_side or Side.SHARED, "answers")
        reply = Reply(
            item_id=said.key,
            words=said.words,
            due_on=said.due_on,
            at=at,
            version=said.version,
            meeting_id=running_meeting(desk),
        )
        agenda_items.answer_ask(desk, reply, stamp(actor, said.click_id))
    return "Answered."


def reopen_ask(house: House, actor: Actor, key: str, version: int) -> str:
    """Take the answer to an ask back; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        agenda_items.reopen_ask(desk, key, version, stamp(actor, ""))
    return "The ask is open again."


_SAID = {
    ItemKind.WIN: "The win is on the sheet.",
    ItemKind.MISS: "The miss is owned.",
    ItemKind.NO_WIN: "It is said why there is no win.",
    ItemKind.NO_MISS: "It is said why there is no miss.",
    ItemKind.ASK: "Asked. It stays on the agenda until it is answered.",
    ItemKind.DECISION: "The decision is in the log.",
}


def _kind(word: str) -> ItemKind:
    if word not in _BROUGHT:
        raise InputError(f"'{word}' is nothing to bring. {suggestion(word, _BROUGHT)}")
    return ItemKind(word)


def _side(actor: Actor, kind: ItemKind, said: str) -> Side | None:
    """Whose it is: a win may be credited to either, a miss is owned by who speaks for the side."""
    if kind is ItemKind.WIN and said:
        return side_of(replace(actor, side=None), said)
    if kind in _OWNED and said in {side.value for side in Side}:
        assert_turn(actor, Side(said), "says what it owns")
    return side_of(actor, said)


def _beside(desk: Connection, key: str) -> Sequence[Item]:
    """The other items of the same meeting and kind, in their order."""
    moved = agenda_items.read_item(desk, key)
    return [one for one in agenda_items.around(desk, moved) if one.kind is moved.kind]
