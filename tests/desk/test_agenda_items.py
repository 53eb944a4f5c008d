"""What is brought to a meeting: it waits for one, is carried while open, and closes with it."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from revdash.desk.agenda_items import (
    Item,
    ItemKind,
    Reply,
    adopt_waiting,
    answer_ask,
    bring,
    move_item,
    read_item,
    read_items,
    reopen_ask,
    reword_item,
    take_item_back,
)
from revdash.desk.audit import Stamp
from revdash.desk.meeting_notes import Note, add_note, read_notes, reword_note, take_note_back
from revdash.desk.meetings import (
    Series,
    close_meeting,
    next_meeting,
    read_meeting,
    read_series,
    save_series,
    start,
)
from revdash.desk.revisions import EditConflictError
from revdash.errors import InputError, NotAllowedError
from revdash.terms import Side

MONDAY, NINE = date(2026, 11, 9), datetime(2026, 11, 9, 9)
WIN = Item(kind=ItemKind.WIN, words="Acme signed", side=Side.SALES, subject="deal:7")
ASK = Item(kind=ItemKind.ASK, words="Send the list by noon", side=Side.SALES)


@pytest.fixture
def write(desk):
    def _write(function, *given, who="ann", click=""):
        with desk.writing() as connection:
            stamp = Stamp(actor_id=who, now=NINE, click_id=click)
            return function(connection, *given, stamp)

    return _write


@pytest.fixture
def read(desk):
    def _read(function, *given):
        with desk.connect() as connection:
            return function(connection, *given)

    return _read


@pytest.fixture
def held(write, read):
    """Open the next meeting; give its key."""

    def _held():
        if read(read_series) is None:
            write(save_series, Series(name="Weekly"))
        key = write(next_meeting, read(read_series), MONDAY)
        write(start, key, NINE, 1)
        write(adopt_waiting, key)
        return key

    return _held


@pytest.fixture
def closing(write, read):
    def _closing(key):
        write(close_meeting, key, NINE, read(read_meeting, key).version)

    return _closing


@pytest.fixture
def on_agenda(read):
    def _on_agenda(key):
        return [one.words for one in read(read_items, read(read_meeting, key))]

    return _on_agenda


def test_what_is_sent_waits_for_the_meeting_that_opens(write, read, held):
    tile = Item(
        kind=ItemKind.TILE, words="Why?", subject="metric:mql_new", filters={"region": ["EMEA"]}
    )
    key = write(bring, tile, who="mia")
    meeting = held()

    found = read(read_item, key)

    assert (found.meeting_id, found.filters, found.by) == (meeting, {"region": ["EMEA"]}, "mia")


def test_an_ask_is_carried_until_it_is_answered_and_told_once_more(write, held, closing, on_agenda):
    first = held()
    ask = write(bring, replace(ASK, meeting_id=first))
    closing(first)
    second = held()
    assert on_agenda(second) == [ASK.words]
    reply = Reply(item_id=ask, words="Yes", at=NINE, version=1, meeting_id=second)
    write(answer_ask, replace(reply, due_on=date(2026, 11, 20)))
    assert on_agenda(second) == [ASK.words]
    closing(second)

    third = held()

    assert on_agenda(third) == []


def test_an_answer_between_two_meetings_is_told_in_the_next(write, held, closing, on_agenda):
    first = held()
    ask = write(bring, replace(ASK, meeting_id=first))
    closing(first)
    write(answer_ask, Reply(item_id=ask, words="Yes", at=NINE, version=1))

    second = held()
    closing(second)

    assert on_agenda(held()) == []


def test_an_answer_is_taken_back_until_its_meeting_closes(write, held, closing, read):
    key = held()
    ask = write(bring, replace(ASK, meeting_id=key))
    reply = Reply(item_id=ask, words="Yes", at=NINE, version=1, meeting_id=key)
    write(answer_ask, reply)
    write(reopen_ask, ask, 2)
    assert read(read_item, ask).is_open
    write(answer_ask, replace(reply, version=3))
    closing(key)

    with pytest.raises(NotAllowedError, match="is closed"):
        write(reopen_ask, ask, 4)


def test_what_a_closed_meeting_heard_stays_as_it_was(write, held, closing):
    key = held()
    win = write(bring, replace(WIN, meeting_id=key))
    closing(key)

    for change in (
        (bring, replace(WIN, meeting_id=key)),
        (reword_item, replace(WIN, item_id=win, words="Other", version=1)),
        (take_item_back, win, 1),
        (move_item, win, None, 1),
        (add_note, Note(meeting_id=key, section="wins", words="Late", at=NINE)),
    ):
        with pytest.raises(NotAllowedError, match="is closed"):
            write(*change)


def test_items_stand_where_they_are_put_however_often(write, held, on_agenda, read):
    key = held()
    names = ["a", "b", "c", "d"]
    made = {n: write(bring, replace(WIN, words=n, meeting_id=key)) for n in names}

    for _ in range(12):  # each time between the same two: the room between runs out
        write(move_item, made["d"], made["a"], read(read_item, made["d"]).version)
        write(move_item, made["c"], made["a"], read(read_item, made["c"]).version)

    assert on_agenda(key) == ["a", "c", "d", "b"]
    write(move_item, made["b"], None, read(read_item, made["b"]).version)
    assert on_agenda(key) == ["b", "a", "c", "d"]


def test_two_who_reword_one_item_do_not_overwrite_each_other(write, held):
    key = held()
    win = write(bring, replace(WIN, meeting_id=key))
    write(reword_item, replace(WIN, item_id=win, words="First", version=1))

    with pytest.raises(EditConflictError):
        write(reword_item, replace(WIN, item_id=win, words="Second", version=1))


def test_the_same_click_brings_it_once(write, held, on_agenda):
    key = held()

    for _ in range(2):
        write(bring, replace(WIN, meeting_id=key), click="click-1")

    assert on_agenda(key) == [WIN.words]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(WIN, words=" "), "Nothing is written"),
        (replace(WIN, side=None), "whose this is"),
        (Item(kind=ItemKind.TILE, words="Look"), "No tile is named"),
    ],
)
def test_what_cannot_be_read_out_is_refused(write, wrong, said):
    with pytest.raises(InputError, match=said):
        write(bring, wrong)


def test_two_typists_lose_nothing_and_mend_their_own(write, held, read):
    key = held()
    mia = write(add_note, Note(meeting_id=key, section="wins", words="One", at=NINE), who="mia")
    sam = write(add_note, Note(meeting_id=key, section="wins", words="Two", at=NINE), who="sam")
    write(reword_note, mia, "Uno", 1, who="mia")

    with pytest.raises(NotAllowedError, match="Somebody else wrote"):
        write(reword_note, mia, "Eins", 2, who="sam")
    with pytest.raises(NotAllowedError, match="Somebody else wrote"):
        write(take_note_back, sam, 1, who="mia")
    assert {one.words for one in read(read_notes, key)} == {"Uno", "Two"}
    write(take_note_back, sam, 1, who="sam")
    assert [(one.by, one.words) for one in read(read_notes, key)] == [("mia", "Uno")]
