"""The weekly meeting: set once, each made in its turn, opened, attended, rated, closed for good."""

from datetime import date, datetime, timedelta

import pytest

from revdash.desk.audit import Stamp
from revdash.desk.meetings import (
    FORTNIGHTLY,
    LEADER,
    Attending,
    MeetingState,
    Series,
    Slot,
    attend,
    close_meeting,
    current_meeting,
    move,
    next_meeting,
    rate,
    read_meeting,
    read_meetings,
    read_ratings,
    read_series,
    save_series,
    start,
)
from revdash.desk.revisions import EditConflictError
from revdash.errors import InputError, NotAllowedError

MONDAY = date(2026, 11, 9)
NINE = datetime(2026, 11, 9, 9)
WEEKLY = Series(name="Weekly", leaders={"marketing": "mia", "sales": "sam"})


@pytest.fixture
def write(desk):
    """Write one thing as somebody."""

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
def weekly(write, read):
    write(save_series, WEEKLY)
    return read(read_series)


@pytest.fixture
def planned(write, weekly):
    return write(next_meeting, weekly, MONDAY)


@pytest.mark.parametrize(
    ("last", "today", "coming"),
    [
        (None, date(2026, 11, 5), MONDAY),
        (None, MONDAY, MONDAY),
        (MONDAY, MONDAY, date(2026, 11, 16)),
        (date(2026, 11, 10), date(2026, 11, 10), date(2026, 11, 16)),
        (date(2026, 11, 6), date(2026, 11, 6), date(2026, 11, 16)),
        (date(2026, 9, 7), MONDAY, MONDAY),
    ],
    ids=["first", "today", "next", "held-late", "held-early", "long-ago"],
)
def test_the_coming_day_is_the_next_turn_after_the_last(last, today, coming):
    assert Series(name="Weekly").day_after(last, today) == coming


def test_every_two_weeks_one_monday_is_left_out():
    held = Series(name="Often enough", cadence=FORTNIGHTLY)

    assert held.day_after(MONDAY, MONDAY) == MONDAY + timedelta(days=14)


def test_there_is_one_meeting_ahead_however_often_it_is_prepared(planned, write, weekly, read):
    again = write(next_meeting, weekly, MONDAY)

    assert again == planned
    assert [one.held_on for one in read(read_meetings)] == [MONDAY]


def test_a_meeting_keeps_the_agenda_it_opened_with(planned, write, weekly, read):
    short = Series(**vars(weekly) | {"agenda": (Slot("wins", 5), Slot("rating", 1))})
    write(save_series, short)
    write(start, planned, NINE, 1)
    longer = Series(**vars(short) | {"agenda": (Slot("wins", 50),), "version": 2})
    write(save_series, longer)

    found = read(read_meeting, planned)

    assert (found.state, found.opened_at) == (MeetingState.OPEN, NINE)
    assert found.agenda == (Slot("wins", 5), Slot("rating", 1))


def test_who_is_there_is_kept_with_side_and_role(planned, write, read):
    mia = Attending("mia", "Mia", "marketing", LEADER)
    write(attend, planned, [mia], 1)

    assert read(read_meeting, planned).attendees == (mia,)
    with pytest.raises(InputError, match="'chair' is no role"):
        write(attend, planned, [mia._replace(role="chair")], 2)


def test_a_rating_is_one_a_person_and_may_change(planned, write, read):
    write(rate, planned, 4, who="mia")
    write(rate, planned, 9, who="mia")
    write(rate, planned, 7, who="sam")

    assert read(read_ratings, planned) == {"mia": 9, "sam": 7}
    with pytest.raises(InputError, match="from 1 to 10"):
        write(rate, planned, 11)


def test_a_closed_meeting_refuses_every_change(planned, write, read):
    write(start, planned, NINE, 1)
    write(close_meeting, planned, NINE, 2)

    for change in (
        (move, planned, MONDAY, 3),
        (start, planned, NINE, 3),
        (attend, planned, [], 3),
        (rate, planned, 5),
        (close_meeting, planned, NINE, 3),
    ):
        with pytest.raises(NotAllowedError, match=r"is closed.*Bring it to the next"):
            write(*change)
    assert read(current_meeting) is None


def test_two_who_close_at_once_close_it_once(planned, write):
    write(start, planned, NINE, 1)
    write(close_meeting, planned, NINE, 2)

    with pytest.raises(NotAllowedError):
        write(close_meeting, planned, NINE, 2)


def test_a_meeting_is_opened_before_it_closes(planned, write):
    with pytest.raises(InputError, match="Open it first"):
        write(close_meeting, planned, NINE, 1)


def test_two_who_change_the_series_do_not_overwrite_each_other(weekly, write):
    write(save_series, weekly)

    with pytest.raises(EditConflictError):
        write(save_series, Series(**vars(weekly) | {"name": "Other"}))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "no name"),
        ({"cadence": "yearly"}, "no cadence"),
        ({"weekday": 7}, "no weekday"),
        ({"agenda": (Slot("wins", 0),)}, "less than a minute"),
        ({"leaders": {"shared": "ann"}}, "leads nothing"),
    ],
)
def test_a_series_that_could_not_be_held_is_refused(write, wrong, said):
    with pytest.raises(InputError, match=said):
        write(save_series, Series(**vars(WEEKLY) | wrong))
