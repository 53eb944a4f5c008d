"""Rounds of the pulse: who may be asked, and links that are told once."""

import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from multiprocessing import get_context

import pytest
from sqlalchemy import select

from revdash.desk.audit import Stamp
from revdash.desk.engine import open_desk
from revdash.desk.pulse import (
    Inviting,
    RoleClass,
    begin_wave,
    close_wave,
    open_due,
    read_waves,
)
from revdash.desk.survey import (
    FIXED,
    OFFERED,
    AnswerKind,
    PulseQuestion,
    add_question,
    read_offered,
)
from revdash.desk.tables.pulse import survey_token
from revdash.errors import InputError, StaleEditError
from revdash.terms import Side

NOON = datetime(2026, 12, 14, 12)
SIX_EACH = {Side.MARKETING: 6, Side.SALES: 6}
WANTED = Inviting(
    name="November",
    opens_on=date(2026, 11, 2),
    closes_on=date(2026, 11, 9),
    people=SIX_EACH,
    leaders={Side.SALES: 1},
)


def begin(desk, by, **changes):
    with desk.writing() as connection:
        return begin_wave(connection, replace(WANTED, **changes), by)


def waves(desk):
    with desk.connect() as connection:
        return read_waves(connection)


def test_a_round_asks_the_six_and_what_was_chosen_and_knows_when_it_is_over(desk, by):
    begin(desk, by)

    (wave,) = waves(desk)
    assert wave.asked == (*FIXED, *OFFERED)
    assert len(FIXED) == 6
    days = [date(2026, 11, day) for day in (1, 2, 8, 9)]
    assert [wave.is_open(day) for day in days] == [False, True, True, False]
    assert [wave.is_closed(day) for day in days] == [False, False, False, True]
    assert wave.next_due == date(2026, 12, 14)


def test_every_person_gets_a_link_and_only_hashes_are_kept_in_their_own_order(desk, by):
    _, links = begin(desk, by)

    with desk.connect() as connection:
        kept = connection.execute(select(survey_token.c.token_hash)).scalars().all()
        as_written = connection.exec_driver_sql("SELECT token_hash FROM survey_token").scalars()
        assert list(as_written) == sorted(kept)
    assert len({link.token for link in links}) == len(links) == len(kept) == 12
    assert all(re.fullmatch(r"[\w-]{22}", link.token) for link in links)
    assert not {link.token for link in links} & set(kept)


def test_leaders_are_told_apart_only_where_there_are_five_of_both(desk, by):
    _, links = begin(desk, by, people={Side.MARKETING: 11, Side.SALES: 9},
                     leaders={Side.MARKETING: 5, Side.SALES: 4})  # fmt: skip

    roles = {side: {one.role_class for one in links if one.side is side} for side in SIX_EACH}
    assert roles[Side.MARKETING] == {RoleClass.LEAD, RoleClass.TEAM}
    assert roles[Side.SALES] == {RoleClass.ANY}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"people": {Side.MARKETING: 4, Side.SALES: 9}}, "Marketing would be 4 people"),
        ({"leaders": {Side.SALES: 7}}, "Of 6 people, 7 cannot lead"),
        ({"name": " "}, "no name"),
        ({"closes_on": date(2026, 11, 2)}, "before anybody can answer"),
        ({"every_weeks": -1}, "or 0 for none"),
    ],
)
def test_a_round_that_could_show_nothing_is_refused(desk, by, changes, said):
    with pytest.raises(InputError, match=said):
        begin(desk, by, **changes)

    assert not waves(desk)


def test_two_rounds_are_never_open_at_once(desk, by):
    begin(desk, by)
    later = {"opens_on": date(2026, 11, 5), "closes_on": date(2026, 11, 20)}

    with pytest.raises(InputError, match="November closes on 2026-11-09"):
        begin(desk, by, name="Another", **later)


def test_a_round_is_closed_early_but_never_opened_again(desk, by):
    wave_id, _ = begin(desk, by)
    today = date(2026, 11, 5)
    with desk.writing() as connection:
        close_wave(connection, wave_id, 1, today, by)

    assert waves(desk)[0].is_closed(today)
    with pytest.raises(InputError, match="closed on 2026-11-05 already"), desk.writing() as again:
        close_wave(again, wave_id, 2, today, by)


def test_who_closes_a_round_as_it_no_longer_is_hears_of_it(desk, by):
    wave_id, _ = begin(desk, by)

    with pytest.raises(StaleEditError), desk.writing() as connection:
        close_wave(connection, wave_id, 7, date(2026, 11, 5), by)


def test_the_same_click_draws_no_second_set_of_links(desk, by):
    clicked = replace(by, click_id="click")
    begin(desk, clicked)

    with pytest.raises(InputError, match="same click"):
        begin(desk, clicked, name="Again")


def test_a_teams_own_question_can_be_asked_and_keeps_its_words(desk, by):
    with desk.writing() as connection:
        key = add_question(connection, " We plan campaigns together. ", AnswerKind.SCORE, by)
        own = read_offered(connection)[-1]
        begin_wave(connection, replace(WANTED, asked=(own,)), by)

    assert own == PulseQuestion(question_id=key, words="We plan campaigns together.")
    assert waves(desk)[0].asked[-1] == own
    with pytest.raises(InputError, match="question is empty"), desk.writing() as connection:
        add_question(connection, " ", AnswerKind.OPEN, by)


DUE = date(2026, 12, 14)  # six weeks after that round opened


def open_from_outside(folder):
    """Open the round that is due, as another process of the same desk does."""
    desk = open_desk(folder, now=NOON)
    with desk.writing() as connection:
        opened = open_due(connection, DUE, Stamp(actor_id="revdash", now=NOON))
    desk.close()
    return opened


def test_the_next_round_opens_once_however_many_processes_ask(desk, by, tmp_path):
    begin(desk, by)

    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as two:
        opened = [*two.map(open_from_outside, [tmp_path] * 2)]

    assert sorted(map(bool, opened)) == [False, True]
    first, second = waves(desk)
    assert (second.name, second.opens_on, second.closes_on) == ("December", DUE, date(2026, 12, 21))
    assert (second.asked, second.invited) == (first.asked, first.invited)
    assert second.next_due == date(2027, 1, 25)


@pytest.mark.parametrize(
    ("every_weeks", "on"), [(6, date(2026, 12, 13)), (0, DUE), (1, date(2026, 11, 8))]
)
def test_no_round_opens_before_its_day_or_beside_another_or_unasked(desk, by, every_weeks, on):
    begin(desk, by, every_weeks=every_weeks)

    with desk.writing() as connection:
        assert open_due(connection, on, by) is None
