"""Promises: held against the first day, put off in the open, ended by a deed or by both sides."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from revdash.desk.audit import Stamp
from revdash.desk.commitments import (
    Commitment,
    CommitmentState,
    cancel,
    hear_of_settled,
    mark_done,
    promise,
    put_off,
    read_commitment,
    reopen,
    withdraw_commitment,
)
from revdash.desk.meetings import (
    Series,
    close_meeting,
    next_meeting,
    read_series,
    save_series,
    start,
)
from revdash.desk.revisions import EditConflictError
from revdash.errors import InputError, NotAllowedError
from revdash.terms import Side

NINE = datetime(2026, 11, 9, 9)
TODAY, FRIDAY, LATER = date(2026, 11, 9), date(2026, 11, 13), date(2026, 11, 20)
LIST = Commitment(words="Clean the list", owner="mia", side=Side.MARKETING, original_due_on=FRIDAY)


@pytest.fixture
def write(desk):
    def _write(function, *given, who="ann"):
        with desk.writing() as connection:
            return function(connection, *given, Stamp(actor_id=who, now=NINE))

    return _write


@pytest.fixture
def seen(desk):
    def _seen(key):
        with desk.connect() as connection:
            return read_commitment(connection, key)

    return _seen


@pytest.fixture
def promised(write):
    return write(promise, LIST, TODAY)


@pytest.fixture
def running(write, desk):
    """A meeting that runs."""
    write(save_series, Series(name="Weekly"))
    with desk.connect() as connection:
        series = read_series(connection)
    key = write(next_meeting, series, TODAY)
    write(start, key, NINE, 1)
    return key


@pytest.mark.parametrize(("on", "is_kept"), [(FRIDAY, True), (date(2026, 11, 14), False)])
def test_it_is_kept_when_done_by_the_day_named_first(write, promised, seen, on, is_kept):
    write(put_off, seen(promised), LATER)
    write(mark_done, seen(promised), on, LATER)

    found = seen(promised)

    assert (found.state, found.is_kept, found.slips) == (CommitmentState.DONE, is_kept, 1)
    assert (found.original_due_on, found.due_on) == (FRIDAY, LATER)


def test_it_is_put_off_to_a_later_day_only(write, promised, seen):
    with pytest.raises(InputError, match="is not later"):
        write(put_off, seen(promised), FRIDAY)


def test_it_cannot_be_done_tomorrow(write, promised, seen):
    with pytest.raises(InputError, match="cannot be done on"):
        write(mark_done, seen(promised), FRIDAY, TODAY)


def test_it_is_cancelled_by_both_sides_only(write, promised, seen):
    write(cancel, seen(promised), Side.MARKETING, who="mia")
    proposed = seen(promised)
    for side in (Side.MARKETING, Side.SALES):
        with pytest.raises(InputError, match="by both sides"):
            write(cancel, proposed, side, who="mia")

    write(cancel, proposed, Side.SALES, who="sam")

    assert (proposed.is_open, proposed.turn) == (True, Side.SALES)
    assert seen(promised).state is CommitmentState.CANCELLED


def test_what_is_settled_is_opened_again_before_it_changes(write, promised, seen):
    write(mark_done, seen(promised), TODAY, TODAY)
    with pytest.raises(InputError, match="Open it again first"):
        write(put_off, seen(promised), LATER)

    write(reopen, seen(promised))

    assert (seen(promised).is_open, seen(promised).done_on) == (True, None)


def test_a_closed_meeting_keeps_what_it_heard(write, seen, running):
    key = write(promise, replace(LIST, meeting_id=running), TODAY)
    write(mark_done, seen(key), TODAY, TODAY)
    assert seen(key).settled_in == running
    write(close_meeting, running, NINE, 2)

    for change in ((reopen, seen(key)), (withdraw_commitment, seen(key))):
        with pytest.raises(NotAllowedError, match="is closed"):
            write(*change)


def test_what_was_done_between_meetings_is_heard_in_the_next(write, promised, seen, running):
    write(close_meeting, running, NINE, 2)
    write(mark_done, seen(promised), TODAY, TODAY)
    assert seen(promised).settled_in is None

    write(hear_of_settled, running)

    assert seen(promised).settled_in == running


def test_two_who_change_one_promise_do_not_overwrite_each_other(write, promised, seen):
    before = seen(promised)
    write(put_off, before, LATER)

    with pytest.raises(EditConflictError):
        write(mark_done, before, TODAY, TODAY)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(LIST, words=""), "is empty"),
        (replace(LIST, owner=""), "no owner"),
        (replace(LIST, side=Side.SHARED), "whose commitment"),
        (replace(LIST, original_due_on=date(2026, 11, 8)), "before today"),
    ],
)
def test_a_promise_names_what_who_and_by_when(write, wrong, said):
    with pytest.raises(InputError, match=said):
        write(promise, wrong, TODAY)
